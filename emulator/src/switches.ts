import * as v from "valibot";
import { parse } from "./parse";

/** One thing that Kore.ai's pages leave open, and the answers that the emulator can give. */
export interface OpenFact<Value extends string = string> {
    /** The question, with its source in words. */
    question: string;
    /** Each value with what it means; the first is the default. */
    values: readonly (readonly [value: Value, meaning: string])[];
}

function open<const Value extends string>(
    question: string,
    ...values: readonly (readonly [value: Value, meaning: string])[]
): OpenFact<Value> {
    return { question, values };
}

/** Every switch: what Kore.ai's pages leave open, one switch per open fact. The first value of each is its default. */
export const switchTable = {
    putOmittedFlag: open(
        "What does PUT users do to a flag that the row leaves out? The Update User page says “Default: true” and nothing of omission.",
        ["kept", "the flag stays as it is"],
        ["true", "the flag becomes true"],
        ["false", "the flag becomes false"],
    ),
    accessOmittedFlag: open(
        "What does useraccess do to one of its three flags that the body leaves out? The Update User Access page gives no default.",
        ["kept", "the flag stays as it is"],
        ["true", "the flag becomes true"],
        ["false", "the flag becomes false"],
    ),
    createOmittedFlag: open(
        "Which value has a flag that a created row leaves out? The Create User page says true; the Admin Console has account-wide defaults beside it.",
        ["true", "canCreateBot and isDeveloper become true"],
        ["false", "canCreateBot and isDeveloper become false"],
    ),
    repeatedCreate: open(
        "What does POST users do for an address that is in the account already? No page says, and no public test covers it.",
        ["kept", "success; nothing changes and nobody is invited"],
        [
            "applied",
            "success; what the row says replaces what was there, omitted flags become as for a new person, an invitation is sent",
        ],
        ["refused", "a failure row"],
        ["merged", "success; what the row says is added, the rest stays; nobody is invited"],
    ),
    rowFlagCombination: open(
        "Do POST and PUT users take canCreateBot true with isDeveloper false? Only the Update User Access page refuses it.",
        ["accepted", "both flags are set as sent"],
        ["failureRow", "a failure row, and nothing of the row is done"],
    ),
    newPersonStatus: open(
        "Which status has a created person before the activation link is used? The Get User Information page names only the values.",
        ["not active", "people are not active until they activate the account"],
        ["active", "people are active from the start"],
    ),
    newPersonListed: open(
        "Do usersInfo and alluserroles know a created person before the activation? The Enrolling a New User page has whoever is invited in the console in the account after the activation alone; Kore.ai's tests look up at once whom they create.",
        ["atOnce", "they do"],
        ["afterActivation", "not before the activation; other requests do"],
    ),
    storedLetterCase: open(
        "Does Kore.ai keep the letter case of a created address? No page says.",
        ["asSent", "stored as sent"],
        ["lower", "stored in lower case"],
    ),
    sendEmailPlace: open(
        "Where does POST users read sendEmail? The v7.1 page has it beside `users`; the newest table no longer shows the place.",
        ["request", "beside `users`, for all rows; in a row it is ignored"],
        ["row", "in each row; beside `users` it is ignored"],
        ["both", "in both; either place can forbid it"],
    ),
    accountMailSetting: open(
        "Does the account send invitations at all? The User Management page has a setting for e-mails to people who are added using APIs.",
        ["asAsked", "as the request asks"],
        ["never", "never"],
    ),
    orgUserIdTaken: open(
        "What does POST users do with an orgUserId that somebody else of the account has? No page says.",
        ["accepted", "both have it"],
        ["failureRow", "a failure row, and nobody is created"],
        ["ignored", "the person is created without it"],
    ),
    malformedRow: open(
        "What do POST and PUT users do with one row that has not the documented form? Kore.ai's tests expect 412 for a body of another form; no page speaks of rows.",
        ["refused", "412 for the whole request, and nothing is done"],
        ["failureRow", "a failure row; the other rows are done"],
    ),
    unassignTasks: open(
        "Which form of assignBotTasks takes all tasks away in PUT users? The Update User page says: present without botId.",
        ["either", "both [] and an entry without botId"],
        ["entryWithoutBotId", "only an entry without botId; [] is ignored"],
        ["emptyList", "only []; entries without botId are ignored"],
    ),
    unknownGroup: open(
        "What happens to a row that names a group the account does not have? No page says.",
        ["failureRow", "a failure row, and nothing of the row is done"],
        ["ignored", "that group is passed over"],
    ),
    unknownRole: open(
        "What happens to a row that names a role or a bot the account does not have, or a bot role without a bot? No page says.",
        ["failureRow", "a failure row, and nothing of the row is done"],
        ["ignored", "that role is passed over"],
    ),
    unknownTask: open(
        "What happens to a row whose assignBotTasks names a bot or a dialog the account does not have? No page says.",
        ["failureRow", "a failure row, and nothing of the row is done"],
        ["ignored", "that bot or dialog is passed over"],
    ),
    roleAlreadyHeld: open(
        "What does PUT users do with addTo of a role or group that the person has already? No page says.",
        ["ignored", "success"],
        ["failureRow", "a failure row, and nothing of the row is done"],
    ),
    roleNotHeld: open(
        "What does PUT users do with removeFrom of a role or group that the person does not have directly? No page says.",
        ["ignored", "success"],
        ["failureRow", "a failure row, and nothing of the row is done"],
    ),
    ownerRole: open(
        "What do POST and PUT users do with a role Bot Owner to give or take? The Role Management page says that it comes with making a bot and that nobody is assigned to it.",
        ["taken", "it is given and taken as any other role"],
        ["refused", "a failure row, and nothing of the row is done"],
        ["ignored", "success; that role is passed over"],
    ),
    rolesPerBot: open(
        "Can somebody have several direct roles on one bot? The Admin Console shows one bot and one role in a line; no page says.",
        ["many", "they can"],
        ["one", "a second one takes the place of the first"],
    ),
    autoAssignedTasks: open(
        "Does the account assign tasks by itself? The Apps Management page has a setting that assigns all approved bots and their tasks.",
        ["off", "it does not"],
        ["atCreate", "all tasks of all bots, to whoever is created"],
        ["afterEachUpdate", "the same, and again after each PUT users about them"],
    ),
    updateUnknown: open(
        "What does PUT users do with a row about somebody who is not in the account? The Update User page shows no failure.",
        ["failureRow", "a failure row; the other rows are done"],
        ["refused", "400 for the whole request, and nothing is done"],
        ["ignored", "success"],
    ),
    removeUnknown: open(
        "What does DELETE users do with somebody who is not in the account? No page says.",
        ["success", "success"],
        ["failureRow", "a failure row; the others are removed"],
        ["refused", "400 for the whole request, and nothing is done"],
    ),
    ownerFailureStatus: open(
        "Which HTTP status has the documented failure of DELETE users for an owner? The Delete User page shows only the body.",
        ["200", "200, as for the failure rows of POST users"],
        ["400", "400"],
    ),
    removedPeople: open(
        "What does usersInfo say of a removed person? The Directory Synchronization page says that the record is kept for audit.",
        ["unknown", "what it says of an address never seen"],
        ["inactive", "still listed, with status not active and without any access"],
    ),
    recreatedUserId: open(
        "Which userId has a person who was removed and created again? No page says.",
        ["new", "another one"],
        ["same", "the one of before"],
    ),
    accessPartial: open(
        "What does useraccess do for the known people of a call that it answers with 400 for the others? The page says “One or more”.",
        ["whole", "nothing for anybody"],
        ["partial", "they get theirs all the same"],
    ),
    foreignPeople: open(
        "What does usersInfo say of somebody of another account? Only the Update User Access page speaks of such people.",
        ["unknown", "what it says of an address never seen"],
        ["listed", "listed, without any access in this account"],
    ),
    largestBatch: open(
        "How many rows may one request have? No page of any version says; more are refused with 400, and nothing is done.",
        ["unlimited", "any number"],
        ["50", "50, the documented page size of the lists"],
        ["10", "10"],
        ["2", "2"],
        ["1", "1"],
    ),
    answerLetterCase: open(
        "In which letter case does usersInfo answer an address? No page says.",
        ["asked", "as asked"],
        ["stored", "as stored"],
        ["lower", "in lower case"],
    ),
    answerOrder: open(
        "In which order does usersInfo answer? No page says.",
        ["asked", "as asked"],
        ["reversed", "the other way round"],
        ["sorted", "by address"],
    ),
    taskKey: open(
        "Under which name does usersInfo report the bot of assigned tasks? The v7.1 sample has streamId, later ones botId.",
        ["streamId", "streamId"],
        ["botId", "botId"],
    ),
    allDialogsReported: open(
        "How does usersInfo report tasks that were assigned without dialogs, which means all? No page says.",
        ["listed", "every dialog of the bot is listed"],
        ["empty", "dialogs is an empty list"],
    ),
    taskParts: open(
        "Which parts of assigned tasks does usersInfo report? The v7.1 sample has lists of actions, alerts and knowledgeTask beside dialogs; no page has them in a request, and PUT users takes them where they are reported.",
        ["dialogs", "dialogs alone; the other lists are empty"],
        ["all", "all four"],
    ),
    tasksReported: open(
        "Does usersInfo report assignBotTasks? The v7.1 sample has it, the newest has not.",
        ["reported", "it does"],
        ["absent", "it does not"],
    ),
    conferringGroups: open(
        "Do the roles of usersInfo name the groups that confer them? The v7.1 sample has `groups` in each role, the newest has not.",
        ["reported", "they do"],
        ["absent", "the key is absent"],
    ),
    directRoleAlsoConferred: open(
        "How is a role reported that is held directly and conferred by a group too? No sample shows one.",
        ["twoEntries", "two entries, one with empty groups"],
        ["direct", "one entry with empty groups"],
        ["conferred", "one entry that names the groups"],
    ),
    nestedGroups: open(
        "Do groups in groups confer roles? The Groups Management page lets groups hold groups, and says nothing of their roles.",
        ["conferred", "members have what the groups in their group confer too"],
        ["ofOuter", "members have what the groups that hold their group confer too"],
        ["notConferred", "a group confers its own roles alone"],
    ),
    statusReported: open(
        "Does usersInfo report status and lastLogin? The v7.1 sample has neither, later ones both.",
        ["reported", "both"],
        ["absent", "neither"],
    ),
    statusWords: open(
        "With which words is a status reported? The Get User Information page writes active and not active, the pages of the Admin Console capitals.",
        ["lower", "active, not active, Suspended, Locked"],
        ["capital", "Active, Not Active, Suspended, Locked"],
        ["inactive", "Active, Inactive, Suspended, Locked"],
    ),
    absentText: open(
        "How do reports show a name, a text or a list that is not there? Samples have empty ones; the Get Groups sample has a null.",
        ["empty", "an empty text or list"],
        ["null", "null"],
        ["absent", "the key is absent"],
    ),
    usersInfoPage: open(
        "Does usersInfo answer for everybody who was asked for? The newest sample asks for two people, shows one, and has moreAvailable and total; no page says how to ask for more.",
        ["whole", "it does"],
        ["firstPart", "for the first 20, and each entry says by moreAvailable and total that there are more"],
        ["fewer", "for the first 20, and nothing says so"],
        ["one", "for the first one, and the entry says by moreAvailable and total that there are more"],
    ),
    usersInfoMeta: open(
        "Do the entries of usersInfo carry moreAvailable and total? Only the newest sample has them, each entry its own.",
        ["absent", "they do not"],
        ["present", "they do"],
    ),
    createReasonShape: open(
        "Which shape has the reason of a failure row of POST, PUT and DELETE users? Kore.ai's tests of POST users see a string, its pages show both objects.",
        ["string", "a string"],
        ["object", "an object with errors[].msg"],
        ["fullObject", "the v7.1 page's object, with statusCode, errors, message and name"],
    ),
    lookUpReasonShape: open(
        "Which shape has the reason of a failure of usersInfo? The v7.1 page has a string; Kore.ai's tests see an object with status 400.",
        ["string", "a string"],
        ["object", "an object with errors[].msg"],
        ["fullObject", "an object with statusCode, status, errors, message and name"],
    ),
    statusWordShape: open(
        "How are the words success and failure written? A sample of the assignment endpoints has a space after success; no page says that case counts.",
        ["plain", "success, failure"],
        ["capital", "Success, Failure"],
        ["spaced", "success and failure with a space after them"],
    ),
    notFoundReason: open(
        "Which reason does usersInfo give for an unknown address? The v7.1 page and the newest one differ.",
        ["Invalid emailId", "the v7.1 page's"],
        ["User not found. Please check the provided email address.", "the newest page's"],
    ),
    failureStatus: open(
        "Which HTTP status has an answer of POST or PUT users with failure rows? Kore.ai's tests expect 200 for an invalid address; no page says.",
        ["200", "200"],
        ["400", "400"],
        ["207", "207"],
    ),
    successRows: open(
        "How do POST, PUT and DELETE users report success? The newest samples differ from all before.",
        ["message", "msg alone"],
        ["rows", "msg with failedUserDetails of status success, moreAvailable and total"],
    ),
    messageEdition: open(
        "Which words has the msg of POST and PUT users? The newest samples differ from all before.",
        ["plural", "Users are created Successfully"],
        ["singular", "User is created Successfully."],
    ),
    emptyListMessage: open(
        "Which words has the refusal of an empty emailIds by useraccess? The v7.3 page and the newest one differ.",
        ["cannot", "emailIds cannot be empty"],
        ["can't", "emailIds can't be empty"],
    ),
    adminRoleId: open(
        "Does GET roles report the id of admin roles? The admin sample of the Get Roles page has no _id.",
        ["present", "it does"],
        ["absent", "it does not"],
    ),
    rolesOffset: open(
        "Does GET roles take an offset? The Get Roles page lists only roleType and limit.",
        ["ignored", "it is ignored"],
        ["page", "it is a page number, as for groups"],
    ),
    botsOffset: open(
        "What does the offset of GET bots count? The Get Bots page has “starting position” and “0 (first page)”.",
        ["page", "pages"],
        ["position", "bots"],
    ),
    largestUserPage: open(
        "How many people does one page of alluserroles hold? The page names no maximum; the other lists hold 50.",
        ["50", "50"],
        ["unlimited", "as many as asked"],
    ),
    tokenApp: open(
        "May a token name its app in iss, as SDK tokens do, in place of appId? The API Introduction page says appId exactly; Kore.ai's tests use iss.",
        ["appId", "only in appId"],
        ["appIdOrIss", "in iss or kore_iss too"],
    ),
    rateLimitStatus: open(
        "Which HTTP status has a refusal for too many requests? No page says.",
        ["429", "429"],
        ["403", "403"],
        ["400", "400"],
        ["503", "503"],
        ["200", "200"],
    ),
    rateLimitShape: open(
        "Which shape has a refusal for too many requests? The pages give its words alone.",
        ["errors", "{errors: [{msg, code}]}, as other refusals"],
        ["text", "the words as plain text"],
        ["msg", "{msg}"],
        ["message", "{message}"],
        ["error", "{error: {message}}"],
    ),
    rateLimitMessage: open(
        "Which words has a refusal for too many requests? Three pages differ.",
        ["newest", "You've exceeded the per-minute (or hourly) rate limit. Please wait for sometime before retrying."],
        ["xo11", "Rate limit for this API has been reached. Please try again after some time."],
        ["community", "Rate limit for this API has been reached. Please try again later"],
    ),
    retryAfter: open(
        "Does a refusal for too many requests carry a Retry-After header? No page says.",
        ["absent", "no"],
        ["seconds", "yes, in seconds"],
        ["date", "yes, as a date"],
        ["zero", "yes, of 0 seconds"],
        ["huge", "yes, of 1000000000 seconds"],
    ),
    rateBuckets: open(
        "Do all endpoints share the limits? The Rate Limits page says that they hold for the account, not whether each API has its own.",
        ["shared", "one count for all endpoints"],
        ["perEndpoint", "a count for each endpoint"],
    ),
} as const satisfies Record<string, OpenFact>;

