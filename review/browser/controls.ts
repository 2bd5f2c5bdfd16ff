import type { PageAccess } from "../src/report/page/data";
import { button, element } from "./element";
import { byKind, byPlace } from "./figures";
import { everybody, isSet, type Filter } from "./filter";
import { kindLabels } from "./kinds";
import type { State, View } from "./state";
import { standingLabels } from "./words";

const searchId = "search";

/** A choice of a list: what it is called, and the filter that it makes. */
interface Choice {
    label: string;
    filter: Partial<Filter>;
    isChosen: (filter: Filter) => boolean;
}

/** The search, the choices, and the two views. */
export function controls(state: State): HTMLElement {
    const clearAll = () => {
        state.show({ filter: everybody, from: 0 });
        // The button is hidden now, and would take the focus with it.
        document.getElementById(searchId)?.focus();
    };
    const clear = button({ class: "quiet" }, clearAll, "Clear filters");
    const showClear = () => (clear.hidden = !isSet(state.shown.filter));
    state.watch(showClear);
    showClear();
    return element(
        "form",
        { class: "controls", role: "search", "aria-label": "Filter the people" },
        search(state),
        ...choicesOf(state)
            .filter(({ choices }) => choices.length > 1)
            .map(({ label, any, choices }) => select(state, label, any, choices)),
        views(state),
        clear,
    );
}

function search(state: State): HTMLElement {
    const input = element("input", {
        type: "search",
        id: searchId,
        autocomplete: "off",
        spellcheck: "false",
        placeholder: "Name, address, role, bot, reason …",
        "aria-describedby": "count",
    });
    input.addEventListener("input", () => state.filter({ text: input.value }));
    // Enter would send the form.
    input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
    });
    state.watch(() => {
        if (input.value !== state.shown.filter.text) input.value = state.shown.filter.text;
    });
    document.addEventListener("keydown", (event) => {
        const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
        if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        input.focus();
    });
    return element("label", { class: "search" }, element("span", {}, "Search", element("kbd", {}, "/")), input);
}

function choicesOf(state: State): { label: string; any: string; choices: Choice[] }[] {
    const { people, data } = state;
    const standings = new Set(people.flatMap(({ access }) => access.map(({ standing }) => standing)));
    const places = byPlace(people).map(({ place }) => place);
    const named = (names: { name: string }[], of: "account" | "stack") =>
        names.map(({ name }, at) => choice(name, of, at));
    return [
        {
            label: "Kind",
            any: "every kind",
            choices: [...byKind(people).keys()].map((kind) => choice(kindLabels[kind], "kind", kind)),
        },
        {
            label: "Bot or app",
            any: "everywhere",
            choices: places.map((place) => ({
                label: place.on ?? "The account itself",
                filter: { place },
                isChosen: (filter) => filter.place !== undefined && filter.place.on === place.on,
            })),
        },
        {
            label: "Declared",
            any: "or not",
            choices: keysOf(standingLabels)
                .filter((standing) => standings.has(standing))
                .map((standing) => choice(standingLabels[standing], "standing", standing)),
        },
        { label: "Account", any: "every account", choices: named(data.accounts, "account") },
        { label: "Stack", any: "every stack", choices: named(data.stacks, "stack") },
    ];
}

function keysOf(labels: typeof standingLabels): PageAccess["standing"][] {
    return (["declared", "undeclared", "lost", "conferred"] as const).filter((standing) => standing in labels);
}

function choice<Key extends "kind" | "standing" | "account" | "stack">(
    label: string,
    key: Key,
    value: NonNullable<Filter[Key]>,
): Choice {
    return { label, filter: { [key]: value }, isChosen: (filter) => filter[key] === value };
}

function select(state: State, label: string, any: string, choices: Choice[]): HTMLElement {
    const keys = Object.keys(choices[0]?.filter ?? {});
    const unset = Object.fromEntries(keys.map((key) => [key, undefined]));
    const made = element(
        "select",
        { name: keys[0] },
        element("option", { value: "" }, any),
        ...choices.map((each, at) => element("option", { value: at }, each.label)),
    );
    made.addEventListener("change", () => state.filter(choices[made.selectedIndex - 1]?.filter ?? unset));
    const showChosen = () => {
        made.selectedIndex = 1 + choices.findIndex(({ isChosen }) => isChosen(state.shown.filter));
    };
    state.watch(showChosen);
    return element("label", {}, element("span", {}, label), made);
}

function views(state: State): HTMLElement {
    const labels: Record<View, string> = { list: "List", matrix: "Matrix" };
    const radios = (["list", "matrix"] as const).map((view) => {
        const radio = element("input", { type: "radio", name: "view", value: view });
        radio.checked = state.shown.view === view;
        radio.addEventListener("change", () => state.show({ view }));
        return element("label", {}, radio, element("span", {}, labels[view]));
    });
    return element("fieldset", { class: "switch" }, element("legend", {}, "Shown as"), element("div", {}, ...radios));
}
