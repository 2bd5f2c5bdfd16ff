/** A limit on requests in any window of this many milliseconds. */
interface Window {
    requests: number;
    milliseconds: number;
}

/** The clock and the waiting, replaceable in tests. */
export interface Clock {
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}

const realClock: Clock = {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Keeps this process's share of the account's budget before anything is sent: Kore.ai counts the requests of a whole
 * account in rolling windows of a minute and of an hour (Rate Limits page: 60 and 1,800).
 */
export class Budget {
    private readonly windows: Window[];
    private readonly sent: number[] = [];
    private queue: Promise<void> = Promise.resolve();
    private heldUntil = 0;

    constructor(
        limits: { requestsPerMinute: number; requestsPerHour: number },
        private readonly onWait: (milliseconds: number) => void,
        private readonly clock: Clock = realClock,
    ) {
        this.windows = [
            { requests: limits.requestsPerMinute, milliseconds: 60_000 },
            { requests: limits.requestsPerHour, milliseconds: 3_600_000 },
        ];
    }

    /** Resolves when a request may be sent, in the order of the calls, and counts it. */
    take(): Promise<void> {
        const turn = this.queue.then(() => this.wait());
        this.queue = turn;
        return turn;
    }

    /** Lets nothing be sent for this long: Kore.ai has refused a request for the account's limit, whoever used it up. */
    hold(milliseconds: number): void {
        this.heldUntil = Math.max(this.heldUntil, this.clock.now() + milliseconds);
    }

    private async wait(): Promise<void> {
        for (let delay = this.delay(); delay > 0; delay = this.delay()) {
            if (this.heldUntil <= this.clock.now()) this.onWait(delay);
            await this.clock.sleep(delay);
        }
        this.sent.push(this.clock.now());
        const longest = Math.max(...this.windows.map((window) => window.requests));
        if (this.sent.length > longest) this.sent.shift();
    }

    private delay(): number {
        const now = this.clock.now();
        const delays = this.windows.map(({ requests, milliseconds }) => {
            const oldest = this.sent[this.sent.length - requests];
            return oldest === undefined ? 0 : oldest + milliseconds - now;
        });
        return Math.max(this.heldUntil - now, ...delays);
    }
}
