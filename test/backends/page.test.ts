import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { says } from "../harness/judging";
import { repositoryRoot } from "../harness/repository";
import { kinds } from "./kinds";

describe("docs/backends.md", () => {
    const page = readFileSync(path.join(repositoryRoot, "docs", "backends.md"), "utf8");
    const { s3, postgres } = kinds;

    it("names the releases that these tests run", async () => {
        const { engineVersion } = await import("../../tools/engine/engine.mjs");
        says(page, `With the Pulumi CLI ${engineVersion}, `);
        says(page, `| Versity S3 Gateway ${s3.version} |`);
        says(page, `| PostgreSQL ${postgres.version} |`);
    });

    it("has the figures that these tests hold Pulumi to, also in its table", () => {
        says(page, `So each KoreUser is ${s3.asked.step} requests, or ${postgres.asked.step} statements`);
        says(page, `nothing is ${s3.asked.nothing} requests, or ${postgres.asked.nothing} statements.`);
        const rows = [...page.matchAll(/^\| (\d+) \| (a KoreUser each|one KoreUsers) \| (\S+) .* \| (\S+) /gm)];
        const asked = new Map(rows.map(([, people, form, ...counts]) => [`${people} ${form}`, counts.map(numberOf)]));
        for (const people of [100, 200]) {
            const [each = [], one = []] = ["a KoreUser each", "one KoreUsers"].map((form) =>
                asked.get(`${people} ${form}`),
            );
            assert.deepEqual(
                each.map((count, index) => count - (one[index] ?? 0)),
                [s3.asked.step, postgres.asked.step].map((step) => step * (people - 1)),
            );
        }
    });
});

function numberOf(text: string): number {
    return Number(text.replaceAll(",", ""));
}
