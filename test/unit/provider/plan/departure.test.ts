import assert from "node:assert/strict";
import { type Departure, departureOf, refuseToReplace } from "../../../../provider/user/plan/departure";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import type { LookUp } from "../../../../provider/api/client";
import type { UserState } from "../../../../provider/user/schema";
import {
    analyst,
    developer,
    emailId,
    group,
    nobody,
    otherGroup,
    program,
    refuses,
    seen,
    state,
    unanswered,
} from "./people";

const declared: Partial<UserState> = {
    roles: [analyst],
    groups: [group],
    isDeveloper: true,
    assignBotTasks: [{ streamId: "st-1" }],
};
const all = { emailId, ...declared };
const taken = { kind: "taken" as const, declared: {} };

interface Row {
    rule: string;
    state?: Partial<UserState>;
    seen?: LookUp;
    program?: Partial<PersonInProgram>;
    becomes: Departure | RegExp;
}

const rows: Row[] = [
    { rule: "who can't be looked up stays", seen: unanswered, becomes: /was not removed/ },
    { rule: "who is gone is gone", seen: nobody, becomes: { kind: "none" } },
    {
        rule: "who is gone is gone, whatever the program says of them",
        seen: nobody,
        program: { successor: () => ({ kind: "notYet", resource: "KoreUser b" }), unchecked: () => "KoreUser b" },
        becomes: { kind: "none" },
    },
    {
        rule: "who had left after their end is gone, whoever has their address",
        state: { gone: true, userId: "u-before" },
        becomes: { kind: "none" },
    },
    {
        rule: "a run in which nothing was checked lets nobody go whom the program declares by another resource",
        program: { unchecked: () => 'KoreUser "b"' },
        becomes: /KoreUser "b".*asked for nothing/s,
    },
    {
        rule: "who may be of the same account is not let go",
        program: { successor: () => ({ kind: "perhaps", resource: 'KoreUser "b"' }), urn: () => "'urn:b'" },
        becomes: /same account.*pulumi state delete 'urn:b'/s,
    },
    {
        rule: "who was not taken over yet stays",
        program: { successor: () => ({ kind: "notYet", resource: 'KoreUser "b"' }) },
        becomes: /KoreUser "b".*not taken them over/s,
    },
    {
        rule: "somebody else under the address, who is another resource's, is left alone",
        seen: seen({ userId: "u-2" }),
        program: { successor: () => taken },
        becomes: { kind: "none" },
    },
    {
        rule: "somebody else under the address, whom another resource of the stack had added anew and lets go as well, is left to that",
        seen: seen({ userId: "u-2" }),
        program: {
            before: (userId) =>
                userId === "u-2"
                    ? { line: "before", type: "KoreUsers", urn: "urn:crew", person: "p", account: "a", userId }
                    : undefined,
        },
        becomes: { kind: "none" },
    },
    {
        rule: "somebody else under the address is not removed",
        seen: seen({ userId: "u-2" }),
        becomes: /userId u-2, not u-1/,
    },
    {
        rule: "who has an access that another resource has not given yet stays",
        program: { awaited: () => [{ flag: "isDeveloper", resource: 'KoreUserAccess "list"' }] },
        becomes: /KoreUserAccess "list"/,
    },
    {
        rule: "also with a successor",
        program: {
            successor: () => taken,
            awaited: () => [{ flag: "isDeveloper", resource: 'KoreUserAccess "list"' }],
        },
        becomes: /KoreUserAccess "list"/,
    },
    {
        rule: "a successor that declares nothing: all is taken",
        program: { successor: () => taken },
        becomes: { kind: "revoke", taken: all, kept: {} },
    },
    {
        rule: "a successor keeps the groups and roles that it declares, and no others",
        state: { groups: [group, otherGroup], roles: [analyst, developer] },
        program: { successor: () => ({ kind: "taken", declared: { groups: [group], roles: [developer] } }) },
        becomes: {
            kind: "revoke",
            taken: { ...all, groups: [otherGroup], roles: [analyst] },
            kept: { groups: [group], roles: [developer] },
        },
    },
    {
        rule: "a successor keeps each of several roles",
        state: { roles: [analyst, developer] },
        program: { successor: () => ({ kind: "taken", declared: { roles: [developer, analyst] } }) },
        becomes: {
            kind: "revoke",
            taken: { ...all, roles: [] },
            kept: { roles: [developer, analyst] },
        },
    },
    {
        rule: "a successor, where the old one declared no groups and roles",
        state: { roles: undefined as never, groups: undefined as never },
        program: { successor: () => ({ kind: "taken", declared: { groups: [group], roles: [developer] } }) },
        becomes: {
            kind: "revoke",
            taken: { emailId, isDeveloper: true, assignBotTasks: [{ streamId: "st-1" }] },
            kept: { groups: [group], roles: [developer] },
        },
    },
    {
        rule: "a successor keeps the flag to create bots that anything declares",
        state: { canCreateBot: true },
        program: { successor: () => taken, flags: () => ({ canCreateBot: true, isDeveloper: false }) },
        becomes: { kind: "revoke", taken: all, kept: {} },
    },
    {
        rule: "who was never read back is whoever is there",
        state: { userId: undefined as never, onDestroy: "remove" },
        seen: seen({ userId: "u-2" }),
        becomes: { kind: "remove", orRevoke: { ...all, onDestroy: "remove" } },
    },
    {
        rule: "who lacks what a lost create would have given stays",
        state: { createLost: true, roles: [], groups: [], assignBotTasks: [] },
        becomes: /answer of their create was lost/,
    },
    {
        rule: "a successor that declares tasks has all of them",
        program: { successor: () => ({ kind: "taken", declared: { assignBotTasks: [] } }) },
        becomes: {
            kind: "revoke",
            taken: { emailId, roles: [analyst], groups: [group], isDeveloper: true },
            kept: { assignBotTasks: [] },
        },
    },
    {
        rule: "a successor keeps a flag that anything declares",
        program: { successor: () => taken, flags: (where) => (where === "anywhere" ? { isDeveloper: true } : {}) },
        becomes: {
            kind: "revoke",
            taken: { emailId, roles: [analyst], groups: [group], assignBotTasks: [{ streamId: "st-1" }] },
            kept: {},
        },
    },
    {
        rule: "what may be declared in the same account by another app is not taken",
        program: { doubt: () => 'KoreUser "b"' },
        becomes: /left as they are/,
    },
    {
        rule: "who was adopted, without a word of their end, stays",
        state: { adopted: true },
        becomes: /in the account already/,
    },
    {
        rule: "who was adopted, and is to be removed, is removed",
        state: { adopted: true, onDestroy: "remove" },
        becomes: { kind: "remove", orRevoke: { ...all, onDestroy: "remove" } },
    },
    {
        rule: "who was adopted, and is to be revoked, is revoked",
        state: { adopted: true, onDestroy: "revoke" },
        becomes: { kind: "revoke", taken: { ...all, onDestroy: "revoke" }, kept: {} },
    },
    {
        rule: "who may have been added by somebody else, as they are not as declared, stays",
        state: { createLost: true, isDeveloper: false },
        seen: seen({ isDeveloper: true }),
        becomes: /answer of their create was lost/,
    },
    {
        rule: "who is just as a lost create would have left them is removed",
        state: { createLost: true, roles: [], groups: [], isDeveloper: false, assignBotTasks: [] },
        becomes: {
            kind: "remove",
            orRevoke: { emailId, roles: [], groups: [], isDeveloper: false, assignBotTasks: [] },
        },
    },
    {
        rule: "whose end is declared is let go, whoever added them",
        state: { createLost: true, onDestroy: "remove" },
        seen: seen({ isDeveloper: true }),
        becomes: { kind: "remove", orRevoke: { ...all, onDestroy: "remove" } },
    },
    {
        rule: "whose access a list of the program declares stays, without the rest",
        program: { flags: () => ({ isDeveloper: true }) },
        becomes: {
            kind: "revoke",
            taken: { emailId, roles: [analyst], groups: [group], assignBotTasks: [{ streamId: "st-1" }] },
            kept: {},
            notice: `${emailId} stays in the account, as a KoreUserAccess of this program declares their access. What their KoreUser declared beyond it is taken back.`,
        },
    },
    {
        rule: "a list that declares a flag false names them as well: they stay, without it",
        program: { flags: () => ({ isDeveloper: false }) },
        becomes: {
            kind: "revoke",
            taken: all,
            kept: {},
            notice: `${emailId} stays in the account, as a KoreUserAccess of this program declares their access. What their KoreUser declared beyond it is taken back.`,
        },
    },
    {
        rule: "onDestroy revoke takes back what was declared",
        state: { onDestroy: "revoke" },
        becomes: { kind: "revoke", taken: { ...all, onDestroy: "revoke" }, kept: {} },
    },
    {
        rule: "what was handed over and not taken is taken back as well",
        state: { onDestroy: "revoke", handedOver: ["canCreateBot"] },
        becomes: { kind: "revoke", taken: { ...all, canCreateBot: true, onDestroy: "revoke" }, kept: {} },
    },
    {
        rule: "but not what another resource has taken since",
        state: { onDestroy: "revoke", handedOver: ["canCreateBot"] },
        program: { taken: (_userId, flags) => flags },
        becomes: { kind: "revoke", taken: { ...all, onDestroy: "revoke" }, kept: {} },
    },
    { rule: "else they are removed", becomes: { kind: "remove", orRevoke: all } },
];

