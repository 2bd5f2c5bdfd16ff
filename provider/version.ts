import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";

const manifest = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));

/** The version of this package. */
export const { version } = v.parse(manifest, readFileSync(path.join(__dirname, "..", "package.json"), "utf8"));
