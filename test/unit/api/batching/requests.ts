import { Batcher } from "../../../../provider/api/batching/batcher";
import type { BatchScheduler, Timer } from "../../../../provider/api/batching/scheduler";

/** Resolves when everything has happened that follows from what has happened, as long as nobody waits for a clock. */
export async function quiet(): Promise<void> {
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until a test lets time pass. */
export class StoppedClock implements Timer {
    private time = 0;
    private timers: { at: number; callback: () => void }[] = [];

    now(): number {
        return this.time;
    }

    after(milliseconds: number, callback: () => void): () => void {
        const timer = { at: this.time + milliseconds, callback };
        this.timers.push(timer);
        return () => this.drop(timer);
    }

    /** Resolves after this much of the clock's time. */
    sleep(milliseconds: number): Promise<void> {
        return new Promise((resolve) => this.after(milliseconds, resolve));
    }

    /** Lets this much time pass, and all that comes of it happen. */
    async pass(milliseconds: number): Promise<void> {
        const end = this.time + milliseconds;
        await quiet();
        while (this.fire(end)) await quiet();
        this.time = end;
    }

    /** Lets time pass until nothing waits for it any more. */
    async passAll(): Promise<void> {
        await quiet();
        while (this.fire(Infinity)) await quiet();
    }

    private fire(end: number): boolean {
        const [next] = [...this.timers].sort((one, other) => one.at - other.at);
        if (next === undefined || next.at > end) return false;
        this.drop(next);
        this.time = Math.max(this.time, next.at);
        next.callback();
        return true;
    }

    private drop(timer: { at: number; callback: () => void }): void {
        this.timers = this.timers.filter((candidate) => candidate !== timer);
    }
}

/** A request that was sent and is not answered yet. */
interface Open {
    rows: string[];
    answer: (results: string[]) => void;
    fail: (error: unknown) => void;
}

/** Requests of one kind, which a test answers; the result of "ada" is "done ada". */
export class Requests {
    /** The rows of each request, in the order in which they were sent. */
    readonly sent: string[][] = [];
    readonly batcher: Batcher<string, string>;
    private readonly open: Open[] = [];

    constructor(
        scheduler: BatchScheduler,
        { most = 10, isHeld = () => false }: { most?: number; isHeld?: () => boolean } = {},
    ) {
        const request = (rows: string[]) =>
            new Promise<string[]>((answer, fail) => {
                this.sent.push(rows);
                this.open.push({ rows, answer, fail });
            });
        this.batcher = new Batcher(scheduler, most, request, isHeld);
    }

    ask(...rows: string[]): Promise<string[]> {
        return this.batcher.submit(rows);
    }

    /** Answers the oldest open request, or one that has this row. */
    async answer(row?: string, results?: string[]): Promise<void> {
        const { rows, answer } = this.take(row);
        answer(results ?? rows.map((each) => `done ${each}`));
        await quiet();
    }

    async fail(error: Error, row?: string): Promise<void> {
        this.take(row).fail(error);
        await quiet();
    }

    private take(row?: string): Open {
        const index = row === undefined ? 0 : this.open.findIndex(({ rows }) => rows.includes(row));
        const [open] = this.open.splice(index, 1);
        if (index < 0 || open === undefined)
            throw new Error(`no open request${row === undefined ? "" : ` with ${row}`}`);
        return open;
    }
}
