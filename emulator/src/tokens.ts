import jwt from "jsonwebtoken";
import * as v from "valibot";
import { refusal, type Answer } from "./answer";
import { scopes, type App, type Scope } from "./seed";
import type { Switches } from "./switches";

const claimsSchema = v.looseObject({
    appId: v.optional(v.string()),
    iss: v.optional(v.string()),
    kore_iss: v.optional(v.string()),
    iat: v.optional(v.number()),
    exp: v.optional(v.number()),
    jti: v.optional(v.string()),
    kore_jti: v.optional(v.string()),
});

const headerSchema = v.looseObject({ header: v.looseObject({ alg: v.string() }), payload: claimsSchema });

const hour = 3600;

/** Whether a token opens an endpoint: the app that it names, and the refusal if it does not. */
export interface Admission {
    clientId?: string;
    refused?: Answer;
}

// The bodies are those of Kore.ai's own tests (the 4002s) and of the SDK Security page (jti).
const wrongCredentials = refusal(401, "Invalid SDK credentials", 4002);
const wrongToken = refusal(401, "Invalid JWT token", 4002);
const wrongScope = refusal(401, "Permission denied. Scope is incorrect!", 4002);
const longLived = refusal(401, 'error verifying the jwt: if "jti" claim "exp" must be <= 1 hour(s)', 401);
const replayed = refusal(401, "error verifying the jwt: possibly a replay", 401);
// The page says that such a token is refused, not with which words.
const withoutJti = refusal(401, 'error verifying the jwt: "jti" claim is required', 401);

/** Remembers which tokens were used, and admits the others. */
export class TokenGate {
    private readonly used = new Set<string>();

    /** Admits a token to the endpoints of a scope, or says why not. */
    admit(token: string | undefined, scope: Scope, apps: App[], switches: Switches, now: number): Admission {
        if (token === undefined || token === "") {
            return { refused: wrongCredentials };
        }
        const decoded = v.safeParse(headerSchema, jwt.decode(token, { complete: true }));
        if (!decoded.success) {
            return { refused: wrongToken };
        }
        const { header, payload: claims } = decoded.output;
        const named =
            claims.appId ?? (switches.tokenApp === "appIdOrIss" ? (claims.iss ?? claims.kore_iss) : undefined);
        const app = apps.find(({ clientId }) => clientId === named);
        if (app === undefined) {
            return { refused: wrongCredentials };
        }
        const refused =
            signatureRefusal(token, header.alg, app, now) ??
            this.jtiRefusal(claims, app, now) ??
            scopeRefusal(app, scope);
        return { clientId: app.clientId, ...(refused === undefined ? {} : { refused }) };
    }

    /** Forgets which tokens were used. */
    clear(): void {
        this.used.clear();
    }

    private jtiRefusal(claims: v.InferOutput<typeof claimsSchema>, app: App, now: number): Answer | undefined {
        const jti = claims.jti ?? claims.kore_jti;
        if (jti === undefined) {
            return app.enforceJti === true ? withoutJti : undefined;
        }
        if (claims.exp === undefined || claims.exp - (claims.iat ?? now / 1000) > hour) {
            return longLived;
        }
        const key = `${app.clientId} ${jti}`;
        if (this.used.has(key)) {
            return replayed;
        }
        this.used.add(key);
        return undefined;
    }
}

/** "For apps mapped to API scope only HS256 is allowed" (How to generate JWT tokens, Kore.ai community). */
function signatureRefusal(token: string, algorithm: string, app: App, now: number): Answer | undefined {
    if (algorithm !== "HS256") {
        return wrongToken;
    }
    try {
        jwt.verify(token, app.clientSecret, { algorithms: ["HS256"], clockTimestamp: Math.floor(now / 1000) });
        return undefined;
    } catch (error) {
        const outOfTime = error instanceof jwt.TokenExpiredError || error instanceof jwt.NotBeforeError;
        return outOfTime ? wrongToken : wrongCredentials;
    }
}

function scopeRefusal(app: App, scope: Scope): Answer | undefined {
    return (app.scopes ?? scopes).includes(scope) ? undefined : wrongScope;
}
