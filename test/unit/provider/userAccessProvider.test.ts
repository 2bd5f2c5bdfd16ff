import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Session } from "../../../provider/process/session";
import { UserAccessLifecycle } from "../../../provider/userAccess/lifecycle";
import * as userAccess from "../../fixtures/userAccess";
import { ids } from "../../fixtures/fixture";
import { addressesOf, app, entryOf, impatience } from "../api/accounts";
import { json, scriptedKore } from "../api/scriptedKore";

const people = Array.from({ length: 12 }, (_, index) => `user${index}@example.com`);

const kore = scriptedKore();

function providerAt(): UserAccessLifecycle {
    const session = new Session(() => undefined, impatience);
    const settings: Record<string, string> = {
        "kore:host": kore.baseUrl,
        "kore:clientId": app.clientId,
        "kore:clientSecret": app.clientSecret,
        "kore:requestsPerMinute": "10000",
        "kore:requestsPerHour": "10000",
    };
    session.configure((key) => settings[key]);
    return new UserAccessLifecycle(session, () => Promise.resolve());
}

describe("a revocation that Kore.ai refuses as if it did not know the people", () => {
    const state = () => ({
        emailIds: people,
        canCreateBot: false,
        isDeveloper: true,
        account: new URL(kore.baseUrl).host,
        reported: people.map((emailId) => ({ emailId, userId: ids.person, canCreateBot: false, isDeveloper: true })),
    });

    it("is no success where reading back shows them with what was to be taken", async () => {
        kore.always((response, request) => {
            const refused = request.path?.endsWith("/useraccess") === true;
            const reply = refused
                ? json(userAccess.refusals.unknownAddress.body, 400)
                : json(addressesOf(request).map((emailId) => ({ ...entryOf(emailId), isDeveloper: true })));
            reply(response, request);
        });
        await assert.rejects(providerAt().delete("useraccess-1", state()), {
            message: /12 people of this access failed.*One or more entered emails not found/s,
        });
    });

    it("is a success where they are gone by then", async () => {
        let isRefused = false;
        kore.always((response, request) => {
            if (request.path?.endsWith("/useraccess") === true) {
                isRefused = true;
                return json(userAccess.refusals.unknownAddress.body, 400)(response, request);
            }
            const entries = addressesOf(request).map((emailId) =>
                isRefused
                    ? { userInfo: { emailId, status: "failure", reason: "Invalid emailId" } }
                    : { ...entryOf(emailId), isDeveloper: true },
            );
            json(entries)(response, request);
        });
        await providerAt().delete("useraccess-1", state());
        assert(isRefused, "a revocation was sent");
    });
});

describe("a refresh", () => {
    const report = (emailId: string, isDeveloper: boolean) => ({
        emailId,
        userId: ids.person,
        canCreateBot: false,
        isDeveloper,
    });

    it("leaves the people in their order; those who have got their access back come last", async () => {
        kore.always((response, request) =>
            json(
                addressesOf(request)
                    .sort()
                    .map((emailId) => ({ ...entryOf(emailId), isDeveloper: !emailId.startsWith("lost") })),
            )(response, request),
        );
        const reported = ["back@example.com", "zoe@example.com", "lost@example.com", "ada@example.com"].map((emailId) =>
            report(emailId, emailId !== "back@example.com"),
        );
        const state = {
            emailIds: ["zoe@example.com", "lost@example.com", "ada@example.com"],
            canCreateBot: false,
            isDeveloper: true,
            account: new URL(kore.baseUrl).host,
            reported,
        };
        const { inputs, props } = await providerAt().read("useraccess-1", state);
        assert.deepEqual(inputs.emailIds, ["zoe@example.com", "ada@example.com", "back@example.com"]);
        assert.deepEqual(props, {
            ...inputs,
            account: state.account,
            reported: reported.map(({ emailId }) => report(emailId, emailId !== "lost@example.com")),
        });
    });
});
