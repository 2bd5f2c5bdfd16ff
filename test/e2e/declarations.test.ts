import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { isWrite } from "../harness/judging";
import { repositoryRoot } from "../harness/repository";
import { type Declared, type Ended, environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { sample, whole } from "../harness/whole";

const analyst = { roleId: seedIds.adminRoles.analyst };
const otherApp = { clientId: "cs-other", clientSecret: "secret-of-another-app" };
const builder = { canCreateBot: false, isDeveloper: true };
const user = (
    name: string,
    address: string,
    args: Record<string, unknown> = {},
    opts: Record<string, unknown> = {},
): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId: `${address}@example.com`, sendEmail: false, ...args },
    opts,
});
const access = (name: string, members: string[], opts: Record<string, unknown> = {}): Declared => ({
    type: "KoreUserAccess",
    name,
    args: { emailIds: members.map((member) => `${member}@example.com`), ...builder },
    opts,
});
const through = (instance: string) => ({ provider: { $output: instance } });

/** Everything that a program declares is known before the first step. Each test has people of its own. */
describe("what the program declares is known", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;
    const folder = mkdtempSync(path.join(tmpdir(), "pulumi-kore-records-"));

    before(async () => {
        emulator = await startEmulator({
            limits: "off",
            latency: 20,
            seed: { ...defaultSeed, apps: [...(defaultSeed.apps ?? []), otherApp] },
        });
        stack = await Stack.create("declarations", {
            env: { ...environmentFor(emulator.url), KORE_RECORD_FOLDER: folder },
        });
        await stack.succeed("config", "set", "--secret", "app", seedApp.clientId);
        await stack.succeed("config", "set", "--secret", "secret", seedApp.clientSecret);
    });
    after(async () => {
        await emulator.close();
        rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(() => emulator.account.clearRequests());
    afterEach(async () => {
        const { exitCode, output } = await stack.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(readdirSync(folder), [], "no run leaves its record behind");
    });

    const person = (name: string) =>
        emulator.account.person(`${name}@example.com`) ?? assert.fail(`${name} is not in the account`);
    const writes = () => emulator.account.requests().filter(isWrite);
    const up = (declared: Declared[], ...flags: string[]): Promise<Ended> => {
        stack.declare(declared);
        return stack.up(...flags);
    };
    const settled = async () => {
        await succeeded(stack.refresh());
        await succeeded(stack.run("preview", "--expect-no-changes", "--non-interactive"));
    };
    const instance = (name: string, args: Record<string, unknown> = {}): Declared => ({
        type: "Provider",
        name,
        args: {
            host: emulator.url,
            clientId: { $secret: "app" },
            clientSecret: { $secret: "secret" },
            requestsPerMinute: 100_000,
            requestsPerHour: 100_000,
            ...args,
        },
    });

    whole.it(
        "where people and a list of them come from the same plain addresses: the list comes after its people",
        async () => {
            const people = ["loop-ann", "loop-bea", "loop-cyd"];
            await succeeded(up([access("builders", people), ...people.map((name) => user(name, name))]));
            assert.deepEqual(
                people.map((name) => person(name).isDeveloper),
                [true, true, true],
            );
            await settled();
        },
    );

    whole.it(
        "where two instances have an app that is secret: what contradicts itself is refused in the preview, before anything is sent",
        async () => {
            stack.declare([
                instance("one"),
                instance("two"),
                user("ann", "secret-ann", builder, through("one")),
                {
                    ...access("none", ["secret-ann"], through("two")),
                    args: { emailIds: ["secret-ann@example.com"], canCreateBot: false, isDeveloper: false },
                },
            ]);
            for (const step of [() => stack.preview(), () => stack.up()]) {
                assert.match(
                    await refused(step()),
                    /secret-ann@example\.com is declared by KoreUser "ann" and by KoreUserAccess "none"\. The flags of a person belong to one resource/,
                );
            }
            assert.deepEqual(emulator.account.requests(), []);
        },
    );

    whole.describe("where two instances lead to one host with two apps, which are of one account", () => {
        const listsOf = (one: string[], two: string[], names: { accountName?: string } = {}) => [
            instance("first", names),
            instance("second", { ...otherApp, ...names }),
            ...["doubt-ann", "doubt-bob", "doubt-cyd"].map((name) => user(name, name, {}, through("first"))),
            {
                ...access("one", one),
                args: { emailIds: one.map((name) => ({ $output: `${name}.emailId` })), ...builder },
                opts: through("first"),
            },
            {
                ...access("two", two),
                args: { emailIds: two.map((name) => ({ $output: `${name}.emailId` })), ...builder },
                opts: through("second"),
            },
        ];

        it("who leaves the list of one for that of the other is left alone, as the preview says; with the name that it asks for they move, and are never without", async () => {
            await succeeded(up(listsOf(["doubt-ann", "doubt-bob"], ["doubt-cyd"])));
            emulator.account.clearRequests();
            stack.declare(listsOf(["doubt-ann"], ["doubt-bob", "doubt-cyd"]));
            for (const step of [() => stack.preview(), () => stack.up()]) {
                assert.match(
                    await refused(step()),
                    /doubt-bob@example\.com was left as they are: another provider instance .* with another app \(KoreUserAccess "two"\).*Give both provider instances an accountName/s,
                );
            }
            assert.deepEqual(writes(), []);
            await succeeded(up(listsOf(["doubt-ann"], ["doubt-bob", "doubt-cyd"], { accountName: "ours" })));
            assert.deepEqual(writes(), []);
            await settled();
            await succeeded(up(listsOf(["doubt-ann", "doubt-bob"], ["doubt-cyd"], { accountName: "ours" })));
            assert.deepEqual([writes(), person("doubt-bob").isDeveloper], [[], true]);
            await settled();
        });
    });

    describe("by copies of the package", () => {
        const copy = () => path.join(stack.folder, "node_modules", "teamlib");
        before(() => {
            // A library of teams, with a pulumi-kore of its own.
            const own = path.join(copy(), "node_modules", "pulumi-kore");
            mkdirSync(own, { recursive: true });
            for (const part of ["dist", "package.json"])
                cpSync(path.join(repositoryRoot, part), path.join(own, part), { recursive: true });
            writeFileSync(
                path.join(copy(), "package.json"),
                JSON.stringify({ name: "teamlib", version: "1.0.0", main: "index.js" }),
            );
            writeFileSync(
                path.join(copy(), "index.js"),
                'const kore = require("pulumi-kore");\nexports.team = (name, emailId, args) => new kore.KoreUser(name, { emailId, ...args });\n',
            );
        });

        const refusals = [
            [
                "of which one has the KoreUser and the other the list",
                'team("bea", "dup-bea@example.com", { isDeveloper: true });\nnew kore.KoreUserAccess("none", { emailIds: ["dup-bea@example.com"], isDeveloper: false, canCreateBot: false });',
                /dup-bea@example\.com is declared by KoreUser "bea" and by KoreUserAccess "none"/,
            ],
            [
                "of which each has a KoreUser for one person",
                'new kore.KoreUser("mine", { emailId: "dup-bea@example.com" });\nteam("bea", "Dup-Bea@example.com", {});',
                /dup-bea@example\.com is declared by KoreUser "mine" and by KoreUser "bea"/,
            ],
        ] as const;
        for (const [title, program, words] of sample(refusals, 1)) {
            it(`${title}: refused`, async () => {
                stack.write(`const kore = require("pulumi-kore");\nconst { team } = require("teamlib");\n${program}\n`);
                for (const step of [() => stack.preview(), () => stack.up()])
                    assert.match(await refused(step()), words);
                assert.deepEqual(emulator.account.requests(), []);
            });
        }

        whole.it("is the whole program to each of them", async () => {
            const program = (list: string) =>
                `const kore = require("pulumi-kore");\nconst { team } = require("teamlib");\nteam("bea", "dup-bea@example.com", { sendEmail: false });\nteam("cyd", "dup-cyd@example.com", { sendEmail: false });\n${list}`;
            const list = (name: string, people: string) =>
                `new kore.KoreUserAccess("${name}", { emailIds: [${people}], isDeveloper: true, canCreateBot: false });\n`;
            stack.write(program(list("all", '"dup-bea@example.com", "dup-cyd@example.com"')));
            await succeeded(stack.up());
            emulator.account.clearRequests();
            stack.write(program(list("all", '"dup-bea@example.com"') + list("other", '"dup-cyd@example.com"')));
            await succeeded(stack.up());
            assert.deepEqual([writes(), person("dup-cyd").isDeveloper], [[], true]);
            await settled();
        });
        after(() => stack.reset());
    });

    whole.it("also where a list that takes over is made after the program has waited for something", async () => {
        const people = ["late-ann", "late-bea", "late-cyd"];
        const program = (flags: string, rest: string) =>
            `const kore = require("pulumi-kore");\n${people.map((name) => `new kore.KoreUser("${name}", { emailId: "${name}@example.com", sendEmail: false, ${flags} });`).join("\n")}\n${rest}\n`;
        stack.write(program("isDeveloper: true", ""));
        await succeeded(stack.up());
        emulator.account.clearRequests();
        const list = `new kore.KoreUserAccess("builders", { emailIds: ${JSON.stringify(people.map((name) => `${name}@example.com`))}, isDeveloper: true, canCreateBot: false });`;
        stack.write(
            program("", `(async () => { await new Promise((resolve) => setTimeout(resolve, 2000)); ${list} })();`),
        );
        await succeeded(stack.up());
        assert.deepEqual(writes(), []);
        await settled();
        stack.reset();
    });

    whole.it(
        "and a list that takes over only after the program has seen what becomes of the old resource is refused in the preview, with the way out",
        async () => {
            const program = (flags: string, rest: string) =>
                `const kore = require("pulumi-kore");\nconst ann = new kore.KoreUser("ann", { emailId: "seen-ann@example.com", sendEmail: false, ${flags} });\n${rest}\n`;
            stack.write(program("isDeveloper: true", ""));
            await succeeded(stack.up());
            emulator.account.clearRequests();
            const list =
                'new kore.KoreUserAccess("builders", { emailIds: ["seen-ann@example.com"], isDeveloper: true, canCreateBot: false })';
            stack.write(program("", `ann.emailId.apply(() => setTimeout(() => ${list}, 10));`));
            assert.match(
                await refused(stack.preview()),
                /seen-ann@example\.com has access that KoreUser "ann" lets go and KoreUserAccess "builders" takes over.*Declare KoreUserAccess "builders" before/s,
            );
            stack.write(program("", `${list};`));
            await succeeded(stack.up());
            assert.deepEqual([writes(), person("seen-ann").isDeveloper], [[], true]);
            await settled();
            stack.reset();
        },
    );

    whole.describe("who was handed over in a run that failed before the other resource was made", () => {
        // Its group is none of the account's: what depends on it is not made.
        const broken = user("broken", "broken", { groups: ["e-ffffffff-ffff-ffff-ffff-ffffffffffff"] });
        const after = { dependsOn: [{ $output: "broken" }] };
        const plain = (name: string, args = {}) => user(name, name, { onDestroy: "remove", ...args });
        const moves: { title: string; people: string[]; before: Declared[]; moved: Declared[]; left: Declared[] }[] = [
            {
                title: "from a KoreUser to a list",
                people: ["over-ann"],
                before: [plain("over-ann", builder)],
                moved: [plain("over-ann"), broken, access("over-list", ["over-ann"], after)],
                left: [plain("over-ann")],
            },
            {
                title: "from a list to another one",
                people: ["over-bea", "over-cyd"],
                before: [plain("over-bea"), plain("over-cyd"), access("over-old", ["over-bea", "over-cyd"])],
                moved: [
                    plain("over-bea"),
                    plain("over-cyd"),
                    access("over-old", ["over-cyd"]),
                    broken,
                    access("over-new", ["over-bea"], after),
                ],
                left: [plain("over-bea"), plain("over-cyd"), access("over-old", ["over-cyd"])],
            },
        ];
        for (const { title, people, before, moved, left } of moves) {
            const [mover = ""] = people;
            const mended = moved.filter((each) => each !== broken).map((each) => ({ ...each, opts: {} }));

            it(`${title}: has their access, which goes with the next run if nothing declares it any more`, async () => {
                await succeeded(up(before));
                emulator.account.clearRequests();
                await refused(up(moved));
                assert.equal(person(mover).isDeveloper, true, "the program declares it");
                stack.declare(left);
                assert.match(await succeeded(stack.preview()), /1 to update/);
                await succeeded(stack.up());
                assert.equal(person(mover).isDeveloper, false, "nothing declares it");
                for (const other of people.slice(1)) assert.equal(person(other).isDeveloper, true);
                await settled();
            });

            it(`${title}: keeps their access when the next run makes the other resource, and until that goes`, async () => {
                await succeeded(up(before));
                await refused(up(moved));
                emulator.account.clearRequests();
                await succeeded(up(mended));
                await settled();
                assert.deepEqual([writes(), person(mover).isDeveloper], [[], true]);
                await succeeded(up(left));
                assert.equal(person(mover).isDeveloper, false);
                await settled();
            });
        }
    });

    whole.it(
        "and a step that can't know it is refused: the old resource as the only target, and a destroy for which the program is run",
        async () => {
            await succeeded(up([user("target-ann", "target-ann", { roles: [analyst] })]));
            emulator.account.clearRequests();
            const [old] = stack.resources().filter(({ urn }) => urn.endsWith("::target-ann"));
            assert.match(
                await refused(up([user("target-new", "target-ann", { roles: [analyst] })], "--target", old?.urn ?? "")),
                /target-ann@example\.com was not removed: the program declares this person by another resource \(KoreUser "target-new"\).*pulumi up without a target/s,
            );
            assert.match(await refused(stack.destroy("--run-program")), /pulumi destroy without --run-program/);
            assert.deepEqual(writes(), []);
            await succeeded(stack.up());
            assert.deepEqual(writes(), []);
            await settled();
        },
    );

    it("or nothing is done: without a folder for the record, in a sentence that names the setting", async () => {
        const inTheWay = path.join(folder, "in-the-way");
        writeFileSync(inTheWay, "");
        const elsewhere = await Stack.create("declarations-elsewhere", {
            env: { ...environmentFor(emulator.url), KORE_RECORD_FOLDER: inTheWay },
        });
        elsewhere.declare([user("record-ann", "record-ann")]);
        for (const step of [() => elsewhere.preview(), () => elsewhere.up()]) {
            const output = await refused(step());
            assert.match(
                output,
                /the record of this run cannot be written, and nothing was sent to Kore\.ai: .*in-the-way.*KORE_RECORD_FOLDER/s,
            );
            assert.doesNotMatch(output, /\n\s+at /, "a stack trace");
        }
        rmSync(inTheWay);
        assert.deepEqual(emulator.account.requests(), []);
    });
});

/** Whether somebody was in the account before is a fact about them and the stack, not about a step. */
whole.describe("who was added by a stack stays added by it, and who was there before does not become so", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("adopted", { env: environmentFor(emulator.url) });
        for (const name of ["there", "stuck"])
            emulator.account.addPerson({ emailId: `${name}@example.com`, roles: [analyst] });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    const everybody = () => emulator.account.people().map(({ emailId }) => emailId);
    const writes = () => emulator.account.requests().filter(isWrite);
    const up = async (declared: Declared[], ...flags: string[]) => {
        stack.declare(declared);
        return succeeded(stack.up(...flags));
    };
    const urnOf = async (name: string) =>
        stack.resources().find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? assert.fail(`no resource ${name}`);
    const adopted = async (): Promise<Record<string, unknown>> =>
        Object.fromEntries(
            stack
                .resources()
                .filter(({ outputs }) => "adopted" in outputs)
                .map(({ outputs }) => [String(outputs["emailId"]).replace(/@.*/, ""), outputs["adopted"]]),
        );
    const isSettled = () => succeeded(stack.up("--refresh", "--expect-no-changes"));

    it("through rows that shift, a replacement, a new name with another role, and a component; all of them leave in the end", async () => {
        const rows = (...names: string[]) =>
            names.map((name, row) =>
                user(`user-${row}`, name, { roles: name === "bea" ? [analyst] : [], isDeveloper: name !== "ann" }),
            );
        await up(rows("ann", "bea", "cyd", "dot"));
        await up(rows("bea", "cyd", "dot"));
        assert.deepEqual(await adopted(), { bea: false, cyd: false, dot: false });
        assert.ok(!everybody().includes("ann@example.com"));
        await isSettled();
        await up(rows("cyd", "dot"));
        assert.ok(!everybody().includes("bea@example.com"));
        emulator.account.clearRequests();
        await up(rows("cyd", "dot"), "--replace", await urnOf("user-0"));
        await stack.succeed("state", "taint", await urnOf("user-1"), "--yes");
        await up(rows("cyd", "dot"));
        assert.deepEqual([await adopted(), writes()], [{ cyd: false, dot: false }, []]);
        // What is declared under the new name comes, and what was declared under the old one goes; adopt has no say in it.
        await up([
            user("renamed", "cyd", { roles: [analyst], adopt: "never" }),
            { type: "Component", name: "team", args: {} },
            user("inside", "dot", { isDeveloper: true }, { parent: { $output: "team" } }),
        ]);
        const [cyd, dot] = ["cyd", "dot"].map((name) => emulator.account.person(`${name}@example.com`));
        assert.deepEqual([cyd?.roles.length, cyd?.isDeveloper, dot?.isDeveloper], [1, false, true]);
        assert.deepEqual(await adopted(), { cyd: false, dot: false });
        await isSettled();
        await up([]);
        assert.deepEqual(
            ["cyd@example.com", "dot@example.com"].filter((each) => everybody().includes(each)),
            [],
        );
    });

    whole.it(
        "as somebody whom another stack or hand added stays adopted under another name, with what the program says then of their end",
        async () => {
            await up([user("there", "there", { roles: [analyst] })]);
            await up([user("there-renamed", "there", { roles: [analyst], onDestroy: "revoke" })]);
            assert.deepEqual(await adopted(), { there: true });
            await up([]);
            assert.deepEqual(emulator.account.person("there@example.com")?.roles, []);
        },
    );

    whole.it(
        "and another address for somebody adopted, of whose end the program says nothing, is refused before anybody is added; each way that it offers goes on",
        async () => {
            await up([user("stuck", "stuck", { roles: [analyst] })]);
            const refuse = async () => {
                emulator.account.clearRequests();
                stack.declare([user("stuck", "other", { roles: [analyst] })]);
                for (const step of [() => stack.preview(), () => stack.up()]) {
                    const output = await refused(step());
                    assert.match(output, /stuck@example\.com does not get another address/);
                    assert.deepEqual(writes(), []);
                }
                return refused(stack.preview());
            };
            const output = await refuse();
            // The first way: back, with a word of their end, and then on.
            await up([user("stuck", "stuck", { roles: [analyst], onDestroy: "revoke" })]);
            await up([user("stuck", "other", { roles: [analyst] })]);
            assert.deepEqual(
                [emulator.account.person("stuck@example.com")?.roles, everybody().includes("other@example.com")],
                [[], true],
            );
            await isSettled();
            await up([]);

            // The second: forget them, by the command as it stands.
            emulator.account.changePerson("stuck@example.com", { addRoles: [analyst] });
            await up([user("stuck", "stuck", { roles: [analyst] })]);
            await refuse();
            const [, command = ""] = /pulumi (state delete 'urn:[^']*')/.exec(output) ?? assert.fail(output);
            await stack.succeed(...command.replace(/'/g, "").split(" "), "--yes");
            await up([user("stuck", "other", { roles: [analyst] })]);
            assert.equal(emulator.account.person("stuck@example.com")?.roles.length, 1);
            await isSettled();
            await up([]);
        },
    );
});
