import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, beforeEach, describe, it } from "mocha";
import { checks, type Finding, type Runner } from "../../../tools/release/checks";

const today = new Date().toISOString().slice(0, 10);

// A hook of git's that runs the tests names its own repository in the environment.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
const run: Runner = (command, args, cwd) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
        cwd,
        env,
        encoding: "utf8",
        shell: process.platform === "win32" && command === "npm",
    });
    return Promise.resolve({ code: status, output: `${stdout}${stderr}` });
};

describe("the checklist of a release", () => {
    const folders: string[] = [];
    let root: string;

    const write = (file: string, content: unknown) => {
        mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        writeFileSync(path.join(root, file), typeof content === "string" ? content : JSON.stringify(content));
    };
    const commit = () => {
        execFileSync("git", ["add", "--all"], { cwd: root, env });
        execFileSync(
            "git",
            [
                "-c",
                "user.name=release",
                "-c",
                "user.email=release@example.com",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--message",
                "a change",
            ],
            { cwd: root, env },
        );
    };
    const look = (title: string): Promise<Finding> =>
        (checks.find((check) => check.title === title) ?? assert.fail(`there is no point ${title}`)).look({
            root,
            run,
        });
    const fails = async (title: string, says: RegExp, advice: RegExp) => {
        const finding = await look(title);
        assert.equal(finding.holds, false, finding.says);
        assert.match(finding.says, says);
        assert.match(finding.advice ?? "", advice);
    };

    // A tree in which everything holds, but for the tests.
    beforeEach(() => {
        root = mkdtempSync(path.join(os.tmpdir(), "kore-release-test-"));
        folders.push(root);
        execFileSync("git", ["init", "--quiet"], { cwd: root, env });
        for (const file of ["package.json", "emulator/package.json", "review/package.json"])
            write(file, { version: "0.2.0" });
        write("package-lock.json", {
            packages: {
                "": { version: "0.2.0" },
                emulator: { version: "0.2.0" },
                review: { version: "0.2.0" },
                "node_modules/kore-access": { link: true },
            },
        });
        write("CHANGELOG.md", "# Changelog\n\n## 0.2.0\n\n- News.\n\n## 0.1.0\n\n- The first.\n");
        write("SECURITY.md", "| the newest minor release (0.2) | yes |\n");
        for (const release of ["0.1.0", "0.2.0"])
            for (const kind of ["", ".program", ".account"]) write(`test/states/${release}${kind}.json`, {});
        for (const file of ["provider/user.ts", "bench/bench.ts", "bin/pulumi-resource-kore"]) write(file, "");
        chmodSync(path.join(root, "bin", "pulumi-resource-kore"), 0o755);
        const resources = { "kore:index:User": {}, "kore:index:Users": {}, "kore:index:UserAccess": {} };
        write("bin/schema.json", { pluginDownloadURL: "https://kore.invalid", resources });
        for (const folder of ["bench", "test/faults", "test/matrix", "test/scenarios", "test/trust"])
            write(`${folder}/RESULTS.md`, `Written on ${today}.`);
        commit();
    });
    after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

    it("holds where everything is done", async () => {
        for (const { title, isLong } of checks)
            if (isLong !== true) assert.deepEqual([title, (await look(title)).holds], [title, true]);
    });

    it("names each package and each entry of the lock file with another version", async () => {
        write("emulator/package.json", { version: "0.1.0" });
        write("package-lock.json", {
            packages: { "": { version: "0.2.0" }, emulator: { version: "0.1.0" }, review: {} },
        });
        await fails(
            "version",
            /emulator\/package\.json 0\.1\.0, package-lock\.json \(emulator\/package\.json\) 0\.1\.0, package-lock\.json \(review\/package\.json\) none/,
            /npm version 0\.2\.0/,
        );
    });

    it("misses the release in the changelog, or what it says", async () => {
        write("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n\n- The first.\n");
        await fails("changelog", /its newest release is 0\.1\.0, and package\.json has 0\.2\.0/, /what users will see/);
        write("CHANGELOG.md", "# Changelog\n\n## 0.2.0\n\n## 0.1.0\n\n- The first.\n");
        await fails("changelog", /0\.2\.0 says nothing/, /what users will see/);
    });

    it("misses the version among those that get fixes", async () => {
        write("SECURITY.md", "| the newest minor release (0.1) | yes |\n");
        await fails("supported versions", /does not name 0\.2/, /table/);
    });

    it("misses a kind of resource in the plugin's schema, and a plugin that nobody can start", async () => {
        write("bin/schema.json", { pluginDownloadURL: "https://kore.invalid", resources: { "kore:index:User": {} } });
        await fails("plugin", /lacks kore:index:Users, kore:index:UserAccess/, /generate\.ts/);
        chmodSync(path.join(root, "bin", "pulumi-resource-kore"), 0o644);
        await fails("plugin", /can't be executed/, /chmod/);
    });

    it("misses the state of any release", async () => {
        rmSync(path.join(root, "test", "states", "0.1.0.account.json"));
        await fails("states", /none of 0\.1\.0$/, /record\.ts 0\.1\.0/);
    });

    it("sees what is in no commit, and a tag that is there", async () => {
        write("provider/user.ts", "changed");
        await fails("tree", /M provider\/user\.ts/, /Commit/);
        commit();
        execFileSync("git", ["tag", "v0.2.0"], { cwd: root, env });
        await fails("tree", /v0\.2\.0 is there already/, /next version/);
    });

    it("sees figures that are older than what they measure, or not there", async () => {
        write("bench/RESULTS.md", "Measured on 2001-02-03.");
        await fails(
            "bench/RESULTS.md",
            new RegExp(
                `written on 2001-02-03, and what it is about \\(provider, bench\\) has last changed on ${today}`,
            ),
            /npm run bench -- --write/,
        );
        rmSync(path.join(root, "test", "trust", "RESULTS.md"));
        await fails("test/trust/RESULTS.md", /never written/, /fuzz\.ts --write/);
    });

    it("sees tests that fail on a fresh clone, with what they said", async () => {
        write("package.json", {
            version: "0.2.0",
            scripts: { test: "node -e \"console.log('no bread'); process.exit(1)\" --" },
        });
        commit();
        await fails("tests", /npm test failed on a fresh clone:[\s\S]*no bread/, /Mend it/);
        write("package.json", { version: "0.2.0", scripts: { test: "node -e 0 --" } });
        commit();
        assert.equal((await look("tests")).holds, true);
    });
});
