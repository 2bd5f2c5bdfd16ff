import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { Problem } from "../../tools/shared/problem.cjs";
import { repositoryRoot } from "../harness/repository";
import { cells, endpoints, lateEndpoints } from "./matrix";
import type { Summary } from "./runs";

const file = path.join(__dirname, "RESULTS.md");
const byHand = "## What was found";

const report = v.object({
    stats: v.object({ passes: v.number(), failures: v.number() }),
    tests: v.array(
        v.object({ title: v.string(), fullTitle: v.string(), err: v.looseObject({ message: v.optional(v.string()) }) }),
    ),
});
const manifest = v.object({ version: v.string() });

type Report = v.InferOutput<typeof report>;

/** Runs what is no random run as well, and writes the figures of all; what was found is written by people, and stays. */
export async function writeResults(seed: number, summary: Summary): Promise<void> {
    console.log("the fault matrix …");
    const matrix = await outcomeOf("matrix.test.ts");
    console.log("killed processes …");
    const killed = await outcomeOf("killed.test.ts");
    const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
    const found = kept.includes(byHand) ? kept.slice(kept.indexOf(byHand)) : `${byHand}\n`;
    writeFileSync(file, `${figures(seed, summary, matrix, killed, await versions())}\n${found}`);
    console.log(`written: ${path.relative(repositoryRoot, file)}`);
}

function figures(
    seed: number,
    { runs, seconds, updates, requests, faults, failures, failed }: Summary,
    matrix: Report,
    killed: Report,
    versions: string,
): string {
    const count = (endpoint: string) =>
        cells.filter((cell) => cell.endpoint === endpoint).length +
        lateEndpoints.filter((late) => late === endpoint).length;
    const failedOf = (endpoint: string) =>
        matrix.tests.filter(({ fullTitle, err }) => fullTitle.includes(endpoint) && err.message !== undefined).length;
    return `# What the fault tests showed

Written by \`npx tsx test/faults/random.ts --runs ${runs} --seed ${seed} --write\` on ${new Date().toISOString().slice(0, 10)}, with ${versions}.

Each is judged at the emulator's account after one clean update: it equals the program, nobody was invited twice, nobody outside of the program was touched,
each failure was told at its own resource with its cause, and the preview after a refresh is empty. In random runs also: nobody was without what two programs
in a row declare for them, not for one request, and whoever the stack has brought never counts as adopted.

## The fault matrix

The real provider process and six people at once; each cell is a step that meets a fault, and the clean run after it.

| endpoint | cells | failed |
|---|---|---|
${endpoints.map((endpoint) => `| \`${endpoint}\` | ${count(endpoint)} | ${failedOf(endpoint)} |`).join("\n")}
| all | ${matrix.stats.passes + matrix.stats.failures} | ${matrix.stats.failures} |
${failuresOf(matrix)}
## Random runs

Programs of up to 12 people in 4 slots that change from update to update (renames, components, provider instances, replacements, rows that shift, lists that
split and merge, roles through groups or by themselves), changes by hand, faults and the open facts, mixed.

| runs | seeds | updates | requests | of them met a fault | failures told | time | runs that failed |
|---|---|---|---|---|---|---|---|
| ${runs} | ${seed} to ${seed + runs - 1} | ${updates} | ${requests} | ${faults} | ${failures} | ${Math.round(seconds)} s | ${failed.length} |
${failed.map((each) => `\n- seed ${each.seed}: ${each.story.split("\n")[0] ?? ""}\n`).join("")}
## Killed processes

The real CLI, 24 people, 50 ms an answer; moments by chance.

| what | result |
|---|---|
${killed.tests.map(({ fullTitle, err }) => `| ${fullTitle} | ${err.message === undefined ? "holds" : "FAILED"} |`).join("\n")}
${failuresOf(killed)}`;
}

function failuresOf({ tests }: Report): string {
    return tests
        .flatMap(({ fullTitle, err }) =>
            err.message === undefined ? [] : [`\n- ${fullTitle}: ${err.message.split("\n")[0] ?? ""}\n`],
        )
        .join("");
}

/** What the figures were made with. */
export async function versions(): Promise<string> {
    const { findEngine } = await import("../../tools/engine/finder.mjs");
    const engine = await findEngine();
    const ours = v.parse(manifest, JSON.parse(readFileSync(path.join(repositoryRoot, "package.json"), "utf8"))).version;
    const sdk = v.parse(
        manifest,
        JSON.parse(readFileSync(require.resolve("@pulumi/pulumi/package.json"), "utf8")),
    ).version;
    return `pulumi-kore ${ours}, @pulumi/pulumi ${sdk}, Pulumi CLI ${engine.version}, Node ${process.versions.node}`;
}

async function outcomeOf(test: string): Promise<Report> {
    const folder = mkdtempSync(path.join(tmpdir(), "faults-"));
    const output = path.join(folder, "report.json");
    try {
        const args = [
            path.join(repositoryRoot, "node_modules", "mocha", "bin", "mocha.js"),
            path.join(__dirname, test),
            "--reporter",
            "json",
            "--reporter-option",
            `output=${output}`,
        ];
        await new Promise<void>((resolve, reject) => {
            const child = spawn(process.execPath, args, { cwd: repositoryRoot, stdio: "ignore" });
            child.once("error", reject);
            child.once("close", () => resolve());
        });
        if (!existsSync(output))
            throw new Problem(`${test} did not end with a report. Run it alone: npx mocha test/faults/${test}`);
        return v.parse(report, JSON.parse(readFileSync(output, "utf8")));
    } finally {
        rmSync(folder, { recursive: true });
    }
}
