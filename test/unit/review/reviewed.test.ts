import assert from "node:assert/strict";
import * as v from "valibot";
import { fingerprintOf, reviewedChanges } from "../../../review/src/diff/fingerprint";
import { reviewJson } from "../../../review/src/diff/json";
import { heldTo, readApproved, type Approved } from "../../../review/src/diff/reviewed";
import type { Review } from "../../../review/src/diff/statement";
import { ada, grace, reviewOf, reported, step } from "./handMade";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const approvedOf = (review: Review, from = "review.json"): Approved => readApproved(reviewJson(review), from);
const createsWith = (emailId: string, now: object = {}, name = "somebody") =>
    step("KoreUser", name, { op: "create", now: { emailId, reason: "asked for", ...now } });
const updates = (old: object, now: object) =>
    step("KoreUser", "ada", {
        op: "update",
        old: { emailId: ada, userId: "u-1", reason: "asked for", ...old },
        now: { emailId: ada, reason: "asked for", ...now },
    });
const deletes = (old: object, options: Record<string, unknown> = {}) =>
    step("KoreUser", "ada", { op: "delete", old: { emailId: ada, userId: "u-1", ...old }, options });
const listOf = (emailIds: string[], more: object = {}) =>
    step("KoreUserAccess", "list", {
        op: "create",
        now: { emailIds, isDeveloper: true, canCreateBot: false, reason: "builds", ...more },
    });

const inGroup = (emailId: string, roles: NonNullable<Parameters<typeof reported>[0]>["roles"] & object) => {
    const old = { emailId, groups: ["e-1"] };
    const groups = [{ groupId: "e-1", groupName: "Staff" }];
    return step("KoreUser", emailId, {
        op: "same",
        old: { ...old, userId: "u-2", reported: reported({ roles, groups }) },
        now: old,
    });
};

const role = (roleId: string, botId?: string) => ({ roleId, ...(botId === undefined ? {} : { botId }) });
const tasks = (...dialogs: string[]) => ({ assignBotTasks: [{ streamId: "b-1", dialogs }] });

/** Who is refused, and what of it was not approved. */
function beyond(approved: object[], now: object[]): Record<string, string[]> {
    const { refusals, held } = heldTo(reviewOf(now), [approvedOf(reviewOf(approved))]);
    assert.equal(refusals.length, held?.beyond.length === 0 ? 0 : 1);
    return Object.fromEntries(
        (held?.beyond ?? []).map(({ emailId, statements }) => [
            emailId ?? "a list",
            statements.map(({ kind }) => kind),
        ]),
    );
}

