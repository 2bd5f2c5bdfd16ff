import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

/** The browser of this folder, or the one that the environment names: the package's is for Linux alone. */
export async function launch() {
    const own = process.env.PUPPETEER_EXECUTABLE_PATH;
    return puppeteer.launch({
        args: chromium.args,
        executablePath: own || (await chromium.executablePath()),
        headless: own ? true : "shell",
    });
}
