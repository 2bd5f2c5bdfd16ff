import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { defaultSeed, seedIds, startEmulator, type Emulator, type EmulatorOptions, type Seed } from "kore-emulator";
import { writeDirectory } from "../../review/src/directory/writeDirectory";
import { loadDirectory } from "../../review/src/directory/read";
import type { AccountDirectory } from "../../review/src/directory/schema";
import { Progress } from "../../review/src/import/progress";
import { environmentFor } from "../harness/stack";
import { imported, koreAccess, settingsFor, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

const files = ["kore.directory.json", "kore.directory.ts"] as const;
const { adminRoles, bots, botRoles, groups } = seedIds;

describe("kore-access directory", function () {
    this.timeout(120_000);
    const temporaryFolder = temporaryFolders();
    let emulator: Emulator | undefined;
    afterEach(async () => {
        await emulator?.close();
        emulator = undefined;
    });

    const start = async (options: EmulatorOptions = {}) =>
        (emulator = await startEmulator({ limits: "off", ...options }));
    const env = () => environmentFor(emulator?.url ?? "");
    const run = (cwd: string, ...args: string[]) => koreAccess(["directory", ...args], { cwd, env: env() });
    const text = (folder: string, name: string) => readFileSync(path.join(folder, name), "utf8");
    const directoryIn = (folder: string): AccountDirectory => loadDirectory(path.join(folder, files[0]));
    /** Writes it in this process. */
    const write = (folder: string, { mayWrite = true, now = new Date() } = {}) =>
        writeDirectory(
            folder,
            settingsFor(emulator?.url ?? ""),
            { mayWrite, now },
            new Progress({ write: () => undefined }),
        );
    /** Another account at the same address, as a later day may find it. */
    const become = async (change: (seed: Seed) => Seed, options: EmulatorOptions = {}) => {
        const port = Number(new URL(emulator?.url ?? "").port);
        await emulator?.close();
        await start({ ...options, port, seed: change(structuredClone(seedWithMembers)) });
    };
    const seedWithMembers: Seed = {
        ...defaultSeed,
        people: [
            ...defaultSeed.people,
            { emailId: "ada@example.com", firstName: "Ada", groups: [groups.supportTeam] },
            { emailId: "grace@example.com", lastName: "Hopper", groups: [groups.salesTeam] },
            { emailId: "alan@example.com", groups: [groups.everybody] },
        ],
    };

    it("writes both files, says what is in them, and leaves them as they are while nothing changes", async () => {
        const { account } = await start({ seed: seedWithMembers });
        const cwd = temporaryFolder();
        const first = await run(cwd);
        assert.deepEqual({ code: first.code, err: first.err }, { code: 0, err: "" });
        assert.match(
            first.out,
            /^6 roles, 3 groups and 2 bots of 127\.0\.0\.1:\d+; written into .*: kore\.directory\.json, kore\.directory\.ts\.\n$/,
        );
        assert.deepEqual(readdirSync(cwd).sort(), [...files]);
        const { groups: written, incomplete } = directoryIn(cwd);
        assert.deepEqual(
            written.map(({ name, confers, isWhole }) => [name, confers.length, isWhole]),
            [
                ["Everybody", 0, true],
                ["Sales Team", 2, true],
                ["Support Team", 1, true],
            ],
        );
        assert.deepEqual(incomplete, []);

        const before = files.map((name) => text(cwd, name));
        account.clearRequests();
        const second = await run(cwd);
        assert.match(
            second.out,
            /^6 roles, 3 groups and 2 bots of .*; nothing has changed since \d{4}-.*Z, and the files in .* are left as they are\.\n$/,
        );
        assert.deepEqual(
            files.map((name) => text(cwd, name)),
            before,
        );
        assert.deepEqual(
            account
                .requests()
                .map(({ method, path: to }) => `${method} ${to}`)
                .sort(),
            ["alluserroles", "bots", "groups", "roles", "roles"].map((list) => `GET /api/public/${list}`),
        );
    });

    it("has nobody of the account in its files", async () => {
        const mixed = mixedAccount(100);
        const people = mixed.people.map((person, index) => ({
            ...person,
            firstName: `Firstname${index}`,
            lastName: `Lastname${index}`,
            orgUserId: `Employee-${index}`,
        }));
        await start({ seed: { ...mixed, people } });
        const cwd = temporaryFolder();
        await write(cwd);
        const written = files.map((name) => text(cwd, name)).join("\n");
        assert.ok(written.includes("Support Team"));
        assert.doesNotMatch(written, /@example|u-[0-9a-f]{8}-/i);
        assert.doesNotMatch(written, /firstname|lastname|employee-|example inc/i);
        for (const { emailId } of people) assert.ok(!written.toLowerCase().includes(emailId.toLowerCase()), emailId);
        for (const secret of ["emulator-secret", "cs-emulator", "no-secret", "cs-of-a-bot"])
            assert.ok(!written.includes(secret));
    });

    describe("--check", () => {
        it("writes nothing, ends with 0 while nothing has changed, and with 2 and all that has", async () => {
            await start({ seed: seedWithMembers });
            const cwd = temporaryFolder();
            await run(cwd);
            const before = files.map((name) => text(cwd, name));
            const same = await run(cwd, "--check");
            assert.equal(same.code, 0, same.err);
            assert.match(same.out, /^Nothing has changed in the account at .* was written, as of \d{4}-.*Z\.\n$/);

            await become((seed) => ({ ...seed, bots: seed.bots.map((bot) => ({ ...bot, name: `${bot.name} 2` })) }));
            const other = await run(cwd, "--check");
            assert.equal(other.code, 2);
            assert.match(
                other.out,
                /^The account at .* has changed since .*:\n {2}Bot "Sales 2" \(st-.*\) was called "Sales"\.\n {2}Bot "Support 2" .*\nTo take it over, run kore-access directory, and review the change of its files\.\n$/,
            );
            assert.deepEqual(
                files.map((name) => text(cwd, name)),
                before,
            );
        });

        const changeRole = (seed: Seed, roleId: string, change: Partial<Seed["roles"][0]>): Seed => ({
            ...seed,
            roles: seed.roles.map((role) => (role.roleId === roleId ? { ...role, ...change } : role)),
        });
        const kinds: [string, (seed: Seed) => Seed, RegExp][] = [
            [
                "a role comes",
                (seed) => ({ ...seed, roles: [...seed.roles, { roleId: "new", name: "New", roleType: "admin" }] }),
                /^Role of the Admin Console "New" \(new\) is new: a role of the Admin Console\.$/,
            ],
            [
                "a role goes",
                (seed) => ({ ...seed, roles: seed.roles.filter(({ name }) => name !== "User Admin") }),
                /^Role of the Admin Console "User Admin" \(.*\) is gone\.$/,
            ],
            [
                "a role has another name",
                (seed) => changeRole(seed, adminRoles.analyst, { name: "Reader" }),
                /^Role of the Admin Console "Reader" \(.*\) was called "Analyst"\.$/,
            ],
            [
                "a role has other permissions",
                (seed) => changeRole(seed, botRoles.tester, { permissions: { Tasks: ["FULL"], Dashboard: ["YES"] } }),
                /^Role of bots "Bot Tester" \(.*\) may do now: Tasks: full\.\nRole of bots "Bot Tester" \(.*\) may not do any more: Natural Language: view; Tasks: view; Testing: full\.$/,
            ],
            [
                "a role has another power",
                (seed) => changeRole(seed, adminRoles.analyst, { permissions: { Invite: "YES" } }),
                /^Role of the Admin Console "Analyst" \(.*\): administers people, .*; before: a role of the Admin Console\.\n/,
            ],
            [
                "a group comes",
                (seed) => ({ ...seed, groups: [...seed.groups, { groupId: "e-new", name: "New" }] }),
                /^Group "New" \(e-new\) is new\.$/,
            ],
            [
                "a group confers another role",
                (seed) => ({
                    ...seed,
                    groups: seed.groups.map((group) =>
                        group.groupId === groups.everybody
                            ? { ...group, roles: [{ roleId: adminRoles.masterAdmin }] }
                            : group,
                    ),
                }),
                /^Group "Everybody" \(.*\) confers now: "Master Admin", a role of the Admin Console\.$/,
            ],
            [
                "a group confers no more",
                (seed) => ({
                    ...seed,
                    groups: seed.groups.map((group) =>
                        group.groupId === groups.supportTeam ? { ...group, roles: [] } : group,
                    ),
                }),
                /^Group "Support Team" \(.*\) confers no more: "Bot Tester" on bot "Support"\.$/,
            ],
            [
                "a bot comes",
                (seed) => ({ ...seed, bots: [...seed.bots, { botId: "st-new", name: "New", dialogs: [] }] }),
                /^Bot "New" \(st-new\) is new\.$/,
            ],
        ];
        for (const [title, change, told] of kinds) {
            it(`tells where ${title}`, async () => {
                await start({ seed: seedWithMembers });
                const cwd = temporaryFolder();
                await write(cwd);
                await become(change);
                assert.match((await write(cwd, { mayWrite: false })).changes.join("\n"), told);
            });
        }

        it("tells nothing where people come, go, and join groups", async () => {
            await start({ seed: seedWithMembers });
            const cwd = temporaryFolder();
            await write(cwd);
            emulator?.account.removePerson("ada@example.com");
            emulator?.account.addPerson({ emailId: "new@example.com", groups: [groups.salesTeam, groups.everybody] });
            assert.deepEqual((await write(cwd, { mayWrite: false })).changes, []);
        });

        it("wants a file to compare with", async () => {
            await start();
            const cwd = temporaryFolder();
            const { code, out, err } = await run(cwd, "--check");
            assert.deepEqual({ code, out }, { code: 1, out: "" });
            assert.match(
                err,
                /^kore-access: There is no kore\.directory\.json in .* to compare with: write it with kore-access directory, and commit it\.\n$/,
            );
            assert.deepEqual(emulator?.account.requests(), []);
        });
    });

    describe("refuses, before it asks Kore.ai anything,", () => {
        const refusal = async (cwd: string, ...args: string[]) => {
            const { code, out, err } = await run(cwd, ...args);
            assert.deepEqual({ code, out }, { code: 1, out: "" }, err);
            assert.deepEqual(emulator?.account.requests(), []);
            return err;
        };

        it("files of these names that it did not write", async () => {
            await start();
            const cwd = temporaryFolder();
            writeFileSync(path.join(cwd, "kore.directory.ts"), "export const groups = {};\n");
            assert.match(
                await refusal(cwd),
                /^kore-access: In .* there is a file that kore-access did not write: kore\.directory\.ts\. Nothing was written; move away what you want to replace\.\n$/,
            );
            writeFileSync(path.join(cwd, "kore.directory.json"), "{}");
            assert.match(
                await refusal(cwd, "--check"),
                /there are files that kore-access did not write: kore\.directory\.json, kore\.directory\.ts\./,
            );
            assert.equal(text(cwd, "kore.directory.json"), "{}");
        });

        it("the files of another account", async () => {
            await start();
            const cwd = temporaryFolder();
            await write(cwd);
            emulator?.account.clearRequests();
            const other = text(cwd, files[0]).replace(/"host": ".*"/, '"host": "de-platform.kore.ai"');
            writeFileSync(path.join(cwd, files[0]), other);
            for (const args of [[], ["--check"]])
                assert.match(
                    await refusal(cwd, ...args),
                    /^kore-access: kore\.directory\.json in .* is of the account at de-platform\.kore\.ai, and the settings lead to 127\.0\.0\.1:\d+: check kore:host or KORE_HOST, or, if the program is to move to that account, take kore\.directory\.json away first\.\n$/,
                );
            assert.equal(text(cwd, files[0]), other);
        });

        it("a folder that is not there, a file in its place, and settings that are missing", async () => {
            await start();
            const cwd = temporaryFolder();
            writeFileSync(path.join(cwd, "file"), "");
            assert.match(await refusal(cwd, "none"), /^kore-access: There is no folder none: name the folder of the/);
            assert.match(await refusal(cwd, "file"), /^kore-access: file is a file: name a folder\.\n$/);
            const { code, err } = await koreAccess(["directory"], { cwd, env: {} });
            assert.equal(code, 1);
            assert.match(err, /The environment lacks KORE_HOST, KORE_CLIENT_ID, KORE_CLIENT_SECRET:/);
        });
    });

    it("leaves the files as they were where the account can't be read", async () => {
        await start();
        const cwd = temporaryFolder();
        await write(cwd);
        const before = text(cwd, files[0]);
        const { code, err } = await koreAccess(["directory"], { cwd, env: { ...env(), KORE_CLIENT_SECRET: "wrong" } });
        assert.equal(code, 1);
        assert.match(err, /^kore-access: GET \/api\/public\/\w+ failed: .*Check kore:clientId and kore:clientSecret/);
        assert.equal(text(cwd, files[0]), before);
        assert.deepEqual(readdirSync(cwd).sort(), [...files]);
    });

    it("says on the screen and in the file which lists are not whole, and keeps what they lack", async () => {
        const many = (seed: Seed): Seed => ({
            ...seed,
            roles: [
                ...Array.from({ length: 60 }, (_, index) => ({
                    roleId: `r${index}`,
                    name: `Role ${index}`,
                    roleType: "bot" as const,
                })),
                ...seed.roles,
            ],
        });
        await start({ seed: many(seedWithMembers), switches: { rolesOffset: "page" } });
        const cwd = temporaryFolder();
        await write(cwd);
        assert.equal(directoryIn(cwd).roles.length, 66);
        await become(many, { switches: { rolesOffset: "ignored" } });
        for (const args of [["--check"], []]) {
            const { code, out } = await run(cwd, ...args);
            assert.equal(code, 0, out);
            assert.match(
                out,
                /^Kore\.ai did not list all roles of bots: what is missing there is not said to be gone\.$/m,
            );
        }
        const { roles, incomplete } = directoryIn(cwd);
        assert.deepEqual([roles.length, incomplete], [66, ["roles of bots"]]);
    });

    it("tells ids of administrator roles by those who hold them, where the list has none", async () => {
        await start({ seed: seedWithMembers, switches: { adminRoleId: "absent" } });
        const cwd = temporaryFolder();
        await write(cwd);
        assert.deepEqual(
            directoryIn(cwd)
                .roles.filter(({ kind }) => kind === "admin")
                .map(({ id, name, power }) => [id, name, power]),
            [
                [adminRoles.analyst, "Analyst", "admin"],
                [adminRoles.masterAdmin, "Master Admin", "masterAdmin"],
                [undefined, "User Admin", "userAdmin"],
            ],
        );
        assert.match(text(cwd, files[1]), /^\/\/ Kore\.ai tells no ids of these roles: "User Admin"\.$/m);
        emulator?.account.removePerson("grace@example.com");
        assert.deepEqual((await write(cwd, { mayWrite: false })).changes, []);
    });

    describe("tells what groups confer by those who are in them", () => {
        const nested: Seed = {
            ...defaultSeed,
            groups: [
                ...defaultSeed.groups,
                {
                    groupId: "e-outer",
                    name: "Outer",
                    groups: [groups.salesTeam],
                    roles: [{ roleId: adminRoles.userAdmin }],
                },
            ],
            people: [
                { emailId: "outer@example.com", groups: ["e-outer"] },
                { emailId: "sales@example.com", groups: [groups.salesTeam] },
            ],
        };
        const tester = `${botRoles.tester}@${bots.sales}`;
        const told = async (options: EmulatorOptions) => {
            await start({ seed: nested, ...options });
            const cwd = temporaryFolder();
            const { directory } = await write(cwd);
            return Object.fromEntries(
                directory.groups.map(({ name, confers, isWhole }) => [
                    name,
                    [
                        ...confers.map(({ roleId, botId }) => (botId === undefined ? roleId : `${roleId}@${botId}`)),
                        ...(isWhole ? [] : ["?"]),
                    ],
                ]),
            );
        };
        const unknown = { Everybody: ["?"], "Support Team": ["?"] };
        const ofSales = [adminRoles.analyst, tester];
        const cases: [string, EmulatorOptions["switches"] & object, Record<string, string[]>][] = [
            [
                "where groups confer what those in them do",
                { nestedGroups: "conferred" },
                { ...unknown, Outer: [adminRoles.analyst, adminRoles.userAdmin, tester], "Sales Team": ofSales },
            ],
            [
                "where groups confer what those that hold them do",
                { nestedGroups: "ofOuter" },
                {
                    ...unknown,
                    Outer: [adminRoles.userAdmin],
                    "Sales Team": [adminRoles.analyst, adminRoles.userAdmin, tester],
                },
            ],
            [
                "where each confers its own",
                { nestedGroups: "notConferred" },
                { ...unknown, Outer: [adminRoles.userAdmin], "Sales Team": ofSales },
            ],
            [
                "where roles don't name the groups that confer them: not at all",
                { conferringGroups: "absent" },
                { ...unknown, Outer: ["?"], "Sales Team": ["?"] },
            ],
            [
                "where empty lists are left out",
                { nestedGroups: "notConferred", absentText: "absent" },
                { ...unknown, Outer: [adminRoles.userAdmin], "Sales Team": ofSales },
            ],
        ];
        for (const [title, switches, expected] of cases)
            it(title, async () => assert.deepEqual(await told({ switches }), expected));
    });

    it("keeps the names of constants where Kore.ai's change, and the time where nothing else does", async () => {
        await start({ seed: seedWithMembers });
        const cwd = temporaryFolder();
        await write(cwd, { now: new Date("2026-05-01T00:00:00Z") });
        await write(cwd, { now: new Date("2026-05-02T00:00:00Z") });
        assert.equal(directoryIn(cwd).asOf, "2026-05-01T00:00:00.000Z");
        await become((seed) => ({
            ...seed,
            groups: [
                { groupId: "e-0", name: "Sales Team" },
                ...seed.groups.map((group) =>
                    group.groupId === groups.supportTeam ? { ...group, name: "Help" } : group,
                ),
            ],
        }));
        await write(cwd, { now: new Date("2026-05-03T00:00:00Z") });
        assert.equal(directoryIn(cwd).asOf, "2026-05-03T00:00:00.000Z");
        const names: Record<string, string> = Object.fromEntries(
            [...text(cwd, files[1]).matchAll(/^ {4}(\w+): "(e-.*)",$/gm)].map(([, name = "", id = ""]) => [id, name]),
        );
        assert.deepEqual(names, {
            "e-0": "salesTeam2",
            [groups.salesTeam]: "salesTeam",
            [groups.supportTeam]: "supportTeam",
            [groups.everybody]: "everybody",
        });
    });

    describe("and import", () => {
        it("write the same, and an import after it finds nothing that somebody has changed", async () => {
            const { url } = await start({ seed: seedWithMembers });
            const cwd = temporaryFolder();
            await imported(cwd, url);
            const before = files.map((name) => text(cwd, name));
            assert.deepEqual((await write(cwd)).written, []);
            assert.deepEqual(
                files.map((name) => text(cwd, name)),
                before,
            );
            const renamed = (end: string) => (seed: Seed) => ({
                ...seed,
                bots: seed.bots.map((bot) => ({ ...bot, name: `${bot.name} ${end}` })),
            });
            await become(renamed("2"));
            assert.deepEqual((await write(cwd)).written, [...files]);
            assert.deepEqual((await imported(cwd, url)).changed, []);
            await become(renamed("3"));
            assert.deepEqual((await write(cwd)).written, [...files]);
            await become(renamed("4"));
            emulator?.account.addPerson({ emailId: "new@example.com", isDeveloper: true });
            assert.deepEqual((await imported(cwd, url)).changed, [
                "README.md",
                ...files,
                "kore.import.json",
                "people.ts",
            ]);
            assert.match(text(cwd, files[1]), /^ {4}support: "st-/m);
        });

        it("work in either order in a folder of one's own program", async () => {
            const { url } = await start({ seed: seedWithMembers });
            const cwd = temporaryFolder();
            await write(cwd);
            const { changed } = await imported(cwd, url);
            assert.ok(changed.includes("people.ts") && !changed.includes(files[0]), changed.join());
        });

        it("takes the account.ts of an older import away, unless somebody has changed it", async () => {
            const { url } = await start({ seed: seedWithMembers });
            for (const isChanged of [false, true]) {
                const cwd = temporaryFolder();
                await asOlderImport(cwd, url);
                if (isChanged) writeFileSync(path.join(cwd, "account.ts"), "mine\n");
                if (isChanged) await assert.rejects(imported(cwd, url), /changed since: account\.ts\./);
                else assert.deepEqual((await imported(cwd, url)).changed, ["account.ts", ...files]);
                assert.equal(existsSync(path.join(cwd, "account.ts")), isChanged);
            }
        });

        /** An import as version 0.1.0 left it. */
        async function asOlderImport(cwd: string, url: string): Promise<void> {
            await imported(cwd, url);
            const account = "export const bots = {};\n";
            const manifestFile = path.join(cwd, ".kore-access-import.json");
            const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as { files: Record<string, string[]> };
            for (const name of files) {
                rmSync(path.join(cwd, name));
                delete manifest.files[name];
            }
            manifest.files["account.ts"] = [createHash("sha256").update(account).digest("hex")];
            writeFileSync(path.join(cwd, "account.ts"), account);
            writeFileSync(manifestFile, JSON.stringify(manifest));
        }
    });

    it("writes nothing by halves: a folder that can't be written stays as it was", async () => {
        await start();
        const cwd = temporaryFolder();
        await write(cwd);
        const before = text(cwd, files[0]);
        await become((seed) => ({ ...seed, bots: [], people: [], groups: [] }));
        writeFileSync(path.join(cwd, `.kore-access-import-${process.pid}`), "");
        await assert.rejects(write(cwd), /can't be written, and is as it was/);
        assert.equal(text(cwd, files[0]), before);
    });
});
