import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { assertNoSecret } from "../harness/secrets";
import { closedPort, type Declared, Stack } from "../harness/stack";
import { sample, whole } from "../harness/whole";

const usersOnly = {
    clientId: "cs-users-only",
    clientSecret: "users-only-secret",
    scopes: ["User Management > User Management" as const],
};
const accessOnly = {
    clientId: "cs-access-only",
    clientSecret: "access-only-secret",
    scopes: ["Profile Management > Role Management" as const],
};
const right = { clientId: seedApp.clientId, clientSecret: seedApp.clientSecret };

interface Mistake {
    title: string;
    declared: Declared | Declared[];
    /** Settings besides those of the emulator. */
    settings?: (places: { closed: string; website: string }) => Record<string, string>;
    /** What the message says, in this order. */
    says: (RegExp | string)[];
    /** Whether the preview says it already. */
    inPreview?: boolean;
    /** Whether it is about the program as a whole, not about one resource. */
    ofProgram?: boolean;
}

/** A mistake in arguments that the program has at once. */
function wrong(title: string, declared: Declared | Declared[], ...problems: string[]): Mistake {
    const says = ["Wrong arguments. Nothing was sent", ...problems, "[kore:wrong-arguments]"];
    return { title, declared, inPreview: true, ofProgram: true, says };
}

const user = (args: Record<string, unknown>): Declared => ({ type: "KoreUser", name: "eve", args });
const access = (args: Record<string, unknown>): Declared => ({ type: "KoreUserAccess", name: "builders", args });
const eve = user({ emailId: "eve@example.com" });

