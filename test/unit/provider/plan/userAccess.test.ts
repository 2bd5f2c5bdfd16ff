import assert from "node:assert/strict";
import type { LookUp } from "../../../../provider/api/client";
import { unknownValue } from "../../../../provider/schema/inputs";
import type { Before } from "../../../../provider/run/manifest";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import {
    differenceOf,
    givenBy,
    isOfStateAlone,
    planOf,
    reachedState,
    asItMayBe,
} from "../../../../provider/userAccess/plan";
import type { AccessInputs, AccessState } from "../../../../provider/userAccess/schema";
import { account, nobody, person, program, refuses, seen, unanswered } from "./people";

const ada = "ada@example.com";
const grace = "grace@example.com";
const builder = { canCreateBot: false, isDeveloper: true };
const report = (emailId: string, had: object = builder) => ({
    emailId,
    userId: "u-1",
    canCreateBot: false,
    isDeveloper: true,
    ...had,
});
const access = (emailIds: string[], more: Partial<AccessInputs> = {}): AccessInputs => ({
    emailIds,
    ...builder,
    ...more,
});
const state = (emailIds: string[], more: Partial<AccessState> = {}): AccessState => ({
    ...access(emailIds),
    account,
    reported: emailIds.map((emailId) => report(emailId)),
    ...more,
});
const of =
    (says: Partial<PersonInProgram> = {}) =>
    () =>
        program(says);
/** Another list of the state, which could not let go of them, has them as well. */
const twice: Partial<PersonInProgram> = { duplicates: () => [{}, {}] as Before[] };
const handedOver = [{ emailId: grace, userId: "u-1", flags: ["isDeveloper" as const] }];
const graceSeen = (had: object = {}): LookUp => ({ emailId: grace, person: person({ emailId: grace, ...had }) });

describe("whether a list differs from the program", () => {
    const rows: {
        rule: string;
        state?: AccessState;
        access?: AccessInputs;
        program?: Partial<PersonInProgram>;
        is: boolean | RegExp;
    }[] = [
        { rule: "as declared: no", is: false },
        { rule: "another member: yes", access: access([ada, grace]), is: true },
        { rule: "a member less: yes", state: state([ada, grace]), is: true },
        { rule: "another flag: yes", access: access([ada], { canCreateBot: true }), is: true },
        {
            rule: "a member who has lost it, and is on record: yes",
            state: state([ada], { reported: [report(ada), report(grace)] }),
            is: true,
        },
        {
            rule: "a step that failed half-way: yes",
            state: state([ada], { reported: [report(ada, { mayHold: builder })] }),
            is: true,
        },
        { rule: "who was handed over, and is declared elsewhere: no", state: state([ada], { handedOver }), is: false },
        {
            rule: "who was handed over, and is nobody's now: yes",
            state: state([ada], { handedOver }),
            program: { abandoned: (flags) => flags },
            is: true,
        },
        { rule: "whom another list of the state has as well: yes", program: twice, is: true },
        {
            rule: "who leaves, and may be declared by another app: refused",
            state: state([ada, grace]),
            program: { doubt: () => "KoreUser b" },
            is: /grace@example\.com was left/,
        },
        {
            rule: "who seems to leave a list that is not known whole is not asked about",
            state: state([ada, grace]),
            access: access([ada, unknownValue]),
            program: { doubt: () => "KoreUser b" },
            is: true,
        },
        { rule: "who stays is not asked about", program: { doubt: () => "KoreUser b" }, is: false },
        {
            rule: "a run in which nothing was checked takes nothing that is declared",
            state: state([ada, grace]),
            program: { unchecked: () => "KoreUserAccess b" },
            is: /grace@example\.com keeps this access/,
        },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            const decide = () => differenceOf(row.state ?? state([ada]), row.access ?? access([ada]), of(row.program));
            if (row.is instanceof RegExp) refuses(decide, row.is);
            else assert.deepEqual(decide(), { changes: row.is });
        });
    }
});

