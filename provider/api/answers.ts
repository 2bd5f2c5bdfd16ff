import * as v from "valibot";
import { normalEmail } from "./email";
import { cut } from "./errors";

// Unknown fields are let through: every edition of the pages has added some.

// Null stands where something is absent: Get Groups' sample has one (jTitle).

/** What may be absent. */
const maybe = <const TSchema extends v.GenericSchema>(schema: TSchema) =>
    v.optional(
        v.pipe(
            v.nullable(schema),
            v.transform((given) => given ?? undefined),
        ),
    );
const text = maybe(v.string());
// Of a name as much is kept as a state has room for; an id that is longer is none.
const longestName = 300;
const id = v.pipe(v.string(), v.maxLength(longestName));
const shortened = v.pipe(
    v.string(),
    v.transform((given) => given.slice(0, longestName).replace(/\p{Cs}$/u, "")),
);
/** A name of something; an empty one is none. */
const name = v.optional(
    v.pipe(
        v.nullable(shortened),
        v.transform((given) => (given === "" ? undefined : (given ?? undefined))),
    ),
);
/** A list that may be absent: null is an empty one. */
const listOf = <const TItem extends v.GenericSchema>(item: TItem) =>
    v.pipe(
        v.nullable(v.array(item)),
        v.transform((list) => list ?? []),
    );
/** Status words carry spaces and capitals as it happens ("success ", Assign Bot Roles page). */
const statusWord = v.optional(
    v.pipe(
        v.nullable(v.string()),
        v.transform((word) => word?.trim().toLowerCase()),
    ),
);

const error = v.looseObject({
    msg: text,
    message: text,
    code: maybe(v.number()),
});

/**
 * Why a row failed: a sentence (Get User Information, v7.1; seen of Create User), or the platform's error object
 * (Create User, Remove Users).
 */
const reason = v.nullable(
    v.union([v.string(), v.looseObject({ errors: v.optional(v.nullable(v.array(error))), message: text, msg: text })]),
);

type GivenReason = v.InferOutput<typeof reason>;

/** The body of a refused request, as the pages have it. */
export const refusalBody = v.looseObject({ errors: v.array(error) });

/** Why something failed, in Kore.ai's words. */
export interface Reason {
    message: string;
    code?: number | undefined;
}

// It may name everybody of a request.
const longestReason = 20_000;

export function readReason(given: GivenReason | undefined): Reason {
    const { message, code } = fullReason(given);
    return { message: message.slice(0, longestReason), ...present({ code }) };
}

function fullReason(given: GivenReason | undefined): Reason {
    if (given === undefined || given === null) return { message: "no reason given" };
    if (typeof given === "string") return { message: given };
    const first = given.errors?.find((entry) => (entry.msg ?? entry.message) !== undefined);
    return {
        message: first?.msg ?? first?.message ?? given.message ?? given.msg ?? "no reason given",
        code: first?.code,
    };
}

const errorOrWords = v.union([
    v.pipe(
        v.string(),
        v.transform((msg) => ({ msg, code: undefined })),
    ),
    error,
]);
const errors = v.union([
    v.pipe(
        v.string(),
        v.transform((words) => [{ msg: words, code: undefined }]),
    ),
    v.array(errorOrWords),
]);

// No page says which shape a refusal for too many requests has; the pages and other platforms know these.
const spoken = v.union([
    v.pipe(
        v.looseObject({ errors: v.pipe(errors, v.minLength(1)) }),
        v.transform((body) => readReason({ errors: body.errors })),
    ),
    v.pipe(
        v.looseObject({ error: errorOrWords }),
        v.transform((body) => readReason({ errors: [body.error] })),
    ),
    v.pipe(
        error,
        v.check(({ msg, message }) => (msg ?? message) !== undefined),
        v.transform((body) => readReason({ errors: [body] })),
    ),
]);

/** What a body says in words, in whatever shape; undefined where it says nothing. */
export function wordsOf(body: unknown): Reason | undefined {
    if (typeof body === "string") return body.trim() === "" ? undefined : readReason(body.trim());
    const said = v.safeParse(spoken, body);
    return said.success ? said.output : undefined;
}

/** How a row of the three verbs on users ended. */
interface RowAnswer {
    emailId?: string | undefined;
    status?: string | undefined;
    reason?: GivenReason | undefined;
}

/** The answer of the three verbs on users, once it is read. */
export interface UsersAnswer {
    msg?: string | undefined;
    failedUserDetails?: (RowAnswer & { userInfo?: RowAnswer | null | undefined })[] | undefined;
}

/**
 * The answer of the three verbs on users. Remove Users names the person at the top of an entry, the others under
 * userInfo.
 */
export const usersAnswer: v.GenericSchema<unknown, UsersAnswer> = v.pipe(
    v.looseObject({
        msg: text,
        failedUserDetails: v.optional(
            listOf(
                v.looseObject({
                    emailId: text,
                    status: statusWord,
                    reason: v.optional(reason),
                    userInfo: v.optional(
                        v.nullable(v.looseObject({ emailId: text, status: statusWord, reason: v.optional(reason) })),
                    ),
                }),
            ),
        ),
    }),
    // Every documented answer has one of them. What has none says nothing, least of all that it was done.
    v.check(
        ({ msg, failedUserDetails }) => msg !== undefined || failedUserDetails !== undefined,
        'neither "msg" nor "failedUserDetails" in it',
    ),
);

/** The answer of Update User Access, `["SUCCESS"]`: a request that failed is refused whole. */
export const accessAnswer = v.pipe(
    v.array(v.string()),
    v.check((words) => words.some((word) => word.trim().toUpperCase() === "SUCCESS"), 'no "SUCCESS" in it'),
);

