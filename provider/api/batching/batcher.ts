import type { QueueState } from "./policy";
import type { BatchScheduler, Queue } from "./scheduler";

/** A row that waits for its request. */
interface Entry<TRow, TResult> {
    row: TRow;
    /** The same for all rows of one caller's call. */
    call: object;
    /** When it came, in milliseconds of the scheduler's clock. */
    since: number;
    resolve: (result: TResult) => void;
    reject: (error: unknown) => void;
}

/**
 * Puts the rows of many callers into requests of one kind: a batch. A full one goes at once, another when the scheduler
 * says. Docs: docs/batching.md.
 */
export class Batcher<TRow, TResult> implements Queue {
    private readonly entries: Entry<TRow, TResult>[] = [];
    private underWay = 0;

    /**
     * @param batchSize most rows in one request
     * @param request sends one, and answers one result for each row in the order given
     * @param isHeld whether requests are kept back for the account's rate limit
     */
    constructor(
        private readonly scheduler: BatchScheduler,
        private readonly batchSize: number,
        private readonly request: (rows: TRow[]) => Promise<TResult[]>,
        private readonly isHeld: () => boolean,
    ) {
        scheduler.register(this);
    }

    /** Answers one result for each row in the order given. */
    submit(rows: TRow[]): Promise<TResult[]> {
        const call = {};
        const since = this.scheduler.now();
        const results = rows.map(
            (row) =>
                new Promise<TResult>((resolve, reject) => this.entries.push({ row, call, since, resolve, reject })),
        );
        while (this.entries.length >= this.batchSize) this.send();
        this.scheduler.review();
        return Promise.all(results);
    }

    state(): QueueState {
        return {
            callers: new Set(this.entries.map(({ call }) => call)).size,
            rows: this.entries.length,
            oldest: this.entries[0]?.since ?? Infinity,
            isSending: this.underWay > 0,
            isHeld: this.isHeld(),
        };
    }

    send(): void {
        const batch = this.entries.splice(0, this.batchSize);
        if (batch.length === 0) return;
        this.underWay++;
        void this.request(batch.map(({ row }) => row))
            .then(
                (results) => settleEach(batch, results),
                (error: unknown) => batch.forEach(({ reject }) => reject(error)),
            )
            .then(() => {
                this.underWay--;
                this.scheduler.review();
            });
    }
}

function settleEach<TRow, TResult>(batch: Entry<TRow, TResult>[], results: TResult[]): void {
    batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error("a row without a result"));
        else resolve(result);
    });
}
