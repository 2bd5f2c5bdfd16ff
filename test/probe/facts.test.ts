import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { startEmulator, switchTable, type Emulator, type Switches } from "kore-emulator";
import { readFacts as emulatedFacts } from "../../emulator/src/facts";
import { facts } from "../../review/src/probe/facts";
import { factsName, factsPageName } from "../../review/src/probe/factsFile";
import { journalName } from "../../review/src/probe/journal";
import { planOf } from "../../review/src/probe/plan";
import { probe } from "../../review/src/probe/probe";
import { scrubbed } from "../../review/src/probe/verdict";
import { openFacts, titleOf } from "../harness/openFacts";
import { repositoryRoot } from "../harness/repository";
import { isWhole, sample } from "../harness/whole";
import { addresses, assertNothingWrong, everything, hastyClock, probed, seed, temporaryFolder, workOn } from "./probed";

/** What no probe can tell, whatever the account does. */
const neverTold = new Set<string>([
    "sendEmailPlace",
    "accountMailSetting",
    "ownerRole",
    "ownerFailureStatus",
    "foreignPeople",
    "nestedGroups",
    "rateLimitStatus",
    "rateLimitShape",
    "rateLimitMessage",
    "retryAfter",
    "rateBuckets",
]);

type ProbedFacts = Awaited<ReturnType<typeof probed>>["facts"];

/** The value that is told of a fact, if one is. */
function valueOf(told: ProbedFacts, name: string): string | undefined {
    const fact = told[name];
    return fact !== undefined && "value" in fact ? fact.value : undefined;
}

describe("kore-access probe", function () {
    this.timeout(60_000);
    let emulator: Emulator;

    before(async () => {
        emulator = await startEmulator({ seed, limits: "off" });
    });
    after(() => emulator.close());

    it("has every switch of the emulator in its table, as something to tell or with the reason why not", () => {
        assert.deepEqual(Object.keys(facts).sort(), Object.keys(switchTable).sort());
    });

    it("keeps Kore.ai's words, and nothing that they name", () => {
        const id = "u-0c6f2a3e-5b7d-5c1a-9e4f-2b8d7a6c5e4f";
        for (const named of [
            "ada@example.com",
            "<ada@example.com>,",
            "https://platform.example.com/x",
            "eu.example.com:8443",
            id,
            "5f2b8c9d0e1f2a3b4c5d6e7f",
            "cs-0000aaaa",
            "eyJhbGciOiJIUzI.eyJzdWIiOiIxMjM",
        ])
            assert.equal(scrubbed(`User ${named} exists, code 400.`), "User … exists, code 400.");
        assert.equal(scrubbed("a\u202eb"), "a⟨U+202E⟩b");
    });

    it("has a page that names what it can't tell, its files and its exit codes", () => {
        const page = readFileSync(path.join(repositoryRoot, "docs", "probe.md"), "utf8");
        for (const name of [...neverTold, factsName, factsPageName, journalName, "| 0 |", "| 1 |", "| 2 |", "--clean"])
            assert.ok(page.includes(name), name);
    });

    it("tells every fact that can be told, with two addresses and all that can be named", async () => {
        emulator.account.reset();
        const { facts: told } = await probed(emulator);
        assertNothingWrong(told, emulator.account.switches());
        assert.deepEqual(
            Object.entries(told).flatMap(([name, fact]) => ("unknown" in fact ? [name] : [])),
            // Tasks with dialogs alone may be all that the bot has.
            Object.keys(facts).filter((name) => neverTold.has(name) || name === "taskParts"),
        );
    });

    it("needs one address alone, and at most fifty requests", async () => {
        emulator.account.reset();
        const { facts: told, requests } = await probed(emulator, { addresses: addresses.slice(0, 1), roles: [] });
        assertNothingWrong(told, emulator.account.switches());
        assert.ok(requests <= 50, `${requests} requests`);
        const values = Object.values(told).filter((fact) => "value" in fact);
        assert.ok(values.length >= 35, `${values.length} are told`);
    });

    it("tells what the scope User Management shows, where the app has no other", async () => {
        const apps = seed.apps.map((app) => ({ ...app, scopes: ["User Management > User Management" as const] }));
        emulator.account.reset({ ...seed, apps });
        const { facts: told } = await probed(emulator);
        emulator.account.reset(seed);
        assertNothingWrong(told, emulator.account.switches());
        const missing = [
            "accessOmittedFlag",
            "accessPartial",
            "adminRoleId",
            "botsOffset",
            "largestUserPage",
            "tokenApp",
        ];
        for (const name of missing) assert.equal(valueOf(told, name), undefined, name);
        assert.equal(valueOf(told, "putOmittedFlag"), "kept");
    });

    for (const switches of sample(openFacts, 25)) {
        it(`tells what the account does, and leaves nobody: ${titleOf(switches)}`, async () => {
            emulator.account.reset(undefined, switches);
            const { facts: told } = await probed(emulator);
            assertNothingWrong(told, emulator.account.switches());
            for (const [name, value] of Object.entries(switches))
                if (!neverTold.has(name)) assert.equal(valueOf(told, name), value);
        });
    }

    it("is what the emulator serves: an account by the file does as the one that was probed", async () => {
        const folder = temporaryFolder();
        try {
            emulator.account.reset(undefined, drawnSwitches(0));
            await probe(planOf(everything), workOn(emulator, folder));
            const { switches, unknown } = emulatedFacts(path.join(folder, factsName));
            const own = emulator.account.switches();
            assert.deepEqual({ ...own, ...switches }, own);
            assert.equal(Object.keys(switches).length + unknown.length, Object.keys(switchTable).length);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    for (let number = 1; number <= (isWhole ? 40 : 8); number++) {
        it(`tells nothing wrong, and leaves nobody, of an account with a value of each fact by lot: ${number}`, async () => {
            const drawn = drawnSwitches(number);
            emulator.account.reset(undefined, drawn);
            const { facts: told } = await probed(emulator);
            assertNothingWrong(told, emulator.account.switches());
        });
    }
});

describe("kore-access probe, refused for the account's rate limit", function () {
    this.timeout(60_000);
    const aboutLimits = openFacts.filter((switches) =>
        Object.keys(switches).some((name) => /^(rateLimit|retryAfter)/.test(name)),
    );

    for (const switches of [{}, ...aboutLimits]) {
        it(`waits, and tells what it has seen of it: ${titleOf(switches)}`, async () => {
            const clock = hastyClock();
            const since = Date.now();
            const emulator = await startEmulator({
                seed,
                switches,
                limits: { perMinute: 20, perHour: 1800 },
                clock: () => since + clock.now(),
            });
            try {
                const { facts: told } = await probed(emulator, everything, clock);
                assertNothingWrong(told, emulator.account.switches());
                for (const name of ["rateLimitStatus", "rateLimitShape", "rateLimitMessage", "retryAfter"] as const)
                    assert.equal(valueOf(told, name), emulator.account.switches()[name]);
            } finally {
                await emulator.close();
            }
        });
    }
});

/** A value for each switch, the same for the same number. */
function drawnSwitches(number: number): Partial<Switches> {
    return Object.fromEntries(
        Object.entries(switchTable).map(([name, { values }]) => {
            const lot = createHash("sha256").update(`${name} ${number}`).digest().readUInt32BE();
            return [name, values[lot % values.length]?.[0]];
        }),
    );
}
