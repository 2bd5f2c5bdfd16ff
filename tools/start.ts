import path from "node:path";
import { runOnTerminal } from "./cli";
import { runEmulatorCli } from "./emulatorCli";
import { ensureStack, openSandbox, root, sandboxEnvironment, stackName, updateCount, type Sandbox } from "./sandbox";
import { withEmulator } from "./sandboxEmulator";
import { words } from "./startWords";
import { exitOnProblem, Problem } from "./shared/problem.cjs";

/** `npm start`: the quick start, from nothing to people in an account. */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) {
        console.log(words.help);
        return;
    }
    if (args.length > 0)
        throw new Problem(
            `npm start takes no arguments, and got: ${args.join(" ")}\n\`npm start -- --help\` says what it does.`,
        );

    const sandbox = await openSandbox();
    const before = updateCount(sandbox);
    const code = await withEmulator(sandbox, (url) => bringUp(sandbox, url));
    process.exitCode = code;
    if (code === 0) {
        console.log(words.people);
        process.exitCode = await runEmulatorCli(["people"], sandbox, { cwd: root, env: process.env });
        console.log(words.next);
    } else console.log(updateCount(sandbox) === before ? words.nothingChanged : words.stopped);
}

async function bringUp(sandbox: Sandbox, url: string): Promise<number> {
    console.log(`Kore.ai     an emulated account at ${url}, on this machine alone`);
    console.log(`People      ${path.join("examples", "quickstart", "people.ts")}`);
    console.log(`State       ${path.relative(root, sandbox.backend)}, a Pulumi backend in a folder\n`);
    const env = await sandboxEnvironment(sandbox, url);
    await ensureStack(sandbox, env);

    const interactive = process.stdin.isTTY && process.stdout.isTTY;
    const mode = interactive ? [] : ["--yes", "--non-interactive", "--color", "never"];
    const args = ["up", "--stack", stackName, ...mode];
    console.log(`> pulumi ${args.join(" ")}\n`);
    return runOnTerminal("pulumi", args, { cwd: root, env });
}

exitOnProblem(main);
