import assert from "node:assert/strict";
import { markOf } from "../../../review/src/hidden";
import type { Statement } from "../../../review/src/diff/statement";
import { ada, grace, reported, reviewOf, statementsAbout, step } from "./handMade";

/** The tasks that a review says go, and whether it says that the program never declared them. */
function tasksLost(steps: object[]): unknown[] {
    return statementsAbout(ada, steps).flatMap((statement) =>
        statement.kind === "loses" && statement.access.type === "tasks"
            ? [{ ...statement.access, undeclared: statement.undeclared }]
            : [],
    );
}

describe("a review of a first assignBotTasks", () => {
    const others = reported({
        assignBotTasks: [{ streamId: "st-1" }, { streamId: "st-2", dialogs: ["dg-1"] }, { streamId: "st-3" }],
    });
    const old = { emailId: ada, userId: "u-1", reported: others };
    const now = { emailId: ada, assignBotTasks: [{ streamId: "st-1" }] };
    const taken = [
        { type: "tasks", botId: "st-2", dialogs: ["dg-1"], undeclared: true },
        { type: "tasks", botId: "st-3", undeclared: true },
    ];

    it("says that the tasks of other bots go, and nothing of the declared bot's", () =>
        assert.deepEqual(tasksLost([step("KoreUser", "ada", { op: "update", old, now })]), taken));

    it("says so of an empty list", () =>
        assert.deepEqual(
            tasksLost([step("KoreUser", "ada", { op: "update", old, now: { ...now, assignBotTasks: [] } })]),
            [{ type: "tasks", botId: "st-1", undeclared: true }, ...taken],
        ));

    it("says so of a resource that takes over from another", () =>
        assert.deepEqual(
            tasksLost([
                step("KoreUser", "ada", { op: "delete", old }),
                step("KoreUser", "lovelace", { op: "create", now }),
            ]),
            taken,
        ));

    it("says nothing where tasks were declared before", () =>
        assert.deepEqual(
            tasksLost([
                step("KoreUser", "ada", {
                    op: "update",
                    old: { ...old, assignBotTasks: [{ streamId: "st-1" }] },
                    now: { ...now, reason: "another" },
                }),
            ]),
            [],
        ));

    it("says nothing where none are declared, nothing was reported, or the list is not shown", () => {
        const updates: [object, object][] = [
            [old, { emailId: ada, reason: "another" }],
            [{ emailId: ada, userId: "u-1" }, now],
            [{ ...old, reported: reported() }, now],
            [old, { ...now, assignBotTasks: markOf("secret") }],
        ];
        for (const [before, after] of updates)
            assert.deepEqual(
                tasksLost([step("KoreUser", "ada", { op: "update", old: { ...before }, now: { ...after } })]),
                [],
                JSON.stringify(after),
            );
    });

    it("says nothing of what is unchanged", () =>
        assert.deepEqual(tasksLost([step("KoreUser", "ada", { op: "same", old, now })]), []));
});

describe("a review of settings", () => {
    const settings: [string, unknown, unknown, string | undefined, string | undefined][] = [
        ["sendEmail", undefined, false, undefined, "false"],
        ["sendEmail", true, false, "true", "false"],
        ["sendEmail", false, null, "false", undefined],
        ["reason", undefined, "tests", undefined, "tests"],
        ["onDestroy", "remove", "revoke", "remove", "revoke"],
        ["exclusive", undefined, true, undefined, "true"],
        ["adopt", "never", "ifSame", "never", "ifSame"],
    ];
    for (const [name, before, after, from, to] of settings) {
        it(`tells of ${name} from ${String(before)} to ${String(after)}`, () => {
            const old = { emailId: ada, userId: "u-1", [name]: before };
            const said = statementsAbout(ada, [
                step("KoreUser", "ada", { op: "update", old, now: { emailId: ada, [name]: after } }),
            ]);
            assert.deepEqual(
                said.map((statement) =>
                    statement.kind === "setting" ? [statement.name, statement.from, statement.to] : statement.kind,
                ),
                [[name, from, to]],
            );
        });
    }
});

describe("a review of somebody on record in a list who lost the access by hand", () => {
    const onRecord = (emailId: string, isDeveloper: boolean) => ({ emailId, isDeveloper, canCreateBot: false });
    const list = { isDeveloper: true, canCreateBot: false };
    const kinds = (statements: Statement[]) => statements.map(({ kind }) => kind);
    const listed = { ...list, emailIds: [grace], reported: [onRecord(ada, true), onRecord(grace, true)] };

    it("names them where they leave the list with what they still hold", () => {
        const said = statementsAbout(ada, [
            step("KoreUserAccess", "builders", { op: "update", old: listed, now: { ...list, emailIds: [grace] } }),
        ]);
        assert.deepEqual(kinds(said), ["loses"]);
    });

    it("names them where the list still has them: they gain it again", () => {
        const old = { ...listed, reported: [onRecord(ada, false), onRecord(grace, true)] };
        const said = statementsAbout(ada, [
            step("KoreUserAccess", "builders", { op: "update", old, now: { ...list, emailIds: [ada, grace] } }),
        ]);
        assert.deepEqual(kinds(said), ["gains"]);
    });

    it("does not name who is on record nowhere", () => {
        const old = { ...listed, reported: [onRecord(grace, true)] };
        const said = statementsAbout(ada, [
            step("KoreUserAccess", "builders", { op: "update", old, now: { ...list, emailIds: [grace] } }),
        ]);
        assert.deepEqual(kinds(said), []);
    });
});

