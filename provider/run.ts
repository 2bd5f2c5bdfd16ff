import { present } from "./api/answers";
import { normalEmail } from "./api/email";
import { Slots } from "./api/slots";
import { type BriefingLine, readBriefing } from "./briefing";
import { same, unknownValue } from "./inputs";
import type { Sleep } from "./readBack";
import type { RunRecord } from "./runRecord";
import type { UserInputs } from "./userState";

/** The flags that a run declares of somebody. */
export type FlagsOfRun = Omit<BriefingLine, "emailId" | "type">;

// How long a step waits for what the program tells: it comes within milliseconds, and an older program tells nothing.
const patience = 3_000;

/**
 * What one run of a program declares of people, and who is being written about at the moment. An engine without a
 * program (refresh, destroy) declares nothing.
 */
export class Run {
    private readonly users = new Map<string, UserInputs>();
    private readonly flags = new Map<string, Map<BriefingLine["type"], FlagsOfRun>>();
    /** People whose KoreUser could not be created or updated in this run. */
    readonly failed = new Set<string>();
    private readonly turns = new Map<string, Promise<void>>();
    private hear: () => void = () => undefined;
    private hasHeard = false;
    private readonly heard = new Promise<void>((resolve) => (this.hear = resolve));

    private record: RunRecord | undefined | "unopened" = "unopened";

    /**
     * @param slots what waits here for another step, or for the program, is not expected at a request meanwhile
     * @param openRecord what the processes of other provider instances read and tell; undefined where the account is not known
     */
    constructor(
        private readonly slots: Slots = new Slots(1),
        private readonly openRecord: () => RunRecord | undefined = () => undefined,
    ) {}

    private get shared(): RunRecord | undefined {
        if (this.record === "unopened") this.record = this.openRecord();
        return this.record;
    }

    /** Takes back what other processes were told. */
    end(): void {
        if (this.record !== "unopened") this.record?.end();
    }

    /** Takes in what a resource that is being checked tells of the program. */
    learn(properties: Record<string, unknown>): void {
        const briefing = readBriefing(properties);
        if (briefing === undefined) return;
        if (briefing.anew === true) for (const known of [this.users, this.flags, this.failed]) known.clear();
        for (const { emailId, type, ...flags } of briefing.lines) this.declare(emailId, type, flags);
        this.hasHeard = true;
        this.hear();
    }

    /** Resolves when the program has told what it declares, as far as it does. */
    async briefed(wait: Sleep): Promise<void> {
        if (this.hasHeard) return;
        await this.slots.aside(Promise.race([this.heard, wait(patience)]));
    }

    /** Takes in a KoreUser that was checked. */
    declareUser(user: UserInputs): void {
        if (user.emailId === unknownValue) return;
        this.users.set(user.emailId, user);
        this.declare(user.emailId, "KoreUser", user);
    }

    /** Takes in a KoreUserAccess that was checked. */
    declareAccess(emailIds: string[], flags: FlagsOfRun): void {
        for (const emailId of emailIds) if (emailId !== unknownValue) this.declare(emailId, "KoreUserAccess", flags);
    }

    /** The KoreUser that the program declares for this address; known once it was checked, as it is when a delete comes. */
    userOf(emailId: string): UserInputs | undefined {
        return this.users.get(normalEmail(emailId));
    }

    /** Whether a KoreUser of another provider instance of this account declares a person: in this run, whatever else. */
    isUserElsewhere(emailId: string): boolean {
        return this.shared?.othersOf(emailId).some(({ type }) => type === "KoreUser") ?? false;
    }

    /** The flags that the program declares of a person: in a KoreUserAccess, or in any resource; of another provider instance as well. */
    flagsOf(emailId: string, where: "KoreUserAccess" | "anywhere"): FlagsOfRun {
        const known = this.flags.get(normalEmail(emailId));
        const elsewhere = (this.shared?.othersOf(emailId) ?? []).filter(({ type }) => where === "anywhere" || type === where);
        const told = elsewhere.reduce<FlagsOfRun>((all, { type: _type, ...flags }) => ({ ...all, ...flags }), {});
        return { ...told, ...(where === "anywhere" ? known?.get("KoreUser") : undefined), ...known?.get("KoreUserAccess") };
    }

    private declare(emailId: string, type: BriefingLine["type"], { canCreateBot, isDeveloper, hasDataTableAndViewAccess }: FlagsOfRun): void {
        const key = normalEmail(emailId);
        const known = this.flags.get(key) ?? new Map<BriefingLine["type"], FlagsOfRun>();
        const flags = present({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
        const before = known.get(type);
        this.flags.set(key, known.set(type, { ...before, ...flags }));
        if (before === undefined || !same(before, { ...before, ...flags })) this.shared?.declare({ emailId, type, ...flags });
    }

    /** Runs work about some people when no other work about any of them is under way. */
    async alone<T>(emailIds: string[], work: () => Promise<T>): Promise<T> {
        const keys = [...new Set(emailIds.map(normalEmail))];
        const others = keys.flatMap((key) => this.turns.get(key) ?? []);
        const result = others.length === 0 ? work() : this.slots.aside(Promise.all(others)).then(work);
        const ended = result.then(
            () => undefined,
            () => undefined,
        );
        for (const key of keys) this.turns.set(key, ended);
        void ended.then(() => keys.filter((key) => this.turns.get(key) === ended).forEach((key) => this.turns.delete(key)));
        return result;
    }
}
