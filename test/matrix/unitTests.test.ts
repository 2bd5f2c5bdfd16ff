import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { withoutNpm } from "../../tools/matrix/managers";
import { packInto } from "../../tools/matrix/project";
import { repositoryRoot } from "../harness/repository";
import { sample } from "../harness/whole";

const examples = path.join(repositoryRoot, "examples", "unit-tests");
const runners = ["jest", "mocha", "vitest"] as const;
const programOf = (runner: string) => readFileSync(path.join(examples, runner, "team.ts"), "utf8");

// What a registry of modules that is begun anew has: another SDK, another copy of this package, another class of errors.
const registries = `
const load = () => ({ pulumi: require("@pulumi/pulumi"), kore: require("pulumi-kore") });
const mocks = { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs };
const valueOf = (output) => new Promise((resolve) => output.apply(resolve));
let before;
for (const which of ["one", "another"])
    test("in " + which + " registry", async () => {
        jest.resetModules();
        const { pulumi, kore } = load();
        await pulumi.runtime.setMocks(mocks);
        const ada = new kore.KoreUser("ada", { emailId: "ada@example.com" });
        expect(await valueOf(ada.emailId)).toBe("ada@example.com");
        expect(ada).toBeInstanceOf(pulumi.CustomResource);
        expect(kore.KoreUser.isInstance(before ?? ada)).toBe(true);
        let refusal;
        try { new kore.KoreUser("grace", { emailId: "grace" }); } catch (error) { refusal = error; }
        expect(refusal).toBeInstanceOf(pulumi.RunError);
        expect(require("pulumi-kore/provider").koreUser.check).toBeInstanceOf(Function);
        before = ada;
    });
`;

describe("the unit tests of a program, in a project that the registry has installed", function () {
    // The first run on a machine downloads what later ones find.
    this.timeout(300_000);
    let work: string;
    let tarball: string;

    before(async () => {
        work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-unit-tests-")));
        tarball = (await packInto(work))["pulumi-kore"] ?? assert.fail("pulumi-kore was not packed");
    });
    after(() => rmSync(work, { recursive: true, force: true }));

    for (const runner of sample(runners, 1)) {
        it(`are those of the page, and pass with ${runner}`, async () => {
            assert.equal(programOf(runner), programOf("mocha"), "the page shows one program for all");
            const folder = path.join(work, runner);
            cpSync(path.join(examples, runner), folder, {
                recursive: true,
                filter: (file) => path.basename(file) !== "node_modules",
            });
            if (runner === "jest") writeFileSync(path.join(folder, "registries.test.js"), registries);
            await npm(folder, "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
            await npm(folder, "install", "--no-save", "--prefer-offline", "--ignore-scripts", "--no-audit", tarball);
            const said = await npm(folder, "test");
            assert.match(said, runner === "jest" ? /5 passed, 5 total/ : /3 pass/);
            assert.doesNotMatch(said, /kore:host|warn/i);
        });
    }
});

async function npm(folder: string, ...args: string[]): Promise<string> {
    const { npmCommand } = await import("../../tools/shared/npm.mjs");
    const { lastLines, run } = await import("../../tools/shared/run.mjs");
    const { command, args: before } = npmCommand(process.env);
    // None of the settings of the account of whoever runs this.
    const env = Object.entries(withoutNpm(process.env)).filter(([name]) => !name.startsWith("KORE_"));
    const { code, output } = await run(command, [...before, ...args], {
        cwd: folder,
        env: { ...Object.fromEntries(env), NO_COLOR: "1" },
    });
    assert.equal(code, 0, `npm ${args.join(" ")} failed in a copy of examples/unit-tests:\n${lastLines(output)}`);
    return output;
}
