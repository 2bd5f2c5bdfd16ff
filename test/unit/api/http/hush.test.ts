import assert from "node:assert/strict";
import { sign } from "jsonwebtoken";
import { describe, it } from "mocha";
import { accountAt, app, entryOf, errorOf } from "../accounts";
import { json, refusal, scriptedKore, text, type Reply } from "../scriptedKore";

const ada = "ada@example.com";
const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false };

describe("what an answer repeats of the secret or of a token", () => {
    const kore = scriptedKore();

    const echoes: [string, (token: string) => Reply][] = [
        ["the secret in a refusal", () => refusal(`not with ${app.clientSecret}`, 401)],
        ["the secret as it stands in an address", () => refusal(`?s=${encodeURIComponent(app.clientSecret)}`, 400)],
        ["the token in a refusal", (token) => refusal(`replay of ${token}`, 403)],
        ["the token in words of no form", (token) => text(`Too many requests: ${token}`, 429)],
        ["another token", () => refusal(`replay of ${sign({ sub: "another" }, "another secret")}`, 400)],
        ["the token in the address of a redirect", (token) => text("", 302, { location: `/login?t=${token}` })],
        ["the token in an entry", (token) => json([{ ...entryOf(ada), isDeveloper: token }])],
        [
            "the token as reason of a failed entry",
            (token) => json([{ userInfo: { emailId: ada, status: "failure", reason: token } }]),
        ],
    ];
    for (const [what, reply] of echoes) {
        it(`is in no error: ${what}`, async () => {
            kore.always((response, request) => reply(String(request.headers["auth"]))(response, request));
            const [looked] = await accountAt(kore).lookUp([ada]);
            assert.doesNotMatch(errorOf(kore, looked).message, /eyJ/);
        });
    }

    it("is in no error of a row", async () => {
        kore.always((response, request) =>
            json({
                msg: "Users are processed",
                failedUserDetails: [
                    {
                        userInfo: {
                            emailId: ada,
                            status: "failure",
                            reason: `${app.clientSecret} ${String(request.headers["auth"])}`,
                        },
                    },
                ],
            })(response, request),
        );
        const [outcome] = await accountAt(kore).createUsers([row], {});
        assert.match(errorOf(kore, outcome).message, /Kore\.ai says "… …"\./);
    });

    it("is in nothing that is reported of a person", async () => {
        kore.replies(json([{ ...entryOf(ada), userInfo: { ...entryOf(ada).userInfo, lastName: app.clientSecret } }]));
        const [looked] = await accountAt(kore).lookUp([ada]);
        assert(looked !== undefined && "person" in looked);
        assert.equal(looked.person.lastName, "…");
    });

    it("is taken out as JSON writes it, and as it is", async () => {
        const clientSecret = 'a"secret\\with signs';
        kore.replies(refusal(`not with ${clientSecret}`, 401));
        const account = accountAt(kore, { credentials: { ...app, clientSecret } });
        const [looked] = await account.lookUp([ada]);
        assert.match(errorOf(kore, looked).message, /Kore\.ai says "not with …" \(code 401\)/);
    });

    it("is a token made elsewhere as well", async () => {
        const jwt = sign({ appId: "cs-1" }, "another secret");
        kore.replies(refusal(`not with ${jwt}`, 401));
        const [looked] = await accountAt(kore, { credentials: { jwt } }).lookUp([ada]);
        assert.match(errorOf(kore, looked).message, /Kore\.ai says "not with …"/);
    });

    it("leaves an answer whole where a secret is so short that it is a word of it", async () => {
        kore.replies(json([entryOf(ada)]));
        const [looked] = await accountAt(kore, { credentials: { ...app, clientSecret: "roles" } }).lookUp([ada]);
        assert(looked !== undefined && "person" in looked);
    });
});
