import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import * as v from "valibot";
import { withoutNpm } from "../../tools/matrix/managers";
import { repositoryRoot } from "../harness/repository";
import { type Declared, type Ended, Stack } from "../harness/stack";
import { isWhole, whole } from "../harness/whole";

const work = path.join(repositoryRoot, "test", "e2e", ".work");

const developerOfSupport = { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support };

const people: Declared[] = [
    {
        type: "KoreUser",
        name: "ada",
        args: { emailId: "ada@example.com", roles: [developerOfSupport], sendEmail: false },
    },
    {
        type: "KoreUserAccess",
        name: "builders",
        args: { emailIds: [{ $output: "ada.emailId" }], canCreateBot: false, isDeveloper: true },
    },
];

// The same people, in the words of a user: TypeScript, and an ES module as well.
const program = `import * as kore from "pulumi-kore";

const ada = new kore.KoreUser("ada", {
    emailId: "ada@example.com",
    roles: [{ roleId: "${developerOfSupport.roleId}", botId: "${developerOfSupport.botId}" }],
    sendEmail: false,
});
const builders = new kore.KoreUserAccess("builders", { emailIds: [ada.emailId], canCreateBot: false, isDeveloper: true });

export const userId = ada.userId;
export const reported = builders.reported.apply((people) => people.map(({ emailId }) => emailId));
`;

