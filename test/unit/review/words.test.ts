import assert from "node:assert/strict";
import { riskOf } from "../../../review/src/diff/risk";
import { render } from "../../../review/src/diff/render";
import { sentence } from "../../../review/src/diff/sentence";
import { plainText } from "../../../review/src/textPhrase";
import { directoryWith } from "./directories";
import { ada, reported, reviewOf, step } from "./handMade";

type Properties = Record<string, unknown>;

const [master, analyst] = [{ roleId: "r-master" }, { roleId: "r-analyst" }];
const directory = directoryWith({
    roles: [
        { id: "r-master", name: "Master Admin", kind: "admin", power: "masterAdmin" },
        { id: "r-analyst", name: "Analyst", kind: "admin", power: "admin" },
    ],
    groups: [
        { id: "e-admins", name: "Admins", confers: [master], isWhole: true },
        { id: "e-new", name: "New", confers: [], isWhole: false },
    ],
});
const update = (old: Properties, now: Properties) =>
    step("KoreUser", "ada", {
        op: "update",
        old: { emailId: ada, userId: "u-1", ...old },
        now: { emailId: ada, ...now },
    });

/** What is said of ada, each with whether it needs a look. */
function said(...steps: object[]): [string, boolean][] {
    const { blocks, names } = reviewOf(steps, { directory });
    return blocks.flatMap((block) =>
        block.statements.map((statement): [string, boolean] => [
            plainText(sentence(statement, block), names),
            riskOf(statement) > 0,
        ]),
    );
}

describe("a bigger grant has no weaker words", () => {
    it("who may do everything becomes so, whatever of unknown power comes with it, in any order", () => {
        const roles = [{ roleId: "r-0" }, master];
        for (const some of [roles, [...roles].reverse()])
            assert.deepEqual(said(update({ roles: [analyst] }, { roles: [analyst, ...some] })), [
                ["becomes an administrator of the whole account: role Master Admin", true],
                ["gains another administrator role of unknown power: role r-0", true],
            ]);
    });
});

describe("an end of somebody's own access", () => {
    const list = (properties: Properties) => {
        const now = { emailIds: [ada], isDeveloper: true, canCreateBot: false, ...properties };
        return step("KoreUserAccess", "builders", { op: "same", old: { ...now, reported: [] }, now });
    };
    const role = { roles: [{ roleId: "r-0", botId: "st-1" }] };
    const ends = (steps: object[]) =>
        said(...steps).flatMap(([text]) => (/ access until /.test(text) ? [text.replace(/^.*until/, "until")] : []));

    it("is told with the lists that give them access without one", () => {
        const comes = update(role, { ...role, expiresAt: "2099-03-31" });
        const over = update(
            { ...role, expiresAt: "2020-03-31" },
            { expiresAt: "2020-03-31", roles: [], ended: { roles: role.roles } },
        );
        const besides = "; KoreUserAccess builders gives access without an end";
        assert.deepEqual(ends([comes, list({})]), [`until 31 March 2099 (before: no end)${besides}`]);
        assert.deepEqual(ends([over, list({})]), [`until 31 March 2020, which is over${besides}`]);
    });

    it("stands alone where the list has an end as well, gives nothing, or does not name them", () => {
        const comes = update(role, { ...role, expiresAt: "2099-03-31" });
        for (const other of [{ expiresAt: "2099-03-31" }, { isDeveloper: false }, { emailIds: ["grace@example.com"] }])
            assert.deepEqual(ends([comes, list(other)]), ["until 31 March 2099 (before: no end)"]);
    });
});

