import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Emulator, seedIds, startEmulator } from "kore-emulator";
import { environmentFor, Stack, succeeded } from "../../test/harness/stack";
import { codeBlocks } from "../docs/markdown";
import { root } from "../docs/sources";
import { Problem } from "../shared/problem.cjs";
import { inBrowser } from "./browser";

const work = path.join(root, "test", "e2e", ".work", "picture");
const record = path.join(__dirname, "recorded", "run.html");
const columns = 104;
const command = "pulumi up --yes";

/** A project with the first program of README.md, whose stack is of an emulated account. */
export async function projectOfReadme(emulator: Emulator): Promise<Stack> {
    const program = codeBlocks(readFileSync(path.join(root, "README.md"), "utf8")).find(
        ({ language }) => language === "ts",
    );
    if (program === undefined) throw new Problem("README.md has no program.");
    const ids = {
        botDeveloper: seedIds.botRoles.developer,
        supportBot: seedIds.bots.support,
        supportTeam: seedIds.groups.supportTeam,
    };
    const constants = Object.entries(ids).map(([name, id]) => `const ${name} = ${JSON.stringify(id)};\n`);
    const folder = path.join(work, "access");
    rmSync(work, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(path.join(folder, "index.ts"), `${constants.join("")}${program.text}`);
    return Stack.open(folder, {
        kept: path.join(work, "kept"),
        name: "prod",
        env: {
            ...environmentFor(emulator.url),
            TERM: "xterm-256color",
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            PULUMI_NODEJS_TSCONFIG_PATH: path.join(root, "examples", "quickstart", "tsconfig.json"),
        },
    });
}

/** Runs that project in a terminal, and keeps what it shows in the end; times alone are no reason to keep it anew. */
export async function recordRun(): Promise<void> {
    if (process.platform !== "linux") throw new Problem("A run is recorded by script, a command of Linux.");
    const emulator = await startEmulator({ limits: "off" });
    try {
        const stack = await projectOfReadme(emulator);
        const printed = await succeeded(
            stack.shell(`script --quiet --return --command "stty cols ${columns} rows 100; ${command}" /dev/null`),
        );
        const file = path.join(work, "printed");
        writeFileSync(file, withoutEmulator(printed, emulator));
        const rows = await inBrowser("Drawing the terminal of the run", "screen.mjs", [file, String(columns)]);
        if (comparable(textOf(rows)) !== comparable(recordedText())) writeFileSync(record, rows);
    } finally {
        await emulator.close();
    }
}

/** What the kept picture shows, as text. */
export function recordedText(): string {
    return textOf(readFileSync(record, { encoding: "utf8", flag: "a+" }));
}

/** What was printed, with the name of a real account. */
export function withoutEmulator(printed: string, { url }: Emulator): string {
    return printed.replaceAll(url.replace("http://", ""), "platform.kore.ai");
}

/** What is the same in each run, however wide its terminal and fast its machine is. */
export function comparable(text: string): string {
    return text.replace(/\(?\d+(?:\.\d+)?s\)?/g, "").replace(/\s+/g, "");
}

function textOf(rows: string): string {
    return rows
        .replace(/<[^>]+>/g, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&");
}

/** The terminal, as it stands in a page. */
export function runPage(): Promise<string> {
    return Promise.resolve(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A run</title>
<style>
body { margin: 0; padding: 16px; background: #fff }
pre { margin: 0; padding: 12px 16px; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; color: #1f2328; overflow: hidden;
    font: 13px/1.4 "Noto Sans Mono", "Noto Sans Symbols" }
pre div { height: 1.4em }
</style>
<pre><div><b>$ ${command}</b></div>${readFileSync(record, "utf8").replaceAll("\n", "")}</pre>
</html>
`);
}
