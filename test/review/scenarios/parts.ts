import { defaultSeed, seedIds, type PersonChange, type Seed, type SeedPerson } from "kore-emulator";
import type { Resource } from "../bothDoors";

export const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;

export type { Resource } from "../bothDoors";

/** What an administrator does in the Admin Console between the two programs. */
type ByHand = { change: string; to: PersonChange } | { remove: string };

/** Two programs, one after the other, and what is previewed between them. */
export interface Scenario {
    name: string;
    /** What a reviewer must learn from it. */
    title: string;
    /** Who needs a look, riskiest first: names before "@example.com"; a "?" has no address that could be shown. */
    look?: string[];
    /** Who is routine, as above. */
    routine?: string[];
    before: Resource[];
    after: Resource[];
    /** A program whose update succeeds, after the first. */
    between?: Resource[];
    /** A program whose update fails, after the first. */
    failing?: Resource[];
    byHand?: ByHand[];
    /** Flags of the preview, and of the update where it knows them; `--show-sames --show-replacement-steps` unless given. */
    flags?: string[];
    /** The account at first. */
    seed?: Seed;
    /** The time of day of each program, in ISO 8601, where it is about that. */
    clock?: { before: string; between?: string; after: string };
    /** Whether the preview itself fails. */
    fails?: true;
    /** Whether the review knows the account's directory (kore.directory.json). */
    directory?: true;
    /** Whether it is told of the same people in one KoreUsers as well: in the same words, or with what is other there. */
    asSet?: true | { look?: string[]; routine?: string[] };
    /** Whether it is told of the same resources where the plugin serves them as well, in the same words. */
    asNative?: true;
    /** The scenario of which the same is said. */
    sameAs?: string;
}

export const supportDeveloper = { roleId: botRoles.developer, botId: bots.support };
export const salesDeveloper = { roleId: botRoles.developer, botId: bots.sales };
export const supportTester = { roleId: botRoles.tester, botId: bots.support };
export const masterAdmin = { roleId: adminRoles.masterAdmin };
export const analyst = { roleId: adminRoles.analyst };
export const userAdmin = { roleId: adminRoles.userAdmin };
export const supportOwner = { roleId: botRoles.owner, botId: bots.support };

/** A group that makes its people Master Admins. The default account has none. */
export const releaseManagers = "e-00000000-0000-5000-8000-000000000009";
export const seedWithReleaseManagers: Seed = {
    ...defaultSeed,
    groups: [...defaultSeed.groups, { groupId: releaseManagers, name: "Release Managers", roles: [masterAdmin] }],
};

/** A place for the address of an emulator; {"$host": "eu"} in the arguments of a Provider. */
const host = (name: string) => ({ $host: name });

export function at(name: string): string {
    return `${name}@example.com`;
}