describe("what an update does beyond its review", () => {
    const cases: { title: string; approved: object[]; now: object[]; beyond: Record<string, string[]> }[] = [
        {
            title: "nothing, where it is the same",
            approved: [createsWith(ada, { roles: [role("r-1", "b-1")], ...tasks("d-1", "d-2") }), listOf([grace])],
            now: [listOf([grace]), createsWith(ada, { ...tasks("d-2", "d-1"), roles: [role("r-1", "b-1")] })],
            beyond: {},
        },
        {
            title: "somebody else",
            approved: [createsWith(ada)],
            now: [createsWith(ada), createsWith(grace, {}, "another")],
            beyond: { [grace]: ["joins"] },
        },
        {
            title: "somebody else by the same resource",
            approved: [createsWith(ada)],
            now: [createsWith(grace)],
            beyond: { [grace]: ["joins"] },
        },
        {
            title: "another access",
            approved: [createsWith(ada, { roles: [role("r-1", "b-1")] })],
            now: [createsWith(ada, { roles: [role("r-1", "b-1"), role("r-2")] })],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "the same role on another bot",
            approved: [createsWith(ada, { roles: [role("r-1", "b-1")] })],
            now: [createsWith(ada, { roles: [role("r-1", "b-2")] })],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "the access of somebody else who was approved",
            approved: [createsWith(ada, { roles: [role("r-1")] }), createsWith(grace, {}, "another")],
            now: [createsWith(ada), createsWith(grace, { roles: [role("r-1")] }, "another")],
            beyond: { [grace]: ["gains"] },
        },
        {
            title: "another task, and not a task less",
            approved: [createsWith(ada, tasks("d-1", "d-2"))],
            now: [createsWith(ada, tasks("d-2", "d-3"))],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "nothing, with a task less",
            approved: [createsWith(ada, tasks("d-1", "d-2"))],
            now: [createsWith(ada, tasks("d-2"))],
            beyond: {},
        },
        {
            title: "all tasks where some were approved",
            approved: [createsWith(ada, tasks("d-1", "d-2"))],
            now: [createsWith(ada, { assignBotTasks: [{ streamId: "b-1" }] })],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "another reason, and then all that is for it",
            approved: [createsWith(ada, { isDeveloper: true })],
            now: [createsWith(ada, { isDeveloper: true, reason: "wants it" })],
            beyond: { [ada]: ["gains", "joins"] },
        },
        {
            title: "nothing, with a reason typed otherwise",
            approved: [createsWith(ada, { reason: " joins Grace's “team” – now…" })],
            now: [createsWith(ada, { reason: 'joins Grace\u2019s  "team" - now...' })],
            beyond: {},
        },
        {
            title: "a removal where a revocation was approved",
            approved: [deletes({ onDestroy: "revoke", isDeveloper: true })],
            now: [deletes({ onDestroy: "remove", isDeveloper: true })],
            beyond: { [ada]: ["leaves"] },
        },
        {
            title: "a removal of somebody who was to be forgotten alone",
            approved: [deletes({ isDeveloper: true }, { retainOnDelete: true })],
            now: [deletes({ isDeveloper: true })],
            beyond: { [ada]: ["leaves"] },
        },
        {
            title: "a removal of somebody who has got more since",
            approved: [deletes({ isDeveloper: true })],
            now: [deletes({ isDeveloper: true, roles: [role("r-1")] })],
            beyond: { [ada]: ["leaves"] },
        },
        {
            title: "nothing, where they have less by now",
            approved: [deletes({ isDeveloper: true, roles: [role("r-1")] })],
            now: [deletes({ isDeveloper: true })],
            beyond: {},
        },
        {
            title: "a setting to another value",
            approved: [updates({}, { onDestroy: "revoke" })],
            now: [updates({}, { onDestroy: "remove" })],
            beyond: { [ada]: ["setting"] },
        },
        {
            title: "a secret value where it was to be unset",
            approved: [updates({ onDestroy: "revoke" }, {})],
            now: [updates({ onDestroy: "revoke" }, { onDestroy: "[secret]" })],
            beyond: { [ada]: ["setting"] },
        },
        {
            title: "another field of the profile, and not a field less",
            approved: [updates({}, { firstName: "Ada", lastName: "Byron" })],
            now: [updates({}, { firstName: "Ada", dept: "Sales" })],
            beyond: { [ada]: ["profile"] },
        },
        {
            title: "somebody taken over whoever they are, where only the same was approved",
            approved: [createsWith(ada)],
            now: [createsWith(ada, { adopt: "takeOver" })],
            beyond: { [ada]: ["joins"] },
        },
        {
            title: "nothing, where a value is still not known",
            approved: [createsWith(ada, { roles: unknown })],
            now: [createsWith(ada, { roles: unknown })],
            beyond: {},
        },
        {
            title: "what was not known, and is known by now",
            approved: [createsWith(ada, { roles: unknown })],
            now: [createsWith(ada, { roles: [role("r-1")] })],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "a list in place of a person's own resource",
            approved: [createsWith(grace, { isDeveloper: true })],
            now: [listOf([grace])],
            beyond: { [grace]: ["gains", "loses"] },
        },
        {
            title: "somebody more in a list",
            approved: [listOf([grace])],
            now: [listOf([grace, ada])],
            beyond: { [ada]: ["gains", "loses"] },
        },
        {
            title: "a real grant of what Kore.ai reported already",
            approved: [updates({ reported: reported({ isDeveloper: true }) }, { isDeveloper: true })],
            now: [updates({ reported: reported() }, { isDeveloper: true })],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "nothing, where Kore.ai reports it meanwhile",
            approved: [updates({ reported: reported() }, { isDeveloper: true })],
            now: [updates({ reported: reported({ isDeveloper: true }) }, { isDeveloper: true })],
            beyond: {},
        },
        {
            title: "a role that has become an owner's",
            approved: [
                updates(
                    { reported: reported({ roles: [{ roleId: "r-1", roleName: "Bot Tester", botId: "b-9" }] }) },
                    { roles: [role("r-1", "b-1")] },
                ),
            ],
            now: [
                updates(
                    { reported: reported({ roles: [{ roleId: "r-1", roleName: "Bot Owner", botId: "b-9" }] }) },
                    { roles: [role("r-1", "b-1")] },
                ),
            ],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "nothing, where a role of unknown power has become known to be an owner's: anything was approved",
            approved: [updates({ reported: reported() }, { roles: [role("r-1", "b-1")] })],
            now: [
                updates(
                    { reported: reported({ roles: [{ roleId: "r-1", roleName: "Bot Owner", botId: "b-9" }] }) },
                    { roles: [role("r-1", "b-1")] },
                ),
            ],
            beyond: {},
        },
        {
            title: "a group that confers more by now than was said",
            approved: [updates({ reported: reported() }, { groups: ["e-1"] }), inGroup(grace, [])],
            now: [
                updates({ reported: reported() }, { groups: ["e-1"] }),
                inGroup(grace, [{ roleId: "r-1", roleName: "Master Admin", groups: ["Staff"] }]),
            ],
            beyond: { [ada]: ["gains"] },
        },
        {
            title: "nothing, where a group of which nothing was known confers it",
            approved: [updates({ reported: reported() }, { groups: ["e-1"] })],
            now: [
                updates({ reported: reported() }, { groups: ["e-1"] }),
                inGroup(grace, [{ roleId: "r-1", roleName: "Master Admin", groups: ["Staff"] }]),
            ],
            beyond: {},
        },
        {
            title: "nothing, where somebody is suspended meanwhile",
            approved: [updates({ reported: reported() }, { isDeveloper: true })],
            now: [updates({ reported: reported({ status: "Suspended" }) }, { isDeveloper: true })],
            beyond: {},
        },
        {
            title: "nothing, where the last step has failed half-way, and is finished",
            approved: [createsWith(ada, { isDeveloper: true }, "ada")],
            now: [updates({ isDeveloper: true }, { isDeveloper: true })],
            beyond: {},
        },
        {
            title: "nothing, where it has become known that who leaves owns bots",
            approved: [deletes({ reported: reported() })],
            now: [deletes({ reported: reported({ roles: [{ roleId: "r-1", roleName: "Bot Owner", botId: "b-1" }] }) })],
            beyond: {},
        },
        {
            title: "a removal after a hand-over was approved",
            approved: [deletes({ isDeveloper: true }), createsWith(ada, { isDeveloper: true })],
            now: [deletes({ isDeveloper: true })],
            beyond: { [ada]: ["leaves"] },
        },
        {
            title: "a hand-over to another resource",
            approved: [deletes({}), createsWith(ada)],
            now: [deletes({}), createsWith(ada, {}, "elsewhere")],
            beyond: { [ada]: ["handedOver", "setting"] },
        },
    ];
    for (const { title, approved, now, beyond: expected } of cases)
        it(title, () => assert.deepEqual(beyond(approved, now), expected));

    it("an account that is reached by another app, or has another host or name", () => {
        const at = (settings: object) =>
            reviewOf([createsWith(ada)], { config: { "kore:host": "eu.example.com", ...settings } });
        const approved = [approvedOf(at({ "kore:clientId": "cs-1", "kore:accountName": "one" }))];
        const held = (settings: object) => heldTo(at(settings), approved).refusals.map(({ rule }) => rule);
        assert.deepEqual(held({ "kore:clientId": "cs-1", "kore:accountName": "one" }), []);
        assert.deepEqual(held({ "kore:clientId": "cs-2", "kore:accountName": "one" }), ["not-reviewed"]);
        assert.deepEqual(held({ "kore:clientId": "cs-1", "kore:accountName": "two" }), ["not-reviewed"]);
        assert.deepEqual(held({ "kore:clientId": "cs-1" }), ["not-reviewed"]);
        const elsewhere = { "kore:host": "us.example.com", "kore:clientId": "cs-1", "kore:accountName": "one" };
        assert.deepEqual(held(elsewhere), ["not-reviewed"]);
    });

    it("nothing, where each of its changes is in one of several reviews", () => {
        const [first, second] = [reviewOf([createsWith(ada)]), reviewOf([createsWith(grace, {}, "another")])];
        const both = reviewOf([createsWith(ada), createsWith(grace, {}, "another")]);
        assert.deepEqual(heldTo(both, [approvedOf(first), approvedOf(second)]).refusals, []);
        const [refusal] = heldTo(
            reviewOf([updates({}, { isDeveloper: true })]),
            [first, second].map((each) => approvedOf(each)),
        ).refusals;
        assert.equal(
            refusal?.why,
            `changes that none of the approved reviews (${first.fingerprint.slice(0, 16)}, ${second.fingerprint.slice(0, 16)}) has`,
        );
    });

    it("counts the approved changes that it does not have any more", () => {
        const approved = [createsWith(ada, tasks("d-1", "d-2")), createsWith(grace, { isDeveloper: true }, "another")];
        const past = (now: object[]) => heldTo(reviewOf(now), [approvedOf(reviewOf(approved))]).held?.past;
        assert.equal(past(approved), 0);
        assert.equal(past([createsWith(ada, tasks("d-1")), createsWith(grace, { isDeveloper: true }, "another")]), 0);
        assert.equal(past([createsWith(ada, tasks("d-1", "d-2"))]), 2);
        assert.equal(past([]), 4);
    });

    it("is not asked where no review is given", () => {
        const read = reviewOf([createsWith(ada)]);
        assert.equal(heldTo(read, []), read);
    });
});

