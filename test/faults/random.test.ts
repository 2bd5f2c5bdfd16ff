import assert from "node:assert/strict";
import { isWhole } from "../harness/whole";
import { runAll } from "./runs";

const fixed = 1;
const runs = isWhole ? 24 : 8;
const chance = Number(process.env["FAULTS_SEED"] ?? Math.floor(Math.random() * 1_000_000_000));

// A thousand of them: npx tsx test/faults/random.ts
describe("programs, changes by hand, faults and open facts, mixed at random", function () {
    this.timeout(300_000);

    for (const [which, seed] of [
        ["that are always the same", fixed],
        ["by chance", chance],
    ] as const) {
        it(`${runs} runs ${which} (seed ${seed}): nobody is without what is declared meanwhile, and after one clean update the account equals the program`, async () => {
            const { failed } = await runAll(seed, runs);
            assert.equal(failed.length, 0, failed.map((each) => `\nseed ${each.seed}: ${each.story}`).join("\n"));
        });
    }
});
