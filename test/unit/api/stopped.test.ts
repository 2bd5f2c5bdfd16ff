import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Account, type RowOutcome } from "../../../provider/api/client";
import { BatchScheduler } from "../../../provider/api/batching/scheduler";
import { accountAt, entryOf, errorOf, everyoneIsThere, impatience, people, settingsFor } from "./accounts";
import { json, type Received, refusal, type Reply, scriptedKore, text } from "./scriptedKore";

const ada = "ada@example.com";
const grace = "grace@example.com";
const rowOf = (emailId: string) => ({ userInfo: { emailId }, canCreateBot: false, isDeveloper: false });
const done = json({ msg: "Users are updated Successfully" });

/** A reply that waits until the test lets it go. */
function held(reply: Reply): { reply: Reply; arrived: Promise<void>; letGo: () => void } {
    let letGo: () => void = () => undefined;
    let arrive: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const waits: Reply = (response, request) => {
        arrive();
        void gone.then(() => reply(response, request));
    };
    return { reply: waits, arrived, letGo };
}

describe("an account that is stopped", () => {
    const kore = scriptedKore();
    const pathOf = ({ method, path }: Received) => `${method} ${path?.split("/").at(-1)}`;
    const arrived = () => kore.received.map(pathOf);

    /** Whose share of requests is used up after so many. */
    function shareOf(requestsPerHour: number) {
        let wait: () => void = () => undefined;
        const waits = new Promise<void>((resolve) => (wait = resolve));
        const account = accountAt(kore, { requestsPerHour }, wait);
        return { account, waits };
    }

    function assertStopped(result: object | undefined, what: string): void {
        const error = errorOf(kore, result);
        assert.deepEqual([error.code, error.kind], ["kore:stopped", "stopped"]);
        assert.equal(error.message, `${what}: the run was stopped before this was sent. Run again. [kore:stopped]`);
    }

    it("begins nothing, whatever is asked of it", async () => {
        const account = accountAt(kore);
        account.stop();
        const calls: [Promise<object[]>, string][] = [
            [account.lookUp([ada]), "could not be read"],
            [account.createUsers([rowOf(ada)], {}), "was not created"],
            [account.updateUsers([rowOf(ada)]), "was not updated"],
            [account.removeUsers([ada]), "was not removed"],
            [account.setAccess([ada], { canCreateBot: false, isDeveloper: true }), "did not get this access"],
        ];
        for (const [call, what] of calls) assertStopped((await call)[0], `${ada} ${what}`);
        await assert.rejects(account.directory.groups(), { code: "kore:stopped" });
        assert.deepEqual(arrived(), []);
    });

    it("sends nothing of what waits for this process's share, and waits for nothing", async () => {
        const { account, waits } = shareOf(1);
        kore.always(everyoneIsThere);
        await account.lookUp([ada]);
        const waiting = [account.lookUp([grace]), account.updateUsers([rowOf(ada)])];
        await waits;
        account.stop();
        assertStopped((await waiting[0])?.[0], `${grace} could not be read`);
        assertStopped((await waiting[1])?.[0], `${ada} was not updated`);
        assert.deepEqual(arrived(), ["POST usersInfo"]);
    });

    it("sends nothing of what waits for company", async () => {
        const account = new Account(settingsFor(kore.baseUrl), { scheduler: new BatchScheduler(100) });
        const waiting = account.lookUp([ada]);
        account.stop();
        assertStopped((await waiting)[0], `${ada} could not be read`);
    });

    it("waits for the answer of what is out, and reads that back beyond its share", async () => {
        const { account } = shareOf(1);
        const write = held(done);
        kore.replies(write.reply, everyoneIsThere, everyoneIsThere);
        const writing = account.updateUsers([rowOf(ada)]);
        await write.arrived;
        account.stop();
        write.letGo();
        assert.deepEqual(await writing, [{ emailId: ada }]);
        for (let look = 0; look < 2; look++) assert.ok("person" in ((await account.lookUp([ada]))[0] ?? {}));
        assertStopped((await account.lookUp([grace]))[0], `${grace} could not be read`);
        assertStopped((await account.updateUsers([rowOf(ada)]))[0], `${ada} was not updated`);
        assert.deepEqual(arrived(), ["PUT users", "POST usersInfo", "POST usersInfo"]);
    });

    it("reads back what waited for its share to be read back", async () => {
        const { account, waits } = shareOf(1);
        kore.replies(done, everyoneIsThere);
        await account.updateUsers([rowOf(ada)]);
        const reading = account.lookUp([ada]);
        await waits;
        account.stop();
        assert.ok("person" in ((await reading)[0] ?? {}));
    });

    it("does not send a write again that Kore.ai has refused for the account's limit, however long that was to wait", async () => {
        const account = accountAt(kore);
        const limit = held(text("", 429, { "retry-after": "3600" }));
        kore.replies(limit.reply);
        const writing = account.createUsers([rowOf(ada)], {});
        await limit.arrived;
        limit.letGo();
        // The answer has come by then, and the wait has begun.
        while (!account["stats"].isWaiting) await new Promise((resolve) => setImmediate(resolve));
        account.stop();
        assertStopped((await writing)[0], `${ada} was not created`);
        assert.deepEqual(arrived(), ["POST users"]);
    });

    it("asks for what it reads back as often as Kore.ai refuses it for the account's limit", async () => {
        const account = accountAt(kore);
        kore.replies(done, text("", 429), text("", 503), everyoneIsThere);
        await account.updateUsers([rowOf(ada)]);
        account.stop();
        assert.ok("person" in ((await account.lookUp([ada]))[0] ?? {}));
    });

    it("does not send a change again whose answer was lost, and says that it may be done", async () => {
        const retryPolicy = { ...impatience, retryDelay: 3_600_000 };
        const account = new Account(settingsFor(kore.baseUrl), { retryPolicy });
        const lost = held(text("", 503));
        kore.replies(lost.reply);
        const writing = account.updateUsers([rowOf(ada)]);
        await lost.arrived;
        account.stop();
        lost.letGo();
        const error = errorOf(kore, (await writing)[0]);
        assert.deepEqual([error.kind, error.code], ["lost", "kore:answer-lost"]);
        assert.deepEqual(arrived(), ["PUT users"]);
    });

    it("takes no refused request apart any further, and looks up whom it was about", async () => {
        const account = accountAt(kore);
        const everybody = people(20);
        const refused = held(refusal("no", 400));
        kore.replies(refused.reply, everyoneIsThere);
        const writing = account.updateUsers(everybody.map(rowOf));
        await refused.arrived;
        account.stop();
        refused.letGo();
        const outcomes: RowOutcome[] = await writing;
        outcomes.forEach((outcome, index) => assertStopped(outcome, `${everybody[index]} was not updated`));
        assert.deepEqual(arrived(), ["PUT users", "POST usersInfo"]);
    });

    it("has no wish to be told twice", async () => {
        const account = accountAt(kore);
        kore.replies(done, json([entryOf(ada)]));
        await account.updateUsers([rowOf(ada)]);
        account.stop();
        account.stop();
        assert.ok("person" in ((await account.lookUp([ada]))[0] ?? {}));
    });
});
