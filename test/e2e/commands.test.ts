import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, seedApp, seedIds, startEmulator } from "kore-emulator";
import { codeBlocks } from "../../tools/docs/markdown";
import { blocksOf } from "../docs/markdownFiles";
import { isWrite } from "../harness/judging";
import { ofReader } from "../harness/recipes";
import { repositoryRoot } from "../harness/repository";
import { closedPort, Stack, succeeded } from "../harness/stack";
import { isWhole } from "../harness/whole";

/** Blocks that are not run here as they are printed, by page and first line: where they are run, or why nobody can. */
const otherwise: Record<string, Record<string, string>> = {
    "CONTRIBUTING.md": {
        "npm test            # sets up all it needs; every layer. -- --whole: every test":
            "each of them runs in CI, or is long",
        "npm test -- unit protocol                                   # some layers": "is the tests themselves",
        'KORE_TEST_COMBINATIONS=200 npx --no-install mocha test/protocol/openFacts.test.ts -g "random combination"   # of values of all switches':
            "is the tests themselves",
    },
    "README.md": {
        "npm start   # the real Pulumi CLI brings a handful of people into an emulated Kore.ai account on this machine":
            "CI runs both on a clean clone",
    },
    "docs/doctor.md": {
        "npx --no-install kore-access doctor [--stack NAME] [--facts FILE] [--json]": "says what may be given",
    },
    "docs/import.md": { "npx --no-install kore-access import --native": "test/native/import" },
    "docs/kore-access.md": {
        "kore-access directory [FOLDER] [--check] [--stack NAME]": "says what may be given",
        "kore-access probe ADDRESS [ADDRESS] [--role ROLE_ID@BOT_ID]… [--admin-role ROLE_ID]… [--group GROUP_ID] [--bot BOT_ID] [--stack NAME] [--yes]":
            "says what may be given",
    },
    "docs/other-languages.md": {
        "npm init --yes": "test/native/page",
        "pulumi import kore:index:User ada ada@example.com": "test/native/import",
        "pulumi preview --expect-no-changes": "test/native/migration",
    },
    "docs/quick-start.md": {
        "npm start": "CI runs it on a clean clone",
    },
    "docs/recipes.md": { "*": "test/e2e/recipes" },
    "docs/for-auditors.md": { "*": "test/e2e/auditors" },
    "emulator/README.md": {
        "kore-emulator serve --data account.json": "serves until it is stopped: docs/quick-start.md has the same",
        "kore-emulator people --data account.json": "test/unit/emulator",
    },
    "examples/access-policies/README.md": { "*": "test/e2e/policies" },
    "examples/python/README.md": { "*": "test/native/page: it needs SDKs that are generated before" },
    "examples/unit-tests/README.md": { "*": "test/packages, with the packages that no registry has yet" },
    "examples/yaml/README.md": {
        "npm init --yes": "test/native/page has YAML's language host, which the CLI that is built here comes without",
    },
    "test/states/README.md": { "npm run build": "records a state with an earlier release" },
};

/** A block that is run. */
interface Step {
    page: string;
    /** Its first line, or how it begins. */
    begins: string;
    /** What its reader has done before. */
    before?: (reader: Reader) => void;
    /** The last command does not succeed, as the page says. */
    fails?: true;
    /** Where its reader is, below the folder of the journey. */
    folder?: string;
}

interface Journey {
    title: string;
    /** What is there before: a program in a folder of its own, or a clone of the repository. */
    in: "project" | "clone";
    program?: string;
    /** The stack that is there before. */
    stack?: string;
    /** Whether the settings are in the environment, as the page says. */
    byEnvironment?: true;
    steps: Step[];
    /** What has come of it. */
    after?: (reader: Reader) => void;
}

const staff = `import * as kore from "pulumi-kore";

new kore.KoreUser("ada", { emailId: "ada@example.com", isDeveloper: true, reason: "builds the support bot" });
new kore.KoreUser("grace", { emailId: "grace@example.com", groups: ["${seedIds.groups.supportTeam}"] });
`;

