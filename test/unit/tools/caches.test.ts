import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../../../tools/docs/sources";
import { cacheOfLinter, filesThatOthersRead } from "../../../tools/test/caches";

describe("what the linter keeps of files that were in order", () => {
    let folder: string;
    let helper: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "kore-caches-"));
        helper = path.join(folder, "helper.ts");
        writeFileSync(helper, "export const one = () => 1;");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const cache = () => cacheOfLinter(path.join(folder, "caches"), [helper]);

    it("is used again while no file is another one that others import", () => {
        const kept = cache();
        mkdirSync(kept, { recursive: true });
        assert.equal(cache(), kept);
        assert.ok(existsSync(kept));
    });

    it("goes with such a file, as a rule may say something else of a file that imports it", () => {
        const kept = cache();
        mkdirSync(kept, { recursive: true });
        writeFileSync(helper, "export const one = async () => 1;");
        assert.notEqual(cache(), kept);
        assert.ok(!existsSync(kept));
    });

    it("goes by what others import, not by the tests", () => {
        const files = filesThatOthersRead().map((file) => path.relative(root, file));
        for (const file of ["provider/index.ts", "test/harness/whole.ts", "package-lock.json", "tsconfig.json"])
            assert.ok(files.includes(path.normalize(file)), file);
        assert.deepEqual(
            files.filter((file) => file.endsWith(".test.ts")),
            [],
        );
    });
});
