import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defaultSeed, type Seed } from "kore-emulator";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import type { Declared } from "../harness/stack";

/** What is kept of a release: a stack as it left one, with the program and the account that belong to it. */
export interface Recorded {
    /** `pulumi stack export`, with a word in place of the account's host. */
    state: string;
    program: Declared[];
    account: Seed;
}

/** The project of the recorded stacks; it is a part of every URN. */
export const project = "company";

/** The release that this code is, or will be. */
export const thisRelease = v.parse(v.object({ version: v.string() }), JSON.parse(readFileSync(path.join(repositoryRoot, "package.json"), "utf8"))).version;

/** Stands in a recorded state for the host of the account, which is another one in each replay. */
const placeOfHost = "{{account}}";

/** The releases whose state was recorded. */
export function recordedReleases(): string[] {
    return readdirSync(__dirname).flatMap((name) => /^(\d+\.\d+\.\d+)\.json$/.exec(name)?.[1] ?? []);
}

export function isRecorded(release: string): boolean {
    return existsSync(filesOf(release).state);
}

/** @param host the account's, at which the state is replayed */
export function readRecorded(release: string, host: string): Recorded {
    const { state, program, account } = filesOf(release);
    // The emulator looks at a seed itself when it starts.
    const { bots, roles, groups, people } = JSON.parse(readFileSync(account, "utf8")) as Omit<Seed, "apps">;
    return {
        state: readFileSync(state, "utf8").replaceAll(placeOfHost, host),
        program: JSON.parse(readFileSync(program, "utf8")) as Declared[],
        account: { apps: defaultSeed.apps, bots, roles, groups, people },
    };
}

/** @param host the account's, at which the state was made */
export function writeRecorded(release: string, host: string, recorded: Recorded): void {
    const files = filesOf(release);
    const { bots, roles, groups, people } = recorded.account;
    const write = (file: string, value: unknown) => writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
    write(files.state, neutral(JSON.parse(recorded.state.replaceAll(host, placeOfHost))));
    write(files.program, recorded.program);
    write(files.account, { bots, roles, groups, people });
}

function filesOf(release: string) {
    const file = (kind: string) => path.join(__dirname, `${release}${kind}.json`);
    return { state: file(""), program: file(".program"), account: file(".account") };
}

// The engine notes where a resource was declared. It lies below the project here as it does for a user, wherever this was recorded.
function neutral(value: unknown): unknown {
    if (typeof value === "string") return value.replace(/^(project|file):\/\/\/.*\/node_modules\//, "project:///node_modules/");
    if (Array.isArray(value)) return value.map(neutral);
    if (typeof value !== "object" || value === null) return value;
    // Without a secret in it, a state needs no key; the stack that imports it brings its own.
    return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key === "secrets_providers" ? [] : [[key, neutral(each)]])));
}
