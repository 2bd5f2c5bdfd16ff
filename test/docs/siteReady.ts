import { inBrowser, installBrowser } from "../../tools/pictures/browser";
import { installSiteTool } from "../../tools/site/build";
import { whyNotRun } from "./notRun";

// Run by its path, as mocha wants to know at once which tests there are: installs what site.test.ts needs, starts the
// browser once, and says on stdout why it can't be had; nothing, where all is there.
async function main(): Promise<void> {
    await installSiteTool();
    await installBrowser();
    await inBrowser("Starting the browser", "start.mjs", []);
}

main().catch((error: unknown) => {
    const reason = whyNotRun(error instanceof Error ? error.message : String(error));
    if (reason === undefined) throw error;
    process.stdout.write(reason);
});
