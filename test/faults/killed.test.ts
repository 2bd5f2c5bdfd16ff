import assert from "node:assert/strict";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import * as fc from "fast-check";
import { seedIds } from "kore-emulator";
import { type Declared, environmentFor, Stack, succeeded, type Ended } from "../harness/stack";
import { sample } from "../harness/whole";
import { assertAccountEquals, assertNoOffence } from "./judge";
import { commandOf, kill, providersOf, stillRunning } from "./processes";
import type { Program } from "./program";
import { WatchedAccount } from "./watchedAccount";

const names = Array.from({ length: 24 }, (_, index) => `p${String(index).padStart(2, "0")}`);
const at = (name: string) => `${name}@example.com`;

const programOf = (people: string[], args: object): Program =>
    people.map((name) => ({
        type: "KoreUser",
        name,
        args: { emailId: at(name), firstName: name, isDeveloper: true, onDestroy: "remove", ...args },
    }));
const joined = { groups: [seedIds.groups.supportTeam] };
const moved = { groups: [seedIds.groups.salesTeam], dept: "Bots" };
const [staying, leaving] = [names.slice(0, 10), names.slice(10)];

/** An update of real people, and how many of them it has dealt with. */
interface Round {
    what: string;
    program: Program;
    done: (watched: WatchedAccount) => number;
    most: number;
}

const inGroup = ({ account }: WatchedAccount, group: string) =>
    account.people().filter(({ emailId, groups }) => names.map(at).includes(emailId) && groups.includes(group)).length;
const rounds: Round[] = [
    {
        what: "adds people",
        program: programOf(names, joined),
        done: (watched) => inGroup(watched, seedIds.groups.supportTeam),
        most: names.length,
    },
    {
        what: "changes them",
        program: programOf(names, moved),
        done: (watched) => inGroup(watched, seedIds.groups.salesTeam),
        most: names.length,
    },
    {
        what: "removes some",
        program: programOf(staying, moved),
        done: ({ account }) => leaving.filter((name) => account.person(at(name)) === undefined).length,
        most: leaving.length,
    },
];

/**
 * A backend in a folder writes a state in place, and another file of what it has written, so that a CLI that is killed meanwhile
 * leaves half of either. The state before lies beside it; the other file may be missing.
 */
function restoreTornState({ folder }: Stack): void {
    const stacks = path.join(folder, "backend", ".pulumi", "stacks");
    for (const project of readdirSync(stacks)) {
        const file = path.join(stacks, project, "test.json");
        for (const attributes of [`${file}.attrs`, `${file}.bak.attrs`])
            if (!isWhole(attributes)) rmSync(attributes, { force: true });
        if (!isWhole(file) && isWhole(`${file}.bak`)) copyFileSync(`${file}.bak`, file);
    }
}

function isWhole(file: string): boolean {
    try {
        JSON.parse(readFileSync(file, "utf8"));
        return true;
    } catch {
        return false;
    }
}

/** What is killed, or told to stop, at some moment of an update. */
const victims: Record<string, (cli: number) => void> = {
    "the provider's process is killed": (cli) => kill(providersOf(cli)),
    "the CLI is killed": (cli) => kill(commandOf(cli)),
};

const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Math.random() * 1_000_000_000));
const moments = fc.sample(
    fc.record({ share: fc.double({ min: 0, max: 0.95, noNaN: true }), milliseconds: fc.integer({ min: 0, max: 60 }) }),
    { seed, numRuns: 20 },
);

