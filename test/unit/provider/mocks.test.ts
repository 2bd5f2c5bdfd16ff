import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import sinon from "sinon";
import * as v from "valibot";
import { KoreUser, KoreUserAccess, type KoreUserArgs, KoreUsers, Provider } from "../../../provider/index";

/** What an output turns out to be. */
function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

function properties(given: unknown): Record<string, unknown> {
    return v.parse(v.record(v.string(), v.unknown()), given);
}

function messageOf(work: () => unknown): string {
    try {
        work();
    } catch (error) {
        assert(pulumi.RunError.isInstance(error), String(error));
        return error.message;
    }
    return assert.fail("nothing was refused");
}

describe("a unit test of a program, with pulumi.runtime.setMocks", () => {
    let made: pulumi.runtime.MockResourceArgs[];
    let said: string[];

    beforeEach(async () => {
        made = [];
        said = [];
        for (const stream of ["log", "warn", "error"] as const)
            sinon.replace(console, stream, (...words: unknown[]) => void said.push(words.join(" ")));
        await pulumi.runtime.setMocks({
            newResource: (args) => {
                made.push(args);
                return { id: `${args.name}-id`, state: properties(args.inputs) };
            },
            call: ({ inputs }) => properties(inputs),
        });
    });
    afterEach(() => sinon.restore());
    // Other tests have neither engine nor mocks.
    after(() => pulumi.runtime.resetOptions("", "", -1, "", "", false, ""));

    const ada = { emailId: "ada@example.com" };

    it("needs no settings, hears nothing of them, and sees what was declared alone", async () => {
        const user = new KoreUser("ada", { ...ada, isDeveloper: true });
        assert.equal(await valueOf(user.emailId), "ada@example.com");
        assert.deepEqual(made[0]?.inputs, { emailId: "ada@example.com", isDeveloper: true });
        assert.deepEqual(said, []);
    });

    for (const test of ["one", "another"]) {
        it(`declares the same person in ${test} test, as each call of setMocks begins a program of its own`, async () => {
            const user = new KoreUser(`ada-of-${test}`, ada);
            assert.equal(await valueOf(user.emailId), "ada@example.com");
        });
    }

    it("sees a person who is declared twice refused, with what to do where that is in two tests", async () => {
        const first = new KoreUser("ada", ada);
        assert.equal(
            messageOf(() => new KoreUser("ada-again", ada)),
            'ada@example.com is declared by KoreUser "ada" and by KoreUser "ada-again". If these are of two tests, call pulumi.runtime.setMocks before each: it begins a program of its own. One person belongs to one KoreUser: take one of them out. [kore:declared-twice]',
        );
        // The first one was made all the same, so that the test goes on.
        assert.equal(await valueOf(first.emailId), "ada@example.com");
    });

    it("sees bad arguments refused, all of a resource at once", () => {
        const wrong: KoreUserArgs = { emailId: "nobody", zip: "", roles: [{ roleId: "" }] };
        assert.equal(
            messageOf(() => new KoreUser("ada", wrong)),
            'KoreUser "ada" was not made, as a preview would refuse it:\n  emailId: "nobody" is not an e-mail address\n  zip: must not be empty\n  roles[0].roleId: must not be empty',
        );
        const bot = "st-00000000-0000-5000-8000-000000000001";
        assert.match(
            messageOf(() => new KoreUser("ada", { ...ada, roles: [{ roleId: bot }] })),
            /\n {2}roles\[0\]\.roleId: "st-.*" looks like a bot's id, where a role's id belongs/,
        );
        assert.match(
            messageOf(() => new KoreUserAccess("list", { emailIds: [], canCreateBot: false, isDeveloper: true })),
            /^KoreUserAccess "list" was not made.*\n {2}emailIds: must name at least one person$/,
        );
        assert.deepEqual(made, []);
    });

    it("sees the people of a set as they are declared, and bad arguments of one by their path", async () => {
        const staff = new KoreUsers("staff", {
            people: { "ada@example.com": { isDeveloper: true } },
            adopt: "takeOver",
        });
        assert.deepEqual(await valueOf(staff.people), { "ada@example.com": { isDeveloper: true } });
        assert.deepEqual(made[0]?.inputs, { people: { "ada@example.com": { isDeveloper: true } }, adopt: "takeOver" });
        assert.deepEqual(said, []);
        assert.match(
            messageOf(() => new KoreUsers("others", { people: { "grace@example.com": { zip: "" }, nobody: {} } })),
            /^KoreUsers "others" was not made.*\n(?:.*\n)* {2}people\["grace@example\.com"\]\.zip: must not be empty/,
        );
        assert.equal(made.length, 1);
    });

    it("hears of an argument that turns out to be bad later", async () => {
        new KoreUser("ada", { ...ada, dept: pulumi.output(Promise.resolve("")) });
        const failed = new Promise((resolve) => process.once("unhandledRejection", resolve));
        await failed;
        assert.match(
            said.join("\n"),
            /KoreUser "ada" was not made, as a preview would refuse it:\n {2}dept: must not be empty/,
        );
        assert.deepEqual(made, []);
    });

    it("has every property as an output, declared or not", async () => {
        const user = new KoreUser("ada", ada);
        assert.equal(await valueOf(user.reason.apply((reason) => reason ?? "no reason")), "no reason");
        const list = new KoreUserAccess("list", { emailIds: [user.emailId], canCreateBot: false, isDeveloper: true });
        assert.equal(await valueOf(list.hasDataTableAndViewAccess.apply(String)), "undefined");
        const owner = KoreUser.get("owner", "owner@example.com");
        assert.equal(await valueOf(owner.firstName.apply(String)), "undefined");
        assert.deepEqual(await valueOf(pulumi.all([owner.emailId, owner.reported])), ["owner@example.com", undefined]);
    });

    it("may declare by outputs what another resource may not have", async () => {
        const user = new KoreUser("ada", ada);
        const { reason, groups, isDeveloper } = user;
        const grace = new KoreUser("grace", { emailId: "grace@example.com", reason, groups, isDeveloper });
        assert.equal(await valueOf(grace.reason.apply(String)), "undefined");
        assert.deepEqual(made.find(({ name }) => name === "grace")?.inputs, { emailId: "grace@example.com" });
    });

    it("has provider instances as well", async () => {
        const provider = new Provider("eu", { host: "eu-platform.kore.ai", clientId: "cs-1", clientSecret: "s" });
        const user = new KoreUser("ada", ada, { provider });
        assert.equal(await valueOf(user.emailId), "ada@example.com");
        assert.match(made.find(({ name }) => name === "ada")?.provider ?? "", /::eu::eu-id$/);
    });

    it("may be of a preview, in which values are not known", async () => {
        const mocks = { newResource: () => ({ id: undefined, state: {} }), call: () => ({}) };
        await pulumi.runtime.setMocks(mocks, "project", "stack", true);
        const user = new KoreUser("ada", ada);
        const list = new KoreUserAccess("list", { emailIds: [user.userId], canCreateBot: false, isDeveloper: true });
        assert.equal(typeof (await valueOf(list.urn)), "string");
    });
});