describe("the constant __provider line works wherever a program stands", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let settings: Record<string, string>;
    let env: NodeJS.ProcessEnv;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        settings = { host: emulator.url, clientId: seedApp.clientId, clientSecret: seedApp.clientSecret };
        env = { KORE_HOST: emulator.url, KORE_CLIENT_ID: seedApp.clientId, KORE_CLIENT_SECRET: seedApp.clientSecret };
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.reset());

    const person = (emailId: string): Person => {
        const found = emulator.account.person(emailId);
        assert.ok(found !== undefined, `${emailId} is not in the account`);
        return found;
    };
    const addresses = () => emulator.account.people().map(({ emailId }) => emailId);

    /** Up, an empty preview, a refresh that finds nothing, and a destroy, of a program that declares Ada and her access. */
    async function lives(stack: Stack): Promise<void> {
        await succeed(stack.up());
        const { isDeveloper, canCreateBot, roles } = person("ada@example.com");
        assert.deepEqual(
            { isDeveloper, canCreateBot, roles },
            { isDeveloper: true, canCreateBot: false, roles: [developerOfSupport] },
        );
        await succeed(stack.preview("--expect-no-changes"));
        await succeed(stack.refresh("--expect-no-changes"));
        await succeed(stack.destroy());
        assert.deepEqual(addresses(), ["owner@example.com"]);
    }

    describe("in this repository", () => {
        let stack: Stack;

        before(async () => {
            stack = await Stack.create("places", { env });
        });

        it("from the root, whose Pulumi.yaml is the quick start's", async () => {
            const kept = path.join(work, "places-root");
            rmSync(kept, { recursive: true, force: true });
            const name = `places-${process.pid}`;
            try {
                const root = await Stack.open(repositoryRoot, { kept, name, env });
                await succeed(root.up());
                assert.deepEqual(addresses().sort(), [
                    "ada@example.com",
                    "alan@example.com",
                    "grace@example.com",
                    "katherine@example.com",
                    "owner@example.com",
                ]);
                assert.deepEqual(
                    [person("grace@example.com").isDeveloper, person("ada@example.com").canCreateBot],
                    [true, true],
                );
                await succeed(
                    root.run(
                        "-C",
                        path.join("examples", "quickstart"),
                        "preview",
                        "--expect-no-changes",
                        "--non-interactive",
                    ),
                );
                await succeed(root.refresh("--expect-no-changes"));
                await succeed(root.destroy());
                assert.deepEqual(addresses(), ["owner@example.com"]);
            } finally {
                rmSync(path.join(repositoryRoot, `Pulumi.${name}.yaml`), { force: true });
            }
        });

        whole.it("from a folder in it without a package.json", async () => {
            assert.ok(!readdirSync(stack.folder).includes("package.json"));
            stack.declare(people);
            await lives(stack);
        });

        whole.it("is all that the state holds of the provider's code, twice for each resource", async () => {
            const lines: Record<string, string> = {
                "pulumi-nodejs:dynamic/kore:KoreUser":
                    'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUser',
                "pulumi-nodejs:dynamic/kore:KoreUserAccess":
                    'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUserAccess',
            };
            stack.declare(people);
            await succeed(stack.up());
            const resources = stack.resources();
            assert.deepEqual(resources.map(({ type }) => type).sort(), Object.keys(lines));
            for (const { type, inputs, outputs } of resources) {
                assert.equal(inputs["__provider"], lines[type]);
                assert.equal(outputs["__provider"], lines[type]);
                assert.ok(Buffer.byteLength(String(inputs["__provider"])) <= 120);
            }
            await succeed(stack.destroy());
        });

        whole.it("leaves a resource of another provider its own, also under a KoreUser as its parent", async () => {
            stack.write(`
const pulumi = require("@pulumi/pulumi");
const kore = require("pulumi-kore");
const shouting = {
    create: async (inputs) => ({ id: "note-1", outs: { text: inputs.text.toUpperCase() } }),
    read: async (id, props) => ({ id, props }),
    diff: async () => ({ changes: false }),
};
class Note extends pulumi.dynamic.Resource {}
class Team extends pulumi.ComponentResource {
    constructor(name, opts) {
        super("company:Team", name, {}, opts);
        this.grace = new kore.KoreUser("grace", { emailId: "grace@example.com", sendEmail: false }, { parent: this });
        this.registerOutputs();
    }
}
const ada = new kore.KoreUser("ada", { emailId: "ada@example.com", sendEmail: false });
new Note(shouting, "note", { text: "hello" }, { parent: ada });
const team = new Team("team");
new kore.KoreUserAccess("builders", { emailIds: [ada.emailId, team.grace.emailId], canCreateBot: false, isDeveloper: true }, { parent: ada });
`);
            await succeed(stack.up());
            const resources = stack.resources();
            const note = resources.find(({ urn }) => urn.endsWith("::note"));
            assert.ok(note !== undefined);
            assert.equal(note.outputs["text"], "HELLO");
            assert.doesNotMatch(String(note.inputs["__provider"]), /pulumi-kore/);
            assert.ok(
                resources.some(({ urn }) => urn.includes("company:Team$pulumi-nodejs:dynamic/kore:KoreUser::grace")),
            );
            assert.deepEqual(
                [person("ada@example.com").isDeveloper, person("grace@example.com").isDeveloper],
                [true, true],
            );
            await succeed(stack.preview("--expect-no-changes"));
            await succeed(stack.refresh("--expect-no-changes"));
            await succeed(stack.destroy());
            assert.deepEqual(addresses(), ["owner@example.com"]);
        });

        it("KoreUser.get reads a person and never touches them, and isInstance tells the resources apart", async () => {
            const before = person("owner@example.com");
            stack.write(`
const pulumi = require("@pulumi/pulumi");
const kore = require("pulumi-kore");
const owner = kore.KoreUser.get("owner", "owner@example.com");
const ada = new kore.KoreUser("ada", { emailId: "ada@example.com", lastName: owner.reported.lastName, sendEmail: false });
const builders = new kore.KoreUserAccess("builders", { emailIds: [ada.emailId], canCreateBot: false, isDeveloper: true });
const others = [new pulumi.ComponentResource("company:Team", "team"), {}, undefined, null, "owner"];
exports.userId = owner.userId;
exports.isUser = [owner, ada, builders, ...others].map(kore.KoreUser.isInstance);
exports.isAccess = [owner, ada, builders, ...others].map(kore.KoreUserAccess.isInstance);
`);
            await succeed(stack.up());
            assert.deepEqual(JSON.parse(await stack.succeed("stack", "output", "--json")), {
                userId: seedIds.users.owner,
                isUser: [true, true, false, false, false, false, false, false],
                isAccess: [false, false, true, false, false, false, false, false],
            });
            assert.equal(person("ada@example.com").lastName, before.lastName);
            if (isWhole) await succeed(stack.preview("--expect-no-changes"));
            await succeed(stack.refresh("--expect-no-changes"));
            await succeed(stack.destroy());
            assert.deepEqual(emulator.account.people(), [before]);
            assert.deepEqual(
                emulator.account
                    .requests({ emailId: "owner@example.com" })
                    .filter(({ path }) => !path.endsWith("/usersInfo")),
                [],
            );
        });

        whole.it("KoreUser.get of somebody who is not in the account is an error, in the preview already", async () => {
            stack.write('require("pulumi-kore").KoreUser.get("nobody", "nobody@example.com");');
            for (const { exitCode, output } of [await stack.preview(), await stack.up()]) {
                assert.notEqual(exitCode, 0);
                assert.match(
                    output,
                    /nobody@example\.com was not read: there is no such person in the account \(Kore\.ai says "Invalid emailId"\)/,
                );
                assert.doesNotMatch(output, /\n\s+at |node_modules/, "no stack trace");
            }
        });
    });

    whole.describe("installed from its package, outside of a repository", () => {
        let folder: string;
        let npm: string;
        let pnpm: string;
        let npmIndirect: string;
        let pnpmIndirect: string;

        before(async () => {
            folder = mkdtempSync(path.join(os.tmpdir(), "kore-places-"));
            const tarball = await pack(repositoryRoot, folder);
            const companyAccess = project(path.join(folder, "company-access"), {
                "package.json": JSON.stringify({
                    name: "company-access",
                    version: "1.0.0",
                    main: "index.js",
                    dependencies: { "pulumi-kore": `file:${tarball}` },
                }),
                "index.js": `
const kore = require("pulumi-kore");
exports.developer = (name, emailId) => {
    const user = new kore.KoreUser(name, { emailId, roles: [${JSON.stringify(developerOfSupport)}], sendEmail: false });
    new kore.KoreUserAccess(name + "-builds", { emailIds: [user.emailId], canCreateBot: false, isDeveloper: true });
};`,
            });
            const direct = { "pulumi-kore": `file:${tarball}` };
            const indirect = { "company-access": `file:${await pack(companyAccess, folder)}` };
            const typeScript = { typescript: "5.9", "@types/node": "^20" };

            npm = project(path.join(folder, "npm"), {
                "Pulumi.yaml": "name: npm\nruntime: nodejs\n",
                "package.json": app(direct, typeScript),
                "tsconfig.json": tsconfig,
                "index.ts": program,
            });
            pnpm = project(path.join(folder, "pnpm"), {
                "Pulumi.yaml": javaScript("pnpm"),
                "package.json": app(direct, {}, { type: "module", main: "index.js" }),
                "index.js": program,
            });
            const company = 'require("company-access").developer("ada", "ada@example.com");';
            npmIndirect = project(path.join(folder, "npm-indirect"), {
                "Pulumi.yaml": javaScript("npm-indirect"),
                "package.json": app(indirect),
                "index.js": company,
            });
            pnpmIndirect = project(path.join(folder, "pnpm-indirect"), {
                "Pulumi.yaml": javaScript("pnpm-indirect"),
                "package.json": app(indirect),
                "index.js": company,
            });

            const byNpm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
            const byPnpm = [
                "exec",
                "--yes",
                "--prefer-offline",
                "pnpm@10",
                "--",
                "install",
                "--prefer-offline",
                "--ignore-scripts",
            ];
            await Promise.all([
                runNpm(npm, byNpm).then(() => runNpm(npmIndirect, byNpm)),
                runNpm(pnpm, byPnpm).then(() => runNpm(pnpmIndirect, byPnpm)),
            ]);
        });
        after(() => rmSync(folder, { recursive: true, force: true }));

        it("by npm, in a TypeScript project", async () => {
            const stack = await Stack.open(npm);
            await stack.configure(settings);
            await lives(stack);
        });

        whole.it("by pnpm, which links packages, in a project of ES modules", async () => {
            const stack = await Stack.open(pnpm);
            await stack.configure(settings);
            await lives(stack);
        });

        whole.it("by npm as a dependency of a dependency", async () => {
            await lives(await Stack.open(npmIndirect, { env }));
        });

        whole.it(
            "by pnpm as a dependency of a dependency, it is not found, and one sentence says what to do",
            async () => {
                const stack = await Stack.open(pnpmIndirect, { env });
                const { exitCode, output } = await stack.up();
                assert.notEqual(exitCode, 0);
                assert.match(
                    output,
                    /error: pulumi-kore is not installed in .*pnpm-indirect, where Pulumi runs its provider: the program has it out of another package, or out of a bundle\. Install it there: npm install pulumi-kore \(or pnpm add, yarn add\)\./,
                );
                assert.equal(output.slice(output.indexOf("Diagnostics:")).split("error:").length - 1, 1, output);
                assert.doesNotMatch(output, /\n\s+at |node_modules/, "no stack trace");
                assert.deepEqual(emulator.account.requests(), []);
            },
        );

        it("so that the next release's code serves the state of the last one, without a change to see", async () => {
            const stack = await Stack.open(npm, { name: "next", env });
            await succeed(stack.up());

            appendFileSync(
                path.join(npm, "node_modules", "pulumi-kore", "dist", "provider.js"),
                `
for (const [name, provider] of Object.entries({ koreUser: exports.koreUser, koreUserAccess: exports.koreUserAccess })) {
    for (const step of ["read", "update", "delete"]) {
        const before = provider[step];
        provider[step] = (...args) => {
            console.log("the next release: " + step + " of " + name);
            return before(...args);
        };
    }
}
`,
            );
            const ran = async (step: Promise<Ended>) =>
                [...new Set((await succeed(step)).match(/the next release: \w+ of \w+/g))].sort();
            assert.deepEqual(await ran(stack.preview("--expect-no-changes")), []);
            assert.deepEqual(await ran(stack.refresh("--expect-no-changes")), [
                "the next release: read of koreUser",
                "the next release: read of koreUserAccess",
            ]);
            writeFileSync(
                path.join(npm, "index.ts"),
                program
                    .replace("isDeveloper: true", "isDeveloper: false")
                    .replace("sendEmail: false", 'dept: "Bots", sendEmail: false'),
            );
            assert.deepEqual(await ran(stack.up()), [
                "the next release: update of koreUser",
                "the next release: update of koreUserAccess",
            ]);
            assert.deepEqual([person("ada@example.com").isDeveloper, person("ada@example.com").dept], [false, "Bots"]);
            assert.deepEqual(await ran(stack.destroy()), [
                "the next release: delete of koreUser",
                "the next release: delete of koreUserAccess",
            ]);
            assert.deepEqual(addresses(), ["owner@example.com"]);
        });
    });
});

