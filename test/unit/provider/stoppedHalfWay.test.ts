import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import type { Person } from "../../../provider/api/answers";
import { Account, type RowOutcome } from "../../../provider/api/client";
import { KoreError, type KoreErrorKind } from "../../../provider/api/errors";
import { Administrators } from "../../../provider/converge/administrators";
import { Executor } from "../../../provider/converge/executor";
import { failureOf } from "../../../provider/run/refusals";
import { reachedBy } from "../../../provider/schema/inputs";
import type { UserInputs } from "../../../provider/user/schema";
import { person } from "./people";

const ada = "ada@example.com";
const error = (kind: KoreErrorKind, what: string, why: string) =>
    new KoreError({ code: kind === "stopped" ? "kore:stopped" : "kore:refused", kind, what, why });
const stopped = () => error("stopped", `${ada} was not updated`, "the run was stopped before this was sent");
const refused = () => error("refused", `${ada} was not updated`, 'Kore.ai says "no"');
const facts = { account: "kore.example.com", adopted: false };

describe("a step about one person that is stopped half-way", () => {
    let account: sinon.SinonStubbedInstance<Account>;
    let executor: Executor;
    let waited: number;
    let seen: Person | undefined;

    beforeEach(() => {
        account = sinon.createStubInstance(Account);
        waited = 0;
        seen = undefined;
        const wait = (milliseconds: number) => {
            waited += milliseconds;
            return Promise.resolve();
        };
        const administrators = new Administrators(
            () => ({ isOn: true, toAllow: "" }),
            (waiting) => waiting,
        );
        executor = new Executor(() => undefined, { toReadBack: wait, toSend: wait }, administrators);
        account.lookUp.callsFake(() =>
            Promise.resolve([
                seen === undefined
                    ? { emailId: ada, unknown: { message: "Invalid emailId" } }
                    : { emailId: ada, person: seen },
            ]),
        );
    });
    afterEach(() => sinon.restore());

    function answers(method: "updateUsers" | "createUsers", ...errors: (KoreError | undefined)[]): void {
        for (const [index, each] of errors.entries()) {
            const outcome: RowOutcome = { emailId: ada, ...(each === undefined ? {} : { error: each }) };
            account[method].onCall(index).resolves([outcome]);
        }
    }

    async function failing(
        step: Promise<unknown>,
    ): Promise<{ failure: KoreError; state: Record<string, unknown> | undefined }> {
        try {
            await step;
        } catch (failure) {
            assert.ok(failure instanceof KoreError);
            return { failure, state: reachedBy(failure) as Record<string, unknown> | undefined };
        }
        return assert.fail("it was to fail");
    }

    it("keeps no state where nothing was sent, and asks nothing more", async () => {
        answers("updateUsers", stopped());
        const user: UserInputs = { emailId: ada, dept: "Bots" };
        const invited = person({ emailId: ada, status: "pending" });
        const { failure, state } = await failing(executor.bringTo(account, {}, user, invited, facts));
        assert.deepEqual([failure.code, state], ["kore:stopped", undefined]);
        assert.equal(account.lookUp.callCount, 0);
    });

    it("keeps what somebody has by then, where a part was sent: what can't be read is sent again", async () => {
        // Refused as a whole for a role that somebody else may have given, sent without it, and that one not any more.
        const before = person({
            emailId: ada,
            roles: [{ roleId: "role-owned", groups: ["Sales"] }],
            groups: [{ groupId: "g-1", groupName: "Sales" }],
        });
        answers("updateUsers", refused(), undefined, stopped());
        seen = { ...before, isDeveloper: true };
        const was: UserInputs = { emailId: ada, roles: [{ roleId: "role-owned" }] };
        const user: UserInputs = { emailId: ada, isDeveloper: true, dept: "Bots" };
        const { failure, state } = await failing(executor.bringTo(account, was, user, before, facts));
        assert.match(failure.message, /was not updated: the run was stopped before all of it was sent/);
        assert.equal(failure.code, "kore:stopped");
        assert.deepEqual(
            [state?.["isDeveloper"], state?.["roles"], state?.["dept"], state?.["userId"]],
            [true, [{ roleId: "role-owned" }], undefined, before.userId],
        );
    });

    it("keeps what somebody has by then, where it was stopped before the greater part", async () => {
        const owned = { roleId: "role-owned" };
        const inSales = { groups: [{ groupId: "g-1", groupName: "Sales" }], roles: [{ ...owned, groups: ["Sales"] }] };
        const before = person({ emailId: ada, ...inSales });
        answers("updateUsers", refused(), undefined, stopped());
        seen = before;
        const was: UserInputs = { emailId: ada, groups: ["g-1"], roles: [owned] };
        const { failure, state } = await failing(executor.bringTo(account, was, { ...was, groups: [] }, before, facts));
        assert.match(failure.message, /was not updated: the run was stopped before all of it was sent/);
        assert.deepEqual([state?.["groups"], state?.["roles"]], [["g-1"], [owned]]);
    });

    it("keeps somebody in the state who was added, and is to get more", async () => {
        answers("updateUsers", stopped());
        const added = person({ emailId: ada });
        const user: UserInputs = { emailId: ada, isDeveloper: true };
        const { failure, state } = await failing(executor.complete(account, user, added, facts));
        assert.equal(failure.code, "kore:stopped");
        assert.deepEqual([state?.["userId"], state?.["isDeveloper"], state?.["adopted"]], [added.userId, false, false]);
    });

    it("keeps somebody in the state of whose create the answer was lost, and does not add them again", async () => {
        const lost = new KoreError({
            code: "kore:answer-lost",
            kind: "lost",
            what: `${ada} was not created`,
            why: "silence",
            request: { wasDealtWith: false },
        });
        answers("createUsers", lost, stopped());
        const { failure, state } = await failing(executor.add(account, { emailId: ada }, false));
        assert.deepEqual([failure.code, state?.["createLost"]], ["kore:answer-lost", true]);
    });

    it("does not take a revocation for done of which a part was not sent", async () => {
        const tasks = [{ streamId: "st-1" }];
        const { assignBotTasks: _, ...before } = person({ emailId: ada });
        answers("updateUsers", undefined, stopped());
        seen = before;
        const { failure } = await failing(executor.revoke(account, { emailId: ada, assignBotTasks: tasks }, before));
        assert.match(failure.message, /keeps what was declared: the run was stopped before all of it was sent/);
    });

    it("looks for nobody any more whom nothing was sent about", async () => {
        account.lookUp.resolves([{ emailId: ada, error: stopped() }]);
        const result = await executor.lookUp(account, { emailId: ada, createLost: true });
        assert.ok("error" in result);
        assert.deepEqual([account.lookUp.callCount, waited], [1, 0]);
    });
});

describe("people of one resource of whom the run has not sent all", () => {
    const those = (count: number, each: () => KoreError) => Array.from({ length: count }, each);

    it("are counted, whatever each was about", () => {
        const failure = failureOf("set", those(700, stopped), 1000);
        assert.equal(
            failure?.message,
            "stopped after 300 of 1000 people: the run was stopped before the rest was sent. Run again, which goes on from there. [kore:stopped]",
        );
    });

    it("have the error of the one, where it is about one", () => {
        assert.equal(failureOf("access", those(1, stopped), 1)?.what, `${ada} was not updated`);
    });

    it("stand beside those who failed", () => {
        const failure = failureOf("set", [...those(2, refused), ...those(3, stopped)], 10);
        assert.match(failure?.message ?? "", /^2 people of this set failed, and the run was stopped:/);
        assert.match(failure?.message ?? "", /\n {2}stopped after 5 of 10 people: .*\[kore:stopped\]\n/);
        assert.equal(failure?.code, "kore:several-people");
    });
});
