import assert from "node:assert/strict";
import { decode, sign, verify } from "jsonwebtoken";
import { describe, it } from "mocha";
import { KoreError } from "../../../../provider/api/errors";
import { tokenFor } from "../../../../provider/api/http/token";
import { app } from "../accounts";

const now = new Date("2026-11-22T10:00:00.789Z");
const seconds = Math.floor(now.getTime() / 1000);

function claimsOf(token: string): Record<string, unknown> {
    const claims = verify(token, app.clientSecret, { algorithms: ["HS256"], clockTimestamp: seconds });
    assert(typeof claims === "object");
    return claims;
}

function rejectionOf(jwt: string, at = now): KoreError {
    try {
        tokenFor({ jwt }, at);
    } catch (error) {
        assert(error instanceof KoreError);
        assert(jwt === "" || !error.message.includes(jwt), "the message shows the token");
        assert.doesNotMatch(error.stack ?? "", /\bat /);
        return error;
    }
    return assert.fail("the token was taken");
}

describe("a token made from an app", () => {
    it("names the app as sub and appId, lives five minutes, and is signed with HS256", () => {
        const token = tokenFor(app, now);
        const { jti, ...claims } = claimsOf(token);
        assert.deepEqual(claims, { sub: app.clientId, appId: app.clientId, iat: seconds, exp: seconds + 300 });
        assert.match(String(jti), /^[0-9a-f-]{36}$/);
        assert.deepEqual(decode(token, { complete: true })?.header, { alg: "HS256", typ: "JWT" });
    });

    it("never has the jti of another one", () => {
        const jtis = Array.from({ length: 100 }, () => claimsOf(tokenFor(app, now))["jti"]);
        assert.equal(new Set(jtis).size, 100);
    });
});

describe("a token made elsewhere", () => {
    it("is sent as it is", () => {
        const jwt = sign({ appId: app.clientId, exp: seconds + 60 }, "another secret");
        assert.equal(tokenFor({ jwt }, now), jwt);
    });

    it("may live for ever", () => {
        const jwt = sign({ appId: app.clientId }, "another secret", { noTimestamp: true });
        assert.equal(tokenFor({ jwt }, now), jwt);
    });

    it("is a wrong setting once it has expired, and the message says when that was", () => {
        const error = rejectionOf(sign({ exp: seconds - 60 }, "another secret"));
        assert.equal(error.kind, "settings");
        assert.match(
            error.message,
            /kore:jwt.*expired at 2026-11-22T09:59:00\.000Z.*pulumi config set --secret kore:jwt/s,
        );
        assert.equal(rejectionOf(sign({ exp: seconds }, "another secret"), new Date(seconds * 1000)).kind, "settings");
    });

    for (const [what, jwt] of [
        ["words", "hunter2-is-no-token"],
        ["a text with two dots", "hunter2.is.no-token"],
        ["nothing", ""],
    ] as const) {
        it(`is a wrong setting where it is ${what}`, () => {
            const error = rejectionOf(jwt);
            assert.equal(error.kind, "settings");
            assert.match(error.message, /No token could be sent: kore:jwt is not a JSON Web Token/);
        });
    }
});
