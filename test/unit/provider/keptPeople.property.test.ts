import assert from "node:assert/strict";
import fc from "fast-check";
import { same } from "../../../provider/schema/inputs";
import type { UserState } from "../../../provider/user/schema";
import { keptPeople, peopleIn } from "../../../provider/users/keptPeople";
import type { UsersInputs } from "../../../provider/users/schema";
import { groupLists, programs, roleLists, some, taskLists } from "./programs";

const emailId = "ada@example.com";
const reports = fc.record(
    {
        canCreateBot: fc.boolean(),
        isDeveloper: fc.boolean(),
        firstName: fc.constantFrom("Ada", ""),
        status: fc.constantFrom("not active", "suspended"),
        roles: roleLists.map((roles) =>
            roles.map((role, index) => ({
                ...role,
                roleName: `name of ${role.roleId}`,
                ...(index % 2 === 0 ? {} : { groups: some.groups.slice(0, 1) }),
            })),
        ),
        groups: groupLists.map((groups) => groups.map((groupId) => ({ groupId, groupName: `name of ${groupId}` }))),
        rolesUnclear: fc.constant(true),
        assignBotTasks: taskLists,
    },
    { requiredKeys: ["canCreateBot", "isDeveloper", "roles", "groups"] },
);
const states = fc
    .tuple(
        programs,
        fc.record(
            {
                userId: fc.constant("u-1"),
                adopted: fc.constant(true),
                createLost: fc.constant(true),
                unlisted: fc.constant(true),
                letGo: fc.constant(true),
                handedOver: fc.constant<["isDeveloper"]>(["isDeveloper"]),
                automaticTasks: fc.constant<string[]>(["st-1"]),
                oneRoleBots: fc.constant<string[]>(["st-2"]),
                reported: reports,
            },
            { requiredKeys: [] },
        ),
    )
    .map(([declared, facts]) => ({ adopted: false, account: "bots.kore.ai", ...declared, ...facts }));
const defaults = fc.record(
    {
        onDestroy: fc.constantFrom("remove", "revoke", "keep"),
        reason: fc.constantFrom("Ada", "staff"),
        adopt: fc.constantFrom("ifSame", "never"),
        exclusive: fc.boolean(),
        sendEmail: fc.boolean(),
    },
    { requiredKeys: [] },
) as fc.Arbitrary<Partial<UsersInputs>>;

/** What the short form does not tell: whether something is reported as declared, or not reported. */
function asKept(state: UserState): UserState {
    const { reported } = state;
    if (reported === undefined) return state;
    const { firstName = state.firstName, lastName = state.lastName } = reported;
    const { assignBotTasks = state.assignBotTasks, firstName: _, lastName: __, ...others } = reported;
    const none = (value: unknown) => value === undefined || value === "" || same(value, []);
    const named = Object.entries({ firstName, lastName, assignBotTasks }).filter(
        ([name, value]) => !none(value) || !none(state[name as keyof UserState]),
    );
    return { ...state, reported: { ...others, ...Object.fromEntries(named) } };
}

describe("a person in the state of a set of people", () => {
    it("is all that the state of a KoreUser has of them, whatever holds for the set", () =>
        fc.assert(
            fc.property(states, defaults, (state, set) => {
                const kept = keptPeople(set, new Map([[emailId, state]]));
                const [read] = peopleIn({ ...set, ...kept, account: "bots.kore.ai" }).values();
                assert.ok(same(read, asKept(state)), JSON.stringify({ read, kept: asKept(state) }));
            }),
        ));

    it("stands there as the program says it, where that means the same", () => {
        const people = { [emailId]: { reason: "staff", dept: "Bots" } };
        const state = { emailId, reason: "staff", dept: "Bots", adopted: false };
        assert.deepEqual(keptPeople({ people, reason: "staff" }, new Map([[emailId, state]])).people, people);
        assert.deepEqual(keptPeople({ reason: "staff" }, new Map([[emailId, state]])).people, {
            [emailId]: { dept: "Bots" },
        });
    });
});
