import type { PageData } from "../src/report/page/data";
import { button, element, unseen } from "./element";
import { marks, type Mark, type Person } from "./people";
import type { State } from "./state";
import { count, figure, hoursInWords } from "./words";

interface Card {
    title: string;
    /** One line more on what is counted. */
    note: (people: Person[], data: PageData) => string;
    /** Whether it is there also where nobody is to be counted. */
    always: boolean;
}

const cards: Record<Mark, Card> = {
    administrator: {
        title: "Administrators",
        note: (people) => {
            const all = people.filter(({ access }) => access.some(({ isWhole }) => isWhole)).length;
            return all === 0 ? "have a role of the Admin Console" : `${figure(all)} of the whole account`;
        },
        always: true,
    },
    "bot creator": { title: "Bot creators", note: () => "may create bots", always: true },
    outsider: {
        title: "Outsiders",
        note: (_people, { ownDomains }) => (ownDomains.length === 0 ? "" : `not at ${ownDomains.join(", ")}`),
        always: true,
    },
    "ends soon": {
        title: "Ending soon",
        note: (_people, { soonHours }) => `within ${hoursInWords(soonHours)}`,
        always: true,
    },
    undeclared: {
        title: "Undeclared",
        note: (people) => {
            const whole = people.filter(({ isUndeclared }) => isUndeclared).length;
            const inPart = people.length - whole;
            if (whole === 0) return "have access that nobody declares";
            return inPart === 0 ? "nobody declares them" : `${figure(whole)} as a whole, ${figure(inPart)} in part`;
        },
        always: true,
    },
    adopted: { title: "Adopted", note: () => "were there before the program", always: true },
    overdue: { title: "Past their end", note: () => "still have what has ended", always: false },
    lost: { title: "Lost", note: () => "declared, and not in the account", always: false },
    remarkable: { title: "Not active", note: () => "or not in the account", always: false },
    "no reason": { title: "Without a reason", note: () => "a resource gives none", always: false },
};

/** How many people there are of what is asked first, each a filter of its own. */
export function summary(state: State): HTMLElement {
    const { people, data } = state;
    const made = marks.flatMap((mark) => {
        const those = people.filter((person) => person.marks.has(mark));
        const { title, note, always } = cards[mark];
        if (those.length === 0 && !always) return [];
        const press = () => state.filter({ marks: toggled(state.shown.filter.marks, mark) });
        const card = button(
            { class: "card", "data-mark": mark, "data-none": those.length === 0 },
            press,
            element("span", { class: "title" }, title),
            unseen(": "),
            element("strong", {}, figure(those.length)),
            unseen(" "),
            element("span", { class: "note" }, note(those, data)),
        );
        return [{ mark, card }];
    });
    const showPressed = () => {
        for (const { mark, card } of made)
            card.setAttribute("aria-pressed", String(state.shown.filter.marks.has(mark)));
    };
    state.watch(showPressed);
    showPressed();
    return element(
        "section",
        { "aria-labelledby": "summary", class: "summary" },
        element("h2", { id: "summary" }, "At a glance"),
        element(
            "p",
            { class: "hint" },
            `${count(people.length, "person", "people")}. Choose a figure to see who that is.`,
        ),
        element(
            "ul",
            { class: "cards", "data-many": made.length > 6 },
            ...made.map(({ card }) => element("li", {}, card)),
        ),
    );
}

function toggled(marks: ReadonlySet<Mark>, mark: Mark): ReadonlySet<Mark> {
    const changed = new Set(marks);
    if (!changed.delete(mark)) changed.add(mark);
    return changed;
}

/** What the summary calls a mark. */
export function titleOf(mark: Mark): string {
    return cards[mark].title;
}