export function user(name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Resource {
    return { type: "KoreUser", name, args: { emailId: at(name), ...args }, ...(opts === undefined ? {} : { opts }) };
}

export function list(
    name: string,
    emailIds: unknown[],
    args: Record<string, unknown> = {},
    opts?: Record<string, unknown>,
): Resource {
    return {
        type: "KoreUserAccess",
        name,
        args: { emailIds, isDeveloper: true, canCreateBot: false, ...args },
        ...(opts === undefined ? {} : { opts }),
    };
}

/** Many people in one resource, by their names before "@example.com". */
export function set(
    name: string,
    people: Record<string, unknown>,
    args: Record<string, unknown> = {},
    opts?: Record<string, unknown>,
): Resource {
    const entries = Object.entries(people).map(([person, own]) => [person.includes("@") ? person : at(person), own]);
    return {
        type: "KoreUsers",
        name,
        args: { people: Object.fromEntries(entries), ...args },
        ...(opts === undefined ? {} : { opts }),
    };
}

/** A scenario whose people are those of one KoreUsers for each provider instance; whoever has other options stays apart. */
export function inOneSet(scenario: Scenario): Scenario {
    const { asSet, asNative: _, between, failing, ...others } = scenario;
    const differences = asSet === true ? { sameAs: scenario.name } : asSet;
    return {
        ...others,
        title: `${scenario.title} (in one KoreUsers)`,
        ...differences,
        name: `${scenario.name}.set`,
        before: gathered(scenario.before),
        after: gathered(scenario.after),
        ...(between === undefined ? {} : { between: gathered(between) }),
        ...(failing === undefined ? {} : { failing: gathered(failing) }),
    };
}

/** A scenario whose resources the plugin serves, as those of a program in another language. */
export function inNative(scenario: Scenario): Scenario {
    const { asSet: _, asNative: __, between, failing, ...others } = scenario;
    return {
        ...others,
        title: `${scenario.title} (by the plugin)`,
        name: `${scenario.name}.native`,
        sameAs: scenario.name,
        before: byPlugin(scenario.before),
        after: byPlugin(scenario.after),
        ...(between === undefined ? {} : { between: byPlugin(between) }),
        ...(failing === undefined ? {} : { failing: byPlugin(failing) }),
    };
}

/** The same resources, where the plugin serves them. */
export function byPlugin(declared: Resource[]): Resource[] {
    return declared.map((each) => (each.type === "Component" ? each : { ...each, native: true }));
}

function gathered(declared: Resource[]): Resource[] {
    const placed = new Map<string, string>();
    const sets = new Map<string, Resource>();
    const rest = declared.filter(({ type, name, args: { emailId, ...own }, opts = {} }) => {
        const { provider, ...options } = opts;
        if (type !== "KoreUser" || typeof emailId !== "string" || Object.keys(options).length > 0) return true;
        const key = JSON.stringify(provider ?? "staff");
        const known = sets.get(key) ?? set(`staff${sets.size === 0 ? "" : sets.size}`, {}, {}, opts);
        sets.set(key, { ...known, args: { people: { ...(known.args["people"] as object), [emailId]: own } } });
        placed.set(name, emailId);
        return false;
    });
    // What follows a person's resource names their address instead.
    const renamed = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(renamed);
        if (typeof value !== "object" || value === null) return value;
        const { $output: output } = value as { $output?: unknown };
        const [name = "", property] = typeof output === "string" ? output.split(".") : [];
        const emailId = placed.get(name);
        if (emailId !== undefined) return property === undefined ? { $output: "staff" } : emailId;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner)]));
    };
    const instances = rest.filter(({ type }) => type === "Provider" || type === "Component");
    const others = rest.filter((each) => !instances.includes(each));
    return [
        ...instances,
        ...sets.values(),
        ...others.map(({ args, opts, ...each }) => ({
            ...each,
            args: renamed(args) as Resource["args"],
            ...(opts === undefined ? {} : { opts: renamed(opts) as Record<string, unknown> }),
        })),
    ];
}

export function of(name: string) {
    return { $output: `${name}.emailId` };
}

export function instance(name: string, account: string, args: Record<string, unknown> = {}): Resource {
    return {
        type: "Provider",
        name,
        args: {
            host: host(account),
            clientId: defaultSeed.apps[0]?.clientId,
            clientSecret: { $secret: "clientSecret" },
            ...args,
        },
    };
}

export const component = (name: string): Resource => ({ type: "Component", name, args: {} });
export const inComponent = (name: string) => ({ parent: { $output: name } });
export const through = (name: string) => ({ provider: { $output: name } });

/** Another app of the same accounts. */
export const secondApp = { clientId: "cs-second" };
export const seedWithTwoApps: Seed = {
    ...defaultSeed,
    apps: [...defaultSeed.apps, ...defaultSeed.apps.map((app) => ({ ...app, ...secondApp }))],
};

export function seedWith(...people: SeedPerson[]): Seed {
    return { ...defaultSeed, people: [...defaultSeed.people, ...people] };
}

// Somebody of each kind, so that names are known.
export const ada = user("ada", {
    firstName: "Ada",
    lastName: "Byron",
    roles: [supportDeveloper],
    groups: [groups.supportTeam],
    isDeveloper: true,
    reason: "maintains the Support bot",
});
export const katherine = user("katherine", {
    firstName: "Katherine",
    lastName: "Johnson",
    roles: [analyst, userAdmin],
    reason: "answers access requests",
});
export const company = [ada, katherine];
