import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { HeldRole, Person } from "../../../provider/api/answers";
import { Account, type LookUp, type RowOutcome } from "../../../provider/api/client";
import { Directory, type ListedPerson, type Listing } from "../../../provider/api/directory";
import { KoreError, type KoreErrorKind } from "../../../provider/api/errors";
import { Administrators } from "../../../provider/converge/administrators";
import { person } from "./people";

const role: HeldRole = { roleId: "r-1", roleName: "Analyst", groups: [] };
const at = (name: string) => `${name}@example.com`;
const has = (name: string, had: Partial<Person> = {}) => person({ emailId: at(name), roles: [role], ...had });
const failure = (kind: KoreErrorKind) =>
    new KoreError({
        code: kind === "stopped" ? "kore:stopped" : "kore:scope-missing",
        kind,
        what: "GET /api/public/alluserroles failed",
        why: "Kore.ai says no",
        advice: "Give the app the scope.",
    });

describe("the last administrator", () => {
    let account: Account;
    let list: sinon.SinonStub<[], Promise<Listing<ListedPerson>>>;
    let lookUps: string[][];
    let sent: string[];
    let there: Map<string, Person>;
    let unread: Set<string>;
    let isOn: boolean;
    let administrators: Administrators;

    beforeEach(() => {
        const stub = sinon.createStubInstance(Account);
        const directory = sinon.createStubInstance(Directory);
        there = new Map();
        unread = new Set();
        lookUps = [];
        sent = [];
        isOn = true;
        list = sinon.stub();
        list.callsFake(() => Promise.resolve({ items: [...there.values()], isComplete: true }));
        directory.people.callsFake(() => list());
        stub.lookUp.callsFake((emailIds) => {
            lookUps.push(emailIds);
            return Promise.resolve(emailIds.map((emailId) => lookUpOf(emailId)));
        });
        account = Object.assign(stub, { directory });
        administrators = new Administrators(
            () => ({ isOn, toAllow: "If it is meant: allow it." }),
            (waiting) => waiting,
        );
    });
    afterEach(() => sinon.restore());

    const lookUpOf = (emailId: string): LookUp => {
        if (unread.has(emailId)) return { emailId, error: failure("unreadable") };
        const found = there.get(emailId);
        return found === undefined ? { emailId, unknown: { message: "Invalid emailId" } } : { emailId, person: found };
    };
    const live = (...people: Person[]) => people.forEach((each) => there.set(each.emailId, each));

    /** Removes somebody, and answers the code of the error, if there is one. */
    async function remove(name: string, outcome: Partial<RowOutcome> = {}): Promise<string | undefined> {
        const leaver = there.get(at(name)) ?? has(name);
        const taking = { person: leaver, kept: [], what: `${leaver.emailId} was not removed` };
        const { error } = await administrators.taking(account, taking, async () => {
            await Promise.resolve();
            sent.push(name);
            return { emailId: leaver.emailId, ...outcome };
        });
        return error?.code;
    }

    it("is not asked for where nothing of the kind is taken, or it is allowed", async () => {
        live(has("ada"), has("grace", { roles: [] }));
        assert.equal(await remove("grace"), undefined);
        isOn = false;
        assert.equal(await remove("ada"), undefined);
        assert.deepEqual([list.callCount, sent], [0, ["grace", "ada"]]);
    });

    it("is not asked for where somebody who can sign in keeps another such role", async () => {
        const kept = [{ ...role, roleId: "r-2" }];
        const taking = {
            person: has("ada", { roles: [role, ...kept] }),
            kept,
            what: "ada@example.com was not updated",
        };
        const outcome = await administrators.taking(account, taking, () => Promise.resolve({ emailId: at("ada") }));
        assert.deepEqual([outcome, list.callCount], [{ emailId: at("ada") }, 0]);
    });

    it("stays, and nothing is sent", async () => {
        live(has("ada"));
        assert.equal(await remove("ada"), "kore:last-administrator");
        assert.deepEqual(sent, []);
    });

    it("may go where somebody else can sign in; the account is asked once, and of the others until one can", async () => {
        const suspended = Array.from({ length: 49 }, (_, index) => has(`s${index}`, { status: "suspended" }));
        live(has("ada"), ...suspended, has("grace"), has("mary"), has("jean"));
        for (const name of ["ada", "mary", "jean"]) assert.equal(await remove(name), undefined);
        assert.deepEqual([list.callCount, lookUps.map(({ length }) => length)], [1, [50]]);
        assert.equal(await remove("grace"), "kore:last-administrator");
        assert.deepEqual([list.callCount, lookUps.map(({ length }) => length)], [1, [50]]);
    });

    it("is one of several whom a run removes at the same time", async () => {
        for (let round = 0; round < 3; round++) live(has(`p${round}`));
        const codes = await Promise.all(["p0", "p1", "p2"].map((name) => remove(name)));
        assert.deepEqual(
            codes.filter((code) => code !== undefined),
            ["kore:last-administrator"],
        );
        assert.deepEqual([sent.length, list.callCount], [2, 1]);
    });

    it("is one of several whom a run removes one after the other", async () => {
        live(has("ada"), has("grace"));
        assert.equal(await remove("ada"), undefined);
        there.delete(at("ada"));
        assert.equal(await remove("grace"), "kore:last-administrator");
    });

    for (const kind of ["refused", "stopped", "unreachable"] as const)
        it(`counts somebody still whose removal has done nothing: ${kind}`, async () => {
            live(has("ada"), has("grace"));
            await remove("ada", { error: failure(kind) });
            assert.equal(await remove("grace"), undefined);
        });

    it("does not count somebody whose removal got no answer", async () => {
        live(has("ada"), has("grace"));
        await remove("ada", { error: failure("lost") });
        assert.equal(await remove("grace"), "kore:last-administrator");
    });

    it("counts somebody as they are read back: who keeps the role, and who has got it", async () => {
        live(has("ada"), has("grace"));
        await remove("ada", { error: failure("lost") });
        administrators.readBack(has("ada"));
        assert.equal(await remove("grace"), undefined);
        administrators.readBack(has("invited", { status: "not active" }));
        assert.equal(await remove("ada"), "kore:last-administrator");
        administrators.readBack(has("mary"));
        assert.equal(await remove("ada"), undefined);
    });

    it("does not count who is listed and not looked up any more, or holds the role no more", async () => {
        live(has("ada"), has("gone"), has("former"));
        list.callsFake(() => Promise.resolve({ items: [has("ada"), has("gone"), has("former")], isComplete: true }));
        there.delete(at("gone"));
        there.set(at("former"), has("former", { roles: [] }));
        assert.equal(await remove("ada"), "kore:last-administrator");
    });

    it("stays where it can't be asked who else is one, and that is not asked again", async () => {
        list.rejects(failure("scope"));
        for (const name of ["ada", "grace"]) assert.equal(await remove(name), "kore:administrators-unknown");
        assert.deepEqual([list.callCount, sent], [1, []]);
    });

    it("is asked about anew in another run, also where the question had failed", async () => {
        live(has("ada"), has("grace"));
        list.onFirstCall().rejects(failure("scope"));
        assert.equal(await remove("ada"), "kore:administrators-unknown");
        administrators.forget();
        assert.equal(await remove("ada"), undefined);
        assert.equal(list.callCount, 2);
    });

    it("stays where the list is not complete and has nobody else; where it has, that is enough", async () => {
        live(has("ada"));
        list.callsFake(() => Promise.resolve({ items: [...there.values()], isComplete: false }));
        assert.equal(await remove("ada"), "kore:administrators-unknown");
        administrators.readBack(has("grace"));
        assert.equal(await remove("ada"), undefined);
    });

    it("stays where somebody else could not be looked up", async () => {
        live(has("ada"), has("grace"));
        unread.add(at("grace"));
        assert.equal(await remove("ada"), "kore:administrators-unknown");
    });

    it("is left where the run is stopped while it is asked: that is no refusal", async () => {
        list.rejects(failure("stopped"));
        assert.equal(await remove("ada"), "kore:stopped");
    });
});
