import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { type Part, ProcessTree, readStat, type Sample } from "./processTree";

/** CPU seconds (user and system) of a command and all processes that it has started. */
export interface CpuTime extends Record<Part, number> {
    total: number;
}

const interval = 50;
// What Linux tells programs, on whatever machine.
const ticksPerSecond = 100;

/**
 * Measures the CPU time of a command that this process starts meanwhile: what the system charges this process with
 * for the children that it has waited for, and those whom nobody waits for as they were seen in /proc, every 50 ms.
 */
export class CpuMeter {
    private readonly tree = new ProcessTree(process.pid);
    /** Who is no part of the command; they stay so as long as they are there. */
    private strangers: Set<number>;
    private readonly waitedBefore: number;
    private readonly timer: NodeJS.Timeout;

    private constructor(waited: number) {
        this.waitedBefore = waited;
        this.strangers = new Set(processIds());
        this.timer = setInterval(() => this.look(), interval);
    }

    /** @returns undefined where the system does not tell: elsewhere than on Linux */
    static begin(): CpuMeter | undefined {
        const waited = ownStat()?.waited;
        return waited === undefined ? undefined : new CpuMeter(waited);
    }

    /** To be called when the command has ended. */
    end(): CpuTime {
        clearInterval(this.timer);
        this.look();
        const { engine, program, provider } = this.tree.ticks();
        const seen = engine + program + provider;
        // Of a process that has ended, up to 50 ms were not seen; of a provider that nobody waited for, all was
        // charged to nobody.
        const total = Math.max(seen, (ownStat()?.waited ?? 0) - this.waitedBefore);
        return {
            total: total / ticksPerSecond,
            engine: (total - program - provider) / ticksPerSecond,
            program: program / ticksPerSecond,
            provider: provider / ticksPerSecond,
        };
    }

    private look(): void {
        const there = processIds();
        const samples = there.filter((pid) => !this.strangers.has(pid)).flatMap((pid) => sampleOf(pid) ?? []);
        this.tree.note(samples);
        // An id that is free again may be one of theirs next time.
        this.strangers = new Set(there.filter((pid) => !this.tree.holds(pid)));
    }
}

function ownStat() {
    return statOf("self");
}

function statOf(pid: number | "self") {
    try {
        return readStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
        return undefined;
    }
}

function sampleOf(pid: number): Sample | undefined {
    const stat = statOf(pid);
    if (stat === undefined) return undefined;
    const { parent, started, ticks } = stat;
    return { pid, parent, started, ticks, command: commandOf(pid) };
}

function commandOf(pid: number): string {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
        return "";
    }
}

function processIds(): number[] {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
}
