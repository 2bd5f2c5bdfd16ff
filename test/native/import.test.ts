import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { type Declared, refused, Stack, succeeded } from "../harness/stack";
import { isWhole } from "../harness/whole";

const many = Array.from({ length: isWhole ? 200 : 60 }, (_, index) => `p${index + 1}@example.com`);

describe("pulumi import by the plugin", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("native-import", { door: "native" });
        await stack.configure({
            host: emulator.url,
            clientId: seedApp.clientId,
            clientSecret: seedApp.clientSecret,
            requestsPerMinute: "100000",
            requestsPerHour: "100000",
        });
        const seed = emulator.account.seed();
        const people = many.map((emailId, index) => ({
            emailId,
            firstName: `Number ${index + 1}`,
            lastName: "Example",
            isDeveloper: index % 2 === 0,
            canCreateBot: index % 4 === 0,
            ...(index % 3 === 0 ? { groups: [seedIds.groups.supportTeam] } : {}),
        }));
        emulator.account.reset({ ...seed, people: [...seed.people, ...people] });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const importing = (...args: string[]) => stack.run("import", ...args, "--yes", "--color", "never");

    it("reads one person, whole, and writes nothing", async () => {
        const output = await succeeded(importing("kore:index:User", "p1", "P1@Example.com", "--generate-code=false"));
        assert.match(output, /imported/);
        assert.ok(!emulator.account.requests().some(isWrite));
        const [p1] = stack.resources();
        assert.deepEqual(p1?.inputs, {
            emailId: "p1@example.com",
            firstName: "Number 1",
            lastName: "Example",
            isDeveloper: true,
            canCreateBot: true,
            groups: [seedIds.groups.supportTeam],
        });
        assert.deepEqual([p1.id, p1.outputs["adopted"]], ["p1@example.com", true]);
    });

    it(`reads ${many.length} people in requests for many, after which the preview of what declares them is empty`, async () => {
        const file = path.join(stack.folder, "people.json");
        const resources = many.slice(1).map((id, index) => ({ type: "kore:index:User", name: `p${index + 2}`, id }));
        writeFileSync(file, JSON.stringify({ resources }));
        await succeeded(importing("--file", file, "--generate-code=false"));
        const requests = emulator.account.requests();
        assert.ok(!requests.some(isWrite));
        const declared = stack.resources().map(({ urn, inputs }): Declared => ({
            type: "KoreUser",
            name: urn.split("::").at(-1) ?? "",
            args: inputs,
            opts: { protect: true },
        }));
        assert.equal(declared.length, many.length);
        stack.declare(declared);
        emulator.account.clearRequests();
        await succeeded(stack.preview("--expect-no-changes"));
        assert.deepEqual(emulator.account.requests(), []);
        assert.ok(requests.length < many.length * 0.3, `${requests.length} requests`);
    });

    it("says of nobody that they are not there, and of what has no id what to do", async () => {
        const nobody = await refused(importing("kore:index:User", "nobody", "nobody@example.com"));
        assert.match(nobody, /nobody@example\.com/);
        const wrong = await refused(importing("kore:index:User", "wrong", "u-1234"));
        assert.match(wrong, /u-1234 was not read.*pulumi import kore:index:User ada ada@example\.com/s);
        const set = await refused(importing("kore:index:Users", "all", "people"));
        assert.match(set, /a set of people is nothing that Kore\.ai has.*kore:not-importable/s);
    });
});
