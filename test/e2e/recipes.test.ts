import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { defaultSeed, type Emulator, type Person, startEmulator } from "kore-emulator";
import ts from "typescript";
import type { CodeBlock } from "../../tools/docs/markdown";
import { assertShown, changed, ofReader, recipesOf } from "../harness/recipes";
import { repositoryRoot } from "../harness/repository";
import { Stack, succeeded } from "../harness/stack";
import { TestClock } from "../harness/testClock";
import { isWhole, whole } from "../harness/whole";

const work = path.join(repositoryRoot, "test", "e2e", ".work", "recipes");
const folder = path.join(work, "access");
const apps = {
    old: { clientId: "cs-emulator", clientSecret: "the-first-secret" },
    new: { clientId: "cs-0b7e2f44-1d39-5c5e-8a53-6f2f9b1f0c11", clientSecret: "the-second-secret" },
};

const environment = {
    // The page has a day by which access ends.
    ...new TestClock("2026-12-01T09:00:00Z").ofPrograms(),
    ...ofReader,
    ...gitIdentity("AUTHOR"),
    ...gitIdentity("COMMITTER"),
    GIT_CONFIG_GLOBAL: os.devNull,
};

function gitIdentity(who: "AUTHOR" | "COMMITTER"): NodeJS.ProcessEnv {
    return { [`GIT_${who}_NAME`]: "Olive Owner", [`GIT_${who}_EMAIL`]: "owner@example.com" };
}

const supportTester = ["group Support Team", "developer"];
const salesTester = ["group Sales Team", "developer", "may create bots"];

/** What each recipe makes of the account: who has what from then on, of those whom it is about; undefined: they are gone. */
const outcomes: Record<string, Record<string, string[] | undefined>> = {
    "Find a role's id": {},
    "The program": {
        "ada@example.com": ["role Bot Developer on Support", "developer"],
        "grace@example.com": supportTester,
        "joan@example.com": supportTester,
        "vint@example.com": salesTester,
        "katherine@example.com": ["role User Admin"],
    },
    "A joiner": { "margaret@example.com": supportTester },
    "A mover": { "grace@example.com": salesTester },
    "A leaver": { "joan@example.com": undefined },
    "Undo a merge": { "joan@example.com": supportTester },
    "A contractor": { "radia@example.com": ["role Bot Tester on Sales", "developer"] },
    "A new address": { "joan@example.com": undefined, "joan.clarke@example.com": supportTester },
    "Give an administrator away": {
        "margaret@example.com": ["role User Admin", ...supportTester],
        "katherine@example.com": [],
    },
    "Rotate the secret": {},
    "Split a stack": {},
};

