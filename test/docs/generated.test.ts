import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { generatedPages, partNames } from "../../tools/docs/pages";
import { argumentFailures, errorMessages, notices, programErrors, settingProblems } from "../../tools/docs/messages";

describe("the generated parts of the pages", function () {
    this.timeout(60_000);

    for (const page of generatedPages()) {
        it(`of ${page.file} are what the code says`, () => {
            assert.equal(page.text, page.current, `npx tsx tools/docs/generate.ts writes ${page.file} anew`);
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

describe("the list of messages", () => {
    const whole = errorMessages().map(({ kind, what, why, advice }) => `${kind}: ${what}: ${why}. ${advice}`);

    it("has both sides of a condition, each with the parts that belong to it", () => {
        const lost = whole.filter((text) => text.includes("no answer from"));
        assert.deepEqual(lost, [
            "lost: POST /api/public/… failed: no answer from … (no whole answer within … s). It may have been done or not: run again, which reads what is there first.",
            "lost: POST /api/public/… failed: no answer from … (…). It may have been done or not: run again, which reads what is there first.",
            "unreachable: POST /api/public/… failed: no answer from … (no whole answer within … s). Run again.",
            "unreachable: POST /api/public/… failed: no answer from … (…). Run again.",
        ]);
    });

    it("has what the callers of a function say, each once", () => {
        const entries = whole.filter((text) => text.startsWith("unreadable: ada@example.com could not be read:"));
        assert.ok(entries.length >= 3, entries.join("\n"));
        assert.ok(entries.some((text) => text.includes("the answer has no entry for this address")));
        assert.equal(new Set(whole).size, whole.length);
    });

    it("has what is known only when it runs as an ellipsis", () => {
        assert.ok(whole.some((text) => text.includes('the host of kore.Provider "…" leads to …')));
    });

    it("has something of every other kind of message", () => {
        assert.ok(argumentFailures().includes("is not an argument of this resource"));
        assert.ok(settingProblems().includes("is missing"));
        assert.ok(settingProblems().includes("must be a whole number of at least …"), "a text that has a name");
        assert.ok(programErrors().some((text) => text.includes("One person belongs to one KoreUser")));
        assert.ok(notices().some((text) => text.includes("is no longer in the account")));
    });
});
