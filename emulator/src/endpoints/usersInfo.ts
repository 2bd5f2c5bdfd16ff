import * as v from "valibot";
import { sameAddress } from "../addresses";
import { success } from "../answer";
import type { Directory } from "../directory";
import type { BotTasks, Person } from "../person";
import type { Switches } from "../switches";
import { taking, type Call } from "./endpoint";
import { because, countOf, rowStatus, shaped } from "./failures";
import { reportedRoles } from "./reportedRoles";
import { isListed, statusWord, withAbsent } from "./reports";

const ids = v.array(v.string());
const absent = v.exactOptional(v.never());
const status = v.exactOptional(v.picklist(["active", "not active", "all"]));

const bodySchema = v.union([
    v.pipe(
        v.object({ emailIds: ids, orgUserIds: absent, status }),
        v.transform((body) => ({ by: "emailId" as const, ids: body.emailIds, status: body.status })),
    ),
    v.pipe(
        v.object({ orgUserIds: ids, emailIds: absent, status }),
        v.transform((body) => ({ by: "orgUserId" as const, ids: body.orgUserIds, status: body.status })),
    ),
]);

type WantedStatus = v.InferOutput<typeof bodySchema>["status"];

interface Entry {
    address: string;
    entry: object;
}

/** POST /api/public/usersInfo: one entry for each id asked, whatever became of the person. */
export const usersInfo = taking(
    "User Management > User Management",
    () => bodySchema,
    (body) => body.ids.length,
    (call, body) => {
        const one = body.by === "emailId" ? ofAddress : ofOrgUserId;
        const entries = body.ids.flatMap((id) => one(call, id, body.status));
        const inOrder = ordered(entries, call.switches.answerOrder).map(({ entry }) => entry);
        return success(answeredPart(inOrder, call.switches));
    },
);

/** The pages document no paging for usersInfo, and the newest sample shows one person of two. */
const pageSizes = { whole: Infinity, firstPart: 20, fewer: 20, one: 1 } as const;

function answeredPart(entries: Entry["entry"][], { usersInfoPage, usersInfoMeta }: Switches): Entry["entry"][] {
    const shown = entries.slice(0, pageSizes[usersInfoPage]);
    if (usersInfoPage === "firstPart" || usersInfoPage === "one") {
        const meta = { moreAvailable: shown.length < entries.length, total: entries.length };
        return shown.map((entry) => ({ ...entry, ...meta }));
    }
    return usersInfoMeta === "present" ? shown.map((entry) => ({ ...entry, ...countOf(shown.length) })) : shown;
}

function ofAddress(call: Call, emailId: string, wantedStatus: WantedStatus): Entry[] {
    const ordered = call.faults.rows.find((fault) => sameAddress(fault.emailId, emailId));
    if (ordered?.kind === "missingRow") {
        return [];
    }
    if (ordered?.kind === "failingRow") {
        const reason = because(ordered.reason ?? "Something went wrong. Please try again later.");
        return [failure({ emailId }, shaped(reason, call.switches.lookUpReasonShape), call.switches)];
    }
    const late = call.lateIndex.look(emailId, call.now);
    const person = late === undefined ? reportable(call, emailId) : late.person;
    return person === undefined || !isListed(person, call.switches)
        ? [notFound({ emailId }, call.switches)]
        : found(call, person, emailId, wantedStatus);
}

function ofOrgUserId(call: Call, orgUserId: string, wantedStatus: WantedStatus): Entry[] {
    const person = call.directory.findByOrgUserId(orgUserId);
    return person === undefined || !isListed(person, call.switches)
        ? [notFound({ orgUserId }, call.switches)]
        : found(call, person, person.emailId, wantedStatus);
}

/**
 * Somebody of the account, or, where the switches say so, a removed person or one of another account, without any
 * access.
 */
function reportable({ directory, switches }: Call, emailId: string): Person | undefined {
    const removed = switches.removedPeople === "inactive" ? directory.findRemoved(emailId) : undefined;
    if (removed !== undefined) {
        return { ...removed, ...noAccess, status: "not active" };
    }
    if (switches.foreignPeople === "listed" && directory.isForeign(emailId)) {
        return {
            emailId,
            userId: "u-ffffffff-ffff-5fff-8fff-ffffffffffff",
            ...noAccess,
            status: "active",
            invitations: 0,
        };
    }
    return directory.find(emailId);
}

const noAccess = {
    canCreateBot: false,
    isDeveloper: false,
    hasDataTableAndViewAccess: false,
    groups: [],
    roles: [],
    assignBotTasks: [],
};

function found({ directory, switches }: Call, person: Person, asked: string, wantedStatus: WantedStatus): Entry[] {
    if (wantedStatus !== undefined && wantedStatus !== "all" && wantedStatus !== person.status) {
        return [];
    }
    const { canCreateBot, isDeveloper, userId, firstName = "", lastName = "", lastLogin } = person;
    const reported = {
        status: statusWord(person.status, switches),
        ...(lastLogin === undefined ? {} : { lastLogin }),
    };
    const entry = {
        canCreateBot,
        isDeveloper,
        userInfo: {
            emailId: answered(asked, person, switches),
            userId,
            firstName,
            lastName,
            ...(switches.statusReported === "reported" ? reported : {}),
        },
        roles: reportedRoles(person, directory, switches),
        ...(switches.tasksReported === "reported"
            ? { assignBotTasks: person.assignBotTasks.map((tasks) => reportedTasks(tasks, directory, switches)) }
            : {}),
        groups: person.groups.flatMap((groupId) => {
            const group = directory.group(groupId);
            return group === undefined ? [] : [{ groupId, groupName: group.name }];
        }),
    };
    return [{ address: asked, entry: withAbsent(entry, switches) }];
}

function answered(asked: string, person: Person, { answerLetterCase }: Switches): string {
    switch (answerLetterCase) {
        case "asked":
            return asked;
        case "stored":
            return person.emailId;
        case "lower":
            return asked.toLowerCase();
    }
}

function reportedTasks(
    tasks: BotTasks,
    directory: Directory,
    { allDialogsReported, taskKey, taskParts }: Switches,
): Record<string, unknown> {
    const { botId, dialogs } = tasks;
    // Whoever has all of a bot has its other parts too; otherwise they are given by hand.
    const whole = dialogs === undefined && allDialogsReported === "listed" ? directory.bot(botId) : undefined;
    const other = (part: "actions" | "alerts" | "knowledgeTask"): string[] =>
        taskParts === "all" ? (tasks[part] ?? whole?.[part] ?? []) : [];
    return {
        [taskKey]: botId,
        dialogs: dialogs ?? whole?.dialogs.map(({ dialogId }) => dialogId) ?? [],
        actions: other("actions"),
        alerts: other("alerts"),
        knowledgeTask: other("knowledgeTask"),
    };
}

/** The text is the v7.1 page's unless the switch says the newest; the msg of either is the same words. */
function notFound(userInfo: Record<string, string>, switches: Switches): Entry {
    return failure(userInfo, shaped(because(switches.notFoundReason), switches.lookUpReasonShape), switches);
}

function failure(userInfo: Record<string, string>, reason: unknown, switches: Switches): Entry {
    const [address = ""] = Object.values(userInfo);
    return { address, entry: { userInfo: { ...userInfo, status: rowStatus("failure", switches), reason } } };
}

function ordered(entries: Entry[], order: Switches["answerOrder"]): Entry[] {
    switch (order) {
        case "asked":
            return entries;
        case "reversed":
            return [...entries].reverse();
        case "sorted":
            return [...entries].sort((one, other) => one.address.localeCompare(other.address));
    }
}
