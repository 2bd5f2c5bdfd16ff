import assert from "node:assert/strict";
import { ruleHelp, rules } from "../../review/src/diff/gate";
import { koreAccess, recordedFile } from "./cli";
import { assertExpected, reviewed, said } from "./reviewed";

/** A rule, a scenario that it refuses and because of whom, and scenarios that it lets pass. */
const cases: { rule: string; refuses: Record<string, string[]>; passes: string[] }[] = [
    {
        rule: "new-administrator",
        refuses: {
            administrators: ["ada@example.com", "grace@example.com", "katherine@example.com"],
            "group-of-administrators": ["ada@example.com"],
            "unknown-values": ["grace@example.com"],
            "new-address": ["katherine@example.org"],
            "two-accounts": ["ada@example.com"],
            "renamed-and-changed": ["grace@example.com"],
            "renamed-to-another-app-of-an-account": ["ada@example.com"],
            "power-group-unknown": [],
            "power-group-nobody-in": ["ada@example.com"],
            "power-role-unknown": ["ada@example.com"],
            "power-master-admin-of-a-bot": ["ada@example.com"],
        },
        passes: ["nothing", "flags", "leaves", "memberships", "renamed", "components", "settings"],
    },
    {
        rule: "new-owner",
        refuses: {
            owners: ["ada@example.com"],
            "power-constant-changes": [],
            "power-constant-changes-known": [],
            "power-role-unknown": ["ada@example.com"],
        },
        passes: ["administrators", "leaves-owner", "power-role-known"],
    },
    {
        rule: "new-developer",
        refuses: { flags: ["grace@example.com"], "list-alone": ["ada@example.com"] },
        passes: ["renamed", "flags-move", "list-shrinks", "administrators"],
    },
    {
        rule: "new-bot-creator",
        refuses: { flags: ["ada@example.com"], "unknown-values": ["the people of KoreUserAccess everybody"] },
        passes: ["data-tables", "list-shrinks", "drift-exclusive"],
    },
    { rule: "data-tables", refuses: { "data-tables": ["grace@example.com"] }, passes: ["flags", "administrators"] },
    {
        rule: "outside-domain=example.com",
        refuses: { mixture: ["contractor@example.org"], "new-address": ["katherine@example.org"] },
        passes: ["joins", "leaves", "administrators"],
    },
    {
        rule: "outside-domain=example.com,example.org",
        refuses: { "unknown-values": [], "unknown-address": ["grace@example.com"] },
        passes: ["mixture", "new-address"],
    },
    {
        rule: "no-expiry=example.com",
        refuses: {
            "expiry-comes": ["jean@example.com"],
            "expiry-changes": ["jean@example.com"],
            joins: [],
            "unknown-address": [],
        },
        passes: ["expiry-over", "expiry-renewed", "leaves", "renamed"],
    },
    {
        rule: "no-expiry=!example.com",
        refuses: { mixture: ["contractor@example.org"], "unknown-address": ["grace@example.com"] },
        passes: ["expiry-comes", "expiry-changes", "joins", "administrators"],
    },
    {
        rule: "expiry-beyond=90",
        refuses: {
            "expiry-comes": ["grace@example.com"],
            "expiry-changes": ["KoreUserAccess builders", "grace@example.com"],
            "expiry-renewed": ["ada@example.com", "mary@example.com"],
        },
        passes: ["expiry-over", "joins", "leaves"],
    },
    {
        rule: "beyond-ends",
        refuses: {
            "expiry-over-and-more": ["grace@example.com", "jean@example.com", "mary@example.com"],
            "expiry-renewed": ["ada@example.com", "mary@example.com"],
            "expiry-changes": [],
            leaves: [],
            joins: [],
            drift: [],
        },
        passes: ["expiry-over", "expiry-of-a-set", "expiry-over-for-long", "nothing"],
    },
    {
        rule: "expiry-beyond=306",
        refuses: {},
        passes: ["expiry-comes", "expiry-changes"],
    },
    {
        rule: "removals=2",
        refuses: { "empty-csv": [] },
        passes: ["leaves", "nothing", "renamed", "swapped-addresses", "stays"],
    },
    {
        rule: "removals=0",
        refuses: { leaves: ["removed@example.com", "revoked@example.com"] },
        passes: ["renamed", "renamed-and-kept", "components", "flags-move", "drift-removed"],
    },
    {
        rule: "losses=0",
        refuses: {
            "renamed-and-exclusive": ["grace@example.com"],
            "list-shrinks": ["grace@example.com", "jean@example.com", "mary@example.com"],
            "flags-left-out": ["ada@example.com"],
        },
        passes: ["joins", "renamed", "first-people"],
    },
    { rule: "grants=1", refuses: { "first-people": [] }, passes: ["joins", "leaves", "flags-left-out"] },
    {
        rule: "everyone-removed",
        refuses: { "empty-csv": [] },
        passes: ["nothing", "leaves", "list-goes", "renamed", "swapped-addresses", "drift-removed", "first-people"],
    },
    {
        rule: "no-reason",
        refuses: { flags: ["ada@example.com"], mixture: ["contractor@example.org", "jean@example.com"] },
        passes: ["joins", "leaves", "settings", "renamed"],
    },
    {
        rule: "unknown-access",
        refuses: {
            "unknown-values": [],
            "secret-values": [],
            mixture: ["katherine@example.com"],
            "power-group-unknown": [],
            "power-group-nobody-in": ["ada@example.com"],
            "power-role-unknown": ["ada@example.com"],
            // Ada alone was seen in the group, and had an administrator's role directly: it may confer that too.
            drift: ["ada@example.com"],
        },
        passes: ["joins", "drift-last-name", "memberships", "power-role-known", "power-group-of-master-admins"],
    },
    {
        rule: "new-address",
        refuses: {
            "new-address": [],
            mixture: ["grace.hopper@example.com"],
            "address-and-name": ["ada.lovelace@example.com"],
            "address-of-another-domain": ["ada@example.org"],
            "address-of-the-same-number": ["countess@example.com"],
        },
        passes: ["renamed", "swapped-addresses", "joins", "address-of-another-person"],
    },
    {
        rule: "failing-update",
        refuses: {
            "renamed-and-exclusive-with-more": ["grace@example.com"],
            "renamed-beside-another-app": ["ada@example.com"],
            "leaves-adopted": ["old@example.com"],
            "renamed-then-leaves-adopted": ["old@example.com"],
            "another-account": [],
        },
        passes: [
            "renamed",
            "renamed-and-changed",
            "renamed-and-changed-never",
            "renamed-and-exclusive",
            "renamed-then-leaves",
            "leaves",
            "joins",
        ],
    },
    {
        rule: "drift",
        refuses: {
            drift: [],
            "drift-removed": [],
            "drift-exclusive": ["ada@example.com"],
            "drift-and-change": [],
            "drift-administrator": ["ada@example.com"],
            "drift-owner": ["jean@example.com"],
            "drift-group-of-administrators": ["grace@example.com"],
            "drift-administrator-on-record": ["ada@example.com"],
            "drift-last-name": ["grace@example.com"],
        },
        passes: ["drift-none", "drift-plain-role", "drift-administrator-declared"],
    },
];

