import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { kindNames, nativeToken } from "../../provider/model/kinds";

/** What a point of the checklist came to. */
export interface Finding {
    holds: boolean;
    /** One sentence: what was seen, or what is wrong. */
    says: string;
    /** What to do where it does not hold. */
    advice?: string;
}

/** Runs a command in a folder and answers what it printed. */
export type Runner = (command: string, args: string[], cwd: string) => Promise<{ code: number | null; output: string }>;

/** The tree that is to be released. */
export interface Tree {
    root: string;
    run: Runner;
}

/** One point of the checklist. */
export interface Check {
    title: string;
    /** Whether it takes minutes. */
    isLong?: boolean;
    look: (tree: Tree) => Promise<Finding>;
}

const packages = ["package.json", "emulator/package.json", "review/package.json"];
const manifest = v.object({ version: v.string() });
const lockFile = v.object({ packages: v.record(v.string(), v.object({ version: v.optional(v.string()) })) });

/** What was measured, of what, and by which command. */
const figures: { file: string; of: string[]; command: string }[] = [
    { file: "bench/RESULTS.md", of: ["provider", "bench"], command: "npm run bench -- --write" },
    {
        file: "test/faults/RESULTS.md",
        of: ["provider", "emulator/src", "test/faults"],
        command: "npx --no-install tsx test/faults/random.ts --write",
    },
    {
        file: "test/matrix/RESULTS.md",
        of: ["package.json", "provider", "emulator", "review", "tools/matrix"],
        command: "npm run matrix -- --write",
    },
    {
        file: "test/scenarios/RESULTS.md",
        of: ["provider", "emulator/src", "test/scenarios"],
        command: "npm run scenarios -- --write",
    },
    {
        file: "test/trust/RESULTS.md",
        of: ["provider/api/openapi.yaml", "emulator/src", "tools/trust"],
        command: "npx --no-install tsx tools/trust/fuzz.ts --write",
    },
];

/** The checklist, in the order in which it is gone through. */
export const checks: Check[] = [
    { title: "version", look: (tree) => Promise.resolve(versionFinding(tree)) },
    { title: "changelog", look: (tree) => Promise.resolve(changelogFinding(tree)) },
    { title: "supported versions", look: (tree) => Promise.resolve(supportFinding(tree)) },
    { title: "plugin", look: (tree) => Promise.resolve(pluginFinding(tree)) },
    { title: "states", look: (tree) => Promise.resolve(statesFinding(tree)) },
    { title: "tree", look: treeFinding },
    ...figures.map(({ file, of, command }) => ({
        title: file,
        look: (tree: Tree) => figuresFinding(tree, file, of, command),
    })),
    { title: "tests", isLong: true, look: testsFinding },
];

/** The version that the root package has. */
export function versionOf({ root }: Tree): string {
    return json(root, "package.json", manifest).version;
}

function versionFinding(tree: Tree): Finding {
    const locked = json(tree.root, "package-lock.json", lockFile).packages;
    const found = packages.flatMap((file) => [
        { where: file, version: json(tree.root, file, manifest).version },
        {
            where: `package-lock.json (${file})`,
            version: locked[file === "package.json" ? "" : path.posix.dirname(file)]?.version,
        },
    ]);
    const version = versionOf(tree);
    const others = found
        .filter((each) => each.version !== version)
        .map(({ where, version: other }) => `${where} ${other ?? "none"}`);
    if (others.length > 0)
        return {
            holds: false,
            says: `package.json has ${version}, but ${others.join(", ")}`,
            advice: `npm version ${version} --workspaces --include-workspace-root --no-git-tag-version --allow-same-version`,
        };
    return { holds: true, says: `${version} in all packages and the lock file` };
}

/** The releases that the changelog names, newest first. */
function releasesIn(root: string): string[] {
    return [...text(root, "CHANGELOG.md").matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, version = ""]) => version);
}

