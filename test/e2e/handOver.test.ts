import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };
const analyst = { roleId: seedIds.adminRoles.analyst };
const builder = { canCreateBot: false, isDeveloper: true };
const creator = { canCreateBot: true, isDeveloper: true };

/** Everything that a KoreUser can give. */
const everything = {
    roles: [analyst, developerOfSupport],
    groups: [seedIds.groups.everybody],
    assignBotTasks: [{ streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] }],
    ...creator,
};
const withoutFlags = { roles: everything.roles, groups: everything.groups, assignBotTasks: everything.assignBotTasks };

const at = (name: string) => `${name}@example.com`;
const user = (
    name: string,
    address: string,
    args: Record<string, unknown> = {},
    opts?: Record<string, unknown>,
): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: at(address), sendEmail: false, onDestroy: "remove", ...args },
    ...(opts === undefined ? {} : { opts }),
});
const access = (name: string, members: (string | object)[], args: Record<string, unknown> = builder): Declared => ({
    type: "KoreUserAccess",
    name,
    args: { emailIds: members.map((member) => (typeof member === "string" ? at(member) : member)), ...args },
});

const component = (name: string): Declared => ({ type: "Component", name, args: {} });

/** One change of a program that is a move for people: away from `before`, and later back again. */
interface Scenario {
    title: string;
    before: Declared[];
    after: Declared[];
    /** Whose access the change does not touch: nothing is written about them, neither there nor back. */
    people: string[];
}

const scenarios: Scenario[] = [
    {
        title: "a KoreUser that gets another name",
        before: [user("renamed-old", "renamed", everything)],
        after: [user("renamed-new", "renamed", everything)],
        people: ["renamed"],
    },
    {
        title: "a KoreUser that moves into a component",
        before: [user("inside", "inside", everything)],
        after: [component("team"), user("inside", "inside", everything, { parent: { $output: "team" } })],
        people: ["inside"],
    },
    {
        title: "two KoreUsers that change their addresses",
        before: [user("left", "ada", everything), user("right", "grace", everything)],
        after: [user("left", "grace", everything), user("right", "ada", everything)],
        people: ["ada", "grace"],
    },
    {
        title: "a KoreUser and its KoreUserAccess that both get another name",
        before: [
            user("both-old", "both", withoutFlags),
            access("both-access-old", [{ $output: "both-old.emailId" }], creator),
        ],
        after: [access("both-access-new", ["both"], creator), user("both-new", "both", withoutFlags)],
        people: ["both"],
    },
    {
        title: "flags that move from a KoreUser to a KoreUserAccess, and back",
        before: [user("flagged", "flagged", everything)],
        after: [
            user("flagged", "flagged", withoutFlags),
            access("flagged-access", [{ $output: "flagged.emailId" }], creator),
        ],
        people: ["flagged"],
    },
    {
        title: "flags that move from a KoreUser to a KoreUserAccess that is there already, and back",
        before: [
            user("joins", "joins", builder),
            user("member", "member"),
            access("a-club", [{ $output: "member.emailId" }]),
        ],
        after: [
            user("joins", "joins"),
            user("member", "member"),
            access("a-club", [{ $output: "joins.emailId" }, { $output: "member.emailId" }]),
        ],
        people: ["joins", "member"],
    },
    {
        title: "a KoreUser that gets another name with an alias",
        before: [user("aliased-old", "aliased", everything, { aliases: [{ name: "aliased-new" }] })],
        after: [user("aliased-new", "aliased", everything, { aliases: [{ name: "aliased-old" }] })],
        people: ["aliased"],
    },
    {
        title: "people who change places between two KoreUserAccess, so that either is taken up first",
        before: [
            user("east", "east"),
            user("west", "west"),
            user("stays", "stays"),
            access("a-list", [{ $output: "east.emailId" }, { $output: "stays.emailId" }]),
            access("b-list", [{ $output: "west.emailId" }]),
        ],
        after: [
            user("east", "east"),
            user("west", "west"),
            user("stays", "stays"),
            access("a-list", [{ $output: "west.emailId" }, { $output: "stays.emailId" }]),
            access("b-list", [{ $output: "east.emailId" }]),
        ],
        people: ["east", "west", "stays"],
    },
    {
        title: "a KoreUserAccess that gets another name",
        before: [user("keeper", "keeper"), access("name-old", [{ $output: "keeper.emailId" }], creator)],
        after: [user("keeper", "keeper"), access("name-new", [{ $output: "keeper.emailId" }], creator)],
        people: ["keeper"],
    },
    {
        title: "a KoreUserAccess that is split in two, and merged again",
        before: [
            user("one", "one"),
            user("two", "two"),
            access("whole", [{ $output: "one.emailId" }, { $output: "two.emailId" }], creator),
        ],
        after: [
            user("one", "one"),
            user("two", "two"),
            access("half-a", [{ $output: "one.emailId" }], creator),
            access("half-z", [{ $output: "two.emailId" }], creator),
        ],
        people: ["one", "two"],
    },
    {
        title: "a KoreUserAccess that keeps its name and gives half of its people away, and gets them back",
        before: [
            user("three", "three"),
            user("four", "four"),
            access("rest", [{ $output: "three.emailId" }, { $output: "four.emailId" }], creator),
        ],
        after: [
            user("three", "three"),
            user("four", "four"),
            access("rest", [{ $output: "three.emailId" }], creator),
            access("new-team", [{ $output: "four.emailId" }], creator),
        ],
        people: ["three", "four"],
    },
];

