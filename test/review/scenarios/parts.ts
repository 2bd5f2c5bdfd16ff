import { defaultSeed, seedIds, type PersonChange, type Seed, type SeedPerson } from "kore-emulator";
import type { Declared } from "../../harness/stack";

export const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;

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
    before: Declared[];
    after: Declared[];
    /** A program whose update succeeds, after the first. */
    between?: Declared[];
    /** A program whose update fails, after the first. */
    failing?: Declared[];
    byHand?: ByHand[];
    /** Flags of the preview, and of the update where it knows them; `--show-sames --show-replacement-steps` unless given. */
    flags?: string[];
    /** The account at first. */
    seed?: Seed;
    /** Whether the preview itself fails. */
    fails?: true;
    /** Whether the review knows the account's directory (kore.directory.json). */
    directory?: true;
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

export function user(name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Declared {
    return { type: "KoreUser", name, args: { emailId: at(name), ...args }, ...(opts === undefined ? {} : { opts }) };
}

export function list(
    name: string,
    emailIds: unknown[],
    args: Record<string, unknown> = {},
    opts?: Record<string, unknown>,
): Declared {
    return {
        type: "KoreUserAccess",
        name,
        args: { emailIds, isDeveloper: true, canCreateBot: false, ...args },
        ...(opts === undefined ? {} : { opts }),
    };
}

export function of(name: string) {
    return { $output: `${name}.emailId` };
}

export function instance(name: string, account: string, args: Record<string, unknown> = {}): Declared {
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

export const component = (name: string): Declared => ({ type: "Component", name, args: {} });
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
