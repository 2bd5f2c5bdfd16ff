import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "kore-emulator";
import { it } from "mocha";
import { pluginPlace, repositoryRoot } from "../harness/repository";
import { environmentFor, Stack, succeeded } from "../harness/stack";
import { environmentWith, inLanguage, pythonSdkIn, work } from "./host";

type Language = "yaml" | "python";

/** The program on a page. */
function programOn(page: string, language: Language): string {
    const text = readFileSync(path.join(repositoryRoot, "docs", page), "utf8");
    const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "g"))].map(
        ([, block = ""]) => block,
    );
    const found = blocks.find((block) => block.includes("ada@example.com"));
    assert.ok(found !== undefined, `docs/${page} has no program in ${language}`);
    return found;
}

/** Whether each person is there with the builder, after the program of a page. */
const pages: Record<string, Record<string, boolean>> = {
    "other-languages.md": { ada: true, grace: true, alan: false },
    "user.md": { ada: true, grace: true },
    "users.md": { ada: false, grace: true },
    "user-access.md": { ada: true },
};

for (const language of ["yaml", "python"] as const)
    inLanguage(language, `the programs in ${language} on the pages`, (hostPath) => {
        let emulator: Emulator;
        let stack: Stack;

        before(async () => {
            emulator = await startEmulator({ limits: "off" });
            // What the pages give, beside what the emulated account has.
            const seed = emulator.account.seed();
            emulator.account.reset({
                ...seed,
                roles: [...seed.roles, { roleId: "5d9d8db30d54920a8df1e68b", name: "Bot Maintainer", roleType: "bot" }],
                bots: [
                    ...seed.bots,
                    { botId: "st-b8525f88-6dd3-54a7-8a97-734ecb748733", name: "Help Desk", dialogs: [] },
                ],
            });
            const folder = path.join(work, `page-${language}`);
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder, { recursive: true });
            const isPython = language === "python";
            const sdk = isPython ? await pythonSdkIn(path.join(work, "page-sdk"), hostPath) : {};
            write(folder, language, "");
            if (isPython) symlinkSync(path.dirname(hostPath.at(-1) ?? ""), path.join(folder, "venv"));
            const env = { ...environmentFor(emulator.url), ...(await environmentWith(hostPath)), ...sdk };
            stack = await Stack.open(folder, { env });
        });
        after(() => emulator.close());

        for (const [page, people] of Object.entries(pages))
            it(`${page} does what it says`, async () => {
                write(stack.folder, language, programOn(page, language));
                await succeeded(stack.run("up", "--yes", "--color", "never"));
                const found = Object.keys(people).map((name) => [
                    name,
                    emulator.account.person(`${name}@example.com`)?.isDeveloper,
                ]);
                assert.deepEqual(Object.fromEntries(found), people);
                await succeeded(stack.destroy());
                // As the next page finds nobody.
                for (const emailId of Object.keys(people).map((name) => `${name}@example.com`))
                    if (emulator.account.person(emailId) !== undefined) emulator.account.removePerson(emailId);
            });
    });

/** Writes the project around a program; one in YAML may be whole. */
function write(folder: string, language: Language, program: string): void {
    const project = path.join(folder, "Pulumi.yaml");
    if (language === "python") {
        const runtime = "runtime: { name: python, options: { virtualenv: venv } }\n";
        writeFileSync(project, `name: access\n${runtime}${pluginPlace}`);
        writeFileSync(path.join(folder, "__main__.py"), program);
    } else {
        const bin = JSON.stringify(path.join(repositoryRoot, "bin"));
        const whole = program.startsWith("name:") ? "" : `name: access\nruntime: yaml\n${pluginPlace}`;
        writeFileSync(project, `${whole}${program.replace("./node_modules/pulumi-kore/bin", bin)}`);
    }
}
