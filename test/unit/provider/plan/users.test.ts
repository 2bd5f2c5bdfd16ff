import assert from "node:assert/strict";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import type { UserState } from "../../../../provider/user/schema";
import { flagsLeft, hasMoves, planOf, tooManyRemovals, type UsersPlan } from "../../../../provider/users/plan";
import type { Before } from "../../../../provider/run/manifest";
import { emailId, program, state, user } from "./people";

type Where = keyof UsersPlan;

describe("where somebody of a set of people goes", () => {
    const notYet = { successor: () => ({ kind: "notYet", resource: "KoreUser" }) as const };
    const taken = { successor: () => ({ kind: "taken", declared: {} }) as const };
    const rows: {
        rule: string;
        state?: Partial<UserState>;
        declared?: boolean;
        program?: Partial<PersonInProgram>;
        goes: Where;
        moves: boolean;
    }[] = [
        { rule: "who is declared, and in no state, joins", declared: true, goes: "joining", moves: true },
        { rule: "who is declared and in the state stays", state: {}, declared: true, goes: "staying", moves: false },
        {
            rule: "who was let go for another resource and is declared here again joins",
            state: { letGo: true },
            declared: true,
            goes: "joining",
            moves: true,
        },
        { rule: "who is declared nowhere leaves", state: {}, goes: "leaving", moves: true },
        { rule: "who is another resource's by now leaves", state: {}, program: taken, goes: "leaving", moves: true },
        {
            rule: "who is to be another resource's is passed on, and stays on record until it has them",
            state: {},
            program: notYet,
            goes: "passing",
            moves: true,
        },
        {
            rule: "once passed on, they are no change",
            state: { letGo: true },
            program: notYet,
            goes: "passing",
            moves: false,
        },
        {
            rule: "who was passed on, and is in the state of another resource, leaves the record",
            state: { letGo: true },
            program: { ...taken, before: () => ({ adopted: false }) as Before },
            goes: "passed",
            moves: false,
        },
        {
            rule: "who was passed on, and is nobody's after all, leaves",
            state: { letGo: true },
            program: { before: () => ({ letGo: true }) as Before },
            goes: "leaving",
            moves: true,
        },
        {
            rule: "who was passed on stays on record, as long as it is not known what the whole program declares",
            state: { letGo: true },
            program: { before: () => ({ letGo: true }) as Before, isWhole: () => false },
            goes: "passing",
            moves: false,
        },
        {
            rule: "flags that a list is to give stay on record until it gives them",
            state: { letGo: true, handedOver: ["isDeveloper"] },
            goes: "passing",
            moves: false,
        },
        {
            rule: "flags that a list of the state gives leave the record",
            state: { letGo: true, handedOver: ["isDeveloper"] },
            program: { taken: (_userId, flags) => flags },
            goes: "passed",
            moves: false,
        },
        {
            rule: "flags that nothing declares any more are taken back",
            state: { letGo: true, handedOver: ["isDeveloper"] },
            program: { abandoned: (flags) => flags },
            goes: "leaving",
            moves: true,
        },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            const people = row.state === undefined ? [] : [[emailId, state(row.state)] as const];
            const users = row.declared === true ? [[emailId, user()] as const] : [];
            const plan = planOf(new Map(people), new Map(users), () => program(row.program));
            const places = Object.entries(plan).flatMap(([place, list]: [string, unknown[]]) =>
                list.length > 0 ? [place] : [],
            );
            assert.deepEqual([places, hasMoves(plan)], [[row.goes], row.moves]);
        });
    }

    it("of flags that a list is to give later nothing else is left on record, and their account is not removed for it", () => {
        const awaited = { awaited: () => [{ flag: "isDeveloper", resource: "KoreUserAccess" }] as const };
        const had = state({ isDeveloper: true, groups: ["e-1"], onDestroy: "remove" });
        const left = flagsLeft(had, program({ awaited: () => [...awaited.awaited()] }));
        assert.deepEqual(
            [left?.handedOver, left?.onDestroy, left?.groups, left?.letGo],
            [["isDeveloper"], "revoke", undefined, true],
        );
        assert.equal(flagsLeft(had, program()), undefined);
    });
});

describe("how many people may go at once", () => {
    const going = (count: number, facts: Partial<UserState> = {}) =>
        Array.from({ length: count }, (_, index) => ({ ...state(facts), emailId: `p${index}@example.com` }));
    const rows: [string, number | "all" | undefined, number, UserState[], boolean][] = [
        ["five of few", undefined, 8, going(5), true],
        ["not six of few", undefined, 8, going(6), false],
        ["a tenth of many", undefined, 1_000, going(100), true],
        ["not more than a tenth of many", undefined, 1_000, going(101), false],
        ["as many as is said", 6, 8, going(6), true],
        ["not more than is said", 6, 8, going(7), false],
        ["nobody, where that is said", 0, 1_000, going(1), false],
        ["all, where that is said", "all", 1_000, going(1_000), true],
        ["any number of people who stay as they are", 0, 8, going(8, { onDestroy: "keep" }), true],
    ];
    for (const [title, maxRemovals, before, leaving, isFine] of rows)
        it(title, () => assert.equal(tooManyRemovals(maxRemovals, before, leaving) === undefined, isFine));

    it("is refused with ten names, and the number of the others", () =>
        assert.match(
            tooManyRemovals(0, 20, going(12)) ?? "",
            /^12 people would go at once, and maxRemovals allows 0: p0@example\.com, .*p9@example\.com and 2 more\./,
        ));
});
