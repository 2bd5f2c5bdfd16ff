import { reportPage } from "../review/src/report/page/reportPage";
import { companyPage } from "../test/review/page/company";
import { look, type Step } from "../test/review/page/look";
import { exitOnProblem } from "../tools/shared/problem.cjs";
import * as v from "valibot";

const help = `npx tsx bench/reportPage.ts

How long the page of kore-access report --format html takes in a real browser: from its opening until it is painted, until a letter in its search, or
a click on a heading, is carried out, and until a print has everybody. For companies of 100, 1,000 and 10,000; the middle one of five runs each, in turns.
`;

const sizes = [100, 1_000, 10_000];
const runs = 5;

const painted = `new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`;
// The ground may be painted before anything that is on it.
const firstPaint = `new Promise((done) =>
    new PerformanceObserver((list) => {
        const [painted] = list.getEntriesByName("first-contentful-paint");
        if (painted !== undefined) done(painted.startTime);
    }).observe({ type: "paint", buffered: true }))`;
/** In milliseconds, what an expression does, until it is painted. */
const took = (does: string) =>
    `(async () => { const started = performance.now(); ${does}; await ${painted}; return performance.now() - started })()`;
const type = (text: string) =>
    `document.querySelector("#search").value = ${JSON.stringify(text)}; document.querySelector("#search").dispatchEvent(new Event("input"))`;

const steps: Step[] = [
    ["read", "opened", firstPaint],
    ["read", "searched", took(type("a"))],
    ["read", "cleared", took(type(""))],
    ["read", "sorted", took(`document.querySelector("thead th:nth-child(3) button").click()`)],
    ["read", "printed", took(`dispatchEvent(new Event("beforeprint"))`)],
];
const names = ["opened", "searched", "cleared", "sorted", "printed"];

async function main(): Promise<void> {
    if (process.argv.some((argument) => argument === "--help" || argument === "-h"))
        return void process.stdout.write(help);
    const pages = sizes.map((size) => ({
        size,
        page: reportPage(companyPage(size)),
        times: new Map<string, number[]>(),
    }));
    for (let run = 0; run < runs; run++) {
        const told = await look(Object.fromEntries(pages.map(({ size, page }) => [String(size), { page, steps }])));
        for (const { size, times } of pages)
            for (const name of names) {
                const taken = v.parse(v.number(), told[String(size)]?.answers[name]);
                times.set(name, [...(times.get(name) ?? []), taken]);
            }
    }
    console.log(`${"people".padStart(8)}${"MB".padStart(8)}${names.map((name) => name.padStart(11)).join("")}`);
    for (const { size, page, times } of pages) {
        const middle = names.map(
            (name) => [...(times.get(name) ?? [])].sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0,
        );
        const cells = middle.map((time) => `${(time / 1000).toFixed(2)} s`.padStart(11));
        console.log(
            `${size.toLocaleString("en").padStart(8)}${(Buffer.byteLength(page) / 1e6).toFixed(1).padStart(8)}${cells.join("")}`,
        );
    }
}

exitOnProblem(main);
