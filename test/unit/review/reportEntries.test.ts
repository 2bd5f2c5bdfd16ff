import assert from "node:assert/strict";
import { markOf } from "../../../review/src/hidden";
import type { ReportEntry } from "../../../review/src/report/report";
import { readState } from "../../../review/src/report/state";
import { ada, grace, reported, reportedOf } from "./handMade";

type Resource = Parameters<typeof reportedOf>[number];
type Properties = Record<string, unknown>;

const user = (outputs: Properties = {}, options: Properties = {}): Resource => ({
    type: "KoreUser",
    name: "ada",
    outputs: { emailId: ada, ...outputs },
    options,
});
const list = (outputs: Properties = {}, options: Properties = {}): Resource => ({
    type: "KoreUserAccess",
    name: "builders",
    outputs: { emailIds: [ada], isDeveloper: true, canCreateBot: false, ...outputs },
    options,
});
const onRecord = (facts: Properties = {}) => ({ emailId: ada, isDeveloper: true, canCreateBot: false, ...facts });
const instance = (name: string) => ({
    provider: `urn:pulumi:test::company::pulumi:providers:pulumi-nodejs::${name}::00000000-0000-4000-8000-000000000001`,
});

describe("what the report says of somebody", () => {
    const rows: { rule: string; of: Resource; is: { [K in keyof ReportEntry]?: ReportEntry[K] | undefined } }[] = [
        { rule: "no name where none is known", of: user(), is: { name: undefined } },
        {
            rule: "their declared name",
            of: user({ firstName: "Ada", lastName: "Lovelace" }),
            is: { name: "Ada Lovelace" },
        },
        {
            rule: "else their reported name",
            of: user({ lastName: "King", reported: reported({ firstName: "Ada", lastName: "Lovelace" }) }),
            is: { name: "Ada King" },
        },
        {
            rule: "no part of a name that is secret",
            of: user({ firstName: markOf("secret"), lastName: "King" }),
            is: { name: "King" },
        },
        { rule: "no empty name", of: user({ firstName: "", lastName: "" }), is: { name: undefined } },
        { rule: "their status", of: user({ reported: reported({ status: "Invited" }) }), is: { status: "Invited" } },
        { rule: "no status that is not reported", of: user({ reported: reported() }), is: { status: undefined } },
        { rule: "the reason", of: user({ reason: "tests" }), is: { reason: "tests" } },
        { rule: "no empty reason", of: user({ reason: "" }), is: { reason: undefined } },
        { rule: "the reason of a list", of: list({ reason: "builds" }), is: { reason: "builds" } },
        { rule: "no empty reason of a list", of: list({ reason: "" }), is: { reason: undefined } },
        {
            rule: "the account that the state names",
            of: user({ account: "bots.kore.ai" }),
            is: { account: "bots.kore.ai" },
        },
        {
            rule: "the account that the state names, before its provider instance",
            of: user({ account: "bots.kore.ai" }, instance("eu")),
            is: { account: "bots.kore.ai" },
        },
        { rule: "else its provider instance", of: user({}, instance("eu")), is: { account: "eu" } },
        { rule: "none of the stack's configuration", of: user({}, instance("default_3_200")), is: { account: "" } },
        { rule: "a provider instance of no name", of: user({}, { provider: undefined }), is: { account: "" } },
        { rule: "the account of a list", of: list({ account: "bots.kore.ai" }), is: { account: "bots.kore.ai" } },
        {
            rule: "fields that Kore.ai does not report",
            of: user({ firstName: "Ada", lastName: "King", dept: "Research", orgUserId: "7", city: "" }),
            is: { unverified: ["orgUserId", "dept"] },
        },
        {
            rule: "tasks that are not reported",
            of: user({ assignBotTasks: [] }),
            is: { unverified: ["assignBotTasks"] },
        },
        {
            rule: "no tasks that are reported",
            of: user({ assignBotTasks: [], reported: reported({ assignBotTasks: [] }) }),
            is: { unverified: [] },
        },
        { rule: "no tasks that are not declared", of: user({ reported: reported() }), is: { unverified: [] } },
        {
            rule: "data tables, declared",
            of: list({ hasDataTableAndViewAccess: false }),
            is: { unverified: ["hasDataTableAndViewAccess"] },
        },
        { rule: "data tables, not declared", of: list(), is: { unverified: [] } },
        {
            rule: "data tables, declared as null",
            of: list({ hasDataTableAndViewAccess: null }),
            is: { unverified: [] },
        },
        {
            rule: "by which resource",
            of: user(),
            is: {
                resource: {
                    type: "KoreUser",
                    name: "ada",
                    urn: "urn:pulumi:test::company::pulumi-nodejs:dynamic/kore:KoreUser::ada",
                },
            },
        },
        {
            rule: "how it is managed",
            of: user(),
            is: { managed: { origin: "created", onDestroy: "remove", exclusive: false, pendingDelete: false } },
        },
        {
            rule: "how it is managed, adopted and exclusive, its delete pending",
            of: user({ adopted: true, exclusive: true, onDestroy: "remove" }, { delete: true }),
            is: { managed: { origin: "adopted", onDestroy: "remove", exclusive: true, pendingDelete: true } },
        },
        {
            rule: "how it is managed, not exclusive",
            of: user({ adopted: false, exclusive: false }),
            is: { managed: { origin: "created", onDestroy: "remove", exclusive: false, pendingDelete: false } },
        },
        {
            rule: "how a list is managed",
            of: list(),
            is: { managed: { onDestroy: "revoke", exclusive: false, pendingDelete: false } },
        },
    ];
    for (const { rule, of, is } of rows)
        it(rule, () => {
            const [entry] = reportedOf(of).entries;
            for (const [key, value] of Object.entries(is)) assert.deepEqual(entry?.[key as keyof ReportEntry], value);
        });
});

