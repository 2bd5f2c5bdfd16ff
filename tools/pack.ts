import { mkdirSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { root } from "./sandbox";
import { exitOnProblem, Problem } from "./shared/problem.cjs";

const help = `npm run pack [-- FOLDER]

Makes the packages pulumi-kore, kore-access and kore-emulator of this clone, as files in one folder, and prints the commands that install them
in a project elsewhere. Nothing is published.

  FOLDER     where the files go; packages/ in the clone, unless one is named
  --help
`;

const listSchema = v.array(v.object({ name: v.string(), filename: v.string() }));

/** In the order in which they are wanted; the first is what programs import. */
const installed = [
    { name: "pulumi-kore", command: "npm install", along: ["@pulumi/pulumi"] },
    { name: "kore-access", command: "npm install --save-dev", along: [] },
    { name: "kore-emulator", command: "npm install --save-dev", along: [] },
];

async function main(): Promise<void> {
    const [given, ...others] = process.argv.slice(2);
    if (given === "--help" || given === "-h") return void process.stdout.write(help);
    if (others.length > 0 || given?.startsWith("-") === true)
        throw new Problem(`npm run pack takes one folder, and no options.\n\n${help}`);
    const folder = path.resolve(given ?? path.join(root, "packages"));
    mkdirSync(folder, { recursive: true });
    const files = await packInto(folder);
    const commands = installed.map(({ name, command, along }) => {
        const file = files.get(name);
        if (file === undefined) throw new Problem(`npm pack has made no ${name}. Run npm run build, and try again.`);
        return [command, quoted(path.join(folder, file)), ...along].join(" ");
    });
    console.log(`Made in ${folder}. In a project elsewhere, what it needs of:\n\n${commands.join("\n")}`);
}

/** The files of the packages by name, as npm packs them: from what is built. */
async function packInto(folder: string): Promise<Map<string, string>> {
    const { npmCommand } = await import("./shared/npm.mjs");
    const { exitOnSignals, lastLines, run } = await import("./shared/run.mjs");
    exitOnSignals();
    const npm = npmCommand(process.env);
    const args = ["pack", "--json", "--ignore-scripts", "--workspaces", "--include-workspace-root"];
    const { code, output } = await run(npm.command, [...npm.args, ...args, "--pack-destination", folder], {
        cwd: root,
        // What npm says on stderr must not get into the list.
        env: { ...process.env, npm_config_loglevel: "silent" },
    });
    if (code !== 0) throw new Problem(`npm pack has failed:\n${lastLines(output)}`);
    const list = v.parse(v.pipe(v.string(), v.parseJson(), listSchema), output);
    return new Map(list.map(({ name, filename }) => [name, filename]));
}

/** A path as shells take it. */
function quoted(file: string): string {
    return /^[\w./\\:-]+$/.test(file) ? file : `"${file}"`;
}

exitOnProblem(main);
