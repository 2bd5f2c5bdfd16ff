import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator, type Person, type PersonChange } from "kore-emulator";
import { isWrite, outputsOf, previewed, says, settled } from "../harness/judging";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const { supportTeam, salesTeam, everybody } = seedIds.groups;
const { support, sales } = seedIds.bots;
const analyst = { roleId: seedIds.adminRoles.analyst };
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: support };
const testerOfSupport = { roleId: seedIds.botRoles.tester, botId: support };
const ownerOfSales = { roleId: seedIds.botRoles.owner, botId: sales };
const builder = { canCreateBot: false, isDeveloper: true };
const creator = { canCreateBot: true, isDeveloper: true };

const at = (name: string) => `${name}@example.com`;
const access = (name: string, members: string[], args: Record<string, unknown>): Declared => ({
    type: "KoreUserAccess",
    name,
    args: { emailIds: members.map(at), ...args },
});
const user = (name: string, args: Record<string, unknown>): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: at(name), sendEmail: false, ...args },
});

/** A person, with roles and groups in one order. */
const ordered = (person: Person): Person => ({
    ...person,
    roles: [...person.roles].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
    groups: [...person.groups].sort(),
});

// Each resource has people of its own, so that one program tells all of it.
whole.describe("the access of several people", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let output: string;

    const people = [
        "known-1",
        "known-2",
        "steady-1",
        "drifts",
        "steady-2",
        "has-more",
        "stays",
        "leaves",
        "comes",
        "by-hand",
        "unset-1",
        "unset-2",
        "given",
        "bare",
    ];
    // Lists with the same flags share a request.
    const distinct = { ...creator, hasDataTableAndViewAccess: false };
    const lists = {
        unknown: access("unknown", ["known-1", "unknown-1", "known-2", "unknown-2"], creator),
        nobody: access("nobody", ["unknown-3"], builder),
        drifting: access("drifting", ["steady-1", "drifts", "steady-2"], distinct),
        more: access("more", ["has-more"], builder),
        changing: access("changing", ["stays", "leaves"], creator),
        undeclared: access("undeclared", ["by-hand"], builder),
        unset: access("unset", ["unset-1", "unset-2"], { ...builder, hasDataTableAndViewAccess: true }),
        third: access("third", ["given"], { canCreateBot: false, isDeveloper: false, hasDataTableAndViewAccess: true }),
        bare: access("bare", ["bare"], { canCreateBot: false, isDeveloper: false }),
    };
    const changed = {
        ...lists,
        changing: access("changing", ["stays", "comes"], creator),
        undeclared: access("undeclared", ["by-hand"], creator),
        unset: access("unset", ["unset-1", "unset-2"], builder),
    };

    /** canCreateBot, isDeveloper, hasDataTableAndViewAccess */
    const flagsOf = (...names: string[]) =>
        names.map((name) => {
            const person = emulator.account.person(at(name));
            assert.ok(person !== undefined, `${at(name)} is in the account`);
            return [person.canCreateBot, person.isDeveloper, person.hasDataTableAndViewAccess];
        });
    const writesAbout = (name: string) => emulator.account.requests({ emailId: at(name) }).filter(isWrite);
    const sentAbout = (name: string) => writesAbout(name).map(({ request }) => request);
    const byHand = { hasDataTableAndViewAccess: true };

    before(async () => {
        emulator = await startEmulator({ limits: "off", switches: { accessPartial: "whole" } });
        stack = await Stack.create("access", { env: environmentFor(emulator.url) });
        for (const name of people) emulator.account.addPerson({ emailId: at(name), groups: [everybody] });
        for (const name of ["by-hand", "leaves"]) emulator.account.changePerson(at(name), byHand);
        stack.declare(Object.values(lists));
        ({ output } = await stack.up("--continue-on-error"));
    });
    after(() => emulator.close());

    describe("of whom some are unknown", () => {
        it("each unknown one is named, with what to do", () => {
            const unknown =
                'there is no such person in the account (emailIds; Kore.ai says "Invalid emailId"). Correct the address, or declare the person as a KoreUser and pass its emailId.';
            says(
                output,
                `unknown-1@example.com did not get this access; unknown-2@example.com did not get this access: ${unknown}`,
            );
            says(output, `error: unknown-3@example.com did not get this access: ${unknown}`);
            const named = [...output.matchAll(/(\S+)@example\.com did not get this access/g)].map(([, name]) => name);
            assert.deepEqual([...new Set(named)].sort(), ["unknown-1", "unknown-2", "unknown-3"]);
        });

        it("the known ones get theirs, and so do the people of the other resources", () => {
            assert.deepEqual(
                flagsOf("known-1", "known-2", "steady-1", "drifts", "steady-2", "stays"),
                Array(6).fill([true, true, false]),
            );
            assert.deepEqual(flagsOf("has-more", "by-hand", "leaves", "comes"), [
                [false, true, false],
                [false, true, true],
                [true, true, true],
                [false, false, false],
            ]);
            assert.deepEqual(flagsOf("unset-1", "unset-2", "given", "bare"), [
                [false, true, true],
                [false, true, true],
                [false, false, true],
                [false, false, false],
            ]);
            for (const name of ["unknown-1", "unknown-2", "unknown-3"])
                assert.equal(emulator.account.person(at(name)), undefined);
        });

        it("the state says who has it; a resource of nobody is not in it", async () => {
            const states = await outputsOf(stack);
            assert.deepEqual(states.get("unknown")?.["emailIds"], [at("known-1"), at("known-2")]);
            assert.equal(states.has("nobody"), false);
        });
    });

    describe("changed by hand, or added to the account,", () => {
        let preview: string;

        before(async () => {
            emulator.account.changePerson(at("drifts"), { canCreateBot: false });
            emulator.account.changePerson(at("has-more"), { canCreateBot: true });
            for (const name of ["unknown-1", "unknown-2", "unknown-3"])
                emulator.account.addPerson({ emailId: at(name) });
            await succeeded(stack.refresh());
            preview = await succeeded(stack.preview());
            emulator.account.clearRequests();
            output = await succeeded(stack.up());
        });

        it("one of three who lost something is shown by the preview after a refresh, and gets it by a request of their own", () => {
            const shown = previewed(preview, "drifting") ?? "";
            assert.match(shown, /[+~] \[\d\]: (".*" => )?"drifts@example\.com"/);
            assert.match(shown, /\+ \[2\]/, "one more than before");
            assert.deepEqual(sentAbout("drifts"), [{ emailIds: [at("drifts")], ...distinct }]);
            for (const name of ["steady-1", "steady-2"]) assert.deepEqual(writesAbout(name), []);
            assert.deepEqual(flagsOf("steady-1", "drifts", "steady-2"), Array(3).fill([true, true, false]));
        });

        it("one who has more than is declared loses it", () => {
            assert.match(previewed(preview, "more") ?? "", /\+ \[0\]: "has-more@example\.com"/);
            assert.deepEqual(flagsOf("has-more"), [[false, true, false]]);
        });

        it("those who were unknown get theirs, and nothing is sent of the others", () => {
            assert.deepEqual(flagsOf("unknown-1", "unknown-2", "unknown-3"), [
                [true, true, false],
                [true, true, false],
                [false, true, false],
            ]);
            for (const name of ["known-1", "known-2"]) assert.deepEqual(writesAbout(name), []);
        });

        it("a refresh and a second update change nothing", async () => {
            await settled(stack, emulator);
            const states = await outputsOf(stack);
            assert.deepEqual(
                states.get("unknown")?.["emailIds"],
                ["known-1", "known-2", "unknown-1", "unknown-2"].map(at),
            );
            assert.deepEqual(
                states.get("drifting")?.["emailIds"],
                ["steady-1", "steady-2", "drifts"].map(at),
                "who has got it back comes last",
            );
        });
    });

    describe("changed in the program", () => {
        before(async () => {
            stack.declare(Object.values(changed));
            emulator.account.clearRequests();
            output = await succeeded(stack.up());
        });

        it("one comes to a list and one leaves it, and the one who stays is left alone", () => {
            assert.deepEqual(flagsOf("stays", "comes", "leaves"), [
                [true, true, false],
                [true, true, false],
                [false, false, true],
            ]);
            assert.deepEqual(writesAbout("stays"), []);
            assert.deepEqual([writesAbout("comes").length, writesAbout("leaves").length], [1, 1]);
        });

        it("the third flag, which is not declared, stays as it was set by hand, and is not sent", () => {
            assert.deepEqual(flagsOf("by-hand"), [[true, true, true]]);
            for (const name of ["by-hand", "leaves", "comes"])
                assert.doesNotMatch(JSON.stringify(sentAbout(name)), /hasDataTableAndViewAccess/);
        });

        it("the third flag, declared before and left out now, is taken", () => {
            assert.deepEqual(flagsOf("unset-1", "unset-2"), Array(2).fill([false, true, false]));
            assert.deepEqual(sentAbout("unset-1"), [
                { emailIds: [at("unset-1"), at("unset-2")], ...builder, hasDataTableAndViewAccess: false },
            ]);
        });

        it("a refresh and a second update change nothing", () => settled(stack, emulator));
    });

    describe("destroyed", () => {
        before(async () => {
            for (const name of ["given", "bare"]) emulator.account.changePerson(at(name), creator);
            for (const name of ["unset-1", "known-1"]) emulator.account.changePerson(at(name), byHand);
            emulator.account.clearRequests();
            await succeeded(stack.destroy());
        });

        it("what was declared true is taken from everybody", () => {
            const all = [
                "known-2",
                "unknown-1",
                "unknown-2",
                "unknown-3",
                "steady-1",
                "drifts",
                "steady-2",
                "has-more",
                "stays",
                "comes",
                "unset-2",
            ];
            assert.deepEqual(
                flagsOf(...all),
                all.map(() => [false, false, false]),
            );
        });

        it("what was declared false, or not at all, and given by hand stays", () => {
            assert.deepEqual(flagsOf("given", "bare"), [
                [true, true, false],
                [true, true, false],
            ]);
            assert.deepEqual(flagsOf("unset-1", "known-1", "by-hand", "leaves"), Array(4).fill([false, false, true]));
            for (const name of ["bare", "leaves"]) assert.deepEqual(writesAbout(name), []);
        });

        it("the people stay, with whatever else they have", async () => {
            for (const name of people) assert.deepEqual(emulator.account.person(at(name))?.groups, [everybody], name);
            assert.deepEqual(stack.resources(), []);
        });
    });
});

