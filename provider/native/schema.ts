import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { version } from "../version";

const json = v.pipe(v.string(), v.parseJson(), v.looseObject({ name: v.string() }));

/** What the plugin serves, as Pulumi's tools read it. It is written from the doc comments of the resources (tools/docs/schema.ts). */
export function schema(): object {
    const text = readFileSync(path.join(__dirname, "..", "..", "bin", "schema.json"), "utf8");
    return { ...v.parse(json, text), version };
}
