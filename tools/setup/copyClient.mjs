// @ts-check
// kore-access carries the Kore.ai client that it was built with, and what it knows of people and states as the provider
// does, so that it runs where no provider is installed.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const to = path.join(root, "review", "dist", "client");

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const name of ["client.js", "client.d.ts", "config.js", "config.d.ts", "misspelling.js", "api", "model"])
    cpSync(path.join(root, "dist", name), path.join(to, name), { recursive: true });
