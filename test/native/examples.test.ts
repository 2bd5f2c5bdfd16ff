import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, seedIds, startEmulator } from "kore-emulator";
import { it } from "mocha";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, refused, Stack, succeeded } from "../harness/stack";
import { environmentWith, inLanguage, pythonSdkIn, work } from "./host";

const people = {
    yaml: ["fran", "ida", "kay", "klara", "mavis"],
    python: ["beatrice", "gertrude", "milly", "rozsa", "thelma"],
};

/** What a README says of a mistake. */
const mistakes = {
    yaml: {
        file: "Pulumi.yaml",
        right: "Bot Tester",
        wrong: "Bot Testre",
        says: /the role of bots "Bot Testre" was not found: the account has none of this name; did you mean "Bot Tester"\? \[kore:name-not-found\]/,
    },
    python: {
        file: "__main__.py",
        right: "email_id=",
        wrong: "email=",
        says: /TypeError: User\._internal_init\(\) got an unexpected keyword argument 'email'/,
    },
};

for (const language of ["yaml", "python"] as const)
    inLanguage(language, `examples/${language}`, (hostPath) => {
        let emulator: Emulator;
        let stack: Stack;

        before(async () => {
            emulator = await startEmulator({ limits: "off" });
            const folder = path.join(work, `example-${language}`);
            rmSync(folder, { recursive: true, force: true });
            const original = path.join(repositoryRoot, "examples", language);
            cpSync(original, folder, { recursive: true, filter: (file) => !/(\/venv|__pycache__)$/.test(file) });
            edit(folder, "Pulumi.yaml", "../../bin", path.join(repositoryRoot, "bin"));
            const isPython = language === "python";
            const sdk = isPython ? await pythonSdkIn(path.join(work, "example-sdk"), hostPath) : {};
            // The vendor's host looks for it there.
            if (isPython) symlinkSync(path.dirname(hostPath.at(-1) ?? ""), path.join(folder, "venv"));
            const env = { ...environmentFor(emulator.url), ...(await environmentWith(hostPath)), ...sdk };
            stack = await Stack.open(folder, { env });
        });
        after(() => emulator.close());

        const addresses = () =>
            emulator.account
                .people()
                .map(({ emailId }) => emailId.replace("@example.com", ""))
                .filter((name) => name !== "owner")
                .sort();
        const up = () => stack.run("up", "--yes", "--non-interactive", "--color", "never");

        it("brings its people into the account; the next preview is empty", async () => {
            await succeeded(up());
            assert.deepEqual(addresses(), people[language]);
            await succeeded(stack.preview("--expect-no-changes"));
        });

        it("finds ids of roles by their names", () => {
            const [, , , ...others] = people[language];
            const roles = emulator.account
                .people()
                .filter(({ emailId }) => others.some((name) => emailId.startsWith(name)))
                .flatMap((each) => each.roles.map(({ roleId }) => roleId));
            const { developer, tester } = seedIds.botRoles;
            assert.deepEqual(roles.sort(), [developer, tester].sort());
        });

        it("says what its README says of a mistake, and sends nothing that writes", async () => {
            const { file, right, wrong, says } = mistakes[language];
            edit(stack.folder, file, right, wrong);
            assert.match(await refused(up()), says);
            assert.deepEqual(addresses(), people[language]);
            edit(stack.folder, file, wrong, right);
        });

        it("is taken back whole", async () => {
            await succeeded(stack.destroy());
            assert.deepEqual(addresses(), []);
        });
    });

function edit(folder: string, file: string, before: string, after: string): void {
    const name = path.join(folder, file);
    const text = readFileSync(name, "utf8");
    assert.ok(text.includes(before), `${file} has ${before}`);
    writeFileSync(name, text.replace(before, after));
}
