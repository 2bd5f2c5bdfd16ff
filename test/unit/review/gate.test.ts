import assert from "node:assert/strict";
import { markOf } from "../../../review/src/hidden";
import { ada, grace, refusedBy, reported, step } from "./handMade";

const builders = (emailIds: string[], reason?: string) => ({
    emailIds,
    isDeveloper: true,
    canCreateBot: false,
    ...(reason === undefined ? {} : { reason }),
});
const given = (emailIds: string[]) => ({
    ...builders(emailIds),
    reported: emailIds.map((emailId) => ({ emailId, isDeveloper: true, canCreateBot: false })),
});
const creates = (now: Record<string, unknown>) =>
    step("KoreUser", "ada", { op: "create", now: { emailId: ada, ...now } });

describe("--fail-on no-reason", () => {
    it("refuses who joins without any access, and without a reason", () =>
        assert.deepEqual(refusedBy("no-reason", [creates({})]), [ada]));

    it("lets who joins with a reason pass", () =>
        assert.equal(refusedBy("no-reason", [creates({ reason: "new colleague" })]), undefined));

    it("refuses a reason that nobody can read: blanks, signs, what is not seen, or a secret", () => {
        for (const reason of [" ", "–", "\u200b", markOf("secret"), markOf("unknown")])
            assert.deepEqual(refusedBy("no-reason", [creates({ reason })]), [ada], JSON.stringify(reason));
    });

    for (const [title, ofUser, ofList] of [
        ["the first", "builds bots", undefined],
        ["the second", undefined, "builds bots"],
    ] as const) {
        it(`refuses two grants of which only ${title} has a reason`, () => {
            const before = { emailId: ada, account: "example.com", reported: reported() };
            const now = { emailId: ada, groups: ["e-1"], ...(ofUser === undefined ? {} : { reason: ofUser }) };
            const steps = [
                step("KoreUser", "ada", { op: "update", old: { ...before, reason: ofUser ?? null }, now }),
                step("KoreUserAccess", "builders", { op: "create", now: builders([ada], ofList) }),
            ];
            assert.deepEqual(refusedBy("no-reason", steps), [ada]);
        });
    }

    it("lets two grants with a reason each pass", () => {
        const old = { emailId: ada, reason: "tests", reported: reported() };
        const steps = [
            step("KoreUser", "ada", { op: "update", old, now: { emailId: ada, reason: "tests", groups: ["e-1"] } }),
            step("KoreUserAccess", "builders", { op: "create", now: builders([ada], "builds bots") }),
        ];
        assert.equal(refusedBy("no-reason", steps), undefined);
    });

    it("refuses who takes the place of another address without a reason", () => {
        const old = { emailId: ada, userId: "u-1", reported: reported() };
        const steps = [step("KoreUser", "ada", { op: "replace", old, now: { emailId: grace } })];
        assert.deepEqual(refusedBy("no-reason", steps), [grace]);
    });
});

describe("--fail-on removals", () => {
    it("counts who has nothing but a place in a list, and leaves it", () => {
        const steps = [
            step("KoreUserAccess", "builders", { op: "update", old: given([ada, grace]), now: builders([grace]) }),
        ];
        assert.deepEqual(refusedBy("removals=0", steps), [ada]);
    });

    it("counts all of a list that goes", () => {
        const steps = [step("KoreUserAccess", "builders", { op: "delete", old: given([ada, grace]) })];
        assert.deepEqual(refusedBy("removals=1", steps), [ada, grace]);
        assert.equal(refusedBy("removals=2", steps), undefined);
    });

    it("does not count who keeps what the list gave", () => {
        const options = { retainOnDelete: true };
        const steps = [step("KoreUserAccess", "builders", { op: "delete", old: given([ada]), options })];
        assert.equal(refusedBy("removals=0", steps), undefined);
    });

    it("does not count who leaves a list and stays by a KoreUser", () => {
        const user = { emailId: ada, userId: "u-1", reported: reported({ isDeveloper: true }) };
        const steps = [
            step("KoreUser", "ada", { op: "same", old: user, now: { emailId: ada } }),
            step("KoreUserAccess", "builders", { op: "update", old: given([ada, grace]), now: builders([grace]) }),
        ];
        assert.equal(refusedBy("removals=0", steps), undefined);
    });

    it("does not count who comes, and is denied a flag", () => {
        const now = { emailIds: [ada], isDeveloper: false, canCreateBot: false };
        assert.equal(refusedBy("removals=0", [step("KoreUserAccess", "others", { op: "create", now })]), undefined);
    });

    for (const [fate, former, options] of [
        ["removed", {}, {}],
        ["revoked", { onDestroy: "revoke" }, {}],
        ["revoked, as adopted", { adopted: true, onDestroy: "revoke" }, {}],
    ] as const) {
        it(`counts who is ${fate} as another address takes their place`, () => {
            const old = { emailId: ada, userId: "u-1", reported: reported(), ...former };
            const steps = [step("KoreUser", "ada", { op: "replace", old, now: { emailId: grace }, options })];
            assert.deepEqual(refusedBy("removals=0", steps), [grace]);
        });
    }

    for (const [fate, former, options] of [
        ["kept", {}, { retainOnDelete: true }],
        ["refused to be removed", { adopted: true }, {}],
    ] as const) {
        it(`does not count who is ${fate} as another address takes their place`, () => {
            const old = { emailId: ada, userId: "u-1", reported: reported(), ...former };
            const steps = [step("KoreUser", "ada", { op: "replace", old, now: { emailId: grace }, options })];
            assert.equal(refusedBy("removals=0", steps), undefined);
        });
    }
});

