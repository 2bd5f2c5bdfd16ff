import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as v from "valibot";
import {
    accessAnswer,
    addressOf,
    describeIssues,
    failedRows,
    readEntry,
    readReason,
    refusalBody,
    usersAnswer,
} from "../../../provider/api/answers";
import * as createUsers from "../../fixtures/createUsers";
import { ids, type Fixture } from "../../fixtures/fixture";
import * as refusals from "../../fixtures/refusals";
import * as removeUsers from "../../fixtures/removeUsers";
import * as updateUsers from "../../fixtures/updateUsers";
import * as userAccess from "../../fixtures/userAccess";
import * as usersInfo from "../../fixtures/usersInfo";
import { entryOf } from "./accounts";

const invalidEmail = { message: "INVALID_EMAIL", code: 400 };

function rowsOf(answer: unknown) {
    return failedRows(v.parse(usersAnswer, answer));
}

function onlyEntry({ body }: Fixture<unknown[]>) {
    assert.equal(body.length, 1);
    return readEntry(body[0]);
}

describe("the documented answers of Create, Update and Remove Users", () => {
    const successes = [
        createUsers.success,
        createUsers.newestSuccess,
        updateUsers.success,
        updateUsers.newestSuccess,
        removeUsers.success,
        removeUsers.newestSuccess,
    ];
    for (const { source, body } of successes) {
        it(`have no failed row: ${source}`, () => assert.deepEqual(rowsOf(body), []));
    }

    const failures: [Fixture<unknown>, { message: string; code: number | undefined }][] = [
        [createUsers.failure71, invalidEmail],
        [createUsers.newestFailure, invalidEmail],
        [createUsers.failureInWords, { message: "Invalid emailId", code: undefined }],
        [removeUsers.failure, { message: "Unauthorized to perform this activity", code: 400 }],
    ];
    for (const [{ source, body }, reason] of failures) {
        it(`name who failed and why: ${source}`, () => {
            assert.deepEqual(
                rowsOf(body).map(({ emailId, message, code }) => ({ emailId, message, code })),
                [{ emailId: "ada@example.com", ...reason }],
            );
        });
    }

    it("say of a row what its userInfo says, where the top of the row says something else", () => {
        const row = (status: string, top: string) => ({
            emailId: "grace@example.com",
            status: top,
            userInfo: { emailId: "ada@example.com", status, reason: `a ${status}` },
        });
        const rows = rowsOf({ failedUserDetails: [row("failure", "success"), row("success", "failure")] });
        assert.deepEqual(
            rows.map(({ emailId, message }) => [emailId, message]),
            [["ada@example.com", "a failure"]],
        );
    });

    it("list successes and failures side by side, of which only the failures failed", () => {
        const answer = {
            failedUserDetails: [
                { userInfo: { emailId: "ada@example.com", status: "Success" } },
                { userInfo: { emailId: "grace@example.com", status: "failure", reason: "Invalid emailId" } },
                { emailId: "jean@example.com", status: "success" },
            ],
        };
        assert.deepEqual(
            rowsOf(answer).map(({ emailId }) => emailId),
            ["grace@example.com"],
        );
    });

    it("have a failed row where an entry does not say how it ended", () => {
        assert.deepEqual(rowsOf({ failedUserDetails: [{ userInfo: { emailId: "ada@example.com" } }] }), [
            { emailId: "ada@example.com", message: "no reason given" },
        ]);
    });
});

describe("a reason", () => {
    it("is the first of the errors that says something, with its code", () => {
        assert.deepEqual(readReason({ errors: [{ code: 1 }, { msg: "second", code: 2 }], message: "other" }), {
            message: "second",
            code: 2,
        });
    });

    it("is the message of an error object without errors", () => {
        assert.equal(readReason({ errors: [], message: "BadRequest" }).message, "BadRequest");
        assert.equal(readReason({ message: "BadRequest" }).message, "BadRequest");
    });

    it("is said to be missing where there is none", () => {
        assert.equal(readReason(undefined).message, "no reason given");
        assert.equal(readReason({}).message, "no reason given");
    });
});

describe("the documented refusals of a whole request", () => {
    const all = [
        ...Object.values(refusals.ofTheToken),
        refusals.ofTheScope,
        refusals.ofTheBody,
        refusals.ofTheMethod,
        ...Object.values(userAccess.refusals),
    ];
    for (const { source, body } of all) {
        it(`are read with message and code: ${source}`, () => {
            const [error] = body.errors;
            assert.deepEqual(readReason(v.parse(refusalBody, body)), { message: error?.msg, code: error?.code });
        });
    }
});

