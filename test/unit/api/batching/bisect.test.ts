import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Reason } from "../../../../provider/api/answers";
import { Bisector, type BatchCall } from "../../../../provider/api/batching/bisect";
import type { Account } from "../../../../provider/api/client";
import { type KoreErrorKind, KoreError } from "../../../../provider/api/errors";
import * as userAccess from "../../../fixtures/userAccess";
import { accountAt, errorOf, everyoneIsThere, people } from "../accounts";
import { hangUp, json, refusal, scriptedKore, text, type Reply } from "../scriptedKore";

interface Outcome {
    row: string;
    error?: KoreError;
}

const ada = "ada@example.com";
const grace = "grace@example.com";
const alan = "alan@example.com";

function failing(kind: KoreErrorKind, koreMessage: string): KoreError {
    return new KoreError({
        code: "kore:refused",
        kind,
        what: "PUT /api/public/users failed",
        why: `Kore.ai says "${koreMessage}" (code 400)`,
        koreMessage,
        koreCode: 400,
        status: 400,
    });
}

/** An endpoint that answers each request by the people in it: with words, it refuses them as a whole. */
class Endpoint implements BatchCall<string, Outcome> {
    readonly sent: string[][] = [];
    readonly lookUps: string[][] = [];
    readonly tooLarge: [number, number][] = [];
    readonly unknownAmong?: (emailIds: string[]) => Promise<Map<string, Reason>>;

    constructor(
        private readonly refuses: (rows: string[]) => KoreError | string | undefined,
        unknown?: (emailIds: string[]) => string[],
    ) {
        if (unknown === undefined) return;
        this.unknownAmong = async (emailIds) => {
            this.lookUps.push(emailIds);
            return new Map(unknown(emailIds).map((emailId) => [emailId, { message: "Invalid emailId" }]));
        };
    }

    async send(rows: string[]): Promise<Outcome[]> {
        this.sent.push(rows);
        const refused = this.refuses(rows);
        if (refused === undefined) return rows.map((row) => ({ row }));
        throw typeof refused === "string" ? failing("refused", refused) : refused;
    }

    emailOf(row: string): string {
        return row;
    }

    onTooLarge(refused: number, done: number): void {
        this.tooLarge.push([refused, done]);
    }

    fail(row: string, error: KoreError): Outcome {
        return { row, error: error.about(`${row} was not updated`) };
    }
}

const nobody = (): string[] => [];
const accepts = () => undefined;
const sendRows = (endpoint: Endpoint, rows: string[]) => new Bisector(endpoint).send(rows);
const failed = (outcomes: Outcome[]) => outcomes.flatMap(({ row, error }) => (error === undefined ? [] : [row]));
const sizes = ({ sent }: Endpoint) => sent.map(({ length }) => length);
const ifAnyOf = (bad: string[], words: string) => (rows: string[]) =>
    rows.some((row) => bad.includes(row)) ? words : undefined;

