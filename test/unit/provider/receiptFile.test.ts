import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { endpoints } from "../../../provider/api/http/endpoints";
import { RequestStats } from "../../../provider/api/http/requestStats";
import { ReceiptFile, receiptLine } from "../../../provider/process/receiptFile";
import { Session } from "../../../provider/process/session";

const { usersInfo, createUsers, updateUsers } = endpoints;

/** A receipt of these requests: endpoint, people, and how many tries. */
function receiptOf(...requests: [(typeof endpoints)[keyof typeof endpoints], number, tries?: number][]): RequestStats {
    const receipt = new RequestStats();
    for (const [endpoint, rows, tries = 1] of requests)
        for (let attempt = 0; attempt < tries; attempt++) receipt.count(endpoint, rows, attempt > 0);
    return receipt;
}

function times<T>(count: number, element: T): T[] {
    return Array.from({ length: count }, () => element);
}

describe("the file that KORE_RECEIPT names", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "receipt-"))));
    afterEach(() => {
        sinon.restore();
        rmSync(folder, { recursive: true });
    });

    const fileFor = (name: string, instance?: string) =>
        ReceiptFile.of({ KORE_RECEIPT: path.join(folder, name) }, () => instance);
    const readJson = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

    it("is none where it names none", () => {
        assert.equal(
            ReceiptFile.of({}, () => undefined),
            undefined,
        );
        assert.equal(
            ReceiptFile.of({ KORE_RECEIPT: "" }, () => "eu"),
            undefined,
        );
    });

    it("holds as JSON what was sent, to which account, and how long was waited", () => {
        let time = 0;
        const receipt = new RequestStats(undefined, undefined, () => time);
        receipt.count(usersInfo, 50, false);
        receipt.count(usersInfo, 50, true);
        receipt.count(createUsers, 7, false);
        receipt.wait(true);
        time = 1_500;
        receipt.wait(false);
        fileFor("receipt.json")?.write(receipt, "platform.kore.ai", 64);
        assert.deepEqual(readJson("receipt.json"), {
            account: "platform.kore.ai",
            requests: 3,
            secondsWaited: 1.5,
            slots: 64,
            endpoints: {
                "POST /api/public/usersInfo": { requests: 2, rows: 50, retries: 1 },
                "POST /api/public/users": { requests: 1, rows: 7, retries: 0 },
            },
        });
    });

    it("says so where nothing was sent, and names no account then", () => {
        fileFor("receipt.json")?.write(new RequestStats(), undefined, 8);
        assert.deepEqual(readJson("receipt.json"), { requests: 0, secondsWaited: 0, slots: 8, endpoints: {} });
    });

    it("is whole for whoever reads it at any time, and leaves nothing beside it", () => {
        const file = fileFor("receipt.json");
        file?.write(receiptOf([usersInfo, 1]), "platform.kore.ai", 8);
        const reader = openSync(path.join(folder, "receipt.json"), "r");
        file?.write(receiptOf([usersInfo, 1], [createUsers, 1]), "platform.kore.ai", 8);
        // Who opened it before has the one of before, whole; who opens it now has the new one.
        const requestsIn = (text: string) =>
            /^\{\n {4}"account": "platform\.kore\.ai",\n {4}"requests": (\d+),\n.*\n\}\n$/s.exec(text)?.[1];
        assert.equal(requestsIn(readFileSync(reader, "utf8")), "1");
        closeSync(reader);
        assert.equal(requestsIn(readFileSync(path.join(folder, "receipt.json"), "utf8")), "2");
        assert.deepEqual(readdirSync(folder), ["receipt.json"]);
    });

    for (const [given, instance, written] of [
        ["receipt.json", "eu", "receipt.eu.json"],
        ["receipt", "eu", "receipt.eu"],
        ["receipt.of.today.json", "eu-west_1", "receipt.of.today.eu-west_1.json"],
        ["receipt.json", "eu/west: 1", "receipt.eu_west__1.json"],
        ["receipt.json", "../eu", "receipt..._eu.json"],
    ] as const) {
        it(`of the provider instance "${instance}" is ${written} for ${given}`, () => {
            fileFor(given, instance)?.write(new RequestStats(), undefined, 8);
            assert.deepEqual(readdirSync(folder), [written]);
        });
    }

    it("is beside the program where its name is a relative one", () => {
        sinon.stub(process, "cwd").returns(folder);
        ReceiptFile.of({ KORE_RECEIPT: "receipt.json" }, () => undefined)?.write(new RequestStats(), undefined, 8);
        assert.deepEqual(readdirSync(folder), ["receipt.json"]);
    });

    it("is written as soon as a process is configured, though nothing is sent", () => {
        sinon.stub(process, "env").value({ KORE_RECEIPT: path.join(folder, "receipt.json") });
        const session = new Session();
        assert.deepEqual(readdirSync(folder), []);
        session.configure(() => undefined);
        assert.deepEqual(readdirSync(folder), ["receipt.json"]);
        assert.equal(session.end(), undefined);
    });

    it("is told of once and left, where it cannot be written", () => {
        sinon.stub(process, "env").value({ KORE_RECEIPT: path.join(folder, "none", "receipt.json") });
        const told: string[] = [];
        const session = new Session((message) => told.push(message));
        session.configure(() => undefined);
        session.end();
        assert.equal(told.length, 1);
        assert.match(told[0] ?? "", /KORE_RECEIPT.*cannot be written.*ENOENT/);
        assert.deepEqual(readdirSync(folder), []);
    });
});