describe("the documented answers of Get User Information", () => {
    const roles = [
        {
            roleId: ids.otherBotRole,
            roleName: "sample bot role 2",
            groups: [],
            botId: ids.otherBot,
            botName: "bot6ent",
        },
        { roleId: ids.botRole, roleName: "Bot Tester", groups: ["group1"], botId: ids.bot, botName: "dashboardtest" },
        { roleId: ids.adminRole, roleName: "admin", groups: [] },
        { roleId: ids.otherAdminRole, roleName: "sample admin role1", groups: [] },
    ];
    const person = {
        emailId: "ada@example.com",
        userId: ids.person,
        canCreateBot: true,
        isDeveloper: true,
        groups: [{ groupId: ids.group, groupName: "group1" }],
    };

    it("of version 7.1 tell flags, names, roles with the groups that confer them, groups, and tasks by streamId", () => {
        const [found, unknown] = usersInfo.answer71.body.map(readEntry);
        assert.deepEqual(found, {
            found: {
                ...person,
                firstName: "Ada",
                lastName: "Lovelace",
                roles,
                assignBotTasks: [{ streamId: ids.bot, dialogs: [ids.dialog] }],
            },
        });
        assert.deepEqual(unknown, { failed: { message: "Invalid emailId" } });
    });

    it("of XO 11 tell the status too, and tasks by botId", () => {
        assert.deepEqual(onlyEntry(usersInfo.answer11), {
            found: {
                ...person,
                firstName: "",
                lastName: "",
                status: "active",
                lastLogin: "2023-08-08T05:55:56.698Z",
                roles,
                assignBotTasks: [{ streamId: ids.bot, dialogs: [ids.dialog] }],
            },
        });
    });

    it("of the newest edition tell neither groups of a role nor tasks, and none is made up", () => {
        assert.deepEqual(onlyEntry(usersInfo.newestAnswer), {
            found: {
                ...person,
                firstName: "",
                lastName: "",
                status: "active",
                lastLogin: "2023-08-08T05:55:56.698Z",
                roles: [
                    {
                        roleId: ids.otherBotRole,
                        roleName: "sample bot role 2",
                        botId: ids.otherBot,
                        botName: "bot6ent",
                    },
                    { roleId: ids.adminRole, roleName: "admin" },
                ],
            },
        });
    });

    it("are read with every field of every edition at once", () => {
        assert("found" in onlyEntry(usersInfo.everyAnswerField));
    });

    const userNotFound = { message: "User not found. Please check the provided email address.", code: 400 };
    const failures: [Fixture<unknown[]>, object][] = [
        [usersInfo.failure71, { message: "Invalid emailId" }],
        [usersInfo.failure11, userNotFound],
        [usersInfo.newestFailure, userNotFound],
        [usersInfo.failureOfTheTests, { message: "Invalid emailId", code: 400 }],
    ];
    for (const [fixture, failed] of failures) {
        it(`give the reason why there is nobody: ${fixture.source}`, () =>
            assert.deepEqual(onlyEntry(fixture), { failed }));
    }
});

