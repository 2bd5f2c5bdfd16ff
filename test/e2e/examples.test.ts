import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import * as v from "valibot";
import { readPeople as peopleOfCsv } from "../../examples/people-from-csv/readPeople";
import { readPeople as peopleOfEntra } from "../../examples/people-from-entra/readPeople";
import { isWrite, outputsOf } from "../harness/judging";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecret } from "../harness/secrets";
import { type Ended, Stack } from "../harness/stack";
import { whole } from "../harness/whole";

const owner = "owner@example.com";
const examples = path.join(repositoryRoot, "examples");

const entraExport = v.looseObject({ value: v.array(v.looseObject({ userPrincipalName: v.string() })) });

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

    it("has people of its own, so that all of them can run in one emulated account", () => {
        const projects = readdirSync(examples).filter((name) =>
            ["index.ts", "Pulumi.yaml"].some((file) => existsSync(path.join(examples, name, file))),
        );
        // The policy pack declares nobody.
        const found = projects
            .filter((name) => name !== "access-policies")
            .flatMap((name) => [...new Set(peopleNamedIn(path.join(examples, name)))]);
        assert.ok(found.length > 30, `${found.length} people`);
        assert.deepEqual(found.sort(), [...new Set(found)].sort());
    });

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
            const all = rows.match(/^\w+@example\.com/gm) ?? [];
            assert.equal(all.length, 10);
            assert.deepEqual(addresses(emulator), [...all, owner].sort());
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
            assert.deepEqual(
                addresses(emulator),
                [...all.filter((name) => !name.startsWith("margaret")), owner].sort(),
            );
        });

        it("has somebody in a set that follows from their address, and with another number of sets changes nobody", async () => {
            const sets = () =>
                new Map(
                    stack
                        .resources()
                        .map(({ urn, inputs }): [string | undefined, string[]] => [
                            urn.split("::").at(-1),
                            Object.keys(v.parse(v.looseObject({}), inputs["people"])),
                        ]),
                );
            // By printf %s ADDRESS | sha256sum: the first eight digits as a number, modulo the number of sets.
            assert.deepEqual(
                sets(),
                new Map([
                    ["people-1", people("adele", "dennis", "robin")],
                    ["people-2", people("barbara", "donald", "edsger", "niklaus", "shafi", "tony")],
                ]),
            );
            const before = emulator.account.people();
            edit(stack, "index.ts", "const sets = 2", "const sets = 3");
            await succeed(stack.up());
            assert.deepEqual(
                sets(),
                new Map([
                    ["people-1", people("barbara", "dennis", "donald", "niklaus")],
                    ["people-2", people("adele", "robin", "shafi")],
                    ["people-3", people("edsger", "tony")],
                ]),
            );
            assert.deepEqual(emulator.account.people(), before);
        });

        it("refuses a file that has lost most of its rows, by name, and sends nothing", async () => {
            save(rows.split("\n").slice(0, 3).join("\n"));
            await refusesByName(stack, emulator, {
                "people-1": people("dennis", "donald", "niklaus"),
                "people-2": people("adele", "robin", "shafi"),
            });
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
                'line 12, email: "nobody" is not an e-mail address',
                "line 12, firstName: is empty",
                'line 12, team: "marketing" is none of support, sales',
                'line 12, roles: "support-admin" is none of support-developer, support-tester, sales-developer, sales-tester',
                'line 12, builder: "maybe" is none of yes, no',
                "line 12, reason: is empty",
                "line 13, email: barbara@example.com is on line 2 already",
                "line 14: it does not have 7 columns; a text with a comma stands in quotes",
            ];
            for (const problem of problems) assert.ok(output.includes(problem), `${problem}\nis not in\n${output}`);
            assertOneErrorWithoutStack(output);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("refuses a file that names nobody, which would remove everybody, and is taken back whole", async () => {
            save(rows.slice(0, rows.indexOf("\n")));
            assert.throws(() => peopleOfCsv(path.join(stack.folder, "people.csv")), {
                message: "people.csv names nobody. Nothing was sent. If everybody is to go, say so: pulumi destroy",
            });
            await succeed(stack.destroy());
            assert.deepEqual(addresses(emulator), [owner]);
        });
    });

    describe("people-from-entra", () => {
        let stack: Stack;
        let file: string;
        let exported: v.InferOutput<typeof entraExport>;
        before(async () => {
            stack = await copyOf("people-from-entra", settingsOf(emulator));
            file = path.join(stack.folder, "users.json");
            exported = v.parse(entraExport, JSON.parse(readFileSync(file, "utf8")));
        });
        after(() => emulator.account.reset());
        /** @param changes what is other than in the example, by the name of who it is about; undefined: they are not in it */
        const save = (changes: Record<string, object | undefined>) => {
            const value = exported.value.flatMap((user) => {
                const name = user.userPrincipalName.replace(/@.*/, "");
                if (!(name in changes)) return user;
                return changes[name] === undefined ? [] : { ...user, ...changes[name] };
            });
            writeFileSync(file, JSON.stringify({ ...exported, value }));
        };
        const memberOf = (...groups: string[]) => groups.map((displayName) => ({ displayName }));

        it("gives what the table gives for their groups to those who are enabled, and to nobody else", async () => {
            await succeed(stack.up());
            assert.deepEqual(addresses(emulator), [
                ...people("anita", "lotfi"),
                owner,
                ...people("phyllis", "ralph", "ronald", "taher"),
            ]);
            const { groups, roles, isDeveloper } = person(emulator, "ralph@example.com");
            assert.deepEqual(
                { groups, roles, isDeveloper },
                {
                    groups: [seedIds.groups.supportTeam],
                    roles: [{ roleId: seedIds.botRoles.developer, botId: seedIds.bots.support }],
                    isDeveloper: true,
                },
            );
            assert.deepEqual(person(emulator, "phyllis@example.com").groups, [seedIds.groups.salesTeam]);
        });

        it("removes who is disabled, and keeps who goes to another department", async () => {
            save({
                taher: { accountEnabled: false },
                anita: { department: "Sales", memberOf: memberOf("kore-support", "kore-sales") },
            });
            await succeed(stack.up());
            assert.deepEqual(
                emulator.account.requests().flatMap(({ method, request }) => (method === "DELETE" ? [request] : [])),
                [{ deleteEmailIds: ["taher@example.com"] }],
            );
            const { supportTeam, salesTeam } = seedIds.groups;
            const { groups, invitations } = person(emulator, "anita@example.com");
            assert.deepEqual(
                { groups: [...groups].sort(), invitations },
                { groups: [supportTeam, salesTeam], invitations: 1 },
            );
        });

        whole.it("refuses an export that has lost most of a department, by name, and sends nothing", async () => {
            save({
                ...{ anita: undefined, phyllis: undefined, ronald: undefined, taher: undefined },
                lotfi: { memberOf: memberOf("kore-sales") },
            });
            await refusesByName(stack, emulator, { Sales: people("anita", "phyllis", "ronald") });
        });

        it("names everything that is wrong with an export, and takes nothing of it", async () => {
            save({
                ralph: { department: null, memberOf: memberOf("kore-support") },
                anita: { mail: null },
                lotfi: { mail: "Taher@Example.com" },
                manuel: { memberOf: memberOf(...Array.from({ length: 20 }, (_, index) => `group ${index}`)) },
            });
            const problems = [
                "users.json has 5 problems. Nothing was sent.",
                "  manuel@example.com, memberOf: has 20 groups, and perhaps others",
                "  ralph@example.com, department: null is none of Support, Sales",
                "  anita@example.com, mail: is missing",
                "  taher@example.com is the mail of two",
                "  kore-support-developers: nobody is in it; perhaps it has another name now",
            ];
            assert.throws(() => peopleOfEntra(file), { message: problems.join("\n") });

            const refused = [
                [
                    { ...exported, "@odata.nextLink": "https://graph.example.com" },
                    /^users\.json is one page of several, /,
                ],
                [exported.value, /^users\.json is no export of users\. Nothing was sent\.\n {2}value: /],
            ] as const;
            for (const [content, message] of refused) {
                writeFileSync(file, JSON.stringify(content));
                assert.throws(() => peopleOfEntra(file), { message });
            }
            const text = JSON.stringify(exported).replace("Florence", "Flöräncé");
            writeFileSync(file, `\ufeff${text}`);
            assert.equal(peopleOfEntra(file).length, 6);
            writeFileSync(file, Buffer.from(text, "latin1"));
            assert.throws(() => peopleOfEntra(file), {
                message: /^users\.json is in an encoding such as Windows-1252\. /,
            });
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

        const held = (emailId: string) => {
            const { isDeveloper, canCreateBot, groups } = person(emulator, emailId);
            return { isDeveloper, canCreateBot, groups };
        };
        const support = { isDeveloper: true, canCreateBot: false, groups: [seedIds.groups.supportTeam] };
        const sales = { isDeveloper: true, canCreateBot: true, groups: [seedIds.groups.salesTeam] };
        const hedy = '        "hedy@example.com": { firstName: "Hedy", lastName: "Kiesler" },\n';

        it("gives each team what its file says, and a member what their own line says", async () => {
            await succeed(stack.up());
            assert.deepEqual(people("hedy", "dorothy", "evelyn", "annie").map(held), [
                support,
                support,
                { ...support, isDeveloper: false },
                sales,
            ]);
            assert.equal((await outputsOf(stack)).get("support")?.["reason"], "Maintains the Support bot");
        });

        it("keeps somebody who moves from one file to the other; the preview names them, and nobody else", async () => {
            edit(stack, "teams/support.ts", hedy, "");
            edit(stack, "teams/sales.ts", "members: {\n", `members: {\n${hedy}`);
            const preview = await succeed(stack.preview());
            assert.deepEqual(preview.match(/\S \w+@example\.com/g)?.sort(), [
                "+ hedy@example.com",
                "- hedy@example.com",
            ]);
            await succeed(stack.up());
            assert.deepEqual(held("hedy@example.com"), sales);
            const writes = emulator.account.requests().filter(isWrite);
            assert.deepEqual(
                writes.map(({ method }) => method),
                ["PUT"],
            );
            assert.match(JSON.stringify(writes[0]?.request), /"isDeveloper":true/);
        });

        whole.it("refuses a person whom two teams declare, and names both", async () => {
            edit(stack, "teams/support.ts", "members: {\n", `members: {\n${hedy}`);
            const { exitCode, output } = await stack.up();
            assert.notEqual(exitCode, 0);
            assert.match(
                output,
                /hedy@example\.com is declared by KoreUsers "(?:sales|support)" and by KoreUsers "(?:sales|support)"\./,
            );
            assertOneErrorWithoutStack(output);
            assert.deepEqual(emulator.account.requests(), []);
            edit(stack, "teams/support.ts", hedy, "");
        });

        whole.it("refuses a team that has lost most of its members, by name, and sends nothing", async () => {
            const lost = /(?<=members: \{\n)[\s\S]*(?= {4}\},\n)/.exec(
                readFileSync(path.join(stack.folder, "teams/support.ts"), "utf8"),
            );
            edit(stack, "teams/support.ts", lost?.[0] ?? assert.fail(), "");
            await refusesByName(stack, emulator, { support: people("dorothy", "evelyn", "mary") });
        });

        it("refuses to let a team go that is not in the list any more, and sends nothing", async () => {
            edit(stack, "index.ts", "[sales, support]", "[sales]");
            const { exitCode, output } = await stack.preview();
            assert.notEqual(exitCode, 0);
            assert.match(output, /KoreUsers::support" cannot be deleted\s+because it is protected/);
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("is taken back whole, once it is not protected", async () => {
            await stack.succeed("state", "unprotect", "--all", "--yes");
            await succeed(stack.destroy());
            assert.deepEqual(addresses(emulator), [owner]);
        });
    });

    whole.describe("moving-between-teams", () => {
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
    const original = path.join(examples, example);
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

/** Addresses of these people. */
function people(...names: string[]): string[] {
    return names.map((name) => `${name}@example.com`);
}

/** Addresses in the files of a folder but its README. */
function peopleNamedIn(folder: string): string[] {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        /\.(ts|csv|json|yaml|py)$/.test(name),
    );
    return files.flatMap((name) => readFileSync(path.join(folder, name), "utf8").match(/[\w.]+@example\.com/g) ?? []);
}

/** That a preview refuses to let so many go, and names those of one of the sets. */
async function refusesByName(stack: Stack, { account }: Emulator, leaving: Record<string, string[]>): Promise<void> {
    const { exitCode, output } = await stack.preview();
    assert.notEqual(exitCode, 0);
    const sentences = Object.entries(leaving).map(
        ([set, who]) =>
            `resource '${set}' has a problem: ${who.length} people would go at once, and maxRemovals allows 2: ${who.join(", ")}. `,
    );
    assert.ok(
        sentences.some((sentence) => output.includes(sentence)),
        output,
    );
    assert.deepEqual(account.requests(), []);
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
