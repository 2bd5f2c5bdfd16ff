import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const { supportTeam, salesTeam, everybody } = seedIds.groups;
const analyst = { roleId: seedIds.adminRoles.analyst };
const userAdmin = { roleId: seedIds.adminRoles.userAdmin };
const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const ownerOfSales = { roleId: seedIds.botRoles.owner, botId: seedIds.bots.sales };
const quote = [{ streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }];
const ticket = [{ streamId: seedIds.bots.support, dialogs: [seedIds.dialogs.supportTicket] }];
const assignedQuote = [{ botId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }];
const assignedTicket = [{ botId: seedIds.bots.support, dialogs: [seedIds.dialogs.supportTicket] }];

const at = (name: string) => `${name.toLowerCase()}@example.com`;
const user = (name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: at(name), sendEmail: false, ...args },
    ...(opts === undefined ? {} : { opts }),
});

interface Course {
    /** The person's name in the program, and what the row is about. */
    name: string;
    title: string;
    /** What the program declares in each update; {} where the argument is left out. */
    steps: Record<string, unknown>[];
    /** What the account has of it after each. */
    held: Partial<Person>[];
    /** Whether Kore.ai is told of each. */
    sent: boolean[];
}

const profile = [
    "firstName",
    "lastName",
    "companyName",
    "dept",
    "companyContactPhone",
    "worknumber",
    "street",
    "suiteNo",
    "city",
    "zip",
    "state",
    "country",
];

const steps = ["set", "changed", "emptied", "unset"] as const;
const courses: Course[] = [
    ...profile.map((field): Course => ({
        name: `p-${field}`,
        title: `${field}: set and changed; left out, it stays as it is`,
        steps: [{ [field]: "one" }, { [field]: "two" }, {}, {}],
        held: [{ [field]: "one" }, { [field]: "two" }, { [field]: "two" }, { [field]: "two" }],
        sent: [true, true, false, false],
    })),
    {
        name: "groups",
        title: "groups: set, changed, emptied and unset",
        steps: [{ groups: [supportTeam, everybody] }, { groups: [salesTeam, everybody] }, { groups: [] }, {}],
        held: [
            { groups: [supportTeam, everybody] },
            { groups: [everybody, salesTeam] },
            { groups: [] },
            { groups: [] },
        ],
        sent: [true, true, true, false],
    },
    {
        name: "groups-unset",
        title: "groups: left out, they are taken back like []",
        steps: [{ groups: [supportTeam] }, { groups: [supportTeam] }, {}, {}],
        held: [{ groups: [supportTeam] }, { groups: [supportTeam] }, { groups: [] }, { groups: [] }],
        sent: [true, false, true, false],
    },
    {
        name: "roles",
        title: "roles: set, changed, emptied and unset",
        steps: [{ roles: [analyst] }, { roles: [userAdmin, developerOfSupport] }, { roles: [] }, {}],
        held: [{ roles: [analyst] }, { roles: [userAdmin, developerOfSupport] }, { roles: [] }, { roles: [] }],
        sent: [true, true, true, false],
    },
    {
        name: "roles-unset",
        title: "roles: left out, they are taken back like []",
        steps: [{ roles: [analyst] }, { roles: [analyst, userAdmin] }, {}, {}],
        held: [{ roles: [analyst] }, { roles: [analyst, userAdmin] }, { roles: [] }, { roles: [] }],
        sent: [true, true, true, false],
    },
    {
        name: "tasks",
        title: "assignBotTasks: set, changed, emptied and unset",
        steps: [{ assignBotTasks: quote }, { assignBotTasks: ticket }, { assignBotTasks: [] }, {}],
        held: [
            { assignBotTasks: assignedQuote },
            { assignBotTasks: assignedTicket },
            { assignBotTasks: [] },
            { assignBotTasks: [] },
        ],
        sent: [true, true, true, false],
    },
    {
        name: "tasks-unset",
        title: "assignBotTasks: left out, they are taken back like []",
        steps: [{ assignBotTasks: quote }, { assignBotTasks: quote }, {}, {}],
        held: [
            { assignBotTasks: assignedQuote },
            { assignBotTasks: assignedQuote },
            { assignBotTasks: [] },
            { assignBotTasks: [] },
        ],
        sent: [true, false, true, false],
    },
    {
        name: "flags",
        title: "isDeveloper and canCreateBot: true, false one after the other, left out",
        steps: [
            { isDeveloper: true, canCreateBot: true },
            { isDeveloper: true, canCreateBot: false },
            { isDeveloper: false, canCreateBot: false },
            {},
        ],
        held: [
            { isDeveloper: true, canCreateBot: true },
            { isDeveloper: true, canCreateBot: false },
            { isDeveloper: false, canCreateBot: false },
            { isDeveloper: false, canCreateBot: false },
        ],
        sent: [true, true, true, false],
    },
    {
        name: "flags-unset",
        title: "isDeveloper and canCreateBot: true, and taken back where they are left out",
        steps: [{ isDeveloper: true, canCreateBot: true }, { isDeveloper: true }, {}, {}],
        held: [
            { isDeveloper: true, canCreateBot: true },
            { isDeveloper: true, canCreateBot: false },
            { isDeveloper: false, canCreateBot: false },
            { isDeveloper: false, canCreateBot: false },
        ],
        sent: [true, true, true, false],
    },
    {
        name: "flags-late",
        title: "isDeveloper and canCreateBot: false for somebody who is added without them, and given later",
        steps: [{}, { isDeveloper: true }, { isDeveloper: true, canCreateBot: true }, { isDeveloper: true }],
        held: [
            { isDeveloper: false, canCreateBot: false },
            { isDeveloper: true, canCreateBot: false },
            { isDeveloper: true, canCreateBot: true },
            { isDeveloper: true, canCreateBot: false },
        ],
        sent: [true, true, true, true],
    },
    {
        name: "invited",
        title: "sendEmail: the invitation is sent when the person is added, and never again",
        steps: [{ sendEmail: true }, { sendEmail: false }, { sendEmail: true }, { sendEmail: false }],
        held: [{ invitations: 1 }, { invitations: 1 }, { invitations: 1 }, { invitations: 1 }],
        sent: [true, false, false, false],
    },
    {
        name: "ours",
        title: "adopt, exclusive, onDestroy and reason: kept in the state, never sent",
        steps: [
            { reason: "one", adopt: "ifSame", onDestroy: "remove", exclusive: false },
            { reason: "two", adopt: "never", onDestroy: "revoke" },
            { reason: "two" },
            {},
        ],
        held: [{}, {}, {}, {}],
        sent: [true, false, false, false],
    },
    {
        name: "org",
        title: "orgUserId: set when the person is added, and left out without a word to Kore.ai",
        steps: [{ orgUserId: "E-1" }, { orgUserId: "E-1" }, { orgUserId: "E-1" }, {}],
        held: [{ orgUserId: "E-1" }, { orgUserId: "E-1" }, { orgUserId: "E-1" }, { orgUserId: "E-1" }],
        sent: [true, false, false, false],
    },
];

