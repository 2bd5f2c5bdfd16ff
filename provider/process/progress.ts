import type { Timer } from "../api/batching/scheduler";

/**
 * When an update says how far it is: milliseconds after its first step, and then from line to line, twice as long each time up
 * to the longest. A log of CI keeps every line. A step after a time without any has the shortest to be over.
 */
const progressTimes = { first: 5_000, next: 10_000, longest: 60_000, shortest: 1_000 } as const;

/** Says how many steps of an update are done, of how many, and what the others wait for. Nothing of an update that is over by then. */
export class Progress {
    private readonly announced = new Set<string>();
    private isOver = false;
    private begun = 0;
    private done = 0;
    private pause: number = progressTimes.next;
    /** When the next line is due; undefined before the first step. */
    private due: number | undefined;
    private cancel: (() => void) | undefined;

    /** @param secondsToWait until a request may go; undefined where none is held back */
    constructor(
        private readonly notify: (message: string) => void,
        private readonly timer: Timer,
        private readonly secondsToWait: () => number | undefined,
    ) {}

    /** Tells of a step that will come, under a name that tells it from others. */
    announce(name: string): void {
        this.announced.add(name);
    }

    /** Does a step that changes something. */
    async step<T>(name: string, work: () => Promise<T>): Promise<T> {
        this.announced.delete(name);
        this.begun++;
        this.due ??= this.timer.now() + progressTimes.first;
        if (!this.isOver) this.cancel ??= this.sayAfter(Math.max(progressTimes.shortest, this.due - this.timer.now()));
        try {
            return await work();
        } finally {
            this.done++;
            if (this.done === this.begun && this.announced.size === 0) this.rest();
        }
    }

    /** Says nothing more. */
    end(): void {
        this.isOver = true;
        this.rest();
    }

    private rest(): void {
        this.cancel?.();
        this.cancel = undefined;
    }

    private sayAfter(milliseconds: number): () => void {
        return this.timer.after(milliseconds, () => this.say());
    }

    private say(): void {
        const seconds = this.secondsToWait();
        const waiting =
            seconds === undefined
                ? "Kore.ai's answers are awaited"
                : `the others wait for the account's budget of requests, and go on in ${Math.max(1, Math.ceil(seconds))} s`;
        this.notify(`${this.done} of ${this.begun + this.announced.size} steps are done; ${waiting}`);
        this.due = this.timer.now() + this.pause;
        this.cancel = this.sayAfter(this.pause);
        this.pause = Math.min(progressTimes.longest, 2 * this.pause);
    }
}
