import assert from "node:assert/strict";
import { runAll } from "./runs";

const fixed = 1;
const chance = Number(process.env["FAULTS_SEED"] ?? Math.floor(Math.random() * 1_000_000_000));

// A thousand of them: npx tsx test/faults/random.ts
describe("programs, changes by hand, faults and open facts, mixed at random", function () {
    this.timeout(240_000);

    for (const [which, seed] of [["that are always the same", fixed], ["by chance", chance]] as const) {
        it(`30 runs ${which} (seed ${seed}): after one clean update the account equals the program, and nobody was invited twice`, async () => {
            const { failed } = await runAll(seed, 30);
            assert.equal(failed.length, 0, failed.map((each) => `\nseed ${each.seed}: ${each.story}`).join("\n"));
        });
    }
});
