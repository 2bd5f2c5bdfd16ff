import * as fc from "fast-check";
import { seedIds, switchTable, type Fault, type SwitchName, type Switches } from "kore-emulator";
import { endpoints } from "./matrix";
import type { Program, Resource } from "./program";
import { veteran } from "./watchedAccount";

const { supportTeam, salesTeam } = seedIds.groups;
const { support, sales } = seedIds.bots;
const developer = seedIds.botRoles.developer;

/** What a program may give; nothing of it is ever given by hand. */
export const declarable = {
    groups: [supportTeam, salesTeam],
    roles: [{ roleId: developer, botId: support }, { roleId: developer, botId: sales }, { roleId: seedIds.adminRoles.analyst }],
};
/** What is given by hand alone. */
export const surplus = { group: seedIds.groups.everybody, role: { roleId: seedIds.adminRoles.userAdmin } };

const tasks = [undefined, [], [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }], [{ streamId: sales, dialogs: [seedIds.dialogs.salesOrder] }]];
const ownFlags = [undefined, { isDeveloper: true }, { canCreateBot: true, isDeveloper: true }, { canCreateBot: false, isDeveloper: false }];
const teams = ["reds", "blues"] as const;

/** What a program says of one of its people; numbers choose from the lists above. */
interface Intent {
    declared: boolean;
    /** Another number is another name of the resource. */
    name: number;
    /** Another number is another address, and so another person. */
    address: number;
    firstName: number;
    dept: number;
    groups: number;
    roles: number;
    tasks: number;
    /** 0 to 3 are flags of the KoreUser, 4 and 5 a team. */
    flags: number;
    reason: number;
}

/** One change of the program: a field of one person, or of one team. */
type Change = { person: number; field: keyof Intent; value: number } | { team: number; field: "flags" | "dataTables" | "name"; value: number };

/** The person is one of those whom the program declares, or has just declared. */
type Disturbance = { person: number; endpoint: number; fault: number; times: number };
type ByHand = { person: number; act: "dropGroups" | "dropRoles" | "dropFlags" | "rename" | "giveGroup" | "giveRole" | "remove" };

/** One time that somebody runs the program. */
interface Step {
    byHand: ByHand[];
    changes: Change[];
    refresh: boolean;
    disturbances: Disturbance[];
    /** How often it is run in a row while the faults last. */
    attempts: number;
}

/** What happens to an account from beginning to end. */
export interface Story {
    switches: [SwitchName, number][];
    steps: Step[];
}

const people = 6;

// The veteran's place is the last one: they are in the account before the program, and never leave it.
const addresses = Array.from({ length: people }, (_, index) => (index === people - 1 ? [veteran] : [`p${index}@example.com`, `p${index}.other@example.com`]));

/** Whether a person is let go with the account left as it is, in place of being removed. */
export function isRevoked(emailId: string): boolean {
    return emailId === veteran || /^p4/.test(emailId);
}

const facts: SwitchName[] = Object.entries(switchTable).flatMap(([name]) => (isSwitch(name) ? [name] : []));

function isSwitch(name: string): name is SwitchName {
    return Object.hasOwn(switchTable, name);
}

const upTo = (most: number) => fc.integer({ min: 0, max: most });
const person = upTo(people - 1);
const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ person, field: fc.constantFrom<keyof Intent>("firstName", "dept", "groups", "roles", "tasks", "flags", "flags", "reason", "groups", "roles"), value: upTo(7) }) },
    { weight: 4, arbitrary: fc.record({ person, field: fc.constantFrom<keyof Intent>("declared", "declared", "declared", "name", "address"), value: upTo(7) }) },
    { weight: 2, arbitrary: fc.record({ team: upTo(1), field: fc.constantFrom("flags" as const, "dataTables" as const, "name" as const), value: upTo(3) }) },
);
const disturbance: fc.Arbitrary<Disturbance> = fc.record({ person: upTo(11), endpoint: fc.constantFrom(0, 0, 1, 1, 2, 3, 4), fault: upTo(23), times: fc.constantFrom(1, 1, 1, 2, 3, 6) });
const byHand: fc.Arbitrary<ByHand> = fc.record({ person, act: fc.constantFrom("dropGroups", "dropRoles", "dropFlags", "rename", "giveGroup", "giveRole", "remove") });
const step: fc.Arbitrary<Step> = fc.record({
    byHand: fc.oneof({ weight: 2, arbitrary: fc.constant<ByHand[]>([]) }, { weight: 1, arbitrary: fc.array(byHand, { minLength: 1, maxLength: 2, size: "max" }) }),
    changes: fc.array(change, { minLength: 1, maxLength: 10, size: "max" }),
    refresh: fc.boolean(),
    disturbances: fc.array(disturbance, { maxLength: 10, size: "max" }),
    attempts: fc.constantFrom(1, 1, 2),
});

/** Any story. */
export const stories: fc.Arbitrary<Story> = fc.record({
    switches: fc.array(fc.tuple(fc.constantFrom(...facts), upTo(4)), { maxLength: 3, size: "max" }),
    steps: fc.array(step, { minLength: 1, maxLength: 5, size: "max" }),
});

/** The switches of a story. Unless it says otherwise, a second POST of somebody invites them again: nothing else would show it. */
export function switchesOf({ switches }: Story): Partial<Switches> {
    const chosen = Object.fromEntries(
        switches.map(([name, choice]) => {
            const values = switchTable[name].values.map(([value]) => value);
            return [name, values[choice % values.length]];
        }),
    );
    return { repeatedCreate: "applied", ...chosen };
}

