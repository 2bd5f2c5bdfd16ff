import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import * as v from "valibot";
import { cliEnvironment } from "../../tools/engine/environment";
import { peopleKinds } from "../../review/src/import/project";
import { environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { isWhole, sample, whole } from "../harness/whole";
import { type Ended, koreAccess, link, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

// Each update of 500 people takes half a minute and more: KORE_IMPORT_PEOPLE=500 npx mocha test/import/life.test.ts
const size = Number(process.env["KORE_IMPORT_PEOPLE"] ?? 60);

const receiptSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ requests: v.number(), endpoints: v.record(v.string(), v.unknown()) }),
);

// project.test.ts checks the types.
const untyped = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

for (const kind of sample(peopleKinds, 1))
    describe(`an account of ${size} people, brought under code as ${kind}`, function () {
        this.timeout(60_000 + 2_000 * size);
        let emulator: Emulator;
        let env: NodeJS.ProcessEnv;
        let stack: Stack;
        let folder: string;
        let kept: string;
        let receipt: string;

        before(async () => {
            emulator = await startEmulator({ limits: "off", seed: mixedAccount(size) });
            kept = mkdtempSync(path.join(os.tmpdir(), "kore-import-life-"));
            folder = path.join(kept, "access");
            receipt = path.join(kept, "receipt.json");
            const places = { backendDir: path.join(kept, "cli"), home: path.join(kept, "cli-home") };
            Object.values(places).forEach((place) => mkdirSync(place));
            env = { ...(await cliEnvironment(places)), ...environmentFor(emulator.url), ...untyped };
        });
        after(async () => {
            await emulator.close();
            rmSync(kept, { recursive: true, force: true });
        });
        beforeEach(() => emulator.account.clearRequests());

        const run = (...args: string[]): Promise<Ended> => koreAccess(args, { cwd: kept, env });
        const writes = () =>
            emulator.account
                .requests()
                .filter(({ method, path: to }) => method !== "GET" && !to.endsWith("/usersInfo"));
        const edit = (file: string, change: (text: string) => string) => {
            const name = path.join(folder, file);
            const before = readFileSync(name, "utf8");
            const after = change(before);
            assert.notEqual(after, before);
            writeFileSync(name, after);
            return () => writeFileSync(name, before);
        };

        it("is imported: a project of everybody who is active or has access", async () => {
            const { code, out, err } = await run("import", "access", "--as", kind);
            assert.equal(code, 0, err);
            assert.match(out, new RegExp(`^\\d+ people of 127\\.0\\.0\\.1:\\d+ in .*access; written: .*people\\.ts`));
            assert.deepEqual(writes(), []);
        });

        it("cannot be verified before its packages are installed", async () => {
            const { code, out, err } = await run("import", "--verify", "access");
            assert.deepEqual(
                { code, out, err },
                {
                    code: 1,
                    out: "",
                    err: "kore-access: The packages of access are not installed: run npm install there first.\n",
                },
            );
        });

        it("is certified to need no write, and the project is as it was", async () => {
            link(folder);
            const before = readdirSync(folder);
            const { code, out, err } = await run("import", "--verify", "access");
            assert.equal(code, 0, out + err);
            assert.match(
                out,
                /^Certified: 0 writes needed\. \d+ people, each exactly as the program declares; \d+ requests, all of them reads\.\n$/,
            );
            assert.deepEqual(
                [...new Set(emulator.account.requests().map(({ path: to }) => to))],
                ["/api/public/usersInfo"],
            );
            assert.deepEqual(readdirSync(folder), before);
        });

        it("has a first review of one quiet paragraph, with the people who have power in it", async () => {
            stack = await Stack.open(folder, {
                kept,
                env: { ...environmentFor(emulator.url), ...untyped, PULUMI_PARALLEL: "64", KORE_RECEIPT: receipt },
            });
            const preview = async () => {
                const text = await stack.succeed("preview", "--json", "--show-sames", "--non-interactive");
                writeFileSync(path.join(kept, "preview.json"), text);
            };
            const review = (...args: string[]) =>
                koreAccess(["diff", path.join(kept, "preview.json"), "--format", "text", ...args], { cwd: folder });
            await preview();
            const { code, out, err } = await review();
            assert.deepEqual([code, err], [0, ""]);
            const [title, paragraph, ...rest] = out.trimEnd().split(/\n+/);
            const fingerprint = rest.pop();
            assert.match(title ?? "", /^Access changes in /);
            assert.match(
                paragraph ?? "",
                /^\d+ people come under the program as kore-access import has found each of them in the account.*: if they are so, nothing changes for anybody\./,
            );
            assert.match(paragraph ?? "", /Administrators, or owners of bots, among them: .*@/);
            assert.match(fingerprint ?? "", /^Fingerprint of these changes: [\da-f]{16}$/);
            // Who can't be declared whole is taken over with all that they have, and told by themselves, as routine.
            const partly = rest.filter((line) => line.includes("@"));
            assert.ok(
                partly.length <= 2 && partly.every((line) => line.includes("(adopt: 'takeOver')")),
                rest.join("\n"),
            );
            assert.doesNotMatch(out, /Needs a look/);

            // A rule looks at what the program gives, whoever wrote down that it is nothing new.
            assert.equal((await review("--fail-on", "new-administrator")).code, 2);
            // Who is not as the import found them is told as everybody else.
            const back = edit("people.ts", (text) => text.replace('emailId: "', 'emailId: "not.'));
            await preview();
            back();
            const changed = (await review()).out;
            assert.match(changed, /Nothing needs a look: routine changes only\.|Needs a look:/);
            assert.match(changed, /not\.\S+@\S+ .*joins/);
        });

        it("is adopted by an update that sends reads alone, as its receipt says", async () => {
            const people = emulator.account.people();
            await succeeded(stack.up());
            assert.deepEqual(writes(), []);
            assert.deepEqual(Object.keys(v.parse(receiptSchema, readFileSync(receipt, "utf8")).endpoints), [
                "POST /api/public/usersInfo",
            ]);
            assert.deepEqual(emulator.account.people(), people);
        });

        it("has nothing to change then, also after a refresh", async () => {
            if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
            await succeeded(stack.refresh("--expect-no-changes"));
            await succeeded(stack.preview("--expect-no-changes"));
            assert.deepEqual(writes(), []);
        });

        it("loses exactly the role that is taken from one person in the code", async () => {
            const emailId = "person.1@sales.example.com";
            const before = emulator.account.people();
            const held = emulator.account.person(emailId)?.roles ?? [];
            assert.equal(held.length, 1);
            edit("people.ts", (text) => {
                const row = text.split("\n").find((line) => line.includes(`"${emailId}"`)) ?? "";
                return text
                    .replace(`${row}\n`, "")
                    .replace(
                        /^(export const profiles.* = \[)$/m,
                        `$1\n    { access: { isDeveloper: false, canCreateBot: false }, people: [${row.trim().replace(/,$/, "")}] },`,
                    );
            });
            const { code, out } = await run("import", "--verify", "access");
            assert.equal(code, 2);
            assert.match(
                out,
                new RegExp(
                    `^Not certified: 1 person of \\d+ would need a write\\.\n\n  ${emailId}\n    role Bot Tester \\(0+b3\\) on bot Support \\(st-[\\d-]+\\), not declared\n$`,
                ),
            );
            await succeeded(stack.up());
            assert.deepEqual(
                writes().map(({ method, path: to, emailIds }) => ({ method, to, emailIds })),
                [{ method: "PUT", to: "/api/public/users", emailIds: [emailId] }],
            );
            assert.deepEqual(
                emulator.account.people(),
                before.map((person) => (person.emailId === emailId ? { ...person, roles: [] } : person)),
            );
            if (isWhole) await succeeded(stack.preview("--expect-no-changes"));
        });

        it("loses nobody who is taken out of the program, nor by a destroy, while index.ts protects them", async () => {
            const people = emulator.account.people();
            const restore = edit("people.ts", (text) => text.replace(/^ *\{ emailId: "o_brien-3@.*\n/m, ""));
            // A set is not deleted where somebody leaves it, so that Pulumi's own protection keeps nobody.
            const refusal =
                kind === "KoreUser"
                    ? /o_brien-3@example\.com.*protected/s
                    : /maxRemovals allows 0: o_brien-3@example\.com/;
            assert.match(await refused(stack.up()), refusal);
            restore();
            assert.match(await refused(stack.destroy()), /protected/);
            assert.deepEqual(writes(), []);
            assert.deepEqual(emulator.account.people(), people);
        });

        it("refuses to be imported over what was changed by hand", async () => {
            const before = readFileSync(path.join(folder, "people.ts"), "utf8");
            const { code, err } = await run("import", "access", "--as", kind);
            assert.equal(code, 1);
            assert.match(
                err,
                /^kore-access: In .*access there is a file that kore-access import did not write, or that was changed since: people\.ts\. Nothing was written;/,
            );
            assert.equal(readFileSync(path.join(folder, "people.ts"), "utf8"), before);
        });

        it("leaves no secret in the project", () => {
            const files = readdirSync(folder).filter((name) => name !== "node_modules");
            for (const name of files)
                assert.ok(!readFileSync(path.join(folder, name), "utf8").includes(seedApp.clientSecret), name);
        });
    });

describe("an account in a CSV file, brought under code", function () {
    this.timeout(300_000);
    const temporaryFolder = temporaryFolders();

    for (const kind of peopleKinds)
        whole.it(
            `is certified as ${kind}; what differs is listed for each person, and bad rows are named without a stack`,
            async () => {
                const emulator = await startEmulator({ limits: "off", seed: mixedAccount(40) });
                try {
                    const cwd = temporaryFolder();
                    const folder = path.join(cwd, "access");
                    const env = {
                        ...(await cliEnvironment({ backendDir: cwd, home: cwd })),
                        ...environmentFor(emulator.url),
                        ...untyped,
                    };
                    assert.equal((await koreAccess(["import", "--csv", "--as", kind, "access"], { cwd, env })).code, 0);
                    link(folder);
                    assert.match(
                        (await koreAccess(["import", "--verify", "access"], { cwd, env })).out,
                        /^Certified: 0 writes needed\. 40 people/,
                    );

                    const csv = path.join(folder, "people.csv");
                    const rows = readFileSync(csv, "utf8");
                    writeFileSync(
                        csv,
                        `${rows.replace(/^(person\.1@.*),\w+$/m, "$1,noAccess")}new@example.com,New,,,noAccess\n`,
                    );
                    const { code, out } = await koreAccess(["import", "--verify"], { cwd: folder, env });
                    assert.equal(code, 2);
                    assert.match(out, /^Not certified: 2 people of 41 would need a write\.$/m);
                    assert.match(
                        out,
                        /^ {2}new@example\.com\n {4}would be written: POST \/api\/public\/users \{.*\}$/m,
                    );
                    assert.match(out, /^ {2}person\.1@sales\.example\.com\n {4}role Bot Tester .*, not declared$/m);

                    writeFileSync(csv, `${rows}new@example.com,New,,,cleaner\nnew@example.com\n`);
                    const bad = await koreAccess(["import", "--verify"], { cwd: folder, env });
                    assert.equal(bad.code, 1);
                    assert.equal(
                        bad.err.replaceAll(/^(Running|Comparing).*\n/gm, ""),
                        'kore-access: The program does not run: people.csv can\'t be used. Nothing was sent.\n  row 42, access: "cleaner" is not in access.ts\n  row 43: it does not have 5 columns; a text with a comma stands in quotes\n',
                    );
                } finally {
                    await emulator.close();
                }
            },
        );
});
