import type { PageData } from "../src/report/page/data";
import { element, foreign } from "./element";
import { minute } from "./words";

/** What the report is of, and as of when; and the choice of light and dark. */
export function heading({ time, stacks, accounts }: PageData): HTMLElement {
    const asOf = [
        ...stacks.map(({ name, time }) => ({
            what: "Stack",
            name,
            when: time === undefined ? "time not known" : `state of ${minute(time)}`,
        })),
        ...accounts.map(({ name, read, notes }) => ({
            what: "Account",
            name,
            when: [read === undefined ? "as the states say" : `read on ${minute(read)}`, ...notes].join("; "),
        })),
    ];
    return element(
        "header",
        {},
        element("a", { href: "#people", class: "skip" }, "Skip to the people"),
        element(
            "div",
            { class: "top" },
            element(
                "div",
                {},
                element("h1", {}, "Access to Kore.ai"),
                element("p", {}, "Report of ", element("time", { datetime: time }, minute(time))),
            ),
            element("div", { class: "tools" }, theme(), printing()),
        ),
        element(
            "ul",
            { class: "sources" },
            ...asOf
                .filter(({ name }) => name !== "")
                .map(({ what, name, when }) =>
                    element(
                        "li",
                        {},
                        element("span", { class: "kind" }, what),
                        " ",
                        foreign(name, { class: "name" }),
                        " ",
                        foreign(when, { class: "when" }),
                    ),
                ),
        ),
    );
}

/** As the system has it, light, or dark. */
function theme(): HTMLElement {
    const radios = ["auto", "light", "dark"].map((value) => {
        const radio = element("input", { type: "radio", name: "theme", value });
        radio.checked = value === "auto";
        radio.addEventListener("change", () => {
            document.documentElement.dataset["theme"] = value;
        });
        return element("label", {}, radio, element("span", {}, value[0]?.toUpperCase() ?? "", value.slice(1)));
    });
    return element(
        "fieldset",
        { class: "switch" },
        element("legend", { class: "unseen" }, "Colours"),
        element("div", {}, ...radios),
    );
}

function printing(): HTMLElement {
    const made = element("button", { type: "button", class: "quiet" }, "Print");
    made.addEventListener("click", () => print());
    return made;
}
