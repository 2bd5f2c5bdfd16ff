import path from "node:path";

/** The root of this repository, where the package's own name resolves to its build. */
export const repositoryRoot = path.resolve(__dirname, "..", "..");

/** Where Pulumi finds the plugin, for a Pulumi.yaml: a copy elsewhere would not find the SDK beside it. */
export const pluginPlace = `plugins: {providers: [{name: kore, path: ${JSON.stringify(path.join(repositoryRoot, "bin"))}}]}\n`;
