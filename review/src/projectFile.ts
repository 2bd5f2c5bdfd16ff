import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What the CLI looks for, in a folder and above it. */
export const projectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** What a project says of how its program runs. */
export interface ProjectFile {
    /** The language: nodejs, python, yaml, …; nodejs, where it can't be told. */
    runtime: string;
    /** Where the project has the plugin for programs of every language, as it writes it. */
    pluginPlace?: string;
}

/** What the file of the project in a folder says. */
export function projectFileIn(folder: string): ProjectFile {
    const file = projectFiles.map((name) => path.join(folder, name)).find((each) => existsSync(each));
    const text = file === undefined ? "" : readFileSync(file, "utf8").replaceAll(/^\s*#.*$/gm, "");
    const place = placeIn(text);
    return { runtime: runtimeIn(text) ?? "nodejs", ...(place === undefined ? {} : { pluginPlace: place }) };
}

// Of YAML, and of the JSON that is YAML as well, in the forms in which the pages of Pulumi write these two. A parser would be a
// dependency of each review.
const quoted = (text: string) => `["']?${text}["']?`;
const value = `(?:"([^"]+)"|'([^']+)'|([^"'\\s,{}\\[\\]]+))`;
const runtime = new RegExp(`^([ \\t]*)${quoted("runtime")}\\s*:[ \\t]*(.*(?:\\n\\1[ \\t]+.*)*)`, "m");
const named = new RegExp(`(?:^|[\\s{,])${quoted("name")}\\s*:\\s*${value}`);
const scalar = /^["']?([\w.-]+)(?![\w.-]*\s*:)/;
const ofProviders = [
    new RegExp(`${quoted("name")}\\s*:\\s*${quoted("kore")}\\s*,?\\s*${quoted("path")}\\s*:\\s*${value}`),
    new RegExp(`${quoted("path")}\\s*:\\s*${value}\\s*,?\\s*${quoted("name")}\\s*:\\s*${quoted("kore")}(?![\\w-])`),
];
const ofPackages = new RegExp(
    `^\\s*${quoted("packages")}\\s*:(?:[\\s\\S]*?[\\s{,])${quoted("kore")}\\s*:\\s*${value}`,
    "m",
);

function runtimeIn(text: string): string | undefined {
    const [, , block = ""] = runtime.exec(text) ?? [];
    return valueIn(named.exec(block)) ?? (block.startsWith("{") ? undefined : scalar.exec(block.trim())?.[1]);
}

function placeIn(text: string): string | undefined {
    return [...ofProviders, ofPackages].map((form) => valueIn(form.exec(text))).find((place) => place !== undefined);
}

/** The one of the groups of a value that has it: in quotes of either kind, or without. */
function valueIn(match: RegExpExecArray | null): string | undefined {
    return match?.slice(1).find((group) => group !== undefined);
}
