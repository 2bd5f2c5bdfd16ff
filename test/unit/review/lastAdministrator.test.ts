import assert from "node:assert/strict";
import { sentence } from "../../../review/src/diff/sentence";
import { plainText } from "../../../review/src/textPhrase";
import { directoryWith } from "./directories";
import { ada, grace, reported, reviewOf, step } from "./handMade";

type Properties = Record<string, unknown>;

const [master, analyst, tester] = [{ roleId: "r-master" }, { roleId: "r-analyst" }, { roleId: "r-t", botId: "st-1" }];
const directory = directoryWith({
    roles: [
        { id: "r-master", name: "Master Admin", kind: "admin", power: "masterAdmin" },
        { id: "r-analyst", name: "Analyst", kind: "admin", power: "admin" },
        { id: "r-t", name: "Tester", kind: "bot", power: "bot" },
    ],
    groups: [
        { id: "e-admins", name: "Admins", confers: [master], isWhole: true },
        { id: "e-new", name: "New", confers: [], isWhole: false },
    ],
});
const nameOf = (emailId: string) => emailId.split("@")[0] ?? "";
const change = (op: string, emailId: string, old: Properties | undefined, now?: Properties) =>
    step("KoreUser", nameOf(emailId), {
        op,
        ...(old === undefined ? {} : { old: { emailId, userId: `u-${emailId}`, ...old } }),
        ...(now === undefined ? {} : { now: { emailId, ...now } }),
    });
const updates = (emailId: string, old: Properties, now: Properties) => change("update", emailId, old, now);
const stays = (emailId: string, declared: Properties) => change("same", emailId, declared, declared);
const goes = (emailId: string, old: Properties, options?: Properties) =>
    step("KoreUser", nameOf(emailId), {
        op: "delete",
        old: { emailId, userId: `u-${emailId}`, onDestroy: "remove", ...old },
        ...(options === undefined ? {} : { options }),
    });

/** Of whom it is said, and in which words. */
function said(steps: object[], { same = 0, config = {} }: { same?: number; config?: object } = {}) {
    const { blocks, names } = reviewOf(steps, { directory, same, config });
    return blocks.flatMap((block) =>
        block.statements
            .filter(({ kind }) => kind === "lastAdministrator")
            .map((statement) => [nameOf(block.emailId ?? ""), plainText(sentence(statement, block), names)]),
    );
}
const leaves =
    "leaves nobody of this program an administrator: whether anybody else in the account is one only the update will know";
const mayLeave = leaves.replace("leaves", "may leave");

describe("who leaves nobody of a program an administrator", () => {
    const rows: { rule: string; steps: object[]; of: [string, string][] }[] = [
        { rule: "loses the role", steps: [updates(ada, { roles: [master] }, {})], of: [["ada", leaves]] },
        {
            rule: "leaves the group that confers it",
            steps: [updates(ada, { groups: ["e-admins"] }, { groups: [] })],
            of: [["ada", leaves]],
        },
        { rule: "is removed", steps: [goes(ada, { roles: [master] })], of: [["ada", leaves]] },
        {
            rule: "is removed, and has a role that nobody declares",
            steps: [goes(ada, { reported: reported({ roles: [{ ...master, roleName: "Master Admin" }] }) })],
            of: [["ada", leaves]],
        },
        {
            rule: "loses all that was declared",
            steps: [goes(ada, { roles: [analyst], onDestroy: "revoke" })],
            of: [["ada", leaves]],
        },
        {
            rule: "gets another address, and no role",
            steps: [
                step("KoreUser", "ada", {
                    op: "replace",
                    old: { emailId: ada, userId: "u-1", roles: [master] },
                    now: { emailId: "ada@example.org" },
                }),
            ],
            of: [["ada", leaves]],
        },
        {
            rule: "are all who lose it",
            steps: [updates(ada, { roles: [master] }, {}), goes(grace, { roles: [analyst] })],
            of: [
                ["ada", leaves],
                ["grace", leaves],
            ],
        },
        {
            rule: "perhaps, where somebody else is in a group of which it is not known what it confers",
            steps: [updates(ada, { roles: [master] }, {}), stays(grace, { groups: ["e-new"] })],
            of: [["ada", mayLeave]],
        },
        {
            rule: "is nobody, where somebody else stays one",
            steps: [updates(ada, { roles: [master] }, {}), stays(grace, { roles: [analyst] })],
            of: [],
        },
        {
            rule: "is nobody, where somebody else has a role that nobody declares",
            steps: [
                updates(ada, { roles: [master] }, {}),
                stays(grace, { reported: reported({ roles: [{ ...analyst, roleName: "Analyst" }] }) }),
            ],
            of: [],
        },
        {
            rule: "is nobody, where somebody else becomes one",
            steps: [updates(ada, { roles: [master] }, {}), change("create", grace, undefined, { roles: [master] })],
            of: [],
        },
        {
            rule: "is nobody who keeps another such role, or keeps it through a group",
            steps: [
                updates(ada, { roles: [master, analyst] }, { roles: [analyst] }),
                updates(grace, { roles: [master], groups: ["e-admins"] }, { groups: ["e-admins"] }),
            ],
            of: [],
        },
        {
            rule: "is nobody who loses other roles, or stays as they are",
            steps: [updates(ada, { roles: [tester] }, {}), goes(grace, { roles: [tester] })],
            of: [],
        },
        {
            rule: "is nobody who is only forgotten",
            steps: [goes(ada, { roles: [master] }, { retainOnDelete: true }), goes(grace, {})],
            of: [],
        },
        {
            rule: "is nobody whose delete is refused",
            steps: [
                step("KoreUser", "ada", { op: "delete", old: { emailId: ada, roles: [master], adopted: true } }),
                goes(grace, {}),
            ],
            of: [],
        },
    ];
    for (const { rule, steps, of } of rows) it(rule, () => assert.deepEqual(said(steps).sort(), of));

    it("is not known where the preview leaves out who does not change, which is said", () => {
        const steps = [updates(ada, { roles: [master] }, {})];
        assert.deepEqual(said(steps, { same: 3 }), []);
    });

    it("is not asked for by the update where that is allowed", () =>
        assert.deepEqual(said([goes(ada, { roles: [master] })], { config: { "kore:lastAdministrator": "allow" } }), [
            ["ada", leaves.replace(/one only .*/, "one the update does not ask (lastAdministrator: allow)")],
        ]));
});
