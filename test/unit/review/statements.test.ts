import assert from "node:assert/strict";
import { markOf } from "../../../review/src/hidden";
import { ada, grace, reported, reviewOf, statementsAbout, step } from "./handMade";

type Properties = Record<string, unknown>;
const [unknown, secret] = [markOf("unknown"), markOf("secret")];
const user = (now: Properties) => step("KoreUser", "ada", { op: "create", now: { emailId: ada, ...now } });
const update = (old: Properties, now: Properties) =>
    step("KoreUser", "ada", {
        op: "update",
        old: { emailId: ada, userId: "u-1", ...old },
        now: { emailId: ada, ...now },
    });
const gone = (old: Properties, options: Properties = {}) =>
    step("KoreUser", "ada", { op: "delete", old: { emailId: ada, userId: "u-1", ...old }, options });
const builders = { emailIds: [ada], isDeveloper: true, canCreateBot: false };
const held = { ...builders, reported: [{ emailId: ada, userId: "u-1", isDeveloper: true, canCreateBot: false }] };

/** What is said of ada, without by whom. */
function said(steps: object[], emailId = ada): object[] {
    return statementsAbout(emailId, steps).map(({ by: _, outside, ...fact }) => ({
        ...fact,
        ...(outside ? { outside } : {}),
    }));
}

const anyRole = ["administrator", "owner", "role"];

