import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { withoutNpm } from "../../tools/matrix/managers";
import { repositoryRoot } from "../harness/repository";

describe("npm run pack", function () {
    this.timeout(600_000);
    let folder: string;
    let project: string;

    before(() => {
        // With a space, as there is one in many a user's folder.
        folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore pack-")));
        project = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-packed-")));
    });
    after(() => [folder, project].forEach((each) => rmSync(each, { recursive: true, force: true })));

    /** What the tool prints. */
    async function pack(...args: string[]): Promise<{ code: number | null; output: string }> {
        const { run } = await import("../../tools/shared/run.mjs");
        const tool = ["--import", "tsx", path.join("tools", "pack.ts"), ...args];
        return run(process.execPath, tool, { cwd: repositoryRoot });
    }

    it("makes the three packages, and prints commands that install them in an empty project, where they run", async () => {
        const { run } = await import("../../tools/shared/run.mjs");
        const { code, output } = await pack(folder);
        assert.equal(code, 0, output);
        assert.deepEqual(
            readdirSync(folder).map((file) => file.replace(/-\d.*/, "")),
            ["kore-access", "kore-emulator", "pulumi-kore"],
        );
        const commands = output.split("\n").filter((line) => line.startsWith("npm install"));
        assert.equal(commands.length, 3, output);
        const env = {
            ...withoutNpm(process.env),
            npm_config_prefer_offline: "true",
            npm_config_ignore_scripts: "true",
        };
        for (const command of [
            ...commands,
            "npx --no-install kore-access --version",
            "npx --no-install kore-emulator --version",
            `node -e "console.log(Object.keys(require('pulumi-kore')).join())"`,
        ]) {
            const shell = process.platform === "win32" ? ["cmd", "/c", command] : ["sh", "-c", command];
            const [name = "", ...args] = shell;
            const ended = await run(name, args, { cwd: project, env });
            assert.equal(ended.code, 0, `${command}\n${ended.output}`);
            if (command.startsWith("node")) assert.match(ended.output, /KoreUser/);
        }
    });

    it("refuses what it does not know, and makes nothing", async () => {
        const { code, output } = await pack("--publish");
        assert.equal(code, 1);
        assert.match(output, /npm run pack takes one folder, and no options\./);
    });
});
