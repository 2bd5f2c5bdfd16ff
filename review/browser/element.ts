export type Content = Node | string | undefined | Content[];

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element. Texts come into it as texts, never as markup; an attribute that is false or undefined is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    attributes: Attributes = {},
    ...content: Content[]
): HTMLElementTagNameMap[Tag] {
    const made = document.createElement(tag);
    setAttributes(made, attributes);
    made.append(...nodes(content));
    return made;
}

export function setAttributes(of: Element, attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === false) of.removeAttribute(name);
        else of.setAttribute(name, value === true ? "" : String(value));
    }
}

function nodes(content: Content[]): (Node | string)[] {
    return content.flatMap((each): (Node | string)[] =>
        each === undefined ? [] : Array.isArray(each) ? nodes(each) : [each],
    );
}

/** A button. */
export function button(attributes: Attributes, press: () => void, ...content: Content[]): HTMLButtonElement {
    const made = element("button", { type: "button", ...attributes }, ...content);
    made.addEventListener("click", press);
    return made;
}

/** A text from outside, whose direction is its own affair. */
export function foreign(text: string, attributes: Attributes = {}): HTMLElement {
    return element("bdi", attributes, text);
}

/** For screen readers alone. */
export function unseen(text: string): HTMLElement {
    return element("span", { class: "unseen" }, text);
}
