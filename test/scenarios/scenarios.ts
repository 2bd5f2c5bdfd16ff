import { seedApp, seedIds, type SeedPerson } from "kore-emulator";
import type { Declared } from "../harness/stack";

/** A story of one program: what it declares at each of its updates. Nothing that stays declared may be taken on the way. */
export interface Scenario {
    name: string;
    title: string;
    /** @param host of the account, for provider instances */
    steps: (people: number, host: string) => Declared[][];
    /** Who is in the account before the first update. */
    present?: (people: number) => SeedPerson[];
    /** Where a program that can't be kept may be refused instead: in the preview, in words like these, with nothing sent. */
    refusable?: RegExp;
}

/** Another app of the same account. */
export const otherApp = { clientId: "cs-other", clientSecret: "secret-of-another-app" };

type Args = Record<string, unknown>;

const { supportTeam, everybody } = seedIds.groups;
const testerOfSupport = { roleId: seedIds.botRoles.tester, botId: seedIds.bots.support };
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const analyst = { roleId: seedIds.adminRoles.analyst };
const quote = { assignBotTasks: [{ streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }] };

const builder = { isDeveloper: true, canCreateBot: false };
const creator = { isDeveloper: true, canCreateBot: true };
const beside = { roles: [analyst, developerOfSupport], groups: [everybody], ...quote };

/** The people of one scenario, and what a program may declare of them. Addresses and names tell whose they are: scenarios can share a program. */
class Team {
    readonly all: number[];
    readonly left: number[];
    readonly right: number[];

    constructor(
        private readonly scenario: string,
        people: number,
        private readonly host = "",
    ) {
        this.all = Array.from({ length: people }, (_, index) => index);
        this.left = this.all.slice(0, people >> 1);
        this.right = this.all.slice(people >> 1);
    }

    address(person: number): string {
        return `p${person}@${this.scenario}.example.com`;
    }

    named(name: string): string {
        return `${name}@${this.scenario}`;
    }

    /** A KoreUser for each, named by a word and their number. */
    users(
        args: Args = {},
        { word = "p", of = this.all, opts = {} }: { word?: string; of?: number[]; opts?: Args } = {},
    ): Declared[] {
        return of.map((person) => ({
            type: "KoreUser",
            name: this.named(`${word}-${person}`),
            args: { emailId: this.address(person), ...args },
            opts,
        }));
    }

    /** A KoreUserAccess of people who are KoreUsers named by that word; none of nobody. */
    list(
        name: string,
        {
            word = "p",
            of = this.all,
            flags = builder,
            opts = {},
        }: { word?: string; of?: number[]; flags?: Args; opts?: Args } = {},
    ): Declared[] {
        const emailIds = of.map((person) => ({ $output: `${this.named(`${word}-${person}`)}.emailId` }));
        return of.length === 0
            ? []
            : [{ type: "KoreUserAccess", name: this.named(name), args: { emailIds, ...flags }, opts }];
    }

    /** A KoreUsers of all, or of some; none of nobody. */
    set(
        name: string,
        args: Args = {},
        { of = this.all, opts = {}, forAll = {} }: { of?: number[]; opts?: Args; forAll?: Args } = {},
    ): Declared[] {
        const people = Object.fromEntries(of.map((person) => [this.address(person), args]));
        return of.length === 0
            ? []
            : [{ type: "KoreUsers", name: this.named(name), args: { people, ...forAll }, opts }];
    }

    /** A KoreUserAccess of people by their plain addresses. */
    plainList(name: string, flags: Args = builder, of = this.all): Declared {
        const emailIds = of.map((person) => this.address(person));
        return { type: "KoreUserAccess", name: this.named(name), args: { emailIds, ...flags } };
    }

    component(): Declared {
        return { type: "Component", name: this.named("component"), args: {} };
    }

    instance(name: string, app: typeof otherApp = seedApp): Declared {
        return {
            type: "Provider",
            name: this.named(name),
            args: { host: this.host, ...app, requestsPerMinute: 1_000_000, requestsPerHour: 1_000_000 },
        };
    }

