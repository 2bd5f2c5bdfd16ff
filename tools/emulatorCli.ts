import { runOnTerminal, type CliOptions } from "./cli";
import type { Sandbox } from "./sandbox";

/** Runs a command of the emulator on the sandbox's account, unless its arguments name another one. */
export function runEmulatorCli(args: string[], sandbox: Sandbox, options: CliOptions): Promise<number> {
    const cli = require.resolve("kore-emulator/package.json").replace(/package\.json$/, "dist/cli.js");
    return runOnTerminal(process.execPath, [cli, ...inSandbox(args, sandbox)], options);
}

/** The arguments with the sandbox's data and, for `serve`, its port added. */
export function inSandbox(args: string[], { data, port }: Pick<Sandbox, "data" | "port">): string[] {
    const [command] = args;
    if (
        command === undefined ||
        command.startsWith("-") ||
        command === "help" ||
        args.includes("--help") ||
        args.includes("-h")
    )
        return args;
    return [
        ...args,
        ...(has(args, "--data") || has(args, "--url") ? [] : ["--data", data]),
        ...(command === "serve" && !has(args, "--port") ? ["--port", String(port)] : []),
    ];
}

function has(args: string[], option: string): boolean {
    return args.some((arg) => arg === option || arg.startsWith(`${option}=`));
}
