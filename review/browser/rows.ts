import type { PageAccess, PageData, PageEnd } from "../src/report/page/data";
import { key } from "./chart";
import { element, foreign, unseen, type Content } from "./element";
import { asks, fits, type Place } from "./filter";
import type { By } from "./order";
import type { Person } from "./people";
import type { State } from "./state";
import { day, distance, minute, remarksOn } from "./words";

/** A column of the people's table. */
export interface Column {
    title: string;
    /** By what its heading puts the people in order. */
    by?: By;
    cell: (person: Person, state: State) => Content;
    /** Whether it is the name of the row. */
    isName?: true;
}

/** The columns of the list: what people have, why and until when. */
export function listColumns({ data }: State): Column[] {
    return [
        nameColumn,
        { title: "Access", by: "access", cell: accessList },
        { title: "Why, and by what", by: "reason", cell: grants },
        { title: "Until", by: "end", cell: ends },
        ...(data.people.some(({ lastLogin }) => lastLogin !== undefined) ? [lastLoginColumn] : []),
    ];
}

/** The columns of the matrix: a place each. */
export function matrixColumns(places: Place[]): Column[] {
    return [
        nameColumn,
        ...places.map((place) => ({
            title: place.on ?? "The account itself",
            by: place,
            cell: (person: Person, state: State) =>
                pills(
                    person.access.filter(({ on }) => on === place.on),
                    state,
                ) ?? unseen("none"),
        })),
    ];
}

const nameColumn: Column = { title: "Person", by: "address", cell: nameCell, isName: true };

const lastLoginColumn: Column = {
    title: "Last sign-in",
    by: "seen",
    cell: ({ lastLogin }) =>
        lastLogin === undefined || lastLogin === null
            ? element("span", { class: "faint" }, lastLogin === null ? "none reported" : "not asked")
            : element("time", { datetime: lastLogin, title: minute(lastLogin) }, day(lastLogin)),
};

function nameCell(person: Person, { data }: State): Content {
    const { name, address, account, isUndeclared, isOutsider, remarks, marks } = person;
    const tags = [
        ...(isUndeclared ? [tag("nobody declares them", "undeclared")] : []),
        ...remarks.map((remark) => tag(remark, "remarkable")),
        ...(isOutsider ? [tag("outsider", "outsider")] : []),
        ...(marks.has("adopted") ? [tag("adopted", "adopted")] : []),
    ];
    return [
        ...(name === undefined ? [] : [foreign(name, { class: "name" }), " "]),
        foreign(address, { class: name === undefined ? "name address" : "address" }),
        ...(data.accounts.length > 1
            ? [element("span", { class: "account" }, foreign(data.accounts[account]?.name ?? ""))]
            : []),
        ...(tags.length === 0 ? [] : [element("ul", { class: "tags" }, ...tags)]),
    ];
}

function tag(text: string, mark: string): HTMLElement {
    return element("li", { "data-mark": mark }, foreign(text));
}

/** What somebody has, place by place. */
function accessList({ access }: Person, state: State): Content {
    if (access.length === 0) return element("span", { class: "faint" }, "none");
    const bots = [...new Set(access.flatMap(({ on }) => (on === undefined ? [] : [on])))].sort();
    const places = access.some(({ on }) => on === undefined) ? [undefined, ...bots] : bots;
    return element(
        "dl",
        { class: "places" },
        ...places.map((on) =>
            element(
                "div",
                {},
                element("dt", {}, on === undefined ? "The account itself" : foreign(on)),
                element(
                    "dd",
                    {},
                    pills(
                        access.filter((each) => each.on === on),
                        state,
                    ),
                ),
            ),
        ),
    );
}

function pills(access: PageAccess[], state: State): HTMLElement | undefined {
    const { filter } = state.shown;
    return access.length === 0
        ? undefined
        : element("ul", { class: "pills" }, ...access.map((each) => pill(each, asks(filter) && fits(each, filter))));
}

function pill(access: PageAccess, isWanted: boolean): HTMLElement {
    const remarks = remarksOn(access);
    return element(
        "li",
        { "data-kind": access.kind, "data-standing": access.standing, "data-wanted": isWanted },
        key(access.kind),
        element(
            "span",
            {},
            foreign(access.label),
            ...(remarks.length === 0 ? [] : [" ", element("small", {}, "(", foreign(remarks.join(", ")), ")")]),
        ),
    );
}

function grants({ grants }: Person, { data }: State): Content {
    if (grants.length === 0) return element("span", { class: "faint" }, "no resource");
    return grants.map(({ reason, resource, stack, remarks }) => {
        const by = [resource, ...(data.stacks.length > 1 ? [data.stacks[stack]?.name ?? ""] : []), ...remarks];
        return element(
            "div",
            { class: "grant" },
            reason === undefined
                ? element("span", { class: "missing" }, "no reason given")
                : foreign(reason, { class: "reason" }),
            " ",
            element("span", { class: "by" }, foreign(by.join(" · "))),
        );
    });
}

/** When what somebody has ends; where not all of it does, which. */
function ends({ access }: Person, { data }: State): Content {
    const held = access.filter(({ standing }) => standing !== "lost");
    const ending = held.filter(({ end }) => end !== undefined);
    if (ending.length === 0) return element("span", { class: "faint" }, "no end");
    const times = [...new Set(ending.map(({ end }) => end?.at))].sort();
    return times.map((at) => {
        const those = ending.filter(({ end }) => end?.at === at);
        const labels = those.map(({ label, on }) => (on === undefined ? label : `${label} on ${on}`));
        return element(
            "div",
            { class: "end" },
            ...endIn(those[0]?.end, data),
            ...(those.length === held.length
                ? []
                : [" ", element("span", { class: "by" }, foreign(labels.join(", ")))]),
        );
    });
}

function endIn(end: PageEnd | undefined, { time, soonHours }: PageData): Content[] {
    if (end === undefined) return [];
    const [now, then] = [Date.parse(time), Date.parse(end.at)];
    const when = then <= now ? "past" : then <= now + soonHours * 3_600_000 ? "soon" : "later";
    const away = distance(now, then);
    return [
        element("time", { datetime: end.at }, foreign(end.words)),
        ...(Number.isNaN(then)
            ? []
            : [
                  " ",
                  element("span", { class: "distance", "data-when": when }, when === "past" ? `ended ${away}` : away),
              ]),
    ];
}
