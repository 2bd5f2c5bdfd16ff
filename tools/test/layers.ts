import { cacheOf, cacheOfLinter } from "./caches";

export interface Layer {
    /** what it shows */
    meaning: string;
    /** the tool's module, run by this Node */
    tool: string;
    args: string[];
    /** how many cores it keeps busy; undefined: it begins after all others have ended */
    cores: 1 | 2 | undefined;
}

const mocha = "mocha/bin/mocha.js";

// Files that mostly wait, for processes that they start and for read-backs: several at a time.
const together = ["--parallel", "--jobs", "3"];

/** In the order in which they begin, where there is room beside others; of those with one core the longest first. */
export const layers: Record<string, Layer> = {
    matrix: {
        meaning: "installed by each package manager, on each Node, with old and new SDKs: a spread of npm run matrix",
        tool: mocha,
        args: ["test/matrix/**/*.test.ts"],
        cores: 1,
    },
    format: {
        meaning: "the formatter",
        tool: "prettier/bin/prettier.cjs",
        args: [
            ...["--check", "--log-level", "warn"],
            ...["--cache", "--cache-strategy", "content", "--cache-location", cacheOf("prettier")],
            ".",
        ],
        cores: 1,
    },
    types: {
        meaning: "the type check of everything that no build compiles",
        tool: "typescript/bin/tsc",
        args: ["--noEmit", "--incremental", "--tsBuildInfoFile", cacheOf("types.tsbuildinfo")],
        cores: 1,
    },
    lint: {
        meaning: "the linter",
        tool: "eslint/bin/eslint.js",
        args: ["--cache", "--cache-strategy", "content", "--cache-location", cacheOfLinter(), "."],
        cores: 1,
    },
    unused: {
        meaning: "files, exports and dependencies that nothing uses",
        tool: "knip/bin/knip.js",
        args: ["--no-progress"],
        cores: 1,
    },
    unit: {
        meaning: "parts of the provider, the emulator and the tools on their own",
        tool: mocha,
        args: ["--parallel", "--jobs", "2", "test/unit/**/*.test.ts"],
        cores: 2,
    },
    docs: {
        meaning: "the pages: generated parts, links, code, and the site of them in a real browser",
        tool: mocha,
        args: ["test/docs/**/*.test.ts"],
        cores: 1,
    },
    packages: {
        meaning: "the packages: files, sizes, entries, types, the registry's linters",
        tool: mocha,
        args: [...together, "test/packages/**/*.test.ts"],
        cores: 2,
    },
    protocol: {
        meaning: "the real provider process, spoken to as the engine does, against the emulator",
        tool: mocha,
        args: [...together, "test/protocol/**/*.test.ts"],
        cores: 2,
    },
    sets: {
        meaning: "the rules of one person, each once more as one of a set: a spread of test/asSet.mocharc.cjs",
        tool: mocha,
        args: [...together, "--config", "test/asSet.mocharc.cjs"],
        cores: 2,
    },
    review: {
        meaning: "kore-access: reviews, reports, import, doctor and probe",
        tool: mocha,
        args: [...together, "test/{review,import,doctor,probe}/**/*.test.ts"],
        cores: 2,
    },
    faults: {
        meaning: "every fault at every endpoint, random stories, killed processes",
        tool: mocha,
        args: [...together, "test/faults/**/*.test.ts"],
        cores: 2,
    },
    e2e: {
        meaning: "the real Pulumi CLI against the emulator",
        tool: mocha,
        args: [...together, "test/e2e/**/*.test.ts"],
        cores: 2,
    },
    native: {
        meaning: "the plugin for every language: the real Pulumi CLI, import, programs in YAML and Python, the SDKs",
        tool: mocha,
        args: [...together, "test/native/**/*.test.ts"],
        cores: 2,
    },
    doors: {
        meaning: "the protocol's rules once more by the plugin: a spread of test/native.mocharc.cjs",
        tool: mocha,
        args: [...together, "--config", "test/native.mocharc.cjs"],
        cores: 2,
    },
    backends: {
        meaning: "Pulumi's state in an S3-compatible store and in PostgreSQL: a life, two jobs at once, a killed job",
        tool: mocha,
        args: [...together, "test/backends/*.test.ts"],
        cores: 2,
    },
    scenarios: {
        meaning: "people who move within a program, judged after every request: a spread of npm run scenarios",
        tool: mocha,
        args: ["test/scenarios/**/*.test.ts"],
        cores: 2,
    },
    trust: {
        meaning: "dependencies, and a search for secrets in what the layers before have left on disk",
        tool: mocha,
        args: ["test/trust/**/*.test.ts"],
        cores: undefined,
    },
};