describe("kore-access diff --fail-on", () => {
    for (const { rule, refuses, passes } of cases) {
        for (const [name, people] of Object.entries(refuses)) {
            it(`${rule} refuses ${name}`, () => {
                const { refusals } = reviewed(name, rule);
                assert.equal(refusals.length, 1);
                const refused = refusals[0]?.blocks ?? [];
                assert.ok(refused.length > 0);
                const written = said(reviewed(name, rule), "text");
                for (const person of people)
                    assert.ok(
                        written
                            .split("\n")
                            .some((line) => line.startsWith(`Refused by ${rule}`) && line.includes(person)),
                        person,
                    );
                if (people.length > 0) assert.equal(refused.length, people.length);
            });
        }
        for (const name of passes)
            it(`${rule} lets ${name} pass`, () => assert.deepEqual(reviewed(name, rule).refusals, []));
    }

    it("each rule is seen to refuse and to pass", () => {
        const named = (test: (each: (typeof cases)[number]) => boolean) =>
            new Set(cases.filter(test).map(({ rule }) => rule.split("=")[0]));
        const refusing = named(({ refuses }) => Object.keys(refuses).length > 0);
        for (const rule of Object.keys(rules)) {
            assert.ok(named(({ passes }) => passes.length > 0).has(rule), rule);
            assert.ok(refusing.has(rule), rule);
        }
    });

    it("a refusal stands at the top of each format", () => {
        const read = reviewed("mixture", "new-administrator", "outside-domain=example.com", "removals=1");
        assertExpected("refused.md", said(read, "markdown"));
        assertExpected("refused.txt", said(read, "text"));
        const json: unknown = JSON.parse(said(read, "json"));
        assert.deepEqual(typeof json === "object" && json !== null && "refused" in json ? json.refused : undefined, [
            {
                rule: "new-administrator",
                why: "people who gain an administrator role, or may",
                people: [{ emailId: "katherine@example.com" }],
            },
            {
                rule: "outside-domain=example.com",
                why: "people who join or gain access with an address outside example.com",
                people: [{ emailId: "contractor@example.org" }],
            },
            {
                rule: "removals=1",
                why: "people who are removed, or lose all that is declared (2; at most 1 may)",
                people: [{ emailId: "grace.hopper@example.com" }, { emailId: "sue@example.com" }],
            },
        ]);
    });

    it("the command ends with 2, the whole review on standard output, the rule and the people on standard error", () => {
        const { code, stdout, stderr } = koreAccess([
            "diff",
            recordedFile("administrators"),
            "--fail-on",
            "new-administrator",
            "--fail-on",
            "removals=0",
        ]);
        assert.equal(code, 2);
        assert.match(stdout, /\*\*Refused by `new-administrator`\*\*/);
        assert.equal(
            stderr,
            "kore-access: refused by new-administrator: people who gain an administrator role, or may: ada@example.com, katherine@example.com, grace@example.com\n",
        );
    });

    it("the command ends with 0 where no rule is broken", () => {
        assert.deepEqual(
            [
                koreAccess(["diff", recordedFile("joins"), "--fail-on", "new-administrator"]).code,
                koreAccess(["diff", recordedFile("administrators")]).code,
            ],
            [0, 0],
        );
    });

    const wrong: { given: string; message: RegExp }[] = [
        {
            given: "new-admin",
            message: /There is no rule new-admin\. There are: new-administrator, new-owner, .*removals=N/,
        },
        { given: "__proto__", message: /There is no rule __proto__/ },
        { given: "removals", message: /needs a number/ },
        { given: "removals=many", message: /needs a number/ },
        { given: "removals=-1", message: /needs a number/ },
        { given: "outside-domain=", message: /needs domains/ },
        { given: "outside-domain=example", message: /needs domains/ },
        { given: "drift=1", message: /takes no value/ },
    ];
    for (const { given, message } of wrong) {
        it(`--fail-on ${given} is refused with a sentence`, () => {
            const { code, stdout, stderr } = koreAccess(["diff", recordedFile("joins"), "--fail-on", given]);
            assert.deepEqual([code, stdout, stderr.split("\n").length], [1, "", 2]);
            assert.match(stderr, message);
        });
    }

    it("everyone-removed asks for a preview that shows who stays", () => {
        const { code, stdout, stderr } = koreAccess([
            "diff",
            recordedFile("stays-unseen"),
            "--fail-on",
            "everyone-removed",
        ]);
        assert.deepEqual([code, stdout], [1, ""]);
        assert.match(stderr, /--show-sames/);
    });

    it("the help lists every rule", () => {
        const { stdout } = koreAccess(["help", "diff"]);
        for (const { rule, refuses } of ruleHelp) assert.ok(stdout.includes(rule) && stdout.includes(refuses), rule);
    });
});
