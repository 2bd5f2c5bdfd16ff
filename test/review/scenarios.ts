import { defaultSeed, seedIds, type PersonChange, type Seed, type SeedPerson } from "kore-emulator";
import type { Declared } from "../harness/stack";

const { bots, botRoles, adminRoles, groups, dialogs } = seedIds;

/** What an administrator does in the Admin Console between the two programs. */
type ByHand = { change: string; to: PersonChange } | { remove: string };

/** Two programs, one after the other, and what is previewed between them. */
export interface Scenario {
    name: string;
    /** What a reviewer must learn from it. */
    title: string;
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
}

const supportDeveloper = { roleId: botRoles.developer, botId: bots.support };
const salesDeveloper = { roleId: botRoles.developer, botId: bots.sales };
const supportTester = { roleId: botRoles.tester, botId: bots.support };
const masterAdmin = { roleId: adminRoles.masterAdmin };
const analyst = { roleId: adminRoles.analyst };
const userAdmin = { roleId: adminRoles.userAdmin };

/** A place for the address of an emulator; {"$host": "eu"} in the arguments of a Provider. */
const host = (name: string) => ({ $host: name });

function at(name: string): string {
    return `${name}@example.com`;
}

function user(name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Declared {
    return { type: "KoreUser", name, args: { emailId: at(name), ...args }, ...(opts === undefined ? {} : { opts }) };
}

function list(
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

function of(name: string) {
    return { $output: `${name}.emailId` };
}

function instance(name: string, account: string, args: Record<string, unknown> = {}): Declared {
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

const component = (name: string): Declared => ({ type: "Component", name, args: {} });
const inComponent = (name: string) => ({ parent: { $output: name } });
const through = (name: string) => ({ provider: { $output: name } });

/** Another app of the same accounts. */
const secondApp = { clientId: "cs-second" };
const seedWithTwoApps: Seed = {
    ...defaultSeed,
    apps: [...defaultSeed.apps, ...defaultSeed.apps.map((app) => ({ ...app, ...secondApp }))],
};

function seedWith(...people: SeedPerson[]): Seed {
    return { ...defaultSeed, people: [...defaultSeed.people, ...people] };
}

// Somebody of each kind, so that names are known.
const ada = user("ada", {
    firstName: "Ada",
    lastName: "Byron",
    roles: [supportDeveloper],
    groups: [groups.supportTeam],
    isDeveloper: true,
    reason: "maintains the Support bot",
});
const katherine = user("katherine", {
    firstName: "Katherine",
    lastName: "Johnson",
    roles: [analyst, userAdmin],
    reason: "answers access requests",
});
const company = [ada, katherine];

const nasty =
    "<img src=x onerror=alert(1)> `code` **bold** | [link](https://example.org) @octocat #1 \u001b[31mred\u001b[0m \u202Ereversed\n# heading\n</details>";

export const scenarios: Scenario[] = [
    {
        name: "nothing",
        title: "a program that changes nothing says so in one sentence",
        before: company,
        after: company,
    },
    { name: "nothing-plain", title: "the same without --show-sames", before: company, after: company, flags: [] },
    {
        name: "first-people",
        title: "the first preview of a program: everybody joins, ids have no names yet",
        before: [],
        after: [...company, user("grace"), list("builders", [of("grace")], { reason: "build on bots of others" })],
    },
    {
        name: "joins",
        title: "somebody joins with plain access",
        before: company,
        after: [
            ...company,
            user("grace", {
                firstName: "Grace",
                roles: [{ roleId: botRoles.developer, botId: bots.support }],
                groups: [groups.supportTeam],
                reason: "joins Ada's team",
            }),
        ],
    },
    {
        name: "joins-otherwise",
        title: "people who join with other settings than the default",
        before: company,
        after: [
            ...company,
            user("taken", { adopt: "takeOver" }),
            user("new", { adopt: "never" }),
            user("quiet", { sendEmail: false }),
        ],
        seed: seedWith({ emailId: at("taken"), isDeveloper: true, roles: [supportTester] }),
    },
    {
        name: "administrators",
        title: "administrators who come, change and go",
        before: [...company, user("mary", { roles: [masterAdmin] })],
        after: [
            user("ada", { ...ada.args, roles: [supportDeveloper, masterAdmin] }),
            user("katherine", { ...katherine.args, roles: [analyst, masterAdmin] }),
            user("mary"),
            user("grace", { roles: [userAdmin] }),
        ],
    },
    {
        name: "flags",
        title: "builder access that is given and taken by KoreUser",
        before: [
            user("ada", { isDeveloper: true }),
            user("grace"),
            user("mary", { isDeveloper: true, canCreateBot: true }),
            user("jean", { isDeveloper: true, canCreateBot: true }),
        ],
        after: [
            user("ada", { isDeveloper: true, canCreateBot: true }),
            user("grace", { isDeveloper: true, reason: "starts to build" }),
            user("mary", { isDeveloper: true, canCreateBot: false }),
            user("jean", { isDeveloper: false, canCreateBot: false }),
        ],
    },
    {
        name: "flags-left-out",
        title: "a declared flag or list that is left out is taken back; one that never was is left alone",
        before: [
            user("ada", {
                isDeveloper: true,
                canCreateBot: true,
                roles: [supportDeveloper],
                groups: [groups.supportTeam],
                assignBotTasks: [{ streamId: bots.sales }],
            }),
            user("grace"),
        ],
        after: [user("ada"), user("grace", { firstName: "Grace" })],
    },
    {
        name: "flags-held-already",
        title: "what the program begins to declare, and Kore.ai reports already",
        before: [user("ada"), user("grace")],
        byHand: [
            { change: at("ada"), to: { isDeveloper: true, addRoles: [supportDeveloper] } },
            { change: at("grace"), to: { isDeveloper: true } },
        ],
        flags: ["--refresh"],
        after: [user("ada", { isDeveloper: true, roles: [supportDeveloper] }), user("grace", { isDeveloper: false })],
    },
    {
        name: "data-tables",
        title: "data tables and views that are given and taken",
        before: [user("ada"), user("grace"), list("tables", [of("ada")], { hasDataTableAndViewAccess: true })],
        after: [
            user("ada"),
            user("grace"),
            list("tables", [of("ada")]),
            list("others", [of("grace")], {
                isDeveloper: false,
                hasDataTableAndViewAccess: true,
                reason: "keeps the tables",
            }),
        ],
    },
    {
        name: "leaves",
        title: "people who are taken out of the program, and what becomes of each",
        before: [
            ...company,
            user("removed", {
                isDeveloper: true,
                roles: [supportTester],
                groups: [groups.salesTeam],
                assignBotTasks: [{ streamId: bots.support, dialogs: [dialogs.supportTicket] }],
            }),
            user("revoked", { isDeveloper: true, roles: [supportTester], onDestroy: "revoke" }),
            user("kept", { isDeveloper: true, roles: [masterAdmin] }, { retainOnDelete: true }),
        ],
        after: company,
    },
    {
        name: "leaves-adopted",
        title: "an adopted person without onDestroy stops the update; with it, it says what becomes of them",
        before: [
            ...company,
            user("old", { isDeveloper: true }),
            user("older", { isDeveloper: true, onDestroy: "revoke" }),
        ],
        after: company,
        seed: seedWith({ emailId: at("old"), isDeveloper: true }, { emailId: at("older"), isDeveloper: true }),
    },
    {
        name: "leaves-owner",
        title: "somebody who owns a bot is not removed so easily",
        before: [...company, user("grace", { isDeveloper: true })],
        byHand: [{ change: at("grace"), to: { addRoles: [{ roleId: botRoles.owner, botId: bots.support }] } }],
        after: company,
        flags: ["--refresh"],
    },
    {
        name: "owners",
        title: "somebody becomes an owner, by the name that Kore.ai reports",
        before: [user("grace", { adopt: "takeOver" }), user("ada")],
        after: [
            user("grace", { adopt: "takeOver" }),
            user("ada", { roles: [{ roleId: botRoles.owner, botId: bots.support }] }),
        ],
        seed: seedWith({ emailId: at("grace"), roles: [{ roleId: botRoles.owner, botId: bots.sales }] }),
    },
    {
        name: "memberships",
        title: "roles, groups and tasks that come and go",
        before: [
            user("ada", {
                roles: [supportDeveloper],
                groups: [groups.supportTeam],
                assignBotTasks: [{ streamId: bots.support }],
            }),
            user("grace", { roles: [supportTester, salesDeveloper], groups: [groups.everybody] }),
            user("jean", { assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote] }] }),
            user("mary", {
                assignBotTasks: [{ streamId: bots.support, dialogs: [dialogs.supportStatus, dialogs.supportTicket] }],
            }),
            user("sue", { assignBotTasks: [{ streamId: bots.sales }] }),
        ],
        after: [
            user("ada", {
                roles: [supportDeveloper, salesDeveloper],
                groups: [groups.everybody],
                assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote, dialogs.salesOrder] }],
            }),
            user("grace", { roles: [supportTester], groups: [groups.everybody, groups.supportTeam] }),
            user("jean", {
                assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote, dialogs.salesOrder] }],
            }),
            user("mary", { assignBotTasks: [{ streamId: bots.support, dialogs: [dialogs.supportStatus] }] }),
            user("sue", { assignBotTasks: [{ streamId: bots.sales, dialogs: [dialogs.salesQuote] }] }),
        ],
    },
    {
        name: "group-of-administrators",
        title: "a group that is known to confer an administrator's role makes an administrator",
        before: [user("ada"), user("sue", { groups: [groups.salesTeam] })],
        after: [user("ada", { groups: [groups.salesTeam], reason: "helps Sales" }), user("sue")],
    },
    {
        name: "role-of-a-group",
        title: "a role that a group goes on conferring is not lost",
        before: [
            user("ada", { roles: [supportTester], groups: [groups.supportTeam] }),
            user("grace", { roles: [supportTester], groups: [groups.supportTeam] }),
        ],
        after: [user("ada", { groups: [groups.supportTeam] }), user("grace")],
    },
    {
        name: "new-address",
        title: "another address is another person: old and new together, with all that the new one gets",
        before: [
            ...company,
            user("grace", { isDeveloper: true, roles: [supportDeveloper] }),
            user("mary", { onDestroy: "revoke", groups: [groups.supportTeam] }),
        ],
        after: [
            ada,
            user("katherine", { ...katherine.args, emailId: "katherine@example.org" }),
            user("grace", { emailId: at("grace.hopper"), isDeveloper: true, roles: [salesDeveloper] }),
            user("mary", { emailId: at("mary.jackson"), onDestroy: "revoke", groups: [groups.supportTeam] }),
        ],
    },
    {
        name: "new-address-in-a-list",
        title: "the flags of a KoreUserAccess come along with a new address",
        before: [user("grace"), user("jean"), list("builders", [of("grace"), of("jean")])],
        after: [
            user("grace", { emailId: at("grace.hopper") }),
            user("jean"),
            list("builders", [of("grace"), of("jean")]),
        ],
    },
    {
        name: "swapped-addresses",
        title: "two resources that swap their people: nobody comes or goes",
        before: [
            user("east", { emailId: at("ada"), isDeveloper: true }),
            user("west", { emailId: at("grace"), isDeveloper: true }),
        ],
        after: [
            user("east", { emailId: at("grace"), isDeveloper: true }),
            user("west", { emailId: at("ada"), isDeveloper: true }),
        ],
    },
    {
        name: "renamed",
        title: "a renamed resource is one line: no change of access",
        before: [
            ...company,
            user("grace", { roles: [supportDeveloper], groups: [groups.supportTeam], isDeveloper: true }),
        ],
        after: [
            ...company,
            user("hopper", {
                emailId: at("grace"),
                roles: [supportDeveloper],
                groups: [groups.supportTeam],
                isDeveloper: true,
            }),
        ],
    },
    {
        name: "renamed-and-changed",
        title: "a resource that is renamed and changed at once is a change of access like any other",
        before: [
            ...company,
            user("grace", { roles: [supportDeveloper] }),
            user("jean", { isDeveloper: true, roles: [supportTester] }),
        ],
        after: [
            ...company,
            user("hopper", { emailId: at("grace"), roles: [supportDeveloper, masterAdmin] }),
            user("bartik", { emailId: at("jean"), isDeveloper: true, roles: [supportDeveloper], adopt: "takeOver" }),
        ],
    },
    {
        name: "renamed-and-changed-never",
        title: "somebody whom the stack has is not adopted anew, whatever adopt says",
        before: [
            ...company,
            user("grace", {
                isDeveloper: true,
                roles: [supportTester, supportDeveloper],
                groups: [groups.supportTeam],
                assignBotTasks: [{ streamId: bots.support }],
                reason: "builds",
            }),
            user("jean", { adopt: "takeOver" }),
        ],
        after: [
            ...company,
            user("hopper", {
                emailId: at("grace"),
                adopt: "never",
                firstName: "Grace",
                roles: [supportDeveloper, salesDeveloper],
                groups: [groups.everybody],
                assignBotTasks: [{ streamId: bots.sales }],
                reason: "leads",
            }),
            user("bartik", {
                emailId: at("jean"),
                adopt: "never",
                isDeveloper: false,
                assignBotTasks: [{ streamId: bots.support }],
            }),
        ],
        seed: seedWith({ emailId: at("jean"), isDeveloper: true, assignBotTasks: [{ botId: bots.sales }] }),
    },
    {
        name: "renamed-and-exclusive",
        title: "a new name and exclusive at once: what the old resource declared goes",
        before: [
            ...company,
            user("grace", { roles: [supportDeveloper, salesDeveloper], groups: [groups.supportTeam] }),
        ],
        after: [...company, user("hopper", { emailId: at("grace"), roles: [supportDeveloper], exclusive: true })],
    },
    {
        name: "renamed-and-exclusive-with-more",
        title: "a new name and exclusive at once stop the update, where somebody has what neither resource declares",
        before: [...company, user("grace", { roles: [supportDeveloper], adopt: "takeOver" })],
        after: [...company, user("hopper", { emailId: at("grace"), roles: [supportDeveloper], exclusive: true })],
        seed: seedWith({ emailId: at("grace"), roles: [supportDeveloper, analyst] }),
    },
    {
        name: "renamed-and-kept",
        title: "a renamed resource that Pulumi only forgets leaves what nothing declares any more, but for what the new one takes",
        before: [
            ...company,
            user(
                "grace",
                {
                    isDeveloper: true,
                    canCreateBot: true,
                    roles: [supportTester, salesDeveloper],
                    groups: [groups.supportTeam],
                    assignBotTasks: [{ streamId: bots.support }],
                },
                { retainOnDelete: true },
            ),
            user("jean", { assignBotTasks: [{ streamId: bots.support }], isDeveloper: true }, { retainOnDelete: true }),
        ],
        after: [
            ...company,
            user("hopper", {
                emailId: at("grace"),
                isDeveloper: false,
                canCreateBot: false,
                roles: [salesDeveloper],
                assignBotTasks: [{ streamId: bots.sales }],
            }),
            user("bartik", { emailId: at("jean") }),
        ],
    },
    {
        name: "renamed-adopted",
        title: "who was adopted stays so under another name, with the onDestroy that is said now",
        before: [
            ...company,
            user("old", { isDeveloper: true }),
            user("older", { isDeveloper: true, onDestroy: "revoke" }),
        ],
        after: [
            ...company,
            user("new", { emailId: at("old"), isDeveloper: true, onDestroy: "revoke" }),
            user("newer", { emailId: at("older"), isDeveloper: true }),
        ],
        seed: seedWith({ emailId: at("old"), isDeveloper: true }, { emailId: at("older"), isDeveloper: true }),
    },
    {
        name: "renamed-then-leaves",
        title: "who was renamed leaves as before: added by the program, or adopted with the onDestroy of the new name",
        before: [...company, user("grace", { roles: [supportTester] }), user("old", { isDeveloper: true })],
        between: [
            ...company,
            user("hopper", { emailId: at("grace"), roles: [supportDeveloper] }),
            user("new", { emailId: at("old"), isDeveloper: true, onDestroy: "revoke" }),
        ],
        after: company,
        seed: seedWith({ emailId: at("old"), isDeveloper: true }),
    },
    {
        name: "renamed-then-leaves-adopted",
        title: "who was adopted is adopted under another name too: without onDestroy they stop the update",
        before: [...company, user("old", { isDeveloper: true, onDestroy: "remove" })],
        between: [...company, user("new", { emailId: at("old"), isDeveloper: true })],
        after: company,
        seed: seedWith({ emailId: at("old"), isDeveloper: true }),
    },
    {
        name: "made-anew",
        title: "a resource that is replaced by hand takes its own person over",
        before: [...company, user("grace", { roles: [supportDeveloper] })],
        after: [...company, user("grace", { roles: [supportDeveloper] })],
        flags: [
            "--show-sames",
            "--show-replacement-steps",
            "--replace",
            "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::grace",
        ],
    },
    {
        name: "made-anew-with-new-address",
        title: "a resource that is replaced by hand with another address can't let an adopted person go",
        before: [...company, user("old", { isDeveloper: true })],
        after: [...company, user("old", { emailId: at("new"), isDeveloper: true })],
        flags: [
            "--show-sames",
            "--show-replacement-steps",
            "--replace",
            "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::old",
        ],
        seed: seedWith({ emailId: at("old"), isDeveloper: true }),
    },
    {
        name: "comes-under-a-user-never",
        title: "somebody of a KoreUserAccess can't come under a KoreUser that adopts nobody",
        before: [list("builders", [at("ada")])],
        after: [user("ada", { adopt: "never" }), list("builders", [at("ada")])],
        seed: seedWith({ emailId: at("ada") }),
    },
    {
        name: "components",
        title: "into a component, and somebody new in it",
        before: [ada],
        after: [
            component("support"),
            { ...ada, opts: inComponent("support") },
            user("grace", { roles: [supportDeveloper] }, inComponent("support")),
        ],
    },
    {
        name: "flags-move",
        title: "flags that move between resources are not interrupted",
        before: [
            user("ada", { isDeveloper: true }),
            user("grace"),
            user("jean"),
            list("support", [of("grace"), of("jean")]),
            list("sales", [of("jean")].slice(1).concat([{ $output: "late.emailId" }])),
            user("late"),
        ].sort((a, b) => Number(a.type === "KoreUserAccess") - Number(b.type === "KoreUserAccess")),
        after: [
            user("ada"),
            user("grace"),
            user("jean"),
            user("late"),
            list("support", [of("jean")]),
            list("sales", [of("grace"), of("late"), of("ada")]),
        ],
    },
    {
        name: "list-shrinks",
        title: "who leaves a KoreUserAccess loses what it declared",
        before: [
            user("ada"),
            user("grace"),
            user("jean"),
            user("mary"),
            list("builders", [of("ada"), of("grace"), of("jean"), of("mary")], { canCreateBot: true }),
        ],
        after: [
            user("ada"),
            user("grace"),
            user("jean"),
            user("mary"),
            list("builders", [of("ada")], { canCreateBot: true }),
        ],
    },
    {
        name: "list-shrinks-retained",
        title: "retainOnDelete is about the end of a KoreUserAccess, not about who leaves it",
        before: [user("ada"), user("grace"), list("keepers", [of("ada"), of("grace")], {}, { retainOnDelete: true })],
        after: [user("ada"), user("grace"), list("keepers", [of("ada")], {}, { retainOnDelete: true })],
    },
    {
        name: "left-behind",
        title: "somebody whom a replacement could not remove is removed by the next update",
        before: [user("grace", { roles: [supportTester], onDestroy: "remove" })],
        failing: [user("grace", { emailId: at("grace.hopper"), roles: [supportTester] })],
        // Kore.ai removes no owner of the account.
        byHand: [{ change: at("grace"), to: { owner: false } }],
        after: [user("grace", { emailId: at("grace.hopper"), roles: [supportTester] })],
        seed: seedWith({ emailId: at("grace"), roles: [supportTester], owner: true }),
    },
    {
        name: "list-goes",
        title: "a KoreUserAccess that goes takes its flags along, or leaves them",
        before: [
            user("ada"),
            user("grace"),
            list("builders", [of("ada")]),
            list("keepers", [of("grace")], {}, { retainOnDelete: true }),
        ],
        after: [user("ada"), user("grace")],
    },
    {
        name: "list-alone",
        title: "a KoreUserAccess of people without a KoreUser",
        before: [],
        after: [
            list("builders", [at("ada")], { reason: "build" }),
            list("others", [at("grace")], { isDeveloper: false }),
        ],
        seed: seedWith({ emailId: at("ada") }, { emailId: at("grace"), isDeveloper: true }),
    },
    {
        name: "list-of-plain-addresses",
        title: "people and a KoreUserAccess of their plain addresses, all at once",
        before: company,
        after: [
            ...company,
            user("grace"),
            user("jean", { groups: [groups.supportTeam] }),
            list("builders", [at("grace"), at("jean")], { reason: "build on bots of others" }),
        ],
    },
    {
        name: "stays",
        title: "somebody whom a KoreUserAccess names stays when their KoreUser goes",
        before: [
            user("ada", { roles: [supportDeveloper] }),
            list("builders", [at("ada")], {}, { dependsOn: [{ $output: "ada" }] }),
        ],
        after: [list("builders", [at("ada")])],
    },
    {
        name: "stays-unseen",
        title: "the same where unchanged resources are not in the preview: the words say what they do not know",
        before: [
            user("ada", { roles: [supportDeveloper] }),
            list("builders", [at("ada")], {}, { dependsOn: [{ $output: "ada" }] }),
        ],
        after: [list("builders", [at("ada")])],
        flags: [],
    },
    {
        name: "comes-under-a-user",
        title: "somebody of a KoreUserAccess comes under a KoreUser",
        before: [list("builders", [at("ada")])],
        after: [user("ada"), list("builders", [at("ada")])],
        seed: seedWith({ emailId: at("ada") }),
    },
    {
        name: "unknown-values",
        title: "what only the update will know is said to be unknown",
        before: [...company, user("grace", { groups: [groups.supportTeam] })],
        after: [
            ...company,
            user("new"),
            user("grace", {
                groups: [{ $output: "new.userId" }],
                roles: [
                    { roleId: { $output: "new.userId" } },
                    { roleId: botRoles.developer, botId: { $output: "new.userId" } },
                ],
            }),
            user("who", { emailId: { $output: "new.userId" }, isDeveloper: true }),
            list("builders", [of("new"), { $output: "new.userId" }]),
            list("everybody", { $output: "new.userId" } as unknown as unknown[], { canCreateBot: true }),
        ],
    },
    {
        name: "secret-values",
        title: "secrets stay secret, and are said to be",
        before: [user("ada", { reason: { $secret: "word" }, roles: [supportDeveloper] })],
        after: [
            user("ada", { reason: { $secret: "word" }, roles: [salesDeveloper] }),
            user("secret", { emailId: { $secret: "mail" }, isDeveloper: true }),
            user("grace", { roles: [{ roleId: { $secret: "role" } }], reason: { $secret: "word" } }),
        ],
    },
    {
        name: "drift",
        title: "what was changed outside of the program, and is put back",
        before: [
            user("ada", {
                isDeveloper: true,
                canCreateBot: true,
                roles: [supportDeveloper, analyst],
                groups: [groups.supportTeam],
            }),
            user("grace", { isDeveloper: false, canCreateBot: false }),
            user("jean"),
            user("mary"),
            list("builders", [of("jean"), of("mary")]),
        ],
        after: [
            user("ada", {
                isDeveloper: true,
                canCreateBot: true,
                roles: [supportDeveloper, analyst],
                groups: [groups.supportTeam],
            }),
            user("grace", { isDeveloper: false, canCreateBot: false }),
            user("jean"),
            user("mary"),
            list("builders", [of("jean"), of("mary")]),
        ],
        byHand: [
            {
                change: at("ada"),
                to: {
                    canCreateBot: false,
                    removeRoles: [supportDeveloper, analyst],
                    removeGroups: [groups.supportTeam],
                },
            },
            { change: at("grace"), to: { isDeveloper: true, canCreateBot: true } },
            { change: at("jean"), to: { isDeveloper: false } },
        ],
        flags: ["--refresh"],
    },
    {
        name: "suspended",
        title: "somebody whom Kore.ai keeps from signing in is given access all the same, and the review says so",
        before: [...company, user("grace"), user("jean")],
        after: [...company, user("grace", { isDeveloper: true }), user("jean")],
        byHand: [
            { change: at("grace"), to: { status: "suspended" } },
            { change: at("jean"), to: { status: "locked" } },
        ],
        flags: ["--refresh"],
    },
    {
        name: "drift-removed",
        title: "somebody who was removed by hand would be invited again",
        before: [
            ...company,
            user("grace", { isDeveloper: true }),
            list("viewers", [of("katherine")], { isDeveloper: false }),
        ],
        after: [
            ...company,
            user("grace", { isDeveloper: true }),
            list("viewers", [of("katherine")], { isDeveloper: false }),
        ],
        byHand: [{ remove: at("katherine") }, { remove: at("grace") }],
        flags: ["--refresh"],
    },
    {
        name: "drift-exclusive",
        title: "exclusive takes what somebody gave outside of the program",
        before: [
            user("ada", { exclusive: true, roles: [supportDeveloper] }),
            user("grace", { roles: [supportDeveloper] }),
        ],
        after: [
            user("ada", { exclusive: true, roles: [supportDeveloper] }),
            user("grace", { roles: [supportDeveloper] }),
        ],
        byHand: [
            { change: at("ada"), to: { addRoles: [masterAdmin, salesDeveloper], addGroups: [groups.everybody] } },
            { change: at("grace"), to: { addRoles: [masterAdmin] } },
        ],
        flags: ["--refresh"],
    },
    {
        name: "drift-and-change",
        title: "drift and a change of the program in one preview are told apart",
        before: [...company, user("grace", { isDeveloper: true })],
        after: [
            user("ada", { ...ada.args, roles: [supportDeveloper, salesDeveloper] }),
            katherine,
            user("grace", { isDeveloper: true, canCreateBot: true }),
        ],
        byHand: [
            { change: at("ada"), to: { removeRoles: [supportDeveloper] } },
            { change: at("grace"), to: { isDeveloper: false } },
        ],
        flags: ["--refresh"],
    },
    {
        name: "exclusive",
        title: "exclusive that is turned on takes what the state has on record; turned off, it leaves all",
        before: [
            user("ada", { roles: [supportDeveloper], groups: [groups.supportTeam], adopt: "takeOver" }),
            user("grace", { exclusive: true }),
        ],
        after: [
            user("ada", {
                roles: [supportDeveloper],
                groups: [groups.supportTeam],
                adopt: "takeOver",
                exclusive: true,
            }),
            user("grace", { exclusive: false }),
        ],
        seed: seedWith({
            emailId: at("ada"),
            roles: [supportDeveloper, analyst],
            groups: [groups.supportTeam, groups.everybody],
        }),
    },
    {
        name: "settings",
        title: "settings that give no access",
        before: [
            ada,
            user("grace", { reason: "builds", firstName: "Grace" }, { protect: true }),
            list("builders", [of("grace")], { reason: "build" }),
        ],
        after: [
            user("ada", { ...ada.args, onDestroy: "revoke", adopt: "never", dept: "Bots" }),
            user("grace", { reason: "builds the Sales bot", firstName: "Grace" }),
            list("builders", [of("grace")], { reason: "build on bots of others" }),
        ],
    },
    {
        name: "two-accounts",
        title: "two accounts in one program, each under its own heading",
        before: [
            instance("eu", "eu"),
            user("ada", { isDeveloper: true }),
            user("ada-eu", { emailId: at("ada"), roles: [supportDeveloper] }, through("eu")),
            user("grace-eu", { emailId: at("grace") }, through("eu")),
        ],
        after: [
            instance("eu", "eu"),
            user("ada", { isDeveloper: false }),
            user("ada-eu", { emailId: at("ada"), roles: [supportDeveloper, masterAdmin] }, through("eu")),
            user("jean-eu", { emailId: at("jean") }, through("eu")),
        ],
    },
    {
        name: "renamed-to-another-instance",
        title: "a renamed resource at another provider instance of the same account is one line",
        before: [instance("one", "eu"), user("ada", { isDeveloper: true }, through("one"))],
        after: [
            instance("one", "eu"),
            instance("two", "eu"),
            user("lovelace", { emailId: at("ada"), isDeveloper: true }, through("two")),
        ],
    },
    {
        name: "renamed-and-changed-at-another-instance",
        title: "one that changes at the same time is a change of access",
        before: [instance("one", "eu"), user("ada", { isDeveloper: true, roles: [supportTester] }, through("one"))],
        after: [
            instance("one", "eu"),
            instance("two", "eu"),
            user(
                "lovelace",
                { emailId: at("ada"), isDeveloper: true, roles: [supportDeveloper], adopt: "never" },
                through("two"),
            ),
        ],
    },
    {
        name: "renamed-to-another-app",
        title: "one at another app of the same host may be another account: the person is removed, or the update stops",
        before: [instance("one", "eu"), user("ada", { isDeveloper: true }, through("one"))],
        after: [
            instance("one", "eu"),
            instance("two", "eu", secondApp),
            user("lovelace", { emailId: at("ada"), isDeveloper: true }, through("two")),
        ],
        seed: seedWithTwoApps,
    },
    {
        name: "renamed-to-another-app-of-an-account",
        title: "one at another app of the same account, by its accountName, moves, with all that changes",
        before: [instance("one", "eu", { accountName: "company" }), user("ada", { isDeveloper: true }, through("one"))],
        after: [
            instance("one", "eu", { accountName: "company" }),
            instance("two", "eu", { ...secondApp, accountName: "company" }),
            user(
                "lovelace",
                {
                    emailId: at("ada"),
                    isDeveloper: true,
                    canCreateBot: true,
                    roles: [masterAdmin],
                    reason: "stands in for the owner",
                },
                through("two"),
            ),
        ],
        seed: seedWithTwoApps,
    },
    {
        name: "renamed-beside-another-app",
        title: "where the host may have two accounts, a new name with a change is an adoption, and stops the update",
        before: [
            instance("one", "eu"),
            instance("two", "eu", secondApp),
            user("ada", { isDeveloper: true }, through("one")),
            user("grace", {}, through("two")),
        ],
        after: [
            instance("one", "eu"),
            instance("two", "eu", secondApp),
            user("lovelace", { emailId: at("ada"), isDeveloper: true, canCreateBot: true }, through("one")),
            user("grace", {}, through("two")),
        ],
        seed: seedWithTwoApps,
    },
    {
        name: "list-goes-beside-another-app",
        title: "what a KoreUserAccess gives stays, where another app at the same host, perhaps of another account, declares it as well",
        before: [
            instance("one", "eu"),
            instance("two", "eu", secondApp),
            list("builders", [at("ada"), at("jean")], {}, through("one")),
            user("ada", { isDeveloper: true }, through("two")),
        ],
        after: [
            instance("one", "eu"),
            instance("two", "eu", secondApp),
            user("ada", { isDeveloper: true }, through("two")),
        ],
        seed: {
            ...seedWithTwoApps,
            people: [
                ...defaultSeed.people,
                { emailId: at("ada"), isDeveloper: true },
                { emailId: at("jean"), isDeveloper: true },
            ],
        },
    },
    {
        name: "unknown-address",
        title: "an address that becomes unknown may be another person's",
        before: [user("ada"), user("grace", { isDeveloper: true })],
        after: [
            user("ada", { isDeveloper: true, canCreateBot: true }),
            user("grace", { emailId: { $output: "ada.userId" }, isDeveloper: true }),
        ],
    },
    {
        name: "another-account",
        title: "an instance that is pointed at another account stops the update",
        before: [
            instance("main", "eu"),
            user("ada", { isDeveloper: true }, through("main")),
            user("grace", {}, through("main")),
        ],
        after: [
            instance("main", "us"),
            user("ada", { isDeveloper: true, canCreateBot: true }, through("main")),
            user("grace", {}, through("main")),
        ],
    },
    {
        name: "empty-csv",
        title: "an empty list of people removes everybody, which nobody can overlook",
        before: [
            ...["ada", "grace", "jean", "mary", "sue", "joan", "frances"].map((name) =>
                user(name, { roles: [supportTester] }),
            ),
            user("katherine", { roles: [masterAdmin] }),
            list("builders", ["ada", "grace", "jean", "mary"].map(of)),
        ],
        after: [],
    },
    {
        name: "reads",
        title: "people who are only read change nothing",
        before: company,
        after: [
            ...company,
            {
                type: "KoreUser",
                name: "owner",
                args: { emailId: "owner@example.com" },
                opts: { id: "owner@example.com" },
            },
        ],
    },
    {
        name: "nasty-names",
        title: "names, reasons and resource names with all that Markdown, HTML and terminals could trip over",
        before: [user("ada", { roles: [supportDeveloper], groups: [groups.supportTeam] })],
        after: [
            user("ada", { roles: [supportDeveloper, masterAdmin], groups: [groups.supportTeam], reason: nasty }),
            user("</summary> `x` **y**", {
                emailId: "__bold__+-x@example.com",
                firstName: nasty,
                lastName: "` ``` `",
                reason: "\u202E",
                isDeveloper: true,
            }),
            list("<b>| `builders`", [of("ada")], { reason: "<!-- -->" }),
        ],
        seed: {
            ...defaultSeed,
            roles: defaultSeed.roles.map((role) => ({
                ...role,
                name: `${role.name} <script>alert(1)</script> | \`tick\``,
            })),
            bots: defaultSeed.bots.map((bot) => ({ ...bot, name: `${bot.name} **\u202E**\u001b[2J` })),
            groups: defaultSeed.groups.map((group) => ({ ...group, name: `${group.name}\n\n# heading` })),
        },
    },
    {
        name: "mixture",
        title: "a day at a company: everything at once, riskiest first",
        before: [
            ...company,
            user("grace", { roles: [supportDeveloper], reason: "builds" }),
            user("jean", { groups: [groups.supportTeam] }),
            user("mary", { groups: [groups.salesTeam] }),
            user("sue", { isDeveloper: true }),
            user("joan", { roles: [supportTester] }),
            user("frances"),
            list("support", [of("grace"), of("joan")], { reason: "maintain the Support bot" }),
            list("sales", [of("frances")], { canCreateBot: true, reason: "start a bot for each campaign" }),
        ],
        after: [
            ada,
            user("katherine", {
                ...katherine.args,
                roles: [analyst, userAdmin, masterAdmin],
                reason: "stands in for the owner in July",
            }),
            user("grace", { emailId: at("grace.hopper"), roles: [supportDeveloper], reason: "builds" }),
            user("jean", { groups: [groups.supportTeam], roles: [supportTester] }),
            user("mary-jackson", { emailId: at("mary"), groups: [groups.salesTeam] }),
            user("joan", { roles: [supportTester] }),
            user("frances"),
            user("dorothy", { groups: [groups.supportTeam], reason: "trainee" }),
            user("betty", { groups: [groups.supportTeam], reason: "trainee" }),
            user("marlyn", { groups: [groups.supportTeam], reason: "trainee" }),
            user("contractor", { emailId: "contractor@example.org", isDeveloper: true, canCreateBot: true }),
            list("support", [of("grace")], { reason: "maintain the Support bot" }),
            list("sales", [of("frances"), of("joan")], { canCreateBot: true, reason: "start a bot for each campaign" }),
        ],
    },
    {
        name: "failed-protected",
        title: "a preview that fails, as a protected person would go",
        before: [user("ada", {}, { protect: true })],
        after: [],
        fails: true,
    },
    {
        name: "failed-argument",
        title: "a preview that fails, as an argument is wrong",
        before: company,
        after: [...company, user("grace", { isDeveloper: "yes" })],
        fails: true,
    },
];
