import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, seedIds, startEmulator } from "kore-emulator";
import { it } from "mocha";
import { isWrite } from "../harness/judging";
import { pluginPlace } from "../harness/repository";
import { environmentFor, Stack, succeeded } from "../harness/stack";
import { environmentWith, inLanguage, pythonSdkIn, work } from "./host";

const ada = {
    emailId: "ada@example.com",
    firstName: "Ada",
    isDeveloper: true,
    canCreateBot: false,
    groups: [seedIds.groups.supportTeam],
    roles: [{ roleId: seedIds.botRoles.tester, botId: seedIds.bots.sales }],
};

// As pulumi import prints it where the language's host can; the one that is built here for Python can't.
const inPython = `
import pulumi
import pulumi_kore as kore

ada = kore.User("ada",
    can_create_bot=False,
    email_id="ada@example.com",
    first_name="Ada",
    groups=["${seedIds.groups.supportTeam}"],
    is_developer=True,
    roles=[{
        "bot_id": "${seedIds.bots.sales}",
        "role_id": "${seedIds.botRoles.tester}",
    }],
    opts = pulumi.ResourceOptions(protect=True))
`;

for (const language of ["yaml", "python"] as const)
    inLanguage(language, `somebody who is imported into a program in ${language}`, (hostPath) => {
        let emulator: Emulator;
        const isPython = language === "python";

        before(async () => {
            emulator = await startEmulator({ limits: "off" });
            const seed = emulator.account.seed();
            emulator.account.reset({ ...seed, people: [...seed.people, ada] });
        });
        after(() => emulator.close());

        it("is declared by the code that comes out, so that the next preview is empty and nothing is written", async () => {
            const folder = path.join(work, `imported-${language}`);
            rmSync(folder, { recursive: true, force: true });
            mkdirSync(folder, { recursive: true });
            const runtime = isPython ? "{ name: python, options: { virtualenv: venv } }" : "yaml";
            writeFileSync(path.join(folder, "Pulumi.yaml"), `name: imported\nruntime: ${runtime}\n${pluginPlace}`);
            if (isPython) writeFileSync(path.join(folder, "__main__.py"), "");
            if (isPython) symlinkSync(path.dirname(hostPath.at(-1) ?? ""), path.join(folder, "venv"));
            const sdk = isPython ? await pythonSdkIn(path.join(work, "imported-sdk"), hostPath) : {};
            const env = { ...environmentFor(emulator.url), ...(await environmentWith(hostPath)), ...sdk };
            const stack = await Stack.open(folder, { env });

            const code = path.join(folder, "code");
            const how = isPython ? ["--generate-code=false"] : ["--out", code];
            await succeeded(stack.run("import", "kore:index:User", "ada", ada.emailId, "--yes", ...how));
            if (isPython) writeFileSync(path.join(folder, "__main__.py"), inPython);
            else appendFileSync(path.join(folder, "Pulumi.yaml"), readFileSync(code, "utf8"));

            await succeeded(stack.preview("--expect-no-changes"));
            await succeeded(stack.run("up", "--yes", "--expect-no-changes"));
            assert.ok(!emulator.account.requests().some(isWrite));
        });
    });
