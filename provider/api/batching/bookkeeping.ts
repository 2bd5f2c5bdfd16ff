import type { QueueState, Round, Snapshot } from "./policy";

const nobody: Round = { callers: 0, pauses: 0, longestPause: 0 };

/**
 * What has happened so far, as far as the policy asks: it counts and decides nothing. Times are milliseconds of one
 * clock.
 */
export class Bookkeeping {
    private readonly announcements = new Announcements();
    private readonly concurrency: Concurrency;
    private readonly requests = new RequestTimes();
    private readonly rounds = new Rounds();
    /** Callers who have come and not left. */
    atWork = 0;
    private isStopped = false;
    private waitingElsewhere = 0;
    private callers = 0;
    private unannounced = 0;
    private lastChange = 0;

    /** @param concurrency how many callers there can be at once, as far as is known before any has come */
    constructor(concurrency: number) {
        this.concurrency = new Concurrency(concurrency);
    }

    /** How many callers there can be at once: as far as is known by now, and the most that was ever known. */
    get limits(): { known: number; highest: number } {
        return this.concurrency;
    }

    announce(caller: string): void {
        this.announcements.announce(caller);
    }

    /**
     * A caller comes.
     *
     * @param caller the name of one who may have been announced
     * @returns whether they were
     */
    comes(now: number, caller: string | undefined, isSending: boolean): boolean {
        const wasAnnounced = this.announcements.comes(caller);
        // Where nobody is at work, or an answer is awaited, it is not known what the pause was for.
        const pause = this.atWork === 0 || isSending ? 0 : now - Math.max(this.lastChange, this.requests.lastAnswer);
        this.rounds.comes(pause, wasAnnounced);
        this.atWork++;
        this.callers++;
        if (!wasAnnounced) this.unannounced++;
        this.lastChange = now;
        this.concurrency.rise(this.atWork);
        return wasAnnounced;
    }

    /** A caller leaves, in whose place another may come. */
    leaves(now: number, wasAnnounced: boolean): void {
        this.rounds.leaves(wasAnnounced);
        this.atWork--;
        this.lastChange = now;
    }

    /** A caller begins to wait for something else than a request (1), or has ended that (-1). */
    waitsElsewhere(change: 1 | -1): void {
        this.waitingElsewhere += change;
    }

    /** Looks at the queues: to be called before each snapshot. */
    observe(now: number, queues: readonly QueueState[]): void {
        this.requests.observe(now, queues);
    }

    /** A request was sent, so that whoever waits for an answer waits anew. */
    sent(): void {
        this.requests.sent();
    }

    /** Nothing has happened for so long that nobody else is expected. */
    standsStill(): void {
        this.concurrency.standstill(this.atWork, this.callers);
        this.announcements.giveUp();
    }

    /** Nobody else will come. */
    stop(): void {
        this.isStopped = true;
    }

    snapshot(now: number, queues: readonly QueueState[]): Snapshot {
        return {
            now,
            queues,
            concurrency: this.isStopped ? this.atWork : this.concurrency.known,
            waitingElsewhere: this.waitingElsewhere,
            lastChange: this.lastChange,
            expected: this.announcements.expected,
            unannounced: this.unannounced,
            vacancies: this.rounds.vacancies,
            round: this.rounds.current,
            roundBefore: this.rounds.before,
            awaitingSince: this.requests.awaitingSince,
            lastHeld: this.requests.lastHeld,
        };
    }
}

/** Who was said to come. */
class Announcements {
    private readonly awaited = new Set<string>();
    /** Those who were waited for in vain: nobody waits for them again. */
    private readonly givenUp = new Set<string>();
    private hasAnyCome = false;

    announce(caller: string): void {
        this.awaited.add(caller);
    }

    /** Whether the one who comes was announced. */
    comes(caller: string | undefined): boolean {
        const wasAnnounced = caller !== undefined && (this.awaited.delete(caller) || this.givenUp.delete(caller));
        this.hasAnyCome ||= wasAnnounced;
        return wasAnnounced;
    }

    giveUp(): void {
        for (const caller of this.awaited) this.givenUp.add(caller);
        this.awaited.clear();
    }

    /**
     * How many are still to come. None before one has: a preview announces people, and sends no more than what it
     * reads.
     */
    get expected(): number {
        return this.hasAnyCome ? this.awaited.size : 0;
    }
}

/** The pace at which callers come, by rounds. */
class Rounds {
    current = nobody;
    before = nobody;
    /** Callers who were not announced and have left, in whose place nobody has come yet. */
    vacancies = 0;

    comes(pause: number, wasAnnounced: boolean): void {
        const { callers, pauses, longestPause } = this.current;
        this.current = {
            callers: callers + 1,
            pauses: pauses + pause,
            longestPause: Math.max(longestPause, pause),
        };
        this.vacancies = wasAnnounced ? 0 : Math.max(0, this.vacancies - 1);
    }

    leaves(wasAnnounced: boolean): void {
        // Some come while others still leave: these few are no round.
        if (this.current.callers * 2 >= this.before.callers) {
            this.before = this.current;
            this.current = nobody;
        }
        if (!wasAnnounced) this.vacancies++;
    }
}

/** How many callers there can be at once: not told, but learned. */
class Concurrency {
    highest: number;
    private lastStandstill: { atWork: number; callers: number } | undefined;

    constructor(public known: number) {
        this.highest = known;
    }

    /** So many are there at once. */
    rise(atWork: number): void {
        this.known = Math.max(this.known, atWork);
        this.highest = Math.max(this.highest, this.known);
    }

    /** Where the same number comes to a standstill twice, there are no more; unless nobody new could have shown it. */
    standstill(atWork: number, callers: number): void {
        const last = this.lastStandstill;
        if (last?.atWork === atWork && last.callers !== callers) this.known = atWork;
        this.lastStandstill = { atWork, callers };
    }
}

/** When requests were answered, awaited and kept back. */
class RequestTimes {
    /** When the last request that was under way was answered. */
    lastAnswer = 0;
    awaitingSince: number | undefined;
    lastHeld = -Infinity;
    private wasSending = false;
    private wasHeld = false;

    observe(now: number, queues: readonly QueueState[]): void {
        const isWaiting = queues.some(({ callers }) => callers > 0);
        const isSending = queues.some((queue) => queue.isSending);
        const isHeld = queues.some((queue) => queue.isHeld);
        if (this.wasSending && !isSending) this.lastAnswer = now;
        if (this.wasHeld) this.lastHeld = now;
        this.awaitingSince = isWaiting && isSending && !isHeld ? (this.awaitingSince ?? now) : undefined;
        this.wasSending = isSending;
        this.wasHeld = isHeld;
    }

    sent(): void {
        this.awaitingSince = undefined;
    }
}
