import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Log } from "../shared/log.mjs" with { "resolution-mode": "import" };
import { Problem } from "../shared/problem.cjs";
import type { Picture } from "./table";

const home = path.join(__dirname, "browser");
/** For one picture, in milliseconds. */
const timeout = 120_000;

/** Draws a page in a real browser, which is installed on first use, and answers the PNG. */
export async function drawPage(page: string, { name, width }: Picture): Promise<Buffer> {
    checkPlatform();
    const work = mkdtempSync(path.join(os.tmpdir(), "kore-pictures-"));
    try {
        const [html, png] = [path.join(work, "page.html"), path.join(work, "picture.png")];
        writeFileSync(html, page);
        await runInBrowserFolder("draw.mjs", [html, png, String(width)], name);
        return readFileSync(png);
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** Runs a script beside the browser, with what is installed there on first use, and answers what it writes. */
export async function runInBrowserFolder(script: string, args: string[], what: string): Promise<string> {
    const { streamLog } = await import("../shared/log.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const log = streamLog();
    await install(log);
    const { code, output, timedOut } = await log.during(`Drawing ${what} …`, () =>
        run(process.execPath, [path.join(home, script), ...args], { timeout }),
    );
    if (timedOut) throw new Problem(`${what} was not drawn within ${timeout / 1000} seconds: try it again.`);
    if (code !== 0) throw new Problem(`${what} could not be drawn:\n\n${lastLines(output)}`);
    return output;
}

function checkPlatform(): void {
    if (process.platform !== "linux" && !process.env["PUPPETEER_EXECUTABLE_PATH"])
        throw new Problem(
            "The browser that is installed for pictures is for Linux: set PUPPETEER_EXECUTABLE_PATH to the Chrome or Chromium of this machine.",
        );
}

/** Browser and fonts stand apart from what the repository installs: large, and this command alone needs them. */
async function install(log: Log): Promise<void> {
    const { run } = await import("../shared/run.mjs");
    const { dependenciesAreInstalled, installDependencies } = await import("../setup/dependencies.mjs");
    if (dependenciesAreInstalled(home)) return;
    log.say("The browser that draws pictures, and its fonts, are not installed yet.");
    await installDependencies(home, { env: process.env, run, log });
}