// One stack, as on the page: each recipe begins where the one before it has ended.
describe("each recipe of docs/recipes.md gives what it says to whom it says, and nobody is without what they keep", function () {
    this.timeout(300_000);
    this.bail(true);
    const recipes = recipesOf(readFileSync(path.join(repositoryRoot, "docs", "recipes.md"), "utf8"));
    const watched: Access[] = [];
    let emulator: Emulator;
    let stack: Stack;
    let access: Access;

    before(async () => {
        emulator = await startEmulator({
            limits: "off",
            seed: { ...defaultSeed, apps: Object.values(apps) },
            onRequest: () => watched.push(accessIn(emulator)),
        });
        access = accessIn(emulator);
        rmSync(work, { recursive: true, force: true });
        for (const name of ["access", "sales"]) {
            mkdirSync(path.join(work, name), { recursive: true });
            writeFileSync(path.join(work, name, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.ts\n`);
        }
        writeFileSync(path.join(folder, "index.ts"), "");
        stack = await Stack.open(folder, { kept: path.join(work, "kept"), name: "prod", env: environment });
        await stack.configure({ host: emulator.url, ...apps.old });
        await succeeded(
            stack.shell(
                "git init --quiet --initial-branch main\ngit add Pulumi.yaml index.ts\ngit commit --quiet --message start",
            ),
        );
    });
    after(() => emulator.close());

    it("each recipe of the page, and no other", () =>
        assert.deepEqual(
            recipes.map(({ title }) => title),
            Object.keys(outcomes),
        ));

    // Each goes on from the one before: where not every test runs, those who join, move and leave.
    for (const [number, { title, blocks }] of (isWhole ? recipes : recipes.slice(0, 5)).entries()) {
        it(title, async () => {
            watched.splice(0);
            const reader = new Reader(stack, emulator, `change-${number}`);
            for (const block of blocks) await reader.follow(block);
            const after = { ...access, ...outcomes[title] };
            assert.deepEqual(accessIn(emulator), sorted(after));
            for (const [emailId, had] of Object.entries(access)) {
                const kept = had.filter((each) => after[emailId]?.includes(each));
                const lost = watched.flatMap((seen) => kept.filter((each) => !seen[emailId]?.includes(each)));
                assert.deepEqual(lost, [], `${emailId} was without it meanwhile`);
            }
            access = accessIn(emulator);
        });
    }

    whole.it("and after the old app went, everything was asked by the new one", () => {
        const clients = emulator.account.requests().map(({ clientId }) => clientId);
        assert.ok(clients.length > 0);
        assert.deepEqual(new Set(clients), new Set([apps.new.clientId]));
    });

    whole.it("and the programs that come of it compile", () => {
        const { options } = ts.parseJsonConfigFileContent(
            { extends: "./tsconfig.base.json", compilerOptions: { rootDir: ".", noEmit: true, declaration: false } },
            ts.sys,
            repositoryRoot,
        );
        const programs = ["access", "sales"].map((name) => path.join(work, name, "index.ts"));
        const found = ts.getPreEmitDiagnostics(ts.createProgram(programs, options));
        assert.deepEqual(
            found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
            [],
        );
    });
});

/** Does what a recipe shows, block by block. */
class Reader {
    private printed = "";
    private isMerged = true;
    private merges = 0;

    constructor(
        private readonly stack: Stack,
        private readonly emulator: Emulator,
        private readonly branch: string,
    ) {}

    async follow({ language, text }: CodeBlock): Promise<void> {
        if (language === "typescript") this.write(text);
        else if (language === "diff") this.change(text);
        else if (language === "sh") await this.run(text);
        else assertShown(text, this.printed);
    }

    private write(text: string): void {
        const name = /^\/\/ (\S+)/.exec(text)?.[1] ?? assert.fail(`the first line is to name a file:\n${text}`);
        writeFileSync(path.join(folder, name), text);
        this.isMerged = false;
    }

    private change(diff: string): void {
        const program = path.join(folder, "index.ts");
        writeFileSync(program, changed(readFileSync(program, "utf8"), diff));
        this.isMerged = false;
    }

    private async run(commands: string): Promise<void> {
        if (!this.isMerged) await succeeded(this.stack.shell(merging(`${this.branch}-${++this.merges}`)));
        this.isMerged = true;
        // The page removes the old app before it refreshes.
        if (commands === "pulumi refresh\n") removeOldApp(this.emulator);
        const host = this.emulator.url.replace("http://", "");
        const printed = await succeeded(
            this.stack.shell(commands.replaceAll("platform.kore.ai", this.emulator.url), {
                input: `${apps.new.clientSecret}\n`,
            }),
        );
        this.printed = printed.replaceAll(host, "platform.kore.ai").replaceAll(folder, "/home/ada/access");
    }
}

/** Commands that bring a change of the program into the branch main, as a merged pull request does. */
function merging(branch: string): string {
    return [
        `git switch --quiet --create ${branch}`,
        `git commit --quiet --message ${branch} index.ts`,
        "git switch --quiet main",
        `git merge --quiet --no-ff --no-edit ${branch}`,
    ].join("\n");
}

/** As an administrator does by hand; everything else stays. */
function removeOldApp({ account }: Emulator): void {
    account.reset({ ...account.seed(), apps: [apps.new], people: account.people() });
}

/** By address, what each person of an account holds themselves. */
type Access = Record<string, string[]>;

function accessIn({ account }: Emulator): Access {
    const { roles, bots, groups } = account.seed();
    const nameOf = (id: string) =>
        roles.find(({ roleId }) => roleId === id)?.name ??
        groups.find(({ groupId }) => groupId === id)?.name ??
        bots.find(({ botId }) => botId === id)?.name ??
        id;
    const heldBy = (person: Person) => [
        ...person.roles.map(
            ({ roleId, botId }) => `role ${nameOf(roleId)}${botId === undefined ? "" : ` on ${nameOf(botId)}`}`,
        ),
        ...person.groups.map((id) => `group ${nameOf(id)}`),
        ...(person.isDeveloper ? ["developer"] : []),
        ...(person.canCreateBot ? ["may create bots"] : []),
    ];
    return sorted(Object.fromEntries(account.people().map((person) => [person.emailId, heldBy(person)])));
}

/** Without those who are gone, in an order that depends on nothing else. */
function sorted(access: Record<string, string[] | undefined>): Access {
    const there = Object.entries(access).flatMap(([emailId, held]): [string, string[]][] =>
        held === undefined ? [] : [[emailId, [...held].sort()]],
    );
    return Object.fromEntries(there.sort(([a], [b]) => (a < b ? -1 : 1)));
}