describe("--fail-on outside-domain", () => {
    for (const rule of ["Example.COM", "@example.com", " example.com ", "example.org, EXAMPLE.com"])
        it(`takes ada@example.com for one of ${JSON.stringify(rule)}`, () =>
            assert.equal(refusedBy(`outside-domain=${rule}`, [creates({})]), undefined));

    it("takes an address in capitals for one of the domain", () =>
        assert.equal(refusedBy("outside-domain=example.com", [creates({ emailId: "ADA@EXAMPLE.COM" })]), undefined));

    it("refuses another domain, and one that only begins or ends alike", () => {
        for (const domain of ["example.org", "ample.com", "my.example.com"])
            assert.deepEqual(refusedBy(`outside-domain=${domain}`, [creates({})]), [ada], domain);
    });
});

describe("--fail-on, of what somebody gains, loses or meets", () => {
    const old = { emailId: ada, userId: "u-1" };
    const update = (now: Record<string, unknown>, before: Record<string, unknown> = {}) => [
        step("KoreUser", "ada", { op: "update", old: { ...old, ...before }, now: { emailId: ada, ...now } }),
    ];
    const owner = { roleId: "r-1", botId: "st-1" };
    const known = { reported: reported({ roles: [{ ...owner, roleName: "Bot Owner" }] }) };
    const tester = { reported: reported({ roles: [{ ...owner, roleName: "Bot Tester" }] }) };
    const unknown = markOf("unknown");
    const admin = update({ roles: [{ roleId: "r-2" }] });
    const developer = update({ isDeveloper: true, reason: "x" });
    const creator = update({ canCreateBot: true });
    const loses = update({}, { groups: ["e-1"] });
    const refreshed = (facts: object) => step("KoreUser", "ada", { op: "refresh", old: { ...old, ...facts } });
    const same = (facts: object) =>
        step("KoreUser", "ada", { op: "same", old: { ...old, ...facts }, now: { emailId: ada } });
    const rows: { rule: string; refuses: object[][]; passes: object[][] }[] = [
        {
            rule: "new-administrator",
            refuses: [
                admin,
                update({ roles: unknown }),
                update({ groups: unknown }),
                update({ roles: [owner] }),
                update({ groups: ["e-1"] }),
            ],
            passes: [developer, creator, loses, update({ roles: [owner] }, known), update({ roles: [owner] }, tester)],
        },
        {
            rule: "new-owner",
            refuses: [update({ roles: [owner] }, known), update({ roles: [owner] }), update({ groups: ["e-1"] })],
            passes: [update({ roles: [owner] }, tester), update({}, { ...known, roles: [owner] }), admin],
        },
        { rule: "new-developer", refuses: [developer, update({ isDeveloper: unknown })], passes: [admin, creator] },
        { rule: "new-bot-creator", refuses: [creator, update({ canCreateBot: unknown })], passes: [developer] },
        { rule: "losses=0", refuses: [loses, [step("KoreUser", "ada", { op: "delete", old })]], passes: [developer] },
        {
            rule: "unknown-access",
            refuses: [update({ groups: unknown }), loses, admin],
            passes: [developer, update({ roles: [owner] }, tester)],
        },
        {
            rule: "new-address",
            refuses: [
                [step("KoreUser", "ada", { op: "replace", old: { ...old, emailId: grace }, now: { emailId: ada } })],
            ],
            passes: [developer, loses],
        },
        {
            rule: "failing-update",
            refuses: [[step("KoreUser", "ada", { op: "delete", old: { ...old, adopted: true } })]],
            passes: [developer, loses],
        },
        {
            rule: "drift",
            refuses: [
                [
                    step("KoreUser", "ada", { op: "refresh", old: { ...old, isDeveloper: true } }),
                    ...update({ isDeveloper: true, groups: ["e-1"] }),
                ],
                [refreshed({}), same({ reported: reported({ roles: [{ roleId: "r-2" }] }) })],
            ],
            passes: [
                [refreshed({}), same({ reported: reported() })],
                [refreshed({}), ...update({ isDeveloper: true })],
            ],
        },
    ];
    for (const { rule, refuses, passes } of rows)
        it(rule, () => {
            for (const steps of refuses) assert.deepEqual(refusedBy(rule, steps), [ada]);
            for (const steps of passes) assert.equal(refusedBy(rule, steps), undefined);
        });

    it("drift can't be judged of people whom the preview does not show, or did not look at", () => {
        for (const steps of [[refreshed({})], [same({})]])
            assert.throws(
                () => refusedBy("drift", steps),
                /^Error: The rule drift must see what Kore\.ai says of everybody/,
            );
    });
});
