import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, it } from "mocha";
import sinon from "sinon";
import { accountKey } from "../../../provider/config";
import { Manifest } from "../../../provider/run/manifest";
import { hash, pointTo, writeReference } from "../../../provider/run/record";
import { declareMore, newRun, type ProgramLine, recordEnvironment, type StateLine } from "../../harness/runOfProgram";
import type { RecordedFlags } from "../../../provider/model/declared";

const ada = "ada@example.com";
const user = (flags: RecordedFlags = {}): ProgramLine => ({ emailId: ada, type: "KoreUser", ...flags });
const access = (flags: RecordedFlags = {}): ProgramLine => ({ emailId: ada, type: "KoreUserAccess", ...flags });
const role = { roleId: "0123456789abcdef01234567", botId: "st-1" };

/** The provider process of an instance, which has heard of this run by a resource that it checked. */
function processOf(
    run: { __program: string },
    settings: { instance?: string; host?: string; clientId?: string; accountName?: string } = {},
): Manifest {
    const { instance = "", host = "platform.kore.ai", clientId = "cs-1", accountName } = settings;
    const manifest = new Manifest(undefined, () => ({
        instance,
        account: accountKey({ host, clientId, accountName }),
    }));
    manifest.learn({ __program: writeReference(run.__program, 9_999) });
    return manifest;
}

/** Lets a resource be checked; `by` is its place in the lines of the run. */
function check(
    manifest: Manifest,
    run: { __program: string },
    by: number,
    type: ProgramLine["type"],
    flags: RecordedFlags = {},
    membership = {},
): string[] {
    const resource = manifest.learn({ __program: writeReference(run.__program, by) });
    return manifest.declare(resource, type, [{ emailIds: [ada], flags, membership }]);
}

/** Does something where the records of these tests are those that an engine's address leads to. */
function inFolder<T>(work: () => T): T {
    const before = process.env["KORE_RECORD_FOLDER"];
    process.env["KORE_RECORD_FOLDER"] = recordEnvironment.KORE_RECORD_FOLDER;
    try {
        return work();
    } finally {
        if (before === undefined) delete process.env["KORE_RECORD_FOLDER"];
        else process.env["KORE_RECORD_FOLDER"] = before;
    }
}

