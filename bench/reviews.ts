import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../test/harness/repository";
import { recordedDirectory } from "../test/review/recorded";
import { previewOf } from "../test/review/previews";
import { exitOnProblem } from "../tools/shared/problem.cjs";

const help = `npx tsx bench/reviews.ts

How long kore-access diff takes for a preview of 10,000 people, from the start of its process to its end, in each format, and how many characters it
writes. Beside it the floor: a process of Node.js that reads the same file and parses it as JSON. The middle one of five runs each, in turns.
`;

const companies = {
    "10,000 of whom all is routine": { joins: 8000, settings: 2000 },
    "10,000 with something of everything": {
        joins: 5000,
        settings: 2000,
        removed: 1000,
        administrator: 1000,
        developer: 1000,
    },
};
const runs = 5;

function main(): void {
    if (process.argv.some((argument) => argument === "--help" || argument === "-h"))
        return void process.stdout.write(help);
    const folder = mkdtempSync(path.join(tmpdir(), "kore-reviews-"));
    try {
        for (const [title, kinds] of Object.entries(companies)) {
            const file = path.join(folder, "preview.json");
            writeFileSync(file, previewOf(kinds));
            console.log(`${title}: a preview of ${(statSync(file).size / 1e6).toFixed(1)} MB`);
            measure(file);
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function measure(file: string): void {
    const directory = recordedDirectory("power-group-of-master-admins") ?? "";
    const cli = path.join(repositoryRoot, "review", "dist", "cli.js");
    const commands: Record<string, string[]> = {
        "the floor": ["-e", "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))", file],
        ...Object.fromEntries(
            ["markdown", "text", "json"].map((format) => [
                format,
                [cli, "diff", file, "--format", format, "--directory", directory],
            ]),
        ),
    };
    const taken = new Map(Object.keys(commands).map((name) => [name, { times: [] as number[], written: 0 }]));
    for (let run = 0; run < runs; run++) {
        for (const [name, args] of Object.entries(commands)) {
            const started = performance.now();
            const { status, stdout } = spawnSync(process.execPath, args, { maxBuffer: 1 << 30, encoding: "utf8" });
            if (status !== 0) throw new Error(`${name} ended with ${String(status)}`);
            const figures = taken.get(name);
            figures?.times.push((performance.now() - started) / 1000);
            if (figures) figures.written = stdout.length;
        }
    }
    const middle = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const floor = middle(taken.get("the floor")?.times ?? []);
    for (const [name, { times, written }] of taken) {
        const seconds = middle(times);
        console.log(
            `  ${name.padEnd(10)} ${seconds.toFixed(2)} s, ${(seconds / floor).toFixed(1)} × the floor${written === 0 ? "" : `, ${written.toLocaleString("en")} characters`}`,
        );
    }
}

exitOnProblem(async () => main());