/** A failed row of such an answer. */
export interface FailedRow extends Reason {
    emailId: string | undefined;
    /** Whether another row says that it was done for the same person: then nothing is sure but that Kore.ai has dealt with it. */
    isContradicted?: true;
}

/** The rows that failed. The newest edition lists rows of status "success" under the same name: those are none. */
export function failedRows(answer: UsersAnswer): FailedRow[] {
    const rows = (answer.failedUserDetails ?? []).map((row) => ({
        emailId: row.userInfo?.emailId ?? row.emailId,
        hasFailed: (row.userInfo?.status ?? row.status) !== "success",
        reason: row.userInfo?.reason ?? row.reason,
    }));
    const done = new Set(
        rows.flatMap(({ emailId, hasFailed }) => (hasFailed || emailId === undefined ? [] : [normalEmail(emailId)])),
    );
    return rows
        .filter(({ hasFailed }) => hasFailed)
        .map(({ emailId, reason: given }) => ({
            emailId,
            ...(emailId !== undefined && done.has(normalEmail(emailId)) ? { isContradicted: true as const } : {}),
            ...readReason(given),
        }));
}

const heldRole = { roleId: id, roleName: name, groups: v.optional(listOf(shortened)) };

/** The roles of somebody, as Get User Information and Get User Roles Details report them. */
export const heldRoles = v.pipe(
    v.looseObject({
        btRoles: v.optional(listOf(v.looseObject({ ...heldRole, botId: id, botName: name })), []),
        adminRoles: v.optional(listOf(v.looseObject(heldRole)), []),
    }),
    v.transform(({ btRoles, adminRoles }): HeldRole[] => [
        ...btRoles.map(({ roleId, roleName, botId, botName, groups }) => ({
            roleId,
            botId,
            ...present({ roleName, botName, groups }),
        })),
        ...adminRoles.map(({ roleId, roleName, groups }) => ({ roleId, ...present({ roleName, groups }) })),
    ]),
);

/** Tasks that are assigned beside dialogs (Get User Information, 8.0 and later); no page says of which form they are. */
const otherTasks = ["actions", "alerts", "knowledgeTask"] as const;

/** An instant; what is none is left out, as nothing hangs on it. */
const instant = v.pipe(
    v.unknown(),
    v.transform((given) => (typeof given === "string" ? new Date(given) : undefined)),
    v.transform((time) => (time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString())),
);

const foundEntry = v.looseObject({
    canCreateBot: v.boolean(),
    isDeveloper: v.boolean(),
    userInfo: v.looseObject({
        emailId: v.string(),
        userId: id,
        firstName: maybe(shortened),
        lastName: maybe(shortened),
        status: v.optional(
            v.pipe(
                v.nullable(shortened),
                v.transform((word) => word?.trim()),
            ),
        ),
        lastLogin: v.optional(instant),
    }),
    roles: v.pipe(
        v.nullable(heldRoles),
        v.transform((roles) => roles ?? []),
    ),
    groups: v.optional(listOf(v.looseObject({ groupId: id, groupName: name })), []),
    assignBotTasks: v.optional(
        listOf(
            v.looseObject({
                streamId: maybe(id),
                botId: maybe(id),
                dialogs: v.optional(listOf(id)),
                ...v.entriesFromList(otherTasks, v.optional(v.unknown())),
            }),
        ),
    ),
});

const failedEntry = v.looseObject({
    userInfo: v.looseObject({
        emailId: v.string(),
        status: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.literal("failure")),
        reason: v.optional(reason),
    }),
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
    /** What is assigned beside dialogs, as Kore.ai reports it: kept, and never compared. */
    others?: Partial<Record<(typeof otherTasks)[number], unknown>>;
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
    /** The last login, in ISO 8601; pages before version 10 don't have it. */
    lastLogin?: string;
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
                firstName: userInfo.firstName,
                lastName: userInfo.lastName,
                status: userInfo.status === "" ? undefined : userInfo.status,
                lastLogin: userInfo.lastLogin,
            }),
            canCreateBot,
            isDeveloper,
            roles,
            groups: groups.map(({ groupId, groupName }) => ({ groupId, ...present({ groupName }) })),
            ...present({
                assignBotTasks: assignBotTasks?.flatMap((tasks) => {
                    const bot = tasks.streamId ?? tasks.botId;
                    const { dialogs } = tasks;
                    return bot === undefined
                        ? []
                        : [{ streamId: bot, ...present({ dialogs, others: othersOf(tasks) }) }];
                }),
            }),
        },
    };
}

function othersOf(tasks: { [part in (typeof otherTasks)[number]]?: unknown }): AssignedTasks["others"] {
    const others = otherTasks.filter((part) => isSomething(tasks[part])).map((part) => [part, tasks[part]]);
    return others.length === 0 ? undefined : (Object.fromEntries(others) as AssignedTasks["others"]);
}

function isSomething(value: unknown): boolean {
    if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
    return value !== undefined && value !== null && value !== "" && value !== false;
}

/** "userInfo.userId: Expected string but received undefined" */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
    const more = issues.length - mostIssues;
    const described = issues
        .slice(0, mostIssues)
        .map((issue) => [v.getDotPath(issue), cut(issue.message)].filter((part) => part !== null).join(": "))
        .join("; ");
    return more > 0 ? `${described}; and ${more} more` : described;
}

// What is wrong with one row of many is wrong with all.
const mostIssues = 5;

/** The properties that have a value, so that none is there as undefined. */
export function present<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
