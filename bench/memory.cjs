// @ts-check
// Loaded into every Node process of a measured command: the dynamic provider's writes how large it has been at most.
// The engine kills that process, so that it cannot wait for its end.
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
if (folder !== undefined && /[\\/]dynamic-provider\b/.test(process.argv[1] ?? "")) {
    const file = path.join(folder, `${process.pid}.kilobytes`);
    let written = 0;
    setInterval(() => {
        const now = peak();
        if (now > written) appendFileSync(file, `${now}\n`);
        written = Math.max(written, now);
    }, interval).unref();
}
