import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import { environmentFor, Stack } from "../harness/stack";
import { TestClock } from "../harness/testClock";
import { byDoor, openBothDoors, type Resource } from "./bothDoors";
import { writeRecorded, type HeldAccess } from "./recorded";
import { scenarios, type Scenario } from "./scenarios";

type Emulators = Record<"main" | "eu" | "us", Emulator>;

/** `npx tsx test/review/record.ts [NAME…]`: runs the scenarios, all or some, and keeps what the CLI's preview says of them. */
async function main(names: string[]): Promise<void> {
    const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
    if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(", ")}.`);
    const start = () => startEmulator({ limits: "off" });
    const emulators: Emulators = { main: await start(), eu: await start(), us: await start() };
    try {
        for (const scenario of scenarios.filter(({ name }) => names.length === 0 || names.includes(name))) {
            await record(scenario, emulators);
            console.log(scenario.name);
        }
    } finally {
        await Promise.all(Object.values(emulators).map((emulator) => emulator.close()));
    }
}

async function record(scenario: Scenario, emulators: Emulators): Promise<void> {
    const {
        name,
        before,
        after,
        byHand = [],
        flags = ["--show-sames", "--show-replacement-steps"],
        seed = defaultSeed,
    } = scenario;
    for (const emulator of Object.values(emulators)) emulator.account.reset(seed);
    const clock = scenario.clock === undefined ? undefined : new TestClock(scenario.clock.before);
    const stack = await Stack.create("company", {
        parent: path.join(repositoryRoot, "test", "e2e", ".work", "review"),
        env: { ...environmentFor(emulators.main.url), ...clock?.ofPrograms() },
    });
    openBothDoors(stack);
    const secrets = {
        clientSecret: seedApp.clientSecret,
        word: "watchword",
        mail: "secret@example.com",
        role: "0000000000000000000000a1",
        group: seedIds.groups.salesTeam,
    };
    for (const [key, value] of Object.entries(secrets)) await stack.succeed("config", "set", "--secret", key, value);
    // With its preview, by which the plugin knows what the whole program declares.
    const up = (...more: string[]) => stack.run("up", "--yes", "--non-interactive", "--color", "never", ...more);
    const declare = (resources: Resource[]) =>
        stack.declare(resources.map((each) => byDoor({ ...each, args: placed(each.args, emulators) })));

    declare(before);
    const first = await up();
    if (first.exitCode !== 0) throw new Error(`${name}: ${first.output}`);
    if (scenario.between !== undefined) {
        if (scenario.clock?.between !== undefined) clock?.set(scenario.clock.between);
        declare(scenario.between);
        const second = await up();
        if (second.exitCode !== 0) throw new Error(`${name}: ${second.output}`);
    }
    if (scenario.failing !== undefined) {
        declare(scenario.failing);
        const second = await up();
        if (second.exitCode === 0) throw new Error(`${name}: the update between was to fail`);
    }
    for (const step of byHand) {
        if ("remove" in step) emulators.main.account.removePerson(step.remove);
        else emulators.main.account.changePerson(step.change, step.to);
    }
    const neutral = (value: unknown) => neutralised(value, emulators);
    writeRecorded(`${name}.state`, neutral(inOrder(JSON.parse(await stack.succeed("stack", "export")))));

    if (scenario.clock !== undefined) clock?.set(scenario.clock.after);
    declare(after);
    const preview = await stack.run("preview", "--json", "--non-interactive", "--color", "never", ...flags);
    if ((preview.exitCode !== 0) !== (scenario.fails ?? false)) throw new Error(`${name}: ${preview.output}`);
    writeRecorded(name, neutral(inOrder(JSON.parse(preview.output))));
    if (scenario.fails) return;

    const held = () =>
        Object.fromEntries(
            Object.entries(emulators).map(([account, { account: of }]) => [
                account,
                of
                    .people()
                    .map(heldBy)
                    .sort((a, b) => (a.emailId < b.emailId ? -1 : 1)),
            ]),
        );
    const start = held();
    if (scenario.directory)
        writeRecorded(`${name}.directory`, neutral(await directoryIn(stack.folder, emulators.main)));
    const update = await up(...flags.filter((flag) => !flag.startsWith("--show-")));
    const { word, mail } = secrets;
    const outcome = JSON.stringify({ succeeded: update.exitCode === 0, before: start, after: held() });
    writeRecorded(
        `${name}.outcome`,
        JSON.parse([word, mail].reduce((text, secret) => text.replaceAll(secret, "[secret]"), outcome)),
    );
}

/** What kore-access directory writes into the folder of a program. */
async function directoryIn(folder: string, emulator: Emulator): Promise<unknown> {
    const cli = path.join(repositoryRoot, "review", "dist", "cli.js");
    const env = { ...process.env, ...environmentFor(emulator.url) };
    await promisify(execFile)(process.execPath, [cli, "directory", folder], { env });
    return JSON.parse(readFileSync(path.join(folder, "kore.directory.json"), "utf8"));
}

function heldBy(person: ReturnType<Emulator["account"]["people"]>[number]): HeldAccess {
    const { emailId, isDeveloper, canCreateBot, hasDataTableAndViewAccess, roles, groups, assignBotTasks } = person;
    return {
        emailId,
        isDeveloper,
        canCreateBot,
        hasDataTableAndViewAccess,
        roles: roles.map(({ roleId, botId }) => (botId === undefined ? roleId : `${roleId}@${botId}`)).sort(),
        groups: [...groups].sort(),
        tasks: assignBotTasks
            .map(({ botId, dialogs }) => (dialogs === undefined ? botId : `${botId}:${dialogs.join(",")}`))
            .sort(),
    };
}

/** Arguments with the addresses of emulators in them. */
function placed(args: Record<string, unknown>, emulators: Emulators): Record<string, unknown> {
    const entries = Object.entries(args).map(([key, value]): [string, unknown] => {
        const account =
            typeof value === "object" && value !== null && "$host" in value ? String(value.$host) : undefined;
        return [
            key,
            account === undefined ? value : Object.entries(emulators).find(([name]) => name === account)?.[1].url,
        ];
    });
    return Object.fromEntries(entries);
}

const preview = v.looseObject({ steps: v.array(v.looseObject({ op: v.string(), urn: v.string() })) });
const state = v.looseObject({ deployment: v.looseObject({ resources: v.array(v.looseObject({ urn: v.string() })) }) });

/** The same steps, or resources, in the same order, however the engine has got to them. */
function inOrder(value: unknown): unknown {
    const byKey = <T>(items: T[], keyOf: (item: T) => string) =>
        [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
    const placeOf = (urn: string) => `${urn.includes("pulumi:pulumi:Stack") ? 0 : 1} ${urn}`;
    if (v.is(preview, value))
        return { ...value, steps: byKey(value.steps, ({ op, urn }) => `${op === "refresh" ? 0 : 1} ${placeOf(urn)}`) };
    if (v.is(state, value))
        return {
            ...value,
            deployment: {
                ...value.deployment,
                resources: byKey(value.deployment.resources, ({ urn }) => placeOf(urn)),
            },
        };
    return value;
}

// When a recorded directory was read.
const asOf = "2026-01-31T12:00:00.000Z";
const dropped = new Set([
    "stackTrace",
    "sourcePosition",
    "created",
    "modified",
    "duration",
    "manifest",
    "secrets_providers",
    "time",
]);

/** Without times, places of this machine, ports, and ids that another recording would have otherwise. */
function neutralised(value: unknown, emulators: Emulators): unknown {
    const ids = new Map<string, string>();
    const hosts = Object.entries(emulators).map(([name, { url }]) => ({
        url,
        host: new URL(url).host,
        name: `${name}.example.com`,
    }));
    const text = (given: string): string => {
        const named = hosts.reduce(
            (so, { url, host, name }) => so.replaceAll(url, `https://${name}`).replaceAll(host, name),
            given,
        );
        const id = named.replace(
            /(providers:(?:pulumi-nodejs|kore)::[^:]*::|^)([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/,
            (whole, head: string, uuid: string) => {
                if (uuid.startsWith("04da6b54")) return whole;
                ids.set(uuid, ids.get(uuid) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`);
                return `${head}${ids.get(uuid)}`;
            },
        );
        return id
            .replace(/^useraccess-[\da-f-]{36}$/, "useraccess-00000000-0000-4000-8000-000000000000")
            .replace(/^v1:[\w+/=]+:[\w+/=]+$/, "v1:nonce:ciphertext")
            .replaceAll(repositoryRoot, "/company");
    };
    const walk = (at: unknown): unknown => {
        if (typeof at === "string") return text(at);
        if (Array.isArray(at))
            return at.every((each) => typeof each === "string" && each.startsWith("urn:"))
                ? at.map(walk).sort()
                : at.map(walk);
        if (typeof at !== "object" || at === null) return at;
        return Object.fromEntries(
            Object.entries(at).flatMap(([key, each]) =>
                dropped.has(key) ? [] : [[key, key === "asOf" ? asOf : walk(each)]],
            ),
        );
    };
    return walk(value);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