// These take something away, and say so: the third flag, what only the KoreUser declared, and an old address.
const dataTables = { ...builder, hasDataTableAndViewAccess: true };
const others = {
    before: [
        user("ta", "ta"),
        user("tz", "tz"),
        access("a-tables", ["ta"], dataTables),
        access("z-tables", ["tz"], dataTables),
        user("taken", "taken", { ...withoutFlags, adopt: "takeOver" }),
        access("of-taken", ["taken"]),
        user("mail", "mail.old", { roles: [analyst] }),
        access("of-mail", [{ $output: "mail.emailId" }], creator),
    ],
    after: [
        user("ta", "ta"),
        user("tz", "tz"),
        access("m-plain", ["ta", "tz"]),
        access("of-taken", ["taken"]),
        user("mail", "mail.new", { roles: [analyst] }),
        access("of-mail", [{ $output: "mail.emailId" }], creator),
    ],
};

// Where a member is named by text, the resource that adds them has to come first.
const ordered = (declared: Declared[]): Declared[] => {
    const users = new Map(
        declared.filter(({ type }) => type === "KoreUser").map(({ name, args }) => [args["emailId"], name]),
    );
    return declared.map((resource) => {
        if (resource.type !== "KoreUserAccess" || !Array.isArray(resource.args["emailIds"])) return resource;
        const before = resource.args["emailIds"]
            .flatMap((emailId) => users.get(emailId) ?? [])
            .filter((name) => declared.findIndex((each) => each.name === name) < declared.indexOf(resource));
        return before.length === 0
            ? resource
            : { ...resource, opts: { dependsOn: before.map((name) => ({ $output: name })) } };
    });
};