describe("settings that are not shown", () => {
    const secret = "[secret]";

    it("need a look where they guard people, and nothing is said of what they do", () => {
        const rows: [Properties, Properties, string[]][] = [
            [{}, { adopt: secret }, ["changes adopt: what it is now is secret, and not shown"]],
            [{ adopted: true }, { onDestroy: secret }, ["changes onDestroy: what it is now is secret, and not shown"]],
            [
                { exclusive: true },
                { exclusive: secret },
                [
                    "secret, and not shown: whether other roles and groups are taken away (exclusive)",
                    "changes exclusive: what it is now is secret, and not shown",
                ],
            ],
        ];
        for (const [old, now, words] of rows)
            assert.deepEqual(
                said(update(old, now)),
                words.map((each) => [each, true]),
            );
    });

    it("may have changed in a step, where they were not shown before", () =>
        assert.deepEqual(said(update({ onDestroy: secret }, { onDestroy: secret })), [
            ["may change onDestroy: what it is now is secret, and not shown", true],
        ]));

    it("are said where they tell whether somebody is removed", () =>
        assert.deepEqual(said(step("KoreUser", "ada", { op: "delete", old: { emailId: ada, onDestroy: secret } })), [
            ["is removed from the account, or stays in it without what was declared: onDestroy is secret", true],
        ]));
});

describe("who stops being an administrator", () => {
    const stops = ["stops being an administrator: role Master Admin", true];
    const loses = ["loses an administrator role: role Master Admin", true];
    const had = { roles: [master], reported: reported({ roles: [{ ...master, roleName: "Master Admin" }] }) };
    const last = (old: Properties, now: Properties) =>
        said(update({ ...had, ...old }, now))
            .filter(([words]) => words.includes("role Master Admin"))
            .at(-1);

    it("has nothing left that may be an administrator's", () => {
        assert.deepEqual(last({}, {}), stops);
        assert.deepEqual(last({}, { roles: [] }), stops);
    });

    it("is not in a group of which nobody knows what it confers, nor has a role of unknown power, or one that is not shown", () => {
        for (const left of [
            { groups: ["e-new"] },
            { roles: [{ roleId: "r-0", botId: "st-1" }] },
            { roles: [analyst] },
            { groups: ["[secret]"] },
        ])
            assert.deepEqual(
                said(update({ ...had, ...left, roles: [...(left.roles ?? []), master] }, left)).at(-1),
                loses,
            );
    });

    it("has none that Kore.ai reports and nobody declares, unless exclusive takes that too", () => {
        const more = {
            reported: reported({
                roles: [
                    { ...master, roleName: "Master Admin" },
                    { ...analyst, roleName: "Analyst" },
                ],
            }),
        };
        assert.deepEqual(last(more, {}), loses);
        const exclusive = { ...had, ...more, exclusive: true };
        assert.deepEqual(said(update(exclusive, { exclusive: true }))[0], stops);
    });

    it("does not keep it through a group that the program declares now", () =>
        assert.deepEqual(
            said(update(had, { groups: ["e-admins"] })).find(([, look]) => look),
            ["loses an administrator role: role Master Admin, but keeps it through the group Admins", true],
        ));
});

describe("somebody who is removed, and whom Kore.ai perhaps does not remove", () => {
    const leaves = (old: Properties) =>
        said(
            step("KoreUser", "ada", {
                op: "delete",
                old: { emailId: ada, userId: "u-1", onDestroy: "remove", ...old },
            }),
        );

    it("is said to stay without what is declared, where they administer the whole account and were there before the program", () => {
        assert.deepEqual(leaves({ adopted: true, roles: [master] }).slice(1), [
            [
                "is removed from the account. May own the account: Kore.ai removes no owner. They would stay without what is declared, and the update would stop. Had: administrator role Master Admin",
                true,
            ],
        ]);
    });

    it("is not, where the program has added them, or they administer less", () => {
        for (const old of [
            { adopted: false, roles: [master] },
            { adopted: true, roles: [analyst] },
        ])
            for (const [sentence] of leaves(old)) assert.doesNotMatch(sentence, /May own/);
    });
});

describe("many people of whom the same is said", () => {
    it("stand in rows of ten, each of whom is to be found", () => {
        const numbers = Array.from({ length: 62 }, (_person, index) => index);
        const steps = numbers.map((number) =>
            step("KoreUser", `p${number}`, { op: "create", now: { emailId: `p${number}@example.com`, reason: "all" } }),
        );
        for (const format of ["markdown", "text"] as const) {
            const lines = render(reviewOf(steps), { format, maxCharacters: 65_536, styled: false }).split("\n");
            const named = lines.map((line) => line.match(/p\d+@example\.com/g) ?? []);
            assert.equal(named.flat().length, 62);
            assert.equal(Math.max(...named.map(({ length }) => length)), 10);
        }
    });
});