describe(`a process dies in the middle of an update of many people (FAULTS_SEED=${seed})`, function () {
    this.timeout(300_000);
    let watched: WatchedAccount;
    let next = 0;

    before(async () => {
        watched = await WatchedAccount.start({ latency: 50 });
    });
    beforeEach(() => {
        watched.onRequest = () => undefined;
    });
    after(() => watched.emulator.close());

    const stackNamed = (name: string) =>
        Stack.create(name, { env: { ...environmentFor(watched.emulator.url), PULUMI_PARALLEL: "8" } });
    const declared = (program: Program): Declared[] => program.map(({ type, name, args }) => ({ type, name, args }));

    /** Starts an update, and does something to it when it has dealt with so many people. */
    async function disturbed(stack: Stack, { program, done, most }: Round, act: (cli: number) => void): Promise<Ended> {
        const { share, milliseconds } = moments[next++ % moments.length] ?? { share: 0, milliseconds: 0 };
        stack.declare(declared(program));
        const { child, ended } = stack.start("up", "--yes", "--skip-preview", "--non-interactive", "--color", "never");
        const cli = child.pid ?? 0;
        await new Promise<void>((resolve) => {
            watched.onRequest = () => {
                if (done(watched) >= share * most) resolve();
            };
            void ended.then(() => resolve());
        });
        await setTimeout(milliseconds);
        act(cli);
        return ended;
    }

    async function assertWhole(stack: Stack, program: Program): Promise<void> {
        assertAccountEquals(program, watched);
        assertNoOffence(watched);
        const resources = stack.resources();
        assert.deepEqual(
            resources.map(({ outputs }) => outputs["emailId"]).sort(),
            program.map(({ args }) => args["emailId"]).sort(),
        );
        for (const { urn, initErrors, outputs } of resources)
            assert.deepEqual([initErrors, typeof outputs["userId"], outputs["adopted"]], [[], "string", false], urn);
        assert.match(
            await succeeded(stack.preview("--refresh", "--expect-no-changes")),
            new RegExp(`${program.length + 1} unchanged`),
        );
    }

    for (const [victim, strike] of Object.entries(victims)) {
        describe(victim, () => {
            let stack: Stack;

            before(async () => {
                watched.reset({ repeatedCreate: "applied" });
                stack = await stackNamed(victim.replace(/\W+/g, "-"));
            });

            for (const round of sample(rounds, 1)) {
                it(`while the update ${round.what}: the next run finishes it, nobody was invited twice, and nobody is adopted`, async () => {
                    let providers: number[] = [];
                    await disturbed(stack, round, (cli) => {
                        providers = providersOf(cli);
                        strike(cli);
                    });
                    kill(await stillRunning(providers, 5_000));
                    restoreTornState(stack);
                    await stack.run("cancel", "--yes");
                    await succeeded(stack.refresh("--clear-pending-creates"));
                    await succeeded(stack.up());
                    await assertWhole(stack, round.program);
                });
            }
        });
    }

    it("Ctrl-C: what was sent is done, the state holds just those who are in the account, and the next update goes on from there", async () => {
        watched.reset({ repeatedCreate: "applied" });
        const stack = await stackNamed("interrupted");
        for (const round of sample(rounds, 2)) {
            const { exitCode } = await disturbed(stack, round, (cli) => process.kill(cli, "SIGINT"));
            const kept = stack.resources();
            const people = names.map(at).filter((emailId) => watched.account.person(emailId) !== undefined);
            assert.deepEqual(kept.map(({ id }) => id).sort(), people, `the CLI ended with ${exitCode}`);
            for (const { urn, outputs, initErrors } of kept) {
                const emailId = String(outputs["emailId"]);
                assert.deepEqual(
                    [initErrors, outputs["adopted"], outputs["userId"], outputs["groups"]],
                    [[], false, watched.account.person(emailId)?.userId, watched.account.person(emailId)?.groups],
                    urn,
                );
            }
            await succeeded(stack.up());
            await assertWhole(stack, round.program);
        }
    });

    it("the CLI is killed while the provider waits for the account's budget: the provider ends, and sends nothing of what it has queued", async () => {
        watched.reset({ repeatedCreate: "applied" });
        const stack = await Stack.create("orphaned", {
            env: { ...environmentFor(watched.emulator.url), KORE_REQUESTS_PER_MINUTE: "2", PULUMI_PARALLEL: "8" },
        });
        const first = { what: "", program: programOf(names, joined), done: () => 1, most: 1 };
        let providers: number[] = [];
        await disturbed(stack, first, (cli) => {
            providers = providersOf(cli);
            kill(commandOf(cli));
        });
        const left = await stillRunning(providers, 10_000);
        kill(left);
        assert.equal(providers.length, 1);
        assert.deepEqual(left, [], "the provider's process goes on without the CLI");
        assert.ok(watched.counted.requests <= 2, `${watched.counted.requests} requests`);
    });
});