describe("an entry of Get User Information", () => {
    it("gives an address in lower case, whatever its case in Kore.ai", () => {
        const entry = readEntry(entryOf("Ada.Lovelace@Example.COM"));
        assert("found" in entry);
        assert.equal(entry.found.emailId, "ada.lovelace@example.com");
    });

    it("may have a name that is null", () => {
        const { userInfo, ...rest } = entryOf("ada@example.com");
        const entry = readEntry({ ...rest, userInfo: { ...userInfo, firstName: null, lastName: null } });
        assert("found" in entry);
        assert(!("firstName" in entry.found) && !("lastName" in entry.found));
    });

    it("may have null in place of any text, list and object", () => {
        const { userInfo, ...rest } = entryOf("ada@example.com");
        const entry = readEntry({
            ...rest,
            userInfo: { ...userInfo, firstName: null, lastName: null, status: null },
            roles: null,
            groups: null,
            assignBotTasks: null,
        });
        assert("found" in entry);
        assert.deepEqual([entry.found.roles, entry.found.groups, entry.found.assignBotTasks], [[], [], []]);
        assert(!("status" in entry.found));
    });

    it("may lack groups, where it has the roles", () => {
        const { groups: _, ...rest } = entryOf("ada@example.com");
        const entry = readEntry(rest);
        assert("found" in entry);
        assert.deepEqual(entry.found.groups, []);
    });

    it("keeps what is assigned beside dialogs, where it is anything", () => {
        const parts = { actions: [{ name: "a" }], alerts: [], knowledgeTask: null };
        const entry = readEntry({ ...entryOf("ada@example.com"), assignBotTasks: [{ streamId: ids.bot, ...parts }] });
        assert("found" in entry);
        assert.deepEqual(entry.found.assignBotTasks, [{ streamId: ids.bot, others: { actions: parts.actions } }]);
    });

    it("has its status without spaces around it, and is a failure in whatever letter case", () => {
        const { userInfo, ...rest } = entryOf("ada@example.com");
        const entry = readEntry({ ...rest, userInfo: { ...userInfo, status: " Suspended " } });
        assert.equal("found" in entry && entry.found.status, "Suspended");
        const failed = { emailId: "ada@example.com", status: " Failure", reason: "Invalid emailId" };
        assert.deepEqual(readEntry({ userInfo: failed }), { failed: { message: "Invalid emailId" } });
    });

    it("may lack the list of roles of one kind", () => {
        const entry = readEntry({ ...entryOf("ada@example.com"), roles: {} });
        assert("found" in entry);
        assert.deepEqual(entry.found.roles, []);
    });

    it("with the empty task that takes all back has no tasks", () => {
        const entry = readEntry({ ...entryOf("ada@example.com"), assignBotTasks: [{ dialogs: [] }] });
        assert("found" in entry);
        assert.deepEqual(entry.found.assignBotTasks, []);
    });

    it("is unreadable, and says which field, where flags, roles or the userId are missing", () => {
        for (const field of ["canCreateBot", "isDeveloper", "roles"]) {
            const entry = readEntry({ ...entryOf("ada@example.com"), [field]: undefined });
            assert("unreadable" in entry && entry.unreadable.includes(field), field);
        }
        const withoutId = readEntry({ ...entryOf("ada@example.com"), userInfo: { emailId: "ada@example.com" } });
        assert("unreadable" in withoutId && withoutId.unreadable.includes("userInfo.userId"));
    });

    it("is no person because it has another status than failure", () => {
        assert("unreadable" in readEntry({ userInfo: { emailId: "ada@example.com", status: "not active" } }));
    });

    it("is unreadable where the reason of a failure is neither words nor an error object", () => {
        assert("unreadable" in readEntry({ userInfo: { emailId: "ada@example.com", status: "failure", reason: 7 } }));
    });
});

describe("the answer of Update User Access", () => {
    it("is a success in whatever letter case, and nothing without that word", () => {
        for (const words of [["SUCCESS"], ["Success"], ["done", "success"]]) assert(v.is(accessAnswer, words));
        for (const words of [[], ["FAILED"], ["no success"]]) assert(!v.is(accessAnswer, words));
    });
});

describe("an entry of Get User Information", () => {
    it("has its address without spaces around it, in lower case", () => {
        const entry = readEntry(entryOf(" Ada@Example.com "));
        assert.equal("found" in entry && entry.found.emailId, "ada@example.com");
    });
});

