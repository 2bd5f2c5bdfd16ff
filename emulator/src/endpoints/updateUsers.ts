import * as v from "valibot";
import { refusal } from "../answer";
import { roleKey, type Directory } from "../directory";
import type { BotTasks, HeldRole, Person } from "../person";
import type { Switches } from "../switches";
import { taking, type Call } from "./endpoint";
import { because, usersAnswer, type Reason, type RowResult } from "./failures";
import {
    allTasks,
    assignable,
    flagMistake,
    heldTogether,
    isMalformed,
    isReason,
    known,
    malformedResult,
    object,
    profileEntries,
    profileOf,
    roleEntry,
    rowsOf,
    type MalformedRow,
    type Wanted,
} from "./rows";

const text = v.exactOptional(v.string());

const list = v.exactOptional(v.array(v.string()));

/** No page has them in a request: where usersInfo reports them, they are taken as it reports them. */
const otherParts = { actions: list, alerts: list, knowledgeTask: list };

const rowSchema = v.object({
    userInfo: v.pipe(
        v.object({ emailId: text, orgUserId: text, ...profileEntries }),
        v.check(({ emailId, orgUserId }) => emailId !== undefined || orgUserId !== undefined),
    ),
    groups: v.exactOptional(
        object({ addTo: v.exactOptional(v.array(v.string())), removeFrom: v.exactOptional(v.array(v.string())) }),
    ),
    roles: v.exactOptional(
        object({ addTo: v.exactOptional(v.array(roleEntry)), removeFrom: v.exactOptional(v.array(roleEntry)) }),
    ),
    assignBotTasks: v.exactOptional(v.array(object({ botId: text, dialogs: list, ...otherParts }))),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
});

type Row = v.InferOutput<typeof rowSchema>;

/**
 * PUT /api/public/users: groups and roles are deltas, tasks are replaced, profile fields that a row has are written.
 */
export const updateUsers = taking(
    "User Management > User Management",
    (switches) => v.object({ users: rowsOf(rowSchema, switches) }),
    ({ users }) => users.length,
    (call, { users }) => {
        const { directory, switches } = call;
        const isUnknown = (row: Row | MalformedRow): boolean =>
            !isMalformed(row) && personOf(row, directory) === undefined;
        if (switches.updateUnknown === "refused" && users.some(isUnknown)) {
            return refusal(400, "One or more entered emails not found");
        }
        const results = users.map((row): RowResult => {
            if (isMalformed(row)) {
                return malformedResult(row);
            }
            const person = personOf(row, directory);
            const failed = person === undefined ? unknownPerson(switches) : updatePerson(call, row, person);
            return { userInfo: nameOf(row), ...(failed === undefined ? {} : { failed }) };
        });
        return usersAnswer(results, "updated", switches);
    },
);

function personOf({ userInfo: { emailId, orgUserId } }: Row, directory: Directory): Person | undefined {
    if (emailId !== undefined) {
        return directory.find(emailId);
    }
    return orgUserId === undefined ? undefined : directory.findByOrgUserId(orgUserId);
}

function nameOf({ userInfo: { emailId, orgUserId, firstName } }: Row): Record<string, string> {
    return {
        ...(emailId !== undefined ? { emailId } : orgUserId !== undefined ? { orgUserId } : {}),
        ...(firstName === undefined ? {} : { firstName }),
    };
}

function unknownPerson(switches: Switches): Reason | undefined {
    return switches.updateUnknown === "ignored" ? undefined : because("Invalid emailId");
}

function updatePerson({ directory, switches }: Call, row: Row, person: Person): Reason | undefined {
    const tasks = tasksOf(row.assignBotTasks, switches);
    const given = assignable(row.roles?.addTo, directory, switches);
    const taken = assignable(row.roles?.removeFrom, directory, switches);
    if (isReason(given)) {
        return given;
    }
    if (isReason(taken)) {
        return taken;
    }
    const delta: Delta = { addTo: given, removeFrom: taken, groups: row.groups ?? {} };
    const mistake = flagMistake(row, switches) ?? deltaMistake(delta, person, switches);
    if (mistake !== undefined) {
        return mistake;
    }
    const added = known({ groups: row.groups?.addTo ?? [], roles: given, tasks: tasks ?? [] }, directory, switches);
    if (isReason(added)) {
        return added;
    }
    applyDelta(person, delta, added, switches);
    Object.assign(person, profileOf(row.userInfo));
    person.canCreateBot = flag(row.canCreateBot, person.canCreateBot, switches);
    person.isDeveloper = flag(row.isDeveloper, person.isDeveloper, switches);
    if (switches.autoAssignedTasks === "afterEachUpdate") {
        person.assignBotTasks = allTasks(directory);
    } else if (tasks !== undefined) {
        person.assignBotTasks = added.tasks;
    }
    return undefined;
}

/** What a row gives and takes. */
interface Delta {
    addTo: HeldRole[];
    removeFrom: HeldRole[];
    groups: NonNullable<Row["groups"]>;
}

function applyDelta(person: Person, { removeFrom, groups }: Delta, added: Wanted, switches: Switches): void {
    const takenRoles = new Set(removeFrom.map(roleKey));
    const takenGroups = new Set(groups.removeFrom ?? []);
    person.groups = [...new Set([...person.groups.filter((groupId) => !takenGroups.has(groupId)), ...added.groups])];
    const kept = person.roles.filter((held) => !takenRoles.has(roleKey(held)));
    person.roles = heldTogether([...kept, ...added.roles], switches);
}

function flag(sent: boolean | undefined, before: boolean, { putOmittedFlag }: Switches): boolean {
    return sent ?? (putOmittedFlag === "kept" ? before : putOmittedFlag === "true");
}

function deltaMistake(delta: Delta, person: Person, switches: Switches): Reason | undefined {
    const held = new Set([...person.groups, ...person.roles.map(roleKey)]);
    const added = keysOf(delta.groups.addTo, delta.addTo);
    const removed = keysOf(delta.groups.removeFrom, delta.removeFrom);
    if (switches.roleAlreadyHeld === "failureRow" && added.some((key) => held.has(key))) {
        return because("Role or group is already assigned to the user");
    }
    if (switches.roleNotHeld === "failureRow" && removed.some((key) => !held.has(key))) {
        return because("Role or group is not assigned to the user");
    }
    return undefined;
}

function keysOf(groups: string[] = [], roles: HeldRole[] = []): string[] {
    return [...groups, ...roles.map(roleKey)];
}

/** The tasks that replace the person's; undefined where the row leaves them as they are. */
function tasksOf(entries: Row["assignBotTasks"], { unassignTasks, taskParts }: Switches): BotTasks[] | undefined {
    if (entries === undefined) {
        return undefined;
    }
    const tasks = entries.flatMap(({ botId, dialogs, ...parts }): BotTasks[] =>
        botId === undefined
            ? []
            : [{ botId, ...(dialogs === undefined ? {} : { dialogs }), ...(taskParts === "all" ? parts : {}) }],
    );
    if (tasks.length > 0) {
        return tasks;
    }
    const form = entries.length === 0 ? "emptyList" : "entryWithoutBotId";
    return unassignTasks === "either" || unassignTasks === form ? [] : undefined;
}