const toolsOfProject: Step[] = [
    { page: "README.md", begins: "npm install pulumi-kore @pulumi/pulumi" },
    { page: "README.md", begins: "PULUMI_PARALLEL=64 pulumi up" },
    { page: "docs/settings.md", begins: "pulumi config set kore:host" },
    { page: "docs/upgrading.md", begins: "npm install pulumi-kore@latest" },
    { page: "docs/directory.md", begins: "npx --no-install kore-access directory  " },
    { page: "docs/directory.md", begins: "npx --no-install kore-access directory --check" },
    { page: "docs/doctor.md", begins: "npx --no-install kore-access doctor --json" },
    { page: "docs/kore-access.md", begins: "npm install --save-dev kore-access" },
    { page: "docs/kore-access.md", begins: "pulumi preview --json" },
    { page: "docs/kore-access.md", begins: "kore-access diff preview.json --format json" },
    { page: "review/README.md", begins: "npm install --save-dev kore-access" },
    { page: "docs/kore-access.md", begins: "kore-access report [FILE|STACK…]" },
    { page: "docs/kore-access.md", begins: "kore-access report prod --live" },
    { page: "docs/kore-access.md", begins: "kore-access report prod --format json" },
    // Nobody has decided yet.
    { page: "docs/kore-access.md", begins: "kore-access report prod --live --stack prod --format sheet", fails: true },
    {
        page: "docs/report-page.md",
        begins: "pulumi stack export",
        before: ({ folder }) => cpSync(path.join(folder, "2026-q3.json"), path.join(folder, "last-quarter.json")),
    },
    { page: "docs/many-people.md", begins: "KORE_RECEIPT=receipt.json" },
    { page: "docs/backends.md", begins: "pulumi cancel --yes" },
    { page: "docs/many-people.md", begins: "pulumi cancel" },
    { page: "docs/probe.md", begins: "npx --no-install kore-access probe probe-1" },
    { page: "docs/probe.md", begins: "npx --no-install kore-access probe --clean" },
    { page: "docs/probe.md", begins: "npx --no-install kore-emulator serve" },
    { page: "docs/many-people.md", begins: "PULUMI_PARALLEL=64 pulumi up" },
];

const quickStart = codeBlocks(readFileSync(path.join(repositoryRoot, "docs", "quick-start.md"), "utf8"));
const firstPerson = quickStart.find(({ text }) => text.includes("maintains the support bot"))?.text ?? "";
const ownAccount = "kore-access-as-code";

const run = (example: string, begins: string, more: Partial<Step> = {}): Step => ({
    page: `examples/${example}/README.md`,
    begins,
    ...more,
});
const tried = ["moving-between-teams", "one-team-per-file", "people-from-csv", "people-from-entra", "yaml"];

const journeys: Journey[] = [
    {
        title: "somebody else looks at an account of the emulator",
        in: "project",
        stack: "other",
        program: staff,
        steps: [
            { page: "docs/quick-start.md", begins: "npx --no-install kore-emulator serve" },
            { page: "docs/quick-start.md", begins: "pulumi stack init dev" },
        ],
    },
    {
        title: "an example is tried in a clone, and its person moves there and back",
        in: "clone",
        steps: [
            run("moving-between-teams", "npm run pulumi -- -C examples/moving-between-teams stack select"),
            run("moving-between-teams", "npm run pulumi -- -C examples/moving-between-teams up --config moved=true"),
        ],
    },
    {
        title: "a company lives with a program",
        in: "project",
        stack: "prod",
        program: staff,
        byEnvironment: true,
        steps: toolsOfProject,
    },
    {
        title: "a first person of one's own account is taken over",
        in: "project",
        stack: "other",
        steps: [
            { page: "docs/quick-start.md", begins: `mkdir ${ownAccount}` },
            {
                page: "docs/quick-start.md",
                begins: "pulumi up",
                fails: true,
                folder: ownAccount,
                before: ({ emulator, folder }) => {
                    emulator.account.addPerson({ emailId: "ada@example.com", firstName: "Ada", isDeveloper: true });
                    writeFileSync(path.join(folder, ownAccount, "index.ts"), firstPerson);
                },
            },
            {
                page: "docs/quick-start.md",
                begins: "pulumi config rm kore:readOnly",
                folder: ownAccount,
                before: ({ folder }) =>
                    writeFileSync(
                        path.join(folder, ownAccount, "index.ts"),
                        firstPerson.replace("    onDestroy", "    isDeveloper: true,\n    onDestroy"),
                    ),
            },
        ],
        after: ({ emulator }) => assert.equal(emulator.account.person("ada@example.com")?.isDeveloper, true),
    },
    {
        title: "an account is imported",
        in: "project",
        stack: "other",
        steps: [
            { page: "docs/import.md", begins: "npx --no-install kore-access import access" },
            { page: "docs/import.md", begins: "cd access" },
            { page: "docs/import.md", begins: "pulumi stack init prod", folder: "access" },
            { page: "docs/import.md", begins: "pulumi preview --expect-no-changes", folder: "access" },
        ],
        byEnvironment: true,
        after: ({ emulator }) => assert.deepEqual(emulator.account.requests().filter(isWrite), []),
    },
    ...tried.slice(1).map((example): Journey => ({
        title: `the example ${example} is tried in a clone`,
        in: "clone",
        steps: [run(example, `npm run pulumi -- -C examples/${example} stack select`)],
    })),
    {
        title: "the example two-accounts is tried in a clone",
        in: "clone",
        steps: [
            run("two-accounts", "npm run emulator -- serve --data .sandbox/eu.json"),
            run("two-accounts", "npm run pulumi -- -C examples/two-accounts stack select"),
        ],
    },
    {
        title: "the example automation-api is tried in a clone",
        in: "clone",
        steps: [run("automation-api", "npm run emulator -- serve"), run("automation-api", "mkdir -p .sandbox/teams")],
    },
    ...[...tried.filter((example) => example !== "yaml"), "two-accounts"].map((example): Journey => ({
        title: `a copy of the example ${example} is for an account of one's own`,
        in: "project",
        stack: "other",
        steps: [
            run(example, "npm init --yes", {
                before: ({ folder }) =>
                    cpSync(path.join(repositoryRoot, "examples", example), folder, { recursive: true }),
            }),
        ],
    })),
];

