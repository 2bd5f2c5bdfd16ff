import type { NamedAccess, PageGroup, PageItem, PageList } from "../src/report/page/data";
import { key } from "./chart";
import { button, element, foreign } from "./element";
import { wordsOf } from "./filter";
import { folded } from "./people";
import type { State } from "./state";
import { figure } from "./words";

/** So many of a group are shown without asking. */
const first = 20;

/** What the report says besides; the search leaves of it what it leaves of people. */
export class ListSection {
    readonly section: HTMLElement;
    private readonly heading: HTMLElement;
    private readonly groups = element("div", { class: "groups" });
    private readonly whole = new Set<PageGroup>();
    private readonly texts: Map<PageItem, string>;
    private isPrinting = false;

    constructor(
        private readonly state: State,
        private readonly list: PageList,
        id: string,
    ) {
        const items = list.groups.flatMap((group) => group.items);
        this.texts = new Map(items.map((item) => [item, folded(textOf(item))]));
        this.heading = element("h2", { id, tabindex: -1 }, foreign(list.title));
        this.section = element(
            "section",
            { "aria-labelledby": id, class: "lists" },
            this.heading,
            ...list.notes.map((note) => element("p", { class: "hint" }, foreign(note))),
            this.groups,
        );
        state.watch(() => this.show());
        this.show();
    }

    print(isPrinting: boolean): void {
        this.isPrinting = isPrinting;
        this.show();
    }

    private show(): void {
        const { text, account } = this.state.shown.filter;
        const words = wordsOf(text);
        const found = this.list.groups.flatMap((group) => {
            const items = group.items.filter(
                (item) =>
                    (account === undefined || item.account === account) &&
                    words.every((word) => this.texts.get(item)?.includes(word)),
            );
            return items.length === 0 ? [] : [this.group(group, items)];
        });
        const none = words.length > 0 || account !== undefined ? "None that fits the search." : "None.";
        this.groups.replaceChildren(...(found.length === 0 ? [element("p", { class: "hint" }, none)] : found));
    }

    private group(group: PageGroup, items: PageItem[]): HTMLElement {
        const isWhole = this.isPrinting || this.whole.has(group) || items.length <= first;
        const shown = isWhole ? items : items.slice(0, first);
        const more = button(
            { class: "quiet" },
            () => {
                this.whole.add(group);
                this.show();
                this.heading.focus();
            },
            `Show all ${figure(items.length)}`,
        );
        const sign = element("span", { class: "sign", "aria-hidden": "true" }, group.sign);
        const number = element("span", { class: "figure" }, figure(items.length));
        return element(
            "div",
            {},
            element("h3", {}, sign, foreign(group.title), " ", number),
            element("ul", {}, ...shown.map((item) => this.item(item))),
            ...(isWhole ? [] : [more]),
        );
    }

    private item({ address, name, account, access, from, to, note }: PageItem): HTMLElement {
        const { accounts } = this.state.data;
        const isChange = from !== undefined || to !== undefined;
        return element(
            "li",
            {},
            foreign(name ?? address, { class: "name" }),
            ...(name === undefined ? [] : [" ", foreign(address, { class: "address" })]),
            ...(accounts.length > 1
                ? [" ", element("span", { class: "by" }, foreign(accounts[account]?.name ?? ""))]
                : []),
            ...access.map((each) => element("span", { class: "what" }, ...accessIn(each))),
            ...(note === undefined ? [] : [foreign(note, { class: "what" })]),
            ...(isChange ? [element("span", { class: "what" }, value("del", from), " → ", value("ins", to))] : []),
        );
    }
}

function accessIn({ kind, label, on }: NamedAccess): (HTMLElement | string)[] {
    return [key(kind), foreign(label), ...(on === undefined ? [] : [" on ", foreign(on)])];
}

function value(tag: "del" | "ins", text = ""): HTMLElement {
    return element(tag, {}, foreign(text === "" ? "none" : text));
}

function textOf({ address, name, access, from, to, note }: PageItem): string {
    const words = [address, name, ...access.flatMap(({ label, on }) => [label, on]), from, to, note];
    return words.filter((word) => word !== undefined).join("\n");
}
