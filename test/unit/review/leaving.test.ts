import assert from "node:assert/strict";
import { sentence } from "../../../review/src/diff/sentence";
import { plainText } from "../../../review/src/textPhrase";
import { ada, grace, reviewOf, step } from "./handMade";

/** What is said of ada, who leaves a resource that leaves her, and a KoreUserAccess that does this. */
function said(list: object): string[] {
    const old = { emailId: ada, userId: "u-1", roles: [{ roleId: "r-1" }] };
    const user = step("KoreUser", "ada", { op: "delete", old, options: { retainOnDelete: true } });
    const { blocks, names } = reviewOf([user, list]);
    return blocks
        .filter(({ emailId }) => emailId === ada)
        .flatMap((block) => block.statements.map((each) => plainText(sentence(each, block), names)));
}

const both = { emailIds: [ada, grace], isDeveloper: true, canCreateBot: true };
const stays = "is not managed any more: stays in the account with all";
const notDeveloper = "is no developer any more (KoreUserAccess builders)";
const noBots = "may not create bots any more (KoreUserAccess builders)";

describe("a review of somebody who leaves and stays in the account, and whom a KoreUserAccess names", () => {
    it("does not say that they have what a list that they leave takes", () =>
        assert.deepEqual(
            said(step("KoreUserAccess", "builders", { op: "update", old: both, now: { ...both, emailIds: [grace] } })),
            [`${stays} other access (retainOnDelete). Has: administrator role r-1`, notDeveloper, noBots],
        ));

    it("does not say so of a list that goes", () =>
        assert.deepEqual(said(step("KoreUserAccess", "builders", { op: "delete", old: both })), [
            `${stays} other access (retainOnDelete). Has: administrator role r-1`,
            notDeveloper,
            noBots,
        ]));

    it("does not say so of a list that denies it from now on", () =>
        assert.deepEqual(
            said(step("KoreUserAccess", "builders", { op: "update", old: both, now: { ...both, isDeveloper: false } })),
            [`${stays} other access (retainOnDelete). Has: may create bots, administrator role r-1`, notDeveloper],
        ));

    it("tells once what a list leaves that is only forgotten as well", () =>
        assert.deepEqual(
            said(step("KoreUserAccess", "builders", { op: "delete", old: both, options: { retainOnDelete: true } })),
            [`${stays} access (retainOnDelete). Has: developer, may create bots, administrator role r-1`],
        ));
});
