import path from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import { Managed } from "../harness/managed";
import type { Properties, ProviderProcess } from "../harness/providerProcess";
import { newRun } from "../harness/runOfProgram";

const profilesSchema = v.array(
    v.object({ access: v.record(v.string(), v.unknown()), people: v.array(v.looseObject({ emailId: v.string() })) }),
);
const moduleSchema = v.looseObject({ profiles: profilesSchema });

/** What the program of a project declares: the arguments of each KoreUser, as its index.ts puts them together. */
export async function declarationsOf(project: string): Promise<(Properties & { emailId: string })[]> {
    const loaded: unknown = await import(pathToFileURL(path.join(project, "people.ts")).href);
    const { profiles } = v.parse(moduleSchema, loaded);
    return profiles.flatMap(({ access, people }) =>
        people.map((person) => ({ ...person, ...access, onDestroy: "revoke" })),
    );
}

/** Creates resources as an engine does that has so many slots; what went wrong with each that failed. */
export async function failuresOf(declared: Properties[], provider: ProviderProcess, slots = 64): Promise<string[]> {
    // All of one run, as a program's are: a process looks after every run that it is told of.
    const run = newRun();
    const waiting = [...declared];
    const failures: string[] = [];
    const slot = async () => {
        for (let args = waiting.shift(); args !== undefined; args = waiting.shift()) {
            await new Managed(provider, "KoreUser")
                .up({ ...args, ...run })
                .catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
        }
    };
    await Promise.all(Array.from({ length: slots }, slot));
    return failures;
}
