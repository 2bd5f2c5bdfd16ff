import { parseArgs } from "node:util";
import { Problem } from "../tools/shared/problem.cjs";
import { contenderNames, contenderOf, type ContenderName, stackOf } from "./contender";
import { type StepName, stepNames, steps } from "./step";
import { grouped } from "./table";

/** What to measure. */
export interface Options {
    people: number[];
    pairs: number;
    /** How often in a pair what leaves everything as it is. */
    rounds: number;
    contenders: ContenderName[];
    /** Always with up: the others need its people. */
    steps: StepName[];
    loading: boolean;
    limits: boolean;
    write: boolean;
    help: boolean;
}

const loading = "loading";

export const help = `npm run bench [-- OPTIONS]

Measures this package with the real Pulumi CLI on an emulated Kore.ai account that keeps to the documented limits (60 requests a minute,
1,800 an hour) and answers after 50 ms. These contenders bring the same people up, preview, change one, refresh and destroy:

${contenderNames.map((name) => `  ${name.padEnd(10)}${contenderOf(name).meaning}${most(name)}`).join("\n")}

  --people 100,1000,10000   how many people; one round of measurements for each
  --pairs 1                 how often all of it is done
  --rounds 3                how often in each what changes nothing (up to 1,000 people)
  --providers NAMES         which of ${contenderNames.join(", ")} (all)
  --steps NAMES             which of ${stepNames.join(", ")}, ${loading} (all); up is always done
  --no-limits               without the documented limits: a quick look while working on the package
  --write                   writes bench/RESULTS.md, bench/results.svg and bench/growth.svg
  --help

Steps:
${stepNames.map((name) => `  ${name.padEnd(10)}${steps[name].title}`).join("\n")}
  ${loading.padEnd(10)}time to load the package in a program, and the provider's module

All of it takes about 25 minutes on two cores, 12 of which are the update of 10,000 people, which waits for the budget in real time. Leave the
machine alone meanwhile.

  npm run bench -- --people 100 --providers each,floor,sets,one,budget --rounds 1 --steps preview,noChange
                            a try, in a minute
`;

function most(name: ContenderName): string {
    const people = contenderOf(name).most;
    return people === undefined ? "" : ` (up to ${grouped(people)} people)`;
}

/** @throws Problem, which says what is wrong with the command */
export function readOptions(args: string[]): Options {
    const values = parsed(args);
    const chosen = choice("--steps", values.steps, [...stepNames, loading]);
    const named = choice("--providers", values.providers, contenderNames);
    return {
        people: list(values.people).map((text) => wholeNumber("--people", text)),
        pairs: wholeNumber("--pairs", values.pairs),
        rounds: wholeNumber("--rounds", values.rounds),
        contenders: contenderNames.filter((name) => named.includes(name) || named.some((each) => needs(each, name))),
        steps: stepNames.filter((name) => name === "up" || chosen.includes(name)),
        loading: chosen.includes(loading),
        limits: !values["no-limits"],
        write: values.write,
        help: values.help,
    };
}

/** Whether a contender is nothing without another one: on whose stack it is measured, or beside whom. */
function needs(named: string, other: ContenderName): boolean {
    const name = contenderNames.find((each) => each === named);
    if (name === undefined) return false;
    return name === "budget" ? other === "sets" : stackOf(name) === other;
}

function parsed(args: string[]) {
    const flag = { type: "boolean", default: false } as const;
    try {
        return parseArgs({
            args,
            options: {
                people: { type: "string", default: "100,1000,10000" },
                pairs: { type: "string", default: "1" },
                rounds: { type: "string", default: "3" },
                providers: { type: "string", default: contenderNames.join(",") },
                steps: { type: "string", default: [...stepNames, loading].join(",") },
                "no-limits": flag,
                write: flag,
                help: { ...flag, short: "h" },
            },
        }).values;
    } catch (error) {
        throw new Problem(
            `${error instanceof Error ? error.message : String(error)}\n\`npm run bench -- --help\` lists the options.`,
        );
    }
}

function list(text: string): string[] {
    return text.split(",").map((part) => part.trim());
}

function choice(option: string, text: string, known: readonly string[]): string[] {
    const names = list(text);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0)
        throw new Problem(`${option}: there is no ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
    return names;
}

function wholeNumber(option: string, text: string): number {
    if (!/^[1-9]\d{0,4}$/.test(text)) throw new Problem(`${option}: "${text}" is no whole number from 1 to 99999.`);
    return Number(text);
}
