// @ts-check
import { existsSync } from "node:fs";
import path from "node:path";
import { npmCommand } from "../shared/npm.mjs";
import { Problem } from "../shared/problem.cjs";
import { fingerprint, readStamp, writeStamp } from "./stamp.mjs";

const stamp = "build";

const inputs = [
    "package.json",
    "package-lock.json",
    "tsconfig.base.json",
    "provider",
    "emulator/package.json",
    "emulator/tsconfig.json",
    "emulator/src",
    "tools/setup/copyClient.mjs",
    "tools/setup/commands.mjs",
    "tools/setup/generate.mjs",
    "tools/setup/page.mjs",
    "review/package.json",
    "review/tsconfig.json",
    "review/src",
    "review/browser",
];
const generated = [
    "provider/api/openapi.ts",
    ...["provider/model", "emulator/src"].map((folder) => `${folder}/profileFields.ts`),
    "review/src/report/page/bundled.ts",
];
const results = [
    "dist/index.js",
    "emulator/dist/index.js",
    "review/dist/cli.js",
    "review/dist/client/client.js",
    "review/dist/client/model/memberships.js",
    ...generated,
];

/**
 * @param {string} root
 */
export function isBuilt(root) {
    return (
        results.every((file) => existsSync(path.join(root, file))) &&
        readStamp(root, stamp) === fingerprint(root, inputs, generated)
    );
}

/**
 * @param {string} root
 * @param {import("./setup.mjs").Surroundings} surroundings
 */
export async function build(root, { env, run, log }) {
    // Taken before the build, so that a file that changes meanwhile is built by the next run.
    const made = fingerprint(root, inputs, generated);
    const npm = npmCommand(env);
    const result = await log.during("Building the packages; this takes 10 to 30 seconds …", () =>
        run(npm.command, [...npm.args, "run", "build"], { cwd: root, env }),
    );
    if (result.code !== 0)
        throw new Problem(`The build failed (\`npm run build\`). It said:\n\n${result.output.trim()}`);
    writeStamp(root, stamp, made);
}