describe("a list's update", () => {
    it("is of the state alone where only the reason changes", () => {
        assert.equal(isOfStateAlone(state([ada], { reason: "old" }), access([ada], { reason: "new" })), true);
        assert.equal(isOfStateAlone(state([ada]), access([ada, grace])), false);
        assert.equal(isOfStateAlone(state([ada]), access([ada], { hasDataTableAndViewAccess: true })), false);
        assert.equal(isOfStateAlone(state([ada], { reported: [report(ada), report(grace)] }), access([ada])), false);
        assert.equal(
            isOfStateAlone(state([ada], { reported: [report(ada, { mayHold: builder })] }), access([ada])),
            false,
        );
    });

    it("tells of those who have a flag and keep it", () => {
        assert.deepEqual(givenBy(state([ada, grace]), access([ada])), {
            emailIds: [ada],
            flags: { isDeveloper: true },
        });
        assert.deepEqual(givenBy(state([ada]), access([ada], { isDeveloper: false })).flags, {});
    });

    it("takes in again whom it had handed over, where nothing declares them, or it does itself", () => {
        const old = state([ada], { handedOver });
        assert.equal(asItMayBe(old, access([ada]), of()), old);
        const given = { canCreateBot: false, isDeveloper: true };
        const theirs = { ...report(grace, given), mayHold: given };
        const nobodys = asItMayBe(old, access([ada]), of({ abandoned: (flags) => flags }));
        assert.deepEqual([nobodys.reported, nobodys.handedOver], [[report(ada), theirs], []]);
        assert.deepEqual(asItMayBe(old, access([ada, grace]), of()).reported, [report(ada), theirs]);
        const two = [...handedOver, { emailId: "cyd@example.com", userId: "u-3", flags: ["canCreateBot" as const] }];
        const one = asItMayBe(state([ada], { handedOver: two }), access([ada, "cyd@example.com"]), of());
        assert.deepEqual(one.handedOver, handedOver);
        const taken = of({ abandoned: (flags) => flags, taken: (_userId, flags) => flags });
        const forgotten = asItMayBe(old, access([ada]), taken);
        assert.deepEqual(
            [forgotten.reported, forgotten.handedOver],
            [[report(ada)], []],
            "another resource has taken it",
        );
        assert.equal(differenceOf(old, access([ada]), taken).changes, true);
        assert.deepEqual(one.reported[1]?.mayHold, { canCreateBot: true, isDeveloper: false });
    });
});

