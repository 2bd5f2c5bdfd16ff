import { endpoints } from "#client";
import { visible } from "../visible";
import { ok, problem, skipped, warning, type Check, type Finding } from "./finding";
import { isAnswered, type Replies, type Reply } from "./inquiry";

interface Scope {
    check: Check;
    name: string;
    neededBy: string;
}

const userManagement: Scope = {
    check: "userManagement",
    name: endpoints.usersInfo.scope,
    neededBy: "KoreUser needs it, and so does whatever reads people",
};
const roleManagement: Scope = {
    check: "roleManagement",
    name: endpoints.userAccess.scope,
    neededBy: "KoreUserAccess, kore-access import and whatever takes an administrator role need it",
};

/**
 * Whether the app has the scope of each resource.
 *
 * @param isPeopleOnly whether the stack has people, and no KoreUserAccess
 */
export function scopes({ people, roles }: Replies, isPeopleOnly: boolean): Finding[] {
    return [
        isAnswered(people) ? scope(userManagement, people, problem) : skipped(userManagement.check, untold(people)),
        roles === undefined
            ? skipped(roleManagement.check, untold(people))
            : scope(roleManagement, roles, isPeopleOnly ? warning : problem),
    ];
}

function scope({ check, name, neededBy }: Scope, reply: Reply, ifMissing: typeof problem): Finding {
    const { error } = reply;
    if (error === undefined) return ok(check, name);
    if (error.kind === "scope")
        return ifMissing(
            check,
            `the app lacks '${name}': ${neededBy}`,
            `Add it to the app in the Admin Console, Security & Control > API Scopes: '${name}'. Save the app.`,
        );
    // Told of at the token, or at the budget.
    if (error.kind === "unauthorized" || error.kind === "rateLimit") return skipped(check, untold(reply));
    return (isAnswered(reply) ? warning : problem)(
        check,
        `does not show: ${visible(error.why)}`,
        "Run kore-access doctor again.",
    );
}

function untold({ error }: Reply): string {
    if (error?.kind === "rateLimit") return "the account's rate limit is reached";
    return error?.kind === "unauthorized" ? "the token was not accepted" : "Kore.ai did not answer";
}
