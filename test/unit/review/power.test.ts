import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { greaterPower, powerOfRole, powers, type Power } from "../../../review/src/directory/power";

describe("the power of a role", () => {
    type Case = [Power, "admin" | "bot", string, string[]?, string?];
    const cases: Case[] = [
        ["masterAdmin", "admin", "Master Admin"],
        ["masterAdmin", "admin", "Primary MASTER  ADMIN"],
        ["masterAdmin", "admin", "MasterAdmin", ["Invite: yes"]],
        ["masterAdmin", "admin", "admin", ["Invite: yes"], "Master administration role with full control"],
        ["userAdmin", "admin", "User Admin"],
        ["userAdmin", "admin", "Access Team"],
        ["userAdmin", "admin", "Helpdesk", ["Invite: yes"]],
        ["userAdmin", "admin", "Helpdesk", ["Invitations: full"]],
        ...["User", "Users", "People", "Person", "Persons", "Member", "Members", "Group", "Role", "Identity"].map(
            (word): Case => ["userAdmin", "admin", "Helpdesk", [`${word}: yes`]],
        ),
        ...["Identities", "Access", "Permission", "Permissions", "SSO", "Single Sign-On", "Scope"].map((word): Case => [
            "userAdmin",
            "admin",
            "Helpdesk",
            [`${word}: yes`],
        ]),
        ["userAdmin", "admin", "Helpdesk", ["Users: view all: yes", "Users: viewing"]],
        ["userAdmin", "admin", "Helpdesk", ["Manage Built-In Admin Roles: yes"]],
        ["userAdmin", "admin", "Helpdesk", ["Import Users / Sync: yes"]],
        ["userAdmin", "admin", "Helpdesk", ["Directory Sync: full"]],
        ["userAdmin", "admin", "Helpdesk", ["Single Sign On: yes"]],
        ["userAdmin", "admin", "Helpdesk", ["API Scopes: yes"]],
        ["userAdmin", "admin", "Helpdesk", ["User Management: view", "Group Management: edit"]],
        ["admin", "admin", "Helpdesk", ["User Management: view", "Groups: READ", "Roles: read-only"]],
        ["admin", "admin", "Analyst", ["View and Run Audit Reports: yes", "Enterprise Key: yes"]],
        ["admin", "admin", "Analyst"],
        ["admin", "admin", "Analyst", [], "Administers people"],
        ["owner", "bot", "Bot Owner"],
        ["owner", "bot", "App owner", ["Tasks: view"]],
        ["bot", "bot", "Bot Developer", ["Bot Developers: full"]],
        ["bot", "bot", "Master Admin"],
        ["bot", "bot", "Homeowner Desk"],
    ];
    for (const [power, kind, name, permissions, description] of cases) {
        it(`${kind} ${name}, ${(permissions ?? ["nothing told"]).join(", ")}${description === undefined ? "" : ` (${description})`}: ${power}`, () =>
            assert.equal(powerOfRole(kind, name, permissions, description), power));
    }

    it("is the greater of two, in the order of the list", () => {
        for (const [index, one] of powers.entries())
            for (const [other, weaker] of powers.entries())
                assert.equal(greaterPower(one, weaker), index < other ? one : weaker);
    });
});