describe("what a review says is not known", () => {
    const rows: { rule: string; steps: object[]; about?: string; says: object[] }[] = [
        {
            rule: "roles as a whole may be an administrator's",
            steps: [update({}, { roles: unknown })],
            says: [{ kind: "unknown", what: "roles", why: "unknown", could: anyRole }],
        },
        {
            rule: "a role on a known bot",
            steps: [update({}, { roles: [{ roleId: unknown, botId: "st-1" }] })],
            says: [{ kind: "unknown", what: "roles", why: "unknown", could: anyRole, botId: "st-1" }],
        },
        {
            rule: "a role on a bot that is not known",
            steps: [update({}, { roles: [{ roleId: "r-1", botId: unknown }] })],
            says: [{ kind: "unknown", what: "roles", why: "unknown", could: anyRole }],
        },
        {
            rule: "a secret role of the Admin Console",
            steps: [update({}, { roles: [{ roleId: secret }] })],
            says: [{ kind: "unknown", what: "roles", why: "secret", could: anyRole }],
        },
        {
            rule: "a group among others",
            steps: [update({ groups: ["e-1"] }, { groups: ["e-1", unknown] })],
            says: [{ kind: "unknown", what: "groups", why: "unknown", could: ["group", ...anyRole] }],
        },
        {
            rule: "groups and tasks as a whole",
            steps: [update({}, { groups: unknown, assignBotTasks: secret })],
            says: [
                { kind: "unknown", what: "groups", why: "unknown", could: ["group", ...anyRole] },
                { kind: "unknown", what: "tasks", why: "secret", could: ["tasks"] },
            ],
        },
        {
            rule: "a dialog of a bot",
            steps: [update({}, { assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1", unknown] }] })],
            says: [{ kind: "unknown", what: "tasks", why: "unknown", could: ["tasks"] }],
        },
        {
            rule: "flags, and exclusive",
            steps: [update({}, { isDeveloper: unknown, canCreateBot: secret, exclusive: unknown })],
            says: [
                { kind: "unknown", what: "developer", why: "unknown", could: ["developer"] },
                { kind: "unknown", what: "botCreator", why: "secret", could: ["botCreator"] },
                { kind: "unknown", what: "exclusive", why: "unknown", could: [] },
                { kind: "setting", name: "exclusive", from: undefined, to: unknown },
            ],
        },
        {
            rule: "an address",
            steps: [step("KoreUser", "ada", { op: "create", now: { emailId: unknown } })],
            about: unknown,
            says: [
                { kind: "unknown", what: "address", why: "unknown", could: [] },
                { kind: "joins", adopt: "ifSame", invited: true, again: false },
            ],
        },
        {
            rule: "an address of a list, and what it could get",
            steps: [
                step("KoreUserAccess", "list", {
                    op: "create",
                    now: {
                        emailIds: [secret],
                        isDeveloper: true,
                        canCreateBot: false,
                        hasDataTableAndViewAccess: unknown,
                    },
                }),
            ],
            about: secret,
            says: [
                { kind: "unknown", what: "address", why: "secret", could: ["developer", "dataTables"] },
                { kind: "unknown", what: "dataTables", why: "unknown", could: ["dataTables"] },
                { kind: "gains", access: { type: "developer" }, first: false, more: false, held: false },
                {
                    kind: "loses",
                    access: { type: "botCreator" },
                    last: false,
                    through: [],
                    undeclared: true,
                    unsure: "ifHeld",
                },
            ],
        },
        {
            rule: "all people of a list",
            steps: [
                step("KoreUserAccess", "list", {
                    op: "create",
                    now: { ...builders, canCreateBot: true, emailIds: unknown },
                }),
            ],
            about: unknown,
            says: [
                { kind: "unknown", what: "members", why: "unknown", could: ["developer", "botCreator"] },
                { kind: "gains", access: { type: "botCreator" }, first: false, more: false, held: false },
                { kind: "gains", access: { type: "developer" }, first: false, more: false, held: false },
            ],
        },
        {
            rule: "nothing of who does not change",
            steps: [
                step("KoreUser", "ada", { op: "same", old: { emailId: ada }, now: { emailId: ada, groups: unknown } }),
            ],
            says: [],
        },
    ];
    for (const { rule, steps, about, says } of rows) it(rule, () => assert.deepEqual(said(steps, about), says));
});

describe("what a review says of who comes", () => {
    const joins = { kind: "joins", adopt: "ifSame", invited: true, again: false };
    const rows: { rule: string; steps: object[]; says: object[] }[] = [
        { rule: "joins", steps: [user({})], says: [joins] },
        { rule: "without an invitation", steps: [user({ sendEmail: false })], says: [{ ...joins, invited: false }] },
        {
            rule: "with a word about who is there",
            steps: [user({ adopt: "takeOver" })],
            says: [{ ...joins, adopt: "takeOver" }],
        },
        { rule: "or never", steps: [user({ adopt: "never" })], says: [{ ...joins, adopt: "never" }] },
        { rule: "or not known", steps: [user({ adopt: unknown })], says: [{ ...joins, adopt: "unknown" }] },
        { rule: "or a secret", steps: [user({ adopt: secret })], says: [{ ...joins, adopt: "secret" }] },
        {
            rule: "again, after a removal by hand",
            steps: [step("KoreUser", "ada", { op: "refresh", old: { emailId: ada } }), user({})],
            says: [{ ...joins, again: true, outside: true }],
        },
        {
            rule: "an administrator, once the first",
            steps: [user({ roles: [{ roleId: "r-1" }, { roleId: "r-2" }] })],
            says: [
                {
                    kind: "gains",
                    access: { type: "administrator", roleId: "r-1", power: "unknown" },
                    first: true,
                    more: true,
                    held: false,
                },
                {
                    kind: "gains",
                    access: { type: "administrator", roleId: "r-2", power: "unknown" },
                    first: false,
                    more: false,
                    held: false,
                },
                joins,
            ],
        },
        {
            rule: "under a KoreUser, from a list",
            steps: [step("KoreUserAccess", "builders", { op: "same", old: held, now: builders }), user({})],
            says: [{ kind: "takenOver", adopt: "ifSame" }],
        },
        {
            rule: "under a KoreUser that adopts nobody, from a list",
            steps: [
                step("KoreUserAccess", "builders", { op: "same", old: held, now: builders }),
                user({ adopt: "never" }),
            ],
            says: [
                { kind: "stops", why: "neverAdopts" },
                { kind: "takenOver", adopt: "never" },
            ],
        },
    ];
    for (const { rule, steps, says } of rows) it(rule, () => assert.deepEqual(said(steps), says));
});

describe("what a review says of who goes", () => {
    const leaves = { kind: "leaves", fate: "removed", had: [], owner: false };
    const roles = [{ roleId: "r-1", botId: "st-1" }];
    const rows: { rule: string; steps: object[]; says: object[] }[] = [
        { rule: "removed, who had nothing", steps: [gone({})], says: [leaves] },
        { rule: "revoked", steps: [gone({ onDestroy: "revoke" })], says: [{ ...leaves, fate: "revoked" }] },
        {
            rule: "revoked, also an owner",
            steps: [
                gone({ onDestroy: "revoke", reported: reported({ roles: [{ ...roles[0]!, roleName: "Bot Owner" }] }) }),
            ],
            says: [{ ...leaves, fate: "revoked" }],
        },
        {
            rule: "removed, an owner",
            steps: [gone({ reported: reported({ roles: [{ ...roles[0]!, roleName: "Bot Owner" }] }) })],
            says: [{ ...leaves, owner: true }],
        },
        {
            rule: "removed, with all that was declared",
            steps: [
                gone({
                    isDeveloper: true,
                    canCreateBot: false,
                    roles,
                    groups: ["e-1"],
                    assignBotTasks: [{ streamId: "st-1", dialogs: ["b", "a"] }],
                }),
            ],
            says: [
                {
                    ...leaves,
                    had: [
                        { type: "developer" },
                        { type: "role", roleId: "r-1", botId: "st-1", power: "unknown" },
                        { type: "group", groupId: "e-1", isKnown: false },
                        { type: "tasks", botId: "st-1", dialogs: ["a", "b"] },
                    ],
                },
            ],
        },
        {
            rule: "adopted, and nothing declared of it",
            steps: [gone({ adopted: true })],
            says: [{ kind: "stops", why: "adoptedWithoutFate" }],
        },
        {
            rule: "only forgotten",
            steps: [gone({ groups: ["e-1"] }, { retainOnDelete: true })],
            says: [
                {
                    kind: "kept",
                    had: [{ type: "group", groupId: "e-1", isKnown: false }],
                    all: true,
                    why: "retainOnDelete",
                },
            ],
        },
        {
            rule: "stays, by a list, without what else was declared",
            steps: [
                step("KoreUserAccess", "builders", { op: "same", old: held, now: builders }),
                gone({ groups: ["e-1"], isDeveloper: true }),
            ],
            says: [
                {
                    kind: "loses",
                    access: { type: "group", groupId: "e-1", isKnown: false },
                    last: false,
                    through: [],
                    undeclared: false,
                    unsure: false,
                },
                { kind: "stays" },
            ],
        },
        {
            rule: "leaves with the list as well",
            steps: [step("KoreUserAccess", "builders", { op: "delete", old: held }), gone({})],
            says: [{ ...leaves, had: [{ type: "developer" }] }],
        },
        {
            rule: "a list that is forgotten",
            steps: [step("KoreUserAccess", "builders", { op: "delete", old: held, options: { retainOnDelete: true } })],
            says: [{ kind: "kept", had: [{ type: "developer" }], all: false, why: "retainOnDelete" }],
        },
        {
            rule: "a list that is forgotten, where a KoreUser declares the same",
            steps: [
                step("KoreUserAccess", "builders", { op: "delete", old: held, options: { retainOnDelete: true } }),
                step("KoreUser", "ada", {
                    op: "same",
                    old: { emailId: ada, isDeveloper: true },
                    now: { emailId: ada, isDeveloper: true },
                }),
            ],
            says: [{ kind: "handedOver", from: ["builders"], to: ["ada"] }],
        },
        {
            rule: "renamed, where the old resource is forgotten",
            steps: [
                gone({ groups: ["e-1", "e-2"], isDeveloper: true }, { retainOnDelete: true }),
                step("KoreUser", "lovelace", { op: "create", now: { emailId: ada, groups: ["e-1"] } }),
            ],
            says: [
                {
                    kind: "kept",
                    had: [{ type: "developer" }, { type: "group", groupId: "e-2", isKnown: false }],
                    all: false,
                    why: "retainOnDelete",
                },
                {
                    kind: "setting",
                    name: "retainOnDelete",
                    from: "true",
                    to: undefined,
                    fate: { from: "kept", to: "removed" },
                },
                { kind: "handedOver", from: ["ada"], to: ["lovelace"] },
            ],
        },
    ];
    const short = (fact: object): object =>
        "to" in fact && "from" in fact && Array.isArray(fact.from) && Array.isArray(fact.to)
            ? { ...fact, from: fact.from.map(nameOf), to: fact.to.map(nameOf) }
            : fact;
    for (const { rule, steps, says } of rows) it(rule, () => assert.deepEqual(said(steps).map(short), says));
});

function nameOf({ name }: { name: string }): string {
    return name;
}

describe("what a review says of an address that takes the place of another", () => {
    const replace = (old: Properties, options: Properties = {}) =>
        step("KoreUser", "ada", {
            op: "replace",
            old: { emailId: ada, userId: "u-1", ...old },
            now: { emailId: grace },
            options,
        });
    const replaces = { kind: "replaces", from: ada, fate: "removed" };
    const rows: { rule: string; steps: object[]; says: object[] }[] = [
        { rule: "removed", steps: [replace({})], says: [replaces] },
        { rule: "revoked", steps: [replace({ onDestroy: "revoke" })], says: [{ ...replaces, fate: "revoked" }] },
        { rule: "kept", steps: [replace({}, { retainOnDelete: true })], says: [{ ...replaces, fate: "kept" }] },
        {
            rule: "refused",
            steps: [replace({ adopted: true })],
            says: [
                { kind: "stops", why: "adoptedWithoutFate" },
                { ...replaces, fate: "refused" },
            ],
        },
    ];
    for (const { rule, steps, says } of rows)
        it(rule, () => {
            assert.deepEqual(said(steps, grace), says);
            const [block, ...others] = reviewOf(steps).blocks;
            assert.deepEqual([block?.emailId, block?.formerEmailId, others.length], [grace, ada, 0]);
        });
});
