import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
    endpointNames,
    seedApp,
    startEmulator,
    type Emulator,
    type EndpointName,
    type Fault,
    type Switches,
} from "kore-emulator";
import { AccessError } from "../../review/src/accessError";
import { factsName } from "../../review/src/probe/factsFile";
import { journalName } from "../../review/src/probe/journal";
import { planOf } from "../../review/src/probe/plan";
import { cleanUp, probe, type Outcome } from "../../review/src/probe/probe";
import { assertNoSecret } from "../harness/secrets";
import { isWhole } from "../harness/whole";
import {
    assertNobodyInvited,
    assertNobodyIsLeft,
    assertNothingWrong,
    everything,
    seed,
    temporaryFolder,
    workOn,
} from "./probed";

/** After how many requests a fault comes. */
const moments = [0, 6, 20, 45];

/** Stands for the end of a process: nothing is sent any more. */
class Killed extends Error {}

// Each address as it was named, and the first one with its capital.
const lookUpsBefore = 3;

/** Accounts in which it is hard to see who is there. */
const accounts: Record<string, Partial<Switches>> = {
    "by default": {},
    "where new people are not listed": { newPersonListed: "afterActivation" },
    "that keeps a record of people": { removedPeople: "inactive" },
    "that keeps a record of people without their status": { removedPeople: "inactive", statusReported: "absent" },
    "that knows nobody without an error": { removeUnknown: "refused", updateUnknown: "refused" },
    "that takes what it does not know": { updateUnknown: "ignored", unknownRole: "ignored", repeatedCreate: "applied" },
    "that lists nothing for absent names": { absentText: "absent", storedLetterCase: "lower" },
};

/** Nobody was added where the probe did not begin. */
function refusedBefore(error: unknown): Pick<Outcome, "facts" | "left"> {
    if (!(error instanceof AccessError)) throw error;
    return { left: [] };
}

/** Each fault that a request can meet, before it is done or after. */
function faultsOf(endpoint: EndpointName): Fault[] {
    return (["before", "after"] as const).flatMap((when): Fault[] => [
        { kind: "reset", endpoint, when },
        { kind: "serverError", endpoint, when, times: 2 },
        { kind: "html", endpoint, when, status: when === "before" ? 502 : 200 },
        { kind: "truncated", endpoint },
    ]);
}