describe("what a list gives and takes", () => {
    const decide = (before: AccessState, now: AccessInputs, found: LookUp[], says?: Partial<PersonInProgram>) => {
        const { grants, revocations, obstacles } = planOf(before, now, found, of(says));
        return { grants, revocations, obstacles: [...obstacles.values()].map(({ message }) => message) };
    };
    const none = { grants: [], revocations: [], obstacles: [] };

    it("gives what is missing, and nothing to those who have it", () => {
        const found = [seen(builder), graceSeen()];
        assert.deepEqual(decide(state([]), access([ada, grace]), found).grants, [{ emailId: grace, flags: builder }]);
    });

    it("gives the flag that Kore.ai does not report where it is not known to be given", () => {
        const flags = { ...builder, hasDataTableAndViewAccess: true };
        const wanted = access([ada], { hasDataTableAndViewAccess: true });
        assert.deepEqual(decide(state([ada]), wanted, [seen(builder)]).grants, [{ emailId: ada, flags }]);
        assert.deepEqual(decide(state([ada], { hasDataTableAndViewAccess: true }), wanted, [seen(builder)]), none);
        const unsettled = state([ada], {
            hasDataTableAndViewAccess: true,
            reported: [report(ada, { mayHold: flags })],
        });
        assert.deepEqual(decide(unsettled, wanted, [seen(builder)]).grants, [{ emailId: ada, flags }]);
    });

    it("gives it again where another list of the state, which is to go, may have given it otherwise", () => {
        const flags = { ...builder, hasDataTableAndViewAccess: true };
        const wanted = access([ada], { hasDataTableAndViewAccess: true });
        const old = asItMayBe(state([ada], { hasDataTableAndViewAccess: true }), wanted, of(twice));
        assert.equal(isOfStateAlone(old, wanted), false);
        assert.deepEqual(decide(old, wanted, [seen(builder)], twice).grants, [{ emailId: ada, flags }]);
    });

    it("takes that flag back where it is not declared any more", () => {
        const flags = { ...builder, hasDataTableAndViewAccess: false };
        const old = state([ada], { hasDataTableAndViewAccess: true });
        assert.deepEqual(decide(old, access([ada]), [seen(builder)]).grants, [{ emailId: ada, flags }]);
    });

    it("takes from who leaves what it gave, and leaves the rest", () => {
        const leaves = (before: Partial<AccessState>, had: object, says?: Partial<PersonInProgram>) =>
            decide(state([ada, grace], before), access([ada]), [seen(builder), graceSeen(had)], says).revocations;
        assert.deepEqual(leaves({}, builder), [{ emailId: grace, flags: { canCreateBot: false, isDeveloper: false } }]);
        assert.deepEqual(leaves({ isDeveloper: false }, builder), [], "what it did not give stays");
        const creator = { canCreateBot: true, isDeveloper: true };
        assert.deepEqual(
            leaves({}, creator),
            [{ emailId: grace, flags: { canCreateBot: false, isDeveloper: false } }],
            "no bots without the builder",
        );
        assert.deepEqual(leaves({ canCreateBot: true, isDeveloper: false }, creator), [
            { emailId: grace, flags: builder },
        ]);
        assert.deepEqual(
            leaves({}, builder, { flags: () => ({ isDeveloper: true }) }),
            [],
            "another resource gives it",
        );
        assert.deepEqual(leaves({}, {}), [], "they have lost it already");
        assert.deepEqual(leaves({ hasDataTableAndViewAccess: true, isDeveloper: false }, builder), [
            { emailId: grace, flags: { ...builder, hasDataTableAndViewAccess: false } },
        ]);
    });

    it("is nothing about who can't be looked up, is unknown, or is somebody else", () => {
        assert.match(decide(state([]), access([ada]), [unanswered]).obstacles.join(), /was left as they are/);
        assert.match(decide(state([]), access([ada]), [nobody]).obstacles.join(), /there is no such person/);
        const other = decide(state([ada]), access([ada]), [seen({ userId: "u-2" })]);
        assert.match(other.obstacles.join(), /another person under this address/);
        assert.deepEqual([other.grants, other.revocations], [[], []]);
    });

    it("says of somebody whom Kore.ai does not know, and a KoreUser declares, what helps then", () => {
        const koreUser = { koreUser: () => 'KoreUser "ada"' };
        const wordsOf = (says: Partial<PersonInProgram>) =>
            decide(state([]), access([ada]), [nobody], says).obstacles.join();
        assert.match(
            wordsOf({}),
            /or declare the person as a KoreUser and pass its emailId\. \[kore:no-such-person\]$/,
        );
        assert.match(
            wordsOf(koreUser),
            /The program declares them by KoreUser "ada": pass its emailId.*pulumi refresh/,
        );
        assert.doesNotMatch(wordsOf(koreUser), /declare the person/);
        const unlisted = { ...koreUser, unlisted: () => ({}) as Before, forget: () => "pulumi state delete 'urn:ada'" };
        assert.match(
            wordsOf(unlisted),
            /^ada@example\.com did not get this access: KoreUser "ada" has added this person.* not listed .*pulumi state delete 'urn:ada', and pulumi up\. \[kore:not-listed-yet\]$/,
        );
        const undeclared = { ...unlisted, koreUser: () => undefined };
        assert.match(wordsOf(undeclared), /kore:no-such-person/, "who leaves the program with this run");
    });

    it("is nothing about who leaves and is gone, or is somebody else", () => {
        const gone: LookUp = { ...nobody, emailId: grace };
        assert.deepEqual(decide(state([ada, grace]), access([ada]), [seen(builder), gone]), none);
        const other = graceSeen({ ...builder, userId: "u-2" });
        assert.deepEqual(decide(state([ada, grace]), access([ada]), [seen(builder), other]), none);
    });

    it("is refused of a delete whose person another resource is to have and has not yet; an update goes on", () => {
        const awaited = { awaited: () => [{ flag: "isDeveloper" as const, resource: 'KoreUserAccess "b"' }] };
        assert.match(decide(state([ada]), access([]), [seen(builder)], awaited).obstacles.join(), /KoreUserAccess "b"/);
        assert.deepEqual(
            decide(state([ada, grace]), access([ada]), [seen(builder), graceSeen(builder)], {
                ...awaited,
                flags: () => builder,
            }),
            none,
        );
    });
});

