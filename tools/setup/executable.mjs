// @ts-check
// npm makes the commands of a package that it installs executable; in a clone they are built after it has linked them.
import { chmodSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
for (const name of ["emulator", "review"]) chmodSync(path.join(root, name, "dist", "cli.js"), 0o755);
