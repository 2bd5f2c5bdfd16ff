import { runEmulatorCli } from "./emulatorCli";
import { openSandbox, root } from "./sandbox";
import { ensureAccount } from "./sandboxEmulator";
import { exitOnProblem } from "./shared/problem.cjs";

/** `npm run emulator -- ARGS`: the emulator's own commands, on the sandbox's account. */
async function main(): Promise<void> {
    const sandbox = await openSandbox();
    await ensureAccount(sandbox);
    process.exitCode = await runEmulatorCli(process.argv.slice(2), sandbox, { cwd: root, env: process.env });
}

exitOnProblem(main);
