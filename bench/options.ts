import { parseArgs } from "node:util";
import { Problem } from "../tools/shared/problem.cjs";
import { contenderNames, contenders, type ContenderName } from "./contender";
import { type StepName, stepNames, steps } from "./step";

/** What to measure. */
export interface Options {
    people: number[];
    pairs: number;
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
1,800 an hour) and answers after 50 ms. These providers bring the same people up, preview, change one, refresh and destroy:

${contenderNames.map((name) => `  ${name.padEnd(10)}${contenders[name].meaning}`).join("\n")}

  --people 100,1000      how many people; one round of measurements for each
  --pairs 3              how often ours and the floor, with their variants, do their steps in turn
  --providers NAMES      which of ${contenderNames.join(", ")} (all)
  --steps NAMES          which of ${stepNames.join(", ")}, ${loading} (all); up is always done
  --no-limits            without the documented limits: a quick look while working on the package
  --write                writes bench/RESULTS.md and bench/results.svg
  --help

Steps:
${stepNames.map((name) => `  ${name.padEnd(10)}${steps[name].title}`).join("\n")}
  ${loading.padEnd(10)}time to load the package in a program, and the provider's module

It takes about an hour, by the machine; --people 100 takes about 10 minutes. Leave the machine alone meanwhile.
`;

/** @throws Problem, which says what is wrong with the command */
export function readOptions(args: string[]): Options {
    const values = parsed(args);
    const chosen = choice("--steps", values.steps, [...stepNames, loading]);
    return {
        people: list(values.people).map((text) => wholeNumber("--people", text)),
        pairs: wholeNumber("--pairs", values.pairs),
        contenders: contenderNames.filter((name) =>
            choice("--providers", values.providers, contenderNames).includes(name),
        ),
        steps: stepNames.filter((name) => name === "up" || chosen.includes(name)),
        loading: chosen.includes(loading),
        limits: !values["no-limits"],
        write: values.write,
        help: values.help,
    };
}

function parsed(args: string[]) {
    const flag = { type: "boolean", default: false } as const;
    try {
        return parseArgs({
            args,
            options: {
                people: { type: "string", default: "100,1000" },
                pairs: { type: "string", default: "3" },
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
