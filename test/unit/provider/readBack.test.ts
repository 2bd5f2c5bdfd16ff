import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Person } from "../../../provider/api/answers";
import { Account, type LookUp } from "../../../provider/api/client";
import { KoreError } from "../../../provider/api/errors";
import { lookUpOne, onlyOutcome, readBack, readBackAll, sleep } from "../../../provider/converge/readBack";
import { person } from "./people";
import { unconfirmed } from "../../../provider/run/refusals";

const ada = "ada@example.com";
const grace = "grace@example.com";

function found(emailId: string, given: Partial<Person> = {}): LookUp {
    return { emailId, person: person({ emailId, ...given }) };
}

function unknown(emailId: string): LookUp {
    return { emailId, unknown: { message: "Invalid emailId" } };
}

function broken(emailId: string): LookUp {
    return {
        emailId,
        error: new KoreError({ code: "kore:unreadable-entry", kind: "unreadable", what: emailId, why: "garbage" }),
    };
}

describe("reading back", () => {
    let account: sinon.SinonStubbedInstance<Account>;
    let time: number;
    /** When each look-up happened, and of whom. */
    let lookUps: [number, string[]][];

    beforeEach(() => {
        account = sinon.createStubInstance(Account);
        time = 0;
        lookUps = [];
    });
    afterEach(() => sinon.restore());

    const wait = (milliseconds: number) => {
        time += milliseconds;
        return Promise.resolve();
    };

    /** Answers each address by what Kore.ai shows of it at that moment. */
    function shows(at: (emailId: string, time: number) => LookUp): void {
        account.lookUp.callsFake((emailIds) => {
            lookUps.push([time, emailIds]);
            return Promise.resolve(emailIds.map((emailId) => at(emailId, time)));
        });
    }

    it("is done at once where everyone shows as they should", async () => {
        shows((emailId) => found(emailId));
        const results = await readBackAll(account, [grace, ada], (_, seen) => seen !== undefined, wait);
        assert.deepEqual(
            results.map(({ emailId }) => emailId),
            [grace, ada],
        );
        assert.deepEqual(lookUps, [[0, [grace, ada]]]);
    });

    it("looks again, in growing pauses, at those alone who do not show yet", async () => {
        shows((emailId, now) => (emailId === ada || now >= 1_500 ? found(emailId) : unknown(emailId)));
        const results = await readBackAll(account, [ada, grace], (_, seen) => seen !== undefined, wait);
        assert(results.every((result) => "person" in result));
        assert.deepEqual(lookUps, [
            [0, [ada, grace]],
            [500, [grace]],
            [1_500, [grace]],
        ]);
    });

    it("waits half a minute for someone to appear, or to be gone, and answers what it saw last", async () => {
        shows((emailId) => unknown(emailId));
        assert("unknown" in (await readBack(account, ada, (seen) => seen !== undefined, wait)));
        assert.equal(time, 30_000);
        assert.equal(lookUps.length, 7);
    });

    it("believes a value that stays wrong after ten seconds", async () => {
        shows((emailId) => found(emailId, { isDeveloper: false }));
        const result = await readBack(account, ada, (seen) => seen?.isDeveloper === true, wait);
        assert("person" in result);
        assert.equal(time, 10_000);
    });

    it("looks at someone who appears late, and wrong, no more", async () => {
        shows((emailId, now) => (now < 20_000 ? unknown(emailId) : found(emailId)));
        assert("person" in (await readBack(account, ada, (seen) => seen?.isDeveloper === true, wait)));
        assert.equal(time, 20_000);
    });

    it("answers the failure of a look-up only if none after it succeeds", async () => {
        shows((emailId, now) => (now < 4_000 ? broken(emailId) : found(emailId)));
        assert("person" in (await readBack(account, ada, (seen) => seen !== undefined, wait)));
        shows((emailId) => broken(emailId));
        time = 0;
        assert("error" in (await readBack(account, ada, () => true, wait)));
        assert.equal(time, 30_000);
    });

    it("of nobody asks nothing", async () => {
        shows((emailId) => found(emailId));
        assert.deepEqual(await readBackAll(account, [], () => true, wait), []);
        assert.deepEqual(lookUps, []);
    });

    it("is an error, never an absence, where a look-up has no result", async () => {
        account.lookUp.resolves([]);
        assert("error" in (await readBack(account, ada, () => true, wait)));
        assert("error" in (await lookUpOne(account, ada)));
    });

    it("is handed what Kore.ai shows of each, and undefined of one whom it does not know", async () => {
        shows((emailId) => (emailId === ada ? found(ada) : unknown(emailId)));
        const seen = new Map<string, string | undefined>();
        await readBackAll(account, [ada, grace], (emailId, shown) => seen.set(emailId, shown?.emailId) === seen, wait);
        assert.deepEqual(
            [...seen],
            [
                [ada, ada],
                [grace, undefined],
            ],
        );
    });
});

describe("the outcome of a write of one row", () => {
    it("is the only one", async () => {
        assert.deepEqual(await onlyOutcome(Promise.resolve([{ emailId: ada }])), { emailId: ada });
        await assert.rejects(onlyOutcome(Promise.resolve([])), { name: "KoreError", kind: "unreadable" });
    });
});

describe("a change that Kore.ai accepts and does not show", () => {
    it("is an error that lists what differs", () => {
        const error = unconfirmed(ada, "written", [
            "isDeveloper is false, and declared true",
            "not in group g (groups)",
        ]);
        assert.equal(error.kind, "unconfirmed");
        assert.match(
            error.message,
            /^ada@example\.com was written, as Kore\.ai says, but reading back shows otherwise: isDeveloper is false, and declared true; not in group g \(groups\)\./,
        );
    });
});

describe("waiting", () => {
    it("is done after the given time", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["setTimeout"] });
        try {
            const slept = sleep(30_000);
            clock.tick(30_000);
            await slept;
        } finally {
            clock.restore();
        }
    });
});
