import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runOnTerminal } from "../../../tools/cli";

describe("running a command on the user's terminal", () => {
    const options = { cwd: ".", env: process.env };
    const node = (script: string) => runOnTerminal(process.execPath, ["-e", script], options);

    it("ends with the command's exit code", async () => {
        assert.equal(await node("process.exit(0)"), 0);
        assert.equal(await node("process.exit(7)"), 7);
    });

    it("ends as a shell does when the command was ended by a signal", async function () {
        if (process.platform === "win32") this.skip();
        assert.equal(await node("process.kill(process.pid, 'SIGTERM')"), 143);
    });

    it("leaves the end to the command when a supervisor asks for it", async function () {
        if (process.platform === "win32") this.skip();
        const script =
            "process.on('SIGTERM', () => process.exit(5)); process.kill(process.ppid, 'SIGTERM'); setTimeout(() => {}, 5000)";
        assert.equal(await node(script), 5);
    });

    it("says which command could not be started", async () => {
        await assert.rejects(runOnTerminal("no-such-command", [], options), {
            name: "Problem",
            message: /no-such-command could not be started/,
        });
    });
});