describe("kore-access probe, stopped", function () {
    this.timeout(120_000);
    let emulator: Emulator;
    let folder: string;

    before(async () => {
        emulator = await startEmulator({ seed, limits: "off" });
    });
    after(() => emulator.close());
    beforeEach(() => {
        emulator.account.reset();
        folder = temporaryFolder();
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const journal = () => path.join(folder, journalName);
    const start = (more: Parameters<typeof workOn>[2] = {}) =>
        probe(planOf(everything), workOn(emulator, folder, more));

    /** Probes until so many requests have left, and not one more. @returns whether it was killed */
    async function killedAfter(requests: number): Promise<boolean> {
        let sent = 0;
        const onSend = () => {
            if (sent >= requests) throw new Killed();
            sent++;
        };
        try {
            await start({ onSend });
            return false;
        } catch (error) {
            if (!(error instanceof Killed)) throw error;
            return true;
        }
    }

    for (const [title, switches] of Object.entries(accounts)) {
        it(`killed after any request, leaves nobody whom --clean does not remove, in an account ${title}`, async () => {
            for (let requests = 0; ; requests += isWhole ? 1 : title === "by default" ? 3 : 9) {
                emulator.account.reset(undefined, switches);
                const wasKilled = await killedAfter(requests);
                const left = await cleanUp(workOn(emulator, folder));
                assert.deepEqual(left ?? [], [], `after ${requests} requests`);
                assertNobodyIsLeft(emulator);
                assert.ok(!existsSync(journal()));
                if (!wasKilled) break;
                assert.ok(requests < 100);
            }
        });
    }

    it("by its user, removes whom it has added, and says so", async () => {
        const stopping = new AbortController();
        const tell = (text: string) => text.includes("adds the person") && stopping.abort();
        const outcome = await start({ signal: stopping.signal, tell });
        assert.deepEqual(outcome, { stopped: "Stopped.", left: [], requests: outcome.requests });
        assertNobodyIsLeft(emulator);
        assert.ok(!existsSync(journal()) && !existsSync(path.join(folder, factsName)));
    });

    it("by a lost answer, removes whom it may have added", async () => {
        for (const when of ["before", "after"] as const) {
            emulator.account.reset();
            emulator.account.fault({ kind: "reset", endpoint: "POST /api/public/users", when });
            const { stopped, left } = await start();
            assert.match(stopped ?? "", /gave no answer to POST \/api\/public\/users/);
            assert.deepEqual(left, []);
            assertNobodyIsLeft(emulator);
        }
    });

    for (const endpoint of endpointNames.filter((name) => !/assignments|groups/.test(name))) {
        it(`met by any fault of ${endpoint}, tells nothing wrong and leaves nobody`, async () => {
            for (const [index, fault] of faultsOf(endpoint).entries())
                for (const at of isWhole ? moments : moments.slice(index % 4, (index % 4) + 1)) {
                    emulator.account.reset();
                    let sent = 0;
                    const onSend = () => void (++sent === at + 1 && emulator.account.fault(fault));
                    const told = await start({ onSend }).catch(refusedBefore);
                    assert.deepEqual(told.left, []);
                    assertNobodyIsLeft(emulator);
                    const title = `${JSON.stringify(fault)} after ${at} requests`;
                    assertNothingWrong(told.facts?.facts ?? {}, emulator.account.switches(), title);
                }
        });
    }

    it("waits for somebody who is listed late, and tells nothing wrong", async () => {
        for (const lookUps of [1, 3]) {
            emulator.account.reset();
            emulator.account.fault({ kind: "lateIndex", lookUps });
            const { facts, left } = await start();
            assert.deepEqual(left, []);
            assertNobodyIsLeft(emulator);
            assertNothingWrong(facts?.facts ?? {}, emulator.account.switches(), `${lookUps}`);
            assert.ok(facts !== undefined && "value" in (facts.facts["newPersonListed"] ?? {}));
        }
    });

    it("waits for changes that show late, and tells nothing wrong", async () => {
        const writes = ["PUT /api/public/users", "DELETE /api/public/users", "POST /api/public/useraccess"] as const;
        for (const switches of [
            {},
            { putOmittedFlag: "false", accessOmittedFlag: "true", repeatedCreate: "applied" } as const,
        ])
            for (const lookUps of [1, 3]) {
                emulator.account.reset(undefined, switches);
                for (const after of writes) emulator.account.fault({ kind: "staleIndex", after, lookUps, times: 100 });
                const { facts, left } = await start();
                assert.deepEqual(left, []);
                assertNobodyIsLeft(emulator);
                assertNothingWrong(facts?.facts ?? {}, emulator.account.switches(), `${lookUps}`);
            }
    });

    it("names who is left where a removal fails, keeps the journal, and begins no other probe before it is clean", async () => {
        emulator.account.fault({ kind: "serverError", endpoint: "DELETE /api/public/users", times: 100 });
        const { left } = await start();
        assert.deepEqual(
            left.map(({ emailId }) => emailId),
            ["Probe-1@example.com", "probe-2@example.com"],
        );
        assert.match(left[0]?.why ?? "", /status 503/);
        await assert.rejects(start(), /kore-access probe --clean removes them/);
        emulator.account.clearFaults();
        assert.deepEqual(await cleanUp(workOn(emulator, folder)), []);
        assertNobodyIsLeft(emulator);
        assert.equal(await cleanUp(workOn(emulator, folder)), undefined);
    });

    it("leaves somebody else alone who has the address by the time of --clean", async () => {
        assert.ok(await killedAfter(lookUpsBefore));
        emulator.account.addPerson({ emailId: "probe-1@example.com", firstName: "Ada" });
        const left = await cleanUp(workOn(emulator, folder));
        assert.deepEqual(
            left?.map(({ emailId }) => emailId),
            ["Probe-1@example.com"],
        );
        assert.equal(emulator.account.person("probe-1@example.com")?.firstName, "Ada");
        assert.ok(existsSync(journal()));
    });

    it("has in its journal who may be there, and no secret, before the first of them is sent", async () => {
        assert.ok(await killedAfter(lookUpsBefore));
        assert.ok(emulator.account.requests().every(({ path: place }) => place.endsWith("/usersInfo")));
        const text = readFileSync(journal(), "utf8");
        for (const emailId of ["Probe-1@example.com", "probe-2@example.com"]) assert.ok(text.includes(`"${emailId}"`));
        assertNoSecret(text, [seedApp.clientSecret], "the journal");
    });

    it("cleans the account that the journal is of, and no other", async () => {
        assert.ok(await killedAfter(6));
        const other = await startEmulator({ limits: "off" });
        try {
            await assert.rejects(cleanUp(workOn(other, folder)), /was of 127\.0\.0\.1:\d+, and the settings lead to/);
            assert.deepEqual(other.account.requests(), []);
        } finally {
            await other.close();
        }
    });

    it("says of a journal that is none that its people are to be removed by hand", async () => {
        writeFileSync(journal(), "{}");
        await assert.rejects(cleanUp(workOn(emulator, folder)), /remove those people by hand/);
    });
});

describe("kore-access probe, before it sends anybody", function () {
    let emulator: Emulator;
    let folder: string;

    before(async () => {
        emulator = await startEmulator({ seed, limits: "off" });
    });
    after(() => emulator.close());
    beforeEach(() => {
        emulator.account.reset();
        folder = temporaryFolder();
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const refused = async (words: RegExp, addresses = ["probe-1@example.com"], environment = {}) => {
        const before = emulator.account.people();
        const work = workOn(emulator, folder);
        await assert.rejects(
            async () =>
                probe(planOf({ addresses, roles: [] }), { ...work, settings: { ...work.settings, ...environment } }),
            words,
        );
        assert.deepEqual(emulator.account.people(), before);
        const writes = emulator.account.requests().filter(({ path: place }) => !place.endsWith("/usersInfo"));
        assert.deepEqual(writes, []);
        assert.ok(!existsSync(path.join(folder, journalName)));
        assertNobodyInvited(emulator);
    };

    it("refuses an address that the account knows, in any letter case", async () => {
        await refused(/owner@example\.com is known to the account/, ["Owner@example.com"]);
        await refused(/person-7@example\.com is known/, ["probe-1@example.com", "person-7@example.com"]);
    });

    it("refuses somebody who was removed, where the account keeps a record", async () => {
        emulator.account.removePerson("person-3@example.com");
        emulator.account.setSwitches({ removedPeople: "inactive" });
        await refused(/person-3@example\.com is known to the account, or was in it once/, ["person-3@example.com"]);
    });

    it("refuses more than two addresses, one twice, and what is none", async () => {
        const three = ["a@example.com", "b@example.com", "c@example.com"];
        for (const addresses of [[], three, ["a@example.com", "A@example.com"]])
            await refused(/one address that nobody in the account has, or two/, addresses);
        await refused(/ada is no address/, ["ada"]);
    });

    it("refuses read-only settings, and an account that does not answer as expected", async () => {
        await refused(/kore:readOnly is on/, undefined, { readOnly: true });
        await refused(/Invalid SDK credentials/, undefined, {
            credentials: { clientId: "cs-emulator", clientSecret: "no" },
        });
        emulator.account.fault({ kind: "failingRow", emailId: "probe-1@example.com" });
        await refused(/Something went wrong/);
    });
});
