import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./sandbox";
import { exitOnProblem, Problem } from "./shared/problem.cjs";

interface Layer {
    /** what it shows */
    meaning: string;
    /** the tool's module, run by this Node */
    tool: string;
    args: string[];
}

// Files that mostly wait, for processes that they start and for read-backs: several at a time.
const together = ["--parallel", "--jobs", "3"];

const layers: Record<string, Layer> = {
    format: {
        meaning: "the formatter",
        tool: "prettier/bin/prettier.cjs",
        args: ["--check", "--log-level", "warn", "."],
    },
    lint: { meaning: "the linter", tool: "eslint/bin/eslint.js", args: ["."] },
    unused: {
        meaning: "files, exports and dependencies that nothing uses",
        tool: "knip/bin/knip.js",
        args: ["--no-progress"],
    },
    types: {
        meaning: "the type check of everything that no build compiles",
        tool: "typescript/bin/tsc",
        args: ["--noEmit"],
    },
    unit: {
        meaning: "parts of the provider, the emulator and the tools on their own",
        tool: "mocha/bin/mocha.js",
        args: ["test/unit/**/*.test.ts"],
    },
    protocol: {
        meaning: "the real provider process, spoken to as the engine does, against the emulator",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/protocol/**/*.test.ts"],
    },
    sets: {
        meaning: "the rules of one person, each once more as one of a set: a spread of test/asSet.mocharc.cjs",
        tool: "mocha/bin/mocha.js",
        args: [...together, "--config", "test/asSet.mocharc.cjs"],
    },
    packages: {
        meaning: "the packages: files, sizes, entries, types, the registry's linters",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/packages/**/*.test.ts"],
    },
    matrix: {
        meaning: "installed by each package manager, on each Node, with old and new SDKs: a spread of npm run matrix",
        tool: "mocha/bin/mocha.js",
        args: ["test/matrix/**/*.test.ts"],
    },
    docs: {
        meaning: "the pages: generated parts, links, code, and the site of them in a real browser",
        tool: "mocha/bin/mocha.js",
        args: ["test/docs/**/*.test.ts"],
    },
    review: {
        meaning: "kore-access: reviews, reports, import, doctor and probe",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/{review,import,doctor,probe}/**/*.test.ts"],
    },
    faults: {
        meaning: "every fault at every endpoint, random stories, killed processes",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/faults/**/*.test.ts"],
    },
    e2e: {
        meaning: "the real Pulumi CLI against the emulator",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/e2e/**/*.test.ts"],
    },
    backends: {
        meaning: "Pulumi's state in an S3-compatible store and in PostgreSQL: a life, two jobs at once, a killed job",
        tool: "mocha/bin/mocha.js",
        args: [...together, "test/backends/*.test.ts"],
    },
    scenarios: {
        meaning: "people who move within a program, judged after every request: a spread of npm run scenarios",
        tool: "mocha/bin/mocha.js",
        args: ["test/scenarios/**/*.test.ts"],
    },
    trust: {
        meaning: "dependencies, and a search for secrets in what the layers before have left on disk",
        tool: "mocha/bin/mocha.js",
        args: ["test/trust/**/*.test.ts"],
    },
};

const help = `npm test [-- LAYER…]

Runs the tests: all layers in this order, or those that are named. It goes on after a layer that fails, and ends with exit code 1 then.

${Object.entries(layers)
    .map(([name, { meaning }]) => `  ${name.padEnd(10)}${meaning}`)
    .join("\n")}

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
    const unknown = args.filter((name) => !(name in layers));
    if (unknown.length > 0)
        throw new Problem(`There is no layer ${unknown.join(", ")}. There are: ${Object.keys(layers).join(", ")}.`);

    const counts = { passed: 0, failed: 0 };
    const failures: string[] = [];
    const notRun: string[] = [];
    for (const [name, layer] of Object.entries(layers).filter(([name]) => args.length === 0 || args.includes(name))) {
        console.log(`\n== ${name}: ${layer.meaning}`);
        const started = Date.now();
        const { code, output } = await runTool(layer);
        const { passed, failed } = countsOf(code, output);
        counts.passed += passed;
        counts.failed += failed;
        notRun.push(...(output.match(/^ *NOT RUN: .*$/gm) ?? []).map((line) => line.trim()));
        if (code !== 0) failures.push(`\n== failed in ${name}\n${whatFailed(output)}`);
        console.log(`== ${name} ${code === 0 ? "passed" : "FAILED"} in ${Math.round((Date.now() - started) / 1000)} s`);
    }
    // Said again here, as the end is what is read of a long output, and what is kept of one that is cut.
    failures.forEach((failure) => console.log(failure));
    if (notRun.length > 0) console.log(`\n${notRun.join("\n")}`);
    console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
    process.exitCode = counts.failed === 0 ? 0 : 1;
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

function runTool({ tool, args }: Layer): Promise<{ code: number; output: string }> {
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [path.join(root, "node_modules", tool), ...args], {
            cwd: root,
            stdio: ["ignore", "pipe", "inherit"],
        });
        let output = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            output += text;
            process.stdout.write(text);
        });
        child.once("error", reject);
        child.once("close", (code) => resolve({ code: code ?? 1, output }));
    });
}

exitOnProblem(main);