describe("the line at the end of a run", () => {
    const lineOf = (receipt: RequestStats, given: Partial<Parameters<typeof receiptLine>[1]> = {}) =>
        receiptLine(receipt, { account: "platform.kore.ai", slots: 64, batchSize: 50, ...given });

    it("is none where nothing was sent", () => {
        assert.equal(lineOf(new RequestStats()), undefined);
    });

    it("names the account, and for each endpoint its requests and people", () => {
        const receipt = receiptOf(
            ...times(4, [usersInfo, 50] as [typeof usersInfo, number]),
            [createUsers, 50],
            [createUsers, 47],
        );
        assert.equal(
            lineOf(receipt),
            "6 requests to platform.kore.ai: POST /api/public/usersInfo 4 (200 people), POST /api/public/users 2 (97 people).",
        );
    });

    it("speaks of one request and one person as such", () => {
        assert.equal(
            lineOf(receiptOf([usersInfo, 1])),
            "1 request to platform.kore.ai: POST /api/public/usersInfo 1 (1 person).",
        );
    });

    it("says how many were tried again, and how long the budget was waited for, where there is something to say", () => {
        let time = 0;
        const receipt = new RequestStats(undefined, undefined, () => time);
        receipt.wait(true);
        time = 61_400;
        receipt.wait(false);
        receipt.count(updateUsers, 3, false);
        receipt.count(updateUsers, 3, true);
        receipt.count(usersInfo, 3, false);
        receipt.count(usersInfo, 3, true);
        assert.equal(
            lineOf(receipt),
            "4 requests to platform.kore.ai: PUT /api/public/users 2 (3 people), POST /api/public/usersInfo 2 (3 people); 2 of them tried again; waited 61 s for the account's budget.",
        );
    });

    it("does not speak of less than a second's wait", () => {
        let time = 0;
        const receipt = new RequestStats(undefined, undefined, () => time);
        receipt.wait(true);
        time = 900;
        receipt.wait(false);
        receipt.count(usersInfo, 3, false);
        assert.doesNotMatch(lineOf(receipt) ?? "", /waited/);
    });

    describe("advises a larger PULUMI_PARALLEL", () => {
        const many = (rows: number, requests = 20) =>
            receiptOf(...times(requests, [usersInfo, rows] as [typeof usersInfo, number]));
        const advised = (receipt: RequestStats, given: { slots: number; batchSize?: number }) => {
            const found =
                /Pulumi hands over (\d+) (?:person|people) at a time: PULUMI_PARALLEL=(\d+) makes fewer, larger requests\.$/.exec(
                    lineOf(receipt, given) ?? "",
                );
            return found === null ? undefined : { slots: Number(found[1]), parallel: Number(found[2]) };
        };

        it("where many requests were as large as Pulumi's steps at a time, and those fewer than a batch: so many that they fill one", () => {
            for (const [slots, batchSize] of [
                [8, 50],
                [16, 50],
                [8, 100],
            ] as const) {
                const advice = advised(many(slots), { slots, batchSize });
                assert.equal(advice?.slots, slots);
                assert((advice?.parallel ?? 0) >= batchSize, `PULUMI_PARALLEL=${advice?.parallel} for ${batchSize}`);
            }
        });

        it("and calls one person so", () => {
            assert.match(lineOf(many(1), { slots: 1 }) ?? "", / Pulumi hands over 1 person at a time: /);
        });

        it("not where as many steps at a time fill a batch", () => {
            assert.equal(advised(many(10), { slots: 50 }), undefined);
            assert.equal(advised(many(8), { slots: 8, batchSize: 8 }), undefined);
        });

        it("not where the requests were not filled by the steps that there were, as in a program of people who depend on each other", () => {
            assert.equal(advised(many(1), { slots: 8 }), undefined);
        });

        it("not where the requests had more people than there were steps, as those of a set of people", () => {
            assert.equal(advised(many(50), { slots: 8 }), undefined);
        });

        it("not where there were few requests", () => {
            assert.equal(advised(many(8, 4), { slots: 8 }), undefined);
        });

        it("whatever was tried again", () => {
            assert.equal(advised(receiptOf([usersInfo, 8, 10]), { slots: 8 }), undefined);
            assert.notEqual(
                advised(receiptOf(...times(5, [usersInfo, 8, 4] as [typeof usersInfo, number, number])), { slots: 8 }),
                undefined,
            );
        });
    });
});