// One program with all scenarios at once: up, there, and back; each step is judged by what became of the people.
whole.describe("a person who moves within the program loses nothing, not for a moment", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    let output: string;
    const first = new Map<string, Person>();

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("handOver", { env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());

    const person = (name: string): Person => {
        const found = emulator.account.person(at(name));
        assert.ok(found !== undefined, `${at(name)} is in the account`);
        return found;
    };
    const writesAbout = (name: string) =>
        emulator.account
            .requests({ emailId: at(name) })
            .filter(isWrite)
            .map(({ method, path, request }) => ({ method, path, request }));

    /** A refresh and a second update, which find and change nothing. */
    const settles = (step: string) => {
        it(`after ${step}, a refresh and a second update change nothing`, async () => {
            const people = emulator.account.people();
            emulator.account.clearRequests();
            await succeeded(stack.up("--refresh", "--expect-no-changes"));
            assert.deepEqual(emulator.account.people(), people);
            assert.deepEqual(emulator.account.requests().filter(isWrite), []);
        });
    };

    const untouched = (step: string) => {
        for (const { title, people } of scenarios) {
            it(`${title}: ${step}`, () => {
                for (const name of people) {
                    assert.deepEqual(person(name), first.get(name), at(name));
                    assert.deepEqual(writesAbout(name), [], at(name));
                }
            });
        }
    };

    describe("at first", () => {
        before(async () => {
            stack.declare(ordered([...scenarios.flatMap((scenario) => scenario.before), ...others.before]));
            output = await succeeded(stack.up());
            for (const name of scenarios.flatMap(({ people }) => people)) first.set(name, person(name));
        });

        it("everybody has what is declared of them", () => {
            const flags = (name: string) => [
                person(name).isDeveloper,
                person(name).canCreateBot,
                person(name).hasDataTableAndViewAccess,
            ];
            for (const name of ["aliased"]) {
                assert.deepEqual(
                    [
                        person(name).roles.length,
                        person(name).groups.length,
                        person(name).assignBotTasks.length,
                        ...flags(name),
                    ],
                    [2, 1, 1, true, true, false],
                    name,
                );
            }
            for (const name of ["east", "west", "stays", "taken"])
                assert.deepEqual(flags(name), [true, false, false], name);
            for (const name of ["keeper", "one", "two", "three", "four", "mail.old"])
                assert.deepEqual(flags(name), [true, true, false], name);
            for (const name of ["ta", "tz"]) assert.deepEqual(flags(name), [true, false, true], name);
        });
        settles("the first update");
    });

    describe("there", () => {
        before(async () => {
            stack.declare(ordered([...scenarios.flatMap((scenario) => scenario.after), ...others.after]));
            emulator.account.clearRequests();
            output = await succeeded(stack.up());
        });

        untouched("nothing is written about the people");

        it("a third flag that the old list declared and the new one does not is taken back, and only it", () => {
            for (const name of ["ta", "tz"]) {
                assert.deepEqual(
                    [person(name).isDeveloper, person(name).canCreateBot, person(name).hasDataTableAndViewAccess],
                    [true, false, false],
                    name,
                );
                const written = writesAbout(name);
                assert.ok(written.length > 0);
                for (const { path, request } of written) {
                    assert.equal(path, "/api/public/useraccess");
                    assert.match(JSON.stringify(request), /"isDeveloper":true,"hasDataTableAndViewAccess":false/);
                }
            }
        });

        it("a person whose KoreUser is taken out stays as long as a KoreUserAccess names them, and a notice says so", () => {
            assert.match(
                output,
                /taken@example\.com stays in the account, as a KoreUserAccess of this program declares their access/,
            );
            const { isDeveloper, canCreateBot, roles, groups, assignBotTasks } = person("taken");
            assert.deepEqual(
                { isDeveloper, canCreateBot, roles, groups, assignBotTasks },
                { ...builder, roles: [], groups: [], assignBotTasks: [] },
            );
            assert.equal(writesAbout("taken").length, 1);
            assert.match(
                JSON.stringify(writesAbout("taken")),
                /"isDeveloper":true/,
                "not for a moment without the builder",
            );
        });

        it("a person of a KoreUserAccess with a new address has their access under it, and the old address is gone", () => {
            assert.deepEqual(
                [person("mail.new").isDeveloper, person("mail.new").canCreateBot, person("mail.new").roles],
                [true, true, [analyst]],
            );
            assert.equal(emulator.account.person(at("mail.old")), undefined);
        });
        settles("the move");
    });

    describe("and back", () => {
        before(async () => {
            stack.declare(ordered([...others.before, ...scenarios.flatMap((scenario) => scenario.before)]));
            emulator.account.clearRequests();
            output = await succeeded(stack.up());
        });

        untouched("nothing is written about the people, on the way back either");

        it("a third flag is given again by the list that declares it", () => {
            for (const name of ["ta", "tz"])
                assert.deepEqual(
                    [person(name).isDeveloper, person(name).canCreateBot, person(name).hasDataTableAndViewAccess],
                    [true, false, true],
                    name,
                );
        });

        it("a KoreUser that comes back takes the person over, with the access that the KoreUserAccess gave", () => {
            const { isDeveloper, canCreateBot, roles, groups } = person("taken");
            assert.deepEqual([isDeveloper, canCreateBot, roles.length, groups], [true, false, 2, everything.groups]);
        });
        settles("the way back");
    });

    // Mocha runs the tests of a suite before the suites in it.
    describe("in the end", () => {
        it("a destroy removes everybody", async () => {
            await succeeded(stack.destroy());
            assert.deepEqual(
                emulator.account.people().map(({ emailId }) => emailId),
                ["owner@example.com"],
            );
        });
    });
});
