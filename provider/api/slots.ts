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

// The more callers have come without being announced, the longer the pauses between two of them may be and the less a last wait
// matters: a change of one person should not wait so long.
const quietAtFirst = 150;
const quietPerCaller = 20;
const quietAtMost = 2_000;
// Callers who are announced come as soon as a slot is free for them; where a run fails or another process has the slots, they don't.
const quietWhileAnnounced = 5_000;
// An engine writes its state for every step, one after the other: where many leave at once, nobody comes until it has written of
// them all. Measured at 1,000 people, five seconds, growing with the state. How much longer than expected or seen that may take:
const patience = 2;
// Rows of a rare kind do not wait longer for the others, unless two rounds of those take longer, each up to its patience.
const longestWait = 5_000;
const rounds = 2;
// Nobody waits longer than this for others, whatever was expected.
const longestQuiet = 30_000;

/** Those who have come since somebody left. */
interface Round {
    callers: number;
    /** The times, in milliseconds, in which nothing happened until one of them came: their sum, and the longest. */
    pauses: number;
    longestPause: number;
}

const nobody: Round = { callers: 0, pauses: 0, longestPause: 0 };

/**
 * Tells when nobody else can come, so that a request that is not full may be sent.
 *
 * Callers are at work in slots, of which the one who sends them has a fixed number: when as many as there are slots wait
 * for a request, waiting longer brings nobody. The number is learned: more callers at once show that there are more slots;
 * where the same lower number comes to a standstill twice, there are no more. How long a pause is borne before nobody is
 * expected any more depends on who was announced, and on the pace at which callers came of late.
 */
export class Slots {
    private atWork = 0;
    private asideCount = 0;
    private callers = 0;
    private unannounced = 0;
    private lastEvent = 0;
    private readonly announced = new Set<string>();
    /** Those of them who were waited for in vain: nobody waits for them again. */
    private readonly givenUp = new Set<string>();
    private hasAnnouncedCome = false;
    private answeredAt = 0;
    private wasSending = false;
    private round = nobody;
    private roundBefore = nobody;
    /** Callers who were not announced, and in whose place nobody has come yet. */
    private left = 0;
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

    /** Tells of a caller who will come, under a name that tells them from others. */
    announce(caller: string): void {
        this.announced.add(caller);
    }

    /** Does a caller's work in a slot; `caller` is the name of one who may have been announced. */
    async during<T>(work: () => Promise<T>, caller?: string): Promise<T> {
        const wasAnnounced = caller !== undefined && (this.announced.delete(caller) || this.givenUp.delete(caller));
        if (wasAnnounced) this.hasAnnouncedCome = true;
        this.enters(wasAnnounced);
        try {
            return await work();
        } finally {
            this.leaves(wasAnnounced);
        }
    }

    private enters(wasAnnounced: boolean): void {
        const now = this.timer.now();
        // Where nobody is at work, it is not known what the pause was for.
        const pause = this.atWork === 0 || this.isSending() ? 0 : now - Math.max(this.lastEvent, this.answeredAt);
        const { callers, pauses, longestPause } = this.round;
        this.round = { callers: callers + 1, pauses: pauses + pause, longestPause: Math.max(longestPause, pause) };
        this.left = wasAnnounced ? 0 : Math.max(0, this.left - 1);
        this.atWork++;
        this.callers++;
        if (!wasAnnounced) this.unannounced++;
        this.lastEvent = now;
        this.count = Math.max(this.count, this.atWork);
        this.highest = Math.max(this.highest, this.count);
        this.settle();
    }

    private leaves(wasAnnounced: boolean): void {
        // Some come while others still leave: these few are no round.
        if (this.round.callers > 0 && this.round.callers * 2 >= this.roundBefore.callers)
            [this.roundBefore, this.round] = [this.round, nobody];
        if (!wasAnnounced) this.left++;
        this.atWork--;
        // Where one leaves, another may come.
        this.lastEvent = this.timer.now();
        this.settle();
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
        const sending = this.isSending();
        if (this.wasSending && !sending) this.answeredAt = this.timer.now();
        this.wasSending = sending;
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
        const rest = this.lastEvent + this.quiet() - this.timer.now();
        if (rest > 0) this.cancelTimer = this.timer.after(rest, () => this.sendAfterStandstill());
        else this.sendAfterStandstill();
    }

    private isSending(): boolean {
        return this.waiters.some((waiter) => waiter.isSending());
    }

    /** How long nothing may happen before nobody else is expected. */
    private quiet(): number {
        // A preview checks as well, and sends no more than what the program reads.
        if (this.hasAnnouncedCome && this.announced.size > 0)
            return Math.min(longestQuiet, Math.max(quietWhileAnnounced, patience * this.longestPause()));
        const usual = quietAtFirst + quietPerCaller * this.unannounced;
        // A pause may be for many; they take no longer than a whole round took.
        const toBeReplaced = Math.min(
            this.left * Math.max(pace(this.round), pace(this.roundBefore)),
            Math.max(this.round.pauses, this.roundBefore.pauses),
        );
        return Math.min(
            longestQuiet,
            Math.max(Math.min(quietAtMost, Math.max(usual, patience * this.longestPause())), patience * toBeReplaced),
        );
    }

    private longestPause(): number {
        return Math.max(this.round.longestPause, this.roundBefore.longestPause);
    }

    // The fullest goes first, and the others are busy: a row of a rare kind would wait for the last of them.
    private sendOverdue(): void {
        const before =
            this.timer.now() - Math.min(longestQuiet, Math.max(longestWait, rounds * patience * this.longestPause()));
        for (const waiter of this.waiters)
            if (waiter.rows() > 0 && Math.max(waiter.since(), this.freeSince) <= before) waiter.send();
    }

    private sendAfterStandstill(): void {
        const { atWork, callers } = this;
        if (this.standstill?.atWork === atWork && this.standstill.callers !== callers) this.count = atWork;
        this.standstill = { atWork, callers };
        for (const caller of this.announced) this.givenUp.add(caller);
        this.announced.clear();
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

/** Milliseconds from one caller to the next. */
function pace({ callers, pauses }: Round): number {
    return callers === 0 ? 0 : pauses / callers;
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
