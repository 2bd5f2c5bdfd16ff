import { setTimeout } from "node:timers/promises";

/** A limit on requests in any stretch of so many milliseconds. */
interface Window {
    requests: number;
    milliseconds: number;
}

/**
 * How far along a request brings the people whom it is about. What brings them further goes first: whoever was looked up is written next and
 * read back then, while the look-ups of others wait, so that what a look-up has found is not old when it is acted on, and a run that ends
 * before its time has brought as many people as it could to their end.
 */
const stages = ["readBack", "write", "lookUp"] as const;
export type Stage = (typeof stages)[number];

/** A request that waits until it may be sent. */
interface Waiting {
    stage: () => Stage;
    isOwed: () => boolean;
    resolve: (mayGo: boolean) => void;
}

/** The clock and the waiting, replaceable in tests. */
export interface Clock {
    /** Milliseconds since some moment. */
    now(): number;
    /** @param signal ends it before, and leaves nothing that keeps the process */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
    // Not the time of day, which can be set.
    now: () => performance.now(),
    sleep: (milliseconds, signal) =>
        setTimeout(milliseconds, undefined, signal && { signal }).catch((error: unknown) => {
            if (signal?.aborted !== true) throw error;
        }),
};

// The account's limit is less than one request a second: more at once only make a slow platform slower.
const mostUnderWay = 8;

/**
 * Keeps this process's share of the account's budget before anything is sent: Kore.ai counts the requests of a whole
 * account in rolling windows of a minute and of an hour (Rate Limits page: 60 and 1,800).
 */
export class RateLimiter {
    private readonly windows: Window[];
    /** When the latest requests were sent, as many as the largest window counts. */
    private readonly sent: number[] = [];
    private queue: Waiting[] = [];
    private isServing = false;
    private pausedUntil = 0;
    private underWay = 0;
    private isProbing = false;
    private onRelease: () => void = () => undefined;
    private readonly stopping = new AbortController();
    /** Ends the waits of whatever may not go any more. */
    readonly stopped: AbortSignal = this.stopping.signal;
    private readonly whenStopped = new Promise<void>((resolve) =>
        this.stopped.addEventListener("abort", () => resolve()),
    );

    constructor(
        limits: { requestsPerMinute: number; requestsPerHour: number },
        /** Is told how many milliseconds a request will wait for this process's share. */
        private readonly onWait: (milliseconds: number) => void,
        private readonly clock: Clock = realClock,
        /** Is told when a request begins to wait, for how many milliseconds where that is known, and when it goes on. */
        private readonly onWaiting: (starts: boolean, milliseconds?: number) => void = () => undefined,
    ) {
        this.windows = [
            { requests: limits.requestsPerMinute, milliseconds: 60_000 },
            { requests: limits.requestsPerHour, milliseconds: 3_600_000 },
        ];
    }

    /**
     * Resolves when a request may be sent, and counts it until `release`: those of the furthest stage go first, of one stage in the order of
     * the calls. Answers false, and counts nothing, where it may not be sent any more.
     *
     * @param isOwed whether it goes also when nothing else is begun
     * @param stage asked anew whenever one may go
     */
    acquire(isOwed: () => boolean = () => false, stage: () => Stage = () => "lookUp"): Promise<boolean> {
        return new Promise((resolve) => {
            this.queue.push({ stage, isOwed, resolve });
            if (!this.isServing) void this.serve();
        });
    }

    /**
     * Lets nothing go any more but what is owed. That does not wait for this process's share, which would be for up to an hour; what Kore.ai
     * itself has asked for is kept.
     */
    stop(): void {
        this.stopping.abort();
    }

    /** To be called when a request has ended, however it did. */
    release(): void {
        this.underWay--;
        this.onRelease();
    }

    /**
     * Lets nothing be sent for this long: Kore.ai has refused a request for the account's limit, whoever used it up.
     * Then one request tries; the others follow when it was let through.
     */
    pauseFor(milliseconds: number): void {
        this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + milliseconds);
        this.isProbing = true;
    }

    /** To be called when Kore.ai has let a request through. */
    resume(): void {
        this.isProbing = false;
    }

    private async serve(): Promise<void> {
        this.isServing = true;
        for (;;) {
            if (this.isStopped) this.turnAway();
            if (this.queue.length === 0) break;
            if (await this.hasWaited()) continue;
            this.underWay++;
            this.sent.push(this.clock.now());
            const longest = Math.max(...this.windows.map((window) => window.requests));
            if (this.sent.length > longest) this.sent.shift();
            this.next().resolve(true);
        }
        this.isServing = false;
    }

    private turnAway(): void {
        const others = new Set(this.queue.filter(({ isOwed }) => !isOwed()));
        this.queue = this.queue.filter((each) => !others.has(each));
        for (const { resolve } of others) resolve(false);
    }

    /** Takes the one that goes next out of the queue. */
    private next(): Waiting {
        const waiting = this.queue.map(({ stage }) => stage());
        const furthest = stages.find((stage) => waiting.includes(stage)) ?? "lookUp";
        const [next] = this.queue.splice(waiting.indexOf(furthest), 1);
        if (next === undefined) throw new Error("nothing waits to be sent");
        return next;
    }

    /** Waits where nothing may go yet: then everything is to be looked at anew. */
    private async hasWaited(): Promise<boolean> {
        const delay = this.delay();
        if (delay > 0) {
            if (this.pausedUntil <= this.clock.now()) this.onWait(delay);
            const signal = this.isStopped ? undefined : this.stopped;
            await this.waiting(this.clock.sleep(delay, signal), delay);
        } else if (this.isProbing && this.underWay > 0) {
            await this.waiting(this.nextRelease());
        } else if (this.underWay >= mostUnderWay) {
            await this.untilStopped(this.nextRelease());
        } else {
            return false;
        }
        return true;
    }

    private get isStopped(): boolean {
        return this.stopped.aborted;
    }

    private nextRelease(): Promise<void> {
        return new Promise((resolve) => (this.onRelease = resolve));
    }

    private async waiting(until: Promise<void>, milliseconds?: number): Promise<void> {
        this.onWaiting(true, milliseconds);
        await this.untilStopped(until).finally(() => this.onWaiting(false));
    }

    private untilStopped(until: Promise<void>): Promise<void> {
        return this.isStopped ? until : Promise.race([until, this.whenStopped]);
    }

    /** Milliseconds until a request may go. */
    private delay(): number {
        const now = this.clock.now();
        if (this.isStopped) return this.pausedUntil - now;
        const delays = this.windows.map(({ requests, milliseconds }) => {
            const oldest = this.sent[this.sent.length - requests];
            return oldest === undefined ? 0 : oldest + milliseconds - now;
        });
        return Math.max(this.pausedUntil - now, ...delays);
    }
}
