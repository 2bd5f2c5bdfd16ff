import type { ClientSettings, KoreError } from "#client";
import { visible } from "../visible";
import type { Commands } from "./commands";
import { ok, problem, skipped, type Finding } from "./finding";
import { isAnswered, type Replies } from "./inquiry";
import { instead } from "./jwt";

// Wordings of the SDK Security page.
const aboutJti = /jti|replay/i;
const scopes = "Security & Control > API Scopes";

/** Whether Kore.ai takes the token. @param clockFinding what was found of the clock */
export function token(
    { people, roles }: Replies,
    { credentials }: ClientSettings,
    commands: Commands,
    clockFinding: Finding,
): Finding {
    const refusal = [people, roles]
        .flatMap((reply) => (reply?.error?.kind === "unauthorized" ? [reply.error] : []))
        .at(0);
    if (refusal !== undefined) {
        const words = visible(refusal.why);
        if (!("jwt" in credentials)) return refusedApp(words, credentials.clientId, commands, clockFinding);
        if (aboutJti.test(refusal.koreMessage ?? "")) {
            return problem(
                "token",
                `the account enforces jti, and takes a token for one request at most: ${words}. kore:jwt can't be used`,
                `Use an app: ${instead(commands)}`,
            );
        }
        return problem(
            "token",
            `is not accepted: ${words}`,
            ...clockFirst(clockFinding),
            `Set a fresh one, made of an app of the Admin Console: ${commands.setSecret("jwt")}`,
        );
    }
    if (people.error?.kind === "rateLimit") return skipped("token", "the account's rate limit is reached");
    if (!isAnswered(people) && people.error !== undefined) return failed(people.error);
    return ok("token", "is accepted");
}

function refusedApp(words: string, clientId: string, commands: Commands, clockFinding: Finding): Finding {
    return problem(
        "token",
        `is not accepted: ${words}`,
        ...clockFirst(clockFinding),
        `Compare kore:clientId (${visible(clientId)}) with the app in the Admin Console, ${scopes}; an app of the App Builder is not accepted.`,
        `Set its secret again: ${commands.setSecret("clientSecret")}`,
    );
}

function clockFirst({ status }: Finding): string[] {
    return status === "ok" || status === "skipped"
        ? []
        : ["First set the clock, as a token of another time is not accepted."];
}

function failed({ why }: KoreError): Finding {
    return problem("token", `can't be tried: ${visible(why)}`, "Run kore-access doctor again.");
}
