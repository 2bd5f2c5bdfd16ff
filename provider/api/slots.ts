/** The clock of the waiting, replaceable in tests. */
export interface Timer {
    now(): number;
    /** Calls back after this many milliseconds; answers what takes that back. */
    after(milliseconds: number, callback: () => void): () => void;
}

const realTimer: Timer = {
    now: () => performance.now(),
    after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
    },
};

// The more callers have come, the longer the pauses between two of them may be and the less a last wait matters: measured
// at 1,000 people, the engine's pauses reach 1.5 seconds; a change of one person should not wait so long.
const quietAtFirst = 150;
const quietPerCaller = 20;
const quietAtMost = 2_000;
// Rows of a rare kind do not wait longer for the others.
const longestWait = 5_000;

/**
 * Tells when nobody else can come, so that a request that is not full may be sent.
 *
 * Callers are at work in slots, of which the one who sends them has a fixed number: when as many as there are slots wait
 * for a request, waiting longer brings nobody. The number is learned: more callers at once show that there are more slots;
 * where the same lower number comes to a standstill twice, there are no more.
 */
export class Slots {
    private atWork = 0;
    private asideCount = 0;
    private callers = 0;
    private lastEvent = 0;
    private standstill: { atWork: number; callers: number } | undefined;
    private settling = false;
    private cancelTimer: (() => void) | undefined;
    private awaitingSince: number | undefined;
    private wasHeld = false;
    private freeSince = -Infinity;
    private highest: number;
    private readonly waiters: Waiter[] = [];

    constructor(
        private count: number,
        private readonly timer: Timer = realTimer,
    ) {
        this.highest = count;
    }

    /** How many callers there can be at once, as far as has shown by now. */
    get known(): number {
        return this.count;
    }

    /** How many callers there can be at once: as was told, or as has been seen where that is more. */
    get most(): number {
        return this.highest;
    }

    /** Does a caller's work in a slot. */
    async during<T>(work: () => Promise<T>): Promise<T> {
        this.atWork++;
        this.callers++;
        this.lastEvent = this.timer.now();
        this.count = Math.max(this.count, this.atWork);
        this.highest = Math.max(this.highest, this.count);
        this.settle();
        try {
            return await work();
        } finally {
            this.atWork--;
            // Where one leaves, another may come.
            this.lastEvent = this.timer.now();
            this.settle();
        }
    }

    /** Waits for something else than a request: a caller who does so is not expected at one. */
    async aside<T>(waiting: Promise<T>): Promise<T> {
        this.asideCount++;
        this.settle();
        try {
            return await waiting;
        } finally {
            this.asideCount--;
            this.settle();
        }
    }

    /** The time, by the clock of the waiting. */
    now(): number {
        return this.timer.now();
    }

    /** Takes in who gathers rows, and is told when to send what is there. */
    attend(waiter: Waiter): void {
        this.waiters.push(waiter);
    }

    /** To be called when rows have come or an answer has: looks, once all that follows from it has happened, whether to send. */
    settle(): void {
        if (this.settling) return;
        this.settling = true;
        setImmediate(() => {
            this.settling = false;
            this.look();
        });
    }

    private look(): void {
        this.cancelTimer?.();
        this.cancelTimer = undefined;
        const waiting = this.waiters.reduce((sum, waiter) => sum + waiter.waiting(), 0);
        const sending = this.waiters.some((waiter) => waiter.isSending());
        const held = this.waiters.some((waiter) => waiter.isHeld());
        if (waiting === 0 || !sending || held) this.awaitingSince = undefined;
        if (this.wasHeld) this.freeSince = this.timer.now();
        this.wasHeld = held;
        if (waiting === 0) return;
        if (!held) this.sendOverdue();
        if (sending) {
            // An answer that does not come keeps the others waiting for this long, no more; where the budget keeps it, all wait.
            if (held) return;
            this.awaitingSince ??= this.timer.now();
            this.cancelTimer = this.timer.after(this.awaitingSince + quietAtMost - this.timer.now(), () => this.send());
            return;
        }
        if (waiting + this.asideCount >= this.count) return this.send();
        const quiet = Math.min(quietAtMost, quietAtFirst + quietPerCaller * this.callers);
        const rest = this.lastEvent + quiet - this.timer.now();
        if (rest > 0) this.cancelTimer = this.timer.after(rest, () => this.sendAfterStandstill());
        else this.sendAfterStandstill();
    }

    // The fullest goes first, and the others are busy: a row of a rare kind would wait for the last of them.
    private sendOverdue(): void {
        const before = this.timer.now() - longestWait;
        for (const waiter of this.waiters) if (waiter.rows() > 0 && Math.max(waiter.since(), this.freeSince) <= before) waiter.send();
    }

    private sendAfterStandstill(): void {
        const { atWork, callers } = this;
        if (this.standstill?.atWork === atWork && this.standstill.callers !== callers) this.count = atWork;
        this.standstill = { atWork, callers };
        this.send();
    }

    // The fullest request goes first: its answer may bring rows to the others.
    private send(): void {
        const [fullest] = [...this.waiters].sort((one, other) => other.rows() - one.rows());
        fullest?.send();
        this.awaitingSince = undefined;
        this.settle();
    }
}

/** Who gathers rows for one kind of request. */
export interface Waiter {
    /** Callers whose rows wait here. */
    waiting(): number;
    /** Rows that wait here. */
    rows(): number;
    /** When the oldest of them came. */
    since(): number;
    /** Whether a request is under way. */
    isSending(): boolean;
    /** Whether it is kept back: for the account's budget. */
    isHeld(): boolean;
    /** Sends what is there. */
    send(): void;
}
