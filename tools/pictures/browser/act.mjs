import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { launch } from "./launch.mjs";

// node act.mjs QUESTIONS ANSWERS: opens pages from files, takes the steps of each story as people do, and writes what
// it read, and what went wrong. Run by ../browser.ts; test/review/page/look.ts says what steps there are.

const require = createRequire(import.meta.url);
const [questions, answers] = process.argv.slice(2);
const stories = JSON.parse(readFileSync(questions, "utf8"));
const browser = await launch();

/** A tab with the page, and what goes wrong in it. */
async function open(file) {
    const tab = await browser.newPage();
    const url = pathToFileURL(file).href;
    const troubles = [];
    await tab.setViewport({ width: 1280, height: 900 });
    tab.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    tab.on("dialog", (dialog) => {
        troubles.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
    });
    tab.on("request", (request) => {
        if (request.url() !== url) troubles.push(`request: ${request.url()}`);
    });
    // What stands on paper, before the page takes it back.
    await tab.evaluateOnNewDocument(
        "addEventListener('afterprint', () => { printed = document.querySelectorAll('tbody tr:has(.who)').length })",
    );
    await tab.goto(url);
    await tab.waitForSelector("main");
    return { tab, troubles };
}

const does = {
    click: (tab, selector) => tab.click(selector),
    press: (tab, key) => tab.keyboard.press(key),
    type: (tab, text) => tab.keyboard.type(text),
    select: (tab, selector, value) => tab.select(selector, value),
    feature: (tab, name, value) => tab.emulateMediaFeatures([{ name, value }]),
    media: (tab, type) => tab.emulateMediaType(type === "" ? undefined : type),
    width: (tab, width) => tab.setViewport({ width: Number(width), height: 900 }),
    picture: (tab, path) => tab.screenshot({ path, fullPage: true }),
    paper: (tab, path) => tab.pdf({ path, preferCSSPageSize: true }),
};

const reads = {
    read: (tab, expression) => tab.evaluate(expression),
    /** How many people are printed. */
    print: async (tab) => {
        await tab.pdf();
        return tab.evaluate("printed");
    },
    /** What is in the way of people who use a screen reader or a keyboard, or see little. */
    axe: async (tab) => {
        await tab.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
        const { violations } = await tab.evaluate("axe.run(document)");
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
};

const told = {};
try {
    for (const [name, { file, steps }] of Object.entries(stories)) {
        const { tab, troubles } = await open(file);
        const read = {};
        for (const [step, ...args] of steps) {
            try {
                if (step in reads) read[args[0]] = await reads[step](tab, ...args.slice(1));
                else await does[step](tab, ...args);
            } catch (error) {
                throw new Error(`${name}, ${step} ${args.join(", ")}: ${error.message}`);
            }
        }
        told[name] = { troubles, answers: read };
        await tab.close();
    }
    writeFileSync(answers, JSON.stringify(told));
} finally {
    await browser.close();
}
