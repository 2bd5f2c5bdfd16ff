import type { Role } from "#model/memberships";
import { flagNames, flags, roleAccess } from "../access";
import { hiddenAsAWhole } from "../koreUser";
import type { Names } from "../names";
import { hiddenIn, hiddenPart, type Hidden, type List } from "../hidden";
import type { Comparison, ListPart, UserPart } from "./change";
import { resourceOf } from "./person";
import type { PossibleAccess, Statement } from "./statement";

/** What only the update will know, or what is secret. */
export function unknowns({ after, names }: Comparison): Statement[] {
    return after
        .filter(({ change: { step } }) => step !== "same" && step !== "refresh")
        .flatMap((part) => (part.type === "KoreUser" ? unknownsOfUser(part, names) : unknownsOfList(part)));
}

function unknownsOfUser(part: UserPart, names: Names): Statement[] {
    const by = [resourceOf(part)];
    const { declared } = part;
    // Who is in a set that is not shown are several.
    const who = part.change.type === "KoreUsers" ? "members" : "address";
    const unknown = (
        what: Extract<Statement, { kind: "unknown" }>["what"],
        why: Hidden | undefined,
        could: readonly PossibleAccess[],
        botId?: string | null,
    ): Statement[] =>
        why === undefined
            ? []
            : [
                  {
                      kind: "unknown",
                      what,
                      why,
                      could: [...could],
                      ...(botId && hiddenIn(botId) === undefined ? { botId } : {}),
                      by,
                      outside: false,
                  },
              ];
    const ofList = (list: List<unknown> | null | undefined) =>
        list?.hidden ?? list?.items.map(hiddenPart).find((why) => why !== undefined);
    const everything = hiddenAsAWhole(declared);
    if (everything !== undefined)
        return [
            ...unknown(who, hiddenIn(declared.emailId), []),
            ...unknown("everything", everything, ["group", "tasks", "developer", "botCreator", ...anyRole]),
        ];
    const roles = declared.roles?.hidden === undefined ? (declared.roles?.items ?? []) : [];
    return [
        ...unknown(who, hiddenIn(declared.emailId), []),
        ...unknown("roles", declared.roles?.hidden, anyRole),
        ...roles.flatMap((role) => unknown("roles", hiddenPart(role), possibleRoles(role, names), role.botId)),
        ...unknown("groups", ofList(declared.groups), ["group", ...anyRole]),
        ...unknown("tasks", ofList(declared.assignBotTasks), ["tasks"]),
        ...(["isDeveloper", "canCreateBot"] as const).flatMap((flag) =>
            unknown(flags[flag].type, hiddenFlag(declared[flag]), [flags[flag].type]),
        ),
        ...unknown("exclusive", hiddenFlag(declared.exclusive), []),
    ];
}

const anyRole = ["administrator", "owner", "role"] as const;

/** What a role that is shown in part may turn out to be: an id tells it, whatever the bot; a bot tells nothing. */
function possibleRoles({ roleId, botId }: Role, names: Names): PossibleAccess[] {
    if (hiddenIn(roleId) !== undefined) return [...anyRole];
    const { type, power } = roleAccess({ roleId, botId }, names);
    if (type === "administrator") return [type];
    return power === "bot" ? ["role"] : power === "owner" ? ["role", "owner"] : [...anyRole];
}

function unknownsOfList(part: ListPart): Statement[] {
    const by = [resourceOf(part)];
    const { declared, emailId } = part;
    const given = flagNames
        .filter((flag) => declared[flag] === true || typeof declared[flag] === "string")
        .map((flag) => flags[flag].type);
    const why = hiddenIn(emailId);
    const members: Statement[] =
        why === undefined
            ? []
            : [
                  {
                      kind: "unknown",
                      what: declared.emailIds.hidden === undefined ? "address" : "members",
                      why,
                      could: given,
                      by,
                      outside: false,
                  },
              ];
    const hidden = flagNames.flatMap((flag): Statement[] => {
        const value = hiddenFlag(declared[flag]);
        return value === undefined
            ? []
            : [{ kind: "unknown", what: flags[flag].type, why: value, could: [flags[flag].type], by, outside: false }];
    });
    return [...members, ...hidden];
}

function hiddenFlag(value: boolean | Hidden | null | undefined): Hidden | undefined {
    return typeof value === "string" ? value : undefined;
}
