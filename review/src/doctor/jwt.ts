import { decode } from "jsonwebtoken";
import * as v from "valibot";
import type { Commands } from "./commands";
import { ok, problem, warning, type Finding } from "./finding";

const claimsSchema = v.looseObject({
    iat: v.optional(v.number()),
    exp: v.optional(v.number()),
    jti: v.optional(v.string()),
    kore_jti: v.optional(v.string()),
});

// Where an account enforces jti (SDK Security page).
const longestWithJti = 3600;
// An update that waits for the account's budget takes as long.
const shortestLife = 3600;

/** What a token that was made elsewhere says of itself. */
export function jwt(token: string, now: number, commands: Commands): Finding {
    const parsed = v.safeParse(claimsSchema, decode(token));
    const fresh = `Set a fresh one: ${commands.setSecret("jwt")}`;
    if (!parsed.success) return problem("jwt", "is not a JSON Web Token", fresh);
    const { exp, jti = parsed.output.kore_jti, iat = now / 1000 } = parsed.output;
    const until = exp === undefined ? "" : timeOf(exp);
    if (exp !== undefined && exp * 1000 <= now) return problem("jwt", `expired at ${until}`, fresh);

    const doubts: string[] = [];
    if (exp === undefined) doubts.push("has no exp, and never expires: whoever finds it can use it");
    else if (exp - now / 1000 < shortestLife)
        doubts.push(
            `expires at ${until}, in ${Math.max(1, Math.round((exp - now / 1000) / 60))} minutes: a longer update stops half-way`,
        );
    if (jti !== undefined) doubts.push("has a jti, with which Kore.ai may take it for one request only");
    if (jti !== undefined && (exp === undefined || exp - iat > longestWithJti))
        doubts.push("Kore.ai refuses a jti without an exp of an hour at most");
    if (doubts.length > 0) return warning("jwt", doubts.join("; "), `Better an app: ${instead(commands)}`, fresh);
    return ok("jwt", `expires at ${until}; has no jti, so that it can't be used where the account enforces it`);
}

/** The commands that put an app in the place of a token. */
export function instead(commands: Commands): string {
    return [commands.remove("jwt"), commands.set("clientId", "cs-…"), commands.setSecret("clientSecret")].join("; ");
}

function timeOf(seconds: number): string {
    const milliseconds = seconds * 1000;
    return Math.abs(milliseconds) > 8.64e15 ? "the end of time" : new Date(milliseconds).toISOString();
}
