import { nameOf, type Endpoint } from "./endpoints";

/** What was sent to one endpoint. */
export interface EndpointStats {
    /** Requests that left, those that were tried again among them. */
    requests: number;
    /** Rows (people) in them, each request counted once. */
    rows: number;
    /** Requests that were tried again. */
    retries: number;
}

/** What a client has sent to its account so far, and how long it has waited for the account's rate limit. */
export class RequestStats {
    private readonly endpoints = new Map<string, EndpointStats>();
    private waiting = 0;
    private waitingSince = 0;
    private waitingUntil = 0;
    /** Milliseconds of the waits that have ended. */
    private waited = 0;

    /**
     * @param onCount is told after each request
     * @param onResume is told when no request waits any more
     * @param now milliseconds since some moment
     */
    constructor(
        private readonly onCount: () => void = () => undefined,
        private readonly onResume: () => void = () => undefined,
        private readonly now: () => number = () => performance.now(),
        /** Is told when a request begins to wait, and none did. */
        private readonly onWait: () => void = () => undefined,
    ) {}

    /** By endpoint, such as "POST /api/public/users". */
    get sent(): Record<string, EndpointStats> {
        return Object.fromEntries(this.endpoints);
    }

    get requests(): number {
        return [...this.endpoints.values()].reduce((sum, { requests }) => sum + requests, 0);
    }

    /** Seconds in which requests waited for the account's rate limit, or this process's share of it. */
    get secondsWaited(): number {
        return Math.round((this.waited + (this.waiting > 0 ? this.now() - this.waitingSince : 0)) / 100) / 10;
    }

    /** Whether a request waits for that now. */
    get isWaiting(): boolean {
        return this.waiting > 0;
    }

    /** Seconds until the requests that wait go on, as far as is known; undefined where none waits. */
    get secondsToWait(): number | undefined {
        return this.waiting > 0 ? Math.max(0, this.waitingUntil - this.now()) / 1000 : undefined;
    }

    /** A request leaves. */
    count(endpoint: Endpoint, rows: number, isRetry: boolean): void {
        const name = nameOf(endpoint);
        const before = this.endpoints.get(name) ?? { requests: 0, rows: 0, retries: 0 };
        this.endpoints.set(name, {
            requests: before.requests + 1,
            rows: before.rows + (isRetry ? 0 : rows),
            retries: before.retries + (isRetry ? 1 : 0),
        });
        this.onCount();
    }

    /** A request starts to wait, for so many milliseconds where that is known; to be called with false when it goes on. */
    wait(starts: boolean, milliseconds = 0): void {
        if (starts) {
            this.waitingUntil = Math.max(this.waitingUntil, this.now() + milliseconds);
            if (this.waiting++ === 0) {
                this.waitingSince = this.now();
                this.onWait();
            }
        }
        if (starts || --this.waiting > 0) return;
        this.waited += this.now() - this.waitingSince;
        this.onResume();
    }
}
