import * as v from "valibot";
import { isAddress } from "../addresses";
import type { Directory } from "../directory";
import type { BotTasks, Person } from "../person";
import type { Switches } from "../switches";
import { taking, type Call } from "./endpoint";
import { because, invalidEmail, usersAnswer, type Reason, type RowResult } from "./failures";
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
    type Wanted,
} from "./rows";

const rowSchema = v.object({
    userInfo: v.object({ emailId: v.string(), orgUserId: v.exactOptional(v.string()), ...profileEntries }),
    groups: v.exactOptional(v.array(v.string())),
    roles: v.exactOptional(v.array(roleEntry)),
    // `streamId` here, `botId` in PUT users: each is the only name that its page has.
    assignBotTasks: v.exactOptional(
        v.array(object({ streamId: v.exactOptional(v.string()), dialogs: v.exactOptional(v.array(v.string())) })),
    ),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    sendEmail: v.exactOptional(v.boolean()),
});

type Row = v.InferOutput<typeof rowSchema>;

/** POST /api/public/users: good rows are done, bad ones are in failedUserDetails. */
export const createUsers = taking(
    "User Management > User Management",
    (switches) => v.object({ users: rowsOf(rowSchema, switches), sendEmail: v.exactOptional(v.boolean()) }),
    ({ users }) => users.length,
    (call, { users, sendEmail }) => {
        const results = users.map((row): RowResult => {
            if (isMalformed(row)) {
                return malformedResult(row);
            }
            const { emailId, firstName } = row.userInfo;
            const invited = isInvited(sendEmail, row.sendEmail, call.switches);
            const failed = createPerson(call, row, invited);
            return {
                userInfo: { emailId, ...(firstName === undefined ? {} : { firstName }) },
                ...(failed === undefined ? {} : { failed }),
            };
        });
        return usersAnswer(results, "created", call.switches);
    },
);

/** Whether an invitation is sent: true unless the place that counts says otherwise, as the Create User page says. */
function isInvited(
    ofRequest: boolean | undefined,
    ofRow: boolean | undefined,
    { sendEmailPlace, accountMailSetting }: Switches,
): boolean {
    const counting = { request: [ofRequest], row: [ofRow], both: [ofRequest, ofRow] }[sendEmailPlace];
    return accountMailSetting === "asAsked" && !counting.includes(false);
}

function createPerson(call: Call, row: Row, invited: boolean): Reason | undefined {
    const { directory, switches } = call;
    const { emailId } = row.userInfo;
    if (!isAddress(emailId)) {
        return invalidEmail;
    }
    const existing = directory.find(emailId);
    if (existing !== undefined && switches.repeatedCreate === "kept") {
        return undefined;
    }
    if (existing !== undefined && switches.repeatedCreate === "refused") {
        return because("User already exists");
    }
    const wanted = flagMistake(row, switches) ?? wantedOf(row, directory, switches);
    if (isReason(wanted)) {
        return wanted;
    }
    if (existing !== undefined) {
        const again = switches.repeatedCreate === "merged" ? mergeAgain : applyAgain;
        again(existing, row, wanted, invited, switches);
        return undefined;
    }
    const added = withFreeOrgUserId(row, directory, switches);
    if (isReason(added)) {
        return added;
    }
    addPerson(directory, added, wanted, invited, switches);
    const { lateIndex: fault } = call.faults;
    if (fault !== undefined && (fault.emailId ?? emailId).toLowerCase() === emailId.toLowerCase()) {
        call.lateIndex.keep(emailId, undefined, fault, call.now);
    }
    return undefined;
}

/** A row without an orgUserId that somebody else has, or the reason why the row fails. */
function withFreeOrgUserId(row: Row, directory: Directory, { orgUserIdTaken }: Switches): Row | Reason {
    const { orgUserId, ...others } = row.userInfo;
    const taken = orgUserId !== undefined && directory.findByOrgUserId(orgUserId) !== undefined;
    if (taken && orgUserIdTaken === "failureRow") {
        return because("orgUserId belongs to another user");
    }
    return taken && orgUserIdTaken === "ignored" ? { ...row, userInfo: others } : row;
}

/** What a row wants of what the account has, or the reason why the row fails. */
function wantedOf(row: Row, directory: Directory, switches: Switches): Wanted | Reason {
    const roles = assignable(row.roles, directory, switches);
    if (isReason(roles)) {
        return roles;
    }
    const tasks = (row.assignBotTasks ?? []).flatMap(({ streamId, dialogs }): BotTasks[] =>
        streamId === undefined ? [] : [{ botId: streamId, ...(dialogs === undefined ? {} : { dialogs }) }],
    );
    return known({ groups: row.groups ?? [], roles, tasks }, directory, switches);
}

function addPerson(directory: Directory, row: Row, wanted: Wanted, invited: boolean, switches: Switches): void {
    const { emailId, orgUserId } = row.userInfo;
    const awaitsActivation = switches.newPersonListed === "afterActivation" && switches.newPersonStatus !== "active";
    const person: Omit<Person, "userId"> = {
        emailId: switches.storedLetterCase === "lower" ? emailId.toLowerCase() : emailId,
        ...(orgUserId === undefined ? {} : { orgUserId }),
        ...profileOf(row.userInfo),
        ...flagsOf(row, switches),
        hasDataTableAndViewAccess: false,
        groups: wanted.groups,
        roles: heldTogether(wanted.roles, switches),
        assignBotTasks: switches.autoAssignedTasks === "off" ? wanted.tasks : allTasks(directory),
        status: switches.newPersonStatus,
        ...(awaitsActivation ? { awaitsActivation } : {}),
        invitations: invited ? 1 : 0,
    };
    directory.add(person, switches.recreatedUserId);
}

/** Lists that the row has replace the person's; lists that it leaves out stay. */
function applyAgain(person: Person, row: Row, wanted: Wanted, invited: boolean, switches: Switches): void {
    const { orgUserId } = row.userInfo;
    Object.assign(
        person,
        profileOf(row.userInfo),
        flagsOf(row, switches),
        orgUserId === undefined ? {} : { orgUserId },
    );
    person.groups = row.groups === undefined ? person.groups : wanted.groups;
    person.roles = row.roles === undefined ? person.roles : heldTogether(wanted.roles, switches);
    person.assignBotTasks = row.assignBotTasks === undefined ? person.assignBotTasks : wanted.tasks;
    person.invitations += invited ? 1 : 0;
}

/** What the row says is added to what the person has; what it leaves out stays. */
function mergeAgain(person: Person, row: Row, wanted: Wanted, _invited: boolean, switches: Switches): void {
    const { orgUserId } = row.userInfo;
    const { canCreateBot, isDeveloper } = person;
    Object.assign(person, profileOf(row.userInfo), orgUserId === undefined ? {} : { orgUserId }, {
        canCreateBot: row.canCreateBot ?? canCreateBot,
        isDeveloper: row.isDeveloper ?? isDeveloper,
    });
    person.groups = [...new Set([...person.groups, ...wanted.groups])];
    person.roles = heldTogether([...person.roles, ...wanted.roles], switches);
    const bots = new Set(wanted.tasks.map(({ botId }) => botId));
    person.assignBotTasks = [...person.assignBotTasks.filter(({ botId }) => !bots.has(botId)), ...wanted.tasks];
}

function flagsOf(row: Row, switches: Switches): Pick<Person, "canCreateBot" | "isDeveloper"> {
    const omitted = switches.createOmittedFlag === "true";
    return { canCreateBot: row.canCreateBot ?? omitted, isDeveloper: row.isDeveloper ?? omitted };
}
