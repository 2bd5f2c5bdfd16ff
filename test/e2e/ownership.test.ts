import assert from "node:assert/strict";
import {
    seedIds,
    startEmulator,
    type Emulator,
    type Fault,
    type Person,
    type PersonChange,
    type SeedPerson,
} from "kore-emulator";
import * as v from "valibot";
import { isWrite, outputsOf, previewed, says, settled } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const { supportTeam, salesTeam, everybody } = seedIds.groups;
const { support, sales } = seedIds.bots;
const analyst = { roleId: seedIds.adminRoles.analyst };
const userAdmin = { roleId: seedIds.adminRoles.userAdmin };
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: support };
const testerOfSales = { roleId: seedIds.botRoles.tester, botId: sales };
const ownerOfSales = { roleId: seedIds.botRoles.owner, botId: sales };
const quote = { assignBotTasks: [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }] };
const quoteHeld = { assignBotTasks: [{ botId: sales, dialogs: [seedIds.dialogs.salesQuote] }] };

const at = (name: string) => `${name}@example.com`;
const user = (name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: at(name), ...args },
    ...(opts === undefined ? {} : { opts }),
});

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

const userRows = v.object({ users: v.array(v.looseObject({ userInfo: v.looseObject({ emailId: v.string() }) })) });

/** The rows about somebody in the writes to an account. */
function rowsAbout(emulator: Emulator, emailId: string) {
    const writes = emulator.account.requests({ emailId }).filter(isWrite);
    return writes
        .flatMap(({ request }) => v.parse(userRows, request).users)
        .filter(({ userInfo }) => userInfo.emailId === emailId);
}

function personOf(emulator: Emulator, name: string): Person {
    const found = emulator.account.person(at(name));
    assert.ok(found !== undefined, `${at(name)} is in the account`);
    return {
        ...found,
        roles: [...found.roles].sort((one, other) => one.roleId.localeCompare(other.roleId)),
        groups: [...found.groups].sort(),
    };
}

/** Somebody who is in the account before the program. */
interface Newcomer {
    name: string;
    title: string;
    there: Omit<SeedPerson, "emailId">;
    args: Record<string, unknown>;
    /** What the error says after "was not created: "; nobody is refused without. */
    refusal?: string;
    /** What is printed about somebody who is taken over; with none, nothing is. */
    notice?: string;
    /** What is sent about them, beside their address. */
    sent?: { userInfo?: Record<string, unknown>; [field: string]: unknown }[];
    /** What is otherwise about them than before. */
    after?: Partial<Person>;
    /** What a refused one is declared with then, as the error advises, and what becomes of them. */
    then?: { args: Record<string, unknown>; after?: Partial<Person> };
}

const exactly = {
    firstName: "Ada",
    lastName: "Byron",
    isDeveloper: true,
    canCreateBot: true,
    groups: [supportTeam],
    roles: [analyst, developerOfSupport],
    ...quoteHeld,
};
const declared = { ...exactly, ...quote };
const more = {
    isDeveloper: true,
    canCreateBot: true,
    groups: [supportTeam, everybody],
    roles: [userAdmin, developerOfSupport, testerOfSales],
    ...quoteHeld,
};
const less = { isDeveloper: true, groups: [supportTeam], roles: [developerOfSupport] };
const everyListed = [
    "canCreateBot is true, and not declared",
    `group Everybody (${everybody}), not declared`,
    `role Bot Tester (${testerOfSales.roleId}) on bot Sales (${sales}), not declared`,
    `role User Admin (${userAdmin.roleId}), not declared`,
    `tasks of bot ${sales}, not declared`,
];
const everyMissing = [
    'firstName is "Augusta", and declared "Ada"',
    'lastName is "", and declared "Byron"',
    "canCreateBot is false, and declared true",
    "isDeveloper is false, and declared true",
    `not in group ${supportTeam} (groups)`,
    `without role ${analyst.roleId} (roles)`,
    `without role ${developerOfSupport.roleId} on bot ${support} (roles)`,
    `assignBotTasks are [], and declared ${JSON.stringify(quote.assignBotTasks)}`,
];
const differs = (differences: string[]) =>
    `this person is in the account already, and differs from the program: ${differences.join(" ")} `;
