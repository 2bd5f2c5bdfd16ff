import { randomUUID } from "node:crypto";
import { decode, sign } from "jsonwebtoken";
import * as v from "valibot";
import { KoreError } from "../errors";
import type { Credentials } from "../settings";

// Where an account enforces jti, a token lives an hour at most (SDK Security page); a request needs it for seconds.
const lifetime = 5 * 60;

const claims = v.looseObject({ exp: v.optional(v.number()) });

/**
 * The token for one request. With an app it is a fresh one each time, because an account that enforces `jti` takes none
 * twice ("possibly a replay", SDK Security page); `sub` is required, but free in its content (API Introduction page).
 *
 * @throws KoreError `settings`, where a token made elsewhere is expired or is no token.
 */
export function tokenFor(credentials: Credentials, now: Date = new Date()): string {
    if ("jwt" in credentials) return stillValid(credentials.jwt, now);
    const issuedAt = Math.floor(now.getTime() / 1000);
    return sign(
        {
            sub: credentials.clientId,
            appId: credentials.clientId,
            iat: issuedAt,
            exp: issuedAt + lifetime,
            jti: randomUUID(),
        },
        credentials.clientSecret,
        { algorithm: "HS256" },
    );
}

function stillValid(jwt: string, now: Date): string {
    const payload = v.safeParse(claims, decode(jwt));
    if (!payload.success) throw rejected("kore:jwt is not a JSON Web Token");
    const { exp } = payload.output;
    if (exp !== undefined && exp * 1000 <= now.getTime())
        throw rejected(`kore:jwt expired at ${new Date(exp * 1000).toISOString()}`);
    return jwt;
}

function rejected(why: string): KoreError {
    return new KoreError({
        code: "kore:jwt-unusable",
        kind: "settings",
        what: "No token could be sent",
        why,
        advice: "Set a fresh token with: pulumi config set --secret kore:jwt",
    });
}
