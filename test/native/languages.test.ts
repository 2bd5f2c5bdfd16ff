import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "kore-emulator";
import { describe, it } from "mocha";
import { isWrite } from "../harness/judging";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { sample } from "../harness/whole";
import { changed, company, filesOf } from "./company";
import { environmentWith, inLanguage, pythonSdkIn, work } from "./host";

/** The company in a language, on an account of its own. */
class Company {
    private constructor(
        private readonly language: keyof typeof filesOf,
        private readonly emulator: Emulator,
        private readonly stack: Stack,
    ) {}

    static async in(language: keyof typeof filesOf, env: NodeJS.ProcessEnv = {}): Promise<Company> {
        const folder = path.join(work, `language-${language}`);
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
        write(folder, language, company);
        const emulator = await startEmulator({ limits: "off" });
        // Enough for all of them at a time: what is sent then does not depend on who comes first.
        const stack = await Stack.open(folder, {
            env: { ...environmentFor(emulator.url), PULUMI_PARALLEL: "64", ...env },
        });
        return new Company(language, emulator, stack);
    }

    declare(declared: Declared[]): void {
        write(this.stack.folder, this.language, declared);
    }

    async run(...args: string[]): Promise<string> {
        this.emulator.account.clearRequests();
        return succeeded(this.stack.run(...args, "--non-interactive", "--color", "never"));
    }

    /** What the last step sent: how many requests to each endpoint, and how many rows where it wrote. */
    sent(): Record<string, string> {
        const requests = this.emulator.account.requests();
        const endpoints = [...new Set(requests.map(({ method, path }) => `${method} ${path}`))].sort();
        return Object.fromEntries(
            endpoints.map((endpoint) => {
                const all = requests.filter(({ method, path }) => endpoint === `${method} ${path}`);
                const rows = all.filter(isWrite).reduce((sum, { emailIds }) => sum + emailIds.length, 0);
                return [endpoint, `${all.length}${rows === 0 ? "" : ` with ${rows} rows`}`];
            }),
        );
    }

    /** Everybody in the account, without the ids that it has made up. */
    people(): object[] {
        const people = this.emulator.account.people().sort((a, b) => (a.emailId < b.emailId ? -1 : 1));
        return people.map(({ userId: _userId, ...person }) => person);
    }

    close(): Promise<void> {
        return this.emulator.close();
    }
}

function write(folder: string, language: keyof typeof filesOf, declared: Declared[]): void {
    for (const [file, text] of Object.entries(filesOf[language](path.basename(folder), declared)))
        writeFileSync(path.join(folder, file), text);
}

/** What a step leaves in the account, and what it sends. */
interface Step {
    called: string;
    declares?: Declared[];
    args: string[];
}

const allSteps: Step[] = [
    { called: "an update that creates all", args: ["up", "--yes"] },
    { called: "a refresh", args: ["refresh", "--yes", "--skip-preview"] },
    { called: "an update that changes one of them", declares: changed, args: ["up", "--yes"] },
    { called: "a destroy", args: ["destroy", "--yes", "--skip-preview"] },
];
const steps = sample(allSteps, 2);

async function taken(of: Company, { declares, args }: Step) {
    if (declares !== undefined) of.declare(declares);
    await of.run(...args);
    return { sent: of.sent(), people: of.people() };
}

describe("a company of 60 people in another language", () => {
    const expected = new Map<Step, Awaited<ReturnType<typeof taken>>>();

    before(async function () {
        this.timeout(300_000);
        const inJavaScript = await Company.in("javascript");
        for (const step of steps) expected.set(step, await taken(inJavaScript, step));
        await inJavaScript.close();
        const [creates] = expected.values();
        assert.equal(creates?.people.length, 61);
    });

    for (const language of ["yaml", "python"] as const)
        inLanguage(language, `in ${language}`, (hostPath) => {
            let there: Company;
            before(async () => {
                const sdk = language === "python" ? await pythonSdkIn(path.join(work, "language-sdk"), hostPath) : {};
                there = await Company.in(language, { ...(await environmentWith(hostPath)), ...sdk });
            });
            after(() => there.close());

            for (const step of steps) {
                it(`${step.called} sends the same requests as by dynamic resources, with the same effect`, async () =>
                    assert.deepEqual(await taken(there, step), expected.get(step)));
                if (step.args[0] === "up")
                    it("and the next preview is empty, without a request", async () => {
                        await there.run("preview", "--expect-no-changes");
                        assert.deepEqual(there.sent(), {});
                    });
            }
        });
});