describe("the state after a list's step", () => {
    const reach = (
        before: AccessState,
        now: AccessInputs,
        found: LookUp[],
        { failing = [], says = {} }: { failing?: string[]; says?: Partial<PersonInProgram> } = {},
    ) => {
        const plan = planOf(before, now, found, of(says));
        const failures = new Map(failing.map((emailId) => [emailId, new Error(emailId) as never]));
        const sent = new Map([...plan.grants, ...plan.revocations].map(({ emailId, flags }) => [emailId, flags]));
        const { emailIds, reported, handedOver } = reachedState(
            before,
            now,
            plan,
            { people: plan.people, failures, sent },
            of(says),
        );
        return { emailIds, reported, handedOver };
    };

    it("has those who have it", () => {
        const found = [seen(builder), graceSeen(builder)];
        const reported = [report(ada), report(grace)];
        assert.deepEqual(reach(state([]), access([ada, grace]), found), {
            emailIds: [ada, grace],
            reported,
            handedOver: undefined,
        });
    });

    it("has not those who leave", () => {
        const { emailIds, reported } = reach(state([ada, grace]), access([ada]), [seen(builder), graceSeen()]);
        assert.deepEqual([emailIds, reported], [[ada], [report(ada)]]);
    });

    it("keeps who failed with all that they may hold, old and new", () => {
        const now = access([ada], { canCreateBot: true });
        const { emailIds, reported } = reach(state([ada]), now, [seen(builder)], { failing: [ada] });
        assert.deepEqual(
            [emailIds, reported],
            [[], [report(ada, { mayHold: { canCreateBot: true, isDeveloper: true } })]],
        );
    });

    it("keeps who was not looked up with what is on record of them", () => {
        const old = state([ada], { reported: [report(ada, { canCreateBot: true })] });
        const { reported } = reach(old, access([ada]), [unanswered], { failing: [ada] });
        assert.deepEqual(reported, [
            report(ada, { canCreateBot: true, mayHold: { canCreateBot: false, isDeveloper: true } }),
        ]);
        assert.deepEqual(
            reach(state([]), access([ada]), [unanswered], { failing: [ada] }).reported,
            [],
            "nothing is on record",
        );
    });

    it("keeps with who failed what they may hold of the flag that Kore.ai does not report", () => {
        const flags = { ...builder, hasDataTableAndViewAccess: true };
        const given = reach(state([]), access([ada], flags), [seen()], { failing: [ada] }).reported;
        assert.deepEqual(given, [report(ada, { canCreateBot: false, isDeveloper: false, mayHold: flags })]);
        const taken = reach(state([ada], flags), access([ada]), [seen(builder)], { failing: [ada] }).reported;
        assert.deepEqual(taken, [report(ada, { mayHold: flags })]);
        const neither = reach(state([]), access([ada], { ...flags, hasDataTableAndViewAccess: false }), [seen()], {
            failing: [ada],
        });
        assert.deepEqual(neither.reported[0]?.mayHold?.hasDataTableAndViewAccess, false);
    });

    it("has nobody who is gone, nor who was never given anything and has something else", () => {
        const gone: LookUp = { ...nobody, emailId: grace };
        assert.deepEqual(reach(state([ada, grace]), access([ada, grace]), [seen(builder), gone]).emailIds, [ada]);
        assert.deepEqual(reach(state([ada, grace]), access([ada]), [seen(builder), gone]).reported, [report(ada)]);
        const failing = { failing: [grace] };
        assert.deepEqual(reach(state([]), access([grace]), [graceSeen({ userId: "u-9" })], failing).emailIds, []);
    });

    it("notes nobody who failed to leave as handed over", () => {
        const says: Partial<PersonInProgram> = { awaited: (flags) => flags.map((flag) => ({ flag, resource: "b" })) };
        const found = [seen(builder), graceSeen(builder)];
        const { handedOver: noted } = reach(state([ada, grace]), access([ada]), found, { failing: [grace], says });
        assert.equal(noted, undefined);
    });

    it("notes who leaves for another resource that does not give it yet", () => {
        const says: Partial<PersonInProgram> = {
            flags: () => ({ isDeveloper: true }),
            awaited: (flags) => flags.map((flag) => ({ flag, resource: "KoreUserAccess b" })),
        };
        const found = [seen(builder), graceSeen(builder)];
        assert.deepEqual(reach(state([ada, grace]), access([ada]), found, { says }).handedOver, handedOver);
        assert.deepEqual(
            reach(state([ada], { handedOver }), access([ada]), found.slice(0, 1), { says }).handedOver,
            handedOver,
            "and keeps them",
        );
        assert.equal(
            reach(state([ada], { handedOver }), access([ada]), found.slice(0, 1)).handedOver,
            undefined,
            "until they are taken",
        );
    });
});
