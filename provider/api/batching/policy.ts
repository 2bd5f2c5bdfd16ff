/**
 * For how long a request that is not full is held back: milliseconds, unless said otherwise. What is "measured" was
 * measured with the real engine and 1,000 people; what is "chosen" rests on no measurement of its own. All of it
 * together is measured by `npm run bench` (bench/RESULTS.md): an update that adds 1,000 people takes 60 requests, the
 * fewest that batches of 50 allow. An idle timer alone took 114 requests with 300 ms, and 87 with 1,500 ms in 1.37
 * times the engine's own time.
 */
export const timing = {
    /**
     * How long a caller without company is kept waiting for others. Chosen: a change of one person should not wait
     * longer.
     */
    firstPause: 150,
    /** What each caller who came unannounced adds to that: the more have come, the less a last wait matters. Chosen. */
    pausePerCaller: 20,
    /** The most that these come to, where no longer wait is due for callers who left. Measured: pauses reach 1,500. */
    longestUnannouncedPause: 2_000,
    /**
     * How long a caller is waited for who was announced. They come as soon as the engine has a slot for them, but it
     * writes its state for every step, one after the other: where many leave at once, nobody comes until it has written
     * of them all. Measured: 5,000, growing with the state. Where a run fails, or another process has the slots, they
     * never come.
     */
    announcedPause: 5_000,
    /** How much longer than one that was seen of late a pause may be: a factor. Chosen. */
    pauseMargin: 2,
    /** Longer than this nobody waits for others, whatever was seen. Chosen. */
    longestPause: 30_000,
    /** How long an answer that does not come keeps other requests waiting. Chosen. */
    answerPause: 2_000,
    /** How long a row waits while requests of other kinds are fuller and go first. Chosen. */
    longestRowWait: 5_000,
    /**
     * Through how many of the longest pauses, each with its margin, such a row waits if that is longer: a number.
     * Chosen.
     */
    pausesPerRowWait: 2,
} as const;

/** Callers who have come one after the other, since those before them left. */
export interface Round {
    /** How many. */
    callers: number;
    /** Milliseconds in which nothing happened until one of them came: the sum of these pauses. */
    pauses: number;
    /** The longest of these pauses, in milliseconds. */
    longestPause: number;
}

/** The rows that wait for a request of one kind. */
export interface QueueState {
    /** Callers whose rows wait here. */
    callers: number;
    /** Rows that wait here. */
    rows: number;
    /** When the oldest of them came; Infinity where none waits. */
    oldest: number;
    /** Whether a request of this kind is under way. */
    isSending: boolean;
    /** Whether requests are kept back for the account's rate limit. */
    isHeld: boolean;
}

/** All that the policy looks at. Times are milliseconds of one clock. */
export interface Snapshot {
    now: number;
    queues: readonly QueueState[];
    /** How many callers there can be at once, as far as is known. */
    concurrency: number;
    /** Callers who wait for something else than a request. */
    waitingElsewhere: number;
    /** When a caller last came or left. */
    lastChange: number;
    /** Callers who were announced and have not come; 0 as long as none of the announced has. */
    expected: number;
    /** Callers who have come without being announced, since the process began. */
    unannounced: number;
    /** Of these the ones who have left, and in whose place nobody has come yet. */
    vacancies: number;
    round: Round;
    roundBefore: Round;
    /** Since when rows have waited for the answer of another request; undefined where none do. */
    awaitingSince: number | undefined;
    /** When requests were last kept back for the account's rate limit; -Infinity where they never were. */
    lastHeld: number;
}

/** Why a request that is not full goes. */
export type Cause =
    /** As many callers wait as there can be. */
    | "everybodyWaits"
    /** Nothing happened for so long that nobody else is expected. */
    | "standstill"
    /** The answer of another request does not come. */
    | "lateAnswer";

export type Decision =
    /** The fullest request goes now. */
    | { kind: "send"; cause: Cause }
    /**
     * Nothing goes before something has happened; where there is a limit, the fullest goes after so many milliseconds
     * at last.
     */
    | { kind: "wait"; limit?: { milliseconds: number; cause: Cause } };

