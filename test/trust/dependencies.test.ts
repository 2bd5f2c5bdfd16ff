import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { repositoryRoot } from "../harness/repository";
import { audit, grave, readAudit } from "./audit";
import { isAllowed, licenceOf, lockedIn } from "./lockFile";

const allowed = [
    "MIT",
    "MIT-0",
    "ISC",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "BlueOak-1.0.0",
    "Unlicense",
    "CC0-1.0",
];
const lockFiles = [
    "package-lock.json",
    "tools/engine/npm/package-lock.json",
    "tools/pictures/browser/package-lock.json",
    "tools/site/vitepress/package-lock.json",
    "test/backends/postgres/package-lock.json",
];
const production = lockedIn("package-lock.json").filter(({ dev }) => !dev);

describe("what users install with the three packages", () => {
    it("has licences that allow it, in each package's own words", () => {
        assert.ok(production.length > 50, `${production.length} dependencies were found`);
        const others = production
            .map((locked) => ({ ...locked, licence: licenceOf(locked) }))
            .filter(({ licence }) => !isAllowed(licence, allowed));
        assert.deepEqual(
            others.map(({ folder, licence }) => `${folder}: ${licence}`),
            [],
        );
    });

    it("runs nothing while it is installed", () => {
        const scripts = production.filter(({ hasInstallScript }) => hasInstallScript);
        assert.deepEqual(
            scripts.map(({ folder }) => folder),
            [],
        );
        for (const manifest of ["package.json", "emulator/package.json", "review/package.json"]) {
            const text = readFileSync(path.join(repositoryRoot, manifest), "utf8");
            assert.ok(!/"(?:pre|post)?install"\s*:/.test(text), `${manifest} has an install script`);
        }
    });

    const audited = audit();
    // One that was not run is neither a passed test nor a failed one.
    if ("notRun" in audited) console.log(`\n  NOT RUN: npm audit of the dependencies (${audited.notRun})`);
    else
        it(`has nothing that is known to be gravely vulnerable, in ${audited.packages} packages`, () =>
            assert.deepEqual(grave(audited), []));
});

describe("a lock file", () => {
    for (const file of lockFiles) {
        it(`has a checksum of every package, and no host that it must come from: ${file}`, () => {
            const packages = lockedIn(file);
            assert.ok(packages.length > 0, `${file} has packages`);
            assert.deepEqual(
                packages.filter(({ integrity }) => !integrity?.startsWith("sha512-")).map(({ folder }) => folder),
                [],
            );
            assert.deepEqual(
                packages.filter(({ resolved }) => resolved !== undefined).map(({ folder }) => folder),
                [],
            );
        });
    }
});

describe("a licence", () => {
    for (const [licence, isFit] of [
        ["MIT", true],
        ["(MIT OR GPL-3.0-only)", true],
        ["(MIT AND BSD-3-Clause)", true],
        ["(MIT AND GPL-3.0-only)", false],
        ["GPL-3.0-only", false],
        ["none", false],
        ["SEE LICENSE IN LICENSE.txt", false],
    ] as const) {
        it(`${licence} is ${isFit ? "" : "not "}allowed`, () => assert.equal(isAllowed(licence, allowed), isFit));
    }
});

describe("the answer of npm audit", () => {
    const answer = (severity: string) =>
        JSON.stringify({
            auditReportVersion: 2,
            vulnerabilities: {
                axios: { severity, via: [{ title: "Leaks" }] },
                "axios-retry": { severity, via: ["axios"] },
            },
            metadata: { dependencies: { prod: 118 } },
        });
    const graveIn = (stdout: string) => {
        const read = readAudit(stdout);
        return "notRun" in read ? read.notRun : grave(read);
    };

    for (const severity of ["high", "critical"]) {
        it(`fails for what is ${severity}, with its name and title`, () =>
            assert.deepEqual(graveIn(answer(severity)), [
                `axios (${severity}): Leaks`,
                `axios-retry (${severity}): by way of axios`,
            ]));
    }
    it("does not fail for less", () => assert.deepEqual(graveIn(answer("moderate")), []));

    for (const [message, said] of [
        [
            "405 Method Not Allowed - POST https://registry.example.org/-/npm/v1/security/advisories/bulk",
            "the registry did not answer it: 405 Method Not Allowed",
        ],
        [
            "request to http://127.0.0.1:1/bulk failed, reason: connect ECONNREFUSED 127.0.0.1:1",
            "the registry did not answer it: ECONNREFUSED",
        ],
    ] as const) {
        it(`says that it was not run: ${said}`, () =>
            assert.equal(graveIn(JSON.stringify({ message, error: { summary: "", detail: "" } })), said));
    }

    it("is an error where npm itself could not do it, or writes something else", () => {
        assert.throws(() =>
            readAudit(
                JSON.stringify({
                    error: { code: "ENOLOCK", summary: "This command requires an existing lockfile.", detail: "" },
                }),
            ),
        );
        assert.throws(() => readAudit("[]"));
        assert.throws(() => readAudit(""));
    });
});
