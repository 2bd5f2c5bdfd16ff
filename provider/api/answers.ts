import * as v from "valibot";

// Unknown fields are let through: every edition of the pages has added some.

const error = v.looseObject({ msg: v.optional(v.string()), code: v.optional(v.number()) });

/**
 * Why a row failed: a sentence (Get User Information, v7.1; seen of Create User), or the platform's error object
 * (Create User, Remove Users).
 */
const reason = v.union([
    v.string(),
    v.looseObject({ errors: v.optional(v.array(error)), message: v.optional(v.string()) }),
]);

/** The body of a refused request. */
export const refusalBody = v.looseObject({ errors: v.array(error) });

/** Why something failed, in Kore.ai's words. */
export interface Reason {
    message: string;
    code?: number | undefined;
}

export function readReason(given: v.InferOutput<typeof reason> | undefined): Reason {
    if (given === undefined) return { message: "no reason given" };
    if (typeof given === "string") return { message: given };
    const first = given.errors?.find((entry) => entry.msg !== undefined);
    return { message: first?.msg ?? given.message ?? "no reason given", code: first?.code };
}

/**
 * The answer of the three verbs on users. Remove Users names the person at the top of an entry, the others under
 * userInfo.
 */
export const usersAnswer = v.looseObject({
    msg: v.optional(v.string()),
    failedUserDetails: v.optional(
        v.array(
            v.looseObject({
                emailId: v.optional(v.string()),
                status: v.optional(v.string()),
                reason: v.optional(reason),
                userInfo: v.optional(
                    v.looseObject({
                        emailId: v.optional(v.string()),
                        orgUserId: v.optional(v.string()),
                        status: v.optional(v.string()),
                        reason: v.optional(reason),
                    }),
                ),
            }),
        ),
    ),
});

/** The answer of Update User Access, `["SUCCESS"]`: a request that failed is refused whole. */
export const accessAnswer = v.pipe(
    v.array(v.string()),
    v.check((words) => words.some((word) => word.toUpperCase() === "SUCCESS"), 'no "SUCCESS" in it'),
);

/** A failed row of such an answer. */
export interface FailedRow extends Reason {
    emailId: string | undefined;
}

/** The rows that failed. The newest edition lists rows of status "success" under the same name: those are none. */
export function failedRows(answer: v.InferOutput<typeof usersAnswer>): FailedRow[] {
    return (answer.failedUserDetails ?? [])
        .filter((row) => (row.userInfo?.status ?? row.status)?.toLowerCase() !== "success")
        .map((row) => ({
            emailId: row.userInfo?.emailId ?? row.emailId,
            ...readReason(row.userInfo?.reason ?? row.reason),
        }));
}

const heldRole = { roleId: v.string(), roleName: v.optional(v.string()), groups: v.optional(v.array(v.string())) };

const foundEntry = v.looseObject({
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    userInfo: v.looseObject({
        emailId: v.string(),
        userId: v.string(),
        firstName: v.optional(v.nullable(v.string())),
        lastName: v.optional(v.nullable(v.string())),
        status: v.optional(v.string()),
    }),
    roles: v.looseObject({
        btRoles: v.optional(
            v.array(v.looseObject({ ...heldRole, botId: v.string(), botName: v.optional(v.string()) })),
            [],
        ),
        adminRoles: v.optional(v.array(v.looseObject(heldRole)), []),
    }),
    groups: v.array(v.looseObject({ groupId: v.string(), groupName: v.optional(v.string()) })),
    assignBotTasks: v.optional(
        v.array(
            v.looseObject({
                streamId: v.optional(v.string()),
                botId: v.optional(v.string()),
                dialogs: v.optional(v.array(v.string())),
            }),
        ),
    ),
});

const failedEntry = v.looseObject({
    userInfo: v.looseObject({ emailId: v.string(), status: v.literal("failure"), reason: v.optional(reason) }),
});

/**
 * The answer of Get User Information; each entry is read on its own, so that one that can't be read spoils no other.
 */
export const usersInfoAnswer = v.array(v.unknown());

const addressedEntry = v.looseObject({ userInfo: v.looseObject({ emailId: v.string() }) });

/** The address that an entry is about, in lower case, if it names one. */
export function addressOf(entry: unknown): string | undefined {
    const addressed = v.safeParse(addressedEntry, entry);
    return addressed.success ? addressed.output.userInfo.emailId.trim().toLowerCase() : undefined;
}

/** A role that a person holds. */
export interface HeldRole {
    roleId: string;
    roleName?: string;
    /** Absent for a role of the Admin Console. */
    botId?: string;
    botName?: string;
    /**
     * Names of the groups that confer the role, empty for one given directly (Get User Information page, v7.1). The
     * newest sample has none: then it can't be told.
     */
    groups?: string[];
}

/** Tasks of one bot that a person is assigned. */
export interface AssignedTasks {
    streamId: string;
    dialogs?: string[];
}

/** What Kore.ai reports of a person. */
export interface Person {
    /** In lower case. */
    emailId: string;
    userId: string;
    firstName?: string;
    lastName?: string;
    /** "active" or another word; pages before version 10 don't have it. */
    status?: string;
    canCreateBot: boolean;
    isDeveloper: boolean;
    roles: HeldRole[];
    groups: { groupId: string; groupName?: string }[];
    /** The newest sample has none: then it can't be told. */
    assignBotTasks?: AssignedTasks[];
}

/** One entry of Get User Information: a person, the reason why there is none, or what makes the entry unreadable. */
export type Entry = { found: Person } | { failed: Reason } | { unreadable: string };

export function readEntry(entry: unknown): Entry {
    const failure = v.safeParse(failedEntry, entry);
    if (failure.success) return { failed: readReason(failure.output.userInfo.reason) };
    const found = v.safeParse(foundEntry, entry);
    if (!found.success) return { unreadable: describeIssues(found.issues) };
    const { userInfo, roles, groups, assignBotTasks, canCreateBot, isDeveloper } = found.output;
    return {
        found: {
            emailId: userInfo.emailId.trim().toLowerCase(),
            userId: userInfo.userId,
            ...present({
                firstName: userInfo.firstName ?? undefined,
                lastName: userInfo.lastName ?? undefined,
                status: userInfo.status,
            }),
            canCreateBot,
            isDeveloper,
            roles: [
                ...roles.btRoles.map(({ roleId, roleName, botId, botName, groups }) => ({
                    roleId,
                    botId,
                    ...present({ roleName, botName, groups }),
                })),
                ...roles.adminRoles.map(({ roleId, roleName, groups }) => ({
                    roleId,
                    ...present({ roleName, groups }),
                })),
            ],
            groups: groups.map(({ groupId, groupName }) => ({ groupId, ...present({ groupName }) })),
            ...present({
                assignBotTasks: assignBotTasks?.flatMap(({ streamId, botId, dialogs }) => {
                    const bot = streamId ?? botId;
                    return bot === undefined ? [] : [{ streamId: bot, ...present({ dialogs }) }];
                }),
            }),
        },
    };
}

/** "userInfo.userId: Expected string but received undefined" */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
    return issues
        .map((issue) => [v.getDotPath(issue), issue.message].filter((part) => part !== null).join(": "))
        .join("; ");
}

/** The properties that have a value, so that none is there as undefined. */
export function present<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
