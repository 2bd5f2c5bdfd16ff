import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { unknownValue } from "../../../provider/schema/inputs";
import { Session } from "../../../provider/process/session";
import { UserAccessLifecycle } from "../../../provider/userAccess/lifecycle";
import { UserLifecycle } from "../../../provider/user/lifecycle";
import { newRun, referenceOf } from "../../harness/runOfProgram";
import { groupLists, placesIn, programs, rewritten, roleLists, some, taskLists, withUnknown } from "./programs";

type Properties = Record<string, unknown>;

const ada = "ada@example.com";
const addresses = ["ada@example.com", "dora@example.com", "grace@example.com", "jean@example.com", "zoe@example.com"];
const accesses: fc.Arbitrary<Properties> = fc.record({
    emailIds: fc.subarray(addresses, { minLength: 1 }),
    canCreateBot: fc.constant(false),
    isDeveloper: fc.boolean(),
});

interface Kind {
    type: "KoreUser" | "KoreUserAccess";
    /** What programs declare. */
    documents: fc.Arbitrary<Properties>;
    /** A new one for each step, as each may be of a run of its own: see inRun. */
    provider: (session: Session) => UserLifecycle | UserAccessLifecycle;
    /** The state after a step with these inputs. */
    outputs: (inputs: Properties) => Properties;
}

const user: Kind = {
    type: "KoreUser",
    documents: programs,
    provider: (session) => new UserLifecycle(session),
    outputs: (inputs) => ({ ...inputs, userId: "u-1", account: "platform.kore.ai", adopted: false }),
};
const access: Kind = {
    type: "KoreUserAccess",
    documents: accesses,
    provider: (session) => new UserAccessLifecycle(session),
    outputs: (inputs) => ({
        ...inputs,
        account: "platform.kore.ai",
        reported: [...addressesIn(inputs)].reverse().map((emailId) => ({
            emailId,
            userId: `u-${emailId}`,
            canCreateBot: false,
            isDeveloper: inputs["isDeveloper"],
        })),
    }),
};

function addressesIn({ emailIds }: Properties): string[] {
    return Array.isArray(emailIds) ? emailIds.map(String) : [];
}

/** Inputs as the engine keeps them: with each object's properties by their names. */
function kept(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(kept);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .map(([key, inner]): [string, unknown] => [key, kept(inner)])
            .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
}

type Checking = (olds: Properties, news: Properties) => { inputs: object; failures: object[] };

/** Does something with a resource in a run of a program. */
function inRun<T>(provider: Kind["provider"], step: (check: Checking) => T): T {
    const session = new Session(() => undefined);
    const { __program } = referenceOf(newRun());
    try {
        return step((olds, news) => provider(session).check(olds, { ...news, __program }));
    } finally {
        session.end();
    }
}

function check({ provider }: Kind, olds: Properties, news: Properties): Properties {
    const { inputs, failures } = inRun(provider, (checking) => checking(kept(olds) as Properties, news));
    assert.deepEqual(failures, []);
    return { ...inputs };
}

/** A list with something put into one of its places. */
function inserted<T>(list: T[], element: T, place: number): T[] {
    return [...list.slice(0, place % (list.length + 1)), element, ...list.slice(place % (list.length + 1))];
}

for (const each of [user, access]) {
    // What a state holds after two steps: the lists are in no order that the second program alone would give.
    const states = fc
        .tuple(each.documents, each.documents)
        .map(([first, second]) => check(each, check(each, {}, first), second));

    describe(`the lists of a ${each.type} that has inputs already`, () => {
        it("stay as they are, in whichever order and however often the program names the same", () =>
            fc.assert(
                fc.property(
                    states.chain((olds) => fc.tuple(fc.constant(olds), rewritten(olds))),
                    ([olds, news]) => assert.deepEqual(check(each, olds, { ...news, emailId: olds["emailId"] }), olds),
                ),
                { numRuns: 500 },
            ));

        it("are no change in diff, in whichever order the program and the state have them", () =>
            fc.assert(
                fc.property(
                    states.chain((state) => fc.tuple(fc.constant(state), rewritten(state), rewritten(state))),
                    ([inputs, before, now]) => {
                        const { emailId } = inputs;
                        assert.equal(
                            each
                                .provider(new Session(() => undefined))
                                .diff(ada, each.outputs({ ...before, emailId }), { ...now, emailId }).changes,
                            false,
                        );
                    },
                ),
                { numRuns: 500 },
            ));

        it("are the same after they were checked twice", () =>
            fc.assert(
                fc.property(states, each.documents, (olds, news) => {
                    const inputs = check(each, olds, news);
                    assert.deepEqual(check(each, olds, inputs), inputs);
                    assert.deepEqual(check(each, inputs, inputs), inputs);
                }),
                { numRuns: 500 },
            ));

        it("have what the program names, whatever was before", () =>
            fc.assert(
                fc.property(states, each.documents, (olds, news) =>
                    assert.deepEqual(check(each, {}, check(each, olds, news)), check(each, {}, news)),
                ),
                { numRuns: 500 },
            ));
    });
}

interface List {
    list: string;
    of: Kind;
    /** The arguments beside it. */
    others: Properties;
    /** All elements that it may have, and some of them. */
    whole: unknown[];
    some: fc.Arbitrary<unknown[]>;
}