describe("a request that is refused as a whole", () => {
    it("fails the people whom the refusal names, and is sent again without them; nobody is looked up", async () => {
        const endpoint = new Endpoint(
            ifAnyOf([grace], "Emails << grace@example.com >> not associated with your account"),
            () => [ada, grace, alan],
        );
        const outcomes = await new Bisector(endpoint).send([ada, grace, alan]);
        assert.deepEqual(
            outcomes.map(({ row }) => row),
            [ada, grace, alan],
        );
        assert.deepEqual(failed(outcomes), [grace]);
        assert.equal(
            outcomes[1]?.error?.message,
            'grace@example.com was not updated: Kore.ai says "Emails << grace@example.com >> not associated with your account" (code 400). [kore:refused]',
        );
        assert.deepEqual(
            [endpoint.sent, endpoint.lookUps],
            [
                [
                    [ada, grace, alan],
                    [ada, alan],
                ],
                [],
            ],
        );
    });

    it("fails all whom the refusal names, in whatever letter case and between whatever signs", async () => {
        for (const words of [
            `Emails << ${ada}, ${grace} >> not found`,
            `<<${ada},${grace}>>`,
            `"${ada}" and '${grace}'.`,
            `ADA@Example.com; ${grace}!`,
            `mail:${ada} mail:${grace}`,
        ]) {
            const endpoint = new Endpoint(ifAnyOf([ada, grace], words), nobody);
            assert.deepEqual(failed(await new Bisector(endpoint).send([ada, grace, alan])), [ada, grace], words);
            assert.deepEqual(sizes(endpoint), [3, 1]);
        }
    });

    const within: [string, string][] = [
        ["ada@example.com", "countess.ada@example.com"],
        ["ada@example.com", "grace-ada@example.com"],
        ["ada@example.com", "grace+ada@example.com"],
        ["ada@example.com", "lada@example.com"],
        ["ada@example.com", "ada@example.com.au"],
        ["ada@example.com", "ada@example.company"],
        ["ada@example.co", "ada@example.co-op.org"],
        ["a.da@example.com", "axda@example.com"],
        ["ada+1@example.com", "adaa1@example.com"],
    ];
    for (const [part, whole] of within) {
        it(`names ${whole}, and not ${part}`, async () => {
            const endpoint = new Endpoint(ifAnyOf([whole], `${whole} is not allowed.`), nobody);
            assert.deepEqual(failed(await new Bisector(endpoint).send([part, whole])), [whole]);
            assert.deepEqual(endpoint.sent, [[part, whole], [part]]);
        });
    }

    it("fails, where it names nobody, those whom a look-up does not know, in its words; the others are done in one request", async () => {
        const all = people(50);
        const strangers = all.slice(7, 10);
        const endpoint = new Endpoint(ifAnyOf(strangers, "One or more entered emails not found"), () => strangers);
        const outcomes = await new Bisector(endpoint).send(all);
        assert.deepEqual(
            outcomes.map(({ row }) => row),
            all,
        );
        assert.deepEqual(failed(outcomes), strangers);
        assert.deepEqual([sizes(endpoint), endpoint.lookUps], [[50, 47], [all]]);
        assert.match(
            outcomes[7]?.error?.message ?? "",
            /^user8@example\.com was not updated: there is no such person in the account \(Kore\.ai says "Invalid emailId"\)/,
        );
        assert.deepEqual([outcomes[7]?.error?.kind, outcomes[7]?.error?.koreMessage], ["refused", "Invalid emailId"]);
    });

    it("is halved, where it names nobody and a look-up knows everybody, until those are alone whom it is about", async () => {
        const endpoint = new Endpoint(ifAnyOf(["user1@example.com"], "Invalid values in the body"), nobody);
        const outcomes = await sendRows(endpoint, people(7));
        assert.deepEqual(
            outcomes.map(({ row }) => row),
            people(7),
        );
        assert.deepEqual(failed(outcomes), ["user1@example.com"]);
        assert.deepEqual(sizes(endpoint), [7, 4, 3, 2, 2, 1, 1]);
        assert.equal(
            outcomes[0]?.error?.message,
            'user1@example.com was not updated: Kore.ai says "Invalid values in the body" (code 400). [kore:refused]',
        );
    });

    it("costs few requests, whoever of 50 people it is about, and not one for each", async () => {
        for (const bad of people(50)) {
            const endpoint = new Endpoint(ifAnyOf([bad], "Invalid values in the body"), nobody);
            assert.deepEqual(failed(await sendRows(endpoint, people(50))), [bad]);
            assert(endpoint.sent.length <= 16, `${endpoint.sent.length} requests about ${bad}`);
        }
    });

    it("asks for one look-up alone, however many parts are refused", async () => {
        const endpoint = new Endpoint(
            ifAnyOf(["user1@example.com", "user8@example.com"], "Invalid values in the body"),
            nobody,
        );
        await new Bisector(endpoint).send(people(8));
        assert.deepEqual(endpoint.lookUps, [people(8)]);
    });

    it("is halved after the look-up where there is another reason as well", async () => {
        const endpoint = new Endpoint(
            (rows) =>
                rows.includes(ada)
                    ? "One or more entered emails not found"
                    : rows.includes(grace)
                      ? "Invalid values in the body"
                      : undefined,
            () => [ada],
        );
        const outcomes = await new Bisector(endpoint).send([ada, grace, alan]);
        assert.deepEqual(
            outcomes.map(({ error }) => error?.koreMessage),
            ["Invalid emailId", "Invalid values in the body", undefined],
        );
        assert.equal(endpoint.lookUps.length, 1);
    });

    it("is done once for each person, and nobody who was done is sent again", async () => {
        const all = people(50);
        const bad = ["user3@example.com", "user31@example.com", "user44@example.com"];
        const done: string[] = [];
        const endpoint = new Endpoint((rows) => {
            if (rows.some((row) => bad.includes(row))) return "no";
            done.push(...rows);
            return undefined;
        }, nobody);
        assert.deepEqual(failed(await new Bisector(endpoint).send(all)), bad);
        assert.deepEqual(done.sort(), all.filter((row) => !bad.includes(row)).sort());
    });

    describe("and is about the request rather than the people", () => {
        const all = people(50);
        const words = "Validation errors/ Invalid arguments";

        it("does not use up the budget: three are refused by themselves in the same words, and the others are not tried, which their sentence says", async () => {
            const endpoint = new Endpoint(() => words, nobody);
            const outcomes = await sendRows(endpoint, all);
            assert.deepEqual(
                outcomes.map(({ row }) => row),
                all,
            );
            assert.deepEqual(failed(outcomes), all);
            assert.deepEqual([sizes(endpoint), endpoint.lookUps.length], [[50, 1, 1, 1], 1]);
            const alone = new Set(endpoint.sent.filter(({ length }) => length === 1).flat());
            for (const { row, error } of outcomes) {
                assert.equal(error?.kind, "refused");
                const says = `${row} was not updated: Kore.ai says "${words}" (code 400)`;
                if (alone.has(row)) assert.equal(error?.message, `${says}. [kore:refused]`);
                else
                    assert.ok(
                        error?.message.startsWith(
                            `${says} to a request for 50 people, and to those of them who were tried alone; the others were left as they are. `,
                        ),
                        error?.message,
                    );
            }
        });

        it("nor does a later request that is refused in the same words: it is not taken apart", async () => {
            const endpoint = new Endpoint(() => words, nobody);
            const bisector = new Bisector(endpoint);
            await bisector.send(all);
            const before = endpoint.sent.length;
            const outcomes = await bisector.send(people(60).slice(50));
            assert.equal(failed(outcomes).length, 10);
            assert.deepEqual([endpoint.sent.length - before, endpoint.lookUps.length], [1, 1]);
        });

        it("a later one that is refused in other words, or after one that was done, is taken apart", async () => {
            let refuses = (_rows: string[]): string | undefined => words;
            const endpoint = new Endpoint((rows) => refuses(rows), nobody);
            const bisector = new Bisector(endpoint);
            await bisector.send(all);
            refuses = ifAnyOf(["user51@example.com"], "other words");
            assert.deepEqual(failed(await bisector.send(people(60).slice(50))), ["user51@example.com"]);
            refuses = ifAnyOf(["user51@example.com"], words);
            assert.deepEqual(failed(await bisector.send(people(60).slice(50))), ["user51@example.com"]);
        });

        it("is taken apart all the same where one who is tried alone is done", async () => {
            const bad = all.slice(1);
            const endpoint = new Endpoint(
                (rows) => (rows.length > 1 || rows.some((row) => bad.slice(0, 2).includes(row)) ? words : undefined),
                nobody,
            );
            const outcomes = await sendRows(endpoint, people(8));
            assert.deepEqual(failed(outcomes), bad.slice(0, 2));
        });
    });

    it("is taken apart in so many requests and no more, the look-up among them: the rest fails with a sentence, and is left as it is", async () => {
        const all = people(200);
        let answers = 0;
        // Words that never come twice, so that nothing follows from them.
        const endpoint = new Endpoint(() => `no ${++answers}`, nobody);
        const outcomes = await sendRows(endpoint, all);
        assert.deepEqual(
            outcomes.map(({ row }) => row),
            all,
        );
        assert.deepEqual(failed(outcomes), all);
        const said = new Set<number>();
        const alone = new Set(endpoint.sent.filter(({ length }) => length === 1).flat());
        for (const { row, error } of outcomes) {
            if (alone.has(row)) continue;
            assert.equal(error?.kind, "refused");
            assert.match(
                error?.message ?? "",
                new RegExp(
                    `^${row} was not updated: Kore\\.ai says "no \\d+" \\(code 400\\) to a request for (\\d+ people|one person), left as they are: .*did not show in \\d+ requests\\. .*run again\\. \\[kore:refused-undecided\\]$`,
                ),
            );
            said.add(Number(/in (\d+) requests/.exec(error?.message ?? "")?.[1]));
        }
        assert.deepEqual([...said], [endpoint.sent.length + endpoint.lookUps.length]);
        assert(
            [...said].every((requests) => requests <= 50),
            "not the account's budget of a minute",
        );
    });

    it("finds three people among 50 within these requests", async () => {
        const bad = ["user10@example.com", "user30@example.com", "user40@example.com"];
        const endpoint = new Endpoint(ifAnyOf(bad, "no"), nobody);
        const outcomes = await new Bisector(endpoint).send(people(50));
        assert.deepEqual(
            outcomes.filter(({ error }) => error !== undefined).map(({ row, error }) => [row, error?.why]),
            bad.map((row) => [row, 'Kore.ai says "no" (code 400)']),
        );
    });

    it("fails only the part whose answer is lost on the way, and is not sent again about it", async () => {
        const lost = failing("lost", "Internal Server Error");
        const endpoint = new Endpoint(
            (rows) => (rows.length === 4 ? "no" : rows.includes("user1@example.com") ? lost : undefined),
            nobody,
        );
        const outcomes = await new Bisector(endpoint).send(people(4));
        assert.deepEqual(
            outcomes.map(({ error }) => error?.kind),
            ["lost", "lost", undefined, undefined],
        );
        assert.deepEqual(sizes(endpoint), [4, 2, 2]);
    });

    it("is about its person where there is only one: nothing more is sent or asked", async () => {
        const endpoint = new Endpoint(
            () => "no",
            () => [ada],
        );
        const outcomes = await new Bisector(endpoint).send([ada]);
        assert.equal(outcomes[0]?.error?.koreMessage, "no");
        assert.deepEqual([sizes(endpoint), endpoint.lookUps], [[1], []]);
    });

    for (const largest of [1, 2, 12]) {
        it(`is about the number of rows where all are done in smaller requests (${largest} at most): later ones are as small from the first`, async () => {
            const endpoint = new Endpoint(
                (rows) => (rows.length > largest ? "Validation errors/ Invalid arguments" : undefined),
                nobody,
            );
            const bisector = new Bisector(endpoint);
            assert.deepEqual(failed(await bisector.send(people(50))), []);
            const [[refused, done] = [0, 0]] = endpoint.tooLarge;
            assert.equal(refused, 50);
            assert(done <= largest && done > largest / 2, `${done}`);
            endpoint.sent.length = 0;
            const outcomes = await bisector.send(people(50));
            assert.deepEqual(
                outcomes.map(({ row }) => row),
                people(50),
            );
            assert.deepEqual(
                sizes(endpoint).filter((size) => size > done),
                [],
            );
            assert.equal(endpoint.sent.length, Math.ceil(50 / done));
            assert.equal(endpoint.tooLarge.length, 1);
        });
    }

    it("is about their number, whoever failed in a request before", async () => {
        let bad = [ada];
        const endpoint = new Endpoint((rows) =>
            rows.length > 4 || bad.some((row) => rows.includes(row)) ? "no" : undefined,
        );
        const bisector = new Bisector(endpoint);
        assert.deepEqual(failed(await bisector.send([ada, grace])), [ada]);
        bad = [];
        await bisector.send(people(7));
        assert.deepEqual(endpoint.tooLarge, [[7, 4]]);
    });

    it("uses as many requests for the search where nobody can be looked up", async () => {
        let answers = 0;
        const endpoint = new Endpoint(() => `no ${++answers}`);
        await sendRows(endpoint, people(200));
        assert.equal(endpoint.sent.length, 40);
    });

    it("is about their number: later ones are as small as the smallest of batches that were under way together", async () => {
        const endpoint = new Endpoint((rows) => (rows.length > (rows.includes(ada) ? 1 : 8) ? "no" : undefined));
        const bisector = new Bisector(endpoint);
        await Promise.all([bisector.send([ada, grace]), bisector.send(people(16))]);
        assert.deepEqual(endpoint.tooLarge, [
            [2, 1],
            [16, 7],
        ]);
        endpoint.sent.length = 0;
        await bisector.send([grace, alan]);
        assert.deepEqual(sizes(endpoint), [1, 1]);
    });

    it("is halved to the end before another half is", async () => {
        const endpoint = new Endpoint(ifAnyOf(["user1@example.com", "user7@example.com"], "no"));
        await sendRows(endpoint, people(7));
        assert.deepEqual(sizes(endpoint), [7, 4, 3, 2, 1, 2, 2, 1, 1]);
    });

    it("goes by the words of the latest refusal: whom a part's names is not searched for", async () => {
        const endpoint = new Endpoint((rows) =>
            rows.length === 4
                ? "no"
                : rows.includes("user1@example.com")
                  ? "user1@example.com is not allowed"
                  : undefined,
        );
        assert.deepEqual(failed(await sendRows(endpoint, people(4))), ["user1@example.com"]);
        assert.deepEqual(sizes(endpoint), [4, 2, 2, 1]);
    });

    it("is not about the request where those who are tried alone fail otherwise, be it in the same words", async () => {
        const endpoint = new Endpoint((rows) => (rows.length > 1 ? "no" : failing("lost", "no")));
        const outcomes = await sendRows(endpoint, people(8));
        assert.deepEqual(new Set(outcomes.map(({ error }) => error?.kind)), new Set(["lost"]));
        assert.equal(endpoint.sent.filter(({ length }) => length === 1).length, 8);
    });

    it("names an address that begins or ends with a sign of sentences", async () => {
        const strange = "'ada@example.com";
        const endpoint = new Endpoint(ifAnyOf([strange], `${strange} is not allowed`));
        assert.deepEqual(failed(await sendRows(endpoint, [strange, grace])), [strange]);
        assert.deepEqual(sizes(endpoint), [2, 1]);
    });

    it("says of one person who is left as they are that it is one", async () => {
        const said = new Set<string>();
        for (let count = 60; count < 90; count++) {
            let answers = 0;
            const endpoint = new Endpoint(() => `no ${++answers}`);
            for (const { error } of await sendRows(endpoint, people(count)))
                said.add(/ for (\w+ (?:people|person)), left as/.exec(error?.why ?? "")?.[1] ?? "");
        }
        assert.deepEqual([said.has("one person"), said.has("1 people")], [true, false]);
    });

    it("answers twice about somebody who was asked about twice", async () => {
        const outcomes = await sendRows(new Endpoint(ifAnyOf([grace], "no"), nobody), [ada, grace, ada, alan]);
        assert.deepEqual(
            outcomes.map(({ row, error }) => [row, error?.kind]),
            [
                [ada, undefined],
                [grace, "refused"],
                [ada, undefined],
                [alan, undefined],
            ],
        );
    });
});

