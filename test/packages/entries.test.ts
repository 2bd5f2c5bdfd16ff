import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { kindNames, kinds } from "../../provider/model/kinds";
import { packAll, type Packed } from "./packed";
import { complaints, resolutions } from "./types";

/** What each entry exports, in alphabetical order. Those of pulumi-kore/provider are in every state that was ever written. */
const entries: Record<string, string[]> = {
    "pulumi-kore": [
        "KoreUser",
        "KoreUserAccess",
        "KoreUsers",
        "Provider",
        "isEmailAddress",
        "normalEmail",
        "notAnAddress",
        "withReceipts",
    ],
    "pulumi-kore/provider": ["koreUser", "koreUserAccess", "koreUsers"],
    "pulumi-kore/client": [
        "Account",
        "Directory",
        "KoreError",
        "RateLimiter",
        "Receipt",
        "endpoints",
        "environmentName",
        "isEmailAddress",
        "isOfProxy",
        "messageOf",
        "nameOf",
        "normalEmail",
        "notAnAddress",
        "proxyOf",
        "readSettings",
        "realClock",
        "refuseMisspelt",
        "tokenFor",
        "unknownSettings",
        "withoutProxy",
    ],
    "kore-emulator": [
        "EmulatorError",
        "defaultSeed",
        "documentedLimits",
        "endpointNames",
        "logLine",
        "profileFields",
        "seedApp",
        "seedIds",
        "startEmulator",
        "switchTable",
    ],
    "kore-access": ["AccessError", "version"],
};

const exported = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.array(v.string())));

describe("the entries of the packages", function () {
    this.timeout(300_000);
    let folder: string;
    let packages: Packed[];

    before(async () => {
        folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-entries-")));
        packages = await packAll(folder);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** What a program in a package's project gets from each entry, by that program's own words. */
    async function namesBy(load: (entry: string) => string): Promise<Record<string, string[]>> {
        const { lastLines, run } = await import("../../tools/shared/run.mjs");
        const found: Record<string, string[]> = {};
        for (const { name, folder } of packages) {
            const own = entriesOf(name);
            const project = path.join(folder, "..", "..");
            writeFileSync(
                path.join(project, "program.mjs"),
                `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const names = {};
${own.map((entry) => `names["${entry}"] = Object.keys(${load(entry)}).filter((name) => !["default", "module.exports", "__esModule"].includes(name)).sort();`).join("\n")}
process.stdout.write(JSON.stringify(names));
process.exit(0);
`,
            );
            const { code, output } = await run(process.execPath, ["program.mjs"], { cwd: project });
            assert.equal(code, 0, lastLines(output));
            Object.assign(found, v.parse(exported, output));
        }
        return found;
    }

    it("are all that the packages declare", () => {
        const declared = packages.flatMap(({ name, manifest }) =>
            Object.keys(manifest.exports).map((entry) => name + entry.slice(1)),
        );
        assert.deepEqual(
            declared.filter((entry) => !entry.endsWith("/package.json")).sort(),
            Object.keys(entries).sort(),
        );
        for (const { name, manifest } of packages)
            assert.equal(
                manifest.exports["./package.json"],
                "./package.json",
                `${name}/package.json is what tools look for`,
            );
    });

    it("have every kind of resource, and what serves it", () => {
        assert.deepEqual(
            entries["pulumi-kore"]?.filter((name) => /^[A-Z]/.test(name)),
            [...kindNames, "Provider"].sort(),
        );
        assert.deepEqual(
            entries["pulumi-kore/provider"],
            Object.values(kinds)
                .map(({ served }) => served)
                .sort(),
        );
    });

    it("can be required", async () => {
        assert.deepEqual(await namesBy((entry) => `require("${entry}")`), entries);
    });

    // Node reads the names of a CommonJS module from its text: an export written in another way is not found there.
    it("give an ES module the same names", async () => {
        assert.deepEqual(await namesBy((entry) => `await import("${entry}")`), entries);
    });

    for (const resolution of Object.keys(resolutions)) {
        it(`have types, where TypeScript resolves modules as ${resolution}`, () => {
            for (const { name, folder } of packages) {
                const program = entriesOf(name).map(
                    (
                        entry,
                        i,
                    ) => `import { ${(entries[entry] ?? []).map((each) => `${each} as ${each}${i}`).join(", ")} } from "${entry}";
export const used${i} = [${(entries[entry] ?? []).map((each) => `${each}${i}`).join(", ")}];`,
                );
                assert.deepEqual(complaints(path.join(folder, "..", ".."), program.join("\n"), resolution), []);
            }
        });
    }

    it("leave the registry's linter for publishing nothing to say", async () => {
        const { publint } = await import("publint");
        const { formatMessage } = await import("publint/utils");
        for (const { name, tarball } of packages) {
            const { messages, pkg } = await publint({ pack: { tarball: arrayBuffer(tarball) }, strict: true });
            assert.deepEqual(
                messages.map((message) => formatMessage(message, pkg)),
                [],
                name,
            );
        }
    });

    it("leave the linter for types nothing to say", async () => {
        const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
        for (const { name, tarball } of packages) {
            const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
            assert.ok(checked.types !== false, `${name} has no types`);
            assert.deepEqual(checked.problems, [], name);
        }
    });
});

function entriesOf(name: string): string[] {
    return Object.keys(entries).filter((entry) => entry === name || entry.startsWith(`${name}/`));
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    return copy;
}
