// @ts-check
// Loaded into every Node process of a measured command: the program's and the dynamic provider's write how large they
// have been at most. The engine kills the provider's, so that it cannot wait for its end.
const { appendFileSync, readFileSync } = require("node:fs");
const path = require("node:path");
const process = require("node:process");
const { setInterval } = require("node:timers");

const interval = 100;

/**
 * The most kilobytes that this process has held. Linux counts for a process of its own; resourceUsage also what it was
 * forked from.
 */
function peak() {
    try {
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
    } catch {
        return process.resourceUsage().maxRSS;
    }
}

const folder = process.env.BENCH_MEMORY;
const part = /[\\/]cmd[\\/](?:(dynamic-provider)|run)\b/.exec(process.argv[1] ?? "");
if (folder !== undefined && part !== null) {
    const file = path.join(folder, `${process.pid}.${part[1] === undefined ? "program" : "provider"}`);
    let written = 0;
    const write = () => {
        const now = peak();
        if (now > written) appendFileSync(file, `${now}\n`);
        written = Math.max(written, now);
    };
    setInterval(write, interval).unref();
    process.on("exit", write);
}
