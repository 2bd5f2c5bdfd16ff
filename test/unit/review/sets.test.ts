import assert from "node:assert/strict";
import { AccessError } from "../../../review/src/accessError";
import { resourcesIn } from "../../../review/src/doctor/stackResources";
import { render } from "../../../review/src/diff/render";
import { rowsOf } from "../../../review/src/report/rows";
import { ada, grace, refusedBy, reportedOf, reviewOf, statementsAbout, step } from "./handMade";
import { asJson, asMarkdown } from "../../review/reports";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const role = { roleId: "r-1", botId: "st-1" };
const account = "kore.example.com";

/** The state of a set, with what is reported of each beside the declaration. */
function state(people: Record<string, object>, reported: Record<string, object> = {}, args: object = {}) {
    const about = Object.fromEntries(
        Object.keys(people).map((emailId) => [emailId, { userId: `u-${emailId}`, ...reported[emailId] }]),
    );
    return {
        people,
        ...args,
        account,
        reported: { people: about, roles: { "r-1": "Tester" }, bots: { "st-1": "Bot" } },
    };
}

const kindsAbout = (emailId: string, steps: object[]) => statementsAbout(emailId, steps).map(({ kind }) => kind);

describe("a KoreUsers in a preview", () => {
    const two = { [ada]: {}, [grace]: { roles: [role] } };

    it("is told of by each of its people, with the resource's own name and URN", () => {
        const [gain] = statementsAbout(ada, [
            step("KoreUsers", "staff", {
                op: "update",
                old: state(two),
                now: { people: { ...two, [ada]: { isDeveloper: true } }, reason: "builds" },
            }),
        ]);
        assert.deepEqual(gain?.by, [
            {
                type: "KoreUsers",
                name: "staff",
                urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUsers::staff",
                reason: "builds",
            },
        ]);
    });

    it("compares what was achieved with what is declared: a newcomer who failed comes again, and nobody else is told", () => {
        const old = state({ [grace]: { roles: [role] } });
        const review = reviewOf([step("KoreUsers", "staff", { op: "update", old, now: { people: two } })]);
        assert.deepEqual(
            review.blocks.map(({ emailId, statements }) => [emailId, statements.map(({ kind }) => kind)]),
            [[ada, ["joins"]]],
        );
    });

    it("never passes over an update that changes nobody", () => {
        const now = { people: two };
        const review = reviewOf([step("KoreUsers", "staff", { op: "update", old: state(two), now })]);
        assert.match(
            render(review, { format: "text", maxCharacters: 10_000, styled: false }),
            /KoreUsers staff has an update without a change of what is declared/,
        );
    });

    it("says of one whose last step was not finished that this one is", () => {
        const old = state(two, { [ada]: { unread: true } });
        assert.deepEqual(kindsAbout(ada, [step("KoreUsers", "staff", { op: "update", old, now: { people: two } })]), [
            "unfinished",
        ]);
    });

    for (const [why, mark] of [
        ["unknown", unknown],
        ["secret", "[secret]"],
    ] as const) {
        it(`with somebody of whom all is ${why} says so, and that it may be an administrator's role`, () => {
            const now = { people: { ...two, [ada]: mark } };
            const steps = [step("KoreUsers", "staff", { op: "update", old: state(two), now })];
            assert.deepEqual(
                statementsAbout(ada, steps).map((statement) =>
                    "what" in statement ? [statement.what, statement.why] : statement.kind,
                ),
                [["everything", why]],
            );
            assert.deepEqual(refusedBy("new-administrator", steps), [ada]);
            assert.deepEqual(kindsAbout(grace, steps), []);
        });

        it(`that is ${why} as a whole is told of by those whom the state has, and by those whom nobody knows`, () => {
            const steps = [step("KoreUsers", "staff", { op: "update", old: state(two), now: { people: mark } })];
            const review = reviewOf(steps, { rules: ["new-owner"] });
            assert.deepEqual(
                review.blocks.map(({ emailId, hidden }) => (hidden === undefined ? emailId : hidden)).sort(),
                [ada, grace, why].sort(),
            );
            assert.equal(review.refusals[0]?.blocks.length, 3);
            assert.match(
                render(review, { format: "text", maxCharacters: 10_000, styled: false }),
                /the people of KoreUsers staff/,
            );
        });
    }

    it("with a secret flag that is taken says that they may have had it", () => {
        const old = state({ [ada]: { isDeveloper: "[secret]" } });
        const steps = [
            step("KoreUsers", "staff", { op: "update", old, now: { people: { [ada]: { isDeveloper: false } } } }),
        ];
        const [loss] = statementsAbout(ada, steps);
        assert.ok(loss?.kind === "loses" && loss.unsure === "ifHeld");
    });

    it("concludes nothing of groups from people whose roles are secret", () => {
        const people = { [ada]: { groups: ["g-1"], roles: "[secret]" }, [grace]: {} };
        const now = { people: { ...people, [grace]: { groups: ["g-1"] } } };
        const gained = statementsAbout(grace, [step("KoreUsers", "staff", { op: "update", old: state(people), now })]);
        assert.ok(gained.some((each) => each.kind === "gains" && each.access.type === "group" && !each.access.isKnown));
    });

    it("that has let somebody go says nothing of them once another resource has them", () => {
        const old = state({ ...two, [ada]: { roles: [role] } }, { [ada]: { letGo: true } });
        const user = { emailId: ada };
        const steps = [
            step("KoreUsers", "staff", { op: "same", old, now: { people: { [grace]: { roles: [role] } } } }),
            step("KoreUser", "ada", { op: "same", old: { ...user, account }, now: user }),
        ];
        assert.deepEqual(reviewOf(steps).blocks, []);
    });

    it("that has handed over flags takes them back only where nothing declares them", () => {
        const old = state(
            { ...two, [ada]: {} },
            { [ada]: { letGo: true, handedOver: ["isDeveloper"] } },
            { onDestroy: "revoke" },
        );
        const set = (op: string) =>
            step("KoreUsers", "staff", {
                op,
                old,
                now: { people: { [grace]: { roles: [role] } }, onDestroy: "revoke" },
            });
        const list = { emailIds: [ada], isDeveloper: true, canCreateBot: false };
        const listed = kindsAbout(ada, [set("same"), step("KoreUserAccess", "builders", { op: "create", now: list })]);
        assert.ok(!listed.includes("leaves") && !listed.includes("stays"));
        assert.deepEqual(kindsAbout(ada, [set("update")]), ["leaves"]);
    });

    it("that leaves everybody in the account, not managed any more, removes not everyone", () => {
        const old = state(two, {}, { onDestroy: "keep" });
        assert.equal(refusedBy("everyone-removed", [step("KoreUsers", "staff", { op: "delete", old })]), undefined);
        assert.deepEqual(
            refusedBy("everyone-removed", [step("KoreUsers", "staff", { op: "delete", old: state(two) })]),
            [ada, grace],
        );
    });

    for (const op of ["update", "replace"])
        it(`that nobody is left in, by a step '${op}', removes everyone`, () => {
            const steps = [step("KoreUsers", "staff", { op, old: state(two), now: { people: {} } })];
            assert.deepEqual(refusedBy("everyone-removed", steps), [ada, grace]);
            assert.deepEqual(refusedBy("removals=1", steps), [ada, grace]);
        });

    it("limits removals by the people that it has, where nothing is said", () => {
        const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}@example.com`, {}]));
        const limited = (from: object, to: object) =>
            reviewOf([
                step("KoreUsers", "staff", { op: "update", old: state(many, {}, from), now: { people: many, ...to } }),
            ])
                .blocks.flatMap(({ statements }) => statements)
                .map((statement) => (statement.kind === "setting" ? statement.removals : statement.kind));
        assert.deepEqual(limited({}, { maxRemovals: 10 }), [undefined]);
        assert.deepEqual(limited({}, { maxRemovals: 11 }), [{ from: 10, to: 11 }]);
        assert.deepEqual(limited({ maxRemovals: 0 }, {}), [{ from: 0, to: 10 }]);
        assert.deepEqual(limited({}, { maxRemovals: "all" }), [{ from: 10, to: "all" }]);
        assert.deepEqual(limited({ maxRemovals: "all" }, { maxRemovals: 5 }), [undefined]);
    });
});

describe("a KoreUsers in a state", () => {
    const entries = (outputs: Record<string, unknown>, options: Record<string, unknown> = {}) =>
        reportedOf({ type: "KoreUsers", name: "staff", outputs, options });

    it("is a line for each access of each person, with the reason and the fate that hold for them", () => {
        const report = entries(
            state(
                { [ada]: { roles: [role], reason: "tests" }, [grace]: { onDestroy: "keep" } },
                { [ada]: { adopted: true }, [grace]: { isDeveloper: true } },
                { reason: "staff", onDestroy: "revoke" },
            ),
        );
        assert.deepEqual(
            rowsOf({ reports: [report], undeclared: [], live: [] }).map((row) => [
                row.emailId,
                row.access,
                row.standing,
                row.resource,
                row.reason,
                row.origin,
                row.onDestroy,
            ]),
            [
                [ada, "role Tester", "declared", "KoreUsers staff", "tests", "adopted", "revoke"],
                [grace, "developer", "not declared", "KoreUsers staff", "staff", "created", "keep"],
            ],
        );
    });

    it("that is protected says what becomes of who leaves it all the same", () => {
        const report = entries(state({ [ada]: {} }), { protect: true });
        assert.match(asMarkdown(report), /refused: protected; who leaves it is removed from the account/);
        assert.deepEqual(report.entries[0]?.managed.onLeaving, "remove");
    });

    it("names somebody whom it has let go as long as no other resource has them", () => {
        const set = {
            type: "KoreUsers",
            name: "staff",
            outputs: state({ [ada]: {} }, { [ada]: { letGo: true } }),
        } as const;
        assert.match(asMarkdown(reportedOf(set)), /has left it, and no other resource has them yet/);
        const user = { type: "KoreUser", name: "ada", outputs: { emailId: ada, account } } as const;
        assert.deepEqual(
            reportedOf(set, user).entries.map(({ resource }) => resource.type),
            ["KoreUser"],
        );
    });

    it("does not say of a secret that it is nothing", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" };
        for (const people of [secret, { [ada]: secret }]) {
            const report = entries({ ...state({}), people });
            assert.match(asMarkdown(report), /not shown \(secret\)/);
            assert.deepEqual(
                rowsOf({ reports: [report], undeclared: [], live: [] }).map(({ access }) => access),
                ["(secret)"],
            );
            assert.match(asJson(report), /"hidden": "secret"/);
        }
    });
});

describe("a kind of pulumi-kore that this release does not know", () => {
    const token = "pulumi-nodejs:dynamic/kore:KoreTeam";
    const urn = `urn:pulumi:test::company::${token}::sales`;
    const said = /sales is a KoreTeam of pulumi-kore, which this kore-access does not know/;

    it("stops a review, also where it does not change", () => {
        const team = { op: "same", urn, oldState: { type: token }, newState: { type: token } };
        assert.throws(
            () => reviewOf([team]),
            (error) => error instanceof AccessError && said.test(error.message),
        );
    });

    it("stops a report", () =>
        assert.throws(() => reportedOf({ type: "KoreTeam" as "KoreUser", name: "sales", outputs: {} }), said));

    it("is told by the doctor", () => {
        const resources = resourcesIn({
            output: JSON.stringify({ deployment: { resources: [{ urn, type: token }] } }),
        });
        assert.ok("unreadable" in resources && said.test(resources.unreadable));
    });
});