const ways =
    "Declare what this person has, to take them over unchanged; or adopt: 'takeOver', to bring what is declared to the program and leave the rest.";
const inactive = (status: string) =>
    `was in the account already, as '${status}'; they are adopted, and no new invitation is sent.`;

const newcomers: Newcomer[] = [
    {
        name: "same",
        title: "who has exactly what is declared is taken over, and nothing is sent",
        there: exactly,
        args: declared,
    },
    {
        name: "plain",
        title: "who has nothing, where nothing is declared, is taken over, and nothing is sent",
        there: {},
        args: {},
    },
    {
        name: "conferred",
        title: "whose declared role comes from a group is taken over, and nothing is sent",
        there: { groups: [salesTeam] },
        args: { groups: [salesTeam], roles: [testerOfSales] },
    },
    {
        name: "member",
        title: "whose flags a KoreUserAccess of the program declares is taken over, and nothing is sent",
        there: { isDeveloper: true },
        args: {},
    },
    {
        name: "unreadable",
        title: "with declared fields that Kore.ai does not report is sent them once, and nothing else",
        there: { isDeveloper: true, canCreateBot: true, groups: [supportTeam] },
        args: { isDeveloper: true, canCreateBot: true, groups: [supportTeam], dept: "Bots", city: "Turin" },
        sent: [{ userInfo: { dept: "Bots", city: "Turin" }, canCreateBot: true, isDeveloper: true }],
        after: { dept: "Bots", city: "Turin" },
        notice: "Kore.ai accepts dept, city, but does not report them: they are unverified, and a change made by hand will not be seen.",
    },
    {
        name: "numbered",
        title: "is not sent an orgUserId, and a notice says so",
        there: {},
        args: { orgUserId: "E-1" },
        notice: "numbered@example.com was in the account already: orgUserId is not sent to those who are, and Get User Information does not report it, so that it is unverified.",
    },
    {
        name: "inactive",
        title: "who is not active is taken over with a notice, and not invited again",
        there: { ...exactly, status: "not active", invitations: 1 },
        args: { ...declared, sendEmail: true },
        notice: `inactive@example.com ${inactive("not active")}`,
    },
    {
        name: "invited",
        title: "who is not active and has nothing yet is taken over with a notice, and not invited again",
        there: { status: "not active", invitations: 1 },
        args: { sendEmail: true },
        // Kore.ai may go on listing removed people; a row that changes nothing tells.
        sent: [{ canCreateBot: false, isDeveloper: false }],
        notice: `invited@example.com ${inactive("not active")}`,
    },
    {
        name: "surplus",
        title: "who has more is refused, each difference listed; declared as they are, they are taken over unchanged",
        there: more,
        args: less,
        refusal: differs(everyListed) + ways,
        then: { args: { ...more, ...quote } },
    },
    {
        name: "lacking",
        title: "who has less is refused, each difference listed; with takeOver they get it",
        there: { firstName: "Augusta", invitations: 1 },
        args: declared,
        refusal: differs(everyMissing) + ways,
        then: { args: { ...declared, adopt: "takeOver" }, after: exactly },
    },
    {
        name: "other",
        title: "who has something else is refused, what lacks and what is too much",
        there: { isDeveloper: true, roles: [userAdmin] },
        args: { canCreateBot: false, roles: [analyst] },
        refusal:
            differs([
                `without role ${analyst.roleId} (roles)`,
                "isDeveloper is true, and not declared",
                `role User Admin (${userAdmin.roleId}), not declared`,
            ]) + ways,
        then: {
            args: { adopt: "takeOver", canCreateBot: false, roles: [analyst] },
            after: { roles: [analyst, userAdmin] },
        },
    },
    {
        name: "taken",
        title: "who has more, with takeOver: what is declared is brought about, the rest is listed and left",
        there: { ...more, groups: [everybody] },
        args: { ...less, firstName: "Ada", adopt: "takeOver" },
        sent: [
            { userInfo: { firstName: "Ada" }, groups: { addTo: [supportTeam] }, canCreateBot: true, isDeveloper: true },
        ],
        after: { firstName: "Ada", groups: [supportTeam, everybody] },
        notice: `taken@example.com was in the account already and is taken over; left as it is: ${everyListed.join("; ")}.`,
    },
    {
        name: "taken-same",
        title: "who has exactly what is declared, with takeOver: nothing is sent",
        there: exactly,
        args: { ...declared, adopt: "takeOver" },
    },
    {
        name: "taken-inactive",
        title: "who is not active, with takeOver: a notice, and no new invitation",
        there: { roles: [analyst], status: "not active", invitations: 1 },
        args: { roles: [analyst], isDeveloper: true, sendEmail: true, adopt: "takeOver" },
        sent: [{ canCreateBot: false, isDeveloper: true }],
        after: { isDeveloper: true },
        notice: `taken-inactive@example.com ${inactive("not active")}`,
    },
    {
        name: "exclusive",
        title: "who has more, with takeOver and exclusive, is refused, as no preview has shown what would go",
        there: more,
        args: { ...less, adopt: "takeOver", exclusive: true },
        refusal: differs(everyListed) + ways,
        then: { args: { ...less, adopt: "takeOver" } },
    },
    {
        name: "exclusive-less",
        title: "who has no more, with takeOver and exclusive, is taken over",
        there: { groups: [supportTeam] },
        args: { ...less, adopt: "takeOver", exclusive: true },
        sent: [{ roles: { addTo: [developerOfSupport] }, canCreateBot: false, isDeveloper: true }],
        after: { isDeveloper: true, roles: [developerOfSupport] },
    },
    {
        name: "tasks",
        title: "who has tasks of other bots, with takeOver and assignBotTasks, is refused, as tasks are assigned as a whole",
        there: quoteHeld,
        args: { adopt: "takeOver", assignBotTasks: [{ streamId: support, dialogs: [seedIds.dialogs.supportTicket] }] },
        refusal: differs([`tasks of bot ${sales}, not declared`]) + ways,
        then: { args: { adopt: "takeOver" } },
    },
    {
        name: "never",
        title: "is refused where adopt is 'never', though they have exactly what is declared",
        there: exactly,
        args: { ...declared, adopt: "never" },
        refusal: `this person is in the account already, and adopt is 'never'. ${ways}`,
        then: { args: { ...declared, adopt: "ifSame" } },
    },
];

