import { startEmulator } from "kore-emulator";
import type { Backend } from "../test/backends/backend";
import { kinds } from "../test/backends/kinds";
import { type Declared, environmentFor, type Ended, Stack, succeeded } from "../test/harness/stack";
import { exitOnProblem, Problem } from "../tools/shared/problem.cjs";
import { peopleOf, withOneChanged, type BenchPerson } from "./people";
import { grouped, table } from "./table";

const help = `npx tsx bench/backends.ts [PEOPLE]

What Pulumi asks of the place where it keeps a state, for so many people (100): an S3-compatible store and PostgreSQL, each started here. Requests and
bytes are counted as they come in; they don't depend on the machine. Where it says writes, these are PUT, or INSERT.
`;

/** How the people are declared, and what Pulumi is told besides. */
interface Form {
    declared: (people: BenchPerson[]) => Declared[];
    env: Record<string, string>;
}

const each = (people: BenchPerson[]): Declared[] =>
    people.map(({ name, ...args }) => ({ type: "KoreUser", name, args }));
const forms: Record<string, Form> = {
    "a KoreUser each": { declared: each, env: {} },
    "a KoreUser each, packed": { declared: each, env: { PULUMI_DIY_BACKEND_GZIP: "true" } },
    "one KoreUsers": {
        declared: (people) => [
            {
                type: "KoreUsers",
                name: "staff",
                args: {
                    people: Object.fromEntries(people.map(({ name: _, emailId, ...args }) => [emailId, args])),
                },
            },
        ],
        env: {},
    },
};

/** What one update was. */
interface Asked {
    requests: number;
    writes: number;
    bytes: number;
}

async function main(args: string[]): Promise<void> {
    if (args.some((argument) => argument === "--help" || argument === "-h")) return void process.stdout.write(help);
    const count = args[0] ?? "100";
    if (args.length > 1 || !/^[1-9]\d{0,3}$/.test(count)) throw new Problem(help);
    const rows: string[][] = [];
    for (const { name, start } of Object.values(kinds)) {
        for (const [title, form] of Object.entries(forms)) {
            const backend = await start();
            try {
                for (const [step, asked] of Object.entries(await life(backend, form, peopleOf(Number(count))))) {
                    rows.push([name, title, step, ...Object.values(asked).map(grouped)]);
                }
            } finally {
                await backend.close();
            }
        }
    }
    const columns = ["backend", "as", "update", "requests", "writes", "bytes sent"];
    console.log(
        table(
            columns.map((title, index) => ({ title, numbers: index > 2 })),
            rows,
        ),
    );
}

/** A stack from its first update to one of a single person. */
async function life(backend: Backend, { declared, env }: Form, people: BenchPerson[]): Promise<Record<string, Asked>> {
    const emulator = await startEmulator({ limits: "off" });
    try {
        const settings = { ...environmentFor(emulator.url), PULUMI_PARALLEL: "64" };
        const stack = await Stack.create("bench-backends", { env: { ...backend.env, ...settings, ...env } });
        const update = async (declaredNow: Declared[]) => {
            stack.declare(declaredNow);
            return asked(backend, () => stack.up());
        };
        return {
            "adds all": await update(declared(people)),
            "changes nothing": await update(declared(people)),
            "changes one": await update(declared(withOneChanged(people))),
        };
    } finally {
        await emulator.close();
    }
}

async function asked(backend: Backend, command: () => Promise<Ended>): Promise<Asked> {
    const before = { counts: await backend.requests(), bytes: backend.bytes() };
    await succeeded(command());
    const more = [...(await backend.requests())].map(
        ([what, times]) => [what, times - (before.counts.get(what) ?? 0)] as const,
    );
    const sum = (of: readonly (readonly [string, number])[]) => of.reduce((all, [, times]) => all + times, 0);
    return {
        requests: sum(more),
        writes: sum(more.filter(([what]) => ["PUT", "INSERT"].includes(what))),
        bytes: backend.bytes() - before.bytes,
    };
}

exitOnProblem(() => main(process.argv.slice(2)));
