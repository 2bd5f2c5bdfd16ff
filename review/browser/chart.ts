import type { AccessKind } from "../src/report/page/data";
import { button, element, foreign, unseen } from "./element";
import { byKind, byPlace, type PlaceFigures } from "./figures";
import { chosen, type Place } from "./filter";
import { countOf, kindLabels } from "./kinds";
import type { State } from "./state";
import { count, figure } from "./words";

/** So many places are seen without asking. */
const first = 12;

/** Access by place and by kind: of all people, and of those whom the filter leaves. */
export function charts(state: State): HTMLElement {
    const note = element("p", { class: "hint" });
    const showNote = () => {
        const left = chosen(state.people, state.shown.filter).length;
        note.textContent =
            left === state.people.length
                ? "Of everybody. Choose a name to see who that is; what was lost is not counted."
                : `Of the ${count(left, "person", "people")} shown below.`;
    };
    state.watch(showNote);
    showNote();
    return element(
        "section",
        { "aria-labelledby": "charts", class: "charts" },
        element("h2", { id: "charts" }, "Access by bot and by kind"),
        note,
        element("div", { class: "pair" }, kindChart(state), placeChart(state)),
    );
}

/** How many people have each kind of access. */
function kindChart(state: State): HTMLElement {
    const rows = [...byKind(state.people).keys()].map((kind) => {
        const bar = element("div", { class: "bar", "aria-hidden": "true" });
        const number = element("td", { class: "number" });
        const press = () => state.filter({ kind: state.shown.filter.kind === kind ? undefined : kind });
        const name = button({ class: "name" }, press, key(kind), kindLabels[kind]);
        return { kind, bar, number, name };
    });
    const draw = () => {
        const left = byKind(chosen(state.people, state.shown.filter));
        const most = Math.max(1, ...left.values());
        for (const { kind, bar, number, name } of rows) {
            const people = left.get(kind) ?? 0;
            fill(bar, people === 0 ? [] : [[kind, people]], most);
            number.textContent = count(people, "person", "people");
            name.setAttribute("aria-pressed", String(state.shown.filter.kind === kind));
        }
    };
    state.watch(draw);
    draw();
    return chartTable("People by kind of access", [
        ...rows.map(({ name, bar, number }) =>
            element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, bar), number),
        ),
    ]);
}

/** How much access of which kind there is at each place. */
function placeChart(state: State): HTMLElement {
    const all = byPlace(state.people);
    const rows = all.map(({ place }) => placeRow(state, place));
    const draw = () => {
        const places = byPlace(chosen(state.people, state.shown.filter));
        const left = new Map(places.map((each) => [each.place.on, each]));
        const most = Math.max(1, ...places.map((each) => each.all));
        for (const row of rows) row.draw(left.get(row.place.on), most);
    };
    state.watch(draw);
    draw();
    const table = chartTable(
        "Access by bot or app",
        rows.map(({ row }) => row),
    );
    const hidden = rows.slice(first).map(({ row }) => row);
    if (hidden.length === 0) return table;
    for (const row of hidden) row.hidden = true;
    const more = button(
        { class: "quiet" },
        () => {
            for (const row of hidden) row.hidden = false;
            hidden[0]?.querySelector("button")?.focus();
            more.remove();
        },
        `Show all ${figure(rows.length)}`,
    );
    table.append(more);
    return table;
}

function placeRow(state: State, place: Place) {
    const bar = element("div", { class: "bar", "aria-hidden": "true" });
    const kinds = element("span", { class: "kinds" });
    const number = element("td", { class: "number" });
    const isChosen = () => state.shown.filter.place !== undefined && state.shown.filter.place.on === place.on;
    const label = place.on === undefined ? "The account itself" : foreign(place.on);
    const name = button({ class: "name" }, () => state.filter({ place: isChosen() ? undefined : place }), label);
    const draw = (figures: PlaceFigures | undefined, most: number) => {
        const counted = [...(figures?.kinds ?? [])];
        fill(bar, counted, most);
        kinds.textContent = counted.map(([kind, number]) => countOf(kind, number)).join(", ");
        number.textContent = count(figures?.people ?? 0, "person", "people");
        name.setAttribute("aria-pressed", String(isChosen()));
    };
    const row = element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, bar, kinds), number);
    return { place, row, draw };
}

function chartTable(title: string, rows: HTMLElement[]): HTMLElement {
    const head = ["Name", "Access", "People"].map((each) => element("th", { scope: "col" }, unseen(each)));
    return element(
        "div",
        { class: "chart" },
        element(
            "table",
            {},
            element("caption", {}, title),
            element("thead", { class: "unseen" }, element("tr", {}, ...head)),
            element("tbody", {}, ...rows),
        ),
    );
}

/** Fills a bar; the longest has this much. */
function fill(bar: HTMLElement, parts: [AccessKind, number][], most: number): void {
    const all = parts.reduce((sum, [, number]) => sum + number, 0);
    const filled = element("div");
    filled.style.width = `${(all / most) * 100}%`;
    for (const [kind, number] of parts) {
        const part = element("div", { "data-kind": kind });
        part.style.flexGrow = String(number);
        filled.append(part);
    }
    bar.replaceChildren(filled);
}

/** The colour of a kind, for those who see it. */
export function key(kind: AccessKind): HTMLElement {
    return element("span", { class: "key", "data-kind": kind, "aria-hidden": "true" });
}
