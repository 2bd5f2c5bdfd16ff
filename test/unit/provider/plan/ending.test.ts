import assert from "node:assert/strict";
import { KoreError } from "../../../../provider/api/errors";
import { endOfRemoval, isRemoved } from "../../../../provider/user/plan/ending";
import { afterLostCreate } from "../../../../provider/user/plan/lostCreate";
import { nobody, person, refuses, rich, seen, unanswered } from "./people";

const refused = new KoreError({ code: "kore:refused", kind: "refused", what: "ada", why: "she is an owner" });
const empty = person({ status: "Invited" });

describe("a removal", () => {
    const rows: {
        rule: string;
        before: ReturnType<typeof person>;
        after: ReturnType<typeof person> | undefined;
        is: boolean;
    }[] = [
        { rule: "shows where the person is gone", before: rich, after: undefined, is: true },
        { rule: "shows where they have lost all that they had", before: rich, after: empty, is: true },
        { rule: "shows where an active person is not active any more", before: person(), after: empty, is: true },
        {
            rule: "does not show where they still have something",
            before: rich,
            after: person({ status: "Invited", isDeveloper: true }),
            is: false,
        },
        { rule: "does not show where they are still active", before: rich, after: person(), is: false },
        { rule: "does not show of somebody who had nothing", before: empty, after: empty, is: false },
    ];
    for (const { rule, before, after, is } of rows) it(rule, () => assert.equal(isRemoved(before, after), is));

    it("is done where the person is gone, whatever the request's answer was", () => {
        assert.equal(endOfRemoval(rich, nobody, undefined), undefined);
        assert.equal(endOfRemoval(rich, nobody, refused), undefined);
    });

    it("is done where they have lost all that they had", () => {
        assert.equal(endOfRemoval(rich, seen(empty), undefined), undefined);
    });

    it("is unverified of somebody who had nothing and is listed as before", () => {
        assert.match(
            endOfRemoval(empty, seen(empty), undefined) ?? "",
            /lists them as 'Invited' as before.*unverified/,
        );
        const { status: _status, ...older } = empty;
        const answer = { emailId: older.emailId, person: older };
        assert.match(endOfRemoval(older, answer, undefined) ?? "", /it lists them as before/);
    });

    it("fails with the request's error, or with what is left", () => {
        refuses(() => endOfRemoval(rich, seen(rich), undefined), /the account still has this person/);
        refuses(() => endOfRemoval(empty, seen(empty), refused), /she is an owner/);
        refuses(() => endOfRemoval(rich, seen(rich), refused), /she is an owner/);
        refuses(() => endOfRemoval(rich, unanswered, undefined), /could not be read back/);
    });
});

describe("a create whose answer was lost", () => {
    const rows: {
        rule: string;
        seen: "new" | "nobody" | "unknown";
        wasDealtWith: boolean | undefined;
        isLast: boolean;
        next: string;
    }[] = [
        { rule: "was done where they show", seen: "new", wasDealtWith: false, isLast: false, next: "found" },
        { rule: "was done where they show, at last", seen: "new", wasDealtWith: true, isLast: true, next: "found" },
        {
            rule: "is sent again where nobody shows, and the request was not dealt with",
            seen: "nobody",
            wasDealtWith: false,
            isLast: false,
            next: "sendAgain",
        },
        { rule: "is not sent a third time", seen: "nobody", wasDealtWith: false, isLast: true, next: "giveUp" },
        {
            rule: "is not sent again where others of its request have shown",
            seen: "nobody",
            wasDealtWith: true,
            isLast: false,
            next: "giveUp",
        },
        {
            rule: "is not sent again where nothing is known of its request",
            seen: "nobody",
            wasDealtWith: undefined,
            isLast: false,
            next: "giveUp",
        },
        {
            rule: "is not sent again where they could not be looked for",
            seen: "unknown",
            wasDealtWith: false,
            isLast: false,
            next: "giveUp",
        },
    ];
    for (const row of rows) {
        it(row.rule, () => {
            const lost = { request: row.wasDealtWith === undefined ? undefined : { wasDealtWith: row.wasDealtWith } };
            assert.equal(afterLostCreate(row.seen, lost, row.isLast), row.next);
        });
    }
});
