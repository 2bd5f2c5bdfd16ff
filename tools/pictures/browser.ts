import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Problem } from "../shared/problem.cjs";
import { root } from "../docs/sources";
import type { Picture } from "./table";

const home = path.join(__dirname, "browser");

/** Draws a page in a real browser, which is installed on first use, and answers the PNG. */
export async function drawPage(
    page: string,
    { name, width, height = 0, from = "html", scale = 2, isDark }: Picture,
): Promise<Buffer> {
    const work = mkdtempSync(path.join(os.tmpdir(), "kore-pictures-"));
    try {
        const [html, png] = [path.join(work, "page.html"), path.join(work, "picture.png")];
        writeFileSync(html, page);
        const sizes = [width, height, scale].map(String);
        await inBrowser(`Drawing ${name}`, "draw.mjs", [html, png, ...sizes, isDark ? "dark" : "light", from]);
        return readFileSync(png);
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/**
 * Runs a script of tools/pictures/browser, with what is installed there on first use, and answers what it writes.
 *
 * @param doing what it does, as a sentence begins
 */
export async function inBrowser(doing: string, script: string, args: string[]): Promise<string> {
    const { streamLog } = await import("../shared/log.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    await installBrowser();
    /** In milliseconds. */
    const timeout = 120_000;
    const { code, output, timedOut } = await streamLog().during(`${doing} …`, () =>
        run(process.execPath, [path.join(home, script), ...args], { timeout }),
    );
    if (timedOut) throw new Problem(`${doing}: the browser was not done in ${timeout / 1000} seconds. Try it again.`);
    if (code !== 0) throw new Problem(`${doing}: the browser could not do it.\n\n${lastLines(output)}`);
    return output;
}

/** Browser and fonts. */
export async function installBrowser(): Promise<void> {
    if (process.platform !== "linux" && !process.env["PUPPETEER_EXECUTABLE_PATH"])
        throw new Problem(
            "The browser that is installed for pictures is for Linux: set PUPPETEER_EXECUTABLE_PATH to the Chrome or Chromium of this machine.",
        );
    const { installApart } = await import("../setup/apart.mjs");
    const { withLock } = await import("../shared/lock.mjs");
    const { streamLog } = await import("../shared/log.mjs");
    const log = streamLog();
    await withLock(path.join(root, ".sandbox", "browser.lock"), {
        onWait: (holder) => log.say(`The browser is being installed already (${holder}); waiting for it.`),
        work: () => installApart(home, "The browser that draws pictures, and its fonts, are"),
    });
}
