import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Problem } from "./shared/problem.cjs";

export interface CliOptions {
    cwd: string;
    env: NodeJS.ProcessEnv;
}

/** Runs a command on the user's own terminal, and answers with the exit code that it ended with. */
export function runOnTerminal(command: string, args: string[], { cwd, env }: CliOptions): Promise<number> {
    const child = spawn(command, args, { cwd, env, stdio: "inherit" });
    const stopPassing = passSignals(child.kill.bind(child));
    return new Promise<number>((resolve, reject) => {
        child.once("error", (error) => reject(new Problem(`${command} could not be started: ${error.message}`)));
        child.once("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal])));
    }).finally(stopPassing);
}

/**
 * While the command runs, signals are its own affair: it decides when to end, and we end after it. A terminal sends
 * Ctrl-C to both of us, and passing it on would make it two, by which the CLI leaves without saving; so it is passed on
 * only where no terminal is.
 */
function passSignals(kill: (signal: NodeJS.Signals) => boolean): () => void {
    const terminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
    const onInterrupt = () => {
        if (!terminal) kill("SIGINT");
    };
    const onTerminate = () => void kill("SIGTERM");
    process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate);
    return () => void process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate);
}