    inside(): Args {
        return { parent: { $output: this.named("component") } };
    }

    of(instance: string): Args {
        return { provider: { $output: this.named(instance) } };
    }
}

const scenario = (
    name: string,
    title: string,
    steps: (team: Team) => Declared[][],
    others: Pick<Scenario, "present" | "refusable"> = {},
): Scenario => ({
    name,
    title,
    steps: (people, host) => steps(new Team(name, people, host)),
    ...others,
});

/** Resources that a program makes after an await, in one go. */
const awaited = ([first, ...others]: Declared[], milliseconds = 300): Declared[] =>
    first === undefined ? [] : [{ ...first, awaits: milliseconds }, ...others];

/** People change places between the lists of two instances, and come back. */
const betweenInstances = (team: Team, app?: typeof otherApp): Declared[][] => {
    const program = (first: number[], second: number[]) => [
        ...[team.instance("one"), team.instance("two", app)],
        ...team.users({}, { opts: team.of("one") }),
        ...team.list("list-one", { of: first, opts: team.of("one") }),
        ...team.list("list-two", { of: second, opts: team.of("two") }),
    ];
    return [program(team.left, team.right), program(team.right, team.left), program(team.left, team.right)];
};

/** People of the account with the flags that a list will declare. */
const builders = (name: string) => (people: number) => {
    const team = new Team(name, people);
    return team.all.map((person) => ({ emailId: team.address(person), ...builder }));
};