/** A person of a KoreUser of their own, and what is changed of them by hand. */
interface Drift {
    name: string;
    title: string;
    args: Record<string, unknown>;
    change: PersonChange;
    /** What the preview after a refresh shows; without it there is no drift, and what was changed stays. */
    shows?: RegExp;
}

const quote = [{ streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }];

const drifts: Drift[] = [
    {
        name: "first-name",
        title: "firstName",
        args: { firstName: "Ada" },
        change: { firstName: "Augusta" },
        shows: /~ firstName *: "Augusta" => "Ada"/,
    },
    {
        name: "first-name-gone",
        title: "firstName, taken away",
        args: { firstName: "Ada" },
        change: { firstName: null },
        shows: /\+ firstName *: "Ada"/,
    },
    {
        name: "last-name",
        title: "lastName",
        args: { lastName: "Byron" },
        change: { lastName: "King" },
        shows: /~ lastName *: "King" => "Byron"/,
    },
    {
        name: "developer",
        title: "isDeveloper, taken away",
        args: { isDeveloper: true },
        change: { isDeveloper: false },
        shows: /~ isDeveloper *: false => true/,
    },
    {
        name: "developer-more",
        title: "isDeveloper, given",
        args: { isDeveloper: false },
        change: { isDeveloper: true },
        shows: /~ isDeveloper *: true => false/,
    },
    {
        name: "creator",
        title: "canCreateBot, taken away",
        args: creator,
        change: { canCreateBot: false },
        shows: /~ canCreateBot *: false => true/,
    },
    {
        name: "creator-more",
        title: "canCreateBot, given",
        args: builder,
        change: { canCreateBot: true },
        shows: /~ canCreateBot *: true => false/,
    },
    {
        name: "admin-role",
        title: "an admin role",
        args: { roles: [analyst, developerOfSupport] },
        change: { removeRoles: [analyst] },
        shows: new RegExp(`[+~] roleId: (".*" => )?"${analyst.roleId}"`),
    },
    {
        name: "bot-role",
        title: "a bot role",
        args: { roles: [analyst, developerOfSupport] },
        change: { removeRoles: [developerOfSupport] },
        shows: new RegExp(`[+~] roleId: (".*" => )?"${developerOfSupport.roleId}"`),
    },
    {
        name: "role-of-group",
        title: "a role that a group conferred",
        args: { roles: [testerOfSupport], groups: [supportTeam] },
        change: { removeGroups: [supportTeam], addRoles: [] },
        shows: new RegExp(`\\+ \\[0\\]: "${supportTeam}"`),
    },
    {
        name: "group",
        title: "a group",
        args: { groups: [supportTeam, everybody] },
        change: { removeGroups: [everybody] },
        shows: new RegExp(`\\+ \\[\\d\\]: "${everybody}"`),
    },
    {
        name: "tasks",
        title: "tasks, taken away",
        args: { assignBotTasks: quote },
        change: { removeTasks: [sales] },
        shows: new RegExp(`\\+[^~]*"${sales}"`),
    },
    {
        name: "tasks-more",
        title: "tasks of another bot, given",
        args: { assignBotTasks: quote },
        change: { addTasks: [{ botId: support, dialogs: [seedIds.dialogs.supportTicket] }] },
        shows: new RegExp(`-[^+]*"${seedIds.dialogs.supportTicket}"|"${seedIds.dialogs.supportTicket}" => `),
    },
    {
        name: "dialog",
        title: "another dialog of a bot",
        args: { assignBotTasks: quote },
        change: { addTasks: [{ botId: sales, dialogs: [seedIds.dialogs.salesOrder] }] },
        shows: new RegExp(`~ \\[0\\]: "${seedIds.dialogs.salesOrder}" => "${seedIds.dialogs.salesQuote}"`),
    },

    {
        name: "bot-owner",
        title: "Bot Owner of a bot of one's own, which Kore.ai gives by itself",
        args: { roles: [developerOfSupport] },
        change: { addRoles: [ownerOfSales] },
    },
    {
        name: "more-by-group",
        title: "roles through a group that is not declared",
        args: { roles: [developerOfSupport] },
        change: { addGroups: [salesTeam] },
    },
    {
        name: "also-conferred",
        title: "a direct role that a group confers as well",
        args: { roles: [testerOfSupport] },
        change: { addGroups: [supportTeam] },
    },
    {
        name: "now-conferred",
        title: "a declared role that comes from a group by now",
        args: { roles: [testerOfSupport] },
        change: { addGroups: [supportTeam], removeRoles: [testerOfSupport] },
    },
    {
        name: "unreported",
        title: "fields that Kore.ai does not report",
        args: { dept: "Bots" },
        change: { dept: "Sales", hasDataTableAndViewAccess: true },
    },
    {
        name: "never-declared",
        title: "fields that were never declared",
        args: {},
        change: {
            firstName: "Ada",
            isDeveloper: true,
            canCreateBot: true,
            addRoles: [analyst],
            addGroups: [everybody],
            addTasks: [{ botId: sales }],
        },
    },
];

