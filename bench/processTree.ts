/** Who spends CPU time in a command: the CLI with its language host, the program, or the provider. */
export type Part = "engine" | "program" | "provider";

/** A process, as the system tells of it at one moment. */
export interface Sample {
    pid: number;
    parent: number;
    /** When it was started: with its id, what tells it from a later one of that id. */
    started: number;
    /** Hundredths of a second that it has been on a core. */
    ticks: number;
    command: string;
}

/**
 * Reads the line of a process in /proc/PID/stat (proc_pid_stat(5)). Its second field is the process's name in
 * parentheses, with any character in it.
 *
 * @returns undefined for what is no such line
 */
export function readStat(line: string): { parent: number; started: number; ticks: number; waited: number } | undefined {
    // The fields after the name: the third is the first of them.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const [parent = NaN, user = NaN, system = NaN, waitedUser = NaN, waitedSystem = NaN, started = NaN] = [
        4, 14, 15, 16, 17, 22,
    ].map((field) => Number(fields[field - 3]));
    const stat = { parent, started, ticks: user + system, waited: waitedUser + waitedSystem };
    return Object.values(stat).every(Number.isInteger) ? stat : undefined;
}

/** What a process of a command is for, by its command line. */
export function partOf(command: string): Part {
    if (/[\\/](cmd[\\/]dynamic-provider|pulumi-resource-kore)\b/.test(command)) return "provider";
    return /[\\/]cmd[\\/]run\b/.test(command) ? "program" : "engine";
}

/**
 * The processes that descend from one, each as it was last seen. Whoever has ended counts, and whoever has lost their
 * parent: the engine kills the provider's process and the shell around it, so that nobody waits for it and is told
 * what it took.
 */
export class ProcessTree {
    private readonly seen = new Map<string, Sample>();
    /** Ids of those of them who were there when last looked at. */
    private alive = new Set<number>();

    constructor(private readonly root: number) {}

    /** Takes notice of who is there now. Others may be among them. */
    note(samples: Sample[]): void {
        const theirs = new Map<number, Sample>();
        const belongs = (sample: Sample) =>
            sample.parent === this.root ||
            theirs.has(sample.parent) ||
            this.alive.has(sample.parent) ||
            this.seen.has(key(sample));
        // A child may stand before its parent.
        for (let before = -1; before < theirs.size;) {
            before = theirs.size;
            for (const sample of samples) if (belongs(sample)) theirs.set(sample.pid, sample);
        }
        for (const sample of theirs.values()) {
            // Of one that has ended, and that nobody has waited for yet, the system does not tell the command any more.
            const command = sample.command || (this.seen.get(key(sample))?.command ?? "");
            this.seen.set(key(sample), { ...sample, command });
        }
        this.alive = new Set(theirs.keys());
    }

    /** Whether a process was among them when last looked at. */
    holds(pid: number): boolean {
        return this.alive.has(pid);
    }

    /** What all of them took, in hundredths of a second. */
    ticks(): Record<Part, number> {
        const sums: Record<Part, number> = { engine: 0, program: 0, provider: 0 };
        for (const { command, ticks } of this.seen.values()) sums[partOf(command)] += ticks;
        return sums;
    }
}

function key({ pid, started }: Sample): string {
    return `${pid} ${started}`;
}