describe("what the report says that somebody has", () => {
    type Told = [type: string, standing: string, verified: boolean];
    const rows: { rule: string; of: Resource; told: Told[] }[] = [
        { rule: "nothing", of: user({ reported: reported() }), told: [] },
        {
            rule: "declared flags, and whether they are reported",
            of: user({ isDeveloper: true, canCreateBot: true, reported: reported({ isDeveloper: true }) }),
            told: [
                ["developer", "declared", true],
                ["botCreator", "lost", true],
            ],
        },
        {
            rule: "declared flags, where nothing is reported",
            of: user({ isDeveloper: true }),
            told: [["developer", "declared", false]],
        },
        {
            rule: "reported flags, denied or not declared",
            of: user({ isDeveloper: false, reported: reported({ isDeveloper: true, canCreateBot: true }) }),
            told: [
                ["developer", "reported", true],
                ["botCreator", "reported", true],
            ],
        },
        {
            rule: "declared roles and groups, where nothing is reported",
            of: user({ roles: [{ roleId: "r-1" }], groups: ["e-1"] }),
            told: [
                ["administrator", "declared", false],
                ["group", "declared", false],
            ],
        },
        {
            rule: "of a list, what is on record",
            of: list({ reported: [onRecord()] }),
            told: [["developer", "declared", true]],
        },
        {
            rule: "of a list, who is not on record",
            of: list({ reported: [] }),
            told: [["developer", "declared", false]],
        },
        {
            rule: "of a list, what was lost, and what more is reported",
            of: list({ reported: [onRecord({ isDeveloper: false, canCreateBot: true })] }),
            told: [
                ["developer", "lost", true],
                ["botCreator", "reported", true],
            ],
        },
        {
            rule: "of a list, data tables",
            of: list({ hasDataTableAndViewAccess: true, isDeveloper: false }),
            told: [["dataTables", "declared", false]],
        },
        {
            rule: "of a list, who is on record, and not listed any more",
            of: list({ emailIds: [], reported: [onRecord()] }),
            told: [["developer", "lost", true]],
        },
        {
            rule: "of a list, what they may hold after a step that failed",
            of: list({
                reported: [onRecord({ isDeveloper: false, mayHold: { isDeveloper: false, canCreateBot: true } })],
            }),
            told: [["botCreator", "lost", true]],
        },
    ];
    for (const { rule, of, told } of rows)
        it(rule, () => {
            const entries = reportedOf(of).entries.flatMap(({ holdings }) => holdings);
            assert.deepEqual(
                entries.map(({ access, standing, verified }) => [access.type, standing, verified]),
                told,
            );
            for (const { through } of entries) assert.deepEqual(through, []);
        });

    const standings = (...resources: Resource[]) =>
        reportedOf(...resources).entries.map(({ resource, holdings }) => [
            resource.type,
            ...holdings.map(({ access, standing }) => `${access.type} ${standing}`),
        ]);

    it("not as undeclared by one resource, where another one declares it", () =>
        assert.deepEqual(standings(user({ reported: reported({ isDeveloper: true }) }), list()), [
            ["KoreUser"],
            ["KoreUserAccess", "developer declared"],
        ]));

    it("as undeclared, where the other one has lost it, or is about somebody else or another account", () => {
        const developer = user({ reported: reported({ isDeveloper: true }) });
        const lost = list({ reported: [onRecord({ isDeveloper: false })] });
        for (const other of [lost, list({ emailIds: [grace] }), list({ account: "bots.kore.ai" })])
            assert.ok(standings(developer, other).some((told) => told.includes("developer reported")));
    });

    it("with all groups that confer a role", () => {
        const role = { roleId: "r-1", botId: "st-1" };
        const [entry] = reportedOf(
            user({
                roles: [role],
                reported: reported({
                    roles: [
                        { ...role, groups: ["Staff"] },
                        { ...role, groups: ["Testers"] },
                    ],
                }),
            }),
        ).entries;
        assert.deepEqual(
            entry?.holdings.map(({ through, standing }) => [through, standing]),
            [[["Staff", "Testers"], "declared"]],
        );
    });
});

