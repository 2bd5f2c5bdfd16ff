import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parse } from "../../../provider/schema/inputs";
import { KoreError } from "../../../provider/api/errors";
import { Session } from "../../../provider/process/session";
import { UserAccessLifecycle } from "../../../provider/userAccess/lifecycle";
import { UserLifecycle } from "../../../provider/user/lifecycle";
import { stateOf, userState } from "../../../provider/user/schema";
import { isObject, spoiledObject } from "../../trust/outsideData";
import { app, entryOf, impatience } from "../api/accounts";
import { scriptedKore, type Reply, json } from "../api/scriptedKore";
import { person } from "./people";
import { declarations, programs } from "./programs";

const ada = "ada@example.com";
const states = (account: string) =>
    declarations.map((declared) =>
        stateOf(declared, person({ groups: [{ groupId: "e-1", groupName: "Support Team" }] }), {
            account,
            adopted: false,
        }),
    );
const accessStates = (account: string) =>
    fc.boolean().map((isDeveloper) => ({
        emailIds: [ada],
        canCreateBot: false,
        isDeveloper,
        account,
        reported: [{ emailId: ada, userId: person({}).userId, canCreateBot: false, isDeveloper }],
    }));
const accesses = fc.boolean().map((isDeveloper) => ({ emailIds: [ada], canCreateBot: false, isDeveloper }));

// Grants everything, and reports that nobody has anything.
const agreeable: Reply = (response, request) => {
    const asked =
        isObject(request.body) && Array.isArray(request.body["emailIds"]) ? request.body["emailIds"].map(String) : [];
    json(
        request.path === "/api/public/usersInfo"
            ? asked.map(entryOf)
            : request.path === "/api/public/useraccess"
              ? ["SUCCESS"]
              : { msg: "Done" },
    )(response, request);
};

/** The errors that a step may end with: ours, which say what to do, and none of a mistake in the code. */
async function ours(step: () => unknown): Promise<void> {
    try {
        await step();
    } catch (error) {
        assert.ok(
            error instanceof KoreError,
            `a KoreError, and not ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
    }
}

describe("a state that somebody has edited, or another program has written", function () {
    this.timeout(60_000);
    const kore = scriptedKore();

    it("is read, or said to be unreadable with a way forward: KoreUser", () =>
        fc.assert(
            fc.property(spoiledObject(states("platform.kore.ai")), (state) => {
                try {
                    parse(userState, state, ada);
                } catch (error) {
                    assert.ok(
                        error instanceof KoreError && error.kind === "unreadable" && error.advice !== undefined,
                        `an unreadable state, and not ${String(error)}`,
                    );
                    assert.ok(error.message.startsWith(`${ada} was left alone`), error.message);
                }
            }),
            { numRuns: 2000 },
        ));

    /** Providers at an account that agrees to everything, and that never wait. */
    function providers(): { session: Session; account: string; user: UserLifecycle; access: UserAccessLifecycle } {
        kore.always(agreeable);
        const { host } = new URL(kore.baseUrl);
        const settings: Record<string, string> = {
            "kore:host": kore.baseUrl,
            "kore:clientId": app.clientId,
            "kore:clientSecret": app.clientSecret,
            "kore:requestsPerMinute": "1000000",
            "kore:requestsPerHour": "1000000",
        };
        const session = new Session(() => undefined, { ...impatience, retries: 0 });
        session.configure((key) => settings[key]);
        // Time that passes at once, and yet ends every wait.
        const pause = (milliseconds: number) =>
            new Promise<void>((resolve) => setTimeout(resolve, Math.min(milliseconds, 1)));
        return {
            session,
            account: host,
            user: new UserLifecycle(session, pause),
            access: new UserAccessLifecycle(session, pause),
        };
    }

    for (const step of ["diff", "read", "update", "delete"] as const) {
        it(`ends ${step} of a KoreUser with an answer or an error of ours`, () => {
            const { account, user } = providers();
            return fc.assert(
                fc.asyncProperty(spoiledObject(states(account)), programs, async (olds, news) => {
                    await ours(async () => {
                        if (step === "diff") user.diff(ada, olds, news);
                        else if (step === "read") await user.read(ada, olds);
                        else if (step === "update") await user.update(ada, olds, news);
                        else await user.delete(ada, olds);
                    });
                }),
                { numRuns: step === "diff" ? 1000 : 150 },
            );
        });

        it(`ends ${step} of a KoreUserAccess with an answer or an error of ours`, () => {
            const { account, access } = providers();
            return fc.assert(
                fc.asyncProperty(spoiledObject(accessStates(account)), accesses, (olds, news) =>
                    ours(async () => {
                        if (step === "diff") access.diff("useraccess-1", olds, news);
                        else if (step === "read") await access.read("useraccess-1", olds);
                        else if (step === "update") await access.update("useraccess-1", olds, news);
                        else await access.delete("useraccess-1", olds);
                    }),
                ),
                { numRuns: step === "diff" ? 1000 : 150 },
            );
        });
    }
});