describe("a review of flags", () => {
    it("says what is sure of two lists, of which one is not known yet", () => {
        const list = (isDeveloper: unknown) => ({ emailIds: [ada], isDeveloper, canCreateBot: false });
        const gained = statementsAbout(ada, [
            step("KoreUserAccess", "unknown", { op: "create", now: list(markOf("unknown")) }),
            step("KoreUserAccess", "builders", { op: "create", now: list(true) }),
        ]).flatMap((statement) => (statement.kind === "gains" ? [statement.access.type] : []));
        assert.deepEqual(gained, ["developer"]);
    });

    for (const [op, kinds] of [
        ["same", []],
        ["update", ["loses"]],
    ] as const) {
        it(`says ${kinds.length} times that a denied flag goes which Kore.ai reports (${op})`, () => {
            const user = { emailId: ada, userId: "u-1", isDeveloper: false };
            const old = { ...user, reported: reported({ isDeveloper: true }) };
            const said = statementsAbout(ada, [step("KoreUser", "ada", { op, old, now: user })]);
            assert.deepEqual(
                said.map(({ kind }) => kind),
                kinds,
            );
        });
    }

    it("puts who was removed by hand and is invited again before who leaves", () => {
        const [again, gone] = [
            { emailId: grace, userId: "u-2" },
            { emailId: ada, userId: "u-1" },
        ];
        const { blocks } = reviewOf([
            step("KoreUser", "ada", { op: "delete", old: gone }),
            step("KoreUser", "grace", { op: "refresh", old: again }),
            step("KoreUser", "grace", { op: "create", now: { emailId: grace } }),
        ]);
        assert.deepEqual(
            blocks.map(({ emailId }) => emailId),
            [grace, ada],
        );
    });
});

describe("whether a preview shows who stays", () => {
    const user = (name: string) => ({ emailId: `${name}@example.com`, userId: `u-${name}` });
    const change = (name: string) =>
        step("KoreUser", name, { op: "update", old: user(name), now: { ...user(name), groups: ["e-1"] } });
    const stays = (name: string) => step("KoreUser", name, { op: "same", old: user(name), now: user(name) });
    const refreshed = (name: string) => step("KoreUser", name, { op: "refresh", old: user(name), now: user(name) });
    const cases: { title: string; steps: object[]; same: number; complete: boolean }[] = [
        {
            title: "more changes than resources that are not seen",
            steps: [change("a"), change("b"), change("c")],
            same: 1,
            complete: false,
        },
        { title: "as many changes as resources that are not seen", steps: [change("a")], same: 1, complete: false },
        { title: "half of those that stay are seen", steps: [change("a"), stays("b")], same: 2, complete: false },
        { title: "all that stay are seen", steps: [change("a"), stays("b"), stays("c")], same: 2, complete: true },
        { title: "nothing stays", steps: [change("a")], same: 0, complete: true },
        { title: "what stays was refreshed", steps: [refreshed("a"), change("b")], same: 1, complete: true },
        { title: "what changes was refreshed", steps: [refreshed("a"), change("a")], same: 1, complete: false },
        { title: "what stays was refreshed and shown", steps: [refreshed("a"), stays("a")], same: 2, complete: false },
    ];
    for (const { title, steps, same, complete } of cases)
        it(`${title}: it ${complete ? "does" : "does not"}`, () =>
            assert.equal(reviewOf(steps, { same }).complete, complete));
});

describe("flags that were handed over in a run that failed", () => {
    const old = { emailId: ada, userId: "u-1", adopted: false, reported: reported({ isDeveloper: true }) };
    const user = (handedOver: string[]) =>
        step("KoreUser", "ada", { op: "update", old: { ...old, handedOver }, now: { emailId: ada } });
    const list = { emailIds: [ada], canCreateBot: false, isDeveloper: true };
    const lost = (steps: object[]) => statementsAbout(ada, steps).map(({ kind }) => kind);

    it("go where nothing declares them", () => {
        assert.deepEqual(lost([user(["isDeveloper"])]), ["loses"]);
    });

    it("stay where another resource is made that declares them", () => {
        assert.equal(
            lost([user(["isDeveloper"]), step("KoreUserAccess", "list", { op: "create", now: list })]).includes(
                "loses",
            ),
            false,
        );
    });

    it("go from somebody who had left a list", () => {
        const left = {
            ...list,
            emailIds: [grace],
            reported: [],
            handedOver: [{ emailId: ada, userId: "u-1", flags: ["isDeveloper"] }],
        };
        const now = { ...list, emailIds: [grace] };
        assert.deepEqual(lost([step("KoreUserAccess", "list", { op: "update", old: left, now })]), ["loses"]);
    });
});
