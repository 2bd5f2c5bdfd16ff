import type { PageData } from "../src/report/page/data";
import { everybody, type Filter } from "./filter";
import { byAddress, type Order } from "./order";
import { peopleOf, type Person } from "./people";

/** How the people are shown: with what they have, or a column for each place. */
export type View = "list" | "matrix";

/** What the page shows now. */
export interface Shown {
    filter: Filter;
    order: Order;
    view: View;
    /** The first of the people who stand on this page, and how many at most. */
    from: number;
    size: number;
}

export const sizes = [50, 100, 500, Infinity] as const;

const atFirst: Shown = { filter: everybody, order: byAddress, view: "list", from: 0, size: 100 };

/** The report and what is shown of it; whoever watches is told when that changes. */
export class State {
    readonly people: readonly Person[];
    shown = atFirst;
    private readonly watchers: (() => void)[] = [];

    constructor(readonly data: PageData) {
        this.people = peopleOf(data);
    }

    watch(watcher: () => void): void {
        this.watchers.push(watcher);
    }

    show(changes: Partial<Shown>): void {
        this.shown = { ...this.shown, ...changes };
        for (const watcher of this.watchers) watcher();
    }

    /** Shows other people, from the first of them. */
    filter(changes: Partial<Filter>): void {
        this.show({ filter: { ...this.shown.filter, ...changes }, from: 0 });
    }
}
