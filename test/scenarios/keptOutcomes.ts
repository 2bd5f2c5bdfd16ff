import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import { kinds } from "./judge";
import { titleOf } from "./results";
import { type Outcome, parallels } from "./runs";
import { scenarios } from "./scenarios";

const file = path.join(__dirname, "outcomes.jsonl");

const ended = v.object({
    /** What tells the provider from others, as it was built then. */
    provider: v.string(),
    /** The day. */
    date: v.string(),
    scenario: v.string(),
    people: v.number(),
    parallel: v.string(),
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

/** How a run ended, and whether the provider has been changed since. */
export interface KeptOutcome extends Omit<Outcome, "seconds"> {
    date: string;
    isOfEarlierProvider: boolean;
}

/** How each run ended last, with the provider as it was then: the whole table takes hours. They are kept with the project, in the order of the table. */
export class KeptOutcomes {
    private readonly provider = providerNow();

    keep(outcomes: Outcome[]): void {
        const date = new Date().toISOString().slice(0, 10);
        const all = linesNow();
        for (const { scenario, people, parallel, offences, refused } of outcomes) {
            const of = { provider: this.provider, date, scenario: scenario.name, people, parallel };
            const line = { ...of, offences, ...(refused === undefined ? {} : { refused }) };
            all.set(titleOf({ scenario, people, parallel }), line);
        }
        const column = (parallel: string) => parallels.indexOf(parallel);
        const sorted = [...all.values()].sort(
            (a, b) =>
                place(a.scenario) - place(b.scenario) || a.people - b.people || column(a.parallel) - column(b.parallel),
        );
        writeFileSync(file, sorted.map((line) => `${JSON.stringify(line)}\n`).join(""));
    }

    outcomes(): KeptOutcome[] {
        return [...linesNow().values()].flatMap(({ provider, scenario: name, ...of }) => {
            const scenario = scenarios[place(name)];
            return scenario === undefined ? [] : [{ ...of, scenario, isOfEarlierProvider: provider !== this.provider }];
        });
    }
}

function linesNow(): Map<string, v.InferOutput<typeof ended>> {
    const texts = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    const lines = texts
        .filter((text) => text !== "")
        .map((text) => v.parse(v.pipe(v.string(), v.parseJson(), ended), text));
    return new Map(lines.map((line) => [titleOf({ ...line, scenario: { name: line.scenario } }), line]));
}

function place(scenario: string): number {
    return scenarios.findIndex(({ name }) => name === scenario);
}

/** What tells the provider as it is built now from others. */
function providerNow(): string {
    const folder = path.join(repositoryRoot, "dist");
    const hash = createHash("sha256");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".js"));
    for (const each of files.sort()) hash.update(each).update(readFileSync(path.join(folder, each)));
    return hash.digest("hex").slice(0, 16);
}
