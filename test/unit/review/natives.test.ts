import assert from "node:assert/strict";
import { brevities, documentOf } from "../../../review/src/diff/compose";
import { sentence } from "../../../review/src/diff/sentence";
import { plainText } from "../../../review/src/textPhrase";
import { ada, grace, reported, reportedOf, reviewOf, step, statementsAbout } from "./handMade";

type Properties = Record<string, unknown>;

const stack = "urn:pulumi:test::company";
const dynamic = "pulumi:providers:pulumi-nodejs";
const plugin = "pulumi:providers:kore";

/** A step about a provider instance. */
function instance(type: string, name: string, op: string, old: Properties | undefined, now: Properties | undefined) {
    const state = (inputs: Properties) => ({ type, custom: true, inputs });
    return {
        op,
        urn: `${stack}::${type}::${name}`,
        ...(old === undefined ? {} : { oldState: state(old) }),
        ...(now === undefined ? {} : { newState: state(now) }),
    };
}

/** The same step through a provider instance of the program's own. */
function through(type: string, name: string, told: object): object {
    const provider = `${stack}::${type}::${name}::00000000-0000-4000-8000-000000000002`;
    const { oldState, newState, ...others } = told as { oldState?: object; newState?: object };
    const state = (given: object | undefined) => given && { ...given, provider };
    return { ...others, provider, oldState: state(oldState), newState: state(newState) };
}

function said(steps: object[], config: object = {}): string[] {
    const { blocks, names } = reviewOf(steps, { config });
    return blocks.flatMap((block) =>
        block.statements.map((statement) => `${block.emailId}: ${plainText(sentence(statement, block), names)}`),
    );
}

const old = { emailId: ada, userId: "u-1", account: "eu.example.com", reported: reported() };
const moves = ["ada@example.com: moves from KoreUser ada to KoreUser ada of the plugin: no change of access"];
const joins = /: joins/;

describe("a program that has people by dynamic resources, by the plugin, or by both", () => {
    const leaves = step("KoreUser", "ada", { op: "delete", old });
    const comes = step("KoreUser", "ada", { op: "create", now: { emailId: ada }, native: true });

    it("has one account by the stack's configuration, whichever of them it is, and whether or not it is shown", () => {
        assert.deepEqual(said([leaves, comes]), moves);
        assert.deepEqual(said([leaves, comes], { "kore:host": "eu.example.com", "kore:clientId": "[secret]" }), moves);
        const back = [
            step("KoreUser", "ada", { op: "delete", old, native: true }),
            step("KoreUser", "ada", { op: "create", now: { emailId: ada } }),
        ];
        assert.deepEqual(said(back), [
            "ada@example.com: moves from KoreUser ada of the plugin to KoreUser ada: no change of access",
        ]);
    });

    it("has one account by instances of both with the same host and app", () => {
        const of = (clientId: string) => [
            instance(dynamic, "eu", "delete", { "kore:host": "eu.example.com", "kore:clientId": "cs-1" }, undefined),
            instance(plugin, "eu", "create", undefined, { host: "https://eu.example.com", clientId }),
            through(dynamic, "eu", leaves),
            through(plugin, "eu", comes),
        ];
        assert.deepEqual(said(of("cs-1")), moves);
        assert.match(said(of("cs-2")).join("\n"), joins, "another app may be another account");
        assert.match(said(of("[secret]")).join("\n"), joins, "and so may one that is not shown");
    });

    it("has another account by an instance beside the configuration's", () => {
        const eu = instance(plugin, "eu", "create", undefined, { host: "eu.example.com", clientId: "cs-1" });
        assert.match(said([eu, leaves, through(plugin, "eu", comes)]).join("\n"), joins);
    });

    it("says nothing of somebody whose resource only changes its kind", () => {
        const { oldState } = step("KoreUser", "ada", { op: "same", old }) as { oldState: object };
        const same = step("KoreUser", "ada", { op: "same", old, now: { emailId: ada }, native: true });
        assert.deepEqual(said([{ ...same, oldState }]), []);
    });

    it("tells what the plugin's instance comes to its account by, in the words of the settings", () => {
        const changes = instance(plugin, "eu", "update", { host: "a.example.com" }, { host: "b.example.com" });
        const { notes } = documentOf(reviewOf([changes]), brevities[0]!);
        assert.match(
            notes.map((note) => plainText(note, reviewOf([]).names)).join(),
            /^The provider instance eu has another kore:host: /,
        );
    });

    it("lets the last administrator go by an instance of the plugin that allows it", () => {
        const master = [{ roleId: "r", roleName: "Master Admin" }];
        const loses = step("KoreUser", "ada", {
            op: "update",
            old: { ...old, roles: [{ roleId: "r" }], reported: reported({ roles: master }) },
            now: { emailId: ada },
            native: true,
        });
        const remarks = (more: Properties) =>
            said([
                instance(
                    plugin,
                    "eu",
                    "same",
                    { host: "eu.example.com", ...more },
                    { host: "eu.example.com", ...more },
                ),
                through(plugin, "eu", loses),
            ]).filter((text) => /last|nobody|administers/i.test(text));
        assert.notDeepEqual(remarks({}), remarks({ lastAdministrator: "allow" }));
    });

    it("is refused where it has a kind of the plugin that is not known here", () => {
        const unknown = { type: "kore:index:Group", custom: true, inputs: {} };
        assert.throws(
            () => reviewOf([{ op: "create", urn: `${stack}::kore:index:Group::team`, newState: unknown }]),
            /^Error: team is a Group of pulumi-kore, which this kore-access does not know/,
        );
    });

    it("is reported in the same words, with both in one state", () => {
        const [of, byPlugin] = [false, true].map((native) =>
            reportedOf(
                { type: "KoreUser", name: "ada", outputs: { ...old, roles: [{ roleId: "r" }] }, native },
                { type: "KoreUsers", name: "staff", outputs: { people: { [grace]: {} } }, native },
                {
                    type: "KoreUserAccess",
                    name: "builders",
                    outputs: { emailIds: [grace], isDeveloper: true, canCreateBot: false },
                    native,
                },
            ),
        );
        const withoutUrns = (value: unknown) => JSON.stringify(value).replaceAll(/"urn":"[^"]*"/g, "");
        assert.equal(withoutUrns(byPlugin?.entries), withoutUrns(of?.entries));
        assert.equal(byPlugin?.entries.length, 3);
        const both = reportedOf(
            { type: "KoreUser", name: "ada", outputs: old },
            { type: "KoreUser", name: "grace", outputs: { ...old, emailId: grace }, native: true },
        );
        assert.deepEqual(
            both.entries.map(({ emailId, resource: { type } }) => [emailId, type]),
            [
                [ada, "KoreUser"],
                [grace, "KoreUser"],
            ],
        );
    });
});

describe("somebody who is imported by the plugin", () => {
    const imports = (now: Properties) =>
        step("KoreUser", "ada", { op: "import", now: { emailId: ada, ...now }, native: true });

    it("comes under a resource with what they have: nobody is added, and nothing is given", () => {
        const said = statementsAbout(ada, [
            imports({ isDeveloper: true, canCreateBot: false, groups: ["g"], assignBotTasks: [{ streamId: "st-1" }] }),
        ]);
        assert.deepEqual(
            said.map((statement) => (statement.kind === "gains" ? `held: ${statement.held}` : statement.kind)).sort(),
            ["held: true", "held: true", "held: true", "takenOver"],
        );
    });

    it("is not asked for by adopt", () =>
        assert.ok(statementsAbout(ada, [imports({ adopt: "never" })]).every(({ kind }) => kind !== "stops")));
});
