import {
    defaultSeed,
    type Emulator,
    type EmulatorOptions,
    type LogEntry,
    type Person,
    type Seed,
    startEmulator,
    type Switches,
} from "kore-emulator";

/** People who are in the account before any program, and whom no program declares: the account must keep them as they are. */
const outsiders = ["owner@example.com", "bystander@example.com", "invited@example.com"];

/** Somebody who is in the account before the program, and whom programs take over. */
export const veteran = "veteran@example.com";

const seed: Seed = {
    ...defaultSeed,
    people: [
        ...(defaultSeed.people ?? []),
        {
            emailId: "bystander@example.com",
            firstName: "By",
            lastName: "Stander",
            dept: "Elsewhere",
            canCreateBot: true,
            isDeveloper: true,
            hasDataTableAndViewAccess: true,
            groups: [defaultSeed.groups[0]?.groupId ?? ""],
            roles: [{ roleId: defaultSeed.roles[4]?.roleId ?? "" }],
        },
        { emailId: "invited@example.com", status: "not active", invitations: 1 },
        { emailId: veteran, firstName: "Vera" },
    ],
};

const post = "POST /api/public/users";

/** An emulated account that is watched for what no end state shows. */
export class WatchedAccount {
    /** How often each address came into the account by POST users. */
    readonly births = new Map<string, number>();
    /** How often each address left it, in whichever way. */
    readonly departures = new Map<string, number>();
    /** Requests, and those of them that met a fault. */
    readonly counted = { requests: 0, faults: 0 };
    /** What must never happen, and did. */
    readonly offences: string[] = [];
    /** Called with each request that has been dealt with, before it is answered. */
    onRequest: (entry: LogEntry) => void = () => undefined;
    private present = new Set<string>();
    private readonly waiting: { endpoint: string; emailId: string; act: () => void }[] = [];
    private before: Person[] = [];

    private constructor(readonly emulator: Emulator) {}

    static async start(options: EmulatorOptions = {}): Promise<WatchedAccount> {
        let watch: (entry: LogEntry) => void = () => undefined;
        const watched = new WatchedAccount(
            await startEmulator({ seed, limits: "off", ...options, onRequest: (entry) => watch(entry) }),
        );
        watch = (entry) => watched.watch(entry);
        watched.reset({});
        return watched;
    }

    /** Back to the seed, under these answers to the open facts. */
    reset(switches: Partial<Switches>): void {
        this.account.reset(undefined, switches);
        this.births.clear();
        this.departures.clear();
        Object.assign(this.counted, { requests: 0, faults: 0 });
        this.offences.length = 0;
        this.waiting.length = 0;
        this.before = this.outsiders();
        this.present = this.listed();
    }

    get account(): Emulator["account"] {
        return this.emulator.account;
    }

    /** What has been changed of the people whom no program declares. */
    touched(): string[] {
        const now = this.outsiders();
        return this.before.flatMap((person, index) =>
            JSON.stringify(person) === JSON.stringify(now[index]) ? [] : [person.emailId],
        );
    }

    /** Does something when the next request of an endpoint with a row about somebody has been dealt with, before it is answered. */
    after(endpoint: string, emailId: string, act: () => void): void {
        this.waiting.push({ endpoint, emailId, act });
    }

    /** Removes somebody by hand; whether they were there. */
    remove(emailId: string): boolean {
        if (this.account.person(emailId) === undefined) return false;
        this.account.removePerson(emailId);
        this.look();
        return true;
    }

    /** No fault waits any more, and nobody is hidden. */
    calm(): void {
        this.account.clearFaults();
        this.waiting.length = 0;
    }

    private watch(entry: LogEntry): void {
        const { method, path: place, emailIds, faults } = entry;
        const endpoint = `${method} ${place}`;
        this.counted.requests += 1;
        if (faults !== undefined) this.counted.faults += 1;
        const foreign = place.endsWith("/usersInfo") ? [] : emailIds.filter((emailId) => outsiders.includes(emailId));
        this.offences.push(
            ...foreign.map((emailId) => `${endpoint} has a row about ${emailId}, who is outside of the program`),
        );
        if (endpoint === post) {
            for (const emailId of emailIds) {
                const person = this.account.person(emailId);
                if (person !== undefined && person.invitations > 1)
                    this.offences.push(`${emailId} was invited ${person.invitations} times`);
                if (person !== undefined && !this.present.has(emailId))
                    this.births.set(emailId, (this.births.get(emailId) ?? 0) + 1);
            }
        }
        const index = this.waiting.findIndex((each) => each.endpoint === endpoint && emailIds.includes(each.emailId));
        if (index >= 0) this.waiting.splice(index, 1)[0]?.act();
        this.look();
        this.onRequest(entry);
    }

    private look(): void {
        const now = this.listed();
        for (const emailId of this.present)
            if (!now.has(emailId)) this.departures.set(emailId, (this.departures.get(emailId) ?? 0) + 1);
        this.present = now;
    }

    private listed(): Set<string> {
        return new Set(this.account.people().map(({ emailId }) => emailId.toLowerCase()));
    }

    private outsiders(): Person[] {
        return this.account.people().filter(({ emailId }) => outsiders.includes(emailId));
    }
}