async function succeed(step: Promise<Ended>): Promise<string> {
    const { exitCode, output } = await step;
    assert.equal(exitCode, 0, output);
    return output;
}

/** Makes a folder with these files. */
function project(folder: string, files: Record<string, string>): string {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return folder;
}

function app(
    dependencies: Record<string, string>,
    devDependencies: Record<string, string> = {},
    more: Record<string, string> = {},
): string {
    return JSON.stringify({
        ...more,
        name: "app",
        private: true,
        dependencies: { "@pulumi/pulumi": "3.248.0", ...dependencies },
        devDependencies,
    });
}

function javaScript(name: string): string {
    return `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\n`;
}

// The compiler options of `pulumi new typescript`.
const tsconfig = JSON.stringify({
    compilerOptions: {
        strict: true,
        outDir: "bin",
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node",
        sourceMap: true,
        experimentalDecorators: true,
        pretty: true,
        noFallthroughCasesInSwitch: true,
        noImplicitReturns: true,
        forceConsistentCasingInFileNames: true,
    },
    files: ["index.ts"],
});

/** Packs the package of a folder; answers the tarball. */
async function pack(folder: string, to: string): Promise<string> {
    const output = await runNpm(folder, ["pack", "--json", "--ignore-scripts", "--pack-destination", to]);
    const [packed] = v.parse(v.array(v.object({ filename: v.string() })), JSON.parse(output));
    assert.ok(packed !== undefined);
    return path.join(to, packed.filename);
}

async function runNpm(cwd: string, args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)("npm", args, {
        cwd,
        env: withoutNpm(process.env),
        maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
}
