import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { peopleIn } from "../../../provider/run/stateOfPeople";
import { hash } from "../../../provider/run/record";

const urn = "urn:pulumi:prod::access::pulumi-nodejs:dynamic/kore:KoreUsers::staff";
const account = "platform.kore.ai";

describe("what the state had of somebody in a KoreUsers", () => {
    const before = (declared: unknown, about: unknown) =>
        peopleIn(urn, "KoreUsers", {
            account,
            people: { "ada@example.com": declared },
            reported: { people: { "ada@example.com": about } },
        });

    it("is what it declared of them, and not what somebody gave them by hand", () => {
        const given = { isDeveloper: true, canCreateBot: true, roles: [{ roleId: "r-1" }], groups: ["e-1", "e-2"] };
        const [ada] = before(
            { groups: ["e-1"] },
            { userId: "u-1", adopted: true, handedOver: ["isDeveloper"], ...given },
        );
        assert.deepEqual(ada?.line, {
            line: "before",
            urn,
            type: "KoreUsers",
            person: "ada@example.com",
            account: hash(account),
            userId: "u-1",
            adopted: true,
            handedOver: ["isDeveloper"],
            groups: ["e-1"],
        });
    });

    it("is all of it, where nothing is reported of them", () => {
        const [ada] = before({ isDeveloper: true, roles: [{ roleId: "r-1" }] }, undefined);
        assert.deepEqual(
            [ada?.isFlagged, ada?.line.isDeveloper, ada?.line.roles, ada?.line.userId],
            [true, true, [{ roleId: "r-1" }], undefined],
        );
    });

    it("is that they are there, where what is said of them can't be read", () => {
        const people = before("nothing of ours", 7);
        assert.deepEqual(
            people.map(({ emailId, line }) => [emailId, line.groups]),
            [["ada@example.com", undefined]],
        );
    });
});
