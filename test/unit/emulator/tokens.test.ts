import assert from "node:assert/strict";
import { defaultSeed, seedApp } from "../../../emulator/src/index";
import { trial } from "./support";

const credentials = { errors: [{ msg: "Invalid SDK credentials", code: 4002 }] };
const invalid = { errors: [{ msg: "Invalid JWT token", code: 4002 }] };
const scope = { errors: [{ msg: "Permission denied. Scope is incorrect!", code: 4002 }] };

describe("tokens", () => {
    const seed = {
        ...defaultSeed,
        apps: [
            { ...seedApp },
            { clientId: "cs-strict", clientSecret: "strict-secret", enforceJti: true },
            {
                clientId: "cs-users",
                clientSecret: "users-secret",
                scopes: ["User Management > User Management" as const],
            },
            {
                clientId: "cs-roles",
                clientSecret: "roles-secret",
                scopes: ["Profile Management > Role Management" as const],
            },
        ],
    };
    const t = trial({ seed });
    const look = (token?: string): Promise<[number, unknown]> =>
        t.answer("POST usersInfo", { emailIds: [] }, token === undefined ? {} : { auth: token });

    it("a token over {sub, appId} alone is enough: no page asks for an expiry", async () => {
        assert.deepEqual(await look(t.token({ iat: undefined, exp: undefined, jti: undefined })), [200, []]);
    });

    it("a request without a token, with a tampered one or with one of an unknown app has invalid SDK credentials", async () => {
        assert.deepEqual(await look(), [401, credentials]);
        assert.deepEqual(await look(t.token({}, "another-secret")), [401, credentials]);
        assert.deepEqual(await look(t.token({ appId: "cs-nobody" })), [401, credentials]);
    });

    it("garbage, an expired token, one that is not valid yet and one signed with another algorithm are invalid tokens", async () => {
        const now = Math.floor(t.now / 1000);
        assert.deepEqual(await look("garbage"), [401, invalid]);
        assert.deepEqual(await look(t.token({ exp: now - 1 })), [401, invalid]);
        assert.deepEqual(await look(t.token({ nbf: now + 60 })), [401, invalid]);
        assert.deepEqual(await look(t.token({}, seedApp.clientSecret, { algorithm: "HS512" })), [401, invalid]);
    });

    it("an app without the scope of the endpoint is refused with 401, not 403", async () => {
        const ofUsers = { auth: t.token({ appId: "cs-users" }, "users-secret") };
        const ofRoles = { auth: t.token({ appId: "cs-roles" }, "roles-secret") };
        assert.deepEqual(await t.answer("GET groups", undefined, ofUsers), [401, scope]);
        assert.deepEqual(await t.answer("DELETE users", { deleteEmailIds: ["ada@example.com"] }, ofRoles), [
            401,
            scope,
        ]);
    });

    it("a token with jti that lives longer than an hour, or for ever, is refused", async () => {
        const iat = Math.floor(t.now / 1000);
        const refused = [
            401,
            { errors: [{ msg: 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)', code: 401 }] },
        ];
        assert.deepEqual(await look(t.token({ exp: iat + 3601 })), refused);
        assert.deepEqual(await look(t.token({ exp: undefined })), refused);
        assert.deepEqual(await look(t.token({ exp: iat + 3600 })), [200, []]);
    });

    it("a token with jti opens one request; the second is possibly a replay, on whatever endpoint", async () => {
        const token = t.token();
        assert.deepEqual(await look(token), [200, []]);
        const replay = [401, { errors: [{ msg: "error verifying the jwt: possibly a replay", code: 401 }] }];
        assert.deepEqual(await look(token), replay);
        assert.deepEqual(await t.answer("GET groups", undefined, { auth: token }), replay);
    });

    it("kore_jti counts as jti", async () => {
        const token = t.token({ jti: undefined, kore_jti: "one" });
        assert.deepEqual(await look(token), [200, []]);
        assert.equal((await look(token))[0], 401);
    });

    it("an app that enforces jti refuses a token without one", async () => {
        const [status] = await look(t.token({ appId: "cs-strict", jti: undefined }, "strict-secret"));
        assert.equal(status, 401);
        assert.deepEqual(await look(t.token({ appId: "cs-strict" }, "strict-secret")), [200, []]);
    });

    it("tokenApp: iss names the app only where the switch says so", async () => {
        const ofSdk = (): string => t.token({ appId: undefined, iss: seedApp.clientId });
        assert.deepEqual(await look(ofSdk()), [401, credentials]);
        t.account.setSwitches({ tokenApp: "appIdOrIss" });
        assert.deepEqual(await look(ofSdk()), [200, []]);
    });

    it("a wrong method is 405 even without a token, an unknown path 404", async () => {
        assert.deepEqual(await t.answer("GET users", undefined, {}), [
            405,
            { errors: [{ msg: "Method Not Allowed", code: 405 }] },
        ]);
        assert.deepEqual(await t.answer("POST alluserroles", {}), [
            405,
            { errors: [{ msg: "Method Not Allowed", code: 405 }] },
        ]);
        assert.equal((await t.answer("GET nothing"))[0], 404);
    });
});
