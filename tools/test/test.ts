import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "../sandbox";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { inTurn } from "./inTurn";
import { type Layer, layers } from "./layers";

const help = `npm test [-- [--whole] LAYER…]

Runs the tests: all layers, or those that are named. It goes on after a layer that fails, and ends with exit code 1 then.

${Object.entries(layers)
    .map(([name, { meaning }]) => `  ${name.padEnd(10)}${meaning}`)
    .join("\n")}

  --whole   every test, also those of which the others show the kind: about half an hour on two cores

Needs nothing prepared: the first run installs the dependencies, builds the packages, and gets a Pulumi CLI if there is none on PATH.
One test file: npx --no-install mocha test/e2e/life.test.ts (after npm test has run once).
`;

/** `npm test` */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) {
        console.log(help);
        return;
    }
    const names = args.filter((arg) => arg !== "--whole");
    const unknown = names.filter((name) => !(name in layers));
    if (unknown.length > 0)
        throw new Problem(`There is no layer ${unknown.join(", ")}. There are: ${Object.keys(layers).join(", ")}.`);
    const env = { ...process.env, ...(args.includes("--whole") ? { KORE_TEST_WHOLE: "1" } : {}) };

    const wanted = Object.entries(layers).filter(([name]) => names.length === 0 || names.includes(name));
    const tasks = wanted.map(([name, layer]) => ({
        cores: layer.cores,
        run: (write: (text: string) => void) => runLayer(name, layer, env, write),
    }));
    const ended = await inTurn(tasks, (text) => process.stdout.write(text));
    // Said again here, as the end is what is read of a long output, and what is kept of one that is cut.
    for (const { failure } of ended) if (failure !== undefined) console.log(failure);
    const notRun = ended.flatMap((each) => each.notRun);
    if (notRun.length > 0) console.log(`\n${notRun.join("\n")}`);
    const sum = (count: (each: Ended) => number) => ended.reduce((total, each) => total + count(each), 0);
    const failed = sum((each) => each.failed);
    console.log(`\n${sum((each) => each.passed)} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
}

interface Ended {
    passed: number;
    failed: number;
    /** What to say of it once more at the end. */
    failure: string | undefined;
    notRun: string[];
}

async function runLayer(
    name: string,
    layer: Layer,
    env: NodeJS.ProcessEnv,
    write: (text: string) => void,
): Promise<Ended> {
    write(`\n== ${name}: ${layer.meaning}\n`);
    const started = Date.now();
    const { code, output } = await runTool(layer, env, write);
    const seconds = Math.round((Date.now() - started) / 1000);
    write(`== ${name} ${code === 0 ? "passed" : "FAILED"} in ${seconds} s\n`);
    return {
        ...countsOf(code, output),
        failure: code === 0 ? undefined : `\n== failed in ${name}\n${whatFailed(output)}`,
        notRun: (output.match(/^ *NOT RUN: .*$/gm) ?? []).map((line) => line.trim()),
    };
}

function countsOf(code: number, output: string): { passed: number; failed: number } {
    const passing = Number(/(\d+) passing/.exec(output)?.[1] ?? 0);
    const failing = Number(/(\d+) failing/.exec(output)?.[1] ?? 0);
    // A linter or compiler is one check; a runner that fails without a failing test has failed all the same.
    return {
        passed: passing + (code === 0 && passing === 0 ? 1 : 0),
        failed: failing + (code !== 0 && failing === 0 ? 1 : 0),
    };
}

/** What a layer printed about its failures: of Mocha, all from its count of them; of any other tool, the end. */
function whatFailed(output: string): string {
    const count = /^ *\d+ failing$/m.exec(output);
    return count ? output.slice(count.index, count.index + 6_000).trimEnd() : output.slice(-2_000).trim();
}

function runTool(
    { tool, args }: Layer,
    env: NodeJS.ProcessEnv,
    write: (text: string) => void,
): Promise<{ code: number; output: string }> {
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [path.join(root, "node_modules", tool), ...args], {
            cwd: root,
            env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr])
            stream.setEncoding("utf8").on("data", (text: string) => {
                output += text;
                write(text);
            });
        child.once("error", reject);
        child.once("close", (code) => resolve({ code: code ?? 1, output }));
    });
}

exitOnProblem(main);
