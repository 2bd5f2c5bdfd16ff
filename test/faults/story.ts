import * as fc from "fast-check";
import { seedIds, switchTable, type Fault, type SwitchName, type Switches } from "kore-emulator";
import { endpoints } from "./matrix";
import type { Program, Resource } from "./program";
import { veteran } from "./watchedAccount";

const { supportTeam, salesTeam } = seedIds.groups;
const { support, sales } = seedIds.bots;
const { developer, tester } = seedIds.botRoles;
const { analyst } = seedIds.adminRoles;

/** What a program may give; nothing of it is ever given by hand. Each group confers one of the roles, in the order of `conferred`. */
export const declarable = {
    groups: [supportTeam, salesTeam],
    roles: [
        { roleId: tester, botId: support },
        { roleId: analyst },
        { roleId: developer, botId: support },
        { roleId: developer, botId: sales },
    ],
};
/** What is given by hand alone. */
export const surplus = { group: seedIds.groups.everybody, role: { roleId: seedIds.adminRoles.userAdmin } };

const tasks = [
    undefined,
    [],
    [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }],
    [{ streamId: sales, dialogs: [seedIds.dialogs.salesOrder] }],
];
const ownFlags = [
    undefined,
    { isDeveloper: true },
    { canCreateBot: true, isDeveloper: true },
    { canCreateBot: false, isDeveloper: false },
];
const listFlags = [
    { canCreateBot: false, isDeveloper: false },
    { canCreateBot: false, isDeveloper: true },
    { canCreateBot: true, isDeveloper: true },
];
const teams = ["reds", "blues", "greens"] as const;
const components = [undefined, "office", "branch"];
const instances = ["one", "two"];
const sets = [undefined, undefined, "crew", "staff"];

/** Where a resource is in the program. Another place is another resource, but for the instance, which may change under the same name. */
interface Place {
    /** Another number is another name. */
    name: number;
    component: number;
    instance: number;
}

/** What a program says of one of its people; numbers choose from the lists above. */
interface Intent extends Place {
    declared: boolean;
    /** Another number is another address, and so another person. */
    address: number;
    firstName: number;
    dept: number;
    groups: number;
    roles: number;
    tasks: number;
    /** 0 to 3 are flags of the KoreUser, 4 to 6 a team. */
    flags: number;
    reason: number;
    /** On which day the access ends; 0 to 3 is none. */
    ends: number;
    /** Whether they are in a KoreUsers, and in which: 0 and 1 is none. */
    set: number;
}

/** A list of people with the same access. */
interface Team extends Place {
    flags: number;
    dataTables: number;
    /** On which day the access ends; 0 to 3 is none. */
    ends: number;
    /** 0 and 1 are a list of its own, 2 is split in two lists, 3 is in the next team's. */
    layout: number;
}

/** One change of the program: a field of one person, of a team, or of everybody, of the people with odd places or of those with even ones. */
type Change =
    | { person: number; field: keyof Intent; value: number }
    | { team: number; field: keyof Team; value: number }
    | { crowd: "all" | "odd" | "even"; field: keyof Intent; value: number }
    /** A role comes from the group that confers it, or is declared by itself; under another name as well. */
    | { person: number; confers: "group" | "role"; which: number; renamed: boolean };

/** The person is one of those whom the program declares, or has just declared. */
type Disturbance = { person: number; endpoint: number; fault: number; times: number };
type ByHand = {
    person: number;
    act: "dropGroups" | "dropRoles" | "dropFlags" | "rename" | "giveGroup" | "giveRole" | "remove";
};

/** One time that somebody runs the program. */
interface Step {
    byHand: ByHand[];
    /** Whether the change before is taken back, whatever became of it; changes follow all the same. */
    undone: boolean;
    changes: Change[];
    refresh: boolean;
    /** Resources that are replaced without need, as by `--replace`. */
    replaced: number[];
    disturbances: Disturbance[];
    /** How often it is run in a row while the faults last. */
    attempts: number;
    continueOnError: boolean;
    /** The order in which the resources reach the engine. */
    arrival: number;
}

/** What happens to an account from beginning to end. */
export interface Story {
    switches: [SwitchName, number][];
    /** Whether some of the people are named by their place among those declared, as the rows of a table are: who leaves moves the others up. */
    rows: boolean;
    /** Whether the program has two provider instances of the account. */
    instances: boolean;
    steps: Step[];
}