describe("a request that fails otherwise", () => {
    for (const kind of [
        "lost",
        "unauthorized",
        "scope",
        "rateLimit",
        "unreachable",
        "unreadable",
        "settings",
    ] as const) {
        it(`is not taken apart where it is ${kind}`, async () => {
            const endpoint = new Endpoint(
                () => failing(kind, "no"),
                () => [ada],
            );
            const outcomes = await new Bisector(endpoint).send([ada, grace]);
            assert.deepEqual(
                outcomes.map(({ error }) => error?.kind),
                [kind, kind],
            );
            assert.deepEqual([sizes(endpoint), endpoint.lookUps], [[2], []]);
        });
    }

    it("says of rows whose answer is lost that Kore.ai has not dealt with their request, one for all of them", async () => {
        const endpoint = new Endpoint(() => failing("lost", "no"));
        const [first, second] = await new Bisector(endpoint).send([ada, grace]);
        assert.deepEqual(first?.error?.request, { wasDealtWith: false });
        assert.equal(first?.error?.request, second?.error?.request);
    });

    it("leaves what stands for the request of a lost answer as it is", async () => {
        const request = { wasDealtWith: true };
        const endpoint = new Endpoint(
            () => new KoreError({ code: "kore:answer-lost", kind: "lost", what: "it failed", why: "no", request }),
        );
        const [outcome] = await new Bisector(endpoint).send([ada]);
        assert.equal(outcome?.error?.request, request);
    });

    it("has no such request where it is not lost", async () => {
        const [outcome] = await new Bisector(new Endpoint(() => failing("unreachable", "no"))).send([ada]);
        assert.equal(outcome?.error?.request, undefined);
    });

    it("leaves open what became of a person about whom its answer says nothing, and the others have theirs", async () => {
        const endpoint = new Endpoint(accepts);
        endpoint.send = (rows) => Promise.resolve(rows.slice(0, 1).map((row) => ({ row })));
        const outcomes = await new Bisector(endpoint).send([ada, grace]);
        assert.deepEqual(
            outcomes.map(({ row, error }) => [row, error?.kind]),
            [
                [ada, undefined],
                [grace, "lost"],
            ],
        );
    });

    it("for a mistake of the client fails as such", async () => {
        const endpoint = new Endpoint(accepts);
        endpoint.send = () => Promise.reject(new RangeError("a mistake"));
        await assert.rejects(new Bisector(endpoint).send([ada]), /^RangeError: a mistake$/);
    });
});

