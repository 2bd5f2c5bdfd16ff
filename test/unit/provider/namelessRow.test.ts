import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Session } from "../../../provider/process/session";
import { UserLifecycle } from "../../../provider/user/lifecycle";
import { addressesOf, app, impatience } from "../api/accounts";
import { json, scriptedKore } from "../api/scriptedKore";

describe("a create whose answer has a failed row that names nobody", () => {
    const kore = scriptedKore();

    it("is not sent again for anybody: whoever was added would be invited a second time", async () => {
        kore.always((response, request) => {
            const reply =
                request.path?.endsWith("/usersInfo") === true
                    ? json(
                          addressesOf(request).map((emailId) => ({
                              userInfo: { emailId, status: "failure", reason: "Invalid emailId" },
                          })),
                      )
                    : json({ failedUserDetails: [{ reason: "no" }] });
            reply(response, request);
        });
        const session = new Session(() => undefined, impatience);
        const settings: Record<string, string> = {
            "kore:host": kore.baseUrl,
            "kore:clientId": app.clientId,
            "kore:clientSecret": app.clientSecret,
            "kore:requestsPerMinute": "10000",
            "kore:requestsPerHour": "10000",
            "kore:batchSize": "2",
        };
        session.configure((key) => settings[key]);
        const provider = new UserLifecycle(session, () => Promise.resolve());
        const creates = await Promise.allSettled(
            ["ada@example.com", "grace@example.com"].map((emailId) => provider.create({ emailId })),
        );
        assert.deepEqual(
            creates.map(({ status }) => status),
            ["rejected", "rejected"],
        );
        const posts = kore.received.filter(({ path }) => path?.endsWith("/users") === true);
        assert.equal(posts.length, 1);
    });
});
