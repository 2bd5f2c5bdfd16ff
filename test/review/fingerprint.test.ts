import assert from "node:assert/strict";
import fc from "fast-check";
import { readPreview } from "../../review/src/diff/preview";
import { review } from "../../review/src/diff/review";
import { heldTo, readApproved, type Approved } from "../../review/src/diff/reviewed";
import type { Review } from "../../review/src/diff/statement";
import { sample } from "../harness/whole";
import { recordedPreview } from "./recorded";
import { reviewed, said } from "./reviewed";
import { scenarios } from "./scenarios";

const told = scenarios.filter(({ fails }) => !fails).map(({ name }) => name);
const reviews = new Map(told.map((name) => [name, reviewed(name)]));
const of = (name: string): Review => reviews.get(name) ?? reviewed(name);
const approvedOf = (read: Review): Approved => readApproved(said(read, "json"), "review.json");

/** A review of a recorded preview whose text was changed in some way. */
function changed(name: string, how: (text: string) => string): Review {
    return review(readPreview(how(recordedPreview(name)), "preview.json"), []);
}

/** Scenarios in which an update does the same, whatever is known of ids, and however it comes to it. */
const alike = [
    ["list-shrinks", "list-shrinks.set"],
    ["stays-unseen", "option-retain-unset-then-leaves"],
    ["power-role-unknown", "power-role-known"],
    ["power-constant-changes", "power-constant-changes-known"],
    ["power-master-admin-of-a-bot", "power-master-admin-of-a-bot-by-state"],
    ["option-replace-on-changes", "option-delete-before-replace"],
    // What a preview finds is nothing that the update does.
    [
        "drift-administrator",
        "drift-owner",
        "drift-group-of-administrators",
        "drift-administrator-on-record",
        "drift-administrator-of-a-list",
        "drift-administrator.set",
        "drift-owner.set",
    ],
    ["set-leaves-protected", "set-let-go-and-left"],
];

describe("the fingerprint of a review", () => {
    it("is another one for each recorded scenario, but for those in which nothing changes", () => {
        const changing = told.filter((name) => of(name).blocks.length > 0);
        assert.ok(changing.length >= 60);
        const names = new Map<string, string[]>();
        for (const name of changing) {
            const { fingerprint } = of(name);
            names.set(fingerprint, [...(names.get(fingerprint) ?? []), name]);
        }
        assert.deepEqual(
            [...names.values()].filter((same) => same.length > 1),
            alike,
        );
        const still = told.filter((name) => of(name).blocks.length === 0).map((name) => of(name).fingerprint);
        assert.equal(new Set(still).size, 1);
    });

    it("stays the same in whatever order the steps are taken", () => {
        for (const name of told) {
            const preview = readPreview(recordedPreview(name), name);
            // Steps about one resource keep their order: the engine takes them one after the other.
            const urns = [...new Set(preview.steps.map(({ urn }) => urn))];
            const groups = urns.map((urn) => preview.steps.filter((step) => step.urn === urn));
            fc.assert(
                fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), (shuffled) => {
                    const { fingerprint } = review(
                        { ...preview, steps: shuffled.flat() },
                        [],
                        of(name).names.directory,
                    );
                    assert.equal(fingerprint, of(name).fingerprint, name);
                }),
                { numRuns: 20 },
            );
        }
    });

    it("stands in the last line, short, and whole in JSON", () => {
        const { fingerprint } = of("mixture");
        assert.match(fingerprint, /^[\da-f]{64}$/);
        const last = (format: "markdown" | "text") => said(of("mixture"), format).trimEnd().split("\n").at(-1);
        assert.equal(last("markdown"), `Fingerprint of these changes: \`${fingerprint.slice(0, 16)}\``);
        assert.equal(last("text"), `Fingerprint of these changes: ${fingerprint.slice(0, 16)}`);
        assert.equal(approvedOf(of("mixture")).fingerprint, fingerprint);
        assert.equal(said(of("mixture"), "markdown", 4000).trimEnd().split("\n").at(-1), last("markdown"));
    });

    it("does not stand where nothing changes", () =>
        assert.doesNotMatch(said(of("nothing"), "markdown"), /[Ff]ingerprint/));

    it("is of ids and not of their names, nor of how a reason is typed", () => {
        const same = (how: (text: string) => string) =>
            assert.equal(changed("administrators", how).fingerprint, of("administrators").fingerprint);
        same((text) => text.replaceAll('"Master Admin"', '"Head Admin"'));
        same((text) => text.replaceAll("maintains the Support bot", "maintains  the Support\u00a0bot"));
    });

    it("is of the person, the stack, the host, the access and the reason", () => {
        const differs = (how: (text: string) => string) => {
            assert.notEqual(how(recordedPreview("administrators")), recordedPreview("administrators"));
            assert.notEqual(changed("administrators", how).fingerprint, of("administrators").fingerprint);
        };
        differs((text) => text.replaceAll("grace@example.com", "grace@example.org"));
        // A letter of another width is another person.
        differs((text) => text.replaceAll("grace@example.com", "\uff47race@example.com"));
        differs((text) => text.replaceAll("::company::", "::shop::"));
        differs((text) => text.replaceAll("urn:pulumi:test::", "urn:pulumi:production::"));
        differs((text) => text.replaceAll("main.example.com", "other.example.com"));
        differs((text) => text.replaceAll("0000000000000000000000a3", "0000000000000000000000a4"));
        differs((text) => text.replaceAll("maintains the Support bot", "asked for it"));
        differs((text) => text.replaceAll("KoreUser::grace", "KoreUser::hopper"));
    });
});

describe("a review held to an approved one", () => {
    it("each recorded scenario is within its own review", () => {
        for (const name of told) {
            const { refusals, held } = heldTo(of(name), [approvedOf(of(name))]);
            assert.deepEqual([refusals, held?.beyond, held?.past], [[], [], 0], name);
        }
    });

    it("and beyond that of any other, unless that one says the same of the same people", () => {
        // What is only found, or follows for others, is nothing that an update does.
        const found = new Set<string>(["undeclared", "blocked", "lastAdministrator"]);
        const saying = (name: string) =>
            of(name).blocks.flatMap(({ emailId, statements }) =>
                statements
                    .filter(({ kind }) => !found.has(kind))
                    .map(({ kind, by }) => `${emailId} ${kind} ${by.map(({ urn }) => urn).join(" ")}`),
            );
        let within = 0;
        for (const name of told.filter((each) => of(each).blocks.length > 0)) {
            for (const other of sample(told, 30).filter((each) => each !== name)) {
                const { refusals, held } = heldTo(of(name), [approvedOf(of(other))]);
                const said = new Set(saying(other));
                const all = saying(name).every((each) => said.has(each));
                if (!all) assert.equal(refusals[0]?.rule, "not-reviewed", `${name} within ${other}`);
                if (refusals.length === 0) within += 1;
                else assert.ok(held !== undefined && held.beyond.length > 0);
            }
        }
        assert.ok(within > 0, "somebody who is renamed is within a review that has more");
    });
});