describe("what becomes of a person whose KoreUser goes", () => {
    for (const row of rows) {
        it(row.rule, () => {
            const decide = () =>
                departureOf(state({ ...declared, ...row.state }), row.seen ?? seen(), program(row.program));
            if (row.becomes instanceof RegExp) refuses(decide, row.becomes);
            else assert.deepEqual(decide(), row.becomes);
        });
    }
});

describe("another address", () => {
    const adopted: UserState = state({ ...declared, adopted: true });
    const refusals: { rule: string; state: UserState; program?: Partial<PersonInProgram>; refused?: RegExp }[] = [
        { rule: "is fine for somebody whom the stack has added", state: state(declared) },
        {
            rule: "is refused for somebody adopted, of whose end the program says nothing",
            state: adopted,
            refused: /another address/,
        },
        { rule: "is fine where it says that", state: { ...adopted, onDestroy: "revoke" } },
        {
            rule: "is fine where another resource has the old one",
            state: adopted,
            program: { successor: () => taken, doubt: () => 'KoreUser "b"' },
        },
        {
            rule: "is fine where another resource is to have the old one",
            state: adopted,
            program: { successor: () => ({ kind: "notYet", resource: "KoreUser b" }) },
        },
        {
            rule: "is refused where the old one may be of the same account",
            state: state(declared),
            program: { successor: () => ({ kind: "perhaps", resource: 'KoreUser "b"' }) },
            refused: /same account/,
        },
        {
            rule: "is refused where something of the old one may be declared in the same account",
            state: state(declared),
            program: { doubt: () => 'KoreUser "b"' },
            refused: /left as they are/,
        },
    ];
    for (const { rule, state: old, program: says, refused } of refusals) {
        it(rule, () => {
            const decide = () => refuseToReplace(old, program(says));
            if (refused === undefined) assert.doesNotThrow(decide);
            else refuses(decide, refused);
        });
    }
});