describe("in which order the report has them", () => {
    const named = (...resources: Resource[]) =>
        reportedOf(...resources).entries.map(({ account, emailId, resource }) => [account, emailId, resource.name]);

    it("by account, address, type and name", () => {
        const of = (emailId: string, name: string, account: string): Resource => ({
            ...user({ emailId, account }),
            name,
        });
        assert.deepEqual(
            named(
                { ...list({ account: "a" }), name: "a" },
                of(ada, "z", "a"),
                of(ada, "b", "b"),
                of(grace, "c", "a"),
                of(ada, "d", "a"),
            ),
            [
                ["a", ada, "d"],
                ["a", ada, "z"],
                ["a", ada, "a"],
                ["a", grace, "c"],
                ["b", ada, "b"],
            ],
        );
    });

    it("each of a list once, listed or on record", () =>
        assert.deepEqual(
            named(
                list({
                    emailIds: [grace, ada, ada],
                    reported: [onRecord(), onRecord({ emailId: "jean@example.com" })],
                }),
            ).map(([, emailId]) => emailId),
            [ada, grace, "jean@example.com"],
        ));
});

describe("which resources the report reads", () => {
    it("none that is only read, and not managed", () => {
        assert.throws(
            () => reportedOf(user({}, { external: true })),
            /without a KoreUser, KoreUsers or KoreUserAccess\. Is it/,
        );
        assert.equal(reportedOf(user({}, { external: true }), list()).entries.length, 1);
    });

    it("one that a create has left without outputs, by its inputs", () => {
        const failed = { type: "KoreUser" as const, name: "ada", outputs: {}, options: { inputs: { emailId: ada } } };
        assert.deepEqual(
            reportedOf(failed).entries.map(({ emailId }) => emailId),
            [ada],
        );
    });

    it("by the project and stack of the first, also without a KoreUser", () => {
        for (const resource of [user(), list()]) {
            const { project, stack } = reportedOf(resource);
            assert.deepEqual([project, stack], ["company", "test"]);
        }
    });

    it("none of which a part is encrypted as a whole, with the option that does so", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
        assert.throws(
            () => reportedOf(user({ emailId: ada, reported: secret })),
            /ada cannot be reviewed, as its reported is a secret: take it out of the option additionalSecretOutputs/,
        );
    });

    it("none of a release that it does not know", () =>
        assert.throws(() => reportedOf(user({ emailId: 1 })), /ada cannot be understood.*the state is of a release/));
});

describe("what is taken for a state", () => {
    const read = (text: string) => () => readState(text, "state.json");
    const refused: [string, string, RegExp][] = [
        ["nothing", " \n", /^state\.json is empty: the export has written nothing\. Make it with: pulumi stack export/],
        ["half of one", '{ "deployment": ', /^state\.json is no whole JSON text\. Make it with/],
        ["a preview", '{ "steps": [] }', /^state\.json is a preview, not a state: kore-access diff reads it\.$/],
        ["nothing of the kind", "null", /^state\.json is not the output of pulumi stack export \(/],
        ["a text", '"steps"', /^state\.json is not the output/],
        ["a resource without a type", '{ "deployment": { "resources": [{ "urn": "u" }] } }', /resources\.0\.type/],
    ];
    for (const [title, text, words] of refused)
        it(`not ${title}`, () => assert.throws(read(text), ({ message }: Error) => words.test(message)));

    const npm = "\n> shop@1.0.0 pulumi\n> pulumi stack export\n\n";

    it("an export with other lines around it, as npm run puts them there", () => {
        const whole = JSON.stringify({ deployment: { resources: [{ urn: "u", type: "t" }] } }, undefined, 4);
        assert.deepEqual(read(`${npm}${whole}\nnpm notice\n`)(), read(whole)());
    });

    it("not several, half of one, or a preview, with other lines around it", () => {
        assert.throws(read(`${npm}{ "deployment": {} }\n{ "deployment": {} }`), /state\.json has 2 states in it/);
        assert.throws(read(`${npm}{ "deployment": {\n    "resources": [\n`), /state\.json is no whole JSON text/);
        assert.throws(read(`${npm}{ "steps": [] }`), /state\.json is a preview, not a state/);
    });

    it("an export, with what is left out as it is by default", () => {
        assert.deepEqual(read('{ "deployment": {} }')(), { resources: [] });
        assert.deepEqual(read('{ "deployment": { "resources": [{ "urn": "u", "type": "t" }] } }')().resources, [
            {
                urn: "u",
                type: "t",
                inputs: {},
                outputs: {},
                protect: false,
                retainOnDelete: false,
                external: false,
                delete: false,
            },
        ]);
    });

    it("an export with the time at which it was written, but for one that no run has written", () => {
        const at = (time: string) => read(JSON.stringify({ deployment: { manifest: { time } } }))().time;
        assert.equal(at("2026-11-27T23:03:18.123456789+02:00"), "2026-11-27T21:03:18.123Z");
        assert.equal(at("0001-01-01T00:00:00Z"), undefined);
        assert.equal(at("yesterday"), undefined);
    });
});