export const scenarios: Scenario[] = [
    scenario("flags-to-list", "flags move from each KoreUser to a KoreUserAccess, and back", (team) => {
        const flagged = team.users(builder);
        return [flagged, [...team.users(), ...team.list("builders")], flagged];
    }),
    scenario("renamed-under-list", "all are renamed while a KoreUserAccess holds their flags, and back", (team) =>
        ["p", "renamed", "p"].map((word) => [...team.users({}, { word }), ...team.list("builders", { word })]),
    ),
    scenario(
        "into-component",
        "all move into a component, half of them with the flags of a list, and out again",
        (team) => {
            const program = (opts: Args = {}) => [
                ...team.users({ ...beside, ...creator }, { of: team.left, opts }),
                ...team.users(beside, { of: team.right, opts }),
                ...team.list("builders", { of: team.right, opts }),
            ];
            return [program(), [team.component(), ...program(team.inside())], program()];
        },
    ),
    scenario("split-merged", "one list becomes two under other names, and one again", (team) => {
        const flags = { ...creator, hasDataTableAndViewAccess: true };
        const whole = [...team.users(), ...team.list("whole", { flags })];
        return [
            whole,
            [
                ...team.users(),
                ...team.list("half-a", { of: team.left, flags }),
                ...team.list("half-z", { of: team.right, flags }),
            ],
            whole,
        ];
    }),
    scenario(
        "half-given-away",
        "a list gives half of its people to a new one, they change places, and all come back",
        (team) => {
            const program = (kept: number[], given: number[]) => [
                ...team.users(),
                ...team.list("old", { of: kept }),
                ...team.list("new", { of: given }),
            ];
            return [
                program(team.all, []),
                program(team.left, team.right),
                program(team.right, team.left),
                program(team.all, []),
            ];
        },
    ),
    scenario("leaves-list", "half leave a list, and their KoreUsers declare the flags, and back", (team) => {
        const listed = [...team.users(), ...team.list("builders")];
        return [
            listed,
            [
                ...team.users(builder, { of: team.left }),
                ...team.users({}, { of: team.right }),
                ...team.list("builders", { of: team.right }),
            ],
            listed,
        ];
    }),
    scenario(
        "adoption",
        "the first update adopts people of the account as KoreUser, and a KoreUserAccess declares the flags that they have",
        (team) => [[...team.users(), ...team.list("builders")]],
        {
            present: builders("adoption"),
        },
    ),
    scenario(
        "adoption-awaited",
        "people of the account are adopted and keep the flags of a list, with all made after an await",
        (team) => [awaited([...team.users(), ...team.list("builders")])],
        {
            present: builders("adoption-awaited"),
        },
    ),
    scenario(
        "flags-to-list-awaited",
        "flags move to a KoreUserAccess and back, with all made after an await",
        (team) => {
            const flagged = team.users(builder);
            return [flagged, awaited([...team.users(), ...team.list("builders")]), awaited(flagged)];
        },
    ),
    scenario(
        "list-awaited",
        "KoreUsers let go of their flags in the first turn, and the list that takes them over is made after an await of 4 s",
        (team) => [team.users(builder), [...team.users(), ...awaited(team.list("builders"), 4_000)]],
        { refusable: /await/ },
    ),
    scenario(
        "users-awaited",
        "half leave a list in the first turn, and their KoreUsers, which take the flags over, are made after an await of 4 s",
        (team) => [
            [...team.users(), ...team.list("builders")],
            [
                ...team.users({}, { of: team.left }),
                ...team.list("builders", { of: team.left }),
                ...awaited(team.users(builder, { of: team.right }), 4_000),
            ],
        ],
        { refusable: /await/ },
    ),
    scenario(
        "instances",
        "people with flags, and people of a list, change places between two instances of one account, and back",
        (team) => {
            // Under other names: to the engine a resource with another instance is the same, as long as the settings are.
            const program = (ofLeft: string, ofRight: string) => [
                ...[team.instance("one"), team.instance("two")],
                ...team.users(
                    { ...beside, ...creator },
                    { word: `in-${ofLeft}`, of: team.left, opts: team.of(ofLeft) },
                ),
                ...team.users(beside, { word: `in-${ofRight}`, of: team.right, opts: team.of(ofRight) }),
                ...team.list(`builders-${ofRight}`, { word: `in-${ofRight}`, of: team.right, opts: team.of(ofRight) }),
            ];
            return [program("one", "two"), program("two", "one"), program("one", "two")];
        },
    ),
    scenario(
        "lists-of-instances",
        "people change places between the lists of two instances of one account, and back",
        (team) => betweenInstances(team),
    ),
    scenario(
        "lists-of-apps",
        "people change places between the lists of two instances that have two apps of one account",
        (team) => betweenInstances(team, otherApp),
        { refusable: /another app/ },
    ),
    scenario(
        "rows-shifted",
        "resources are named by index: the first person leaves, then the next, and both are removed",
        (team) => {
            const rows = team.all.map((person) => ({
                emailId: team.address(person),
                isDeveloper: person % 2 === 0,
                roles: [[testerOfSupport], [developerOfSupport], []][person % 3],
            }));
            return [0, 1, 2].map((gone) =>
                rows.slice(gone).map((args, index) => ({ type: "KoreUser", name: team.named(`user-${index}`), args })),
            );
        },
    ),
    scenario("role-from-group", "a role comes from a group, then directly, under another name", (team) => [
        team.users({ groups: [supportTeam] }, { word: "old" }),
        team.users({ roles: [testerOfSupport], adopt: "takeOver" }, { word: "new" }),
    ]),
    scenario("role-to-group", "a role is held directly, then by a group, under another name", (team) => [
        team.users({ roles: [testerOfSupport] }, { word: "old" }),
        team.users({ groups: [supportTeam], adopt: "takeOver" }, { word: "new" }),
    ]),
    scenario("tasks-renamed", "tasks move with a rename, and back", (team) =>
        ["old", "new", "old"].map((word) => team.users(quote, { word })),
    ),
    scenario(
        "plain-addresses",
        "KoreUsers and a KoreUserAccess are made of one list of plain addresses, in the first update; the flags move to the KoreUsers, and back",
        (team) => {
            const listed = [...team.users(), team.plainList("builders")];
            return [listed, team.users(builder), listed];
        },
    ),
    scenario("users-to-set", "each KoreUser becomes a person of one KoreUsers, and a KoreUser again", (team) => {
        const own = team.users({ ...beside, ...creator });
        return [own, team.set("staff", { ...beside, ...creator }), own];
    }),
    scenario("set-split", "one KoreUsers becomes two under other names, and one again", (team) => {
        const whole = team.set("whole", { ...beside, ...creator });
        const half = (name: string, of: number[]) => team.set(name, { ...beside, ...creator }, { of });
        return [whole, [...half("half-a", team.left), ...half("half-z", team.right)], whole];
    }),
    scenario(
        "set-half-given-away",
        "a KoreUsers gives half of its people to a new one, they change places, and all come back",
        (team) => {
            const program = (kept: number[], given: number[]) => [
                ...team.set("old", { ...beside, ...builder }, { of: kept }),
                ...team.set("new", { ...beside, ...builder }, { of: given }),
            ];
            return [
                program(team.all, []),
                program(team.left, team.right),
                program(team.right, team.left),
                program(team.all, []),
            ];
        },
    ),
    scenario(
        "set-other-access",
        "half leave a KoreUsers for KoreUsers of one person with other groups, roles and flags, and come back",
        (team) => {
            const before = { groups: [supportTeam], roles: [developerOfSupport], ...creator };
            const after = { groups: [everybody], roles: [analyst], ...builder };
            const whole = team.set("staff", before);
            return [
                whole,
                [...team.set("staff", before, { of: team.left }), ...team.users(after, { of: team.right })],
                whole,
            ];
        },
    ),
    scenario(
        "set-renamed-under-list",
        "a KoreUsers is renamed while a KoreUserAccess holds the flags of its people, and back",
        (team) => ["a", "b", "a"].map((name) => [...team.set(name, beside), team.plainList("builders")]),
    ),
    scenario("set-flags-to-list", "flags move from a KoreUsers to a KoreUserAccess, and back", (team) => {
        const flagged = team.set("staff", { ...beside, ...creator });
        return [flagged, [...team.set("staff", beside), team.plainList("builders", creator)], flagged];
    }),
    scenario(
        "set-left-for-list",
        "half leave a KoreUsers, and stay for the flags that a new KoreUserAccess gives them, and come back",
        (team) => {
            // They lose what the list does not give, so that they count; and come back as anybody who is there without it.
            const forAll = { maxRemovals: "all", adopt: "takeOver", onDestroy: "remove" };
            const whole = team.set("staff", { ...beside, ...creator }, { forAll });
            const rest = team.set("staff", { ...beside, ...creator }, { of: team.left, forAll });
            return [whole, [...rest, team.plainList("builders", creator, team.right)], whole];
        },
    ),
];

