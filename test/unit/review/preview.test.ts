import assert from "node:assert/strict";
import { parseRule, ruleHelp, rules } from "../../../review/src/diff/gate";
import { readPreview } from "../../../review/src/diff/preview";
import { ada, grace, reviewOf, step } from "./handMade";

const stackStep = (op: string) => ({ op, urn: "urn:pulumi:test::company::pulumi:pulumi:Stack::company-test" });
const preview = (more: object = {}) => JSON.stringify({ config: {}, steps: [], changeSummary: {}, ...more });
const error = (message: string) => preview({ diagnostics: [{ severity: "error", message }] });

describe("what is taken for a preview", () => {
    const howTo = "Make it with: pulumi preview --json --show-sames --show-replacement-steps > preview.json";
    const refused: [string, string, string | RegExp][] = [
        ["nothing", "", `p is empty: the preview has written nothing. ${howTo}`],
        ["blanks", " \n ", `p is empty: the preview has written nothing. ${howTo}`],
        [
            "half of one",
            ' { "steps": [',
            /^p begins like a preview, but is no whole JSON text: it was cut off.*Make it with/,
        ],
        ["another text", "Previewing update", `p is not JSON. ${howTo}`],
        [
            "a state",
            '{ "deployment": {} }',
            "p is a state (pulumi stack export), not a preview: kore-access report reads it.",
        ],
        [
            "another JSON",
            '{ "steps": 1 }',
            /^p is not the output of pulumi preview --json \(steps: .*\)\. Make it with: pulumi preview/,
        ],
        ["lines with braces", "{a}\n{ b }\n{}x", /^p is not the output of pulumi preview --json/],
        [
            "half of one after other lines",
            `Installing {acme}\n${preview().slice(0, -1)}\n{"level": "info"}`,
            /^p begins like a preview, but is no whole JSON text/,
        ],
        [
            "half of one with a whole one in it",
            `{ "config": ${JSON.stringify({ steps: [] }, undefined, 1)},\n "steps": [`,
            /^p begins like a preview, but is no whole JSON text/,
        ],
        [
            "half of one of many lines with a whole one in it, after other lines",
            `Installing\n${JSON.stringify({ kept: [JSON.parse(preview()) as object], steps: [] }, undefined, 4).slice(0, -1)}`,
            /^p begins like a preview, but is no whole JSON text/,
        ],
        [
            "one that something else was written into, with a whole one in it",
            JSON.stringify({ kept: [JSON.parse(preview()) as object], steps: [] }, undefined, 4).replace(
                /\}$/,
                "warning\n}",
            ),
            `p is not JSON. ${howTo}`,
        ],
        ["two of them", `${preview()}\n${preview()}`, "p has 2 previews in it: give the one that is to be reviewed."],
        ["null", "null", /^p is not the output of pulumi preview --json/],
        ["a word", '"deployment"', /^p is not the output of pulumi preview --json .*Make it with/],
        ["a list", "[]", /^p is not the output of pulumi preview --json .*Make it with/],
        [
            "one of a later release",
            '{ "changeSummary": {}, "steps": {} }',
            /^p is not the output.*This Pulumi writes it in a form that this kore-access does not know: use a newer one\.$/,
        ],
        ["steps without a place", preview({ steps: [{ op: "same" }] }), /steps\.0\.urn/],
        [
            "a state in a step without a type",
            preview({ steps: [{ op: "same", urn: "u", oldState: {} }] }),
            /steps\.0\.oldState/,
        ],
        [
            "one that has failed",
            error("error: Running program failed:\n\n  Error: no address\n      at main (index.ts:1)\n  at x"),
            "This preview has failed: Running program failed: Error: no address. What would change is not known; mend it, and make the preview again.",
        ],
        [
            "one that has failed as a module is missing, which Node says in colours and with who required it",
            error(
                "error: Running program failed:\nError: Cannot find module 'x'\nRequire stack:\n- /home/ada/index.js\n- C:\\ada\\run.js\n\u001b[90m    at Function (node:internal)\u001b[39m\nInstall it: npm install x\n",
            ),
            /^This preview has failed: Running program failed: Error: Cannot find module 'x' Install it: npm install x\. What/,
        ],
        [
            "one that has failed before its first step",
            JSON.stringify({ config: {}, diagnostics: [{ severity: "error", message: "no stack named 'x' found" }] }),
            /^This preview has failed: no stack named 'x' found\. What/,
        ],
        ["one that has failed without a word", error("  "), /^This preview has failed: Pulumi does not say why\. What/],
        ["one that has failed at once", error("at last"), /failed: Pulumi does not say why\. What/],
        ["one that has failed, atop", error("attention"), /failed: attention\. What/],
        [
            "a refresh",
            preview({ steps: [stackStep("refresh")] }),
            "p is the output of pulumi refresh, which does not say what becomes of what it found. Make it with: pulumi preview --refresh --json",
        ],
    ];
    for (const [title, text, words] of refused)
        it(`not ${title}`, () =>
            assert.throws(
                () => readPreview(text, "p"),
                ({ message }: Error) => (typeof words === "string" ? message === words : words.test(message)),
            ));

    it("one that was refreshed first", () => {
        const { steps } = readPreview(preview({ steps: [stackStep("refresh"), stackStep("same")] }), "p");
        assert.equal(steps.length, 2);
    });

    const whole = preview({ steps: [{ ...stackStep("same"), provider: 'a \\ " } { b' }] });
    const indented = (text: string) =>
        `Installing\n${JSON.stringify(JSON.parse(text), undefined, 4).replaceAll(/^/gm, "  ")}\n`;
    const surroundings: [string, string][] = [
        ["lines before it", `Installing policy pack acme 0.0.7...\n\n${whole}`],
        ["lines after it", `${whole}\nwarning: a new version\n`],
        ["lines with braces around it", `{acme} {\n{ "a\n${whole}\n}{ "b": {} }\n{`],
        ["a JSON text before and after it", `{"level": "info"}\n${whole}\n{"level": "warn", "of": { }}`],
        ["line ends of Windows", `Installing\r\n${JSON.stringify(JSON.parse(whole), undefined, 4)}\r\nwarning\r\n`],
        ["a byte order mark at its start", `Installing\n\uFEFF${whole}`],
        [
            "lines of its own that begin with a brace",
            `Installing\n${whole.replace('"config":{}', '"config":\n{"steps":\n[]}')}`,
        ],
        ["blanks before it", `  \n  ${whole}`],
        ["blanks before it, after other lines", `Installing\n  ${whole}`],
        ["every line of it after blanks, after other lines", indented(whole)],
        ["a terminal's colours before it and after it", `\u001b[32mInstalling\n\u001b[0m${whole}\u001b[0m\n`],
        ["half of another one in front", `{ "broken": [\n    {"steps": []},\n${whole}`],
    ];
    for (const [title, text] of surroundings)
        it(`one with ${title}`, () => assert.deepEqual(readPreview(text, "p").steps, readPreview(whole, "p").steps));

    it("one with warnings", () =>
        assert.doesNotThrow(() =>
            readPreview(preview({ diagnostics: [{ severity: "warning", message: "old" }, {}] }), "p"),
        ));

    it("one with nulls, or with parts left out", () => {
        const none = { config: null, diagnostics: null, changeSummary: null, steps: [] };
        for (const text of [JSON.stringify(none), '{ "steps": [] }'])
            assert.deepEqual(readPreview(text, "p"), { config: {}, diagnostics: [], changeSummary: {}, steps: [] });
        const { steps } = readPreview(preview({ steps: [{ ...stackStep("same"), oldState: { type: "t" } }] }), "p");
        assert.deepEqual(steps[0]?.oldState, {
            type: "t",
            inputs: {},
            protect: false,
            retainOnDelete: false,
            ignoreChanges: [],
            resourceHooks: {},
            custom: false,
            external: false,
        });
    });
});

