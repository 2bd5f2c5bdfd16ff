import type { Exchange } from "./channel";
import { capitals, crowdOf, rolesToGive, type NamedRole } from "./plan";
import {
    doneRowsOf,
    endingOf,
    entriesOf,
    isTaken,
    failedRowsOf,
    fieldsOf,
    flagsOf,
    hasNoAccess,
    listOf,
    personIn,
    reasonWords,
    rolesOf,
    shapeOf,
    textOf,
    wordsOf,
    type Entry,
    type Fields,
} from "./reading";
import type { Step } from "./observations";
import {
    answerTo,
    asked,
    byEnding,
    doneBy,
    said,
    scrubbed,
    shownBy,
    told,
    untold,
    Untold,
    type Evidence,
    type Reading,
    type Told,
    type Verdict,
} from "./verdict";

const never =
    (why: string): Reading =>
    () => ({ unknown: why });

const orRefused = { done: "ignored", failureRow: "failureRow" };
const withRole = "--role ROLE_ID@BOT_ID, --admin-role ROLE_ID or --group GROUP_ID";

/**
 * Every open fact, by the name of the emulator's switch: how it is read from what was seen, or why it is not tried. The
 * emulator's table says what each value means.
 */
export const facts: Record<string, Reading> = {
    putOmittedFlag: (evidence) => {
        if (flagsOf(shownBy(evidence, "flagsShown")) !== "FT") untold("the flags to begin with could not be set");
        return omitted(shownBy(evidence, "afterOmittedUpdate"), "PUT users without flags");
    },
    accessOmittedFlag: (evidence) => {
        if (!listOf(answerTo(evidence, "omittedAccess").json).includes("SUCCESS"))
            untold(`useraccess without two of its flags was not taken: ${said(answerTo(evidence, "omittedAccess"))}`);
        return omitted(shownBy(evidence, "afterOmittedAccess"), "useraccess without canCreateBot and isDeveloper");
    },
    createOmittedFlag: (evidence) => {
        const flags = flagsOf(shownBy(evidence, "created"));
        const value = { TT: "true", FF: "false" }[flags ?? ""];
        return value === undefined
            ? untold("the two flags of a person added without them differ")
            : told(value, `a person added without flags has both ${value}`);
    },
    repeatedCreate,
    rowFlagCombination: (evidence) => {
        const answer = answerTo(evidence, "combination");
        if (endingOf(answer) === "done" && flagsOf(shownBy(evidence, "afterCombination")) !== "TF")
            untold("PUT users reports success, and the flags are others than were sent");
        return byEnding(answer, { done: "accepted", failureRow: "failureRow" });
    },
    newPersonStatus: (evidence) => {
        const word = statusOf(shownBy(evidence, "created"));
        if (/^active$/i.test(word)) return told("active", "a person just added is active");
        return /^(not active|inactive)$/i.test(word)
            ? told("not active", "a person just added is not active")
            : untold(`a person just added has another status: “${scrubbed(word)}”`);
    },
    newPersonListed,
    statusWords: (evidence) => {
        const word = statusOf(shownBy(evidence, "created"));
        const value = { active: "lower", "not active": "lower", "Not Active": "capital", Inactive: "inactive" }[word];
        return value === undefined
            ? untold(`the status that was seen, “${scrubbed(word)}”, does not tell the words of the others`)
            : told(value, `the status of a person just added is “${word}”`);
    },
    storedLetterCase: (evidence) => {
        const { person } = evidence.plan;
        const stored = storedAddress(evidence) ?? answeredOtherwise(evidence);
        if (stored === person) return told("asSent", "an address sent with a capital has it still");
        return stored === person.toLowerCase() && storedAddress(evidence) !== undefined
            ? told("lower", "an address sent with a capital is listed in lower case")
            : untold("neither look-ups nor the list of people show the address as it is stored");
    },
    sendEmailPlace: never("it is sent as false in both places, so that nobody gets an e-mail"),
    accountMailSetting: never("no e-mail is asked for, so that nobody gets one"),
    unassignTasks,
    unknownGroup: (evidence) => byEnding(answerTo(evidence, "unknownGroup"), orRefused),
    unknownRole: (evidence) => byEnding(answerTo(evidence, "unknownRole"), orRefused),
    unknownTask: (evidence) => byEnding(answerTo(evidence, "unknownTask"), orRefused),
    roleAlreadyHeld: (evidence) => byEnding(answerTo(evidence, held(evidence, "roleAgain", "groupAgain")), orRefused),
    roleNotHeld: (evidence) => byEnding(answerTo(evidence, held(evidence, "roleNotHeld", "groupNotHeld")), orRefused),
    ownerRole: never("it would take an owner's role on somebody's app"),
    rolesPerBot,
    autoAssignedTasks,
    updateUnknown: (evidence) =>
        byEnding(answerTo(evidence, "updateNobody"), { done: "ignored", failureRow: "failureRow", refused: "refused" }),
    removeUnknown: (evidence) =>
        byEnding(answerTo(evidence, "removeNobody"), { done: "success", failureRow: "failureRow", refused: "refused" }),
    ownerFailureStatus: never("it would take an attempt to remove an owner"),
    removedPeople: (evidence) => {
        shownBy(evidence, "stillThere");
        const entry = personIn(answerTo(evidence, "afterRemoval"));
        if (entry === undefined) return told("unknown", "a removed person is unknown");
        return hasNoAccess(entry)
            ? told("inactive", "a removed person is listed still, without any access")
            : untold("a removed person was listed still with access");
    },
    recreatedUserId: (evidence) => {
        const before = shownBy(evidence, "stillThere").userInfo["userId"];
        const after = shownBy(evidence, "recreated");
        if (hasNoAccess(after)) untold("the person added again did not show");
        return after.userInfo["userId"] === before
            ? told("same", "a person added again has the userId of before")
            : told("new", "a person added again has another userId");
    },
    accessPartial: (evidence) => {
        const answer = answerTo(evidence, "partialAccess");
        if (answer.status !== 400 || !/not found|not associated/i.test(wordsOf(answer)))
            untold(`useraccess about one known and one unknown address was not refused as documented: ${said(answer)}`);
        const isSame =
            flagsOf(shownBy(evidence, "afterOmittedAccess")) === flagsOf(shownBy(evidence, "afterPartialAccess"));
        return isSame
            ? told("whole", "the known person of a refused call has what they had")
            : told("partial", "the known person of a refused call has what was sent");
    },
    foreignPeople: never("it would take the address of somebody of another account"),
    orgUserIdTaken,
    malformedRow: (evidence) =>
        byEnding(answerTo(evidence, "malformed"), { failureRow: "failureRow", refused: "refused" }),
    largestBatch: (evidence) => {
        const { size, answer } = largestCrowd(evidence);
        if (size === 51) return told("unlimited", "a look-up of 51 addresses was taken");
        return size === 1
            ? told("1", "a look-up of 2 addresses was refused")
            : told(
                  String(size),
                  `a look-up of ${size} addresses was taken, and one of ${larger[size]} refused: ${said(answer)}`,
              );
    },
    answerLetterCase: (evidence) => {
        const { person } = evidence.plan;
        const answered = answeredOtherwise(evidence);
        if (answered === capitals(person, 2))
            return told("asked", "an address is answered with the capitals it was asked with");
        if (answered === person) return told("stored", "an address is answered with the capital it was added with");
        return answered === person.toLowerCase() && storedAddress(evidence) === person
            ? told("lower", "an address is answered in lower case, and stored with a capital")
            : untold("the address came in lower case, in which it may be stored as well");
    },
    answerOrder,
    usersInfoPage,
    taskKey: (evidence) => {
        const [task] = assigned(evidence);
        if (task !== undefined && "streamId" in task) return told("streamId", "tasks are reported under streamId");
        return task !== undefined && "botId" in task
            ? told("botId", "tasks are reported under botId")
            : untold("no task is reported");
    },
    allDialogsReported: (evidence) => {
        const [task] = assigned(evidence);
        if (task === undefined) return untold("no task is reported");
        return listOf(task["dialogs"]).length > 0
            ? told("listed", "all tasks of a bot are reported with its dialogs")
            : told("empty", "all tasks of a bot are reported without dialogs");
    },
    taskParts: (evidence) =>
        assigned(evidence).some((task) =>
            ["actions", "alerts", "knowledgeTask"].some((part) => listOf(task[part]).length > 0),
        )
            ? told("all", "tasks are reported with actions, alerts or knowledgeTask")
            : untold("tasks are reported with dialogs alone, and the bot may have nothing else"),
    tasksReported: (evidence) => {
        if ("assignBotTasks" in shownBy(evidence, "created").fields)
            return told("reported", "entries have assignBotTasks");
        asked(evidence.plan.bot, "an entry of somebody without tasks does not tell; --bot BOT_ID");
        doneBy(evidence, "tasksGiven");
        return "assignBotTasks" in shownBy(evidence, "withTasks").fields
            ? told("reported", "entries have assignBotTasks where there are tasks")
            : told("absent", "entries have no assignBotTasks, though tasks are assigned");
    },
    conferringGroups: (evidence) => {
        const conferred = roleEntries(evidence, "inGroup");
        const direct = roleEntries(evidence, "withRole");
        if ([...conferred, ...direct].some((role) => "groups" in role)) return told("reported", "roles have groups");
        return conferred.length > 0
            ? told("absent", "a role that a group confers has no groups")
            : untold("no role was seen that a group confers: --group GROUP_ID, of a group with a role");
    },
    directRoleAlsoConferred,
    nestedGroups: never("it would take a group within a group, whose roles are known"),
    statusWordShape: (evidence) => {
        const word = textOf(entriesOf(answerTo(evidence, "before"))[0]?.userInfo["status"]) ?? "";
        const value = { failure: "plain", Failure: "capital", "failure ": "spaced" }[word];
        return value === undefined
            ? untold(`an unknown address has another status: “${scrubbed(word)}”`)
            : told(value, `the status of an unknown address is “${word}”`);
    },
    statusReported: (evidence) =>
        typeof shownBy(evidence, "created").userInfo["status"] === "string"
            ? told("reported", "entries have a status")
            : told("absent", "entries have no status"),
    absentText: (evidence) => {
        const { userInfo } = shownBy(evidence, "created");
        if (!("lastName" in userInfo)) return told("absent", "a name that was not sent is absent");
        if (userInfo["lastName"] === null) return told("null", "a name that was not sent is null");
        return userInfo["lastName"] === ""
            ? told("empty", "a name that was not sent is empty")
            : untold("a name that was not sent is reported as something else");
    },
    usersInfoMeta: (evidence) => {
        const { fields } = shownBy(evidence, "created");
        if (!("moreAvailable" in fields || "total" in fields))
            return told("absent", "the entry of one person has neither moreAvailable nor total");
        const { value } = usersInfoPage(evidence);
        return value === "whole" || value === "fewer"
            ? told("present", "the entry of one person has moreAvailable or total")
            : untold("answers come in parts, and their entries have moreAvailable and total for that");
    },
    lookUpReasonShape: (evidence) => shape(lookUpShape(evidence), "usersInfo"),
    createReasonShape: (evidence) => shape(createShape(evidence), "POST users"),
    notFoundReason: (evidence) => {
        const words = reasonWords(unknownReason(evidence));
        const known = ["Invalid emailId", "User not found. Please check the provided email address."];
        return known.includes(words)
            ? told(words, "the reason for an unknown address")
            : untold(`the words are others: “${scrubbed(words)}”`);
    },
    failureStatus: (evidence) => {
        const failed = (["invalidAddress", "updateNobody", "unknownGroup", "unknownRole", "combination"] as const)
            .flatMap((step) => evidence.seen[step] ?? [])
            .find((answer) => failedRowsOf(answer).length > 0);
        if (failed === undefined) return untold("no failure row was seen");
        return oneOf(String(failed.status), ["200", "400", "207"], "a failure row came with status");
    },
    successRows: (evidence) => {
        const answer = doneBy(evidence, "create");
        return doneRowsOf(answer).length > 0
            ? told("rows", "success is reported with rows of status success")
            : told("message", "success is reported without rows");
    },
    messageEdition: (evidence) => {
        const words = wordsOf(doneBy(evidence, "create"));
        if (/^users are\b/i.test(words)) return told("plural", `“${scrubbed(words)}”`);
        return /^user is\b/i.test(words)
            ? told("singular", `“${scrubbed(words)}”`)
            : untold(`the words are others: “${scrubbed(words)}”`);
    },
    emptyListMessage: (evidence) => {
        const answer =
            evidence.seen.emptyAccess ??
            untold("it is tried only where useraccess keeps the flags that it is not sent");
        if (/cannot be empty/i.test(wordsOf(answer))) return told("cannot", said(answer));
        return /can['’]t be empty/i.test(wordsOf(answer)) ? told("can't", said(answer)) : untold(said(answer));
    },
    adminRoleId: (evidence) => {
        const [role] = itemsOf(answerTo(evidence, "adminRoles"), "roles");
        if (role === undefined)
            return untold(`no role of the Admin Console was listed: ${said(answerTo(evidence, "adminRoles"))}`);
        return typeof role["_id"] === "string"
            ? told("present", "roles of the Admin Console are listed with _id")
            : told("absent", "roles of the Admin Console are listed without _id");
    },
    rolesOffset: (evidence) => {
        const { first, from } = offsetOf(evidence, "botRoles", "botRolesOffset", "roles");
        if (from === "start") return told("ignored", "an offset of 1 answers the first role");
        return from === "page"
            ? told("page", "an offset of 1 with a limit of 2 begins after two roles")
            : untold(`${first} roles and their answer to an offset do not tell`);
    },
    botsOffset: (evidence) => {
        const { first, from } = offsetOf(evidence, "bots", "botsOffset", "bots");
        if (from === "position") return told("position", "an offset of 1 begins after one bot");
        return from === "page"
            ? told("page", "an offset of 1 with a limit of 2 begins after two bots")
            : untold(`${first} bots and their answer to an offset do not tell`);
    },
    largestUserPage: (evidence) => {
        const { json } = answerTo(evidence, "people");
        const shown = listOf(fieldsOf(json)["users"]).length;
        if (shown > 50) return told("unlimited", `a page of ${shown} people was answered`);
        return shown === 50 && Number(fieldsOf(json)["total"]) > 50
            ? told("50", "of more people than 50, a page has 50")
            : untold(`the account has too few people, or the list was not answered: ${shown} came`);
    },
    tokenApp: (evidence) => {
        const answer =
            evidence.seen.issuerToken ??
            untold("only an app's own client id and secret can try it, and the settings have a token");
        if (Array.isArray(fieldsOf(answer.json)["roles"]))
            return told("appIdOrIss", "a token with iss alone was accepted");
        return answer.status === 401 && itemsOf(answerTo(evidence, "adminRoles"), "roles").length > 0
            ? told("appId", "a token with iss alone was refused")
            : untold(said(answer));
    },
    rateLimitStatus: (evidence) =>
        oneOf(
            String(rateRefusal(evidence).status),
            ["429", "403", "400", "503", "200"],
            "too many requests were refused with status",
        ),
    rateLimitShape: (evidence) => {
        const { json } = rateRefusal(evidence);
        const { errors, msg, message, error } = fieldsOf(json);
        const shapes = { errors, text: json === undefined ? true : undefined, msg, message, error };
        const [value] = Object.entries(shapes).find(([, part]) => part !== undefined) ?? [];
        return value === undefined
            ? untold("the refusal of too many requests has another shape")
            : told(value, "too many requests were refused in this shape");
    },
    rateLimitMessage: (evidence) => {
        const words = wordsOf(rateRefusal(evidence));
        if (/exceeded the (per-minute|hourly) rate limit/i.test(words)) return told("newest", `“${scrubbed(words)}”`);
        if (/try again after some time/i.test(words)) return told("xo11", `“${scrubbed(words)}”`);
        return /try again later/i.test(words)
            ? told("community", `“${scrubbed(words)}”`)
            : untold(`the words are others: “${scrubbed(words)}”`);
    },
    retryAfter: (evidence) => {
        const { retryAfter } = rateRefusal(evidence);
        if (retryAfter === undefined) return told("absent", "too many requests were refused without Retry-After");
        const seconds = Number(retryAfter);
        if (Number.isNaN(seconds)) return told("date", "Retry-After is a date");
        if (seconds === 0) return told("zero", "Retry-After is 0");
        return seconds > 3600
            ? told("huge", "Retry-After is more than an hour")
            : told("seconds", "Retry-After is in seconds");
    },
    rateBuckets: never("it would use the account's requests up"),
};

/** What is told of every open fact. */
export function verdicts(evidence: Evidence): Record<string, Verdict> {
    return Object.fromEntries(
        Object.entries(facts).map(([name, read]): [string, Verdict] => {
            try {
                return [name, read(evidence)];
            } catch (error) {
                if (!(error instanceof Untold)) throw error;
                return [name, { unknown: error.message }];
            }
        }),
    );
}

function oneOf(value: string, values: string[], seen: string): Verdict {
    return values.includes(value) ? told(value, `${seen} ${value}`) : untold(`${seen} ${value}, which no switch has`);
}

/** What became of two flags that were left out, canCreateBot having been false and isDeveloper true. */
function omitted(entry: Entry, what: string): Verdict {
    const value = { FT: "kept", TT: "true", FF: "false" }[flagsOf(entry) ?? ""];
    const became = { kept: "leaves them as they are", true: "makes them true", false: "makes them false" };
    return value === undefined
        ? untold(`${what} changes one of them alone`)
        : told(value, `${what} ${became[value as keyof typeof became]}`);
}

function statusOf(entry: Entry): string {
    return textOf(entry.userInfo["status"])?.trim() ?? untold("no status is reported");
}

function newPersonListed(evidence: Evidence): Verdict {
    const entry = personIn(answerTo(evidence, "created"));
    if (entry !== undefined)
        return /^(not active|inactive)$/i.test(statusOf(entry))
            ? told("atOnce", "a person just added is listed, and not active")
            : untold("a person just added is listed, and active from the start");
    // Only who is there can be changed, where nobody can't.
    return endingOf(answerTo(evidence, "flagsSet")) === "done" &&
        endingOf(answerTo(evidence, "updateNobody")) !== "done"
        ? told("afterActivation", "a person just added can be changed, and is not listed")
        : untold("a person just added is not listed, and PUT users does not tell whether they are there");
}

function repeatedCreate(evidence: Evidence): Verdict {
    const answer = answerTo(evidence, "repeated");
    if (endingOf(answer) === "failureRow") return told("refused", said(answer));
    if (endingOf(answer) !== "done") return untold(said(answer));
    const before = shownBy(evidence, "repeatBaseShown");
    const after = shownBy(evidence, "afterRepeated");
    const [isRenamed, isFlagged] = [
        after.userInfo["firstName"] !== before.userInfo["firstName"],
        flagsOf(after) !== flagsOf(before),
    ];
    if (!isRenamed && !isFlagged) return told("kept", "a person added once more is as they were");
    if (isRenamed && !isFlagged)
        return told("merged", "a person added once more has the name that was sent, and the flags of before");
    return isRenamed
        ? told("applied", "a person added once more is as a new one would be")
        : untold("a person added once more has other flags, and not the name that was sent");
}

function held({ plan }: Evidence, byRole: Step, byGroup: Step): Step {
    if (plan.roles.length > 0) return byRole;
    asked(plan.group, withRole);
    return byGroup;
}

function rolesPerBot(evidence: Evidence): Verdict {
    const [one, other] = rolesToGive(evidence.plan);
    if (one === undefined || other === undefined)
        return untold("two roles on one bot were not named: --role ROLE_ID@BOT_ID, twice");
    doneBy(evidence, "secondRole");
    const has = (step: Step, { roleId, botId }: NamedRole) =>
        rolesOf(shownBy(evidence, step)).some((role) => role["roleId"] === roleId && role["botId"] === botId);
    if (!has("withSecondRole", other)) return untold("the second role did not show");
    if (!has("withSecondRole", one)) return told("one", "a second role on a bot took the place of the first");
    if (evidence.seen.inGroup === undefined || !has("inGroup", one))
        return told("many", "somebody has both of two roles on one bot");
    // The group confers the first role, which shows in any case.
    doneBy(evidence, "firstRoleAgain");
    return has("withFirstRoleAgain", other)
        ? told("many", "somebody has both of two roles on one bot")
        : told("one", "a role on a bot took the place of another");
}

function autoAssignedTasks(evidence: Evidence): Verdict {
    const tasks = (step: Step) => {
        const { assignBotTasks } = shownBy(evidence, step).fields;
        return assignBotTasks === undefined
            ? untold("tasks of a new person are not reported")
            : listOf(assignBotTasks).length;
    };
    if (tasks("created") === 0 && tasks("flagsShown") > 0)
        return told("afterEachUpdate", "a person has tasks after an update that sent none");
    if (tasks("created") === 0)
        return itemsOf(answerTo(evidence, "bots"), "bots").length > 0
            ? told("off", "a person added without tasks has none")
            : untold("no bot was listed whose tasks could be assigned");
    return tasks("afterAutoCleared") > 0
        ? told("afterEachUpdate", "tasks that nobody sent are there again after they were taken away")
        : told("atCreate", "a person added without tasks has some, and none after they were taken away");
}

function unassignTasks(evidence: Evidence): Verdict {
    asked(evidence.plan.bot, "--bot BOT_ID");
    assigned(evidence);
    const isEmpty = (step: Step) => listOf(shownBy(evidence, step).fields["assignBotTasks"]).length === 0;
    const byList = isEmpty("afterEmptyTasks");
    const byEntry = isEmpty("afterEntryWithoutBot");
    if (byList && isEmpty("withTasksAgain")) return untold("the tasks could not be assigned again");
    if (byList && byEntry) return told("either", "an empty list and an entry without botId take all tasks away");
    if (byList) return told("emptyList", "an empty list takes all tasks away, an entry without botId does not");
    return byEntry
        ? told("entryWithoutBotId", "an entry without botId takes all tasks away, an empty list does not")
        : untold("neither form took the tasks away");
}

/** The tasks of the person to whom a bot's were assigned. */
function assigned(evidence: Evidence): Fields[] {
    asked(evidence.plan.bot, "--bot BOT_ID, of a bot with dialogs");
    doneBy(evidence, "tasksGiven");
    return listOf(shownBy(evidence, "withTasks").fields["assignBotTasks"]).map(fieldsOf);
}

function orgUserIdTaken(evidence: Evidence): Verdict {
    asked(evidence.plan.second, "a second address");
    const answer = answerTo(evidence, "createSecond");
    if (endingOf(answer) !== "done") return byEnding(answer, { failureRow: "failureRow" });
    const listed =
        listedPerson(evidence, evidence.plan.second) ?? untold("the second person was not found in the list of people");
    return listed["orgUserId"] === evidence.plan.marker
        ? told("accepted", "two people have one orgUserId")
        : told("ignored", "a person added with an orgUserId that is taken has none");
}

/** Somebody in the list of people, of which the first and the last page were read. */
function listedPerson({ seen }: Evidence, emailId: string | undefined): Fields | undefined {
    return [seen.people, seen.lastPeople]
        .flatMap((answer) => (answer === undefined ? [] : itemsOf(answer, "users")))
        .find((item) => textOf(item["username"])?.toLowerCase() === emailId?.toLowerCase());
}

function storedAddress(evidence: Evidence): string | undefined {
    return textOf(listedPerson(evidence, evidence.plan.person)?.["username"]);
}

function answeredOtherwise(evidence: Evidence): string {
    return shownBy(evidence, "askedOtherwise").emailId;
}

/** The next larger look-up that is tried. */
const larger: Record<number, number> = { 50: 51, 10: 50, 2: 10 };

/** The largest look-up that was taken, and the refusal of the one before it. */
function largestCrowd({ seen }: Evidence): { size: number; answer: Exchange; taken: Exchange | undefined } {
    const tried = [
        [51, seen.crowd51],
        [50, seen.crowd50],
        [10, seen.crowd10],
        [2, seen.crowd2],
    ] as const;
    const sent = tried.flatMap(([size, answer]) => (answer === undefined ? [] : [{ size, answer }]));
    const refused = sent.filter(({ answer }) => !isTaken(answer));
    const unclear = refused.find(({ answer }) => endingOf(answer) !== "refused" || answer.status === 401);
    if (unclear !== undefined)
        untold(`a look-up of ${unclear.size} addresses was not answered: ${said(unclear.answer)}`);
    const taken = sent.find(({ answer }) => isTaken(answer));
    const answer = refused.at(-1)?.answer ?? taken?.answer ?? untold("no look-up of several addresses was tried");
    return { size: taken?.size ?? 1, answer, taken: taken?.answer };
}

function answerOrder(evidence: Evidence): Verdict {
    const { size, taken } = largestCrowd(evidence);
    const entries = taken === undefined ? [] : entriesOf(taken).map(({ emailId }) => emailId.toLowerCase());
    const wanted = crowdOf(evidence.plan, size).map((emailId) => emailId.toLowerCase());
    const orders = {
        asked: wanted,
        reversed: [...wanted].reverse(),
        sorted: [...wanted].sort((one, other) => one.localeCompare(other)),
    };
    const fitting = Object.entries(orders).filter(
        ([, order]) => order.filter((emailId) => entries.includes(emailId)).join() === entries.join(),
    );
    const [[value] = [], ...others] = fitting;
    return value === undefined || others.length > 0
        ? untold(`${entries.length} entries of a look-up do not tell`)
        : told(value, `${entries.length} entries came in this order`);
}

function usersInfoPage(evidence: Evidence): Told {
    const { size, taken } = largestCrowd(evidence);
    const entries = taken === undefined ? [] : entriesOf(taken);
    const shown = entries.length;
    if (shown === size && size >= 50) return told("whole", `a look-up of ${size} addresses has as many entries`);
    if (shown === size || shown === 0)
        return untold(`a look-up of ${size} has ${shown} entries, which does not tell of larger ones`);
    // Where the entry of one person says so too, it means nothing.
    const usual = personIn(evidence.seen.created)?.fields["moreAvailable"];
    const says = entries.some(
        ({ fields }) => Number(fields["total"]) > shown || (fields["moreAvailable"] === true && usual === false),
    );
    const seen = `a look-up of ${size} addresses has ${shown}, and ${says ? "says" : "does not say"} that there are more`;
    return told(shown === 1 ? "one" : says ? "firstPart" : "fewer", seen);
}

function roleEntries({ seen }: Evidence, step: "inGroup" | "withRole"): Fields[] {
    const entry = personIn(seen[step]);
    return entry === undefined ? [] : rolesOf(entry);
}

function directRoleAlsoConferred(evidence: Evidence): Verdict {
    const { plan } = evidence;
    const [role] = rolesToGive(plan);
    if (plan.group === undefined || role === undefined)
        return untold("a group and a role that it confers were not named: --group GROUP_ID --role ROLE_ID@BOT_ID");
    const isIt = (entry: Fields) => entry["roleId"] === role.roleId && entry["botId"] === role.botId;
    if (!rolesOf(shownBy(evidence, "inGroup")).some(isIt)) return untold("the group does not confer the first role");
    doneBy(evidence, "roleAdded");
    const [entry, ...others] = rolesOf(shownBy(evidence, "withRole")).filter(isIt);
    if (others.length > 0) return told("twoEntries", "a role held both ways has two entries");
    if (entry === undefined || !("groups" in entry)) return untold("roles are reported without groups");
    return listOf(entry["groups"]).length > 0
        ? told("conferred", "a role held both ways has one entry, with its groups")
        : told("direct", "a role held both ways has one entry, without groups");
}

function unknownReason(evidence: Evidence): unknown {
    return entriesOf(answerTo(evidence, "before"))[0]?.userInfo["reason"];
}

type Shape = "string" | "object" | "fullObject" | undefined;

function lookUpShape(evidence: Evidence): Shape {
    const shape = shapeOf(unknownReason(evidence));
    return shape === "other" ? undefined : shape;
}

function createShape(evidence: Evidence): Shape {
    const [row] = failedRowsOf(answerTo(evidence, "invalidAddress"));
    const shape = shapeOf(row?.["reason"]);
    return shape === "other" ? undefined : shape;
}

function shape(value: Shape, of: string): Verdict {
    return value === undefined
        ? untold(`the reason of ${of} has another shape, or was not seen`)
        : told(value, `the reason of a failure row of ${of} has this shape`);
}

function itemsOf({ json }: Exchange, key: "roles" | "bots" | "users"): Fields[] {
    return listOf(fieldsOf(json)[key]).map(fieldsOf);
}

/** Where a list with the offset 1 and the limit 2 begins, by its whole first page. */
function offsetOf(evidence: Evidence, whole: Step, part: Step, key: "roles" | "bots"): { first: number; from: string } {
    const keys = (step: Step) => {
        const answer = answerTo(evidence, step);
        if (answer.status !== 200) untold(`the list was not answered: ${said(answer)}`);
        return itemsOf(answer, key).map((item) => textOf(item["_id"]) ?? textOf(item["role"]) ?? "");
    };
    const all = keys(whole);
    const [begin] = keys(part);
    const starts: Record<string, string | undefined> = { start: all[0], position: all[1], page: all[2] };
    const from = all.length < 2 ? [] : Object.entries(starts).filter(([, id]) => id === begin);
    return { first: all.length, from: from.length === 1 ? (from[0]?.[0] ?? "") : "" };
}

function rateRefusal({ rateRefusal: refusal }: Evidence): Exchange {
    return refusal ?? untold("no request was refused for being one too many, and using them up would harm others");
}