/** Those that are about sets of people, which may share a program. */
export const ofSets = [
    "users-to-set",
    "set-split",
    "set-half-given-away",
    "set-other-access",
    "set-renamed-under-list",
    "set-flags-to-list",
    "set-left-for-list",
];

/** Scenarios that may share a program: in others an await holds up the rest, or a refusal stops it. */
export const companions: string[][] = [
    ["flags-to-list", "renamed-under-list", "into-component"],
    ["split-merged", "half-given-away", "leaves-list", "rows-shifted"],
    ["role-from-group", "role-to-group", "tasks-renamed"],
    ["adoption", "adoption-awaited", "flags-to-list-awaited"],
    ["instances", "lists-of-instances"],
    ofSets,
];

/** Several scenarios in one program, at the same time; one that is over stays as it is. */
export function together(name: string, some: Scenario[]): Scenario {
    const present = some.flatMap((each) => each.present ?? []);
    const [refusable] = some.flatMap((each) => each.refusable ?? []);
    return {
        name,
        title: some.map(({ title }) => title).join("; "),
        steps: (people, host) => {
            const stories = some.map(({ steps }) => steps(people, host));
            const longest = Math.max(...stories.map(({ length }) => length));
            return Array.from({ length: longest }, (_, step) => {
                const programs = stories.map((story) => story[Math.min(step, story.length - 1)] ?? []);
                // An await holds up all that a program makes after it.
                const waits = (program: Declared[]) => program.some(({ awaits }) => awaits !== undefined);
                return [...programs.filter((program) => !waits(program)), ...programs.filter(waits)].flat();
            });
        },
        ...(present.length === 0 ? {} : { present: (people) => present.flatMap((each) => each(people)) }),
        ...(refusable === undefined ? {} : { refusable }),
    };
}
