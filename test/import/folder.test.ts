import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { AccessError } from "../../review/src/accessError";
import { Folder } from "../../review/src/import/folder";
import { temporaryFolders } from "./imports";

const manifest = ".kore-access-import.json";

describe("the folder of an import", () => {
    const temporaryFolder = temporaryFolders();
    const project = (...files: [string, string][]) => new Map(files);
    const contents = (folder: string) =>
        Object.fromEntries(
            readdirSync(folder)
                .filter((name) => name !== manifest)
                .sort()
                .map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
        );

    it("is made with all its parents, and holds the project and nothing else", () => {
        const place = path.join(temporaryFolder(), "new", "access");
        assert.deepEqual(Folder.open(place).write(project(["b.ts", "b"], ["a.ts", "a"])), ["a.ts", "b.ts"]);
        assert.deepEqual(contents(place), { "a.ts": "a", "b.ts": "b" });
        assert.deepEqual(readdirSync(path.dirname(place)), ["access"]);
    });

    it("takes a later import of the same or of other contents, and loses the files that it has no more", () => {
        const place = temporaryFolder();
        Folder.open(place).write(project(["a.ts", "a"], ["people.csv", "rows"]));
        assert.deepEqual(Folder.open(place).write(project(["a.ts", "a"], ["people.csv", "rows"])), []);
        writeFileSync(path.join(place, "own.ts"), "mine");
        assert.deepEqual(Folder.open(place).write(project(["a.ts", "a2"], ["people.ts", "people"])), [
            "a.ts",
            "people.csv",
            "people.ts",
        ]);
        assert.deepEqual(contents(place), { "a.ts": "a2", "own.ts": "mine", "people.ts": "people" });
    });

    it("keeps a file that no import wrote, or that was changed since, and names them all", () => {
        const place = temporaryFolder();
        Folder.open(place).write(project(["a.ts", "a"], ["b.ts", "b"], ["c.ts", "c"]));
        for (const name of ["a.ts", "b.ts", "d.ts"]) writeFileSync(path.join(place, name), "mine");
        const before = contents(place);
        assertRefused(
            () => Folder.open(place).write(project(["a.ts", "a2"], ["b.ts", "b2"], ["c.ts", "c2"], ["d.ts", "d"])),
            /: a\.ts, b\.ts, d\.ts\. Nothing was written/,
        );
        assertRefused(
            () => Folder.open(place).write(project(["a.ts", "a"], ["c.ts", "c2"])),
            /: b\.ts\. Nothing was written/,
        );
        assertRefused(
            () => Folder.open(place).checkNames(["c.ts", "d.ts"]),
            /there is a file that kore-access import did not write, or that was changed since: d\.ts\./,
        );
        assert.deepEqual(contents(place), before);
    });

    it("lets a changed file stand for which the import has nothing new", () => {
        const place = temporaryFolder();
        Folder.open(place).write(project(["package.json", "{}"], ["people.ts", "ada"]));
        writeFileSync(path.join(place, "package.json"), '{"name": "mine"}');
        assert.deepEqual(Folder.open(place).write(project(["package.json", "{}"], ["people.ts", "ada, grace"])), [
            "people.ts",
        ]);
        assert.deepEqual(contents(place), { "package.json": '{"name": "mine"}', "people.ts": "ada, grace" });
    });

    it("knows its files by what they say, whatever the line ends that git gives them", () => {
        const place = temporaryFolder();
        Folder.open(place).write(project(["a.ts", "one\ntwo\n"]));
        writeFileSync(path.join(place, "a.ts"), "one\r\ntwo\r\n");
        assert.deepEqual(Folder.open(place).write(project(["a.ts", "three\n"])), ["a.ts"]);
    });

    it("goes on after an import that was killed between two files", () => {
        const place = temporaryFolder();
        Folder.open(place).write(project(["a.ts", "a"], ["b.ts", "b"]));
        const before = readFileSync(path.join(place, manifest), "utf8");
        Folder.open(place).write(project(["a.ts", "a2"], ["b.ts", "b2"]));
        const after = readFileSync(path.join(place, manifest), "utf8");
        const files = (text: string) => (JSON.parse(text) as { files: Record<string, string[]> }).files;
        const meanwhile = Object.fromEntries(
            Object.entries(files(after)).map(([name, hashes]) => [name, [...hashes, ...(files(before)[name] ?? [])]]),
        );
        writeFileSync(path.join(place, "b.ts"), "b");
        writeFileSync(path.join(place, manifest), JSON.stringify({ files: meanwhile }));
        assert.deepEqual(Folder.open(place).write(project(["a.ts", "a2"], ["b.ts", "b2"])), ["b.ts"]);
    });

    it("is refused where it is a file, where its record is damaged, and where a part of its path is a file", () => {
        const place = temporaryFolder();
        writeFileSync(path.join(place, "file"), "");
        assertRefused(() => Folder.open(path.join(place, "file")), /is a file: name a folder/);
        assertRefused(
            () => Folder.open(path.join(place, "file", "access")).write(project(["a.ts", "a"])),
            /can't be written, and is as it was: a part of its path is a file/,
        );
        writeFileSync(path.join(place, manifest), "{");
        assertRefused(
            () => Folder.open(place),
            /is not as an import wrote it: put it back, or import into another folder/,
        );
    });

    const outside = ["../victim.txt", "..", ".", "", "a/b", "./a", "a\\b", "..\\victim.txt", "/abs", "a/"];
    for (const name of outside)
        it(`is refused where its record names ${JSON.stringify(name)}, and nothing outside of it goes`, () => {
            const parent = temporaryFolder();
            const place = path.join(parent, "access");
            const victim = path.join(parent, "victim.txt");
            mkdirSync(place);
            writeFileSync(victim, "mine");
            const hash = createHash("sha256").update("mine").digest("hex");
            writeFileSync(path.join(place, manifest), JSON.stringify({ files: { [name]: [hash] } }));
            assertRefused(() => Folder.open(place).write(project(["a.ts", "a"])), /is not as an import wrote it/);
            assert.equal(readFileSync(victim, "utf8"), "mine");
        });

    it("takes the link away that stands in a file's place, and leaves what it leads to", () => {
        const parent = temporaryFolder();
        const place = path.join(parent, "access");
        const target = path.join(parent, "target.txt");
        Folder.open(place).write(project(["a.ts", "a"], ["b.ts", "b"]));
        writeFileSync(target, "b");
        rmSync(path.join(place, "b.ts"));
        symlinkSync(target, path.join(place, "b.ts"));
        assert.deepEqual(Folder.open(place).write(project(["a.ts", "a"])), ["b.ts"]);
        assert.deepEqual(contents(place), { "a.ts": "a" });
        assert.equal(readFileSync(target, "utf8"), "b");
    });

    describe("on a full disk", () => {
        // A disk of 64 kB takes a root of this machine; without one it is skipped by those who have none.
        const disk = path.join(temporaryDisk(), "disk");
        let isMounted = false;
        before(() => {
            mkdirSync(disk, { recursive: true });
            try {
                execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
                isMounted = true;
            } catch {
                isMounted = false;
            }
        });
        after(() => {
            if (isMounted) execFileSync("umount", [disk]);
            rmSync(path.dirname(disk), { recursive: true, force: true });
        });

        it("is as it was, also where it was full of an earlier import", function () {
            if (!isMounted) return;
            const [fresh, old] = [path.join(disk, "fresh"), path.join(disk, "old")];
            Folder.open(old).write(project(["a.ts", "a"], ["b.ts", "b"]));
            const large = project(["a.ts", "x".repeat(30_000)], ["b.ts", "y".repeat(30_000)]);
            for (const place of [fresh, old])
                assertRefused(
                    () => Folder.open(place).write(large),
                    /can't be written, and is as it was: the disk is full\./,
                );
            assert.equal(existsSync(fresh), false);
            assert.deepEqual(contents(old), { "a.ts": "a", "b.ts": "b" });
            assert.deepEqual(readdirSync(disk), ["old"]);
        });
    });
});

function temporaryDisk(): string {
    return path.join(process.env["TMPDIR"] ?? "/tmp", `kore-import-disk-${process.pid}`);
}

function assertRefused(step: () => unknown, message: RegExp): void {
    assert.throws(step, (error: unknown) => {
        assert.ok(error instanceof AccessError);
        assert.match(error.message, message);
        return true;
    });
}
