import assert from "node:assert/strict";
import { seedIds } from "kore-emulator";
import sinon from "sinon";
import { Adoption } from "./adoption";
import { Continuity } from "./continuity";
import { Engine, type OldResource } from "./engine";
import type { Program, Resource } from "./program";
import { veteran } from "./watchedAccount";
import { World } from "./world";

const ada = "ada@example.com";
const request = { time: "", method: "PUT", path: "/api/public/users", emailIds: [], status: 200 };
const { salesTeam } = seedIds.groups;
const { sales } = seedIds.bots;
const { salesQuote, salesOrder } = seedIds.dialogs;
const analyst = { roleId: seedIds.adminRoles.analyst };

// Who judges the random stories must see what it is there for, and nothing else.
describe("the judges of the random stories", function () {
    this.timeout(300_000);
    let world: World;

    before(async () => {
        world = await World.start({ slots: 2 });
    });
    beforeEach(() => world.watched.reset({}));
    after(() => world.stop());

    describe("declared and yet without it meanwhile", () => {
        const offences: string[] = [];
        let continuity: Continuity;

        beforeEach(() => {
            offences.length = 0;
            continuity = new Continuity(world.watched.account, (offence) => offences.push(offence));
        });

        const user = (args: object): Program => [{ type: "KoreUser", name: "ada", args: { emailId: ada, ...args } }];
        const inList: Program = [
            ...user({}),
            {
                type: "KoreUserAccess",
                name: "builders",
                args: { emailIds: [ada], isDeveloper: true, canCreateBot: false },
            },
        ];
        const owned = user({
            isDeveloper: true,
            groups: [salesTeam],
            assignBotTasks: [{ streamId: sales, dialogs: [salesQuote] }],
        });
        const add = () =>
            world.watched.account.addPerson({
                emailId: ada,
                isDeveloper: true,
                groups: [salesTeam],
                assignBotTasks: [{ botId: sales, dialogs: [salesQuote] }],
            });
        const change = (...changes: Parameters<typeof world.watched.account.changePerson>[1][]) => {
            for (const each of changes) {
                world.watched.account.changePerson(ada, each);
                continuity.look(request);
            }
        };

        it("is told of a flag that moves from a KoreUser to a list, once, and though it comes back", () => {
            add();
            continuity.begin(owned, inList);
            change({ isDeveloper: false }, {}, { isDeveloper: true });
            assert.deepEqual(offences, [
                `declared and yet without it meanwhile: ${ada}, isDeveloper, after PUT /api/public/users`,
            ]);
        });

        it("is told of a role that came from a group and is declared by itself, of a task, and of who is removed and added again", () => {
            add();
            continuity.begin(owned, user({ roles: [analyst], assignBotTasks: [{ streamId: sales }] }));
            change(
                { removeGroups: [salesTeam] },
                { addRoles: [analyst] },
                { addTasks: [{ botId: sales, dialogs: [salesOrder] }] },
            );
            world.watched.account.removePerson(ada);
            continuity.look(request);
            const about = (what: string) =>
                `declared and yet without it meanwhile: ${ada}, ${what}, after PUT /api/public/users`;
            assert.deepEqual(offences, [
                about(`role ${analyst.roleId}`),
                about(`task ${salesQuote} of ${sales}`),
                about("a place in the account"),
            ]);
        });

        it("is not told of a role that is held in another way before it is gone in the first", () => {
            add();
            continuity.begin(owned, user({ roles: [analyst] }));
            change({ addRoles: [analyst] }, { removeGroups: [salesTeam] });
            assert.deepEqual(offences, []);
        });

        it("is not told of what only one of the two programs declares, was not held, goes by hand, or goes after the run", () => {
            const gone = { isDeveloper: false, removeGroups: [salesTeam] };
            add();
            for (const [before, now] of [
                [owned, user({})],
                [user({}), owned],
            ] as const) {
                continuity.begin(before, now);
                change(gone, { isDeveloper: true, addGroups: [salesTeam] });
            }
            change(gone);
            continuity.begin(owned, owned);
            change({});
            change({ isDeveloper: true, addGroups: [salesTeam] });
            continuity.begin(owned, owned);
            continuity.forget(ada);
            change(gone, { isDeveloper: true, addGroups: [salesTeam] });
            continuity.begin(owned, owned);
            continuity.end();
            change(gone);
            assert.deepEqual(offences, []);
        });
    });

    describe("who counts as adopted", () => {
        const held = (emailId: string, adopted: boolean): OldResource => ({
            key: "KoreUser x",
            type: "KoreUser",
            instance: undefined,
            outputs: { emailId, userId: world.watched.account.person(emailId)?.userId, adopted },
        });

        it("is nobody whom a resource of the stack has brought, and everybody who was there before it", () => {
            world.watched.account.addPerson({ emailId: ada });
            const adoption = new Adoption(world.watched);
            adoption.begin([held(ada, false)], [held(ada, false)]);
            adoption.assertKept([held(ada, false), held(veteran, true)]);
            assert.throws(() => adoption.assertKept([held(ada, true)]), /ada@example\.com counts as adopted/);
            assert.throws(
                () => adoption.assertKept([held(veteran, false)]),
                /veteran@example\.com does not count as adopted/,
            );
        });

        it("is not who was removed by hand and brought anew", () => {
            const adoption = new Adoption(world.watched);
            adoption.begin([held(veteran, true)], [held(veteran, true)]);
            world.watched.remove(veteran);
            world.watched.account.addPerson({ emailId: veteran });
            adoption.assertKept([held(veteran, false)]);
        });
    });

    describe("the engine", () => {
        afterEach(() => sinon.restore());

        it("has no more steps at a time than slots, and checks a resource when one is free", async () => {
            const happened: string[] = [];
            const [check, create] = [
                world.provider.check.bind(world.provider),
                world.provider.create.bind(world.provider),
            ];
            sinon.replace(world.provider, "check", async (news, olds) => {
                happened.push(`check ${String(news["emailId"])}`);
                return check(news, olds);
            });
            sinon.replace(world.provider, "create", async (inputs) => {
                happened.push("begins");
                const created = await create(inputs);
                happened.push("ends");
                return created;
            });
            const people = Array.from({ length: 6 }, (_, index): Resource => ({
                type: "KoreUser",
                name: `p${index}`,
                args: { emailId: `p${index}@example.com` },
            }));
            assert.deepEqual(await new Engine(world.provider, { slots: world.slots }).up(people), []);
            const underWay = happened.map((_, index) =>
                happened
                    .slice(0, index + 1)
                    .reduce((count, what) => count + (what === "begins" ? 1 : what === "ends" ? -1 : 0), 0),
            );
            assert.equal(Math.max(...underWay), 2);
            assert.ok(happened.indexOf("ends") < happened.indexOf("check p3@example.com"), happened.join(", "));
        });
    });
});
