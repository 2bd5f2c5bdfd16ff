import assert from "node:assert/strict";
import type { Person } from "../../../../provider/api/answers";
import type { Before } from "../../../../provider/run/manifest";
import type { Origin } from "../../../../provider/run/additions";
import { type Adoption, adoptionOf } from "../../../../provider/user/plan/adoption";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import type { UserInputs } from "../../../../provider/user/schema";
import { account, analyst, developer, emailId, group, otherGroup, person, program, refuses, user } from "./people";

const before = (had: Partial<Before> = {}): Before => ({
    line: "before",
    urn: "urn:ada",
    type: "KoreUser",
    person: "hash",
    account: "hash",
    userId: "u-1",
    adopted: false,
    ...had,
});
const had = (state: Partial<Before> = {}): Partial<PersonInProgram> => ({ before: () => before(state) });
const inGroup = { groups: [{ groupId: group, groupName: "Support" }] };
const asAnalyst = { roles: [{ ...analyst, roleName: "Analyst", groups: [] }] };

interface Row {
    rule: string;
    user?: Partial<UserInputs>;
    person?: Partial<Person>;
    program?: Partial<PersonInProgram>;
    origin?: Origin;
    becomes: Partial<Adoption["facts"]> & { taken?: Adoption["taken"]; says?: RegExp[]; ofOrgUserId?: boolean };
}

const rows: Row[] = [
    { rule: "who has just what is declared is adopted", becomes: { adopted: true } },
    {
        rule: "also with all of it",
        user: { roles: [analyst], groups: [group] },
        person: { ...asAnalyst, ...inGroup },
        becomes: { adopted: true },
    },
    {
        rule: "a flag that a list declares is no difference",
        person: { isDeveloper: true },
        program: { flags: (where) => (where === "KoreUserAccess" ? { isDeveloper: true } : {}) },
        becomes: { adopted: true },
    },
    {
        rule: "takeOver leaves a surplus, and says which",
        user: { adopt: "takeOver" },
        person: inGroup,
        becomes: { adopted: true, says: [/left as it is: group Support/] },
    },
    {
        rule: "takeOver brings what differs",
        user: { adopt: "takeOver", isDeveloper: true },
        becomes: { adopted: true },
    },
    {
        rule: "who has not accepted an invitation is adopted, and a notice says so",
        person: { status: "Invited" },
        becomes: { adopted: true, says: [/as 'Invited'.*no new invitation/] },
    },
    { rule: "an orgUserId is not compared", user: { orgUserId: "7" }, becomes: { adopted: true, ofOrgUserId: true } },
    {
        rule: "who was added by a create whose answer was lost is not adopted",
        origin: "perhaps",
        user: { orgUserId: "7" },
        person: { status: "Invited" },
        becomes: { adopted: false },
    },
    { rule: "also where adopt is never", origin: "perhaps", user: { adopt: "never" }, becomes: { adopted: false } },
    {
        rule: "who differs from a lost create was added by somebody else",
        origin: "perhaps",
        user: { adopt: "takeOver" },
        person: inGroup,
        becomes: { adopted: true, says: [/left as it is/] },
    },
    {
        rule: "but not whom a run that died had added and read back, whatever differs by now",
        origin: "surely",
        user: { adopt: "takeOver", isDeveloper: true },
        person: inGroup,
        becomes: { adopted: false, says: [/left as it is/] },
    },
    {
        rule: "what the state says of somebody beats that",
        origin: "surely",
        program: had({ adopted: true }),
        becomes: { adopted: true },
    },
    { rule: "who was added by this stack stays added by it", program: had(), becomes: { adopted: false } },
    {
        rule: "who was adopted by this stack stays adopted",
        program: had({ adopted: true }),
        becomes: { adopted: true },
    },
    {
        rule: "adopt has no say about the stack's own people",
        user: { adopt: "never", isDeveloper: true },
        person: inGroup,
        program: had(),
        becomes: { adopted: false },
    },
    {
        rule: "a flag that was declared there, and is not here, goes",
        program: had({ isDeveloper: true, canCreateBot: false }),
        becomes: { adopted: false, taken: { isDeveloper: true, canCreateBot: false } },
    },
    {
        rule: "but not one that a list declares",
        program: { ...had({ isDeveloper: true, canCreateBot: true }), flags: () => ({ isDeveloper: true }) },
        becomes: { adopted: false, taken: { canCreateBot: true } },
    },
    {
        rule: "one that a list declares and does not give yet is noted",
        program: {
            ...had({ isDeveloper: true }),
            flags: () => ({ isDeveloper: true }),
            awaited: (flags) => flags.map((flag) => ({ flag, resource: "KoreUserAccess" })),
        },
        becomes: { adopted: false, handedOver: ["isDeveloper"] },
    },
    {
        rule: "one that is declared here is not",
        user: { isDeveloper: false },
        program: {
            ...had({ isDeveloper: true }),
            awaited: (flags) => flags.map((flag) => ({ flag, resource: "KoreUserAccess" })),
        },
        becomes: { adopted: false, taken: { isDeveloper: true } },
    },
    {
        rule: "one that the old resource had handed over goes as well",
        program: had({ handedOver: ["canCreateBot"] }),
        becomes: { adopted: false, taken: { canCreateBot: true } },
    },
    {
        rule: "but not where yet another resource has taken it",
        program: { ...had({ handedOver: ["canCreateBot"], isDeveloper: true }), taken: (_userId, flags) => flags },
        becomes: { adopted: false, taken: { isDeveloper: true } },
    },
    {
        rule: "tasks that were declared there go, where Kore.ai reports none, and others or none are declared here",
        user: { assignBotTasks: [] },
        program: had({ assignBotTasks: [{ streamId: "st-1" }] }),
        becomes: { adopted: false, taken: { assignBotTasks: [{ streamId: "st-1" }] } },
    },
    {
        rule: "they are the stack's own where Kore.ai reports tasks as well: what an update leaves of them, the account has not assigned",
        user: { assignBotTasks: [] },
        person: { assignBotTasks: [{ streamId: "st-1" }] },
        program: had({ assignBotTasks: [{ streamId: "st-1" }] }),
        becomes: { adopted: false, taken: { assignBotTasks: [{ streamId: "st-1" }] } },
    },
    {
        rule: "where nothing is declared here, the old resource takes them",
        program: had({ assignBotTasks: [{ streamId: "st-1" }] }),
        becomes: { adopted: false },
    },
    {
        rule: "one that is not known in the state is none",
        program: had({ isDeveloper: null }),
        becomes: { adopted: false },
    },
    {
        rule: "an exclusive move takes what the old resource declared",
        user: { exclusive: true },
        person: { ...inGroup, ...asAnalyst },
        program: had({ groups: [group], roles: [analyst] }),
        becomes: { adopted: false },
    },
];

