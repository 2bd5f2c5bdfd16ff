import assert from "node:assert/strict";
import { verify } from "jsonwebtoken";
import { describe, it } from "mocha";
import type { NewUser, UserUpdate } from "../../../provider/api/client";
import { newUser, nothingFor, userUpdate } from "../../../provider/user/plan/difference";
import * as createUsers from "../../fixtures/createUsers";
import { ids } from "../../fixtures/fixture";
import * as removeUsers from "../../fixtures/removeUsers";
import * as updateUsers from "../../fixtures/updateUsers";
import * as userAccess from "../../fixtures/userAccess";
import * as usersInfo from "../../fixtures/usersInfo";
import { person } from "../provider/people";
import { accountAt, app, everyoneIsThere } from "./accounts";
import { json, scriptedKore } from "./scriptedKore";

const emailId = "ada@example.com";

const wholeProgram = {
    emailId,
    orgUserId: "employee 1",
    firstName: "Ada",
    lastName: "Lovelace",
    companyName: "Example Ltd",
    dept: "Research",
    companyContactPhone: "+44 1 000 001",
    worknumber: "+44 1 000 002",
    street: "1 Example Street",
    suiteNo: "2a",
    city: "London",
    zip: "EX1 1AA",
    state: "Greater London",
    country: "United Kingdom",
    groups: [ids.group],
    roles: [{ roleId: ids.botRole, botId: ids.bot }],
    assignBotTasks: [{ streamId: ids.bot, dialogs: [ids.dialog] }],
    canCreateBot: true,
    isDeveloper: true,
    sendEmail: false,
    adopt: "takeOver",
    onDestroy: "revoke",
    reason: "maintains the support bot",
} as const;

const program = {
    ...wholeProgram,
    groups: [...wholeProgram.groups],
    roles: [...wholeProgram.roles],
    assignBotTasks: [{ streamId: ids.bot, dialogs: [ids.dialog] }],
};

