import type { ClientSettings } from "#client";
import type { Commands } from "./commands";
import { ok, problem, warning, type Finding } from "./finding";

// Rate Limits page: of the whole account.
const allowed = { requestsPerMinute: 60, requestsPerHour: 1800 };
const shares = { requestsPerMinute: 50, requestsPerHour: 1500 };
const keys = ["requestsPerMinute", "requestsPerHour"] as const;

/**
 * What can be told of the account's requests: Kore.ai says only when they are used up.
 *
 * @param account whether they are
 */
export function budget(settings: ClientSettings, account: "usedUp" | "left" | "unknown", commands: Commands): Finding {
    const { requestsPerMinute, requestsPerHour } = settings;
    if (account === "usedUp") {
        return problem(
            "budget",
            "Kore.ai's rate limit of the account is reached: an update would wait",
            "Run kore-access doctor again in a minute; if it stays, within the hour.",
            "Where other clients use the account, give each a share of its 60 requests a minute and 1,800 an hour: kore:requestsPerMinute, kore:requestsPerHour.",
        );
    }
    const tooMuch = keys.filter((key) => settings[key] > allowed[key]);
    if (tooMuch.length > 0) {
        return warning(
            "budget",
            `${tooMuch.map((key) => `kore:${key} is ${settings[key].toLocaleString("en")}`).join(", ")}: more than Kore.ai allows an account (60 a minute, 1,800 an hour)`,
            ...tooMuch.map((key) => commands.set(key, String(shares[key]))),
        );
    }
    const share = `this stack takes at most ${requestsPerMinute} of the account's 60 requests a minute and ${requestsPerHour.toLocaleString("en")} of 1,800 an hour`;
    return ok("budget", account === "left" ? `not used up now; ${share}` : share);
}
