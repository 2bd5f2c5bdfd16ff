import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import { kinds } from "./judge";
import { titleOf } from "./results";
import { type Outcome, parallels } from "./runs";
import { scenarios } from "./scenarios";

const file = path.join(repositoryRoot, "test", "scenarios", ".work", "outcomes.jsonl");

const kept = v.object({
    provider: v.string(),
    scenario: v.string(),
    people: v.number(),
    parallel: v.string(),
    seconds: v.number(),
    offences: v.array(
        v.object({
            kind: v.picklist(Object.keys(kinds) as (keyof typeof kinds)[]),
            step: v.string(),
            what: v.string(),
            about: v.exactOptional(v.string()),
            lasted: v.exactOptional(v.number()),
        }),
    ),
    refused: v.exactOptional(v.string()),
});

/** How runs ended with the provider as it is now, also in earlier calls: the whole table takes hours. */
export class KeptOutcomes {
    private readonly provider = providerNow();

    keep(outcomes: Outcome[]): void {
        mkdirSync(path.dirname(file), { recursive: true });
        for (const { scenario, people, parallel, seconds, offences, refused } of outcomes) {
            const ended = { provider: this.provider, scenario: scenario.name, people, parallel, seconds, offences };
            const line = { ...ended, ...(refused === undefined ? {} : { refused }) };
            appendFileSync(file, `${JSON.stringify(line satisfies v.InferOutput<typeof kept>)}\n`);
        }
    }

    /** Of what ran more than once, the last; in the order of the table. */
    outcomes(): Outcome[] {
        const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
        const latest = new Map<string, Outcome>();
        for (const line of lines) {
            const { provider, scenario: name, ...ended } = v.parse(v.pipe(v.string(), v.parseJson(), kept), line);
            const scenario = scenarios.find((each) => each.name === name);
            if (provider !== this.provider || scenario === undefined) continue;
            const outcome: Outcome = { ...ended, scenario };
            latest.set(titleOf(outcome), outcome);
        }
        const place = ({ scenario }: Outcome) => scenarios.indexOf(scenario);
        const column = ({ parallel }: Outcome) => parallels.indexOf(parallel);
        return [...latest.values()].sort((a, b) => place(a) - place(b) || a.people - b.people || column(a) - column(b));
    }
}

/** What tells the provider as it is built now from others. */
function providerNow(): string {
    const folder = path.join(repositoryRoot, "dist");
    const hash = createHash("sha256");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".js"));
    for (const each of files.sort()) hash.update(each).update(readFileSync(path.join(folder, each)));
    return hash.digest("hex").slice(0, 16);
}
