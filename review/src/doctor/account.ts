import type { ClientSettings } from "#client";
import { administrators } from "./administrators";
import { budget } from "./budget";
import { clock } from "./clock";
import type { Commands } from "./commands";
import { skipped, type Check, type Checked, type Finding } from "./finding";
import { host, proxyTo, refusedByProxy, unreachable, type Api } from "./host";
import { inquire, isAnswered } from "./inquiry";
import { jwt } from "./jwt";
import { probe } from "./probe";
import { scopes } from "./scopes";
import { token } from "./token";

/** The checks that the settings must be known for. */
export const ofAccount = [
    "host",
    "clock",
    "token",
    "userManagement",
    "roleManagement",
    "administrators",
    "budget",
] as const satisfies Check[];

/** What the findings depend on, besides the settings. */
interface Circumstances {
    commands: Commands;
    environment: NodeJS.ProcessEnv;
    now: () => number;
    /** Whether the stack has people, and no KoreUserAccess. */
    isPeopleOnly: boolean;
}

const rateLimited = "the account's rate limit is reached";
const notKore = "the host does not answer as Kore.ai";

/**
 * What Kore.ai says to these settings: it is sent a few requests that only read.
 *
 * @param note takes each finding as soon as it is there
 * @returns how many requests were sent
 */
export async function account(
    settings: ClientSettings,
    circumstances: Circumstances,
    note: (...findings: Finding[]) => void,
): Promise<number> {
    const { credentials } = settings;
    const { commands, now, isPeopleOnly } = circumstances;
    const skip = (checks: readonly Check[], why: string) => note(...checks.map((check) => skipped(check, why)));
    const tokenItself = () => {
        if (!("jwt" in credentials)) return true;
        const finding = jwt(credentials.jwt, now(), commands);
        note(finding);
        return finding.status !== "problem";
    };

    const { finding, known: api, requests } = await reach(settings, circumstances);
    note(finding);
    if (api === undefined) {
        skip(["clock"], notKore);
        tokenItself();
        skip(["token", "userManagement", "roleManagement", "administrators", "budget"], notKore);
        return requests;
    }
    const ofClock = clock(api.clockAhead);
    note(ofClock);
    const isUsable = tokenItself();
    if (api.isRateLimited || !isUsable) {
        skip(
            ["token", "userManagement", "roleManagement", "administrators"],
            isUsable ? rateLimited : "kore:jwt can't be used",
        );
        note(budget(settings, api.isRateLimited ? "usedUp" : "unknown", commands));
        return 1;
    }
    const replies = await inquire(settings);
    const isUsedUp = [replies.people, replies.roles, replies.administrators].some(
        (reply) => reply?.error?.kind === "rateLimit",
    );
    note(
        token(replies, settings, commands, ofClock),
        ...scopes(replies, isPeopleOnly),
        administrators(replies),
        budget(settings, isUsedUp ? "usedUp" : isAnswered(replies.people) ? "left" : "unknown", commands),
    );
    return 1 + replies.requests;
}

/** Whether Kore.ai's API is to be had at the host, by the proxy of the environment where it names one. */
async function reach(
    settings: ClientSettings,
    { commands, environment, now }: Circumstances,
): Promise<Checked<Api> & { requests: number }> {
    const { baseUrl } = settings;
    const { finding, proxy } = proxyTo(baseUrl, environment);
    if (finding !== undefined) return { finding, requests: 0 };
    const answer = await probe(settings, proxy, now);
    if ("code" in answer) return { finding: unreachable(settings, answer, proxy), requests: 1 };
    if ("refusedBy" in answer) return { finding: refusedByProxy(baseUrl, answer), requests: 1 };
    return { ...host(baseUrl, answer, commands), requests: 1 };
}