const sorted = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((each) => JSON.stringify(each)).sort() : value;

describe("each argument of a KoreUser, set, changed, emptied and unset", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("semantics", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    for (const [index, step] of steps.entries()) {
        describe(step, () => {
            let output: string;
            before(async () => {
                stack.declare(courses.map(({ name, steps }) => user(name, steps[index])));
                emulator.account.clearRequests();
                output = await succeeded(stack.up());
            });

            for (const { name, title, held, sent } of courses) {
                it(title, () => {
                    const person = emulator.account.person(at(name));
                    assert.ok(person !== undefined);
                    for (const [field, value] of Object.entries(held[index] ?? {})) {
                        assert.deepEqual(sorted(person[field as keyof Person]), sorted(value), `${field} of ${name}`);
                    }
                    assert.equal(
                        emulator.account.requests({ emailId: at(name) }).filter(isWrite).length > 0,
                        sent[index],
                        "whether anything was sent",
                    );
                });
            }

            if (step === "emptied") {
                it("a notice says of each field that it stays in Kore.ai", () => {
                    for (const field of profile)
                        assert.match(
                            output,
                            new RegExp(
                                `p-${field.toLowerCase()}@example\\.com: ${field} is no longer declared and stays in Kore\\.ai as it is`,
                            ),
                        );
                });
            }

            const unlessFirst = index === 0 ? it : whole.it;
            unlessFirst("a refresh and a second update change nothing", async () => {
                const people = emulator.account.people();
                emulator.account.clearRequests();
                await succeeded(stack.up("--refresh", "--expect-no-changes"));
                assert.deepEqual(emulator.account.people(), people);
                assert.deepEqual(emulator.account.requests().filter(isWrite), []);
            });
        });
    }

    describe("what was never declared, and is changed by hand,", () => {
        whole.it("is nobody's drift, and outlives an update", async () => {
            emulator.account.changePerson(at("p-dept"), {
                isDeveloper: true,
                canCreateBot: true,
                addRoles: [analyst],
                addGroups: [everybody],
                addTasks: assignedQuote,
            });
            await succeeded(stack.refresh("--expect-no-changes"));
            stack.declare(courses.map(({ name }) => (name === "p-dept" ? user(name, { dept: "three" }) : user(name))));
            await succeeded(stack.up());
            const { dept, isDeveloper, canCreateBot, roles, groups, assignBotTasks } =
                emulator.account.person(at("p-dept")) ?? {};
            assert.deepEqual(
                { dept, isDeveloper, canCreateBot, roles, groups, assignBotTasks },
                {
                    dept: "three",
                    isDeveloper: true,
                    canCreateBot: true,
                    roles: [analyst],
                    groups: [everybody],
                    assignBotTasks: assignedQuote,
                },
            );
        });
    });
});