describe("what --fail-on takes", () => {
    const refused: [string, RegExp][] = [
        [
            "nothing",
            /^There is no rule nothing\. There are: new-administrator, .*outside-domain=DOMAIN\[,DOMAIN…\].*removals=N/,
        ],
        ["toString", /^There is no rule toString/],
        ["drift=1", /^The rule drift takes no value\.$/],
        ["drift=", /^The rule drift takes no value\.$/],
        ["removals", /^The rule removals needs a number, .*--fail-on removals=10\.$/],
        ["removals=", /needs a number/],
        ["removals=-1", /needs a number/],
        ["removals=1.5", /needs a number/],
        ["removals=x1", /needs a number/],
        ["removals=1x", /needs a number/],
        [
            "outside-domain",
            /^The rule outside-domain needs domains: --fail-on outside-domain=example\.com,example\.org\.$/,
        ],
        ["outside-domain=", /needs domains/],
        ["outside-domain=localhost", /needs domains/],
        ["outside-domain=example.com,", /needs domains/],
        ["outside-domain=exam ple.com", /needs domains/],
        ["outside-domain=@@example.com", /needs domains/],
        ["outside-domain=example.com/x", /needs domains/],
        ["outside-domain=example.c_m", /needs domains/],
    ];
    for (const [given, words] of refused)
        it(`not ${given}`, () =>
            assert.throws(
                () => parseRule(given),
                ({ message }: Error) => words.test(message),
            ));

    for (const given of [
        "drift",
        "removals=0",
        "removals=12",
        "outside-domain=example.com",
        "outside-domain=@my-team.example.com , EXAMPLE.ORG",
    ])
        it(given, () => assert.equal(parseRule(given).given, given));

    it("tells each rule in the help, with its value", () => {
        assert.deepEqual(
            ruleHelp.map(({ rule }) => rule.split("=")[0]),
            Object.keys(rules),
        );
        assert.deepEqual(
            ruleHelp.filter(({ rule }) => /^(failing-update|removals)/.test(rule)),
            [
                { rule: "removals=N", refuses: "more than N people who are removed, or lose all that is declared" },
                { rule: "failing-update", refuses: "people who stop the update" },
            ],
        );
    });
});

describe("what a rule says", () => {
    const people = (...emailIds: string[]) =>
        emailIds.map((emailId) => step("KoreUser", emailId, { op: "create", now: { emailId } }));
    const why = (rule: string, steps: object[]) => reviewOf(steps, { rules: [rule] }).refusals.map((each) => each.why);

    it("how many there are, where too many may be too many", () => {
        assert.deepEqual(why("grants=1", people(ada, grace)), ["people who join or gain access (2; at most 1 may)"]);
        assert.deepEqual(why("grants=2", people(ada, grace)), []);
        assert.deepEqual(why("grants=10", people(ada, grace)), []);
    });

    it("which domains are inside", () =>
        assert.deepEqual(why("outside-domain=@example.org, Example.net", people(ada)), [
            "people who join or gain access with an address outside example.org, example.net",
        ]));

    it("that everybody goes must be seen", () => {
        const leaves = step("KoreUser", "ada", { op: "delete", old: { emailId: ada, userId: "u-1" } });
        assert.deepEqual(why("everyone-removed", [leaves]), ["all people of an account go"]);
        assert.throws(
            () => reviewOf([leaves], { rules: ["everyone-removed"], same: 1 }),
            /must see who stays: make the preview with --show-sames/,
        );
    });
});
