import assert from "node:assert/strict";
import { startEmulator, type Emulator } from "kore-emulator";
import { type Declared, environmentFor, refused, Stack } from "../harness/stack";
import { sample, whole } from "../harness/whole";

const user = (
    name: string,
    emailId: unknown,
    args: Record<string, unknown> = {},
    opts?: Record<string, unknown>,
): Declared => ({
    type: "KoreUser",
    name,
    args: { emailId, ...args },
    ...(opts === undefined ? {} : { opts }),
});
const access = (name: string, emailIds: unknown, opts?: Record<string, unknown>): Declared => ({
    type: "KoreUserAccess",
    name,
    args: { emailIds, canCreateBot: false, isDeveloper: true },
    ...(opts === undefined ? {} : { opts }),
});
const instance = (name: string): Declared => ({
    type: "Provider",
    name,
    args: { host: "http://127.0.0.1:9", clientId: "cs-nobody", clientSecret: { $secret: "instance" } },
});

const ada = "ada@example.com";
const adasAddress = { $output: "ada.emailId" };
const onePerson = "One person belongs to one KoreUser";
const oneFlag = "The flags of a person belong to one resource";

interface Conflict {
    title: string;
    program: Declared[];
    resources: [string, string];
    rule: string;
}

const conflicts: Conflict[] = [
    {
        title: "one address in two KoreUser",
        program: [user("ada", ada), user("grace", "grace@example.com"), user("ada-again", ada)],
        resources: ['KoreUser "ada"', 'KoreUser "ada-again"'],
        rule: onePerson,
    },
    {
        title: "one address in two KoreUser, in another letter case",
        program: [user("ada", ada), user("countess", " ADA@Example.com ")],
        resources: ['KoreUser "ada"', 'KoreUser "countess"'],
        rule: onePerson,
    },
    {
        title: "one address in two KoreUser, one of them in a component",
        program: [
            { type: "Component", name: "team", args: {} },
            user("ada", ada),
            user("ada-of-team", ada, {}, { parent: { $output: "team" } }),
        ],
        resources: ['KoreUser "ada"', 'KoreUser "ada-of-team"'],
        rule: onePerson,
    },
    {
        title: "one address in two KoreUser of one provider instance, which one of them has through a component",
        program: [
            instance("eu"),
            { type: "Component", name: "team", args: {}, opts: { providers: [{ $output: "eu" }] } },
            user("ada", ada, {}, { provider: { $output: "eu" } }),
            user("ada-of-team", ada, {}, { parent: { $output: "team" } }),
        ],
        resources: ['KoreUser "ada"', 'KoreUser "ada-of-team"'],
        rule: onePerson,
    },
    {
        title: "one address in two KoreUser of two provider instances with the same host and app",
        program: [
            instance("eu"),
            instance("eu-again"),
            user("ada", ada, {}, { provider: { $output: "eu" } }),
            user("ada-again", ada, {}, { provider: { $output: "eu-again" } }),
        ],
        resources: ['KoreUser "ada"', 'KoreUser "ada-again"'],
        rule: onePerson,
    },
    {
        title: "flags of a person in a KoreUser and, through ada.emailId, in a KoreUserAccess",
        program: [user("ada", ada, { isDeveloper: true }), access("builders", ["grace@example.com", adasAddress])],
        resources: ['KoreUser "ada"', 'KoreUserAccess "builders"'],
        rule: oneFlag,
    },
    {
        title: "flags of a person in a KoreUserAccess, as text, and then in a KoreUser",
        program: [access("builders", ["Ada@example.com"]), user("ada", ada, { canCreateBot: false })],
        resources: ['KoreUserAccess "builders"', 'KoreUser "ada"'],
        rule: oneFlag,
    },
    {
        title: "flags of a person in two KoreUserAccess",
        program: [user("ada", ada), access("builders", [adasAddress]), access("creators", [ada])],
        resources: ['KoreUserAccess "builders"', 'KoreUserAccess "creators"'],
        rule: oneFlag,
    },
    {
        title: "an address that is known beside one that is not",
        program: [
            user("ada", ada),
            access("builders", [adasAddress]),
            access("creators", [{ $later: "grace@example.com" }, ada]),
        ],
        resources: ['KoreUserAccess "builders"', 'KoreUserAccess "creators"'],
        rule: oneFlag,
    },
];

describe("two resources that would undo each other's work are refused in the program, before anything is sent", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("conflicts", { env: environmentFor(emulator.url) });
        await stack.succeed("config", "set", "--secret", "instance", "never-used");
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.reset());

    for (const { title, program, resources, rule } of sample(conflicts, 2)) {
        it(title, async () => {
            stack.declare(program);
            const output = await refused(stack.up());
            const [earlier, second] = resources;
            // The CLI shows an error as it happens, and all of them in the end.
            const summary = output.slice(output.indexOf("\nDiagnostics:"));
            assert.equal(
                summary.split(`${ada} is declared by ${earlier} and by ${second}. ${rule}`).length - 1,
                1,
                output,
            );
            assert.equal(summary.split("error: ").length - 1, 1, output);
            assert.doesNotMatch(output, /\n\s+at .*:\d+:\d+/, "no stack of calls");
            assert.deepEqual(emulator.account.requests(), []);
        });
    }

    const later = [
        {
            title: "an address that is known only later",
            program: [user("ada", ada), user("ada-later", { $later: "ADA@example.com" })],
            resources: ['KoreUser "ada"', 'KoreUser "ada-later"'],
        },
        {
            title: "a list that is known only later",
            program: [
                user("ada", ada),
                access("builders", [adasAddress]),
                access("creators", { $later: ["grace@example.com", ada] }),
            ],
            resources: ['KoreUserAccess "builders"', 'KoreUserAccess "creators"'],
        },
    ];
    for (const { title, program, resources } of sample(later, 1)) {
        it(`${title} fails the preview, which comes before the update`, async () => {
            stack.declare(program);
            const output = await refused(stack.preview());
            assert.ok(output.includes(`${ada} is declared by ${resources.join(" and by ")}.`), output);
            assert.deepEqual(emulator.account.requests(), []);
        });
    }

    whole.it("a preview says so as well", async () => {
        stack.declare([user("ada", ada), user("ada-again", ada)]);
        assert.match(
            await refused(stack.preview()),
            /ada@example\.com is declared by KoreUser "ada" and by KoreUser "ada-again"\. One person belongs to one KoreUser: take one of them out\./,
        );
        assert.deepEqual(emulator.account.requests(), []);
    });
});
