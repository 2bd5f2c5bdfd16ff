import assert from "node:assert/strict";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { isWhole, sample, whole } from "../harness/whole";

const at = (name: string) => `${name}@example.com`;
const user = (name: string, args: Record<string, unknown> = {}, opts?: Record<string, unknown>): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: at(name), onDestroy: "remove", ...args },
    ...(opts === undefined ? {} : { opts }),
});
const list = (name: string, members: unknown[], opts?: Record<string, unknown>): Declared => ({
    type: "KoreUserAccess",
    name,
    args: { emailIds: members, canCreateBot: false, isDeveloper: true },
    ...(opts === undefined ? {} : { opts }),
});
const set = (name: string, members: string[], opts?: Record<string, unknown>): Declared => ({
    type: "KoreUsers",
    name,
    args: { people: Object.fromEntries(members.map((member) => [at(member), {}])) },
    ...(opts === undefined ? {} : { opts }),
});

describe("what a program of another language declares", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("native-program", { door: "native", env: environmentFor(emulator.url) });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const up = (...flags: string[]) => stack.run("up", "--yes", "--color", "never", ...flags);
    const isDeveloper = (name: string) => emulator.account.person(at(name))?.isDeveloper;
    const writes = () => emulator.account.requests().filter(isWrite);
    const afterStaff = { dependsOn: [{ $output: "staff" }] };

    const conflicts: [string, Declared[], RegExp][] = [
        [
            "one person in two User",
            [user("ada"), user("ada-again", { emailId: at("ada") })],
            /ada@example\.com is declared by User "(ada|ada-again)" and by User "(ada|ada-again)"\. One person belongs to one/,
        ],
        [
            "one person in a User and a Users",
            [user("ada"), set("staff", ["ada"])],
            /ada@example\.com is declared by Users? "(ada|staff)" and by Users? "(ada|staff)"/,
        ],
        [
            "flags in a User and in a UserAccess",
            [user("ada", { isDeveloper: true }), list("builders", [at("ada")])],
            /The flags of a person belong to one resource/,
        ],
    ];
    for (const [title, program, message] of sample(conflicts, 1)) {
        it(`${title}: is refused in the preview, and in an update without one, before anything is sent about both`, async () => {
            stack.declare(program);
            assert.match(await refused(stack.preview()), message);
            assert.deepEqual(emulator.account.requests(), []);
            assert.match(await refused(stack.up()), message);
            await succeeded(stack.destroy());
        });
    }

    it("flags that move from a User to a UserAccess are there at every moment, where a preview has told the update of both", async () => {
        stack.declare([user("ada", { isDeveloper: true, canCreateBot: false }), user("grace")]);
        await succeeded(up());
        emulator.account.clearRequests();
        stack.declare([user("ada"), user("grace"), list("builders", [{ $output: "ada.emailId" }])]);
        await succeeded(up());
        assert.deepEqual(writes(), []);
        assert.equal(isDeveloper("ada"), true);
        stack.declare([user("ada", { isDeveloper: true, canCreateBot: false }), user("grace")]);
        await succeeded(up());
        assert.deepEqual(writes(), []);
        assert.equal(isDeveloper("ada"), true);
    });

    it("without a preview nothing is taken that may yet be given", async () => {
        stack.declare([user("ada"), user("grace"), list("builders", [{ $output: "ada.emailId" }])]);
        const output = await refused(up("--skip-preview"));
        assert.match(
            output,
            /ada@example\.com was left as they are: this update takes something.*kore:without-preview/s,
        );
        assert.deepEqual(writes(), []);
        await succeeded(up());
    });

    it("without a preview it is taken where that is allowed", async () => {
        stack.declare([user("ada"), user("grace"), list("others", [{ $output: "grace.emailId" }])]);
        stack.setEnvironment({ withoutPreview: "allow", ...settingsOf(emulator) });
        await succeeded(up("--skip-preview"));
        assert.deepEqual([isDeveloper("ada"), isDeveloper("grace")], [false, true]);
        stack.setEnvironment(settingsOf(emulator));
    });

    it("what a list gives while another one changes is taken by the same rule", async () => {
        stack.declare([user("ada"), user("grace"), list("others", [at("ada")], { dependsOn: [{ $output: "ada" }] })]);
        const output = await refused(up("--skip-preview"));
        assert.match(output, /this access was left as it is.*kore:without-preview/s);
        assert.equal(isDeveloper("grace"), true);
        await succeeded(up());
        assert.deepEqual([isDeveloper("ada"), isDeveloper("grace")], [true, false]);
    });

    it("somebody who moves between two Users stays in the account, and is refused to leave it without a preview", async () => {
        stack.declare([set("staff", ["alan", "mary"]), set("guests", ["rear"])]);
        await succeeded(up());
        const before = emulator.account.person(at("mary"))?.userId;
        stack.declare([set("staff", ["alan"]), set("guests", ["rear", "mary"], afterStaff)]);
        const output = await refused(up("--skip-preview"));
        assert.match(output, /nothing was sent about these people.*kore:without-preview/s);
        assert.equal(emulator.account.person(at("mary"))?.userId, before);
        await succeeded(up());
        assert.equal(emulator.account.person(at("mary"))?.userId, before);
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
    });

    const many = Array.from({ length: 12 }, (_, index) => `p${index}`);

    it("a lost file of people is stopped before anything is sent", async () => {
        stack.declare([set("staff", many), set("guests", ["rear"], afterStaff)]);
        await succeeded(up());
        emulator.account.clearRequests();
        stack.declare([set("staff", many.slice(0, 2)), set("guests", ["rear"], afterStaff)]);
        assert.match(
            await succeeded(stack.preview()),
            /The update refuses this, unless another.*10 people would go at once/s,
        );
        assert.match(await refused(up()), /10 people would go at once, and maxRemovals allows 5/);
        assert.deepEqual(writes(), []);
    });

    whole.it("many who move to another set are not stopped", async () => {
        stack.declare([set("staff", many.slice(0, 2)), set("guests", ["rear", ...many.slice(2)], afterStaff)]);
        await succeeded(up());
        const verbs = emulator.account.requests().filter(({ path }) => path === "/api/public/users");
        // One who has nothing is asked about by a write that changes nothing.
        assert.deepEqual([...new Set(verbs.map(({ method }) => method))], ["PUT"]);
    });

    it("an explicit instance has an account of its own, takes nothing from the environment, and keeps its secret encrypted", async () => {
        const other = await startEmulator({ limits: "off" });
        try {
            await succeeded(stack.run("config", "set", "--secret", "instance", seedApp.clientSecret));
            const instance: Declared = {
                type: "Provider",
                name: "eu",
                args: { host: other.url, clientId: seedApp.clientId, clientSecret: { $secret: "instance" } },
            };
            const ada = user("ada", {}, { provider: { $output: "eu" } });
            stack.declare([instance, user("grace"), ada]);
            await succeeded(up());
            assert.ok(other.account.person(at("ada")));
            assert.ok(!stack.stateText().includes(seedApp.clientSecret));
            const misspelt = { ...instance, args: { ...instance.args, readonly: true } };
            stack.declare([misspelt, user("grace"), ada]);
            assert.match(
                await refused(stack.preview()),
                /readonly is no argument of this provider; did you mean readOnly\?/,
            );
            stack.declare([user("grace")]);
            await succeeded(up());
            assert.equal(other.account.person(at("ada")), undefined);
        } finally {
            await other.close();
        }
    });

    it("ignoreChanges on the roles of an exclusive person is refused, before it makes declared what somebody gave by hand", async () => {
        const program = [user("ada", { exclusive: true, roles: [] }, { ignoreChanges: ["roles"] })];
        stack.declare(program);
        await succeeded(up());
        const output = await refused(stack.preview());
        assert.match(
            output,
            /ada was left as it is: it has exclusive: true.*ignoreChanges on roles.*kore:exclusive-ignored/s,
        );
        stack.declare([user("ada")]);
        await succeeded(up());
    });

    it("a misspelt setting is refused with the one that was meant", async () => {
        await stack.configure({ readonly: "true" });
        assert.match(
            await refused(stack.preview()),
            /kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly\?/,
        );
        await succeeded(stack.run("config", "rm", "kore:readonly"));
    });

    it("with refreshBeforeUpdate a preview looks, and shows what was changed by hand and its mending", async () => {
        stack.declare([user("grace", { isDeveloper: true, canCreateBot: false })]);
        stack.setEnvironment({ refreshBeforeUpdate: "true", ...settingsOf(emulator) });
        await succeeded(up());
        emulator.account.changePerson(at("grace"), { isDeveloper: false });
        assert.match(await succeeded(stack.preview()), /~ isDeveloper: false => true/);
        await succeeded(up());
        assert.equal(isDeveloper("grace"), true);
        if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
        stack.setEnvironment(settingsOf(emulator));
    });

    it("a destroy removes whom it has added", async () => {
        await succeeded(stack.destroy());
        assert.equal(emulator.account.person(at("grace")), undefined);
    });

    it("functions find ids by names, say which name may be meant, and change nothing", async () => {
        stack.write(`
const pulumi = require("@pulumi/pulumi");
const ask = (name, args) => pulumi.runtime.invoke("kore:index:" + name, args);
exports.role = ask("getRole", { name: "bot developer", kind: "bot" }).then(({ id }) => id);
exports.group = ask("getGroup", { name: "Support Team" }).then(({ id }) => id);
exports.bot = ask("getBot", { name: "Support" }).catch((error) => error.message);
exports.wrong = ask("getGroup", { name: "Suport Team" }).catch((error) => error.message);
exports.owner = ask("getUser", { emailId: "OWNER@example.com" }).then(({ emailId, userId }) => emailId + userId.slice(0, 2));
exports.nobody = ask("getUser", { emailId: "nobody@example.com" }).catch((error) => error.message);
exports.directory = ask("getDirectory", {}).then(({ groups, bots }) => groups.length > 0 && bots.length > 0);
`);
        await succeeded(up());
        const outputs = JSON.parse(await succeeded(stack.run("stack", "output", "--json"))) as Record<string, string>;
        assert.match(outputs["wrong"] ?? "", /did you mean "Support Team"\?/);
        assert.match(outputs["nobody"] ?? "", /nobody@example\.com was not found/);
        assert.equal(outputs["owner"], "owner@example.comu-");
        assert.deepEqual(writes(), []);
    });
});

function settingsOf(emulator: Emulator): Record<string, string> {
    const { clientId, clientSecret } = seedApp;
    return { host: emulator.url, clientId, clientSecret, requestsPerMinute: "100000", requestsPerHour: "100000" };
}