describe("somebody who was in the account before the program", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let output: string;
    const first = new Map<string, Person>();
    const members: Declared = {
        type: "KoreUserAccess",
        name: "members",
        args: { emailIds: [{ $output: "member.emailId" }], isDeveloper: true, canCreateBot: false },
    };
    const taken = newcomers.filter(({ refusal }) => refusal === undefined);
    const turnedAway = newcomers.filter(({ refusal }) => refusal !== undefined);
    const expected = (name: string, change: Partial<Person> = {}) => {
        const before = first.get(name);
        assert.ok(before !== undefined);
        return { ...before, ...change };
    };

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("ownership", { env: environmentFor(emulator.url) });
        for (const { name, there } of newcomers) {
            emulator.account.addPerson({ emailId: name === "same" ? "Same@Example.com" : at(name), ...there });
            first.set(name, personOf(emulator, name));
        }
        stack.declare([...newcomers.map(({ name, args }) => user(name, args)), members]);
        ({ output } = await stack.up("--continue-on-error"));
    });
    after(() => emulator.close());

    for (const { name, title, refusal, notice, sent = [], after = {} } of newcomers) {
        it(title, () => {
            assert.deepEqual(personOf(emulator, name), expected(name, after));
            assert.deepEqual(
                rowsAbout(emulator, at(name)),
                sent.map((row) => ({ ...row, userInfo: { emailId: at(name), ...row.userInfo } })),
            );
            if (refusal !== undefined) says(output, `error: ${at(name)} was not created: ${refusal}`);
            else if (notice !== undefined) says(output, `kore: ${notice}`);
            else
                assert.deepEqual(
                    output.match(new RegExp(`(kore|error): ${name}@.*`, "g")) ?? [],
                    [],
                    "nothing is said about them",
                );
        });
    }

    it("who is taken over is 'adopted' in the state, and who is refused is not in it", async () => {
        const states = await outputsOf(stack);
        assert.deepEqual(sorted([...states.keys()]), sorted([...taken.map(({ name }) => name), "members"]));
        for (const { name } of taken) assert.equal(states.get(name)?.["adopted"], true, name);
    });

    describe("and was refused, declared in a way that the error names,", () => {
        before(async () => {
            emulator.account.clearRequests();
            stack.declare([...newcomers.map(({ name, args, then }) => user(name, then?.args ?? args)), members]);
            output = await succeeded(stack.up());
        });

        for (const { name, then } of turnedAway) {
            it(`is taken over: ${name}`, () => {
                assert.deepEqual(personOf(emulator, name), expected(name, then?.after));
                if (then?.after === undefined) assert.deepEqual(rowsAbout(emulator, at(name)), []);
            });
        }

        it("is found as declared by a refresh and a second update, as the others are", async () => {
            await settled(stack, emulator);
            const states = await outputsOf(stack);
            for (const { name } of newcomers) assert.equal(states.get(name)?.["adopted"], true, name);
        });
    });
});

