import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Token, Tokens } from "marked" with { "resolution-mode": "import" };
import { root } from "../docs/sources";
import { Problem } from "../shared/problem.cjs";
import { destination, isElsewhere } from "./destination";

/** Where the pages begin, and the page whose tables are the navigation. */
const first = "README.md";
const index = "docs/README.md";

/** Folders whose files are shown, each as a page: of another, a page lists what it holds. */
const shownWhole = ["docs/", "examples/"];

const isPicture = (name: string) => /\.(png|svg)$/.test(name);

/** What a site is made of. */
export interface SitePlan {
    files: SiteFile[];
    sidebar: { text: string; items: { text: string; link: string }[] }[];
}

export interface SiteFile {
    /** Path below the root: a page, another file, a folder or a picture. */
    of: string;
    /** Path below the site's source; a page's ends with .md. */
    at: string;
    /** The text of a page; none for a picture. */
    text: string | undefined;
}

/** README.md, and all that its links lead to, and theirs. */
export async function planSite(): Promise<SitePlan> {
    const repository = new Repository();
    const found = new Set<string>();
    const waiting = [first, index];
    for (let of = waiting.pop(); of !== undefined; of = waiting.pop()) {
        if (found.has(of)) continue;
        found.add(of);
        waiting.push(...(await leadsTo(of, repository)));
    }
    return { files: [...found].map((of) => siteFile(of, repository, found)), sidebar: await sidebarOf(found) };
}

class Repository {
    readonly #paths = new Set(repositoryFiles().flatMap((file) => [file, ...foldersOf(file)]));

    has(name: string): boolean {
        return this.#paths.has(name);
    }

    /** What stands in a folder, by paths below the root; undefined for a file. */
    entries(folder: string): string[] | undefined {
        const inside = [...this.#paths].filter((name) => path.posix.dirname(name) === folder);
        if (inside.length === 0) return undefined;
        return inside.filter((name) => path.posix.basename(name) !== "package-lock.json").sort();
    }
}

/** What git has, or would take: never what it ignores, such as the settings of somebody's stack. */
function repositoryFiles(): string[] {
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const { status, stdout, stderr, error } = spawnSync("git", args, {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 100_000_000,
    });
    if (status !== 0)
        throw new Problem(`git could not say what is in the repository: ${error?.message ?? stderr.trim()}`);
    return stdout.split("\0").filter((file) => file !== "" && existsSync(path.join(root, file)));
}

function foldersOf(file: string): string[] {
    const folder = path.posix.dirname(file);
    return folder === "." ? [] : [folder, ...foldersOf(folder)];
}

async function leadsTo(of: string, repository: Repository): Promise<string[]> {
    const entries = repository.entries(of);
    if (entries !== undefined) return shownWhole.some((folder) => of.startsWith(folder)) ? entries : [];
    if (!of.endsWith(".md")) return [];
    const links = await linksIn(await tokensOf(of));
    return links.filter(({ href }) => !isElsewhere(href)).map(({ href }) => leadFrom(of, href, repository));
}

function leadFrom(page: string, target: string, repository: Repository): string {
    try {
        return destination(page, target, repository);
    } catch (error) {
        throw new Problem(error instanceof Error ? error.message : String(error));
    }
}

async function tokensOf(page: string): Promise<Token[]> {
    const { marked } = await import("marked");
    return marked.lexer(readFileSync(path.join(root, page), "utf8"));
}

async function linksIn(tokens: Token[]): Promise<(Tokens.Link | Tokens.Image)[]> {
    const { marked } = await import("marked");
    const links: (Tokens.Link | Tokens.Image)[] = [];
    void marked.walkTokens(tokens, (token) => {
        if (isLink(token)) links.push(token);
    });
    return links;
}

function isLink(token: Token): token is Tokens.Link | Tokens.Image {
    return token.type === "link" || token.type === "image";
}

function siteFile(of: string, repository: Repository, found: Set<string>): SiteFile {
    if (isPicture(of)) return { of, at: of, text: undefined };
    const entries = repository.entries(of);
    if (entries !== undefined) return { of, at: `${of}/index.md`, text: listing(of, entries, repository, found) };
    const text = readFileSync(path.join(root, of), "utf8");
    return of.endsWith(".md") ? { of, at: placeOf(of), text } : { of, at: `${of}.md`, text: shownFile(of, text) };
}

function placeOf(page: string): string {
    return page.replace(/(^|\/)README\.md$/, "$1index.md");
}

/** Of a page that is no text for readers: the search leaves it out. */
const aside = "---\nsearch: false\noutline: false\nprev: false\nnext: false\n---\n";

function shownFile(of: string, text: string): string {
    const fence = "``````";
    const language = path.extname(of).slice(1) || "txt";
    return `${aside}# \`${of}\`\n\nA file of the repository.\n\n${fence}${language}\n${text.trimEnd()}\n${fence}\n`;
}

function listing(of: string, entries: string[], repository: Repository, found: Set<string>): string {
    const lines = entries.map((entry) => {
        const isFolder = repository.entries(entry) !== undefined;
        const name = `\`${path.posix.basename(entry)}${isFolder ? "/" : ""}\``;
        return found.has(entry) ? `- [${name}](${path.posix.relative(path.posix.dirname(of), entry)})` : `- ${name}`;
    });
    return `${aside}# \`${of}/\`\n\nA folder of the repository. It holds:\n\n${lines.join("\n")}\n`;
}

/** The tables of docs/README.md, each a group of the navigation, and the links of what follows them. */
async function sidebarOf(found: Set<string>): Promise<SitePlan["sidebar"]> {
    const groups = (await tokensOf(index)).map(async (token) => {
        const table = token.type === "table" ? (token as Tokens.Table) : undefined;
        const items = (await linksIn([token])).map(({ href, text }) => ({
            // Within a sentence they begin small.
            text: table === undefined ? capital(text) : text,
            link: `/${placeOf(destination(index, href, found)).replace(/(index)?\.md$/, "")}`,
        }));
        return { text: capital(table?.header[0]?.text ?? "elsewhere"), items };
    });
    return (await Promise.all(groups)).filter(({ items }) => items.length > 0);
}

function capital(text: string): string {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
}
