/**
 * The package managers, pinned: what they resolve and where they put it changes with their versions. npm is the one
 * that is there.
 */
export const managers = {
    npm: { label: "npm" },
    pnpm: { label: "pnpm 10", package: "pnpm", version: "10.34.9", script: "bin/pnpm.cjs" },
    "yarn-classic": { label: "yarn 1", package: "yarn", version: "1.22.22", script: "bin/yarn.js" },
    "yarn-modern": {
        label: "yarn 4, node_modules",
        package: "@yarnpkg/cli-dist",
        version: "4.18.1",
        script: "bin/yarn.js",
    },
    "yarn-pnp": {
        label: "yarn 4, Plug'n'Play",
        package: "@yarnpkg/cli-dist",
        version: "4.18.1",
        script: "bin/yarn.js",
    },
} as const;

export type Manager = keyof typeof managers;

/** The Node releases that the npm package `node` supplies. */
export const nodes = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" } as const;

/**
 * The oldest SDK of the peer dependency, the last one before it but for one row, one that many have, and the newest for
 * each Node.
 */
export const sdks = {
    tooOld: "3.215.0",
    oldest: "3.216.0",
    middle: "3.245.0",
    lastForNode20: "3.248.0",
    newest: "3.270.0",
} as const;

export const languages = {
    typescript: "TypeScript",
    "typescript-module": "TypeScript, ES module, by tsx",
    "typescript-stripped-module": "TypeScript, ES module, by Node itself",
    javascript: "JavaScript",
    "es-module": "ES module",
} as const;

export type Language = keyof typeof languages;

/** A project as a user may have it. */
export interface Row {
    name: string;
    manager: Manager;
    node: keyof typeof nodes;
    sdk: keyof typeof sdks;
    language: Language;
    /** what this row does as others don't */
    special?: { id: string; label: string; install?: string[]; nodeOptions?: string };
    /** how it must end, where it can't work: the step, what is said, and what the doctor says about it */
    refusal?: { step: Step; says: RegExp; doctor?: RegExp };
}

export type Step =
    | "install"
    | "commands"
    | "up"
    | "no-change preview"
    | "refresh with drift"
    | "preview of drift"
    | "mend"
    | "destroy";

const ignoringPeers = { id: "legacy-peers", label: "--legacy-peer-deps", install: ["--legacy-peer-deps"] };
const knowingPnp = {
    id: "node-options",
    label: "NODE_OPTIONS='--require ./.pnp.cjs'",
    nodeOptions: "--require ./.pnp.cjs",
};
const importingTsx = { id: "import-tsx", label: "NODE_OPTIONS='--import tsx'", nodeOptions: "--import tsx" };

export const rows: Row[] = [
    row("npm", 20, "oldest", "typescript"),
    row("npm", 20, "lastForNode20", "typescript"),
    row("npm", 22, "middle", "javascript"),
    row("npm", 22, "newest", "typescript"),
    row("npm", 20, "oldest", "typescript-module"),
    row("npm", 22, "lastForNode20", "typescript-module"),
    row("npm", 24, "newest", "typescript-module"),
    row("npm", 22, "newest", "typescript-stripped-module"),
    row("npm", 20, "lastForNode20", "typescript-stripped-module", { special: importingTsx }),
    row("npm", 24, "oldest", "javascript"),
    row("npm", 24, "newest", "es-module"),
    row("pnpm", 20, "oldest", "javascript"),
    row("pnpm", 22, "newest", "typescript"),
    row("pnpm", 24, "middle", "es-module"),
    row("yarn-classic", 20, "middle", "es-module"),
    row("yarn-classic", 22, "oldest", "typescript"),
    row("yarn-classic", 24, "newest", "javascript"),
    row("yarn-modern", 20, "oldest", "es-module"),
    row("yarn-modern", 22, "middle", "typescript"),
    row("yarn-modern", 24, "newest", "typescript"),

    // What can't work, or only in one way.
    row("yarn-pnp", 22, "middle", "javascript", {
        refusal: {
            step: "up",
            says: /@pulumi\/pulumi is not installed in|It looks like the Pulumi SDK has not been installed|Cannot find (module|package) '@pulumi\/pulumi[^']*'/,
            doctor: /Yarn Plug'n'Play is on[^\n]*/,
        },
    }),
    row("yarn-pnp", 22, "newest", "javascript", { special: knowingPnp }),
    row("npm", 20, "lastForNode20", "typescript-stripped-module", {
        refusal: { step: "up", says: /Unknown file extension ".ts"/ },
    }),
    row("npm", 20, "newest", "javascript"),
    row("yarn-classic", 20, "newest", "javascript", {
        refusal: {
            step: "install",
            says: /The engine "node" is incompatible with this module\. Expected version ">=22"/,
        },
    }),
    row("npm", 22, "tooOld", "javascript", {
        refusal: { step: "install", says: /peer @pulumi\/pulumi@"\^3\.216\.0" from pulumi-kore/ },
    }),
    row("npm", 22, "tooOld", "javascript", {
        special: ignoringPeers,
        refusal: { step: "preview of drift", says: /the preview does not show what the update will change/ },
    }),
];

function row(
    manager: Manager,
    node: Row["node"],
    sdk: Row["sdk"],
    language: Language,
    more: Pick<Row, "special" | "refusal"> = {},
): Row {
    const special = more.special === undefined ? "" : `-${more.special.id}`;
    return { name: `${manager}-node${node}-${sdks[sdk]}-${language}${special}`, manager, node, sdk, language, ...more };
}