describe("what the whole program declares, as a provider's process knows it", () => {
    it("is all that the program has declared before anything was checked, and what it declares later", () => {
        const run = newRun([access({ isDeveloper: true, canCreateBot: false })]);
        const manifest = processOf(run);
        assert.deepEqual(manifest.flagsOf("Ada@Example.com", "KoreUserAccess"), {
            isDeveloper: true,
            canCreateBot: false,
        });
        assert.deepEqual(manifest.flagsOf("grace@example.com", "anywhere"), {});
        declareMore(run, [{ ...access({ isDeveloper: true }), emailId: "grace@example.com" }]);
        assert.deepEqual(manifest.flagsOf("grace@example.com", "anywhere"), { isDeveloper: true });
    });

    it("leaves out a flag that is not known yet, and takes the others", () => {
        assert.deepEqual(
            processOf(newRun([user({ isDeveloper: null, canCreateBot: false })])).flagsOf(ada, "anywhere"),
            { canCreateBot: false },
        );
    });

    it("is what a check has seen, where that is another thing: of flags as of people", () => {
        const run = newRun([user({ isDeveloper: true }), access({ isDeveloper: true })]);
        const manifest = processOf(run);
        check(manifest, run, 0, "KoreUser");
        manifest.declare(manifest.learn({ __program: writeReference(run.__program, 1) }), "KoreUserAccess", [
            { emailIds: ["grace@example.com"], flags: { isDeveloper: true } },
        ]);
        assert.deepEqual(manifest.flagsOf(ada, "anywhere"), {});
    });

    it("is nothing where no resource leads to a record, and nothing of another run", () => {
        assert.deepEqual(
            new Manifest(undefined, () => ({ instance: "", account: undefined })).flagsOf(ada, "anywhere"),
            {},
        );
        const manifest = processOf(newRun([user({ isDeveloper: true })]));
        manifest.learn({ __program: writeReference(newRun().__program, 0) });
        assert.deepEqual([manifest.flagsOf(ada, "anywhere"), manifest.successorOf(ada, undefined)], [{}, undefined]);
    });

    describe("names who declares a person", () => {
        const taken = (run: { __program: string }, manifest: Manifest) => {
            check(manifest, run, 0, "KoreUser", {}, { roles: [role] });
            manifest.holds(ada, "u-1");
        };

        it("as a KoreUser, whether it has them or not", () => {
            const about = (run: { __program: string }) => processOf(run).about(ada, "KoreUserAccess").koreUser();
            assert.equal(about(newRun([user()])), `KoreUser "${ada}"`);
            assert.equal(about(newRun([access({ isDeveloper: true })])), undefined);
        });

        it("with what it declares, once it has them", () => {
            const run = newRun([user()]);
            const manifest = processOf(run);
            taken(run, manifest);
            assert.deepEqual(manifest.successorOf(ada, "u-1"), { kind: "taken", declared: { roles: [role] } });
        });

        it("and that it has them not: it was no target, was never created, or has failed", () => {
            const run = newRun([user()]);
            const manifest = processOf(run);
            const notYet = { kind: "notYet", resource: `KoreUser "${ada}"` };
            assert.deepEqual(manifest.successorOf(ada, "u-1"), notYet);
            check(manifest, run, 0, "KoreUser");
            assert.deepEqual(manifest.successorOf(ada, "u-1"), notYet);
            manifest.holds(ada, "u-1");
            manifest.fails(ada);
            assert.deepEqual(manifest.successorOf(ada, "u-1"), notYet);
        });

        it("of another instance of the same app, and to a process that has checked nothing but what leads to the record", () => {
            const run = newRun([{ ...user({ isDeveloper: true }), instance: "eu" }]);
            const [eu, old] = [processOf(run, { instance: "eu" }), processOf(run)];
            taken(run, eu);
            assert.deepEqual(old.successorOf(ada, "u-1"), { kind: "taken", declared: { roles: [role] } });
            assert.deepEqual(old.flagsOf(ada, "anywhere"), {}, "the check has seen no flag");
        });

        for (const [title, other, kind] of [
            ["perhaps, where another app at the same host may be of the same account", { clientId: "cs-2" }, "perhaps"],
            ["nobody, at another host", { host: "eu-platform.kore.ai" }, undefined],
            [
                "for sure, where both have the same name of their account",
                { clientId: "cs-2", accountName: "one" },
                "taken",
            ],
        ] as const) {
            it(title, () => {
                const run = newRun([{ ...user(), instance: "eu" }]);
                const eu = processOf(run, { instance: "eu", ...other });
                taken(run, eu);
                const own = processOf(run, "accountName" in other ? { accountName: "one" } : {});
                assert.equal(own.successorOf(ada, "u-1")?.kind, kind);
                assert.equal(
                    own.successorOf(ada, "u-2")?.kind,
                    kind === "perhaps" ? undefined : kind,
                    "somebody else in Kore.ai is of another account",
                );
            });
        }

        it("perhaps, as long as it is not known which account an instance leads to", () => {
            const run = newRun([{ ...user(), instance: "eu" }]);
            assert.equal(processOf(run).successorOf(ada, "u-1")?.kind, "perhaps");
        });

        it("nobody, where the accounts have two names", () => {
            const run = newRun([{ ...user(), instance: "eu" }]);
            processOf(run, { instance: "eu", clientId: "cs-2", accountName: "two" });
            assert.equal(processOf(run, { accountName: "one" }).successorOf(ada, "u-1"), undefined);
        });
    });

    it("doubts what is taken and declared by another app at the same host, and nothing else", () => {
        const run = newRun([{ ...access({ isDeveloper: true, canCreateBot: false }), instance: "eu" }]);
        processOf(run, { instance: "eu", clientId: "cs-2" });
        const own = processOf(run);
        assert.equal(own.doubtAbout(ada, "u-1", { isDeveloper: true }), `KoreUserAccess "${ada}"`);
        for (const taken of [{ canCreateBot: true }, { isDeveloper: false }, { roles: [role] }, { groups: ["e-1"] }])
            assert.equal(own.doubtAbout(ada, "u-1", taken), undefined);
        const membership = {
            groups: ["e-1"],
            roles: [role],
            assignBotTasks: [{ streamId: "st-1", dialogs: ["dg-1"] }],
        };
        const another = newRun([{ ...user(), instance: "eu" }]);
        check(processOf(another, { instance: "eu", clientId: "cs-2" }), another, 0, "KoreUser", {}, membership);
        const asker = processOf(another);
        for (const taken of [{ roles: [role] }, { groups: ["e-1"] }, { assignBotTasks: [{ streamId: "st-1" }] }])
            assert.equal(asker.doubtAbout(ada, "u-1", taken), `KoreUser "${ada}"`);
        assert.equal(asker.doubtAbout(ada, "u-1", { roles: [{ roleId: role.roleId }] }), undefined);
    });

    describe("refuses what two resources declare of one account", () => {
        for (const [title, lines, by, type, flags, expected] of [
            [
                "one person in two KoreUser",
                [user(), user()],
                1,
                "KoreUser",
                {},
                /is declared by KoreUser .* and by KoreUser .*One person belongs to one KoreUser/,
            ],
            [
                "flags in both",
                [access({ isDeveloper: false, canCreateBot: false }), user({ isDeveloper: true })],
                1,
                "KoreUser",
                { isDeveloper: true },
                /is declared by KoreUserAccess .* and by KoreUser .*The flags of a person belong to one resource/,
            ],
            [
                "flags that are not known yet in both",
                [access({ isDeveloper: null, canCreateBot: null }), user({ isDeveloper: null })],
                1,
                "KoreUser",
                { isDeveloper: null },
                /The flags of a person belong to one resource/,
            ],
            [
                "flags in two lists",
                [
                    access({ isDeveloper: false, canCreateBot: false }),
                    access({ isDeveloper: true, canCreateBot: false }),
                ],
                1,
                "KoreUserAccess",
                { isDeveloper: true },
                /The flags of a person/,
            ],
        ] satisfies [string, ProgramLine[], number, ProgramLine["type"], RecordedFlags, RegExp][]) {
            it(title, () => {
                const run = newRun(lines);
                const conflicts = check(processOf(run), run, by, type, flags);
                assert.match(conflicts.join(), expected);
            });
        }

        it("and not the same resource twice, nor a person and a list of people without flags of their own", () => {
            const run = newRun([user(), access({ isDeveloper: true, canCreateBot: false })]);
            const manifest = processOf(run);
            for (const _ of [1, 2])
                assert.deepEqual(
                    [
                        ...check(manifest, run, 0, "KoreUser"),
                        ...check(manifest, run, 1, "KoreUserAccess", { isDeveloper: true }),
                    ],
                    [],
                );
        });

        it("nor of two accounts", () => {
            const run = newRun([user(), { ...user(), instance: "eu" }]);
            processOf(run, { instance: "eu", host: "eu-platform.kore.ai" });
            assert.deepEqual(check(processOf(run), run, 0, "KoreUser"), []);
        });

        it("of two programs of one run: of a component in another process", () => {
            const [run, component] = [newRun([user()]), newRun([user()])];
            const manifest = new Manifest(undefined, () => ({ instance: "", account: undefined }));
            // Both are of the same engine: only the first line says which.
            const both = newRun([user(), user()]);
            manifest.learn({ __program: writeReference(both.__program, 0) });
            assert.deepEqual(check(manifest, both, 0, "KoreUser").length, 1);
            assert.notEqual(run.__program, component.__program);
        });
    });

    describe("knows whom the state had", () => {
        const before: StateLine = {
            emailId: ada,
            urn: "urn:pulumi:test::p::pulumi-nodejs:dynamic/kore:KoreUser::ada",
            account: hash("platform.kore.ai"),
            userId: "u-1",
            adopted: false,
            groups: ["e-1"],
        };

        it("by who they are in Kore.ai, and in which account", () => {
            const manifest = processOf(newRun([], [before]));
            assert.deepEqual(manifest.beforeOf(ada, "u-1", "platform.kore.ai")?.adopted, false);
            assert.deepEqual(
                [
                    manifest.beforeOf(ada, "u-2", "platform.kore.ai"),
                    manifest.beforeOf(ada, "u-1", "eu-platform.kore.ai"),
                ],
                [undefined, undefined],
            );
            assert.equal(manifest.urnOf(ada, "u-1", "platform.kore.ai"), before.urn);
            const twice = processOf(newRun([], [before, { ...before, urn: `${before.urn}2` }]));
            assert.equal(
                twice.urnOf(ada, "u-1", "platform.kore.ai"),
                undefined,
                "a command that may name the wrong one is none",
            );
        });

        it("more than once, by one kind of resource: where one was to let them go, and could not", () => {
            const name = "platform.kore.ai";
            const heir = { ...before, urn: `${before.urn}-heir` };
            const list = { ...before, type: "KoreUserAccess" as const, urn: `${before.urn}-list` };
            const of = (...lines: StateLine[]) => {
                const about = processOf(newRun([], lines)).about(ada, "KoreUser");
                return about.duplicates("u-1", name).map(({ urn }) => urn);
            };
            assert.deepEqual(of(before, heir), [before.urn, heir.urn]);
            const { userId: _, ...unlisted } = heir;
            assert.deepEqual(of(before, unlisted), [before.urn, heir.urn]);
            assert.deepEqual(of(before, list), []);
            assert.deepEqual(of(before, { ...heir, userId: "u-2" }), []);
            assert.deepEqual(of(before, { ...heir, account: hash("eu-platform.kore.ai") }), []);
            const lists = processOf(newRun([], [before, list, { ...list, urn: "urn:other" }]));
            assert.equal(lists.about(ada, "KoreUserAccess").duplicates("u-1", name).length, 2);
            assert.equal(lists.about(ada, "KoreUserAccess").duplicates(undefined, name).length, 2);
        });

        it("by the flags that another resource gave them, in this account", () => {
            const list = { ...before, type: "KoreUserAccess" as const, urn: `${before.urn}-list` };
            const manifest = processOf(newRun([], [before, { ...list, isDeveloper: true, canCreateBot: false }]));
            assert.deepEqual(manifest.taken(ada, "u-1", ["isDeveloper", "canCreateBot"]), ["isDeveloper"]);
            const other = processOf(newRun([], [{ ...list, account: hash("eu-platform.kore.ai"), isDeveloper: true }]));
            assert.deepEqual(other.taken(ada, "u-1", ["isDeveloper"]), []);
            const twin = processOf(newRun([], [{ ...list, userId: "u-9", isDeveloper: true }]));
            assert.deepEqual(twin.taken(ada, "u-1", ["isDeveloper"]), [], "theirs, in another account of the host");
            assert.deepEqual(twin.taken(ada, undefined, ["isDeveloper"]), ["isDeveloper"]);
        });

        it("and not where the host has two accounts: a state does not say of which it was", () => {
            const run = newRun([], [before]);
            processOf(run, { instance: "eu", clientId: "cs-2" });
            assert.equal(processOf(run).beforeOf(ada, "u-1", "platform.kore.ai"), undefined);
        });
    });

    describe("of a run in which nothing was checked", () => {
        const unheard = (engine: string) =>
            new Manifest(engine, () => ({
                instance: "",
                account: accountKey({ host: "platform.kore.ai", clientId: "cs-1" }),
            }));

        it("is known by the engine's address, and said to be of no check: a destroy may be meant", () =>
            inFolder(() => {
                pointTo(newRun([user()]).__program, "engine-unchecked", false, [process.pid]);
                assert.equal(unheard("engine-unchecked").uncheckedClaim(ada, "KoreUser"), `KoreUser "${ada}"`);
                assert.equal(unheard("engine-of-another-run").uncheckedClaim(ada, "KoreUser"), undefined);
            }));

        it("is no obstacle where the resource that goes is the one that declares the person: it is destroyed", () =>
            inFolder(() => {
                const type = "acme:Team$pulumi-nodejs:dynamic/kore:KoreUser";
                for (const [place, destroyed] of [
                    ["ada", true],
                    ["ada-2", false],
                    ["my-ada", false],
                ] as const) {
                    const urn = `urn:pulumi:test::p::${type}::ada`;
                    pointTo(
                        newRun(
                            [{ ...user(), place: `${type}::${place}` }],
                            [{ emailId: ada, urn, account: hash("platform.kore.ai"), userId: "u-1" }],
                        ).__program,
                        `engine-destroy-${place}`,
                        false,
                        [process.pid],
                    );
                    const manifest = unheard(`engine-destroy-${place}`);
                    assert.equal(manifest.uncheckedClaim(ada, "KoreUser") === undefined, destroyed, place);
                    assert.deepEqual(
                        [manifest.successorOf(ada, "u-1"), manifest.flagsOf(ada, "anywhere")],
                        [undefined, {}],
                        "nobody takes over in it",
                    );
                }
            }));

        it("is believed where another process has checked something", () =>
            inFolder(() => {
                const run = newRun([access({ isDeveloper: true })]);
                unheard("engine-checked").learn({ __program: writeReference(run.__program, 0) });
                const old = unheard("engine-checked");
                assert.deepEqual(
                    [old.flagsOf(ada, "anywhere"), old.uncheckedClaim(ada, "KoreUser")],
                    [{ isDeveloper: true }, undefined],
                );
            }));

        it("is not taken for this one, where an engine that was killed had the same address, and something of its run goes on", () =>
            inFolder(() => {
                const [before, run] = [1, 2].map(() => newRun([user()], [], undefined, "engine-again"));
                if (before === undefined || run === undefined) return;
                for (const { __program } of [before, run]) pointTo(__program, "engine-again", false, [process.pid]);
                const manifest = unheard("engine-again");
                assert.deepEqual(check(manifest, run, 0, "KoreUser"), []);
                assert.deepEqual(check(unheard("engine-again"), run, 0, "KoreUser"), []);
            }));

        it("is found by a check that leads to none, as of a resource that ignores all changes; which is an error where there is none", () =>
            inFolder(() => {
                const run = newRun([access({ isDeveloper: true })]);
                pointTo(run.__program, "engine-ignoring", false, [process.pid]);
                const manifest = unheard("engine-ignoring");
                assert.equal(manifest.learn({}), undefined);
                assert.deepEqual(
                    [
                        manifest.declare(undefined, "KoreUser", [{ emailIds: [ada], flags: {} }]),
                        manifest.flagsOf(ada, "anywhere"),
                        manifest.uncheckedClaim(ada, "KoreUser"),
                    ],
                    [[], { isDeveloper: true }, undefined],
                );
                for (const [engine, properties] of [
                    ["engine-without", {}],
                    ["engine-ignoring", { __program: "of another release" }],
                ] as const) {
                    assert.throws(
                        () => unheard(engine).learn(properties),
                        ({ message }: Error) => message.includes("does not lead to the record of its run"),
                    );
                }
            }));

        it("is taken away by the last process that reads it", () =>
            inFolder(() => {
                const run = newRun([user()]);
                const manifest = unheard("engine-ended");
                manifest.learn({ __program: writeReference(run.__program, 0) });
                manifest.end();
                assert.equal(existsSync(run.__program), false);
                assert.equal(unheard("engine-ended").successorOf(ada, undefined), undefined);
            }));
    });
});