/** The blocks of commands of all pages. */
const commands = blocksOf("sh");

describe("every command of a page", function () {
    this.timeout(600_000);

    it("runs as it is printed, or it is said where else, and why not", () => {
        const steps = journeys.flatMap((journey) => journey.steps);
        const unknown = commands.filter(({ file, text }) => {
            const [first = ""] = text.split("\n");
            const isRun = steps.some((step) => step.page === file && text.startsWith(step.begins));
            return !isRun && otherwise[file]?.["*"] === undefined && otherwise[file]?.[first] === undefined;
        });
        assert.deepEqual(
            unknown.map(({ file, text }) => `${file}: ${text.split("\n")[0]}`),
            [],
        );
        const gone = Object.entries(otherwise).flatMap(([page, lines]) =>
            Object.keys(lines)
                .filter(
                    (first) =>
                        !commands.some((each) => each.file === page && (first === "*" || each.text.startsWith(first))),
                )
                .map((first) => `${page}: ${first}`),
        );
        assert.deepEqual(gone, [], "these are on no page any more");
    });

    for (const journey of isWhole ? journeys : journeys.slice(0, 1)) {
        it(journey.title, async () => {
            const reader = await Reader.begin(journey);
            try {
                for (const step of journey.steps) await reader.follow(step);
                journey.after?.(reader);
            } finally {
                await reader.end();
            }
            rmSync(reader.folder, { recursive: true, force: true });
        });
    }
});

const work = path.join(repositoryRoot, "test", "e2e", ".work", "commands");

/** Somebody who does what pages say. */
class Reader {
    private readonly serving: ChildProcess[] = [];
    /** Of each port that a page names the one that is free here. */
    private readonly ports = new Map<string, number>();

    private constructor(
        readonly folder: string,
        readonly emulator: Emulator,
        private readonly stack: Stack,
    ) {}