describe("what somebody changes by hand about people, each with a KoreUser of their own,", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let refresh: string;
    let preview: string;
    const first = new Map<string, Person>();
    const changed = new Map<string, Person>();

    const personOf = (name: string): Person => {
        const found = emulator.account.person(at(name));
        assert.ok(found !== undefined, `${at(name)} is in the account`);
        return ordered(found);
    };

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("driftByHand", { env: environmentFor(emulator.url) });
        stack.declare(drifts.map(({ name, args }) => user(name, args)));
        await succeeded(stack.up());
        for (const { name, change } of drifts) {
            first.set(name, personOf(name));
            emulator.account.changePerson(at(name), change);
            changed.set(name, personOf(name));
        }
        emulator.account.clearRequests();
        refresh = await succeeded(stack.refresh());
        preview = await succeeded(stack.preview());
        await succeeded(stack.up());
    });
    after(() => emulator.close());

    for (const { name, title, shows } of drifts.filter(({ shows }) => shows !== undefined)) {
        it(`is seen by a refresh, shown by the preview and mended by the update: ${title}`, () => {
            assert.match(refresh, new RegExp(`~ +pulumi-nodejs:dynamic/kore:KoreUser ${name} updated`));
            assert.match(previewed(preview, name) ?? "", shows ?? /^$/);
            assert.notDeepEqual(changed.get(name), first.get(name));
            assert.deepEqual(personOf(name), first.get(name));
        });
    }

    for (const { name, title } of drifts.filter(({ shows }) => shows === undefined)) {
        it(`is no drift, and stays: ${title}`, () => {
            assert.doesNotMatch(refresh, new RegExp(`KoreUser ${name} updated`));
            assert.equal(previewed(preview, name), undefined);
            assert.deepEqual(personOf(name), changed.get(name));
            assert.deepEqual(emulator.account.requests({ emailId: at(name) }).filter(isWrite), []);
        });
    }

    it("is all: the refresh sends nothing, and another one with a second update changes nothing", async () => {
        const written = emulator.account
            .requests()
            .filter(isWrite)
            .flatMap(({ emailIds }) => emailIds);
        assert.deepEqual(
            [...written].sort(),
            drifts
                .filter(({ shows }) => shows !== undefined)
                .map(({ name }) => at(name))
                .sort(),
            "one row for each",
        );
        await settled(stack, emulator);
    });
});
