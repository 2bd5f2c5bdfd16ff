import { parseArgs } from "node:util";
import { root } from "../sandbox";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { checks, type Tree, versionOf } from "./checks";

const help = `npm run release [-- --quick]

Goes through what a release needs and says of each point whether it holds, and what to do where it does not. It publishes nothing and changes
no file of the repository; in the end it prints the commands that do.

  --quick   leaves out npm test -- --whole on a fresh clone, which takes about half an hour
  --help

Exit code 0 where every point holds, else 1.

Points:
${checks.map(({ title }) => `  ${title}`).join("\n")}
`;

/** `npm run release` */
async function main(): Promise<void> {
    const { quick, help: wantsHelp } = options();
    if (wantsHelp) return void process.stdout.write(help);
    const { exitOnSignals, run } = await import("../shared/run.mjs");
    const { streamLog } = await import("../shared/log.mjs");
    const { npmCommand } = await import("../shared/npm.mjs");
    exitOnSignals();
    const npm = npmCommand(process.env);
    const tree: Tree = {
        root,
        run: (command, args, cwd) =>
            command === "npm" ? run(npm.command, [...npm.args, ...args], { cwd }) : run(command, args, { cwd }),
    };
    const log = streamLog();
    let failed = 0;
    for (const { title, isLong = false, look } of checks) {
        if (isLong && quick) {
            failed += 1;
            console.log(`not run  ${title}: --quick leaves it out`);
            continue;
        }
        const { holds, says, advice } = isLong
            ? await log.during(`Looking at ${title} …`, () => look(tree))
            : await look(tree);
        if (!holds) failed += 1;
        console.log(
            `${holds ? "ok     " : "missing"}  ${title}: ${says}${advice === undefined ? "" : `\n         ${advice}`}`,
        );
    }
    process.exitCode = failed === 0 ? 0 : 1;
    const version = versionOf(tree);
    console.log(
        failed > 0
            ? `\n${version} is not ready: ${failed === 1 ? "one point is" : `${failed} points are`} open.`
            : `\n${version} is ready:\n  git tag v${version} && git push origin v${version}\n  npm publish --workspaces --include-workspace-root\nThen, in an empty project: npm install pulumi-kore@${version}, and the quick start.`,
    );
}

function options(): { quick: boolean; help: boolean } {
    const flag = { type: "boolean", default: false } as const;
    try {
        return parseArgs({ options: { quick: flag, help: { ...flag, short: "h" } } }).values;
    } catch (error) {
        throw new Problem(
            `${error instanceof Error ? error.message : String(error)}\n\`npm run release -- --help\` lists the options.`,
        );
    }
}

exitOnProblem(main);
