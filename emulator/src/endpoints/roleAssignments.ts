import * as v from "valibot";
import { success } from "../answer";
import { roleKey, type Directory } from "../directory";
import type { HeldRole, Person } from "../person";
import type { Group } from "../seed";
import { taking, type Call } from "./endpoint";
import { because, rowStatus, shaped, type Reason } from "./failures";
import { assignable, heldTogether, isReason } from "./rows";

const scope = "Profile Management > Role Management";
const names = v.exactOptional(v.array(v.string()), []);

// Users go by address or orgUserId, groups by name (Assign Admin Roles page).
const entries = {
    roleId: v.string(),
    addUsers: names,
    addOrgUserIds: names,
    removeUsers: names,
    removeOrgUserIds: names,
    addGroups: names,
    removeGroups: names,
};

type Assignment = v.InferOutput<v.ObjectSchema<typeof entries, undefined>> & { botId?: string };

/** POST /api/public/adminroles/assignments/: gives and takes admin roles. */
export const adminRoleAssignments = taking(
    scope,
    () => v.pipe(v.array(v.object(entries)), v.minLength(1)),
    (assignments) => assignments.length,
    (call, assignments) => success(assignments.map((each) => result(call, each, ""))),
);

/** POST /api/public/btroles/assignments/: the same for roles on a bot. Its sample has a space after success. */
export const botRoleAssignments = taking(
    scope,
    () => v.pipe(v.array(v.object({ ...entries, botId: v.string() })), v.minLength(1)),
    (assignments) => assignments.length,
    (call, assignments) => success(assignments.map((each) => result(call, each, " "))),
);

function result(call: Call, assignment: Assignment, space: string): object {
    const { roleId } = assignment;
    const reason = assign(call, assignment);
    const done = rowStatus("success", call.switches);
    return reason === undefined
        ? { status: done.endsWith(space) ? done : `${done}${space}`, roleId }
        : {
              status: rowStatus("failure", call.switches),
              roleId,
              reason: shaped(reason, call.switches.createReasonShape),
          };
}

/** Does one assignment whole, or says why nothing of it is done. */
function assign({ directory, switches }: Call, assignment: Assignment): Reason | undefined {
    const { roleId, botId } = assignment;
    const role = directory.role(roleId);
    const bot = botId === undefined ? undefined : directory.bot(botId);
    if (role?.roleType !== (botId === undefined ? "admin" : "bot") || (botId !== undefined && bot === undefined)) {
        return because(`Invalid roleId ${roleId} or botId ${botId ?? "(none)"}`);
    }
    const roles = assignable([botId === undefined ? { roleId } : { roleId, botId }], directory, switches);
    if (isReason(roles)) {
        return roles;
    }
    const given = holdersOf(directory, assignment.addUsers, assignment.addOrgUserIds, assignment.addGroups);
    const taken = holdersOf(directory, assignment.removeUsers, assignment.removeOrgUserIds, assignment.removeGroups);
    if (given === undefined || taken === undefined) {
        return because("One or more entered users or groups not found");
    }
    for (const held of roles) {
        taken.people.forEach((person) => (person.roles = without(person.roles, held)));
        given.people.forEach((person) => (person.roles = heldTogether([...person.roles, held], switches)));
        taken.groups.forEach((group) => setRoles(group, directory, (before) => without(before, held)));
        given.groups.forEach((group) => setRoles(group, directory, (before) => [...without(before, held), held]));
    }
    return undefined;
}

interface Holders {
    people: Person[];
    groups: Group[];
}

/** Whom an assignment names; undefined if the account does not have one of them. Empty texts name nobody. */
function holdersOf(
    directory: Directory,
    emailIds: string[],
    orgUserIds: string[],
    groupNames: string[],
): Holders | undefined {
    const people = [
        ...named(emailIds).map((emailId) => directory.find(emailId)),
        ...named(orgUserIds).map((orgUserId) => directory.findByOrgUserId(orgUserId)),
    ];
    const groups = named(groupNames).map((name) => directory.seed.groups.find((group) => group.name === name));
    const known = { people: people.flatMap((one) => one ?? []), groups: groups.flatMap((one) => one ?? []) };
    return known.people.length === people.length && known.groups.length === groups.length ? known : undefined;
}

function named(texts: string[]): string[] {
    return texts.filter((text) => text !== "");
}

function without(roles: HeldRole[], held: HeldRole): HeldRole[] {
    return roles.filter((each) => roleKey(each) !== roleKey(held));
}

function setRoles(group: Group, directory: Directory, change: (before: HeldRole[]) => HeldRole[]): void {
    directory.groupRoles[group.groupId] = change(directory.rolesOfGroup(group));
}
