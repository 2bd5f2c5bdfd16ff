import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { liveAll, type Outcome } from "../../tools/matrix/life";
import { packInto } from "../../tools/matrix/project";
import { judge } from "../../tools/matrix/results";
import { managers, type Row, rows } from "../../tools/matrix/rows";
import { sample } from "../harness/whole";

// A spread of the table: each package manager, Node, kind of program, and the oldest, a middle and the newest SDK.
const all = [
    "npm-node20-3.216.0-typescript-module",
    "pnpm-node24-3.245.0-es-module",
    "yarn-classic-node24-3.270.0-javascript",
    "yarn-modern-node22-3.245.0-typescript",
    "yarn-pnp-node22-3.245.0-javascript",
];

const spread = sample(all, 3);

describe("installed into an empty project, the packages live from up to destroy", function () {
    // The first run on a machine downloads what later ones find.
    this.timeout(240_000);
    let work: string;
    let outcomes: Map<Row, Promise<Outcome>>;

    before(async () => {
        work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kore-matrix-")));
        outcomes = liveAll(spread.map(rowNamed), work, await packInto(work));
    });
    after(() => rmSync(work, { recursive: true, force: true }));

    for (const row of spread.map(rowNamed)) {
        const { manager, node, refusal } = row;
        it(`${refusal === undefined ? "by" : "or say what to do: by"} ${managers[manager].label}, on Node ${node}: ${row.name}`, async () => {
            const outcome = await (outcomes.get(row) ?? assert.fail("it was not begun"));
            const { asExpected, sentence } = judge(outcome);
            assert.ok(asExpected, `${sentence}\n${outcome.failed?.said ?? ""}`);
        });
    }

    it("in a spread that has each manager, Node, kind of program, and the oldest, a middle and the newest SDK", () => {
        const named = all.map(rowNamed);
        const values = (key: "manager" | "node" | "sdk" | "language") => new Set(named.map((row) => String(row[key])));
        assert.deepEqual([...values("manager")].sort(), Object.keys(managers).sort());
        assert.deepEqual([...values("node")].sort(), ["20", "22", "24"]);
        for (const sdk of ["oldest", "middle", "newest"]) assert.ok(values("sdk").has(sdk), `${sdk} SDK`);
        for (const language of ["typescript", "typescript-module", "javascript", "es-module"])
            assert.ok(values("language").has(language), language);
    });
});

function rowNamed(name: string): Row {
    return rows.find((row) => row.name === name) ?? assert.fail(`tools/matrix/rows.ts has no row ${name}`);
}