/** What programs say, from step to step. */
export class Intentions {
    private readonly people: Intent[] = Array.from({ length: people }, (_, index) => ({ declared: index < 3, name: 0, address: 0, firstName: 1, dept: 0, groups: 0, roles: 0, tasks: 0, flags: index, reason: 0 }));
    private readonly teams = teams.map(() => ({ flags: 1, dataTables: 0, name: 0 }));

    apply(change: Change): void {
        if ("team" in change) {
            const team = this.teams[change.team];
            if (team !== undefined) team[change.field] = change.value;
            return;
        }
        const intent = this.people[change.person];
        if (intent === undefined) return;
        if (change.field === "declared") intent.declared = !intent.declared;
        else intent[change.field] = change.value;
    }

    /** The address that the program has for a person. */
    addressOf(index: number): string {
        const choices = addresses[index] ?? [];
        return choices[(this.people[index]?.address ?? 0) % choices.length] ?? "";
    }

    program(): Program {
        const users = this.people.flatMap((intent, index) => (intent.declared ? [this.user(intent, index)] : []));
        return [...users, ...teams.flatMap((name, index) => this.access(name, index))];
    }

    private user({ name, firstName, dept, groups, roles, tasks: assigned, flags, reason }: Intent, index: number): Resource {
        const emailId = this.addressOf(index);
        const set = (value: object | undefined) => value ?? {};
        return {
            type: "KoreUser",
            name: `p${index}-${name % 2}`,
            args: {
                emailId,
                adopt: "takeOver",
                onDestroy: isRevoked(emailId) ? "revoke" : "remove",
                ...(firstName % 3 === 0 ? {} : { firstName: `First ${firstName % 3}` }),
                ...(dept % 3 === 0 ? {} : { dept: `Dept ${dept % 3}` }),
                ...(groups === 0 ? {} : { groups: declarable.groups.filter((_, bit) => (groups & (1 << bit)) > 0) }),
                ...(roles === 0 ? {} : { roles: declarable.roles.filter((_, bit) => (roles & (1 << bit)) > 0) }),
                ...set(tasks[assigned % 4] && { assignBotTasks: tasks[assigned % 4] }),
                ...set(ownFlags[flags % 6]),
                ...(reason === 0 ? {} : { reason: `reason ${reason}` }),
                ...(index === 1 ? { sendEmail: false } : {}),
            },
        };
    }

    private access(name: string, index: number): Resource[] {
        const members = this.people.flatMap(({ declared, flags }, each) => (declared && flags % 6 === ownFlags.length + index ? [this.addressOf(each)] : []));
        const team = this.teams[index];
        if (members.length === 0 || team === undefined) return [];
        const flags = [{ canCreateBot: false, isDeveloper: false }, { canCreateBot: false, isDeveloper: true }, { canCreateBot: true, isDeveloper: true }][team.flags % 3];
        const dataTables = [undefined, true, false][team.dataTables % 3];
        return [{ type: "KoreUserAccess", name: `${name}-${team.name % 2}`, args: { emailIds: members, ...flags, ...(dataTables === undefined ? {} : { hasDataTableAndViewAccess: dataTables }) } }];
    }
}

/** What is no fault of one exchange: the person goes after the next look-up, or can't be read back after the next write, which may be lost as well. */
export type Mischance = { happens: "vanishes" } | { happens: "hides"; after: (typeof endpoints)[number]; lost?: true };

/** The fault that a disturbance orders. */
export function faultOf({ endpoint: index, fault, times: repeated }: Disturbance, emailId: string): Fault | Mischance {
    const endpoint = endpoints[index % endpoints.length] ?? endpoints[0];
    const exchange = { endpoint, emailId, times: repeated };
    // Every silence costs the whole time until a request counts as lost: it is rare, and a reset in its place often.
    const silence = repeated < 6 ? { kind: "reset" as const, ...exchange } : { kind: "silence" as const, ...exchange, times: 1 };
    const faults: (Fault | Mischance)[] = [
        { kind: "reset", ...exchange },
        { kind: "reset", when: "after", ...exchange },
        silence,
        { ...silence, when: "after" },
        { kind: "serverError", ...exchange },
        { kind: "serverError", when: "after", status: 500, ...exchange },
        { kind: "rateLimit", ...exchange, times: 1 },
        { kind: "rateLimit", retryAfter: 1, ...exchange },
        { kind: "rateLimit", status: 403, retryAfter: 1, ...exchange },
        { kind: "rateLimit", status: 400, retryAfter: 1, ...exchange },
        { kind: "html", ...exchange },
        { kind: "html", status: 200, ...exchange },
        { kind: "html", status: 200, when: "after", ...exchange },
        { kind: "truncated", ...exchange },
        { kind: "latency", milliseconds: 60, ...exchange },
        { kind: "lateIndex", emailId, lookUps: Math.min(repeated, 3) },
        { kind: "missingRow", emailId, times: repeated },
        { kind: "failingRow", emailId, times: repeated },
        { happens: "vanishes" },
        { kind: "reset", when: "after", ...exchange, endpoint: "POST /api/public/users" },
        { happens: "hides", after: "POST /api/public/users" },
        { happens: "hides", after: "PUT /api/public/users" },
        { happens: "hides", after: "PUT /api/public/users", lost: true },
        { happens: "hides", after: "POST /api/public/useraccess", lost: true },
    ];
    return faults[fault % faults.length] ?? { happens: "vanishes" };
}
