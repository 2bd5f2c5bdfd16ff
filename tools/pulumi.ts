import { runOnTerminal } from "./cli";
import { withProjectHost } from "./engine/projectHost";
import { ensureStack, openSandbox, root, sandboxEnvironment } from "./sandbox";
import { withEmulator } from "./sandboxEmulator";
import { exitOnProblem } from "./shared/problem.cjs";

/** `npm run pulumi -- ARGS`: the Pulumi CLI in the sandbox, with the emulator up for as long as the command takes. */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    const sandbox = await openSandbox();
    process.exitCode = await withEmulator(sandbox, async (url) => {
        const env = await sandboxEnvironment(sandbox, url);
        await ensureStack(sandbox, env);
        return runOnTerminal("pulumi", args, { cwd: root, env: await withProjectHost(env, args, root) });
    });
}

exitOnProblem(main);
