import assert from "node:assert/strict";
import { defaultSeed, EmulatorError, seedIds, type Seed } from "../../../emulator/src/index";
import { EmulatedAccount } from "../../../emulator/src/emulatedAccount";
import { trial } from "./support";

const { groups, botRoles, bots } = seedIds;

/** Everybody holds Sales Team, which holds Support Team, which holds Everybody again. */
const holds: Record<string, string> = {
    [groups.everybody]: groups.salesTeam,
    [groups.salesTeam]: groups.supportTeam,
    [groups.supportTeam]: groups.everybody,
};

function nested(innermost: boolean): Seed {
    return {
        ...defaultSeed,
        groups: defaultSeed.groups.map((group) =>
            innermost && group.groupId === groups.supportTeam
                ? group
                : { ...group, groups: [holds[group.groupId] ?? ""] },
        ),
        people: [
            { emailId: "everybody@example.com", groups: [groups.everybody] },
            { emailId: "support@example.com", groups: [groups.supportTeam] },
        ],
    };
}

describe("groups in groups", () => {
    const t = trial({ seed: nested(true) });
    const conferrers = async (emailId: string): Promise<string[]> => {
        const text = JSON.stringify(await t.look(emailId));
        return [...text.matchAll(/"roleName":"([^"]+)","groups":\["([^"]+)"\]/g)].map(
            ([, role, by]) => `${role} by ${by}`,
        );
    };
    const tester = (team: string): string => `Bot Tester by ${team}`;

    it("nestedGroups: members have the roles of the groups in theirs, of those that hold theirs, or of theirs alone", async () => {
        assert.deepEqual(await conferrers("everybody@example.com"), [
            tester("Sales Team"),
            tester("Support Team"),
            "Analyst by Sales Team",
        ]);
        assert.deepEqual(await conferrers("support@example.com"), [tester("Support Team")]);
        t.account.setSwitches({ nestedGroups: "ofOuter" });
        assert.deepEqual(await conferrers("everybody@example.com"), []);
        assert.deepEqual(await conferrers("support@example.com"), [
            tester("Support Team"),
            tester("Sales Team"),
            "Analyst by Sales Team",
        ]);
        t.account.setSwitches({ nestedGroups: "notConferred" });
        assert.deepEqual(await conferrers("everybody@example.com"), []);
        assert.deepEqual(await conferrers("support@example.com"), [tester("Support Team")]);
    });

    it("a circle of groups ends", async () => {
        t.account.reset(nested(false));
        assert.equal((await conferrers("support@example.com")).length, 3);
    });

    it("an owner's role of an inner group makes an owner, who stays", async () => {
        const seed = nested(true);
        const ownerRole = { roleId: botRoles.owner, botId: bots.sales };
        t.account.reset({
            ...seed,
            groups: seed.groups.map((group) =>
                group.groupId === groups.supportTeam ? { ...group, roles: [ownerRole] } : group,
            ),
        });
        await t.call("DELETE users", { deleteEmailIds: ["everybody@example.com"] });
        assert.notEqual(t.account.person("everybody@example.com"), undefined);
    });

    it("GET groups tells them", async () => {
        const { body } = await t.call("GET groups");
        const inner = JSON.stringify([{ _id: groups.supportTeam, gN: "Support Team" }]);
        assert.ok(
            JSON.stringify(body).includes(
                `"gN":"Sales Team","gDesc":"Tests the Sales bot and reads its dashboards","groups":${inner}`,
            ),
        );
    });

    it("a group that the account does not have is a mistake of the seed", () => {
        const seed = { ...defaultSeed, groups: [{ groupId: "e-1", name: "One", groups: ["e-2"] }] };
        assert.throws(
            () => new EmulatedAccount({ seed }),
            (error) => error instanceof EmulatorError && error.message === "seed: group One: there is no group e-2",
        );
    });
});
