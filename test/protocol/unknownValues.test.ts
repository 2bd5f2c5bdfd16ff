import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { kindNames } from "../../provider/model/kinds";
import { Managed, providerLines } from "../harness/managed";
import { ProviderProcess, unknown, type Properties } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

const { supportTeam, salesTeam } = seedIds.groups;
const { support, sales } = seedIds.bots;
const { developer, tester } = seedIds.botRoles;

const person = {
    emailId: "ada@example.com",
    orgUserId: "A-1",
    firstName: "Ada",
    dept: "Bots",
    groups: [supportTeam, salesTeam],
    roles: [{ roleId: developer, botId: support }, { roleId: seedIds.adminRoles.analyst }],
    assignBotTasks: [{ streamId: support }, { streamId: sales, dialogs: [seedIds.dialogs.salesQuote] }],
    canCreateBot: true,
    isDeveloper: true,
    sendEmail: false,
    adopt: "ifSame",
    onDestroy: "remove",
    reason: "builds the bots",
};

const access = {
    emailIds: ["grace@example.com", "alan@example.com"],
    canCreateBot: true,
    isDeveloper: true,
    hasDataTableAndViewAccess: true,
    reason: "builds",
};

/** Arguments with something unknown in them; check must let them through as they are. */
const cases: Record<keyof typeof providerLines, { resource: Properties; unknowns: Properties[] }> = {
    KoreUser: {
        resource: person,
        unknowns: [
            ...Object.keys(person).map((key) => ({ [key]: unknown })),
            { groups: [unknown, supportTeam] },
            { groups: [unknown, unknown] },
            { roles: [unknown, { roleId: developer, botId: support }] },
            { roles: [unknown, unknown] },
            { roles: [{ roleId: developer, botId: unknown }] },
            {
                roles: [
                    { roleId: unknown, botId: support },
                    { roleId: unknown, botId: support },
                ],
            },
            {
                roles: [
                    { roleId: developer, botId: unknown },
                    { roleId: developer, botId: unknown },
                ],
            },
            { assignBotTasks: [unknown, unknown] },
            { assignBotTasks: [{ streamId: unknown }, { streamId: unknown }] },
            { assignBotTasks: [unknown, { streamId: support, dialogs: [unknown, unknown] }] },
            { assignBotTasks: [{ streamId: support, dialogs: unknown }, { streamId: sales }] },
            { canCreateBot: true, isDeveloper: unknown },
            { canCreateBot: unknown, isDeveloper: false },
        ],
    },
    KoreUsers: {
        resource: { people: { "jean@example.com": { dept: "Bots" } }, reason: "staff" },
        unknowns: [
            { people: unknown },
            { people: { "jean@example.com": unknown } },
            { people: { "jean@example.com": { groups: [unknown, supportTeam] } } },
            { people: { "jean@example.com": { canCreateBot: true, isDeveloper: unknown } } },
            { reason: unknown },
            { maxRemovals: unknown },
        ],
    },
    KoreUserAccess: {
        resource: access,
        unknowns: [
            ...Object.keys(access).map((key) => ({ [key]: unknown })),
            { emailIds: [unknown] },
            { emailIds: [unknown, unknown] },
            { emailIds: ["grace@example.com", unknown, unknown] },
            { canCreateBot: true, isDeveloper: unknown },
            { canCreateBot: unknown, isDeveloper: false },
        ],
    },
};

// In a preview the engine passes one text for whatever is not known yet, whatever its type (pulumi issue 6310).
describe("values that are unknown in a preview", () => {
    let emulator: Emulator;
    let provider: ProviderProcess;
    const made: Record<string, Managed> = {};

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        for (const emailId of access.emailIds) emulator.account.addPerson({ emailId });
        provider = await ProviderProcess.start(settingsFor(emulator.url));
        for (const type of kindNames) {
            const resource = new Managed(provider, type);
            await resource.up(cases[type].resource);
            made[type] = resource;
        }
        emulator.account.clearRequests();
    });
    after(async () => {
        assert.deepEqual(emulator.account.requests(), [], "check and diff send nothing");
        provider.stop();
        await emulator.close();
    });

    for (const type of kindNames) {
        const { resource, unknowns } = cases[type];
        for (const part of unknowns) {
            const title = JSON.stringify(part).replaceAll(unknown, "unknown");
            it(`${type} with ${title} passes check as it is, for a new and for an existing resource`, async () => {
                const news = { ...resource, ...part, __provider: providerLines[type] };
                for (const olds of [{}, made[type]?.inputs]) {
                    const { inputs, failures } = await provider.check(news, olds);
                    assert.deepEqual(failures, []);
                    for (const [key, value] of Object.entries(part)) assert.deepEqual(inputs[key], value);
                }
            });

            it(`${type} with ${title} is a change in diff, and no replacement`, async () => {
                const { id = "", outputs } = made[type] ?? {};
                const { inputs } = await provider.check(
                    { ...resource, ...part, __provider: providerLines[type] },
                    made[type]?.inputs,
                );
                assert.deepEqual(await provider.diff(id, outputs ?? {}, inputs), { changes: true, replaces: [] });
            });
        }
    }

    it("what is known beside them takes its normal form", async () => {
        const user = await provider.check({
            emailId: " Ada@Example.COM",
            groups: unknown,
            roles: [unknown, { roleId: tester, botId: sales }],
            __provider: providerLines.KoreUser,
        });
        assert.deepEqual(user.failures, []);
        assert.equal(user.inputs["emailId"], "ada@example.com");
        const several = await provider.check({
            ...access,
            emailIds: [" Grace@Example.com", unknown],
            __provider: providerLines.KoreUserAccess,
        });
        assert.deepEqual([...(several.inputs["emailIds"] as string[])].sort(), [unknown, "grace@example.com"].sort());
    });

    const wrong: [keyof typeof providerLines, Properties, string, RegExp][] = [
        ["KoreUser", { emailId: unknown, groups: [unknown, ""] }, "groups[1]", /must not be empty/],
        ["KoreUser", { emailId: unknown, roles: [unknown, { roleId: 7 }] }, "roles[1].roleId", /must be a text/],
        [
            "KoreUser",
            { emailId: unknown, roles: [{ roleId: unknown, streamId: support }] },
            "roles[0].streamId",
            /is not an argument/,
        ],
        [
            "KoreUser",
            { emailId: unknown, canCreateBot: true, isDeveloper: false },
            "canCreateBot",
            /needs isDeveloper: true/,
        ],
        ["KoreUser", { emailId: "ada", groups: unknown }, "emailId", /"ada" is not an e-mail address/],
        [
            "KoreUser",
            { emailId: unknown, assignBotTasks: [unknown, { streamId: support }, { streamId: support, dialogs: [] }] },
            "assignBotTasks",
            /names a bot twice/,
        ],
        [
            "KoreUserAccess",
            { ...access, emailIds: [unknown, "grace"] },
            "emailIds[1]",
            /"grace" is not an e-mail address/,
        ],
        [
            "KoreUserAccess",
            { emailIds: unknown, canCreateBot: true, isDeveloper: false },
            "canCreateBot",
            /needs isDeveloper: true/,
        ],
    ];
    for (const [type, args, property, reason] of wrong) {
        it(`what is known and wrong beside them is named: ${type} ${property}`, async () => {
            const { failures } = await provider.check({ ...args, __provider: providerLines[type] });
            assert.deepEqual(
                failures.map((failure) => failure.property),
                [property],
            );
            assert.match(failures[0]?.reason ?? "", reason);
        });
    }
});