const lists: List[] = [
    { list: "groups", of: user, others: { emailId: ada }, whole: some.groups, some: groupLists },
    { list: "roles", of: user, others: { emailId: ada }, whole: some.roles, some: roleLists },
    {
        list: "assignBotTasks",
        of: user,
        others: { emailId: ada },
        whole: some.bots.map((streamId) => ({ streamId, dialogs: some.dialogs })),
        some: fc.subarray(some.bots).map((bots) => bots.map((streamId) => ({ streamId, dialogs: some.dialogs }))),
    },
    {
        list: "emailIds",
        of: access,
        others: { canCreateBot: false, isDeveloper: true },
        whole: addresses,
        some: fc.subarray(addresses, { minLength: 1 }),
    },
];

for (const { list, of, others, whole, some: parts } of lists) {
    const shuffled = parts.chain((part) => fc.shuffledSubarray(part, { minLength: part.length }));
    const checkList = (olds: unknown[], news: unknown[]) =>
        check(of, { ...others, [list]: olds }, { ...others, [list]: news })[list];

    describe(`${list}, whose order is the one of before,`, () => {
        it("have an element that the program adds anywhere as the last one, and the others in their places", () =>
            fc.assert(
                fc.property(shuffled, fc.nat(), fc.nat(), (olds, which, place) => {
                    const absent = whole.filter(
                        (element) => !olds.some((old) => JSON.stringify(old) === JSON.stringify(element)),
                    );
                    const added = absent[which % absent.length];
                    if (added === undefined) return;
                    assert.deepEqual(checkList(olds, inserted([...olds].reverse(), added, place)), [...olds, added]);
                }),
            ));

        it("have several that are added in the order in which a new list has them", () =>
            fc.assert(
                fc.property(shuffled, fc.shuffledSubarray(whole, { minLength: whole.length }), (olds, news) => {
                    const added = check(of, {}, { ...others, [list]: news })[list];
                    assert.ok(Array.isArray(added));
                    const absent = added.filter(
                        (element) => !olds.some((old) => JSON.stringify(old) === JSON.stringify(element)),
                    );
                    assert.deepEqual(checkList(olds, news), [...olds, ...(absent as unknown[])]);
                }),
            ));

        it("keep the order of the rest where one is taken out", () =>
            fc.assert(
                fc.property(shuffled, fc.nat(), (olds, which) => {
                    if (olds.length < 2) return;
                    const rest = olds.filter((_, index) => index !== which % olds.length);
                    assert.deepEqual(checkList(olds, [...rest].reverse()), rest);
                }),
            ));
    });
}

describe("the tasks of a bot whose dialogs change", () => {
    const tasksIn = (inputs: Properties) => inputs["assignBotTasks"] as { streamId: string; dialogs?: string[] }[];

    it("keep their place among the bots, and the dialogs keep theirs", () =>
        fc.assert(
            fc.property(
                taskLists.chain((tasks) => fc.shuffledSubarray(tasks, { minLength: tasks.length })),
                taskLists,
                (olds, news) => {
                    const now = tasksIn(
                        check(user, { emailId: ada, assignBotTasks: olds }, { emailId: ada, assignBotTasks: news }),
                    );
                    const staying = olds.filter(({ streamId }) => news.some((task) => task.streamId === streamId));
                    assert.deepEqual(
                        now.slice(0, staying.length).map(({ streamId }) => streamId),
                        staying.map(({ streamId }) => streamId),
                    );
                    for (const [index, { dialogs: before }] of staying.entries()) {
                        const { dialogs } = now[index] ?? {};
                        if (dialogs === undefined || before === undefined) continue;
                        const stayingDialogs = before.filter((dialog) => dialogs.includes(dialog));
                        assert.deepEqual(dialogs.slice(0, stayingDialogs.length), stayingDialogs);
                    }
                },
            ),
            { numRuns: 1000 },
        ));
});

describe("a list with an unknown part", () => {
    const membershipOf = ({ groups, roles }: Properties): Properties => ({ groups, roles });

    it("stays as the program has it, whatever was before", () =>
        fc.assert(
            fc.property(
                programs,
                programs.chain((program) =>
                    fc.tuple(fc.constant(program), fc.subarray(placesIn(membershipOf(program)))),
                ),
                (first, [program, places]) => {
                    const partly: Properties = {
                        ...program,
                        ...(withUnknown(membershipOf(program), places) as Properties),
                    };
                    const inputs = check(user, check(user, {}, first), partly);
                    for (const list of ["groups", "roles"])
                        if (JSON.stringify(partly[list] ?? null).includes(unknownValue))
                            assert.deepEqual(inputs[list], partly[list]);
                },
            ),
            { numRuns: 500 },
        ));
});

describe("bots that are not known yet", () => {
    it("do not take the order of their dialogs from each other, however often they are checked", () => {
        const news = {
            emailId: ada,
            assignBotTasks: [
                { streamId: unknownValue, dialogs: [unknownValue, "dg-2"] },
                { streamId: unknownValue, dialogs: ["dg-1", "dg-2"] },
            ],
        };
        inRun(user.provider, (checking) => {
            const { inputs } = checking({}, news);
            assert.deepEqual(checking({}, { ...inputs }), { inputs, failures: [] });
        });
    });
});

describe("a person who comes to another address", () => {
    it("is checked twice, the second time without the inputs of before, and keeps their order", () =>
        fc.assert(
            fc.property(programs, programs, (first, second) => {
                const olds = check(user, {}, first);
                const news = { ...second, emailId: "ada.king@example.com" };
                inRun(user.provider, (checking) => {
                    // As the SDK does with what is answered.
                    const inputs = Object.assign(checking(kept(olds) as Properties, news).inputs, {
                        __provider: "exports.handler",
                    });
                    assert.deepEqual({ ...checking({}, news).inputs, __provider: "exports.handler" }, inputs);
                });
            }),
            { numRuns: 300 },
        ));
});