describe("the fingerprint", () => {
    const read = JSON.parse(
        reviewJson(
            reviewOf([
                updates(
                    { reported: reported({ isDeveloper: true }) },
                    {
                        roles: [role("r-1"), role("r-2")],
                        groups: ["g-1"],
                        firstName: "Ada",
                        lastName: "Byron",
                        isDeveloper: true,
                    },
                ),
                listOf([ada, grace]),
                step("KoreUser", "jean", {
                    op: "delete",
                    old: { emailId: "jean@example.com", isDeveloper: true, roles: [role("r-3"), role("r-4")] },
                }),
                step("KoreUser", "mary", {
                    op: "update",
                    old: { emailId: "mary@example.com", isDeveloper: true, roles: [role("r-3")] },
                    now: { emailId: "mary@example.com", isDeveloper: false },
                }),
            ]),
        ),
    ) as object;
    const of = (review: object) => fingerprintOf(v.parse(reviewedChanges, review));

    /** With all lists and properties in the opposite order. */
    const reversed = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(reversed).reverse();
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(
            Object.entries(value)
                .map(([key, each]): [string, unknown] => [key, reversed(each)])
                .reverse(),
        );
    };

    it("does not depend on any order", () => assert.equal(of(reversed(read) as object), of(read)));

    it("is of no words, and not of what else somebody has", () => {
        const text = JSON.stringify(read);
        for (const part of ['"first":true', '"last":true', '"needsALook":true']) assert.ok(text.includes(part), part);
        const other = text
            .replaceAll('"first":true', '"first":false')
            .replaceAll('"last":true', '"last":false')
            .replaceAll('"text":"', '"text":"in other words ')
            .replaceAll('"needsALook":true', '"needsALook":false');
        assert.equal(of(JSON.parse(other) as object), of(read));
    });
});

