import { controls } from "./controls";
import { button, element, setAttributes, unseen } from "./element";
import { byPlace } from "./figures";
import { chosen, isSet } from "./filter";
import { firstWay, inOrder, isSameBy, type By } from "./order";
import type { Person } from "./people";
import { listColumns, matrixColumns, type Column } from "./rows";
import { sizes, type State } from "./state";
import { filterWords } from "./telling";
import { count, figure } from "./words";

/** More columns than so many are not to be taken in. */
const mostPlaces = 30;

/** The people whom the filter leaves, in a table, so many at a time; all of them on paper. */
export class PeopleTable {
    readonly section: HTMLElement;
    private readonly told = element("p", { id: "count", role: "status" });
    private readonly hint = element("p", { class: "hint" });
    private readonly onPaper = element("p", { class: "on-paper" });
    private readonly caption = element("caption", {}, unseen("People and what they have access to"));
    private readonly head = element("thead");
    private readonly body = element("tbody");
    private readonly frame: HTMLElement;
    private readonly pager: Pager;
    private isPrinting = false;

    constructor(private readonly state: State) {
        this.pager = new Pager(state, () => this.section.scrollIntoView());
        this.frame = element(
            "div",
            { class: "frame", role: "region", "aria-label": "People", tabindex: 0 },
            element("table", { class: "people" }, this.caption, this.head, this.body),
        );
        this.section = element(
            "section",
            { "aria-labelledby": "people", class: "people" },
            element("h2", { id: "people", tabindex: -1 }, "People and access"),
            controls(state),
            element("div", { class: "telling" }, this.told, this.hint, this.onPaper),
            this.frame,
            this.pager.element,
        );
        state.watch(() => this.show());
        this.show();
    }

    /** Shows everybody whom the filter leaves, for paper, or as many as before. */
    print(isPrinting: boolean): void {
        this.isPrinting = isPrinting;
        this.show();
    }

    private show(): void {
        const { people, shown } = this.state;
        const found = inOrder(chosen(people, shown.filter), shown.order);
        const here = this.isPrinting ? found : found.slice(shown.from, shown.from + shown.size);
        this.tell(found.length, here.length);
        const columns = this.columns(found);
        this.head.replaceChildren(element("tr", {}, ...columns.map((column) => this.heading(column))));
        this.body.replaceChildren(...here.map((person) => this.row(person, columns)));
        if (here.length === 0) this.body.append(nobody(columns.length));
        setAttributes(this.frame, { "data-view": shown.view });
        this.pager.show(found.length);
    }

    private tell(found: number, here: number): void {
        const { people, shown } = this.state;
        const of = isSet(shown.filter)
            ? `${figure(found)} of ${count(people.length, "person", "people")}`
            : count(found, "person", "people");
        const range = here < found ? `, ${figure(shown.from + 1)} to ${figure(shown.from + here)} on this page` : "";
        // Said again it would be read out again.
        if (this.told.textContent !== of + range) this.told.textContent = of + range;
        this.hint.textContent =
            here < found
                ? "The browser's own search sees this page alone; the one above sees everybody, and a print has everybody it leaves."
                : "";
        this.onPaper.textContent = `Shown: ${filterWords(this.state)}.`;
    }

    private columns(found: Person[]): Column[] {
        if (this.state.shown.view === "list") return listColumns(this.state);
        const { place } = this.state.shown.filter;
        const places = place === undefined ? byPlace(found).map((figures) => figures.place) : [place];
        if (places.length > mostPlaces)
            this.hint.textContent = `${this.hint.textContent} The matrix has the ${mostPlaces} places with most people, of ${figure(places.length)}: choose a bot above for another.`;
        return matrixColumns(places.slice(0, mostPlaces));
    }

    private heading({ title, by, isName }: Column): HTMLElement {
        const { order } = this.state.shown;
        if (by === undefined) return element("th", { scope: "col" }, title);
        const isBy = isSameBy(order.by, by);
        const sorted = isBy ? (order.isDescending ? "descending" : "ascending") : undefined;
        const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
        return element(
            "th",
            { scope: "col", "aria-sort": sorted, class: isName === true ? "who" : undefined },
            button({}, () => this.sort(by), title, arrow),
        );
    }

    private sort(by: By): void {
        const { order } = this.state.shown;
        const isDescending = isSameBy(order.by, by) ? !order.isDescending : firstWay(by);
        const focused = [...this.head.querySelectorAll("button")].indexOf(focusedButton());
        this.state.show({ order: { by, isDescending }, from: 0 });
        this.head.querySelectorAll("button")[focused]?.focus();
    }

    private row(person: Person, columns: Column[]): HTMLElement {
        const cells = columns.map(({ cell, isName }) =>
            isName === true
                ? element("th", { scope: "row", class: "who" }, cell(person, this.state))
                : element("td", {}, cell(person, this.state)),
        );
        return element("tr", {}, ...cells);
    }
}

function focusedButton(): HTMLButtonElement {
    const { activeElement } = document;
    return activeElement instanceof HTMLButtonElement ? activeElement : element("button");
}

function nobody(columns: number): HTMLElement {
    const text = "Nobody fits all that is set above.";
    return element("tr", {}, element("td", { colspan: columns, class: "nobody" }, text));
}

/** Leads through the people, and says how many are shown at once. */
class Pager {
    readonly element: HTMLElement;
    private readonly back: HTMLButtonElement;
    private readonly next: HTMLButtonElement;
    private readonly buttons: HTMLElement;
    private found = 0;

    constructor(
        private readonly state: State,
        private readonly toTop: () => void,
    ) {
        this.back = button({ "aria-label": "Earlier people" }, () => this.turn(-1), "‹ Earlier");
        this.next = button({ "aria-label": "Further people" }, () => this.turn(1), "Further ›");
        this.buttons = element("div", {}, this.back, this.next);
        this.element = element("nav", { class: "pager", "aria-label": "Pages of people" }, this.buttons, this.size());
    }

    show(found: number): void {
        this.found = found;
        const { from, size } = this.state.shown;
        // Not disabled, which would take the focus away.
        setAttributes(this.back, { "aria-disabled": from === 0 ? "true" : "false" });
        setAttributes(this.next, { "aria-disabled": from + size >= found ? "true" : "false" });
        this.buttons.hidden = found <= size;
        this.element.hidden = found <= Math.min(...sizes);
    }

    private turn(by: 1 | -1): void {
        const { from, size } = this.state.shown;
        const to = from + by * size;
        if (to < 0 || to >= this.found) return;
        this.state.show({ from: to });
        this.toTop();
    }

    private size(): HTMLElement {
        const options = sizes.map((size) =>
            element("option", { selected: size === this.state.shown.size }, size === Infinity ? "all" : String(size)),
        );
        const select = element("select", {}, ...options);
        select.addEventListener("change", () =>
            this.state.show({ size: sizes[select.selectedIndex] ?? this.state.shown.size, from: 0 }),
        );
        return element("label", {}, element("span", {}, "People on a page"), select);
    }
}
