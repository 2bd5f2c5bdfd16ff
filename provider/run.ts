import { present } from "./api/answers";
import { normalEmail } from "./api/email";
import { Slots } from "./api/slots";
import { type BriefingLine, readBriefing } from "./briefing";
import { same, unknownValue } from "./inputs";
import type { Sleep } from "./readBack";
import type { RunRecord } from "./runRecord";
import type { UserInputs } from "./userState";

/** What a KoreUser gives somebody besides flags. */
export type Membership = Pick<UserInputs, "groups" | "roles" | "assignBotTasks">;

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
        const { emailId, groups, roles, assignBotTasks } = user;
        this.shared?.declare({ emailId, type: "KoreUser", ...present({ groups, roles, assignBotTasks }) });
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

    /** Whether the program tells of a KoreUser for this address, checked in this run or not: with a target it may not be. */
    isToldOf(emailId: string): boolean {
        return this.flags.get(normalEmail(emailId))?.has("KoreUser") ?? false;
    }

    /** Notes who a person of this program is in Kore.ai, for other provider instances to compare. */
    identify(emailId: string, userId: string): void {
        this.shared?.declare({ emailId, type: "KoreUser", userId });
    }

    /**
     * What a KoreUser of another provider instance declares of a person, in this run whatever else. "not yet", where it has not
     * taken them over; "perhaps", where it is of another app at the same host, and it can't be told whether it is the same account.
     */
    userElsewhere(emailId: string, userId: string | undefined): Membership | "not yet" | "perhaps" | undefined {
        const told = (this.shared?.othersOf(emailId) ?? []).filter(({ type }) => type === "KoreUser");
        const ofThisApp = told.filter(({ isThisApp }) => isThisApp);
        if (ofThisApp.length > 0 && ofThisApp.every((line) => line.userId === undefined)) return "not yet";
        if (ofThisApp.length > 0) return ofThisApp.reduce<Membership>((all, { groups, roles, assignBotTasks }) => ({ ...all, ...present({ groups, roles, assignBotTasks }) }), {});
        const others = told.flatMap((line) => line.userId ?? []);
        const isAnother = others.length > 0 && userId !== undefined && !others.includes(userId);
        return told.length === 0 || isAnother ? undefined : "perhaps";
    }

    /** The flags that the program declares of a person: in a KoreUserAccess, or in any resource; of another provider instance as well. */
    flagsOf(emailId: string, where: "KoreUserAccess" | "anywhere"): FlagsOfRun {
        const known = this.flags.get(normalEmail(emailId));
        const elsewhere = (this.shared?.othersOf(emailId) ?? []).filter(({ type, isThisApp }) => isThisApp && (where === "anywhere" || type === where));
        const told = elsewhere.reduce<FlagsOfRun>((all, line) => ({ ...all, ...flagsIn(line) }), {});
        return { ...told, ...(where === "anywhere" ? known?.get("KoreUser") : undefined), ...known?.get("KoreUserAccess") };
    }

    private declare(emailId: string, type: BriefingLine["type"], { canCreateBot, isDeveloper, hasDataTableAndViewAccess }: FlagsOfRun): void {
        const key = normalEmail(emailId);
        const known = this.flags.get(key) ?? new Map<BriefingLine["type"], FlagsOfRun>();
        const flags = flagsIn({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
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

function flagsIn({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }: { [K in keyof FlagsOfRun]?: boolean | undefined }): FlagsOfRun {
    return present({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
}
