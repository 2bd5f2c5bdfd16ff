import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { repositoryRoot } from "../harness/repository";
import { linksOf } from "../docs/markdownFiles";
import { packagesUsed, reachable } from "./modules";
import { packAll, type Packed } from "./packed";

interface Expected {
    /** what lies beside dist/ */
    documents: string[];
    /** the folder of a file in dist/, and of the source that it is built from */
    sources: [built: string, source: string][];
    /** bounds in KB: of the tarball, and of what it unpacks to */
    packed: number;
    unpacked: number;
}

const documents = ["LICENSE", "README.md", "package.json"];
// Folders of an example's or of the pages' own; what git ignores, such as the settings of somebody's stack, is in none.
const pages = execFileSync("git", ["ls-files", "docs", "examples"], { cwd: repositoryRoot, encoding: "utf8" })
    .trim()
    .split("\n")
    .filter((file) => file !== "docs/images/made-of.json" && path.basename(file) !== "package-lock.json");

const expected: Record<string, Expected> = {
    "pulumi-kore": {
        documents: [
            ...documents,
            ...["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "emulator/README.md"],
            ...["PulumiPlugin.yaml", "pulumi-resource-kore", "pulumi-resource-kore.cmd", "schema.json"].map(
                (name) => `bin/${name}`,
            ),
            ...pages,
        ],
        sources: [["dist/", "provider/"]],
        // Half of it are the pages' pictures.
        packed: 720,
        unpacked: 1750,
    },
    "kore-emulator": { documents, sources: [["dist/", "emulator/src/"]], packed: 75, unpacked: 340 },
    // It carries the client that it was built with, and the page of a report.
    "kore-access": {
        documents,
        sources: [
            ["dist/client/", "provider/"],
            ["dist/", "review/src/"],
        ],
        packed: 270,
        unpacked: 990,
    },
};

describe("a package", function () {
    this.timeout(300_000);
    let folder: string;
    let packages: Packed[];

    before(async () => {
        folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-packages-")));
        packages = await packAll(folder);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("is one of three, of one version", () => {
        assert.deepEqual(packages.map(({ name }) => name).sort(), Object.keys(expected).sort());
        assert.equal(new Set(packages.map(({ manifest }) => manifest.version)).size, 1, "the versions differ");
    });

    for (const [name, { documents, sources, packed, unpacked }] of Object.entries(expected)) {
        describe(name, () => {
            let subject: Packed;

            before(() => {
                const found = packages.find((each) => each.name === name);
                assert.ok(found !== undefined, `${name} was not packed`);
                subject = found;
            });

            it("holds its documents and what its sources build, and nothing else", () => {
                assert.deepEqual(
                    subject.files.filter((file) => !file.startsWith("dist/")),
                    [...documents].sort(),
                );
                const strange = subject.files.filter(
                    (file) => file.startsWith("dist/") && !existsSync(sourceOf(file, sources)),
                );
                assert.deepEqual(strange, [], "dist/ is what the sources build; else remove it, and npm run build");
            });

            it("holds no file that nothing leads to, and all that its entries need", () => {
                const run = subject.files.filter((file) => file.endsWith(".js"));
                // Types alone: nothing requires what is left of it.
                const typesOnly = run.filter((file) => isEmptyModule(path.join(subject.folder, file)));
                assert.deepEqual(
                    // A command of the engine's has no such end.
                    reachable(subject, "default").filter((file) => file.endsWith(".js")),
                    run.filter((file) => !typesOnly.includes(file)),
                );
                assert.deepEqual(
                    reachable(subject, "types").filter(isDeclaration),
                    subject.files.filter(isDeclaration),
                );
            });

            it(`takes at most ${packed} KB, ${unpacked} KB unpacked`, () => {
                assert.ok(subject.size <= packed * 1000, `${subject.size} bytes packed`);
                assert.ok(subject.unpackedSize <= unpacked * 1000, `${subject.unpackedSize} bytes unpacked`);
            });

            it("runs no script when it is installed", () => {
                const atInstallation = ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"];
                assert.deepEqual(
                    Object.keys(subject.manifest.scripts).filter((script) => atInstallation.includes(script)),
                    [],
                );
            });

            it("declares each package that it loads, and loads each that it declares", () => {
                const { dependencies, peerDependencies } = subject.manifest;
                assert.deepEqual(
                    packagesUsed(
                        subject,
                        subject.files.filter((file) => file.endsWith(".js")),
                    ),
                    Object.keys({ ...dependencies, ...peerDependencies }).sort(),
                );
            });

            it("takes types from packages that come with it", () => {
                const { dependencies, peerDependencies } = subject.manifest;
                const withTypes = Object.keys({ ...dependencies, ...peerDependencies }).filter(bringsTypes);
                assert.deepEqual(
                    packagesUsed(subject, reachable(subject, "types")).filter((each) => !withTypes.includes(each)),
                    [],
                );
            });

            it("has commands that a shell can start", () => {
                for (const file of Object.values(subject.manifest.bin)) {
                    assert.match(
                        readFileSync(path.join(subject.folder, file), "utf8"),
                        /^#!\/usr\/bin\/env node\n/,
                        `${file} has no #! line`,
                    );
                }
            });
        });
    }

    it("has the pages to which its own lead, but for sources and measurements", () => {
        const broken = packages.flatMap(({ name, files, folder }) => {
            const folders = new Set(files.map((file) => path.posix.dirname(file)));
            const shown = (file: string) => /^(README\.md|docs\/.*\.md)$/.test(file);
            return files.filter(shown).flatMap((page) =>
                linksOf(readFileSync(path.join(folder, page), "utf8"))
                    .map((link) => link.replace(/#.*/, ""))
                    .filter((link) => link !== "" && !/^(https|mailto):/.test(link))
                    .map((link) => path.posix.normalize(path.posix.join(path.posix.dirname(page), link)))
                    .filter((link) => !files.includes(link) && !folders.has(link))
                    .filter((link) => page === "README.md" || !/^(provider|test|bench)\//.test(link))
                    .map((link) => `${name}, ${page}: ${link}`),
            );
        });
        assert.deepEqual(broken, []);
    });

    it("pulumi-kore asks for the oldest SDK that it works with, and for one of the program's own", async () => {
        const { oldestVersion } = await import("../../tools/engine/engine.mjs");
        const { manifest } = packages.find(({ name }) => name === "pulumi-kore") ?? assert.fail("it was not packed");
        assert.deepEqual(manifest.peerDependencies, { "@pulumi/pulumi": `^${oldestVersion}` });
        assert.ok(
            !("@pulumi/pulumi" in manifest.dependencies),
            "a second SDK would know nothing of the program's resources",
        );
    });
});

/** The source of a file in dist/. */
function sourceOf(file: string, sources: [built: string, source: string][]): string {
    const [built, source] = sources.find(([built]) => file.startsWith(built)) ?? assert.fail(file);
    return path.join(repositoryRoot, `${source}${file.slice(built.length).replace(/\.(d\.ts|js)$/, ".ts")}`);
}

function isDeclaration(file: string): boolean {
    return file.endsWith(".d.ts");
}

function isEmptyModule(file: string): boolean {
    return /^"use strict";\s*(\/\*[\s\S]*?\*\/\s*)*Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\s*(\/\*[\s\S]*?\*\/|\/\/[^\n]*|\s)*$/.test(
        readFileSync(file, "utf8"),
    );
}

function bringsTypes(name: string): boolean {
    const folder = path.join(repositoryRoot, "node_modules", name);
    return (
        existsSync(path.join(folder, "index.d.ts")) ||
        /"(types|typings)":/.test(readFileSync(path.join(folder, "package.json"), "utf8"))
    );
}