/** The name of a switch. */
export type SwitchName = keyof typeof switchTable;

/** The chosen value of every switch. All values are strings. */
export type Switches = { [Name in SwitchName]: (typeof switchTable)[Name]["values"][number][0] };

/** Whether there is a switch of this name. */
export function isSwitchName(name: string): name is SwitchName {
    return Object.hasOwn(switchTable, name);
}

/** The names of all switches, in the order of the table. */
export const switchNames: SwitchName[] = Object.keys(switchTable).filter(isSwitchName);

/** The values that a switch can have; the first is its default. */
export function valuesOf(name: SwitchName): string[] {
    return switchTable[name].values.map(([value]) => value);
}

/** The mistake in one choice, or undefined. */
function mistake(name: string, value: unknown): string | undefined {
    if (!isSwitchName(name)) {
        return `there is no switch ${name}`;
    }
    const values = valuesOf(name);
    return typeof value === "string" && values.includes(value) ? undefined : `${name} is one of ${values.join(", ")}`;
}

function firstMistake(choice: unknown): string | undefined {
    if (typeof choice !== "object" || choice === null) {
        return "switches are an object";
    }
    return Object.entries(choice)
        .map(([name, value]) => mistake(name, value))
        .find((found) => found !== undefined);
}

/** A choice of some switches, from outside. */
export const chosenSwitchesSchema = v.custom<Partial<Switches>>(
    (choice) => firstMistake(choice) === undefined,
    ({ input }) => firstMistake(input) ?? "",
);

/** Every switch at its chosen value. */
export const switchesSchema = v.custom<Switches>(
    (choice) =>
        firstMistake(choice) === undefined &&
        typeof choice === "object" &&
        Object.keys(choice ?? {}).length === switchNames.length,
    ({ input }) => firstMistake(input) ?? "a switch is missing",
);

/** The chosen values, and the defaults of all other switches. */
export function withDefaults(chosen: Partial<Switches>): Switches {
    const defaults = Object.fromEntries(switchNames.map((name) => [name, valuesOf(name)[0]]));
    return parse(switchesSchema, { ...defaults, ...chosen }, "switches");
}

/** The table of the README: every switch, its question, and its values. */
export function switchTableMarkdown(): string {
    const rows = switchNames.map((name) => {
        const { question, values } = switchTable[name];
        const meanings = values.map(([value, meaning]) => `\`${value}\`: ${meaning}`).join("<br>");
        return `| \`${name}\` | ${question} | ${meanings} |`;
    });
    return ["| switch | question | values, the default first |", "|---|---|---|", ...rows].join("\n");
}