describe("what is taken for an approved review", () => {
    const json = (change: (review: Record<string, unknown>) => object) =>
        JSON.stringify(change(JSON.parse(reviewJson(reviewOf([createsWith(ada)]))) as Record<string, unknown>));
    const refused: [string, string, RegExp][] = [
        ["a text", "## Access changes", /^r is no whole JSON text.*--format json > review\.json$/],
        ["half of one", json((all) => all).slice(0, 400), /^r is no whole JSON text: it was cut off/],
        [
            "two of them",
            `${json((all) => all)}\n${json((all) => all)}`,
            /^r has 2 reviews in it: give each as a file of its own\.$/,
        ],
        ["a preview", '{ "steps": [] }', /^r is no review\. Give the JSON of the approved one/],
        ["a list", "[]", /^r is no review/],
        [
            "a later version",
            json((all) => ({ ...all, version: 2 })),
            /^r is a review of version 2, and this.*version 1/,
        ],
        [
            "one of 0.1.0, which has no fingerprint",
            json(({ fingerprint: _, ...all }) => all),
            /^r is a review that this kore-access can't read \(fingerprint: .*reviewed anew/,
        ],
        [
            "one with other changes",
            json((all) => JSON.parse(JSON.stringify(all).replaceAll(ada, grace)) as object),
            /^r is not as it was written.*fingerprint/,
        ],
        ["one with another stack", json((all) => ({ ...all, stack: "production" })), /^r is not as it was written/],
    ];
    for (const [title, text, words] of refused)
        it(`not ${title}`, () =>
            assert.throws(
                () => readApproved(text, "r"),
                ({ message }: Error) => words.test(message),
            ));

    it("one with properties of a later release, as long as they are no facts", () =>
        assert.doesNotThrow(() =>
            readApproved(
                json((all) => ({ ...all, later: 1 })),
                "r",
            ),
        ));

    it("one with other lines around it, as npm run puts them there", () => {
        const text = json((all) => all);
        assert.deepEqual(readApproved(`> kore-access diff\n\n${text}\nnpm notice\n`, "r"), readApproved(text, "r"));
    });

    it("not one of another stack, nor of another project", () => {
        const moved = (from: string, to: string) => {
            const steps = [createsWith(ada)];
            const text = JSON.stringify(steps).replaceAll(from, to);
            return approvedOf(reviewOf(JSON.parse(text) as object[]), "r");
        };
        for (const other of [moved("urn:pulumi:test", "urn:pulumi:other"), moved("::company::", "::shop::")])
            assert.throws(
                () => heldTo(reviewOf([createsWith(ada)]), [other]),
                /^Error: r is the review of (company\/other|shop\/test), and the preview is of company\/test: give the review of the same stack\.$/,
            );
        assert.doesNotThrow(() => heldTo(reviewOf([]), [moved("", "")]));
    });
});
