import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedApp, startEmulator, type Emulator } from "kore-emulator";
import { assertOnlyRead, checksThatAre, environmentOf, FabricatedProject, found, seed, textOf } from "./patient";

const people = (number: number, account: string) => Array.from({ length: number }, () => ({ account }));

describe("kore-access doctor about a project", () => {
    let emulator: Emulator;
    let project: FabricatedProject;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());
    beforeEach(() => {
        emulator.account.reset(seed);
        project = new FabricatedProject(emulator.url);
    });
    afterEach(() => {
        assertOnlyRead(emulator);
        project.remove();
    });

    const account = () => new URL(emulator.url).host;

    it("says that all is fine", async () => {
        project.state([...people(2, account()), { account: account(), type: "KoreUserAccess" }]);
        assert.equal(
            textOf(await project.examine()),
            `ok       Node.js: 20.20.2
ok       Pulumi CLI: 3.259.0
ok       package manager: packages lie in node_modules
ok       @pulumi/pulumi: 3.248.0
ok       TypeScript: 5.9.3
ok       pulumi-kore: 0.1.4
ok       stack configuration: has kore:clientId, kore:clientSecret, kore:host
ok       settings: ${emulator.url}, client cs-emulator
ok       secrets: none stands in the configuration as plain text
ok       host: ${emulator.url} answers
ok       clock: within a minute of the host's
ok       token: is accepted
ok       scope User Management: User Management > User Management
ok       scope Role Management: Profile Management > Role Management
ok       administrators: 2 people have an administrator role, 2 can sign in
ok       budget: not used up now; this stack takes at most 50 of the account's 60 requests a minute and 1,500 of 1,800 an hour
skipped  open facts: there is no kore.facts.json, which kore-access probe writes
ok       state: 3 resources, all of the account at ${account()}
ok       parallelism: Pulumi handles 64 people at the same time

All is fine. Nothing was changed; 5 requests were sent.
`,
        );
    });

    it("gives Pulumi commands that only read, for the stack that is named", async () => {
        await project.examine({}, { stack: "prod" });
        const commands = readFileSync(path.join(project.folder, "bin", "commands"), "utf8");
        assert.deepEqual(commands.trimEnd().split("\n"), [
            "version --non-interactive --color never",
            "config --json --show-secrets --stack prod --non-interactive --color never",
            "stack export --stack prod --non-interactive --color never",
        ]);
    });

    describe("the directory beside the program", () => {
        const day = 24 * 60 * 60 * 1000;
        const findingOf = async (text: string) => {
            writeFileSync(path.join(project.folder, "kore.directory.json"), text);
            return found(await project.examine(), "directory");
        };
        const directory = (host: string, days: number) =>
            JSON.stringify({
                version: 1,
                host,
                asOf: new Date(Date.now() - days * day).toISOString(),
                incomplete: [],
                account: { roles: [], groups: [], bots: [] },
            });

        it("is not spoken of where there is none", async () => {
            assert.ok((await project.examine()).findings.every(({ check }) => check !== "directory"));
        });

        it("is fine, and may be old", async () => {
            const { status, says, fix } = await findingOf(directory(account(), 29));
            assert.deepEqual([status, fix], ["ok", []]);
            assert.match(says, /^kore\.directory\.json is as of \d{4}-\d\d-\d\d$/);
            const old = await findingOf(directory(account(), 31));
            assert.deepEqual(
                [old.status, old.fix],
                ["ok", ["To see whether the account is still so: npx --no-install kore-access directory --check"]],
            );
        });

        it("is of another account, or of none", async () => {
            assert.deepEqual(await findingOf(directory("de-platform.kore.ai", 0)), {
                status: "warning",
                says: `kore.directory.json is of the account at de-platform.kore.ai, and kore:host leads to ${account()}: the ids of a program are one account's`,
                fix: [
                    "Compare kore:host; if it is right, take the file away, and write it again: npx --no-install kore-access directory",
                ],
            });
            assert.deepEqual(await findingOf("{}"), {
                status: "warning",
                says: "kore.directory.json is not as kore-access directory writes it",
                fix: ["Move it away, and write it again: npx --no-install kore-access directory"],
            });
        });
    });

    describe("Pulumi", () => {
        it("is missing", async () => {
            const diagnosis = await project.examine({ PATH: "" });
            assert.deepEqual(found(diagnosis, "pulumi"), {
                status: "problem",
                says: "there is no pulumi on PATH",
                fix: ["Install it: https://www.pulumi.com/docs/iac/download-install/"],
            });
            assert.deepEqual(found(diagnosis, "stack"), {
                status: "skipped",
                says: "the Pulumi CLI is needed to read it",
                fix: [],
            });
            assert.deepEqual(found(diagnosis, "settings"), {
                status: "skipped",
                says: "the stack's configuration is not known, and the environment has not all of them",
                fix: [],
            });
        });

        it("is missing, and the environment has the settings", async () => {
            const diagnosis = await project.examine({ PATH: "", ...environmentOf(emulator.url) });
            assert.deepEqual(checksThatAre(diagnosis, "problem"), ["pulumi"]);
            assert.equal(found(diagnosis, "roleManagement").status, "ok");
            assert.equal(found(diagnosis, "state").says, "no stack is known");
        });

        it("is old", async () => {
            project.says("version", "v3.200.0\n");
            assert.deepEqual(found(await project.examine(), "pulumi"), {
                status: "warning",
                says: "3.200.0 is old: before 3.216.0 a refresh does not show what somebody changed by hand",
                fix: ["Install a newer one: https://www.pulumi.com/docs/iac/download-install/"],
            });
        });
    });

    describe("packages", () => {
        it("has an old SDK", async () => {
            project.install("@pulumi/pulumi", "3.200.0");
            assert.deepEqual(found(await project.examine(), "sdk"), {
                status: "problem",
                says: "3.200.0 is too old: pulumi-kore needs 3.216.0 or newer",
                fix: ["npm install @pulumi/pulumi@^3.216.0"],
            });
        });

        it("has an SDK that asks for a newer Node.js", async () => {
            project.install("@pulumi/pulumi", "3.260.0", { engines: { node: ">=22" } });
            assert.deepEqual(found(await project.examine(), "sdk"), {
                status: "problem",
                says: "3.260.0 asks for Node.js 22 or newer, and this is 20.20.2",
                fix: ["Install Node.js 22; or, with this one: npm install @pulumi/pulumi@3.248.0"],
            });
            assert.equal(found(await project.examine({}, { node: "22.1.0" }), "sdk").status, "ok");
        });

        it("has no SDK", async () => {
            project.uninstall("@pulumi/pulumi");
            assert.deepEqual(found(await project.examine(), "sdk"), {
                status: "problem",
                says: "is not installed in the project",
                fix: ["npm install @pulumi/pulumi"],
            });
        });

        it("has a package.json, and nothing is installed", async () => {
            project.uninstall("@pulumi/pulumi");
            project.write("package.json", JSON.stringify({ devDependencies: { "@pulumi/pulumi": "^3.216.0" } }));
            assert.deepEqual(found(await project.examine(), "sdk").fix, ["npm install"]);
            project.write("pnpm-lock.yaml", "");
            assert.deepEqual(found(await project.examine(), "sdk").fix, ["pnpm install"]);
        });

        it("has TypeScript 7", async () => {
            project.install("typescript", "7.0.2");
            assert.deepEqual(found(await project.examine(), "typescript"), {
                status: "problem",
                says: "7.0.2 is too new: Pulumi can't run programs with TypeScript 7 and later",
                fix: ["npm install --save-dev typescript@5"],
            });
        });

        it("has no TypeScript", async () => {
            project.uninstall("typescript");
            project.write("yarn.lock", "");
            assert.deepEqual(found(await project.examine(), "typescript"), {
                status: "warning",
                says: "is not installed, and there is a tsconfig.json: Pulumi would use 3.8.3, which it brings along",
                fix: ["yarn add -D typescript@5"],
            });
        });

        it("has no pulumi-kore", async () => {
            project.uninstall("pulumi-kore");
            assert.deepEqual(found(await project.examine(), "package"), {
                status: "problem",
                says: "is not installed in the folder of Pulumi.yaml, from which Pulumi loads it (a dependency of another package does not count)",
                fix: ["npm install pulumi-kore"],
            });
        });

        it("has pulumi-kore as a dependency of another package", async () => {
            project.uninstall("pulumi-kore");
            project.install("our-people/node_modules/pulumi-kore", "0.1.0", {
                exports: { "./provider": "./provider.js", "./package.json": "./package.json" },
            });
            assert.equal(found(await project.examine(), "package").status, "problem");
        });

        it("has a pulumi-kore of another series", async () => {
            project.install("pulumi-kore", "0.7.0", {
                exports: { "./provider": "./provider.js", "./package.json": "./package.json" },
            });
            const { status, says, fix } = found(await project.examine(), "package");
            assert.equal(status, "warning");
            assert.match(
                says,
                /^0\.7\.0 is installed, and this is kore-access 0\.1\.\d+: reviews and imports may not fit$/,
            );
            assert.deepEqual(fix, ["npm install --save-dev kore-access@0.7"]);
        });

        it("has Yarn's Plug'n'Play", async () => {
            project.write(".pnp.cjs", "");
            const diagnosis = await project.examine();
            assert.deepEqual(found(diagnosis, "packageManager"), {
                status: "problem",
                says: "Yarn Plug'n'Play is on (.pnp.cjs), and Pulumi's dynamic providers find packages in node_modules only",
                fix: ["yarn config set nodeLinker node-modules", "yarn install"],
            });
            assert.deepEqual(found(diagnosis, "package"), {
                status: "skipped",
                says: "packages do not lie in node_modules",
                fix: [],
            });
        });
    });

    describe("the plugin of a program in another language", () => {
        const inLanguage = (more = "") => project.write("Pulumi.yaml", `name: access\nruntime: yaml\n${more}`);
        const place = "plugins:\n  providers:\n    - name: kore\n      path: ./node_modules/pulumi-kore/bin\n";
        const install = (version: string) => {
            project.install("pulumi-kore", version);
            project.write("node_modules/pulumi-kore/bin/pulumi-resource-kore", "");
        };
        const ofPackage = async (environment: Record<string, string> = {}) =>
            found(await project.examine(environment), "package");

        it("is where Pulumi.yaml says, and nothing is asked of Node.js' packages", async () => {
            inLanguage(place);
            project.uninstall("@pulumi/pulumi");
            project.write(".pnp.cjs", "");
            install("0.1.4");
            const diagnosis = await project.examine();
            assert.deepEqual(found(diagnosis, "package"), {
                status: "ok",
                says: "0.1.4, a plugin in ./node_modules/pulumi-kore/bin",
                fix: [],
            });
            assert.deepEqual(checksThatAre(diagnosis, "problem"), []);
            for (const check of ["packageManager", "sdk", "typescript"] as const)
                assert.deepEqual(found(diagnosis, check), {
                    status: "skipped",
                    says: "the program's language is yaml",
                    fix: [],
                });
        });

        it("is not where Pulumi.yaml says", async () => {
            inLanguage(place);
            assert.deepEqual(await ofPackage(), {
                status: "problem",
                says: "has no plugin (pulumi-resource-kore) in ./node_modules/pulumi-kore/bin, where Pulumi.yaml says that it is",
                fix: ["npm install pulumi-kore", "Or correct the path in Pulumi.yaml."],
            });
        });

        it("is of another series", async () => {
            inLanguage(place);
            install("0.7.0");
            const { status, says, fix } = await ofPackage();
            assert.equal(status, "warning");
            assert.match(
                says,
                /^0\.7\.0 is in \.\/node_modules\/pulumi-kore\/bin, and this is kore-access 0\.1\.\d+: /,
            );
            assert.deepEqual(fix, ["npm install --save-dev kore-access@0.7"]);
        });

        it("is installed, in one of several releases", async () => {
            inLanguage();
            const installed = [
                { name: "kore", kind: "resource", version: "0.7.0" },
                { name: "kore", kind: "resource", version: "0.1.2" },
                { name: "aws", kind: "resource", version: "7.0.0" },
            ];
            project.says("plugin", JSON.stringify(installed));
            assert.equal((await ofPackage()).says, "0.1.2, a plugin that is installed");
            project.says("plugin", JSON.stringify(installed.slice(0, 1)));
            assert.equal((await ofPackage()).status, "warning");
        });

        it("is on PATH", async () => {
            inLanguage();
            project.write("bin/pulumi-resource-kore", "");
            assert.equal((await ofPackage()).says, "a plugin on PATH");
        });

        it("is nowhere", async () => {
            inLanguage();
            assert.deepEqual(await ofPackage(), {
                status: "problem",
                says: "has no plugin here (pulumi-resource-kore): Pulumi.yaml names no place for it, and none is installed",
                fix: [
                    "npm install pulumi-kore",
                    "And in Pulumi.yaml: plugins: { providers: [{ name: kore, path: ./node_modules/pulumi-kore/bin }] }",
                ],
            });
        });

        it("is all that a program for Node.js needs that names its place", async () => {
            project.write("Pulumi.yaml", `name: access\nruntime: nodejs\n${place}`);
            project.uninstall("pulumi-kore");
            install("0.1.4");
            assert.equal((await ofPackage()).says, "0.1.4, a plugin in ./node_modules/pulumi-kore/bin");
            project.write("Pulumi.yaml", `name: access\nruntime: nodejs\n${place.replace("bin", "nowhere")}`);
            assert.equal((await ofPackage()).status, "problem");
        });
    });

    describe("the stack's configuration", () => {
        const failures = [
            {
                says: "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one",
                fix: ["pulumi stack select NAME", "Or name it: kore-access doctor --stack NAME"],
            },
            {
                says: "no stack named 'nope' found",
                fix: ["pulumi stack ls lists the stacks; a new one: pulumi stack init NAME"],
            },
            {
                says: "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
                fix: [
                    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase of the stack.",
                ],
            },
            {
                says: "incorrect passphrase",
                fix: [
                    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase of the stack.",
                ],
            },
            {
                says: "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
                fix: ["pulumi login, with the backend of the stack"],
            },
            { says: "the moon is full", fix: ["Run it yourself: pulumi config"] },
        ];

        for (const { says, fix } of failures) {
            it(`can't be read: ${says}`, async () => {
                project.fails("config", `warning: something else\nerror: ${says}\n`);
                const diagnosis = await project.examine();
                assert.deepEqual(found(diagnosis, "stack"), {
                    status: "problem",
                    says: `cannot be read: Pulumi says "${says}"`,
                    fix,
                });
                assert.equal(found(diagnosis, "settings").status, "skipped");
                assert.deepEqual(emulator.account.requests(), []);
            });
        }

        it("is something else, of which nothing is shown", async () => {
            project.says("config", `kore:clientSecret ${seedApp.clientSecret}`);
            assert.equal(
                found(await project.examine(), "stack").says,
                "cannot be read: pulumi config --json writes something else than this kore-access knows",
            );
        });

        it("has nothing of kore", async () => {
            project.configure({ "aws:region": { value: "eu-west-1" } });
            const diagnosis = await project.examine({}, { stack: "prod" });
            assert.equal(found(diagnosis, "stack").says, "has no kore: settings");
            assert.deepEqual(found(diagnosis, "settings").fix.slice(-1), ["Give each command: --stack prod"]);
        });

        const fine = () => ({
            "kore:host": { value: emulator.url },
            "kore:clientId": { value: seedApp.clientId },
            "kore:clientSecret": { value: seedApp.clientSecret, secret: true },
        });

        it("has misspelt keys, whose values are not shown", async () => {
            emulator.account.clearRequests();
            project.configure({
                ...fine(),
                "kore:readonly": { value: "true" },
                "kore:clientsecret": { value: "a-wrong-secret" },
                "access:readonly": { value: "true" },
            });
            const diagnosis = await project.examine({}, { stack: "prod" });
            assert.deepEqual(found(diagnosis, "settings"), {
                status: "problem",
                says: "have a misspelt name among them, which has no effect",
                fix: [
                    "kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly? pulumi config rm kore:readonly, then pulumi config set kore:readOnly …",
                    "kore:clientsecret is no setting of pulumi-kore; did you mean kore:clientSecret? pulumi config rm kore:clientsecret, then pulumi config set --secret kore:clientSecret",
                    "What pulumi config rm does not take away stands in Pulumi.yaml, or in an environment of Pulumi ESC.",
                    "Give each command: --stack prod",
                ],
            });
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("can't be read, and the environment has a misspelt setting", async () => {
            project.fails("config", "error: no stack selected\n");
            assert.equal(found(await project.examine({ KORE_READONLY: "true" }), "settings").status, "problem");
        });

        it("has other keys under kore:, which may be the project's own", async () => {
            project.configure({ ...fine(), "kore:team": { value: "support" }, "kore:region": { value: "eu" } });
            const diagnosis = await project.examine();
            assert.deepEqual(found(diagnosis, "settings"), {
                status: "ok",
                says: `${emulator.url}, client cs-emulator; not of pulumi-kore, but maybe of the project: kore:team, kore:region`,
                fix: [],
            });
            assert.deepEqual(checksThatAre(diagnosis, "problem"), []);
        });

        it("comes before the environment", async () => {
            const diagnosis = await project.examine({ KORE_HOST: "nowhere.example.invalid" });
            assert.equal(found(diagnosis, "settings").says, `${emulator.url}, client cs-emulator`);
        });

        it("holds a secret as plain text", async () => {
            project.configure({
                "kore:host": { value: emulator.url },
                "kore:clientId": { value: seedApp.clientId },
                "kore:clientSecret": { value: seedApp.clientSecret },
            });
            assert.deepEqual(found(await project.examine({}, { stack: "prod" }), "plainSecrets"), {
                status: "warning",
                says: "kore:clientSecret stands in the stack's configuration, and in the state, as plain text",
                fix: [
                    "pulumi config set --secret kore:clientSecret --stack prod",
                    "Then make a new one in the Admin Console: the old one stays in the history of the repository and of the state.",
                ],
            });
        });

        it("has a wrong secret, and the fix is a command of Pulumi", async () => {
            project.configure({
                "kore:host": { value: emulator.url },
                "kore:clientId": { value: seedApp.clientId },
                "kore:clientSecret": { value: "a-wrong-secret", secret: true },
            });
            assert.deepEqual(found(await project.examine(), "token").fix.slice(-1), [
                "Set its secret again: pulumi config set --secret kore:clientSecret",
            ]);
        });
    });

    describe("the state", () => {
        it("is of another account", async () => {
            project.state([
                ...people(2, "eu-platform.kore.ai"),
                { account: account() },
                { account: "other.example.com", instance: "eu" },
            ]);
            assert.deepEqual(found(await project.examine(), "state"), {
                status: "problem",
                says: `eu-platform.kore.ai is the account of 2 of 3 resources, and kore:host leads to ${account()}: an update leaves them alone; not compared: 1 resource of other provider instances`,
                fix: [
                    "Set kore:host back: pulumi config set kore:host eu-platform.kore.ai",
                    `Or use a stack of its own for ${account()}: pulumi stack init NAME`,
                ],
            });
        });

        it("is of an account of a name that is no host's, which is in no command", async () => {
            project.state([{ account: "x$(id)" }]);
            assert.deepEqual(found(await project.examine(), "state").fix, [
                "The state names no host there, so that it was not as pulumi-kore wrote it: look at it with pulumi stack export.",
                `Or use a stack of its own for ${account()}: pulumi stack init NAME`,
            ]);
        });

        it("is of another account by the plugin", async () => {
            const native = true;
            project.state([
                { account: "eu-platform.kore.ai", native },
                { account: "eu-platform.kore.ai", native, type: "KoreUserAccess", instance: "default_0_1_0" },
                { account: account() },
                { account: "other.example.com", native, instance: "eu" },
            ]);
            const { status, says } = found(await project.examine(), "state");
            assert.deepEqual(
                [status, says],
                [
                    "problem",
                    `eu-platform.kore.ai is the account of 2 of 3 resources, and kore:host leads to ${account()}: an update leaves them alone; not compared: 1 resource of other provider instances`,
                ],
            );
        });

        it("is of another account, which can't be reached any more", async () => {
            project.state(people(1, "eu-platform.kore.ai"));
            emulator.account.fault({ kind: "reset", endpoint: "GET /api/public/roles" });
            assert.deepEqual(checksThatAre(await project.examine(), "problem"), ["host", "state"]);
        });

        it("has no KoreUserAccess, so that an app without Role Management will do", async () => {
            emulator.account.reset({
                ...seed,
                apps: [{ ...seedApp, scopes: ["User Management > User Management"] }],
            });
            project.state(people(2, account()));
            assert.equal(found(await project.examine(), "roleManagement").status, "warning");
            project.state([...people(2, account()), { account: account(), type: "KoreUserAccess" }]);
            assert.equal(found(await project.examine(), "roleManagement").status, "problem");
        });

        it("is empty", async () => {
            project.says("stack", '{"version": 3, "deployment": {}}');
            assert.deepEqual(found(await project.examine(), "state"), {
                status: "ok",
                says: "has nobody yet",
                fix: [],
            });
        });

        it("can't be exported", async () => {
            project.fails("stack", "error: the backend is closed on Sundays\n");
            const diagnosis = await project.examine();
            assert.deepEqual(found(diagnosis, "state"), {
                status: "problem",
                says: 'cannot be read: Pulumi says "the backend is closed on Sundays"',
                fix: ["Run it yourself: pulumi stack export"],
            });
            assert.equal(found(diagnosis, "parallelism").status, "skipped");
        });

        it("is in a form of a release to come", async () => {
            project.says("stack", "[]");
            assert.match(
                found(await project.examine(), "state").says,
                /^cannot be read: the state is not the output of pulumi stack export/,
            );
        });

        it("has more people than Pulumi handles at the same time", async () => {
            project.state(people(1000, account()));
            assert.deepEqual(found(await project.examine({ PULUMI_PARALLEL: "8" }), "parallelism"), {
                status: "warning",
                says: "Pulumi handles 8 of 1,000 people at the same time: requests have room for 50",
                fix: ["PULUMI_PARALLEL=64 pulumi up"],
            });
            assert.equal(found(await project.examine({ PULUMI_PARALLEL: "64" }), "parallelism").status, "ok");
        });
    });
});
