import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecret } from "../harness/secrets";
import { type Ended, Stack } from "../harness/stack";
import { whole } from "../harness/whole";

const owner = "owner@example.com";

// Each example runs from a copy: its README's changes are made there, and nothing is left behind in examples/.
// The quick start, which is the project of the repository's root, runs in places.test.ts.
describe("each example does what its README says", function () {
    this.timeout(300_000);
    let emulator: Emulator;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.clearRequests());

    describe("people-from-csv", () => {
        let stack: Stack;
        let rows: string;
        before(async () => {
            stack = await copyOf("people-from-csv", settingsOf(emulator));
            rows = readFileSync(path.join(stack.folder, "people.csv"), "utf8");
        });
        const save = (text: string) => writeFileSync(path.join(stack.folder, "people.csv"), text);

        it("brings the people of the file into the account, and removes who is taken out of it", async () => {
            await succeed(stack.up());
            assert.deepEqual(addresses(emulator), [
                "barbara@example.com",
                "edsger@example.com",
                "margaret@example.com",
                owner,
            ]);
            const { firstName, lastName, isDeveloper, canCreateBot, roles, groups } = person(
                emulator,
                "edsger@example.com",
            );
            const { botRoles, bots } = seedIds;
            assert.deepEqual(
                { firstName, lastName, isDeveloper, canCreateBot, roles, groups },
                {
                    firstName: "Edsger",
                    lastName: "Wybe",
                    isDeveloper: false,
                    canCreateBot: false,
                    roles: [
                        { roleId: botRoles.tester, botId: bots.support },
                        { roleId: botRoles.tester, botId: bots.sales },
                    ],
                    groups: [seedIds.groups.salesTeam],
                },
            );
            assert.equal(person(emulator, "barbara@example.com").isDeveloper, true);

            const [header = "", first = "", ...others] = rows.trimEnd().split("\n");
            save([header, ...others.reverse(), first].join("\n"));
            await succeed(stack.preview("--expect-no-changes"));

            save(rows.replace(/^margaret.*\n/m, ""));
            await succeed(stack.up());
            assert.deepEqual(addresses(emulator), ["barbara@example.com", "edsger@example.com", owner]);
            await succeed(stack.destroy());
            assert.deepEqual(addresses(emulator), [owner]);
        });

        it("names every bad row of the file in one error, and sends nothing", async () => {
            save(
                rows +
                    [
                        "nobody,,Nemo,marketing,support-admin sales-tester,maybe,",
                        "Barbara@Example.com,Barbara,Huberman,support,,no,Is there twice",
                        "alan@example.com,Alan,Perlis,sales,,no,Forgot the quotes, as people do",
                    ].join("\n"),
            );
            const { exitCode, output } = await stack.up();
            assert.notEqual(exitCode, 0);
            const problems = [
                "people.csv has 8 problems. Nothing was sent.",
                'line 5, email: "nobody" is not an e-mail address',
                "line 5, firstName: is empty",
                'line 5, team: "marketing" is none of support, sales',
                'line 5, roles: "support-admin" is none of support-developer, support-tester, sales-developer, sales-tester',
                'line 5, builder: "maybe" is none of yes, no',
                "line 5, reason: is empty",
                "line 6, email: barbara@example.com is on line 2 already",
                "line 7: it does not have 7 columns; a text with a comma stands in quotes",
            ];
            for (const problem of problems) assert.ok(output.includes(problem), `${problem}\nis not in\n${output}`);
            assertOneErrorWithoutStack(output);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("refuses a file that names nobody, which would remove everybody", async () => {
            save(rows.slice(0, rows.indexOf("\n")));
            const { exitCode, output } = await stack.up();
            assert.notEqual(exitCode, 0);
            assert.match(
                output,
                /people\.csv names nobody\. Nothing was sent\. If everybody is to go, say so: pulumi destroy/,
            );
            assertOneErrorWithoutStack(output);
            assert.deepEqual(emulator.account.requests(), []);
        });
    });

    whole.describe("two-accounts", () => {
        let us: Emulator;
        let stack: Stack;
        before(async () => {
            us = await startEmulator({ limits: "off" });
            stack = await copyOf("two-accounts");
        });
        after(() => us.close());

        const configure = (hosts: Record<string, string>) =>
            stack.succeed(
                ...["config", "set-all"],
                ...Object.entries(hosts).flatMap(([name, host]) => [
                    "--plaintext",
                    `${name}:host=${host}`,
                    "--plaintext",
                    `${name}:clientId=${seedApp.clientId}`,
                ]),
            );

        it("has a person in both accounts, and taking them out of one leaves them in the other", async () => {
            await configure({ eu: emulator.url, us: us.url });
            await stack.succeed(
                "config",
                "set-all",
                ...["eu", "us"].flatMap((name) => ["--secret", `${name}:clientSecret=${seedApp.clientSecret}`]),
            );
            await succeed(stack.up());
            assert.deepEqual(
                [addresses(emulator), addresses(us)],
                [
                    [owner, "radia@example.com"],
                    [owner, "radia@example.com", "vint@example.com"],
                ],
            );
            for (const account of [emulator, us]) {
                const { isDeveloper, roles } = person(account, "radia@example.com");
                assert.deepEqual(
                    { isDeveloper, roles },
                    { isDeveloper: true, roles: [{ roleId: seedIds.botRoles.developer, botId: seedIds.bots.support }] },
                );
            }
            await succeed(stack.preview("--expect-no-changes"));

            edit(stack, "people.ts", '["eu", "us"]', '["us"]');
            await succeed(stack.up());
            assert.deepEqual(
                [addresses(emulator), addresses(us)],
                [[owner], [owner, "radia@example.com", "vint@example.com"]],
            );
        });

        it("stops before it touches anybody when the settings of the accounts are exchanged", async () => {
            await configure({ eu: us.url, us: emulator.url });
            us.account.clearRequests();
            edit(stack, "people.ts", 'firstName: "Vint"', 'firstName: "Vinton"');
            const { exitCode, output } = await stack.up();
            assert.notEqual(exitCode, 0);
            const [inUs, configured] = [us, emulator].map(({ url }) => url.replace("http://", ""));
            assert.ok(
                output.includes(
                    `vint@example.com was left alone: it is in the account at ${inUs}, and the host of kore.Provider "us" leads to ${configured}.`,
                ),
                output,
            );
            assert.deepEqual([emulator.account.requests(), us.account.requests()], [[], []]);
            await configure({ eu: emulator.url, us: us.url });
        });

        it("leaves no secret in the state, and is taken back whole", async () => {
            await succeed(stack.up());
            assertNoSecret(stack.stateText(), [seedApp.clientSecret], "the state");
            await succeed(stack.destroy());
            assert.deepEqual([addresses(emulator), addresses(us)], [[owner], [owner]]);
        });
    });

    describe("one-team-per-file", () => {
        let stack: Stack;
        before(async () => {
            stack = await copyOf("one-team-per-file", settingsOf(emulator));
        });

        it("gives each team its group and flags, and somebody who joins one changes nothing of the others", async () => {
            await succeed(stack.up());
            const held = (emailId: string) => {
                const { isDeveloper, canCreateBot, groups } = person(emulator, emailId);
                return { isDeveloper, canCreateBot, groups };
            };
            const support = { isDeveloper: true, canCreateBot: false, groups: [seedIds.groups.supportTeam] };
            const sales = { isDeveloper: true, canCreateBot: true, groups: [seedIds.groups.salesTeam] };
            assert.deepEqual(
                ["hedy", "dorothy", "annie"].map((name) => held(`${name}@example.com`)),
                [support, support, sales],
            );
            await succeed(stack.preview("--expect-no-changes"));

            edit(
                stack,
                "teams/support.ts",
                "members: [",
                'members: [\n        { emailId: "karen@example.com", firstName: "Karen", lastName: "Ida" },',
            );
            const output = await succeed(stack.up());
            assert.match(output, /\+ 1 created\n\s+~ 1 updated\n.*\b5 unchanged/);
            assert.deepEqual([held("karen@example.com"), held("annie@example.com")], [support, sales]);
        });

        it("refuses a person whom two teams declare, and names both", async () => {
            edit(
                stack,
                "teams/sales.ts",
                "members: [",
                'members: [\n        { emailId: "hedy@example.com", firstName: "Hedy", lastName: "Kiesler" },',
            );
            const { exitCode, output } = await stack.up();
            assert.notEqual(exitCode, 0);
            assert.match(
                output,
                /hedy@example\.com is declared by KoreUserAccess "sales" and by KoreUserAccess "support"\./,
            );
            assertOneErrorWithoutStack(output);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("is taken back whole", async () => {
            await succeed(stack.destroy());
            assert.deepEqual(addresses(emulator), [owner]);
        });
    });

    describe("moving-between-teams", () => {
        it("moves Joan there and back, and at no time does a request take her builder access", async () => {
            const stack = await copyOf("moving-between-teams", settingsOf(emulator));
            const joan = () => {
                const { isDeveloper, canCreateBot } = person(emulator, "joan@example.com");
                return { isDeveloper, canCreateBot };
            };
            await succeed(stack.up());
            assert.deepEqual(joan(), { isDeveloper: true, canCreateBot: false });
            await succeed(stack.preview("--expect-no-changes"));

            await succeed(stack.up("--config", "moved=true"));
            assert.deepEqual(joan(), { isDeveloper: true, canCreateBot: true });
            await succeed(stack.preview("--expect-no-changes"));

            await succeed(stack.up("--config", "moved=false"));
            assert.deepEqual(joan(), { isDeveloper: true, canCreateBot: false });
            const writes = emulator.account
                .requests({ emailId: "joan@example.com" })
                .filter(({ path }) => path.endsWith("/useraccess"));
            assert.ok(writes.length >= 3);
            for (const { request } of writes) assert.match(JSON.stringify(request), /"isDeveloper":true/);

            await succeed(stack.destroy());
            assert.deepEqual(addresses(emulator), [owner]);
        });
    });
});

/** A stack of an example's copy. */
async function copyOf(example: string, env: NodeJS.ProcessEnv = {}): Promise<Stack> {
    const original = path.join(repositoryRoot, "examples", example);
    const folder = path.join(repositoryRoot, "test", "e2e", ".work", `example-${example}`);
    rmSync(folder, { recursive: true, force: true });
    cpSync(original, folder, { recursive: true, filter: (file) => !/^Pulumi\..+\.yaml$/.test(path.basename(file)) });
    // The compiler's settings are found from where the example stands; `npm test` has checked its types.
    return Stack.open(folder, {
        env: {
            ...env,
            PULUMI_NODEJS_TSCONFIG_PATH: path.join(original, "tsconfig.json"),
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        },
    });
}

function settingsOf(emulator: Emulator): NodeJS.ProcessEnv {
    return { KORE_HOST: emulator.url, KORE_CLIENT_ID: seedApp.clientId, KORE_CLIENT_SECRET: seedApp.clientSecret };
}

/** Makes a change that a README describes. */
function edit(stack: Stack, file: string, before: string, after: string): void {
    const name = path.join(stack.folder, file);
    const text = readFileSync(name, "utf8");
    assert.ok(text.includes(before), `${file} has ${before}`);
    writeFileSync(name, text.replace(before, after));
}

function person(emulator: Emulator, emailId: string): Person {
    const found = emulator.account.person(emailId);
    assert.ok(found !== undefined, `${emailId} is not in the account`);
    return found;
}

function addresses(emulator: Emulator): string[] {
    return emulator.account
        .people()
        .map(({ emailId }) => emailId)
        .sort();
}

async function succeed(step: Promise<Ended>): Promise<string> {
    const { exitCode, output } = await step;
    assert.equal(exitCode, 0, output);
    return output;
}

function assertOneErrorWithoutStack(output: string): void {
    assert.equal(output.slice(output.indexOf("Diagnostics:")).split("error:").length - 1, 1, output);
    assert.doesNotMatch(output, /\n\s+at |node_modules/, "no stack trace");
}
