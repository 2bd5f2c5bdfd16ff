import type { Slots, Waiter } from "./slots";

/** A row that waits for its request, and who asked for it. */
interface Row<TRow, TResult> {
    row: TRow;
    ask: object;
    since: number;
    answer: (result: TResult) => void;
    fail: (error: unknown) => void;
}

/** Gathers the rows of many callers for one kind of request. A full request goes at once, another when nobody else can come. */
export class Gathering<TRow, TResult> implements Waiter {
    private queue: Row<TRow, TResult>[] = [];
    private underWay = 0;

    /**
     * @param most rows in one request
     * @param request sends one, and answers one result for each row in the order given
     * @param isHeld whether requests are kept back
     */
    constructor(
        private readonly slots: Slots,
        private readonly most: number,
        private readonly request: (rows: TRow[]) => Promise<TResult[]>,
        readonly isHeld: () => boolean,
    ) {
        slots.attend(this);
    }

    /** Answers one result for each row in the order given. */
    ask(rows: TRow[]): Promise<TResult[]> {
        const ask = {};
        const since = this.slots.now();
        const results = rows.map(
            (row) => new Promise<TResult>((answer, fail) => this.queue.push({ row, ask, since, answer, fail })),
        );
        while (this.queue.length >= this.most) this.send();
        this.slots.settle();
        return Promise.all(results);
    }

    waiting(): number {
        return new Set(this.queue.map(({ ask }) => ask)).size;
    }

    rows(): number {
        return this.queue.length;
    }

    since(): number {
        return this.queue[0]?.since ?? Infinity;
    }

    isSending(): boolean {
        return this.underWay > 0;
    }

    send(): void {
        const batch = this.queue.splice(0, this.most);
        if (batch.length === 0) return;
        this.underWay++;
        this.request(batch.map(({ row }) => row))
            .then(
                (results) =>
                    batch.forEach(({ answer, fail }, index) =>
                        results[index] === undefined
                            ? fail(new Error("a row without a result"))
                            : answer(results[index]),
                    ),
                (error: unknown) => batch.forEach(({ fail }) => fail(error)),
            )
            .finally(() => {
                this.underWay--;
                this.slots.settle();
            })
            .catch(() => undefined);
    }
}
