import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedIds } from "kore-emulator";
import * as v from "valibot";
import { repositoryRoot } from "../../test/harness/repository";
import { Problem } from "../shared/problem.cjs";
import { type Language, type Row, sdks } from "./rows";

/** The packages of this repository as users get them: where the tarball of each lies, by name. */
export type Tarballs = Record<string, string>;

const packed = v.array(v.object({ name: v.string(), filename: v.string() }));

/** Packs the packages into a folder. */
export async function packInto(folder: string): Promise<Tarballs> {
    const { npmCommand } = await import("../shared/npm.mjs");
    const { lastLines, run } = await import("../shared/run.mjs");
    const npm = npmCommand(process.env);
    const args = [
        "pack",
        "--json",
        "--ignore-scripts",
        "--pack-destination",
        folder,
        "--workspaces",
        "--include-workspace-root",
    ];
    const { code, output } = await run(npm.command, [...npm.args, ...args], {
        cwd: repositoryRoot,
        env: { ...process.env, npm_config_loglevel: "silent" },
    });
    if (code !== 0) throw new Problem(`npm pack failed:\n${lastLines(output)}`);
    return Object.fromEntries(
        v
            .parse(v.pipe(v.string(), v.parseJson(), packed), output)
            .map(({ name, filename }) => [name, nameByContent(path.join(folder, filename))]),
    );
}

// Package managers keep the tarball of a path that they have seen, whatever it holds now.
function nameByContent(tarball: string): string {
    const named = tarball.replace(
        /\.tgz$/,
        `-${createHash("sha256").update(readFileSync(tarball)).digest("hex").slice(0, 12)}.tgz`,
    );
    copyFileSync(tarball, named);
    return named;
}

export const declared = {
    emailId: "ada@example.com",
    firstName: "Ada",
    roles: [{ roleId: seedIds.botRoles.developer, botId: seedIds.bots.support }],
    sendEmail: false,
};

const program = `
const ada = new kore.KoreUser("ada", ${JSON.stringify(declared)});
const builders = new kore.KoreUserAccess("builders", { emailIds: [ada.emailId], canCreateBot: false, isDeveloper: true });
`;

const byImport = `import * as kore from "pulumi-kore";
${program}
export const userId = ada.userId;
export const reported = builders.reported.apply((people) => people.map(({ emailId }) => emailId));
`;

const byRequire = `const kore = require("pulumi-kore");
${program}
exports.userId = ada.userId;
exports.reported = builders.reported.apply((people) => people.map(({ emailId }) => emailId));
`;

/** The same in two modules; the first names the second as it is after compiling, `js`, or before. */
const inTwoModules = (end: "js" | "ts", people: string) => ({
    "index.ts": `import { declared } from "./people.${end}";\n${byImport.replace(JSON.stringify(declared), "declared")}`,
    "people.ts": people,
});

// Node strips types, and neither finds people.js nor takes an enum: a compiler alone runs this.
const compiled = inTwoModules(
    "js",
    `enum Name { Ada = "Ada" }\nexport const declared = { ...${JSON.stringify(declared)}, firstName: Name.Ada };\n`,
);
const stripped = inTwoModules(
    "ts",
    `import type { KoreUserArgs } from "pulumi-kore";\nexport const declared: KoreUserArgs = ${JSON.stringify(declared)};\n`,
);

const tsconfig = (module: "commonjs" | "node16", more = {}) =>
    JSON.stringify({
        compilerOptions: {
            strict: true,
            outDir: "bin",
            target: "es2020",
            module,
            moduleResolution: module === "commonjs" ? "node" : "node16",
            sourceMap: true,
            forceConsistentCasingInFileNames: true,
            ...more,
        },
        files: ["index.ts"],
    });

const files: Record<Language, (name: string) => Record<string, string>> = {
    typescript: (name) => ({
        "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
        "tsconfig.json": tsconfig("commonjs"),
        "index.ts": byImport,
    }),
    "typescript-module": (name) => ({
        "Pulumi.yaml": `name: ${name}\nruntime: {name: nodejs, options: {typescript: false, nodeargs: "--import tsx"}}\nmain: index.ts\n`,
        "tsconfig.json": tsconfig("node16"),
        ...compiled,
    }),
    "typescript-stripped-module": (name) => ({
        "Pulumi.yaml": withoutCompiler(name, "index.ts"),
        "tsconfig.json": tsconfig("node16", { allowImportingTsExtensions: true, noEmit: true }),
        ...stripped,
    }),
    javascript: (name) => ({ "Pulumi.yaml": withoutCompiler(name), "index.js": byRequire }),
    "es-module": (name) => ({ "Pulumi.yaml": withoutCompiler(name), "index.js": byImport }),
};

function withoutCompiler(name: string, main = "index.js"): string {
    return `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: ${main}\n`;
}

const typescript = { typescript: "5.9.3", "@types/node": "20.19.43" };
const compilers: Record<Language, Record<string, string>> = {
    typescript,
    "typescript-module": { ...typescript, tsx: "4.23.15" },
    // For the row that asks for it.
    "typescript-stripped-module": { ...typescript, tsx: "4.23.15" },
    javascript: {},
    "es-module": {},
};

/** Writes the project of a row into a folder that is not there. */
export function writeProject(folder: string, { name, manager, sdk, language }: Row, tarballs: Tarballs): void {
    const fromHere = (names: string[]) =>
        Object.fromEntries(names.map((each) => [each, `file:${tarballs[each] ?? ""}`]));
    const manifest = {
        name,
        version: "1.0.0",
        private: true,
        ...(language.endsWith("module") ? { type: "module" } : {}),
        dependencies: { "@pulumi/pulumi": sdks[sdk], ...fromHere(["pulumi-kore"]) },
        devDependencies: { ...compilers[language], ...fromHere(["kore-access", "kore-emulator"]) },
    };
    const linker = { "yarn-modern": "nodeLinker: node-modules\n", "yarn-pnp": "nodeLinker: pnp\n" };
    mkdirSync(folder, { recursive: true });
    const all: Record<string, string> = {
        "package.json": JSON.stringify(manifest, undefined, 2),
        ...files[language](name),
        // An empty lock file says that a project begins here, whatever lies above.
        ...(manager === "yarn-modern" || manager === "yarn-pnp"
            ? { ".yarnrc.yml": linker[manager], "yarn.lock": "" }
            : {}),
    };
    for (const [file, text] of Object.entries(all)) writeFileSync(path.join(folder, file), text);
}