function changelogFinding(tree: Tree): Finding {
    const [newest] = releasesIn(tree.root);
    const version = versionOf(tree);
    if (newest !== version)
        return {
            holds: false,
            says: `its newest release is ${newest ?? "none"}, and package.json has ${version}`,
            advice: "Write the release: symptom before, behaviour now, what users will see.",
        };
    const [section = ""] = text(tree.root, "CHANGELOG.md")
        .split(/^## /m)
        .filter((part) => part.startsWith(version));
    if (!/^- /m.test(section))
        return {
            holds: false,
            says: `${version} says nothing`,
            advice: "Write the release: symptom before, behaviour now, what users will see.",
        };
    return { holds: true, says: `its newest release is ${version}` };
}

function supportFinding(tree: Tree): Finding {
    const series = versionOf(tree).split(".").slice(0, 2).join(".");
    if (!text(tree.root, "SECURITY.md").includes(`(${series})`))
        return {
            holds: false,
            says: `SECURITY.md does not name ${series}`,
            advice: "Say in its table which versions get fixes.",
        };
    return { holds: true, says: `SECURITY.md names ${series}` };
}

const pluginSchema = v.object({ pluginDownloadURL: v.string(), resources: v.record(v.string(), v.unknown()) });

/** What other languages need: a plugin that the engine can start, and a schema of every kind of resource. */
function pluginFinding({ root }: Tree): Finding {
    const command = "bin/pulumi-resource-kore";
    const canStart = process.platform === "win32" || (statSync(path.join(root, command)).mode & 0o111) !== 0;
    const { resources, pluginDownloadURL } = json(root, "bin/schema.json", pluginSchema);
    const missing = kindNames.map(nativeToken).filter((token) => !(token in resources));
    if (!canStart || missing.length > 0)
        return {
            holds: false,
            says: canStart ? `bin/schema.json lacks ${missing.join(", ")}` : `${command} can't be executed`,
            advice: canStart ? "npx --no-install tsx tools/docs/generate.ts" : `git update-index --chmod=+x ${command}`,
        };
    return {
        holds: true,
        says: `the schema has ${Object.keys(resources).join(", ")}; without it Pulumi asks ${pluginDownloadURL}`,
    };
}

function statesFinding(tree: Tree): Finding {
    const releases = releasesIn(tree.root);
    const missing = releases.filter((release) =>
        ["", ".program", ".account"].some(
            (kind) => !existsSync(path.join(tree.root, "test", "states", `${release}${kind}.json`)),
        ),
    );
    if (missing.length > 0)
        return {
            holds: false,
            says: `test/states has none of ${missing.join(", ")}`,
            advice: `npm run build && npx --no-install tsx test/states/record.ts ${missing[0] ?? ""}`,
        };
    return { holds: true, says: `one of each release: ${releases.join(", ")}` };
}

async function treeFinding(tree: Tree): Promise<Finding> {
    const tag = `v${versionOf(tree)}`;
    const changed = await git(tree, "status", "--porcelain");
    if (changed !== "")
        return {
            holds: false,
            says: `there are changes that are in no commit: ${changed.split("\n").join(", ")}`,
            advice: "Commit them.",
        };
    if ((await git(tree, "tag", "--list", tag)) !== "")
        return {
            holds: false,
            says: `${tag} is there already`,
            advice: "A release is never made again: take the next version.",
        };
    return { holds: true, says: `all is committed, and there is no ${tag} yet` };
}

async function figuresFinding(tree: Tree, file: string, of: string[], command: string): Promise<Finding> {
    const written = existsSync(path.join(tree.root, file))
        ? /\b\d{4}-\d{2}-\d{2}\b/.exec(text(tree.root, file))?.[0]
        : undefined;
    if (written === undefined) return { holds: false, says: "it was never written", advice: command };
    const changed = await git(
        tree,
        "log",
        "-1",
        "--date=format-local:%Y-%m-%d",
        "--format=%cd",
        "--",
        ...of,
        ":(exclude)*.md",
        ":(exclude)*.svg",
    );
    const what = `what it is about (${of.join(", ")}) has last changed on ${changed}`;
    // A day is as exact as the page is.
    if (written < changed) return { holds: false, says: `it was written on ${written}, and ${what}`, advice: command };
    return { holds: true, says: `written on ${written}; ${what}` };
}

async function testsFinding({ root, run }: Tree): Promise<Finding> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "kore-release-"));
    try {
        const clone = path.join(folder, "pulumi-kore");
        for (const [command, args, cwd] of [
            ["git", ["clone", "--quiet", root, clone], folder],
            ["npm", ["test", "--", "--whole"], clone],
        ] as const) {
            const { code, output } = await run(command, [...args], cwd);
            if (code !== 0)
                return {
                    holds: false,
                    says: `${command} ${args[0]} failed on a fresh clone:\n${output.trim().split("\n").slice(-20).join("\n")}`,
                    advice: "Mend it; npm test -- --whole says the same.",
                };
        }
        return { holds: true, says: "npm test -- --whole passes on a fresh clone" };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** What git prints of this tree, whatever repository a hook that started this is of. */
async function git({ root }: Tree, ...args: string[]): Promise<string> {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
    // Pages name days as UTC has them.
    return (await promisify(execFile)("git", args, { cwd: root, env: { ...env, TZ: "UTC" } })).stdout.trimEnd();
}

function text(root: string, file: string): string {
    return readFileSync(path.join(root, file), "utf8");
}

function json<T>(root: string, file: string, schema: v.GenericSchema<unknown, T>): T {
    return v.parse(schema, JSON.parse(text(root, file)));
}