/** Somebody whom the program adds, and what goes wrong with it. */
const lostAnswers: { name: string; title: string; faults: Fault[] }[] = [
    {
        name: "reset",
        title: "the connection breaks after the person was added",
        faults: [{ kind: "reset", endpoint: "POST /api/public/users", when: "after" }],
    },
    {
        name: "silence",
        title: "no answer comes after the person was added",
        faults: [{ kind: "silence", endpoint: "POST /api/public/users", when: "after" }],
    },
    {
        name: "broken",
        title: "the answer ends half-way",
        faults: [{ kind: "truncated", endpoint: "POST /api/public/users" }],
    },
    {
        name: "proxy",
        title: "a proxy answers in Kore.ai's place after the person was added",
        faults: [{ kind: "html", endpoint: "POST /api/public/users", when: "after", status: 502 }],
    },
    { name: "late", title: "look-ups do not know the person yet", faults: [{ kind: "lateIndex", lookUps: 2 }] },
    {
        name: "later",
        title: "look-ups do not know the person for a while",
        faults: [{ kind: "lateIndex", milliseconds: 1_500 }],
    },
    {
        name: "lost-and-late",
        title: "the answer is lost, and look-ups do not know the person yet",
        faults: [
            { kind: "reset", endpoint: "POST /api/public/users", when: "after" },
            { kind: "lateIndex", lookUps: 2 },
        ],
    },
];

