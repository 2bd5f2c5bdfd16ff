import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe } from "mocha";
import { repositoryRoot } from "../harness/repository";
import { kinds } from "./kinds";
import { oneStackOn } from "./oneStack";

/** The tests on a kind of server; where that can't be had they are not run, which is said with the reason. */
export function onServer(kind: keyof typeof kinds): void {
    const { name } = kinds[kind];
    // A process of its own, as mocha wants to know at once which tests there are.
    const ready = spawnSync(process.execPath, ["--import", "tsx", path.join(__dirname, "ready.ts"), kind], {
        cwd: repositoryRoot,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
    });
    if (ready.status === 0 && ready.stdout !== "") {
        console.log(`\n  NOT RUN: Pulumi's state in ${name} (${ready.stdout})`);
        return;
    }
    describe(`Pulumi's state in ${name}`, function () {
        this.timeout(300_000);
        before(() => assert.equal(ready.status, 0, "the server could not be installed"));
        oneStackOn(kind, kinds[kind]);
    });
}