describe("what becomes of a person whose KoreUser is taken out", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    const access = {
        roles: [analyst],
        groups: [supportTeam],
        assignBotTasks: quote,
        isDeveloper: true,
        canCreateBot: true,
    };
    const held = {
        roles: [analyst],
        groups: [supportTeam],
        assignBotTasks: assignedQuote,
        isDeveloper: true,
        canCreateBot: true,
    };
    const nothing = { roles: [], groups: [], assignBotTasks: [], isDeveloper: false, canCreateBot: false };

    const leaving = [
        user("created", access),
        user("created-revoke", { ...access, onDestroy: "revoke" }),
        user("adopted-remove", { ...access, onDestroy: "remove" }),
        user("adopted-revoke", { ...access, onDestroy: "revoke" }),
        user("gone", access),
        user("retained", access, { retainOnDelete: true }),
        user("in-state", { ...access, onDestroy: "revoke" }),
    ];
    const refusedOnes = [user("adopted", access), user("boss", access)];
    const staying = [
        user("protected", access, { protect: true }),
        user("run-program", access),
        user("run-program-revoke", { ...access, onDestroy: "revoke" }),
        user("vanished", access),
        user("recreated", access),
        user("numbered", { orgUserId: "E-1" }),
        user("chief", access),
    ];

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("leaving", { env: environmentFor(emulator.url) });
        for (const name of ["adopted", "adopted-remove", "adopted-revoke"])
            emulator.account.addPerson({ emailId: at(name), ...held });
        stack.declare([...leaving, ...refusedOnes, ...staying]);
        await succeeded(stack.up());
        emulator.account.changePerson(at("boss"), { addRoles: [ownerOfSales] });
        emulator.account.changePerson(at("chief"), { addRoles: [ownerOfSales] });
        emulator.account.removePerson(at("gone"));
        // The same commit changes onDestroy and takes the line out: no update ever brings the new value into the state.
        stack.declare([...refusedOnes, ...staying]);
        await succeeded(stack.up());
    });
    after(() => emulator.close());

    const accessOf = (name: string) => {
        const { roles, groups, assignBotTasks, isDeveloper, canCreateBot } = emulator.account.person(at(name)) ?? {};
        return { roles, groups, assignBotTasks, isDeveloper, canCreateBot };
    };
    const isThere = (name: string) => emulator.account.person(at(name)) !== undefined;

    it("one whom the program added is removed from the account", () => assert.ok(!isThere("created")));
    it("with onDestroy 'revoke' they lose what was declared, and stay", () =>
        assert.deepEqual(accessOf("created-revoke"), nothing));
    it("one who was there before is removed with onDestroy 'remove'", () => assert.ok(!isThere("adopted-remove")));
    it("one who was there before loses with onDestroy 'revoke' what was declared, and stays", () =>
        assert.deepEqual(accessOf("adopted-revoke"), nothing));
    it("one who is gone already is no error", () => assert.ok(!isThere("gone")));
    it("with retainOnDelete nothing happens to them", () => assert.deepEqual(accessOf("retained"), held));
    it("the onDestroy in the state counts, as a program that has no line for them cannot say another", () =>
        assert.deepEqual(accessOf("in-state"), nothing));

    it("one who was there before, without onDestroy, is left as they are, and the error says how to go on; an owner loses what was declared", async () => {
        stack.declare(staying);
        const output = await refused(stack.up("--continue-on-error"));
        assert.match(
            output,
            /adopted@example\.com was not removed: this person was in the account already when the resource was made, and the program does not say what becomes of them\. Declare onDestroy: 'remove' or 'revoke'/,
        );
        assert.deepEqual(accessOf("adopted"), held);
        assert.match(
            output,
            /boss@example\.com.*Unauthorized to perform this activity.*What the program gave them was taken back; the account itself stays\. An owner cannot be removed/s,
        );
        assert.deepEqual(accessOf("boss"), { ...nothing, roles: [ownerOfSales] });
    });

    whole.it("both are still in the state, and leave it in the ways that the messages name", async () => {
        stack.declare([user("adopted", { ...access, onDestroy: "revoke" }), ...staying]);
        emulator.account.changePerson(at("boss"), { removeRoles: [ownerOfSales] });
        await succeeded(stack.up());
        assert.ok(!isThere("boss"));
        assert.deepEqual(accessOf("adopted"), held);
        stack.declare(staying);
        await succeeded(stack.up());
        assert.deepEqual(accessOf("adopted"), nothing);
    });

    whole.it("a protected one stays, and the update is refused", async () => {
        stack.declare(staying.filter(({ name }) => name !== "protected"));
        emulator.account.clearRequests();
        assert.match(await refused(stack.up()), /protected/);
        assert.deepEqual(accessOf("protected"), held);
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        stack.declare(staying);
    });

    whole.it(
        "an update of somebody who has vanished, or is another person by now, is refused and says what to do",
        async () => {
            emulator.account.removePerson(at("vanished"));
            emulator.account.recreatePerson(at("recreated"));
            const people = emulator.account.people();
            const changed = { ...access, canCreateBot: false };
            stack.declare(
                staying
                    .map(({ name }, index) =>
                        ["vanished", "recreated"].includes(name) ? user(name, changed) : staying[index],
                    )
                    .filter((each) => each !== undefined),
            );
            const output = await refused(stack.up("--continue-on-error"));
            assert.match(
                output,
                /vanished@example\.com was not updated: this person is no longer in the account.*Run pulumi refresh/,
            );
            assert.match(
                output,
                /recreated@example\.com was left alone: Kore\.ai now has another person under this address \(userId u-/,
            );
            assert.deepEqual(emulator.account.people(), people);
        },
    );

    whole.it(
        "a refresh is refused as well for another person under the address; forgotten, they are taken over, and the vanished one is added again",
        async () => {
            stack.declare(staying);
            const output = await refused(stack.refresh());
            assert.match(
                output,
                /recreated@example\.com was left alone: Kore\.ai now has another person under this address/,
            );
            const urn = stack.resources().find(({ urn }) => urn.endsWith("::recreated"))?.urn;
            assert.ok(urn !== undefined);
            await succeeded(stack.run("state", "delete", urn, "--yes"));
            await succeeded(stack.up("--refresh"));
            assert.deepEqual([accessOf("vanished"), accessOf("recreated")], [held, held]);
            const adopted = new Map(stack.resources().map(({ id, outputs }) => [id, outputs["adopted"]]));
            assert.deepEqual([adopted.get(at("vanished")), adopted.get(at("recreated"))], [false, true]);
        },
    );

    whole.it("another orgUserId is refused before anything is sent", async () => {
        stack.declare(
            staying.map((each) => (each.name === "numbered" ? user("numbered", { orgUserId: "E-2" }) : each)),
        );
        emulator.account.clearRequests();
        assert.match(
            await refused(stack.up()),
            /orgUserId.*cannot change from E-1 to E-2: no call of Kore\.ai's changes it/s,
        );
        assert.deepEqual(emulator.account.requests().filter(isWrite), []);
    });

    whole.it(
        "an owner with a new address: the new one is added, and the old one loses what was declared, which the error says",
        async () => {
            stack.declare(
                staying.map((each) =>
                    each.name === "chief" ? user("chief", { ...access, emailId: at("chief.new") }) : each,
                ),
            );
            const output = await refused(stack.up());
            assert.match(output, /chief@example\.com.*An owner cannot be removed/s);
            assert.deepEqual(accessOf("chief.new"), held);
            assert.deepEqual(accessOf("chief"), { ...nothing, roles: [ownerOfSales] });
            emulator.account.changePerson(at("chief"), { removeRoles: [ownerOfSales] });
            await succeeded(stack.up());
            assert.ok(!isThere("chief"));
            assert.deepEqual(accessOf("chief.new"), held);
        },
    );

    whole.it(
        "a destroy that runs the program removes them all the same, and goes by the onDestroy of the state",
        async () => {
            const remaining = staying
                .filter(({ name }) => !["protected", "recreated"].includes(name))
                .map((each) =>
                    each.name === "chief"
                        ? user("chief", { ...access, emailId: at("chief.new") })
                        : each.name === "run-program-revoke"
                          ? user(each.name, access)
                          : each,
                );
            await succeeded(stack.run("state", "unprotect", "--all", "--yes"));
            stack.declare(remaining);
            await succeeded(
                stack.run(
                    "state",
                    "delete",
                    ...stack
                        .resources()
                        .filter(({ urn }) => urn.endsWith("::recreated"))
                        .map(({ urn }) => urn),
                    "--yes",
                ),
            );
            await succeeded(stack.destroy("--run-program"));
            assert.deepEqual(["run-program", "vanished", "numbered", "chief.new", "protected"].filter(isThere), []);
            assert.deepEqual(accessOf("run-program-revoke"), nothing);
            assert.deepEqual(stack.resources(), []);
        },
    );
});