/**
 * What to do with the rows that wait: the first rule that holds. Full requests are no matter of this: they go at once.
 *
 * 1. Nobody waits: nothing to do.
 * 2. Requests are under way, and kept back for the rate limit: what comes meanwhile travels along.
 * 3. Requests are under way: their answers may bring rows, or free callers who do; but a late one keeps nobody for
 *    ever.
 * 4. As many callers wait as there can be: waiting longer brings nobody.
 * 5. Somebody may still come: wait for as long as a pause of the callers may last, then take it for a standstill.
 */
export function decide(snapshot: Snapshot): Decision {
    const { now, queues, concurrency, waitingElsewhere, lastChange, awaitingSince = now } = snapshot;
    const waiting = queues.reduce((sum, { callers }) => sum + callers, 0);
    if (waiting === 0) return { kind: "wait" };
    if (queues.some(({ isSending }) => isSending)) {
        if (queues.some(({ isHeld }) => isHeld)) return { kind: "wait" };
        const milliseconds = awaitingSince + timing.answerPause - now;
        return { kind: "wait", limit: { milliseconds, cause: "lateAnswer" } };
    }
    if (waiting + waitingElsewhere >= concurrency) return { kind: "send", cause: "everybodyWaits" };
    const milliseconds = lastChange + pauseAllowed(snapshot) - now;
    if (milliseconds > 0) return { kind: "wait", limit: { milliseconds, cause: "standstill" } };
    return { kind: "send", cause: "standstill" };
}

/**
 * The queues that go at once, whatever is decided of the others, by their places in the snapshot: the fullest goes
 * first, and where callers are busy with it a row of a rare kind would wait for the last of them. The time in which
 * requests are kept back for the rate limit does not count.
 */
export function overdue(snapshot: Snapshot): number[] {
    const { now, queues, lastHeld } = snapshot;
    if (queues.some(({ isHeld }) => isHeld)) return [];
    const { longestRowWait, pausesPerRowWait, pauseMargin } = timing;
    const wait = Math.max(longestRowWait, pausesPerRowWait * pauseMargin * longestPauseSeen(snapshot));
    const latest = now - Math.min(timing.longestPause, wait);
    return queues.flatMap(({ rows, oldest }, index) =>
        rows > 0 && Math.max(oldest, lastHeld) <= latest ? [index] : [],
    );
}

/** The place of the queue that goes first: of the fullest, as its answer may bring rows to the others. */
export function fullest(queues: readonly QueueState[]): number {
    const most = Math.max(...queues.map(({ rows }) => rows));
    return queues.findIndex(({ rows }) => rows === most);
}

/** For how many milliseconds nothing may happen before nobody else is expected. */
export function pauseAllowed(snapshot: Snapshot): number {
    const { firstPause, pausePerCaller, longestUnannouncedPause, announcedPause, pauseMargin, longestPause } = timing;
    const seen = pauseMargin * longestPauseSeen(snapshot);
    if (snapshot.expected > 0) return Math.min(longestPause, Math.max(announcedPause, seen));
    const usual = Math.max(firstPause + pausePerCaller * snapshot.unannounced, seen);
    const replacing = pauseMargin * timeToReplace(snapshot);
    return Math.min(longestPause, Math.max(Math.min(longestUnannouncedPause, usual), replacing));
}

/**
 * Milliseconds until others have come in the place of those who left, at the pace of late. One pause may be for many of
 * them, and they take no longer than a whole round took.
 */
function timeToReplace({ vacancies, round, roundBefore }: Snapshot): number {
    return Math.min(vacancies * Math.max(pace(round), pace(roundBefore)), Math.max(round.pauses, roundBefore.pauses));
}

function longestPauseSeen({ round, roundBefore }: Snapshot): number {
    return Math.max(round.longestPause, roundBefore.longestPause);
}

/** Milliseconds from one caller to the next. */
function pace({ callers, pauses }: Round): number {
    return callers === 0 ? 0 : pauses / callers;
}
