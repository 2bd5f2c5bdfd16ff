import path from "node:path";

/** The root of this repository, where the package's own name resolves to its build. */
export const repositoryRoot = path.resolve(__dirname, "..", "..");
