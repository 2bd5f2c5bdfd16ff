import { readFileSync, writeFileSync } from "node:fs";
import { launch } from "./launch.mjs";

// node visit.mjs QUESTIONS ANSWERS: opens pages of a site as readers do, follows links of its navigation, and searches;
// what it saw goes into a file. Run by ../browser.ts.

const [questions, answers] = process.argv.slice(2);
const { site, pages, walk, searches } = JSON.parse(readFileSync(questions, "utf8"));
const browser = await launch();

/** A tab, and what goes wrong in it. */
async function openTab() {
    const tab = await browser.newPage();
    await tab.setViewport({ width: 1280, height: 900 });
    const troubles = [];
    tab.on("console", (message) => {
        if (["error", "warn"].includes(message.type())) troubles.push(`console: ${message.text()}`);
    });
    tab.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    tab.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(site).origin)
            troubles.push(`request to another host: ${request.url()}`);
    });
    tab.on("response", (response) => {
        if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
    });
    tab.on("requestfailed", (request) => {
        // What is fetched ahead of a click is given up with the page.
        const { errorText } = request.failure() ?? {};
        if (errorText !== "net::ERR_ABORTED") troubles.push(`${errorText}: ${request.url()}`);
    });
    return { tab, troubles };
}

/** Until scripts have taken the page over, and its diagrams are drawn. */
function isReady(tab) {
    return tab.waitForFunction(
        "document.querySelector('#app')?.__vue_app__ !== undefined && document.querySelector('.undrawn') === null",
        { timeout: 20_000 },
    );
}

/** What went wrong in a step is an answer too. */
async function attempt(troubles, step) {
    try {
        return await step();
    } catch (error) {
        troubles.push(`failed: ${error.message}`);
        return undefined;
    }
}

async function visit({ tab, troubles }, page) {
    const before = troubles.length;
    const seen = await attempt(troubles, async () => {
        await tab.goto(site + page);
        await isReady(tab);
        return tab.evaluate(async () => {
            const images = [...document.images];
            await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
            return {
                title: document.querySelector("h1")?.firstChild?.textContent ?? "",
                ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
                links: [...document.querySelectorAll("a[href]")].map(({ href }) => href),
                pictures: images.map(({ src, naturalWidth }) => ({ src, width: naturalWidth })),
            };
        });
    });
    return { page, ...seen, troubles: troubles.slice(before) };
}

/** Clicks on one link of the navigation after the other, and says where each has led. */
async function walkThrough({ tab, troubles }) {
    const reached = await attempt(troubles, async () => {
        await tab.goto(site);
        await isReady(tab);
        const steps = [];
        for (const name of walk) {
            const before = tab.url();
            await tab.evaluate((wanted) => {
                const links = [...document.querySelectorAll(".VPSidebar a")];
                links.find(({ textContent }) => textContent.trim() === wanted).click();
            }, name);
            await tab.waitForFunction((url) => location.href !== url, { timeout: 20_000 }, before);
            await tab.waitForFunction("document.querySelector('h1') !== null", { timeout: 20_000 });
            steps.push(tab.url());
        }
        return steps;
    });
    return { reached: reached ?? [], troubles };
}

/** Types words into the search, takes the first result, and says where that has led. */
async function search({ tab, troubles }, words) {
    const before = troubles.length;
    const found = await attempt(troubles, async () => {
        await tab.goto(site);
        await isReady(tab);
        await tab.click(".DocSearch-Button");
        await tab.waitForSelector(".search-input", { timeout: 20_000 });
        await tab.type(".search-input", words);
        await tab.waitForSelector(".results .result", { timeout: 20_000 });
        const first = await tab.$eval(".results .result", ({ href }) => href);
        await tab.keyboard.press("Enter");
        await tab.waitForFunction((url) => location.href === url, { timeout: 20_000 }, first);
        await tab.waitForFunction("document.querySelector('.search-input') === null", { timeout: 20_000 });
        await tab.waitForFunction(
            (text) => {
                const main = document.querySelector(".vp-doc");
                const shown = [...main.querySelectorAll("h1, h2, h3, h4, td, p")].filter(({ textContent }) =>
                    textContent.includes(text),
                );
                return shown.some((element) => {
                    const { top, bottom } = element.getBoundingClientRect();
                    return bottom > 0 && top < innerHeight;
                });
            },
            { timeout: 20_000 },
            words,
        );
        return { url: tab.url() };
    });
    return { words, ...found, troubles: troubles.slice(before) };
}

try {
    const waiting = [...pages];
    const visited = [];
    // Two at a time: one waits while the other works.
    const visitAll = async () => {
        const opened = await openTab();
        for (let page = waiting.shift(); page !== undefined; page = waiting.shift())
            visited.push(await visit(opened, page));
    };
    await Promise.all([visitAll(), visitAll()]);
    const walked = await walkThrough(await openTab());
    const searched = [];
    for (const words of searches) searched.push(await search(await openTab(), words));
    writeFileSync(answers, JSON.stringify({ site, visited, walked, searched }));
} finally {
    await browser.close();
}
