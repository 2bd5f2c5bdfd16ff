import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "kore-emulator";
import { it } from "mocha";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, pluginPlace, Stack, succeeded } from "../harness/stack";
import { environmentWith, inLanguage, pythonSdkIn, work } from "./host";

const page = readFileSync(path.join(repositoryRoot, "docs", "other-languages.md"), "utf8");

/** The program on the page. */
function programIn(language: "yaml" | "python"): string {
    const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"))].map(
        ([, text = ""]) => text,
    );
    const found = blocks.find((text) => text.includes("ada@example.com"));
    assert.ok(found !== undefined, `docs/other-languages.md has no program in ${language}`);
    return found;
}

for (const language of ["yaml", "python"] as const)
    inLanguage(language, `the program in ${language} on the page of other languages`, (hostPath) => {
        let emulator: Emulator;
        let stack: Stack;

        before(async () => {
            emulator = await startEmulator({ limits: "off" });
            const folder = path.join(work, `page-${language}`);
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder, { recursive: true });
            const bin = path.join(repositoryRoot, "bin");
            const isPython = language === "python";
            const sdk = isPython ? await pythonSdkIn(path.join(work, "page-sdk"), hostPath) : {};
            if (isPython) {
                const runtime = "runtime: { name: python, options: { virtualenv: venv } }\n";
                writeFileSync(path.join(folder, "Pulumi.yaml"), `name: access\n${runtime}${pluginPlace}`);
                writeFileSync(path.join(folder, "__main__.py"), programIn(language));
                symlinkSync(path.dirname(hostPath.at(-1) ?? ""), path.join(folder, "venv"));
            } else {
                const text = programIn(language).replace("./node_modules/pulumi-kore/bin", JSON.stringify(bin));
                writeFileSync(path.join(folder, "Pulumi.yaml"), text);
            }
            const env = { ...environmentFor(emulator.url), ...(await environmentWith(hostPath)), ...sdk };
            stack = await Stack.open(folder, { env });
        });
        after(() => emulator.close());

        it("does what it says", async () => {
            await succeeded(stack.run("up", "--yes", "--color", "never"));
            const has = (name: string) => {
                const { isDeveloper, roles } = emulator.account.person(`${name}@example.com`) ?? {};
                return [isDeveloper, roles?.length];
            };
            assert.deepEqual(["ada", "grace", "alan"].map(has), [
                [true, 1],
                [true, 0],
                [false, 0],
            ]);
            await succeeded(stack.preview("--expect-no-changes"));
            await succeeded(stack.destroy());
        });
    });
