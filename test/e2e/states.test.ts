import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedApp, seedIds, startEmulator, type Emulator, type Person } from "kore-emulator";
import { repositoryRoot } from "../harness/repository";
import { assertNoSecret } from "../harness/secrets";
import { type Declared, type Ended, Stack } from "../harness/stack";
import { isWhole } from "../harness/whole";
import { project, readRecorded, recordedReleases, thisRelease } from "../states/recorded";

describe("a state of any release opens in this one", function () {
    this.timeout(300_000);

    it("each release has recorded its own, and this one too", () => {
        assert.ok(recordedReleases().includes(thisRelease), `npx tsx test/states/record.ts ${thisRelease}`);
    });

    for (const release of recordedReleases()) {
        describe(release, () => {
            let emulator: Emulator;
            let stack: Stack;
            let program: Declared[];

            before(async () => {
                // The host is known only once the emulator stands.
                emulator = await startEmulator({ limits: "off" });
                const recorded = readRecorded(release, new URL(emulator.url).host);
                emulator.account.reset(recorded.account);
                program = recorded.program;
                const env = {
                    KORE_HOST: emulator.url,
                    KORE_CLIENT_ID: seedApp.clientId,
                    KORE_CLIENT_SECRET: seedApp.clientSecret,
                };
                stack = await Stack.create(project, {
                    parent: path.join(repositoryRoot, "test", "e2e", ".work", `states-${release}`),
                    env,
                });
                stack.declare(program);
                const file = path.join(stack.folder, "recorded.json");
                writeFileSync(file, recorded.state);
                await stack.succeed("stack", "import", "--file", file);
            });
            after(() => emulator.close());

            const resources = async (kind: Declared["type"]) =>
                stack.resources().filter(({ type }) => type.endsWith(`:${kind}`));
            const person = (emailId: string): Person => {
                const found = emulator.account.person(emailId);
                assert.ok(found !== undefined, `${emailId} is not in the account`);
                return found;
            };

            it("its files tell no secret and no place of the machine that recorded them", () => {
                for (const kind of ["", ".program", ".account"]) {
                    const text = readFileSync(
                        path.join(repositoryRoot, "test", "states", `${release}${kind}.json`),
                        "utf8",
                    );
                    assertNoSecret(text, [seedApp.clientSecret, "ciphertext"], `${release}${kind}.json`);
                    assert.doesNotMatch(
                        text,
                        /127\.0\.0\.1|localhost|file:|\.\.\/|\/(home|root|Users|work|tmp)\/|\\\\/,
                    );
                }
            });

            it("a preview of its program shows no change, nor does a refresh", async () => {
                const people = emulator.account.people();
                await succeed(stack.preview("--expect-no-changes"));
                await succeed(stack.refresh("--expect-no-changes"));
                if (isWhole) await succeed(stack.preview("--expect-no-changes"));
                assert.deepEqual(emulator.account.people(), people);
            });

            it("its resources can be changed", async () => {
                const [user, access] = (["KoreUser", "KoreUserAccess"] as const).map((kind) =>
                    program.find(({ type }) => type === kind),
                );
                assert.ok(user !== undefined && access !== undefined);
                const groups = [seedIds.groups.everybody];
                const changed = [user, access].map((resource) => ({
                    ...resource,
                    args: {
                        ...resource.args,
                        ...(resource === user
                            ? { dept: "Elsewhere", groups }
                            : { isDeveloper: true, canCreateBot: true }),
                    },
                }));
                stack.declare(
                    program.map((resource) => changed.find(({ name }) => name === resource.name) ?? resource),
                );

                const output = await succeed(stack.up());
                assert.match(output, /~ 2 updated/);
                const { dept, groups: held } = person(String(user.args["emailId"]));
                assert.deepEqual({ dept, groups: held }, { dept: "Elsewhere", groups });
                const state = (await resources("KoreUserAccess")).find(({ urn }) => urn.endsWith(`::${access.name}`));
                const emailIds = state?.outputs["emailIds"];
                assert.ok(Array.isArray(emailIds) && emailIds.length > 0);
                for (const emailId of emailIds)
                    assert.equal(person(String(emailId)).canCreateBot, true, String(emailId));
            });

            it("a destroy removes whom it added, takes back what it gave to others, and touches nobody else", async () => {
                const managed = await resources("KoreUser");
                const accesses = await resources("KoreUserAccess");
                const addresses = (kept: boolean) =>
                    managed
                        .filter(({ outputs }) => (outputs["onDestroy"] === "revoke") === kept)
                        .map(({ id }) => id ?? "");
                const removed = addresses(false);
                const kept = addresses(true);
                const bystanders = () =>
                    emulator.account
                        .people()
                        .filter(({ emailId }) => ![...removed, ...kept].includes(emailId.toLowerCase()));
                const before = { bystanders: bystanders(), kept: kept.map(person) };
                assert.ok(before.bystanders.length > 0 && removed.length > 0);

                await succeed(stack.destroy());
                assert.deepEqual(bystanders(), before.bystanders);
                assert.deepEqual(
                    removed.map((emailId) => emulator.account.person(emailId)),
                    removed.map(() => undefined),
                );
                for (const [index, emailId] of kept.entries()) {
                    const declared = managed.find(({ id }) => id === emailId)?.inputs;
                    const ids = JSON.stringify([declared?.["roles"] ?? [], declared?.["groups"] ?? []]);
                    const old = before.kept[index];
                    const now = person(emailId);
                    assert.deepEqual(
                        now.groups,
                        old?.groups.filter((group) => !ids.includes(group)),
                        emailId,
                    );
                    assert.deepEqual(
                        now.roles,
                        old?.roles.filter(({ roleId }) => !ids.includes(roleId)),
                        emailId,
                    );
                    const gave = (flag: string) =>
                        [
                            declared,
                            ...accesses
                                .map(({ inputs }) => inputs)
                                .filter(({ emailIds }) => JSON.stringify(emailIds).includes(`"${emailId}"`)),
                        ].some((inputs) => inputs?.[flag] === true);
                    assert.deepEqual(
                        [now.isDeveloper, now.canCreateBot],
                        [
                            old?.isDeveloper === true && !gave("isDeveloper"),
                            old?.canCreateBot === true && !gave("canCreateBot"),
                        ],
                        emailId,
                    );
                }
            });
        });
    }
});

async function succeed(step: Promise<Ended>): Promise<string> {
    const { exitCode, output } = await step;
    assert.equal(exitCode, 0, output);
    return output;
}
