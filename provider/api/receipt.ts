import { nameOf, type Endpoint } from "./endpoints";

/** What was sent to one endpoint. */
export interface Sent {
    /** Requests that left, those that were tried again among them. */
    requests: number;
    /** Rows (people) in them, each request counted once. */
    rows: number;
    /** Requests that were tried again. */
    retries: number;
}

/** What a client has sent to its account so far. */
export class Receipt {
    private readonly endpoints = new Map<string, Sent>();
    private waiting = 0;
    private since = 0;
    private past = 0;

    /**
     * @param changed is told after each request
     * @param goesOn is told when no request waits any more
     */
    constructor(
        private readonly changed: () => void = () => undefined,
        private readonly goesOn: () => void = () => undefined,
        private readonly now: () => number = () => performance.now(),
    ) {}

    /** By endpoint, such as "POST /api/public/users". */
    get sent(): Record<string, Sent> {
        return Object.fromEntries(this.endpoints);
    }

    get requests(): number {
        return [...this.endpoints.values()].reduce((sum, { requests }) => sum + requests, 0);
    }

    /** Seconds in which requests waited for the account's budget. */
    get secondsWaited(): number {
        return Math.round((this.past + (this.waiting > 0 ? this.now() - this.since : 0)) / 100) / 10;
    }

    /** Whether a request waits for the account's budget now. */
    get isWaiting(): boolean {
        return this.waiting > 0;
    }

    count(endpoint: Endpoint, rows: number, isRetry: boolean): void {
        const name = nameOf(endpoint);
        const before = this.endpoints.get(name) ?? { requests: 0, rows: 0, retries: 0 };
        this.endpoints.set(name, {
            requests: before.requests + 1,
            rows: before.rows + (isRetry ? 0 : rows),
            retries: before.retries + (isRetry ? 1 : 0),
        });
        this.changed();
    }

    /** A request starts to wait; to be called with false when it goes on. */
    wait(starts: boolean): void {
        if (starts && this.waiting++ === 0) this.since = this.now();
        if (starts || --this.waiting > 0) return;
        this.past += this.now() - this.since;
        this.goesOn();
    }
}
