import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parseJson } from "./parse";

const manifest = join(__dirname, "..", "package.json");

/** The version of this package. */
export const { version } = parseJson(v.object({ version: v.string() }), readFileSync(manifest, "utf8"), manifest);
