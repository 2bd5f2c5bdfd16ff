import assert from "node:assert/strict";
import { defaultMaxCharacters, fewestCharacters } from "../../review/src/diff/render";
import { many, shrinkingList, type Kind } from "./previews";
import { said } from "./reviewed";

const companies: { title: string; kinds: Partial<Record<Kind, number>>; urgent: string[] }[] = [
    { title: "10,000 who join", kinds: { joins: 10_000 }, urgent: [] },
    {
        title: "one administrator among 10,000 who join",
        kinds: { joins: 10_000, administrator: 1 },
        urgent: ["administrator-0@example.com"],
    },
    {
        title: "three administrators and 20 removals among 10,000 others",
        kinds: { joins: 5000, settings: 5000, administrator: 3, removed: 20 },
        urgent: [
            "administrator-0@example.com",
            "administrator-2@example.com",
            "removed-0@example.com",
            "removed-19@example.com",
        ],
    },
    {
        title: "2,000 removals",
        kinds: { removed: 2000 },
        urgent: ["removed-0@example.com", "removed-1999@example.com"],
    },
];

describe("a review always fits", function () {
    this.timeout(300_000);
    for (const { title, kinds, urgent } of companies) {
        it(`${title}: whoever needs a look is named, and it has no more than 65,536 characters`, () => {
            const read = many(kinds);
            for (const format of ["markdown", "text"] as const) {
                const written = said(read, format);
                assert.ok(written.length <= defaultMaxCharacters, `${written.length}`);
                for (const person of urgent) assert.ok(written.includes(person), person);
                assert.doesNotMatch(written, /Not everybody has room/);
                for (const details of written.match(/<details>[^]*?<\/details>/g) ?? [])
                    for (const person of urgent)
                        assert.ok(!details.includes(person), "nothing that needs a look is folded");
            }
        });
    }

    it("routine changes are counted where they have no room", () => {
        const written = said(many({ joins: 10_000, administrator: 1 }), "markdown");
        assert.match(written, /Routine, not listed as there is no room: 10,000 join\./);
    });

    it("10,000 administrators cannot all be named: the review says so first, and how many there are", () => {
        const read = many({ administrator: 10_000 });
        for (const format of ["markdown", "text"] as const) {
            const written = said(read, format);
            assert.ok(written.length <= defaultMaxCharacters);
            assert.match(written, /Not everybody has room here/);
            assert.match(written, /10,000 become administrators of the whole account/);
        }
        assert.ok(said(read, "json").includes("administrator-9999@example.com"));
    });

    it("a list that loses 2,000 people names each of them, one that loses 10,000 says how many", () => {
        const written = said(shrinkingList(2001), "markdown");
        assert.ok(written.length <= defaultMaxCharacters);
        assert.match(written, /\*\*2,000 people, each:\*\*/);
        assert.ok(written.includes("person-2000@example.com"));
        assert.match(said(shrinkingList(10_001), "markdown"), /Not everybody has room here[^]*10,000 people, each:/);
    });

    it("a smaller limit is kept as well, down to the smallest", () => {
        const read = many({ administrator: 500, removed: 500, developer: 500, joins: 500, settings: 500 });
        for (const limit of [50_000, 20_000, 10_000, fewestCharacters]) {
            for (const format of ["markdown", "text"] as const) {
                const written = said(read, format, limit);
                assert.ok(written.length <= limit, `${written.length} of ${limit}`);
                assert.match(written, /500 become administrators of the whole account/);
                assert.match(written, /500 are removed from the account/);
            }
        }
    });
});