whole.describe("somebody whom the program adds is the program's own, and invited once, though", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let output: string;
    let states: Awaited<ReturnType<typeof outputsOf>>;

    before(async () => {
        emulator = await startEmulator({ limits: "off", switches: { repeatedCreate: "applied" } });
        // A request for each person, so that each meets the fault of their own.
        stack = await Stack.create("lostAnswers", {
            env: { ...environmentFor(emulator.url), KORE_BATCH_SIZE: "1", KORE_REQUEST_TIMEOUT: "3" },
        });
        for (const { name, faults } of lostAnswers)
            for (const fault of faults) emulator.account.fault({ ...fault, emailId: at(name) });
        // Whoever were looked up and taken for somebody else's would be refused.
        stack.declare(lostAnswers.map(({ name }) => user(name, { ...less, adopt: "never" })));
        output = await succeeded(stack.up());
        states = await outputsOf(stack);
    });
    after(() => emulator.close());

    for (const { name, title } of lostAnswers) {
        it(title, () => {
            const { isDeveloper, canCreateBot, groups, roles, invitations } = personOf(emulator, name);
            assert.deepEqual(
                { isDeveloper, canCreateBot, groups, roles, invitations },
                { ...less, canCreateBot: false, invitations: 1 },
            );
            assert.equal(rowsAbout(emulator, at(name)).length, 1, "they are sent once");
            assert.equal(states.get(name)?.["adopted"], false);
        });
    }

    it("the faults were met, and nothing is said of anybody", () => {
        assert.deepEqual(emulator.account.faults(), []);
        assert.doesNotMatch(output, /(kore|error|warning): \S+@/);
    });

    it("a refresh and a second update change nothing", () => settled(stack, emulator));

    it("a destroy removes them, which it refuses for people who were adopted", async () => {
        await succeeded(stack.destroy());
        assert.deepEqual(
            emulator.account.people().map(({ emailId }) => emailId),
            ["owner@example.com"],
        );
    });
});

/** Somebody who gets more by hand than the program declares. */
interface Exclusive {
    name: string;
    title: string;
    /** What the program declares at first, and then. */
    args: Record<string, unknown>;
    then: Record<string, unknown>;
    /** What is done by hand before a refresh, and after it. */
    recorded?: PersonChange;
    unseen?: PersonChange;
    /** The lines of the preview; [] where the person is not in it. */
    shows: RegExp[];
    /** What a notice of the preview says of them. */
    tells?: string;
    /** The update writes the state alone. */
    stateOnly?: true;
    /** What the error says that "no preview has shown"; with none the update succeeds. */
    refusal?: string;
    /** Their roles and groups after the update, and, where it was refused, after a refresh and another one. */
    held: Pick<Person, "roles" | "groups">;
    mended?: Pick<Person, "roles" | "groups">;
}

const own = { roles: [developerOfSupport] };
const byHand = { addRoles: [userAdmin], addGroups: [everybody] };
const plain = { ...own, groups: [] };
const withMore = { roles: [userAdmin, developerOfSupport], groups: [everybody] };
const goes = [new RegExp(`- +\\[0\\]: "${everybody}"`), new RegExp(`[~-] roleId: "${userAdmin.roleId}"`)];

