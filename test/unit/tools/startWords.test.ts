import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { words } from "../../../tools/startWords";

describe("what `npm start` says", () => {
    for (const [what, text] of Object.entries(words))
        it(`fits a terminal of 80 columns: ${what}`, () =>
            assert.deepEqual(
                text.split("\n").filter(({ length }) => length > 80),
                [],
            ));
});