const mistakes: Mistake[] = [
    wrong(
        "a malformed address",
        user({ emailId: "deskkore1" }),
        'KoreUser "eve", emailId: "deskkore1" is not an e-mail address',
    ),
    wrong("no address", user({ firstName: "Eve" }), 'KoreUser "eve", emailId: is required'),
    wrong(
        "canCreateBot without isDeveloper",
        user({ emailId: "eve@example.com", canCreateBot: true }),
        'KoreUser "eve", canCreateBot: true needs isDeveloper: true',
    ),
    wrong(
        "a role without roleId",
        user({ emailId: "eve@example.com", roles: [{ botId: seedIds.bots.support }] }),
        'KoreUser "eve", roles[0].roleId: is required',
    ),
    wrong(
        "ids of another form",
        user({
            emailId: "eve@example.com",
            groups: ["e-1 "],
            roles: [
                { roleId: seedIds.bots.support, botId: seedIds.botRoles.tester },
                { roleId: `${seedIds.botRoles.tester}0`, botId: seedIds.bots.support },
            ],
        }),
        'KoreUser "eve", groups[0]: "e-1 " is not an id: it has a space',
        `roles[0].roleId: "${seedIds.bots.support}" looks like a bot's id, where a role's id belongs`,
        `roles[0].botId: "${seedIds.botRoles.tester}" looks like a role's id, where a bot's id belongs`,
        `roles[1].roleId: "${seedIds.botRoles.tester}0" is not a role's id, which is 24 hexadecimal digits`,
    ),
    wrong(
        "a misspelt argument",
        user({ emailId: "eve@example.com", isDevelopper: true }),
        'KoreUser "eve", isDevelopper: is not an argument of this resource',
    ),
    wrong(
        "a flag that is a text",
        user({ emailId: "eve@example.com", isDeveloper: "yes" }),
        'KoreUser "eve", isDeveloper: must be true or false',
    ),
    wrong(
        "an unknown word for adopt",
        user({ emailId: "eve@example.com", adopt: "always" }),
        'KoreUser "eve", adopt: must be one of: ifSame, takeOver, never',
    ),
    wrong(
        "access for nobody",
        access({ emailIds: [], canCreateBot: false, isDeveloper: true }),
        'KoreUserAccess "builders", emailIds: must name at least one person',
    ),
    wrong(
        "access to create bots without the builder",
        access({ emailIds: ["owner@example.com"], canCreateBot: true, isDeveloper: false }),
        'KoreUserAccess "builders", canCreateBot: true needs isDeveloper: true (Kore.ai refuses the combination: "Invalid values in the body"',
    ),
    wrong(
        "access with a malformed address",
        access({ emailIds: ["owner@example.com", "@"], canCreateBot: false, isDeveloper: true }),
        'KoreUserAccess "builders", emailIds[1]: "@" is not an e-mail address',
    ),
    wrong(
        "mistakes of several resources, all in one run",
        [
            { ...user({ emailId: "ada" }), name: "ada" },
            { ...user({ emailId: "grace@example.com" }), name: "grace" },
            { ...user({ emailId: "eve@example.com", dept: "", groups: ["st-00000000"] }), name: "eve" },
            access({ emailIds: [], canCreateBot: false, isDeveloper: true }),
        ],
        'KoreUser "ada", emailId: "ada" is not an e-mail address',
        'KoreUser "eve", dept: must not be empty',
        'KoreUser "eve", groups[0]: "st-00000000" looks like a bot\'s id',
        'KoreUserAccess "builders", emailIds: must name at least one person',
    ),
    {
        title: "an address and an id that are known only later",
        declared: user({ emailId: { $later: "deskkore1" }, groups: [{ $later: "e-1 " }] }),
        inPreview: true,
        says: [
            "property emailId value {deskkore1}",
            '"deskkore1" is not an e-mail address',
            "property groups[0]",
            '"e-1 " is not an id',
        ],
    },
    {
        title: "an argument that an option may change, which the provider sees alone",
        declared: { ...user({ emailId: "eve@example.com", dept: "" }), opts: { ignoreChanges: ["dept"] } },
        inPreview: true,
        says: ["property dept", "must not be empty"],
    },
    {
        title: "the option import",
        declared: { ...eve, opts: { import: "eve@example.com" } },
        inPreview: true,
        ofProgram: true,
        says: [/KoreUser "eve" has the option import/, /Take it out: a person who is in the account is taken over/],
    },
    {
        title: "the option import of a list",
        declared: {
            ...access({ emailIds: ["eve@example.com"], canCreateBot: false, isDeveloper: true }),
            opts: { import: "builders" },
        },
        inPreview: true,
        ofProgram: true,
        says: [/KoreUserAccess "builders" has the option import/, /Take it out: the people keep the access/],
    },
    {
        title: "the option replaceOnChanges of a set of people",
        declared: {
            type: "KoreUsers",
            name: "staff",
            args: { people: { "eve@example.com": {} } },
            opts: { replaceOnChanges: ["*"] },
        },
        inPreview: true,
        ofProgram: true,
        says: [/KoreUsers "staff" has the option replaceOnChanges/, /the old one would go with all of them/],
    },
    {
        title: "a set without people",
        declared: { type: "KoreUsers", name: "staff", args: { reason: "staff" } },
        inPreview: true,
        ofProgram: true,
        says: [/KoreUsers "staff", people: is required/],
    },
    {
        title: "a person of a set who is a text",
        declared: { type: "KoreUsers", name: "staff", args: { people: { "eve@example.com": "Eve" } } },
        inPreview: true,
        ofProgram: true,
        says: [/KoreUsers "staff", people\["eve@example\.com"\]/],
    },
    {
        title: "an unknown group",
        declared: user({ emailId: "eve@example.com", groups: ["e-nowhere"] }),
        says: [/eve@example\.com was not created/, /Kore\.ai says "Invalid groupId e-nowhere"/, /argument groups/],
    },
    {
        title: "an unknown role",
        declared: user({ emailId: "eve@example.com", roles: [{ roleId: "f".repeat(24) }] }),
        says: [/eve@example\.com was not created/, /Kore\.ai says "Invalid roleId f+/, /argument roles/],
    },
    {
        title: "access for somebody who is not in the account",
        declared: access({ emailIds: ["nobody@example.com"], canCreateBot: false, isDeveloper: true }),
        says: [/nobody@example\.com did not get this access/, /no such person in the account/, /KoreUser/],
    },
    {
        title: "access for somebody of another account",
        declared: access({ emailIds: ["elsewhere@example.org"], canCreateBot: false, isDeveloper: true }),
        says: [/elsewhere@example\.org did not get this access/, /no such person in the account/],
    },
    {
        title: "a person who is there with other access",
        declared: user({ emailId: "owner@example.com" }),
        says: [
            /owner@example\.com was not created/,
            /in the account already/,
            /canCreateBot is true, and not declared/,
            /Master Admin/,
            /takeOver/,
        ],
    },
    {
        title: "a wrong secret",
        declared: eve,
        settings: () => ({ clientSecret: "not-the-secret" }),
        says: [
            /eve@example\.com was not created/,
            /Kore\.ai says "Invalid SDK credentials" \(code 4002\)/,
            /kore:clientSecret/,
        ],
    },
    {
        title: "an unknown client",
        declared: eve,
        settings: () => ({ clientId: "cs-nobody" }),
        says: [/eve@example\.com was not created/, /Kore\.ai says "Invalid/, /kore:clientId/],
    },
    {
        title: "a scope that is missing for people",
        declared: eve,
        settings: () => ({ clientId: accessOnly.clientId, clientSecret: accessOnly.clientSecret }),
        says: [
            /eve@example\.com was not created/,
            /Scope is incorrect/,
            /usersInfo needs the scope 'User Management > User Management'/,
        ],
    },
    {
        title: "a scope that is missing for access",
        declared: access({ emailIds: ["owner@example.com"], canCreateBot: false, isDeveloper: true }),
        settings: () => ({ clientId: usersOnly.clientId, clientSecret: usersOnly.clientSecret }),
        says: [
            /owner@example\.com did not get this access/,
            /Scope is incorrect/,
            /useraccess needs the scope 'Profile Management > Role Management'/,
        ],
    },
    {
        title: "a host that nobody answers at",
        declared: eve,
        settings: ({ closed }) => ({ host: closed }),
        says: [/eve@example\.com was not created/, /no connection to http:\/\/127\.0\.0\.1/, /kore:host/],
    },
    {
        title: "a host that answers with a web page",
        declared: eve,
        settings: ({ website }) => ({ host: website }),
        says: [/eve@example\.com was not created/, /answered with a web page/, /kore:host/],
    },
    {
        title: "a host that is none",
        declared: eve,
        settings: () => ({ host: "ftp://platform.kore.ai" }),
        ofProgram: true,
        says: [/kore:host must be a host such as platform\.kore\.ai/, /pulumi config set kore:host platform\.kore\.ai/],
    },
    {
        title: "a number that is none",
        declared: eve,
        settings: () => ({ requestsPerMinute: "many" }),
        ofProgram: true,
        says: [
            /kore:requestsPerMinute must be a whole number of at least 1, and is "many"/,
            /pulumi config set kore:requestsPerMinute 50/,
        ],
    },
    {
        title: "a change while kore:readOnly is on",
        declared: eve,
        settings: () => ({ readOnly: "true" }),
        says: [
            /eve@example\.com: nothing was changed/,
            /kore:readOnly is on/,
            /POST \/api\/public\/users \{"users":\[\{"userInfo":\{"emailId":"eve@example\.com"\}/,
        ],
    },
];

describe("a mistake ends in one clear message, and changes nothing", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let website: Server;
    let stack: Stack;
    let places: { closed: string; website: string };

    before(async () => {
        emulator = await startEmulator({
            limits: "off",
            seed: { ...defaultSeed, apps: [...defaultSeed.apps, usersOnly, accessOnly] },
        });
        website = createServer((_request, response) =>
            response.setHeader("content-type", "text/html").end("<!doctype html><title>Welcome</title>"),
        ).listen(0, "127.0.0.1");
        await new Promise((resolve) => website.once("listening", resolve));
        places = {
            closed: `http://127.0.0.1:${await closedPort()}`,
            website: `http://127.0.0.1:${(website.address() as AddressInfo).port}`,
        };
        stack = await Stack.create("bad-input");
    });
    after(async () => {
        website.close();
        await emulator.close();
    });

    for (const { title, declared, settings, says, inPreview, ofProgram } of sample(mistakes, 3)) {
        it(title, async () => {
            stack.setEnvironment({ host: emulator.url, ...right, ...settings?.(places) });
            const resources = [declared].flat();
            stack.declare(resources);
            const before = emulator.account.people();
            const { exitCode, output } =
                inPreview === true
                    ? await stack.run("preview", "--non-interactive", "--color", "never")
                    : await stack.up();
            assert.notEqual(exitCode, 0);

            const diagnostics = output.slice(output.indexOf("Diagnostics:"));
            let from = 0;
            for (const expected of says) {
                const rest = diagnostics.slice(from);
                const [found = ""] = typeof expected === "string" ? [expected] : (expected.exec(rest) ?? []);
                const at = rest.indexOf(found);
                assert.ok(found !== "" && at >= 0, `${String(expected)} does not follow in:\n${output}`);
                from += at + found.length;
            }
            assert.match(
                diagnostics,
                ofProgram === true
                    ? /pulumi:pulumi:Stack \(bad-input-test\):\s+error: (?:pulumi-kore|Kore|Wrong arguments)/
                    : new RegExp(`kore:${resources[0]?.type ?? ""} \\(${resources[0]?.name ?? ""}\\):\\s+error:`),
            );
            assert.doesNotMatch(output, /\n\s+at |node_modules/, "no stack trace");
            assertNoSecret(
                output,
                [seedApp.clientSecret, usersOnly.clientSecret, accessOnly.clientSecret, "not-the-secret"],
                "the output",
            );
            assert.deepEqual(emulator.account.people(), before);
            assert.deepEqual(stack.resources(), []);
        });
    }

    whole.it(
        "missing settings are a warning in a preview, and one error in an update, for a hundred people",
        async () => {
            stack.setEnvironment({});
            stack.declare(
                Array.from({ length: 100 }, (_, index) => ({
                    type: "KoreUser",
                    name: `p${index}`,
                    args: { emailId: `p${index}@example.com` },
                })),
            );
            const preview = await stack.preview();
            assert.equal(preview.exitCode, 0, preview.output);
            assert.equal(
                preview.output.split("kore:clientSecret is missing: pulumi config set --secret kore:clientSecret")
                    .length - 1,
                1,
            );
            const up = await stack.up();
            assert.notEqual(up.exitCode, 0);
            const diagnostics = up.output.slice(up.output.indexOf("Diagnostics:"));
            for (const key of ["host", "clientId", "clientSecret"])
                assert.equal(diagnostics.split(`kore:${key} is missing`).length - 1, 1, diagnostics);
            assert.doesNotMatch(up.output, /\n\s+at /);
        },
    );

    it("a clientSecret in plain text is warned of", async () => {
        stack.setEnvironment({});
        stack.declare([eve]);
        await stack.succeed("config", "set", "kore:clientSecret", "in-plain-text", "--plaintext");
        const { output } = await stack.preview();
        await stack.succeed("config", "rm", "kore:clientSecret");
        assert.match(
            output,
            /kore:clientSecret stands in the stack's configuration as plain text\. Encrypt it: pulumi config set --secret kore:clientSecret/,
        );
    });
});
