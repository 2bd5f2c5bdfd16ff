import { execFileSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";

interface Process {
    pid: number;
    parent: number;
    command: string;
}

function running(): Process[] {
    const list = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
    return list.split("\n").flatMap((line) => {
        const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

function descendantsOf(pid: number): Process[] {
    const all = running();
    const under = (parent: number): Process[] =>
        all.filter((each) => each.parent === parent).flatMap((child) => [child, ...under(child.pid)]);
    return under(pid);
}

/** The dynamic provider's processes of a command of the CLI. */
export function providersOf(cli: number): number[] {
    return descendantsOf(cli).flatMap(({ pid, command }) =>
        /^\S*node\b.*cmd\/dynamic-provider\b/.test(command) && !/ -e /.test(command) ? [pid] : [],
    );
}

/** The process of a command and those under it that are the CLI as well: an npm package may stand between. */
export function commandOf(cli: number): number[] {
    return [
        cli,
        ...descendantsOf(cli).flatMap(({ pid, command }) => (/^\S*\bpulumi(\.exe)?( |$)/.test(command) ? [pid] : [])),
    ];
}

/** Kills processes that may be gone already. */
export function kill(pids: number[]): void {
    for (const pid of pids) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            continue;
        }
    }
}

/** Those of some processes that still run when the time is up. */
export async function stillRunning(pids: number[], patience: number): Promise<number[]> {
    const until = Date.now() + patience;
    let left = pids;
    while (left.length > 0 && Date.now() < until) {
        await setTimeout(50);
        const now = new Set(running().map(({ pid }) => pid));
        left = left.filter((pid) => now.has(pid));
    }
    return left;
}