const exclusives: Exclusive[] = [
    {
        name: "undeclared",
        title: "without exclusive, what is given by hand is no drift and stays",
        args: own,
        then: own,
        recorded: byHand,
        shows: [],
        held: withMore,
    },
    {
        name: "bot-owner",
        title: "without exclusive, Bot Owner that appears is no drift and stays",
        args: own,
        then: own,
        recorded: { addRoles: [ownerOfSales] },
        shows: [],
        held: { roles: [ownerOfSales, developerOfSupport], groups: [] },
    },
    {
        name: "declared",
        title: "what is given by hand is shown as going after a refresh, and the update takes it",
        args: { ...own, exclusive: true },
        then: { ...own, exclusive: true },
        recorded: byHand,
        shows: goes,
        held: plain,
    },
    {
        name: "turned-on",
        title: "exclusive, turned on, takes what the state has on record",
        args: own,
        then: { ...own, exclusive: true },
        recorded: byHand,
        tells: `exclusive is turned on, which takes back what is not declared: group Everybody (${everybody}); role User Admin (${userAdmin.roleId}).`,
        shows: [/\+ exclusive *: true/],
        held: plain,
    },
    {
        name: "kept",
        title: "what is given by hand and declared then stays, and nothing is sent",
        args: { ...own, exclusive: true },
        then: { roles: [userAdmin, developerOfSupport], groups: [everybody], exclusive: true },
        recorded: byHand,
        shows: [/\(update\)/],
        stateOnly: true,
        held: withMore,
    },
    {
        name: "turned-off",
        title: "exclusive, turned off again, leaves what there is by then",
        args: { ...own, exclusive: true },
        then: own,
        recorded: byHand,
        tells: `exclusive is turned off, so that what is not declared stays: group Everybody (${everybody}); role User Admin (${userAdmin.roleId}).`,
        shows: [/- exclusive *: true/],
        stateOnly: true,
        held: withMore,
    },
    {
        name: "off-changed",
        title: "exclusive, turned off together with another change, takes nothing",
        args: { ...own, exclusive: true, lastName: "Byron" },
        then: { ...own, lastName: "King" },
        recorded: byHand,
        tells: `exclusive is turned off, so that what is not declared stays: group Everybody (${everybody}); role User Admin (${userAdmin.roleId}).`,
        shows: [/- exclusive *: true/, /~ lastName *: "Byron" => "King"/],
        held: withMore,
    },
    {
        name: "app-owner",
        title: "an owner role is no drift, and stays",
        args: { ...own, exclusive: true },
        then: { ...own, exclusive: true },
        recorded: { addRoles: [ownerOfSales] },
        shows: [],
        held: { roles: [ownerOfSales, developerOfSupport], groups: [] },
    },
    {
        name: "app-owner-on",
        title: "exclusive, turned on, takes another role and leaves an owner role",
        args: own,
        then: { ...own, exclusive: true },
        recorded: { addRoles: [ownerOfSales, userAdmin] },
        tells: `exclusive is turned on, which takes back what is not declared: role User Admin (${userAdmin.roleId}).`,
        shows: [/\+ exclusive *: true/],
        held: { roles: [ownerOfSales, developerOfSupport], groups: [] },
    },
    {
        name: "conferred",
        title: "roles that a declared group confers are no drift, and stay",
        args: { groups: [salesTeam], exclusive: true },
        then: { groups: [salesTeam], exclusive: true },
        shows: [],
        held: { roles: [], groups: [salesTeam] },
    },
    {
        name: "unseen",
        title: "exclusive, turned on, stops where something is not on record, and takes it after a refresh",
        args: own,
        then: { ...own, exclusive: true },
        unseen: byHand,
        shows: [/\+ exclusive *: true/],
        refusal: `group Everybody (${everybody}), not declared; role User Admin (${userAdmin.roleId}), not declared`,
        held: withMore,
        mended: plain,
    },
    {
        name: "partly",
        title: "where only a part is on record nothing is taken, and all of it after a refresh",
        args: own,
        then: { ...own, exclusive: true },
        recorded: { addRoles: [userAdmin] },
        unseen: { addGroups: [everybody] },
        shows: [/\+ exclusive *: true/],
        refusal: `group Everybody (${everybody}), not declared`,
        held: withMore,
        mended: plain,
    },
    {
        name: "changed",
        title: "a change of something else stops as well where something is not on record",
        args: { ...own, exclusive: true, lastName: "Byron" },
        then: { ...own, exclusive: true, lastName: "King" },
        unseen: byHand,
        shows: [/~ lastName *: "Byron" => "King"/],
        refusal: `group Everybody (${everybody}), not declared; role User Admin (${userAdmin.roleId}), not declared`,
        held: withMore,
        mended: plain,
    },
];

