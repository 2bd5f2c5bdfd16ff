import { Bookkeeping } from "./bookkeeping";
import { decide, fullest, overdue, type Cause, type QueueState } from "./policy";

/** The clock of the waiting, replaceable in tests. */
export interface Timer {
    /** Milliseconds since some moment. */
    now(): number;
    /** Calls back after this many milliseconds; answers what takes that back. */
    after(milliseconds: number, callback: () => void): () => void;
}

export const realTimer: Timer = {
    now: () => performance.now(),
    after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
    },
};

/** The rows that wait for a request of one kind, and the one who sends them. */
export interface Queue {
    state(): QueueState;
    /** Sends what is there. */
    send(): void;
}

/**
 * Tells each kind of request when to send what it has, though it is not full: does what the policy decides of what the
 * bookkeeping has noted. Docs: docs/batching.md.
 *
 * Callers come from one who has a fixed number of them at work at a time. They come and leave through `run`, and wait
 * for a request meanwhile, or for something else through `waitElsewhere`.
 */
export class BatchScheduler {
    private readonly bookkeeping: Bookkeeping;
    private readonly queues: Queue[] = [];
    private isReviewDue = false;
    private cancelTimer: (() => void) | undefined;

    /**
     * @param concurrency how many callers there can be at once, as far as is known; the number is learned from there
     */
    constructor(
        concurrency: number,
        private readonly timer: Timer = realTimer,
    ) {
        this.bookkeeping = new Bookkeeping(concurrency);
    }

    /** How many callers there can be at once, as far as has shown by now. */
    get concurrency(): number {
        return this.bookkeeping.limits.known;
    }

    /** How many callers there can be at once: as was told, or as has been seen where that is more. */
    get highestConcurrency(): number {
        return this.bookkeeping.limits.highest;
    }

    /** Tells of a caller who will come, under a name that tells them from others. */
    announce(caller: string): void {
        this.bookkeeping.announce(caller);
    }

    /** Does a caller's work; `caller` is the name of one who may have been announced. */
    async run<T>(work: () => Promise<T>, caller?: string): Promise<T> {
        const isSending = this.states().some((state) => state.isSending);
        const wasAnnounced = this.bookkeeping.comes(this.now(), caller, isSending);
        this.review();
        try {
            return await work();
        } finally {
            this.bookkeeping.leaves(this.now(), wasAnnounced);
            this.review();
        }
    }

    /** Waits for something else than a request: a caller who does so is not expected at one. */
    async waitElsewhere<T>(waiting: Promise<T>): Promise<T> {
        this.bookkeeping.waitsElsewhere(1);
        this.review();
        try {
            return await waiting;
        } finally {
            this.bookkeeping.waitsElsewhere(-1);
            this.review();
        }
    }

    /** Callers who are at work. */
    get atWork(): number {
        return this.bookkeeping.atWork;
    }

    /** Nobody else is expected, and what waits goes now, full or not: whether it may be sent is not for this to say. */
    stop(): void {
        this.bookkeeping.stop();
        for (const queue of this.queues) while (queue.state().rows > 0) queue.send();
        this.review();
    }

    /** The time, by the clock of the waiting. */
    now(): number {
        return this.timer.now();
    }

    /** Takes in a kind of request. */
    register(queue: Queue): void {
        this.queues.push(queue);
    }

    /** To be called when something has happened: decides anew, once all that follows from it has happened. */
    review(): void {
        if (this.isReviewDue) return;
        this.isReviewDue = true;
        setImmediate(() => {
            this.isReviewDue = false;
            this.sendOrWait();
        });
    }

    private sendOrWait(): void {
        this.cancelTimer?.();
        this.cancelTimer = undefined;
        const now = this.now();
        const states = this.states();
        this.bookkeeping.observe(now, states);
        const snapshot = this.bookkeeping.snapshot(now, states);
        const decision = decide(snapshot);
        for (const index of overdue(snapshot)) this.queues[index]?.send();
        if (decision.kind === "send") return this.send(decision.cause);
        if (decision.limit === undefined) return;
        const { milliseconds, cause } = decision.limit;
        this.cancelTimer = this.timer.after(milliseconds, () => this.send(cause));
    }

    private send(cause: Cause): void {
        if (cause === "standstill") this.bookkeeping.standsStill();
        this.queues[fullest(this.states())]?.send();
        this.bookkeeping.sent();
        this.review();
    }

    private states(): QueueState[] {
        return this.queues.map((queue) => queue.state());
    }
}
