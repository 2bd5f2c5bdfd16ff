import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { generatedPages, partNames } from "../../tools/docs/pages";

describe("the generated parts of the pages", function () {
    this.timeout(60_000);

    for (const page of generatedPages()) {
        it(`of ${page.file} are what the code says`, () => {
            assert.equal(
                page.text,
                page.current,
                `npx --no-install tsx tools/docs/generate.ts writes ${page.file} anew`,
            );
        });
    }

    it("are all on some page", () => {
        const used = new Set(generatedPages().flatMap(({ parts }) => parts));
        assert.deepEqual(
            partNames.filter((name) => !used.has(name)),
            [],
        );
    });
});