describe("a request", () => {
    const kore = scriptedKore();

    function sentTo(method: string, path: string): unknown {
        const [request, ...others] = kore.received;
        assert.deepEqual(others, []);
        assert.equal(request?.method, method);
        assert.equal(request.path, path);
        return request.body;
    }

    it("of Create Users has every documented field under its documented name, and no other", async () => {
        kore.replies(json(createUsers.success.body));
        assert.deepEqual(await accountAt(kore).createUsers([newUser(program)], { sendEmail: program.sendEmail }), [
            { emailId },
        ]);
        assert.deepEqual(sentTo("POST", "/api/public/users"), createUsers.everyField.body);
    });

    it("of Create Users is that of version 7.1 for a program with the fields of that version", async () => {
        const [documented] = createUsers.request71.body.users;
        assert(documented !== undefined);
        const { userInfo, groups = [], roles = [], canCreateBot = true, isDeveloper = true } = documented;
        const row = newUser({
            emailId: userInfo.emailId,
            orgUserId: "employee 1",
            firstName: "Ada",
            groups,
            roles,
            assignBotTasks: program.assignBotTasks,
            canCreateBot,
            isDeveloper,
        });
        kore.replies(json(createUsers.success.body));
        await accountAt(kore).createUsers([row], { sendEmail: true });
        // And sendEmail where the newest edition reads it.
        const users = createUsers.request71.body.users.map((user) => ({ ...user, sendEmail: true }));
        assert.deepEqual(sentTo("POST", "/api/public/users"), { ...createUsers.request71.body, users });
    });

    it("of Create Users leaves sendEmail out where the program does not say it", async () => {
        kore.replies(json(createUsers.success.body));
        await accountAt(kore).createUsers([newUser({ emailId })], {});
        assert.deepEqual(sentTo("POST", "/api/public/users"), {
            users: [{ userInfo: { emailId }, canCreateBot: false, isDeveloper: false }],
        });
    });

    it("of Update Users has every documented field under its documented name; the person is named by address alone", async () => {
        const before = {
            emailId,
            groups: [ids.otherGroup],
            roles: [{ roleId: ids.otherBotRole, botId: ids.otherBot }],
        };
        const now = person({
            groups: [{ groupId: ids.otherGroup }],
            roles: [{ roleId: ids.otherBotRole, botId: ids.otherBot, groups: [] }],
            assignBotTasks: [],
        });
        const row = userUpdate(before, program, now);
        assert(row !== undefined);
        kore.replies(json(updateUsers.success.body));
        assert.deepEqual(await accountAt(kore).updateUsers([row]), [{ emailId }]);
        const users = updateUsers.everyField.body.users.map(({ userInfo: { orgUserId: _, ...userInfo }, ...user }) => ({
            ...user,
            userInfo,
        }));
        assert.deepEqual(sentTo("PUT", "/api/public/users"), { users });
    });

    it("of Update Users takes all tasks back with the documented empty entry", async () => {
        const before = { emailId, assignBotTasks: [{ streamId: ids.bot }] };
        const row = userUpdate(before, nothingFor(before), person({ assignBotTasks: [{ streamId: ids.bot }] }));
        assert(row !== undefined);
        kore.replies(json(updateUsers.success.body));
        await accountAt(kore).updateUsers([row]);
        const [documented] = updateUsers.unassigningAllTasks.body.users;
        assert.deepEqual(sentTo("PUT", "/api/public/users"), {
            users: [{ ...documented, canCreateBot: false, isDeveloper: false }],
        });
    });

    it("of Remove Users is a DELETE with the addresses in a JSON body", async () => {
        kore.replies(json(removeUsers.success.body));
        assert.deepEqual(await accountAt(kore).removeUsers([emailId]), [{ emailId }]);
        assert.deepEqual(sentTo("DELETE", "/api/public/users"), removeUsers.requestByEmail.body);
        assert.match(String(kore.received[0]?.headers["content-type"]), /^application\/json/);
    });

    it("of Get User Information asks for addresses, of people of any status", async () => {
        kore.replies(everyoneIsThere);
        await accountAt(kore).lookUp(["ada@example.com", "grace@example.com"]);
        assert.deepEqual(sentTo("POST", "/api/public/usersInfo"), usersInfo.requestByEmail.body);
    });

    it("of Update User Access has every documented field", async () => {
        kore.replies(json(userAccess.success.body));
        const flags = { canCreateBot: true, isDeveloper: true, hasDataTableAndViewAccess: true };
        assert.deepEqual(await accountAt(kore).setAccess([emailId], flags), [{ emailId }]);
        assert.deepEqual(sentTo("POST", "/api/public/useraccess"), userAccess.everyField.body);
    });

    it("of Update User Access leaves the third flag out where the program does not say it", async () => {
        kore.replies(json(userAccess.success.body));
        await accountAt(kore).setAccess(["ada@example.com", "grace@example.com"], {
            canCreateBot: false,
            isDeveloper: true,
            hasDataTableAndViewAccess: undefined,
        });
        assert.deepEqual(sentTo("POST", "/api/public/useraccess"), userAccess.request.body);
    });

    it("carries its token in the header auth, without 'Bearer', and says that its body is JSON", async () => {
        kore.replies(everyoneIsThere);
        await accountAt(kore).lookUp([emailId]);
        const headers = kore.received[0]?.headers;
        const claims = verify(String(headers?.["auth"]), app.clientSecret, { algorithms: ["HS256"] });
        assert(typeof claims === "object");
        assert.equal(claims["appId"], app.clientId);
        assert.equal(claims.sub, app.clientId);
        assert.equal(Number(claims.exp) - Number(claims.iat), 300);
        assert.equal(headers?.authorization, undefined);
        assert.match(String(headers?.["content-type"]), /^application\/json/);
    });

    it("goes below the path of a base URL that has one", async () => {
        kore.replies(everyoneIsThere);
        await accountAt(kore, { baseUrl: `${kore.baseUrl}/kore` }).lookUp([emailId]);
        assert.equal(kore.received[0]?.path, "/kore/api/public/usersInfo");
    });
});

describe("a documented request", () => {
    it("names a bot botId in roles, and in the tasks of an update, and streamId in those of a create", () => {
        const created: NewUser = newUser(program);
        const updated: UserUpdate | undefined = userUpdate({}, program, person({}));
        assert.deepEqual(Object.keys(created.assignBotTasks?.[0] ?? {}), ["streamId", "dialogs"]);
        assert.deepEqual(Object.keys(updated?.assignBotTasks?.[0] ?? {}), ["botId", "dialogs"]);
        assert.deepEqual(Object.keys(created.roles?.[0] ?? {}), ["roleId", "botId"]);
        assert.deepEqual(Object.keys(updated?.roles?.addTo?.[0] ?? {}), ["roleId", "botId"]);
    });
});
