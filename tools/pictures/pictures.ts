import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { drawPage } from "./browser";
import { folder, keep, staleness } from "./kept";
import { pictures, type Picture } from "./table";

const help = `npm run pictures -- [NAME…] [--check] [--help]

Draws the pictures of the pages anew, all or those that are named, each in a real browser from what the product writes, into docs/images/.
docs/images/made-of.json has what each was made of, so that a test finds one that is not current.

  --check    draws nothing, and fails where a picture is not current; needs no browser

Pictures:
${pictures.map(({ name, shows }) => `  ${name.padEnd(16)}${shows}`).join("\n")}

The first run installs a browser and fonts from the npm registry into tools/pictures/browser/node_modules (about 160 MB). That browser is for Linux;
elsewhere PUPPETEER_EXECUTABLE_PATH names a Chrome or Chromium.

Exit codes: 0 written, or all current; 1 not, with a sentence that says why.
`;

/** `npm run pictures` */
async function main(): Promise<void> {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) return void process.stdout.write(help);
    const chosen = chosenPictures(args.filter((arg) => arg !== "--check"));
    if (args.includes("--check")) return check(chosen);
    for (const picture of chosen) {
        await picture.record?.();
        const page = await picture.page();
        const kilobytes = Math.ceil(keep(picture, page, await drawPage(page, picture)) / 1000);
        console.log(`written: ${folder}/${picture.name}.png (${kilobytes} kB)`);
    }
}

async function check(chosen: Picture[]): Promise<void> {
    const found = await Promise.all(chosen.map((picture) => staleness(picture)));
    const stale = found.filter((sentence) => sentence !== undefined);
    if (stale.length > 0) throw new Problem(stale.join("\n"));
    console.log("All pictures are current.");
}

function chosenPictures(names: string[]): Picture[] {
    const unknown = names.filter((name) => !pictures.some((picture) => picture.name === name));
    if (unknown.length > 0)
        throw new Problem(
            `There is no picture or option ${unknown.join(", ")}. Pictures: ${pictures.map(({ name }) => name).join(", ")}.`,
        );
    return pictures.filter(({ name }) => names.length === 0 || names.includes(name));
}

exitOnProblem(main);
