import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { platform } from "node:os";
import { text } from "node:stream/consumers";
import { describe, it } from "mocha";
import { CpuMeter } from "../../../bench/cpu";
import { partOf, ProcessTree, readStat, type Sample } from "../../../bench/processTree";

const bench = 1;

function sample(pid: number, parent: number, given: Partial<Sample> = {}): Sample {
    return { pid, parent, started: pid, ticks: 0, command: "pulumi", ...given };
}

describe("the CPU time of a command", () => {
    it("is read from the system's line of a process, whatever its name", () => {
        const line = `77 (a (b) 1 2) S 12 77 12 0 -1 4194560 9 8 7 6 101 22 303 44 20 0 11 0 5000 1 2 3 ${"0 ".repeat(27)}`;
        assert.deepEqual(readStat(line), { parent: 12, ticks: 123, waited: 347, started: 5_000 });
        assert.equal(readStat("No such file"), undefined);
        assert.equal(readStat(""), undefined);
    });

    it("is told apart by what a process is for", () => {
        const run = "/usr/bin/node /a/node_modules/@pulumi/pulumi/cmd/run/index.js --monitor 127.0.0.1:1";
        const provider = "node /a/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js 127.0.0.1:1";
        const others = [
            "pulumi up --yes",
            "node /a/pulumi-language-nodejs 127.0.0.1:1",
            "sh /a/pulumi-resource-pulumi-nodejs",
        ];
        assert.deepEqual([run, provider, ...others].map(partOf), ["program", "provider", "engine", "engine", "engine"]);
    });

    it("is that of all that descends from the bench, and of nobody else", () => {
        const tree = new ProcessTree(bench);
        tree.note([
            // A child may stand before its parent.
            sample(5, 9, { ticks: 10, command: "node /cmd/run/index.js" }),
            sample(9, bench, { ticks: 100 }),
            sample(7, 3, { ticks: 1_000 }),
        ]);
        assert.deepEqual(tree.ticks(), { engine: 100, program: 10, provider: 0 });
        assert.deepEqual(
            [5, 9, 7].map((pid) => tree.holds(pid)),
            [true, true, false],
        );
    });

    it("counts whoever has ended as it was last seen, and whoever has lost its parent", () => {
        const provider = { command: "node /cmd/dynamic-provider/index.js" };
        const tree = new ProcessTree(bench);
        tree.note([
            sample(2, bench, { ticks: 1 }),
            sample(3, 2, { ticks: 1 }),
            sample(4, 3, { ticks: 10, ...provider }),
        ]);
        // The shell is gone, and its child has been handed to the first process of all.
        tree.note([sample(2, bench, { ticks: 2 }), sample(4, 0, { ticks: 20, ...provider })]);
        // It has ended too: nobody has waited for it yet, and the system does not tell its command any more.
        tree.note([sample(2, bench, { ticks: 3 }), sample(4, 0, { ticks: 30, command: "" })]);
        tree.note([sample(2, bench, { ticks: 4 })]);
        assert.deepEqual(tree.ticks(), { engine: 5, program: 0, provider: 30 });
    });

    it("takes a later process of the same id for another one", () => {
        const tree = new ProcessTree(bench);
        tree.note([sample(2, bench, { started: 10, ticks: 5 })]);
        tree.note([sample(2, bench, { started: 20, ticks: 7 })]);
        tree.note([sample(2, 99, { started: 30, ticks: 1_000 })]);
        assert.deepEqual(tree.ticks(), { engine: 12, program: 0, provider: 0 });
    });

    it("holds what processes say of themselves, also of one that nobody waits for", async function () {
        if (platform() !== "linux") this.skip();
        // Each tells what it has used, in microseconds; the second outlives its shell, and is killed.
        const burn =
            "while(process.cpuUsage().user<2e5);const{user,system}=process.cpuUsage();console.log(user+system)";
        const meter = CpuMeter.begin();
        const child = spawn("sh", [
            "-c",
            '"$1" -e "$2"; (exec "$1" -e "$2;setInterval(()=>{},1e5)") & read line; kill -9 $!; echo done',
            "sh",
            process.execPath,
            burn,
        ]);
        let told = "";
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
            told += chunk;
            if (told.trim().split("\n").length === 2) child.stdin.end("\n");
        });
        const errors = text(child.stderr);
        await once(child, "close");
        const spent = meter?.end();
        const used = (told.match(/^\d+$/gm) ?? []).map(Number);
        assert.equal(used.length, 2, await errors);
        assert.ok(spent);
        const least = used.reduce((sum, microseconds) => sum + microseconds, 0) / 1e6;
        // The system counts in hundredths of a second, and the last 50 ms of the second were not seen.
        assert.ok(spent.total >= least - 0.1, `${spent.total} of at least ${least}`);
        assert.deepEqual([spent.program, spent.provider, spent.engine], [0, 0, spent.total]);
    });
});