whole.describe("exclusive", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let preview: string;
    let output: string;
    const heldBy = (name: string) => {
        const { roles, groups } = personOf(emulator, name);
        return { roles: sorted(roles), groups: sorted(groups) };
    };
    const holding = ({ roles, groups }: Pick<Person, "roles" | "groups">) => ({
        roles: sorted(roles),
        groups: sorted(groups),
    });

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("exclusive", { env: environmentFor(emulator.url) });
        stack.declare(exclusives.map(({ name, args }) => user(name, args)));
        await succeeded(stack.up());
        for (const { name, recorded } of exclusives)
            if (recorded !== undefined) emulator.account.changePerson(at(name), recorded);
        await succeeded(stack.refresh());
        for (const { name, unseen } of exclusives)
            if (unseen !== undefined) emulator.account.changePerson(at(name), unseen);
        stack.declare(exclusives.map(({ name, then }) => user(name, then)));
        emulator.account.clearRequests();
        preview = await succeeded(stack.preview());
        ({ output } = await stack.up("--continue-on-error"));
    });
    after(() => emulator.close());

    for (const { name, title, shows, tells, stateOnly, refusal, held } of exclusives) {
        it(title, () => {
            if (tells === undefined)
                assert.ok(
                    !preview.includes(`kore: ${at(name)}: exclusive is turned`) || ["unseen", "partly"].includes(name),
                    preview,
                );
            else says(preview, `${at(name)}: ${tells}`);
            const shown = previewed(preview, name);
            if (shows.length === 0) assert.equal(shown, undefined, shown);
            for (const line of shows) assert.match(shown ?? "", line);
            if (refusal === undefined) assert.doesNotMatch(output, new RegExp(`error: ${name}@`));
            else {
                says(
                    output,
                    `error: ${at(name)} was not updated: exclusive would take back what no preview has shown: ${refusal}. Run pulumi refresh first; the next preview shows it. Or declare it.`,
                );
            }
            if (shows.length === 0 || stateOnly === true || refusal !== undefined)
                assert.deepEqual(rowsAbout(emulator, at(name)), []);
            assert.deepEqual(heldBy(name), holding(held));
        });
    }

    describe("after a refresh", () => {
        before(async () => {
            await succeeded(stack.refresh());
            emulator.account.clearRequests();
            await succeeded(stack.up());
        });

        for (const { name, held, mended } of exclusives) {
            it(
                mended === undefined
                    ? `the others are as they were: ${name}`
                    : `the update takes what it had refused to: ${name}`,
                () => {
                    assert.deepEqual(heldBy(name), holding(mended ?? held));
                    if (mended === undefined) assert.deepEqual(rowsAbout(emulator, at(name)), []);
                },
            );
        }

        it("a refresh and a second update change nothing", () => settled(stack, emulator));
    });
});