describe("taking a batch apart", () => {
    const kore = scriptedKore();
    const rows = people(4).map((emailId) => ({ userInfo: { emailId }, canCreateBot: false, isDeveloper: false }));
    const isLookUp = ({ path }: { path: string | undefined }) => path?.endsWith("/usersInfo") === true;
    /** Refuses each write about the first of the people; a look-up gets this reply. */
    const refusing = (lookUp: Reply) =>
        kore.always((response, request) =>
            (isLookUp(request)
                ? lookUp
                : JSON.stringify(request.body).includes("user1@")
                  ? refusal("no", 400)
                  : json({ msg: "done" }))(response, request),
        );
    const lookUps = () => kore.received.filter(isLookUp).length;

    it("never looks up the people of a create, who are unknown until it is done", async () => {
        refusing(everyoneIsThere);
        const outcomes = await accountAt(kore).createUsers(rows, {});
        assert.deepEqual(
            outcomes.map(({ error }) => error?.kind),
            ["refused", undefined, undefined, undefined],
        );
        assert.equal(lookUps(), 0);
    });

    const others: [string, (account: Account) => Promise<object[]>][] = [
        ["an update", (account) => account.updateUsers(rows)],
        ["a removal", (account) => account.removeUsers(people(4))],
    ];
    for (const [name, call] of others) {
        it(`looks up the people of ${name}, once`, async () => {
            refusing(everyoneIsThere);
            await call(accountAt(kore));
            assert.equal(lookUps(), 1);
        });
    }

    const troubles: [string, Reply][] = [
        ["does not answer", hangUp],
        ["fails", text("", 503)],
        ["is refused", refusal("no", 400)],
        ["meets an app without the scope", refusal("Permission denied. Scope is incorrect!", 401)],
        ["answers a web page", text("<html>")],
        ["leaves everybody out", json([])],
    ];
    for (const [what, trouble] of troubles) {
        it(`halves where the look-up ${what}: nobody is taken for unknown`, async () => {
            refusing(trouble);
            const outcomes = await accountAt(kore).updateUsers(rows);
            assert.deepEqual(
                outcomes.map(({ error }) => error?.kind),
                ["refused", undefined, undefined, undefined],
            );
            assert.match(
                errorOf(kore, outcomes[0]).message,
                /^user1@example\.com was not updated: Kore\.ai says "no" \(code 400\)\. \[kore:refused\]$/,
            );
            assert.deepEqual(kore.received.filter((request) => !isLookUp(request)).length, 5);
        });
    }

    it("says of people whom Update User Access refuses and a look-up does not know that they are not in the account", async () => {
        kore.always((response, request) => {
            const unknown = people(4).map((emailId) => ({
                userInfo: { emailId, status: "failure", reason: "Invalid emailId" },
            }));
            (isLookUp(request) ? json(unknown) : json(userAccess.refusals.unknownAddress.body, 400))(response, request);
        });
        const outcomes = await accountAt(kore).setAccess(people(4), { canCreateBot: false, isDeveloper: true });
        for (const outcome of outcomes)
            assert.match(
                errorOf(kore, outcome).message,
                /did not get this access: there is no such person in the account/,
            );
        assert.equal(kore.received.length, 2);
    });
});