const people = 12;
const declaredAtFirst = 9;

// The veteran's place is the last one: they are in the account before the program, and never leave it.
const addresses = Array.from({ length: people }, (_, index) =>
    index === people - 1 ? [veteran] : [`p${index}@example.com`, `p${index}.other@example.com`],
);

/** Whether a person is let go with the account left as it is, in place of being removed. */
export function isRevoked(emailId: string): boolean {
    return emailId === veteran || /^p[48]\b/.test(emailId);
}

const isRow = (index: number) => index >= 5 && index <= 9;

// Rules by which an account can't be what the program says; they are in test/protocol/rulesOfTheAccount.test.ts.
const rulesOfTheAccount: SwitchName[] = ["newPersonListed", "autoAssignedTasks", "rolesPerBot"];
const facts: SwitchName[] = Object.entries(switchTable).flatMap(([name]) =>
    isSwitch(name) && !rulesOfTheAccount.includes(name) ? [name] : [],
);

function isSwitch(name: string): name is SwitchName {
    return Object.hasOwn(switchTable, name);
}

const upTo = (most: number) => fc.integer({ min: 0, max: most });
const person = upTo(people - 1);
const change: fc.Arbitrary<Change> = fc.oneof(
    {
        weight: 6,
        arbitrary: fc.record({
            person,
            field: fc.constantFrom<keyof Intent>(
                "firstName",
                "dept",
                "groups",
                "roles",
                "tasks",
                "flags",
                "flags",
                "reason",
                "groups",
                "roles",
                "ends",
                "ends",
            ),
            value: upTo(15),
        }),
    },
    {
        weight: 5,
        arbitrary: fc.record({
            person,
            field: fc.constantFrom<keyof Intent>(
                "declared",
                "declared",
                "declared",
                "name",
                "address",
                "component",
                "instance",
                "set",
                "set",
            ),
            value: upTo(7),
        }),
    },
    {
        weight: 3,
        arbitrary: fc.record({
            team: upTo(teams.length - 1),
            field: fc.constantFrom<keyof Team>(
                "flags",
                "dataTables",
                "name",
                "component",
                "instance",
                "layout",
                "layout",
                "ends",
            ),
            value: upTo(5),
        }),
    },
    {
        weight: 2,
        arbitrary: fc.record({
            crowd: fc.constantFrom("all" as const, "odd" as const, "even" as const),
            field: fc.constantFrom<keyof Intent>(
                "flags",
                "flags",
                "name",
                "component",
                "instance",
                "groups",
                "dept",
                "ends",
                "set",
            ),
            value: upTo(7),
        }),
    },
    {
        weight: 2,
        arbitrary: fc.record({
            person,
            confers: fc.constantFrom("group" as const, "role" as const),
            which: upTo(1),
            renamed: fc.boolean(),
        }),
    },
);
const disturbance: fc.Arbitrary<Disturbance> = fc.record({
    person: upTo(2 * people - 1),
    endpoint: fc.constantFrom(0, 0, 1, 1, 2, 3, 4),
    fault: upTo(23),
    times: fc.constantFrom(1, 1, 1, 2, 3, 6),
});
const byHand: fc.Arbitrary<ByHand> = fc.record({
    person,
    act: fc.constantFrom("dropGroups", "dropRoles", "dropFlags", "rename", "giveGroup", "giveRole", "remove"),
});
const step: fc.Arbitrary<Step> = fc.record({
    byHand: fc.oneof(
        { weight: 2, arbitrary: fc.constant<ByHand[]>([]) },
        { weight: 1, arbitrary: fc.array(byHand, { minLength: 1, maxLength: 2, size: "max" }) },
    ),
    undone: fc.constantFrom(false, false, false, true),
    changes: fc.array(change, { minLength: 1, maxLength: 12, size: "max" }),
    refresh: fc.boolean(),
    replaced: fc.oneof(
        { weight: 4, arbitrary: fc.constant<number[]>([]) },
        { weight: 1, arbitrary: fc.array(upTo(15), { minLength: 1, maxLength: 3, size: "max" }) },
    ),
    disturbances: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Disturbance[]>([]) },
        { weight: 2, arbitrary: fc.array(disturbance, { maxLength: 10, size: "max" }) },
    ),
    attempts: fc.constantFrom(1, 1, 2),
    continueOnError: fc.boolean(),
    arrival: upTo(1000),
});