describe("who is in the account already", () => {
    for (const { rule, becomes, ...row } of rows) {
        it(rule, () => {
            const { taken = {}, says = [], ofOrgUserId = false, ...facts } = becomes;
            const options = { account, origin: row.origin ?? "unknown" };
            const adoption = adoptionOf(user(row.user), person(row.person), program(row.program), options);
            assert.deepEqual(adoption.facts, { account, ...facts });
            assert.deepEqual(adoption.taken, taken);
            assert.equal(adoption.notices.length, says.length, adoption.notices.join("\n"));
            for (const [index, words] of says.entries()) assert.match(adoption.notices[index] ?? "", words);
            assert.equal(adoption.orgUserIdNotice !== undefined, ofOrgUserId);
        });
    }

    const refused: (Omit<Row, "becomes"> & { because: RegExp })[] = [
        { rule: "with adopt: never", user: { adopt: "never" }, because: /adopt is 'never'/ },
        {
            rule: "where a flag differs",
            user: { isDeveloper: true },
            because: /isDeveloper is false, and declared true/,
        },
        { rule: "where a group is missing", user: { groups: [group] }, because: /not in group/ },
        { rule: "with a surplus of a group", person: inGroup, because: /group Support.*not declared/ },
        { rule: "with a surplus of a role", person: asAnalyst, because: /role Analyst.*not declared/ },
        {
            rule: "with a surplus of a flag",
            person: { isDeveloper: true },
            because: /isDeveloper is true, and not declared/,
        },
        { rule: "who differs from a lost create", origin: "perhaps", person: inGroup, because: /group Support/ },
        {
            rule: "also where adopt is never",
            origin: "perhaps",
            user: { adopt: "never" },
            person: inGroup,
            because: /differs/,
        },
        {
            rule: "by takeOver, who would lose tasks of another bot",
            user: { adopt: "takeOver", assignBotTasks: [{ streamId: "st-1" }] },
            person: { assignBotTasks: [{ streamId: "st-2" }] },
            because: /tasks of bot st-2, not declared/,
        },
        {
            rule: "by an exclusive takeOver, with a surplus",
            user: { adopt: "takeOver", exclusive: true },
            person: inGroup,
            because: /group Support/,
        },
        {
            rule: "by an exclusive move, with what no resource declared",
            user: { exclusive: true },
            person: { groups: [{ groupId: otherGroup }], roles: [{ ...developer, groups: [] }] },
            program: had({ groups: [group] }),
            because: /no preview has shown/,
        },
    ];
    for (const { rule, because, ...row } of refused) {
        it(`is refused ${rule}`, () => {
            const options = { account, origin: row.origin ?? "unknown" };
            refuses(() => adoptionOf(user(row.user), person(row.person), program(row.program), options), because);
        });
    }

    it("is looked for in the state as the person who is there, of this account", () => {
        const asked: string[][] = [];
        const says = { before: (...words: string[]) => (asked.push(words), undefined) };
        adoptionOf(user(), person(), program(says), { account, origin: "unknown" });
        assert.deepEqual(asked, [["u-1", account]]);
        assert.equal(emailId, "ada@example.com");
    });
});