describe("an answer in another form", () => {
    const found = {
        canCreateBot: false,
        isDeveloper: false,
        userInfo: { emailId: "ada@example.com", userId: ids.person },
        roles: {},
        groups: [],
    };
    const rows: { rule: string; entry: object; unreadable: RegExp }[] = [
        { rule: "no flags", entry: { canCreateBot: undefined }, unreadable: /canCreateBot/ },
        { rule: "nobody's id", entry: { userInfo: { emailId: "ada@example.com" } }, unreadable: /userInfo\.userId/ },
        {
            rule: "a role on no bot",
            entry: { roles: { btRoles: [{ roleId: ids.botRole }] } },
            unreadable: /roles\.btRoles\.0\.botId/,
        },
        {
            rule: "a role without an id",
            entry: { roles: { btRoles: [{ botId: ids.bot }] } },
            unreadable: /roles\.btRoles\.0\.roleId/,
        },
        {
            rule: "a role of the Admin Console without an id",
            entry: { roles: { adminRoles: [{ roleName: "admin" }] } },
            unreadable: /roles\.adminRoles\.0\.roleId/,
        },
        {
            rule: "a group without an id",
            entry: { groups: [{ groupName: "Staff" }] },
            unreadable: /groups\.0\.groupId/,
        },
        {
            rule: "tasks in words",
            entry: { assignBotTasks: [{ dialogs: "all" }] },
            unreadable: /assignBotTasks\.0\.dialogs/,
        },
        {
            rule: "tasks of a bot in numbers",
            entry: { assignBotTasks: [{ streamId: 1 }] },
            unreadable: /assignBotTasks\.0\.streamId/,
        },
    ];
    it("is read where it has nothing but what is needed", () => assert.ok("found" in readEntry(found)));

    for (const { rule, entry, unreadable } of rows)
        it(`is unreadable, and says where: ${rule}`, () => {
            const read = readEntry({ ...found, ...entry });
            assert.match("unreadable" in read ? read.unreadable : "", unreadable);
        });

    it("says all that is wrong", () => {
        const read = readEntry({ ...found, canCreateBot: 1, isDeveloper: 1 });
        assert.match("unreadable" in read ? read.unreadable : "", /^canCreateBot: .*; isDeveloper: /);
    });

    it("is no failure of a person whose address is missing", () =>
        assert.ok("unreadable" in readEntry({ userInfo: { status: "failure" } })));

    for (const answer of [
        { msg: 1 },
        { failedUserDetails: [{ emailId: 1 }] },
        { failedUserDetails: [{ status: 1 }] },
        { failedUserDetails: [{ reason: 1 }] },
        { failedUserDetails: [{ reason: { message: 1 } }] },
        { failedUserDetails: [{ reason: { errors: [{ msg: 1 }] } }] },
        { failedUserDetails: [{ userInfo: { emailId: 1 } }] },
        { failedUserDetails: [{ userInfo: { status: 1 } }] },
    ])
        it(`of the verbs on users is refused: ${JSON.stringify(answer)}`, () =>
            assert.equal(v.is(usersAnswer, answer), false));

    for (const body of [{}, { errors: {} }, { errors: [{ code: "400" }] }])
        it(`of a refused request is refused: ${JSON.stringify(body)}`, () =>
            assert.equal(v.is(refusalBody, body), false));

    it("is described without a path where it is wrong as a whole", () => {
        const { issues = [] } = v.safeParse(usersAnswer, "no object");
        assert.match(describeIssues(issues), /^Invalid type/);
    });
});

describe("whose entry it is", () => {
    it("is told by the address, in lower case and without spaces", () =>
        assert.equal(addressOf({ userInfo: { emailId: " Ada@Example.COM " } }), "ada@example.com"));

    for (const entry of [undefined, {}, { userInfo: {} }, { userInfo: { emailId: 1 } }])
        it(`is not told by ${JSON.stringify(entry)}`, () => assert.equal(addressOf(entry), undefined));
});

describe("what an entry names", () => {
    it("is kept as far as a state has room for it", () => {
        const entry = readEntry({
            ...entryOf("ada@example.com"),
            userInfo: {
                ...entryOf("ada@example.com").userInfo,
                firstName: "x".repeat(20_000),
                status: "y".repeat(20_000),
            },
            groups: [{ groupId: "e-1", groupName: `${"x".repeat(299)}\ud83d\ude00` }],
        });
        assert("found" in entry);
        assert.deepEqual([entry.found.firstName?.length, entry.found.status?.length], [300, 300]);
        assert.equal(entry.found.groups[0]?.groupName, "x".repeat(299));
    });

    it("is no id where it is longer than any", () => {
        const { userInfo, ...rest } = entryOf("ada@example.com");
        const entry = readEntry({ ...rest, userInfo: { ...userInfo, userId: "u".repeat(301) } });
        assert("unreadable" in entry);
        assert.match(entry.unreadable, /^userInfo\.userId: /);
    });
});

describe("an answer of the three verbs on users", () => {
    it("says that something was done with a message, or with a list of those who failed", () => {
        for (const answer of [{ msg: "ok" }, { failedUserDetails: [] }, { failedUserDetails: null }])
            assert(v.is(usersAnswer, answer), JSON.stringify(answer));
        for (const answer of [{}, [], [null], { msg: null }, { status: "ok" }])
            assert(!v.is(usersAnswer, answer), JSON.stringify(answer));
    });
});
