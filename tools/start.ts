import path from "node:path";
import { runOnTerminal } from "./cli";
import { runEmulatorCli } from "./emulatorCli";
import { ensureStack, openSandbox, root, sandboxEnvironment, stackName, updateCount, type Sandbox } from "./sandbox";
import { withEmulator } from "./sandboxEmulator";
import { exitOnProblem, Problem } from "./shared/problem.cjs";

const help = `npm start

Runs the quick start on this machine alone: an emulated Kore.ai account, a Pulumi stack in a folder, and the people of
examples/quickstart/people.ts. It needs no account of any kind and sends nothing anywhere.

  1. starts the emulator, which keeps its account in .sandbox/emulator.json
  2. runs \`pulumi up\`: shows what would change, asks, and does it (without a terminal it does not ask)
  3. shows who has which access now, as the emulated Kore.ai reports it

Run it again after every change to the example. To start afresh, delete the folder .sandbox.

The first run installs the dependencies, builds the provider, and gets a Pulumi CLI if there is none on PATH. Where the CLI can be
downloaded that takes about a minute; where it has to be built with Go, about 7 minutes. Later runs start at once.

Other commands: \`npm run pulumi -- …\` is the Pulumi CLI and \`npm run emulator -- …\` the emulator, both on the same sandbox.
`;

/** `npm start`: the quick start, from nothing to people in an account. */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) {
        console.log(help);
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
        console.log("\nThis is the account now, as the emulated Kore.ai reports it:\n");
        process.exitCode = await runEmulatorCli(["people"], sandbox, { cwd: root, env: process.env });
        console.log(whatNext());
    } else if (updateCount(sandbox) === before) {
        console.log(
            "\nNothing was changed: the update was not confirmed, or its preview stopped at an error, which stands above.",
        );
        console.log("`npm start` shows the preview again.");
    } else {
        console.log(
            "\nThe update stopped at an error, which stands above. What was done before it is in the state, so that `npm start` goes on from there.",
        );
    }
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

/** Commands that work as they are printed, from the repository's root. */
function whatNext(): string {
    return `
What to try next

  Change what the code says: edit examples/quickstart/people.ts, then
      npm start

  Change somebody by hand, as an administrator might in the Admin Console, and see it found and mended:
      npm run emulator -- change grace@example.com --set isDeveloper=false
      npm run pulumi -- preview --refresh
      npm run pulumi -- up --refresh

  See the outputs; take everything back:
      npm run pulumi -- stack output
      npm run pulumi -- destroy
`;
}

exitOnProblem(main);
