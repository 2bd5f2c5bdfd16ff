import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../../test/harness/repository";
import { goProgram } from "../engine/goProgram";
import { Problem } from "../shared/problem.cjs";

/** The languages that SDKs are written for, each in a folder of this name. */
export const languages = ["python", "nodejs", "go"] as const;
export type Language = (typeof languages)[number];

const object = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/**
 * The path of the generator of all of them, which Go builds on the first call.
 *
 * @throws Problem where it can't be had
 */
export function sdkGenerator(): Promise<string> {
    return goProgram({
        name: "kore-sdks",
        called: "the generator of SDKs",
        takes: "2 minutes",
        folder: path.join(__dirname, "generator"),
        target: ".",
        sources: ["main.go"],
    });
}

/**
 * Writes SDKs, in place of those that are there, and answers their version.
 *
 * @throws Problem where the generator can't be had, or the schema breaks a rule of Pulumi's
 */
export async function writeSdks(out: string, wanted: readonly Language[]): Promise<string> {
    const { lastLines, run } = await import("../shared/run.mjs");
    const generator = await sdkGenerator();
    const folder = mkdtempSync(path.join(os.tmpdir(), "kore-sdks-"));
    try {
        const { text, version } = schemaWithVersion();
        const schema = path.join(folder, "schema.json");
        writeFileSync(schema, text);
        const { code, output } = await run(generator, [schema, folder, ...wanted]);
        if (code !== 0) throw new Problem(`The SDKs could not be written:\n\n${lastLines(output)}`);
        for (const language of wanted) put(path.join(folder, language), path.join(out, language));
        return version;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** The schema as the plugin tells it. */
function schemaWithVersion(): { text: string; version: string } {
    const read = (file: string) => v.parse(object, readFileSync(path.join(repositoryRoot, file), "utf8"));
    const version = v.parse(v.string(), read("package.json")["version"]);
    return { text: JSON.stringify({ ...read("bin/schema.json"), version }), version };
}

function put(from: string, to: string): void {
    rmSync(to, { recursive: true, force: true });
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true });
}