describe("where a run is", () => {
    const about = { stack: "stack" };
    const runOf = (given: object = about) => newRun([], [], undefined, undefined, { ...about, ...given });
    afterEach(() => sinon.restore());

    it("is its stack and its account, as hashes, beside its record, once something was checked", () => {
        const run = runOf();
        const place = processOf(run).place();
        assert.equal(place.folder, path.dirname(run.__program));
        assert.deepEqual([place.account, place.isUpdate], [hash("platform.kore.ai app cs-1"), true]);
        assert.deepEqual(processOf(runOf()).place().stack, place.stack);
        assert.notEqual(processOf(runOf()).place().run, place.run);
    });

    it("is another stack by name, folder, backend and home", () => {
        const { stack } = processOf(runOf()).place();
        const others = [processOf(runOf({ stack: "another" })).place().stack];
        for (const given of [{ PULUMI_BACKEND_URL: "s3://other" }, { PULUMI_HOME: "/other" }]) {
            sinon.stub(process, "env").value({ ...process.env, ...given });
            others.push(processOf(runOf()).place().stack);
            sinon.restore();
        }
        sinon.stub(process, "cwd").returns("/other");
        others.push(processOf(runOf()).place().stack);
        assert.equal(new Set([stack, ...others]).size, 5);
    });

    it("is another account by host, app or name", () => {
        const accounts = [{}, { host: "eu.kore.ai" }, { clientId: "cs-2" }, { accountName: "main" }].map(
            (settings) => processOf(runOf(), settings).place().account,
        );
        assert.equal(new Set(accounts).size, 4);
    });

    it("is no update in a preview", () => {
        assert.equal(processOf(runOf({ isPreview: true })).place().isUpdate, false);
    });

    it("is no stack where no program says it, or no check has named the record", () => {
        assert.equal(processOf(newRun()).place().stack, undefined);
        const unheard = new Manifest(undefined, () => ({ instance: "", account: undefined }));
        assert.deepEqual([unheard.place().stack, unheard.place().account], [undefined, undefined]);
        inFolder(() => {
            const folder = recordEnvironment.KORE_RECORD_FOLDER;
            const run = newRun([], [], undefined, undefined, { ...about, folder });
            pointTo(run.__program, "engine-unheard", false, [process.pid]);
            const destroying = new Manifest("engine-unheard", () => ({ instance: "", account: undefined }));
            assert.equal(destroying.place().stack, undefined);
        });
    });

    it("is the folder of records where there is no run", () => {
        assert.match(
            new Manifest(undefined, () => ({ instance: "", account: undefined })).place().folder,
            /pulumi-kore/,
        );
    });
});