whole.describe("a look-up that tells nothing of somebody", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let output: string;
    const access = { firstName: "Ada", isDeveloper: true, roles: [developerOfSupport], sendEmail: false };
    const names = ["missing", "failing", "gone", "drifted", "same", "leaving"];
    const team = (name: string, ...members: string[]): Declared => ({
        type: "KoreUserAccess",
        name,
        args: { emailIds: members.map(at), isDeveloper: true, canCreateBot: false },
    });
    const program = [...names.map((name) => user(name, access)), team("half", "seen", "unseen"), team("whole", "read")];
    const first = new Map<string, Person>();
    const noRow =
        "could not be read: the answer has no entry for this address. Nothing is concluded from it; run again. [kore:unreadable-entry]";
    const failedRow = 'could not be read: Kore.ai says "Something went wrong. Please try again later.". [kore:refused]';

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("lookUps", { env: environmentFor(emulator.url) });
        for (const name of ["seen", "unseen", "read"]) emulator.account.addPerson({ emailId: at(name) });
        stack.declare(program);
        await succeeded(stack.up());
        for (const name of names) first.set(name, personOf(emulator, name));
    });
    after(() => emulator.close());

    it("as a whole is an error of each, and takes nobody for gone", async () => {
        const before = await outputsOf(stack);
        emulator.account.fault({ kind: "html", endpoint: "POST /api/public/usersInfo", status: 200, times: 100 });
        output = await refused(stack.refresh());
        emulator.account.clearFaults();
        for (const name of names)
            says(
                output,
                `error: ${at(name)} could not be read: ${emulator.url} answered with a web page (status 200), not as Kore.ai's API.`,
            );
        assert.deepEqual(await outputsOf(stack), before);
    });

    describe("in a row that fails or is missing", () => {
        before(async () => {
            emulator.account.changePerson(at("drifted"), { firstName: "Augusta" });
            emulator.account.changePerson(at("read"), { isDeveloper: false });
            emulator.account.changePerson(at("seen"), { isDeveloper: false });
            emulator.account.removePerson(at("gone"));
            for (const name of ["missing", "unseen"])
                emulator.account.fault({ kind: "missingRow", emailId: at(name), times: 100 });
            for (const name of ["failing", "leaving", "new"])
                emulator.account.fault({ kind: "failingRow", emailId: at(name), times: 100 });
            ({ output } = await stack.refresh());
        });

        it("is an error at that resource alone, which stays in the state as it was", async () => {
            const errors = [...output.matchAll(/^ {4}error: (\S+@\S+ .*)$/gm)].map(([, text]) => text ?? "");
            assert.deepEqual(errors.sort(), [
                `${at("failing")} ${failedRow}`,
                `${at("leaving")} ${failedRow}`,
                `${at("missing")} ${noRow}`,
                `${at("unseen")} ${noRow}`,
            ]);
            const states = await outputsOf(stack);
            for (const name of ["missing", "failing", "leaving", "same"])
                assert.equal(states.get(name)?.["userId"], first.get(name)?.userId, name);
            assert.deepEqual(states.get("half")?.["emailIds"], [at("seen"), at("unseen")]);
        });

        it("does not keep the others from being refreshed: what changed is in the state, who is gone has left it with a word", async () => {
            const states = await outputsOf(stack);
            assert.equal(states.get("drifted")?.["firstName"], "Augusta");
            assert.deepEqual(states.get("whole")?.["emailIds"], []);
            assert.equal(states.get("gone"), undefined);
            says(
                output,
                `kore: ${at("gone")} is no longer in the account (Kore.ai says "Invalid emailId") and leaves the state. The next update adds them again, as long as the program declares them.`,
            );
            for (const name of ["missing", "failing", "leaving", "unseen"])
                assert.doesNotMatch(output, new RegExp(`${name}@example\\.com is no longer in the account`));
        });

        it("adds, changes and removes nobody in an update, which does the others", async () => {
            const people = ["missing", "failing", "leaving"].map((name) => personOf(emulator, name));
            emulator.account.clearRequests();
            stack.declare([
                ...program
                    .filter(({ name }) => name !== "leaving")
                    .map((each) =>
                        each.name === "missing" ? user("missing", { ...access, firstName: "Augusta" }) : each,
                    ),
                user("new", access),
            ]);
            output = await refused(stack.up("--continue-on-error"));
            says(
                output,
                `error: ${at("missing")} was not updated: the answer has no entry for this address. Nothing is concluded from it; run again.`,
            );
            says(
                output,
                `error: ${at("leaving")} was not removed: Kore.ai says "Something went wrong. Please try again later.".`,
            );
            says(
                output,
                `error: ${at("new")} was not created: Kore.ai says "Something went wrong. Please try again later.".`,
            );
            assert.deepEqual(
                ["missing", "failing", "leaving"].map((name) => personOf(emulator, name)),
                people,
            );
            for (const name of ["missing", "failing", "leaving", "new"])
                assert.deepEqual(rowsAbout(emulator, at(name)), []);
            assert.equal(emulator.account.person(at("new")), undefined);
            const { userId: _then, ...before } = first.get("gone") ?? {};
            const { userId: _now, ...again } = personOf(emulator, "gone");
            assert.deepEqual(again, before, "the one who was gone is there again");
            assert.equal(personOf(emulator, "drifted").firstName, "Ada");
            assert.equal(personOf(emulator, "read").isDeveloper, true);
        });

        it("is read again by the next run, which goes on from there", async () => {
            emulator.account.clearFaults();
            await succeeded(stack.up("--refresh"));
            assert.equal(personOf(emulator, "missing").firstName, "Augusta");
            assert.equal(emulator.account.person(at("leaving")), undefined);
            assert.deepEqual(
                [personOf(emulator, "new").isDeveloper, personOf(emulator, "seen").isDeveloper],
                [true, true],
            );
            await settled(stack, emulator);
        });
    });
});