/** Any story. */
export const stories: fc.Arbitrary<Story> = fc.record({
    switches: fc.array(fc.tuple(fc.constantFrom(...facts), upTo(4)), { maxLength: 3, size: "max" }),
    rows: fc.boolean(),
    // Each run of theirs starts processes of its own, which takes longer than all the rest.
    instances: fc.constantFrom(false, false, false, false, false, false, true),
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
    private people: Intent[] = Array.from({ length: people }, (_, index) => ({
        declared: index < declaredAtFirst,
        name: 0,
        component: 0,
        instance: 0,
        address: 0,
        firstName: 1,
        dept: 0,
        groups: 0,
        roles: 0,
        tasks: 0,
        flags: index,
        reason: 0,
        ends: 0,
        set: 0,
    }));
    private teams: Team[] = teams.map((_, index) => ({
        flags: index,
        dataTables: 0,
        ends: 0,
        name: 0,
        component: 0,
        instance: index,
        layout: 0,
    }));

    private before: { people: Intent[]; teams: Team[] } = this.copy();

    constructor(private readonly story: Story) {}

    /** Another step begins, perhaps by going back to where the one before began. */
    begin({ undone }: Pick<Step, "undone">): void {
        const now = this.copy();
        if (undone) ({ people: this.people, teams: this.teams } = this.before);
        this.before = now;
    }

    private copy(): { people: Intent[]; teams: Team[] } {
        return structuredClone({ people: this.people, teams: this.teams });
    }

    apply(change: Change): void {
        if ("team" in change) {
            const team = this.teams[change.team];
            if (team !== undefined) team[change.field] = change.value;
            return;
        }
        if ("crowd" in change) {
            const { crowd, ...each } = change;
            const members = this.people.flatMap((_, index) =>
                crowd === "all" || index % 2 === (crowd === "odd" ? 1 : 0) ? [index] : [],
            );
            return members.forEach((person) => this.apply({ person, ...each }));
        }
        const intent = this.people[change.person];
        if (intent === undefined) return;
        if ("confers" in change) {
            const bit = 1 << change.which;
            intent.groups = change.confers === "group" ? intent.groups | bit : intent.groups & ~bit;
            intent.roles = change.confers === "role" ? intent.roles | bit : intent.roles & ~bit;
            if (change.renamed) intent.name++;
        } else if (change.field === "declared") intent.declared = !intent.declared;
        else intent[change.field] = change.value;
    }

    /** The address that the program has for a person. */
    addressOf(index: number): string {
        const choices = addresses[index] ?? [];
        return choices[(this.people[index]?.address ?? 0) % choices.length] ?? "";
    }

    program(): Program {
        const places = this.people.flatMap(({ declared }, index) => (declared ? [index] : []));
        const rows = places.filter((index) => this.story.rows && isRow(index));
        const isInSet = (index: number) => this.setOf(index) !== undefined;
        const users = places
            .filter((index) => !isInSet(index))
            .flatMap((index) => this.user(index, rows.indexOf(index)));
        return [...users, ...this.sets(places.filter(isInSet)), ...teams.flatMap((_, index) => this.lists(index))];
    }

    private user(index: number, row: number): Resource[] {
        const intent = this.people[index];
        if (intent === undefined) return [];
        const { name, firstName, dept, groups, roles, tasks: assigned, flags, reason, ends } = intent;
        const emailId = this.addressOf(index);
        const set = (value: object | undefined) => value ?? {};
        return [
            {
                type: "KoreUser",
                ...this.place(
                    row < 0 ? intent : { ...intent, component: 0 },
                    row < 0 ? `p${index}-${name % 2}` : `row-${row}`,
                ),
                args: {
                    emailId,
                    adopt: "takeOver",
                    onDestroy: isRevoked(emailId) ? "revoke" : "remove",
                    ...(firstName % 3 === 0 ? {} : { firstName: `First ${firstName % 3}` }),
                    ...(dept % 3 === 0 ? {} : { dept: `Dept ${dept % 3}` }),
                    ...(groups === 0
                        ? {}
                        : { groups: declarable.groups.filter((_, bit) => (groups & (1 << bit)) > 0) }),
                    ...(roles === 0 ? {} : { roles: declarable.roles.filter((_, bit) => (roles & (1 << bit)) > 0) }),
                    ...set(tasks[assigned % 4] && { assignBotTasks: tasks[assigned % 4] }),
                    ...set(ownFlags[flags % 7]),
                    ...(reason === 0 ? {} : { reason: `reason ${reason}` }),
                    ...endOf(ends),
                    ...(index === 1 ? { sendEmail: false } : {}),
                },
            },
        ];
    }

    private setOf(index: number): string | undefined {
        return sets[(this.people[index]?.set ?? 0) % sets.length];
    }

    /** The people of each set. */
    private sets(places: number[]): Resource[] {
        return sets.flatMap((name): Resource[] => {
            const members = places.filter((index) => this.setOf(index) === name);
            if (name === undefined || members.length === 0) return [];
            const people = members.flatMap((index) => this.user(index, -1)).map(({ args }) => args);
            return [
                {
                    type: "KoreUsers",
                    ...this.place({ name: 0, component: 0, instance: 0 }, name),
                    args: {
                        people: Object.fromEntries(people.map(({ emailId, ...own }) => [String(emailId), own])),
                        maxRemovals: "all",
                    },
                },
            ];
        });
    }

    /** The lists of a team: one, two halves, or none where it is in the next team's. */
    private lists(index: number): Resource[] {
        const team = this.teams[index];
        if (team === undefined) return [];
        const members = this.teams.flatMap((_, other) => (this.listOf(other) === index ? this.membersOf(other) : []));
        if (team.layout % 4 !== 2) return this.list(index, team, "", members);
        return [
            ...this.list(
                index,
                team,
                "-a",
                members.filter((each) => each % 2 === 0),
            ),
            ...this.list(
                index,
                team,
                "-z",
                members.filter((each) => each % 2 === 1),
            ),
        ];
    }

    /** The team in whose list the people of a team are. */
    private listOf(index: number): number {
        const next = (index + 1) % teams.length;
        const isIn = (each: number) => (this.teams[each]?.layout ?? 0) % 4 === 3;
        return isIn(index) && !isIn(next) ? next : index;
    }

    private membersOf(team: number): number[] {
        return this.people.flatMap(({ declared, flags }, each) =>
            declared && flags % 7 === ownFlags.length + team ? [each] : [],
        );
    }

    private list(index: number, team: Team, half: string, members: number[]): Resource[] {
        if (members.length === 0) return [];
        const dataTables = [undefined, true, false][team.dataTables % 3];
        const flags = {
            ...listFlags[team.flags % 3],
            ...(dataTables === undefined ? {} : { hasDataTableAndViewAccess: dataTables }),
        };
        return [
            {
                type: "KoreUserAccess",
                ...this.place(team, `${teams[index] ?? ""}-${team.name % 2}${half}`),
                args: { emailIds: members.map((each) => this.addressOf(each)), ...flags, ...endOf(team.ends) },
            },
        ];
    }

    private place(
        { component: index, instance }: Place,
        name: string,
    ): Pick<Resource, "name" | "component" | "instance"> {
        const component = components[index % components.length];
        const provider = instances[instance % instances.length];
        return {
            name,
            ...(component === undefined ? {} : { component }),
            ...(this.story.instances && provider !== undefined ? { instance: provider } : {}),
        };
    }
}

/** When each step happens: on a day of its own. */
export function dayOf(step: number): string {
    return `2027-03-${String(step + 1).padStart(2, "0")}T12:00:00Z`;
}

/** None, or the end of the day of some step. */
function endOf(ends: number): { expiresAt?: string } {
    const place = ends % 8;
    return place < 4 ? {} : { expiresAt: dayOf(place - 4).slice(0, 10) };
}

/** What is no fault of one exchange: the person goes after the next look-up, or can't be read back after the next write, which may be lost as well. */
export type Mischance = { happens: "vanishes" } | { happens: "hides"; after: (typeof endpoints)[number]; lost?: true };

/** The fault that a disturbance orders. */
export function faultOf({ endpoint: index, fault, times: repeated }: Disturbance, emailId: string): Fault | Mischance {
    const endpoint = endpoints[index % endpoints.length] ?? endpoints[0];
    const exchange = { endpoint, emailId, times: repeated };
    // Every silence costs the whole time until a request counts as lost: it is rare, and a reset in its place often.
    const silence =
        repeated < 6 ? { kind: "reset" as const, ...exchange } : { kind: "silence" as const, ...exchange, times: 1 };
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