    static async begin({ title, in: place, program, stack: name = "other", byEnvironment }: Journey): Promise<Reader> {
        const folder = path.join(work, title.replaceAll(/\W+/g, "-"));
        const kept = `${folder}.kept`;
        for (const each of [folder, kept]) rmSync(each, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        if (place === "clone") cloneInto(folder);
        const project = place === "clone" ? path.join(folder, "examples", "moving-between-teams") : folder;
        if (place === "project")
            writeFileSync(path.join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\nmain: index.ts\n");
        if (program !== undefined) writeFileSync(path.join(folder, "index.ts"), program);
        const emulator = await startEmulator({ limits: "off" });
        const stack = await Stack.open(project, { kept, name, env: { ...ofReader } });
        if (byEnvironment === true) stack.setEnvironment({ host: emulator.url, ...seedApp });
        return new Reader(folder, emulator, stack);
    }

    async follow({ page, begins, before, fails, folder = "" }: Step): Promise<void> {
        const block = commands.find((each) => each.file === page && each.text.startsWith(begins));
        assert.ok(block !== undefined, `${page} has no block that begins with ${begins}`);
        before?.(this);
        const [serving, others] = split(await this.asTyped(block.text));
        for (const line of serving) await this.serve(line, path.join(this.folder, folder));
        if (others.trim() === "") return;
        const options = { folder: path.join(this.folder, folder) };
        const ended = this.stack.shell(`${whatIsNotHere}\n${others}`, options);
        if (fails === true) assert.notEqual((await ended).exitCode, 0, (await ended).output);
        else await succeeded(ended);
    }

    async end(): Promise<void> {
        for (const child of this.serving) if (child.pid !== undefined) process.kill(-child.pid);
        await this.emulator.close();
    }

    /** What is typed in the place of what a page leaves open; the secret where it is asked for. */
    private async asTyped(text: string): Promise<string> {
        let typed = text
            // Two accounts have two hosts.
            .replaceAll(/\beu-platform\.kore\.ai\b/g, this.emulator.url.replace("127.0.0.1", "localhost"))
            .replaceAll(/\bplatform\.kore\.ai\b/g, this.emulator.url)
            .replaceAll("cs-…", seedApp.clientId)
            .replaceAll("[FILE|STACK…]", "prod")
            .replaceAll(/\[--[^\]]*\]…?| …$/gm, "")
            .replaceAll("[preview.json]", "preview.json")
            .replaceAll("OTHER_ROLE_ID@BOT_ID", `${seedIds.botRoles.tester}@${seedIds.bots.support}`)
            .replaceAll("ROLE_ID@BOT_ID", `${seedIds.botRoles.developer}@${seedIds.bots.support}`)
            .replaceAll("GROUP_ID", seedIds.groups.supportTeam)
            .replaceAll("BOT_ID", seedIds.bots.support)
            // The port that it takes by itself may not be free here.
            .replaceAll(/^(npx --no-install kore-emulator serve)((?:(?! --port| #).)*)/gm, "$1$2 --port 4010")
            // Nobody is asked where there is no terminal.
            .replaceAll(/^npx --no-install kore-access probe (?:.*\\\n)*.*$/gm, "$& --yes")
            .replaceAll(/^npm run pulumi -- .* (?:up|destroy)\b.*$/gm, "$& --yes")
            .replaceAll(/^pulumi config set --secret \S+$/gm, `echo ${seedApp.clientSecret} | $&`);
        for (const [port] of typed.matchAll(/\b40\d\d\b/g)) {
            const free = this.ports.get(port) ?? (await closedPort());
            this.ports.set(port, free);
            typed = typed.replaceAll(port, String(free));
        }
        return typed;
    }

    /** Begins what goes on until it is stopped, in a terminal of its own. */
    private async serve(line: string, folder: string): Promise<void> {
        const child = spawn("sh", ["-ec", `${whatIsNotHere}\n${line}`], {
            cwd: folder,
            detached: true,
            stdio: ["ignore", "pipe", "inherit"],
        });
        this.serving.push(child);
        await new Promise<void>((resolve, reject) => {
            let printed = "";
            child.stdout.on("data", (text: Buffer) => {
                printed += text.toString();
                if (/http:\/\/127\.0\.0\.1:/.test(printed)) resolve();
            });
            child.once("close", (code) => reject(new Error(`${line} ended with ${code}:\n${printed}`)));
        });
    }
}

/** The commands that go on until they are stopped, and the others. */
function split(commands: string): [string[], string] {
    const lines = commands.split("\n");
    return [
        lines.filter((line) => line.includes(" serve")),
        lines.filter((line) => !line.includes(" serve")).join("\n"),
    ];
}

/** No registry has the packages, which a folder of this repository finds as it is; and a template comes from elsewhere. */
const template = "name: kore-access-as-code\\nruntime: nodejs\\nmain: index.ts\\n";
const modules = path.join(repositoryRoot, "node_modules");
const install = `[ -e node_modules ] || { mkdir node_modules && ln -s "${modules}"/* "${modules}/.bin" node_modules && ln -sfn "${repositoryRoot}" node_modules/pulumi-kore; }`;
const whatIsNotHere = [
    `export PATH="${path.join(modules, ".bin")}:$PATH"`,
    `npm() { case "$1" in install) ${install} ;; *) command npm "$@" ;; esac; }`,
    `pulumi() { case "$1" in new) printf '${template}' > Pulumi.yaml && command pulumi stack init prod ;; *) command pulumi "$@" ;; esac; }`,
].join("\n");

/** The repository as a clone that is set up: its own files, and what was built of them, beside the packages that were installed. */
function cloneInto(folder: string): void {
    const listed = ["ls-files", "-co", "--exclude-standard"];
    const files = execFileSync("git", listed, { cwd: repositoryRoot, encoding: "utf8" }).trim().split("\n");
    const own = files.filter((file) => !/^(docs|bench)\//.test(file));
    for (const file of [...own, ...generated, "dist", "emulator/dist", "review/dist"]) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        cpSync(path.join(repositoryRoot, file), path.join(folder, file), { recursive: true });
    }
    symlinkSync(modules, path.join(folder, "node_modules"));
}

/** What the build makes beside its results. */
const generated = [
    "provider/api/openapi.ts",
    "provider/model/profileFields.ts",
    "emulator/src/profileFields.ts",
    "review/src/report/page/bundled.ts",
];
