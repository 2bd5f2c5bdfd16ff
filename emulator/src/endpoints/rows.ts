import * as v from "valibot";
import { roleKey, type Directory } from "../directory";
import type { BotTasks, HeldRole, Person } from "../person";
import { profileFields } from "../profileFields";
import type { Switches } from "../switches";
import { because, type Reason, type RowResult } from "./failures";

const text = v.exactOptional(v.string());

/** The profile fields of a row's userInfo. */
export const profileEntries = v.entriesFromList(profileFields, text);

/** A row's profile fields. */
export type Profile = v.InferOutput<v.ObjectSchema<typeof profileEntries, undefined>>;

/** An object, and no list: without required entries a list would pass for one. */
export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
    return v.pipe(
        v.unknown(),
        v.check((value) => !Array.isArray(value)),
        v.object(entries),
    );
}

/** A role of a row. */
export const roleEntry = v.object({ roleId: v.string(), botId: text });

/** A row of another form than the documented one, where such a row fails alone: what it has of a name. */
export interface MalformedRow {
    malformed: Record<string, string>;
}

const namedRow = v.object({
    userInfo: v.object({ emailId: v.optional(v.unknown()), orgUserId: v.optional(v.unknown()) }),
});

const malformedRow = v.pipe(
    v.unknown(),
    v.transform((row): MalformedRow => {
        const named = v.safeParse(namedRow, row);
        const names = named.success ? Object.entries(named.output.userInfo) : [];
        const texts = names.flatMap(([key, name]) => (typeof name === "string" ? [[key, name] as const] : []));
        return { malformed: Object.fromEntries(texts.slice(0, 1)) };
    }),
);

/** The rows of a request: one of another form refuses the whole request, or fails alone. */
export function rowsOf<Row>(
    row: v.GenericSchema<unknown, Row>,
    switches: Switches,
): v.GenericSchema<unknown, (Row | MalformedRow)[]> {
    const each = switches.malformedRow === "refused" ? row : v.union([row, malformedRow]);
    return v.pipe(v.array(each), v.minLength(1));
}

/** Whether a row has another form than the documented one. */
export function isMalformed(row: object): row is MalformedRow {
    return "malformed" in row;
}

/** What becomes of a row of another form. */
export function malformedResult({ malformed }: MalformedRow): RowResult {
    return { userInfo: malformed, failed: because("Validation errors/ Invalid arguments") };
}

/** The flags of a row. */
export interface Flags {
    canCreateBot?: boolean;
    isDeveloper?: boolean;
}

/** What a row wants somebody to have. */
export interface Wanted {
    groups: string[];
    roles: HeldRole[];
    tasks: BotTasks[];
}

/** The parts of a row that the account has, each once, or the reason why the row fails. */
export function known(wanted: Wanted, directory: Directory, switches: Switches): Wanted | Reason {
    const unknownGroup = wanted.groups.find((groupId) => directory.group(groupId) === undefined);
    if (unknownGroup !== undefined && switches.unknownGroup === "failureRow") {
        return because(`Invalid groupId ${unknownGroup}`);
    }
    const unknownRole = wanted.roles.find((held) => !isKnownRole(held, directory));
    if (unknownRole !== undefined && switches.unknownRole === "failureRow") {
        return because(`Invalid roleId ${unknownRole.roleId} or botId ${unknownRole.botId ?? "(none)"}`);
    }
    const unknownTask = wanted.tasks.find((tasks) => !isKnownTask(tasks, directory));
    if (unknownTask !== undefined && switches.unknownTask === "failureRow") {
        return because(`Invalid bot or dialog in assignBotTasks of ${unknownTask.botId}`);
    }
    const groups = wanted.groups.filter((groupId) => directory.group(groupId) !== undefined);
    const tasks = wanted.tasks.filter(({ botId }) => directory.bot(botId) !== undefined);
    return {
        groups: [...new Set(groups)],
        roles: distinct(
            wanted.roles.filter((held) => isKnownRole(held, directory)),
            roleKey,
        ),
        tasks: distinct(
            tasks.map((each) => knownDialogs(each, directory)),
            ({ botId }) => botId,
        ),
    };
}

/** Only useraccess documents that canCreateBot needs isDeveloper. */
export function flagMistake(flags: Flags, switches: Switches): Reason | undefined {
    const refused =
        switches.rowFlagCombination === "failureRow" && flags.canCreateBot === true && flags.isDeveloper === false;
    return refused ? because("Invalid values in the body") : undefined;
}

/**
 * The roles of a row that may be given or taken, or the reason why the row fails: an owner's role comes with making a
 * bot (Role Management page).
 */
export function assignable(
    roles: HeldRole[] | undefined,
    directory: Directory,
    { ownerRole }: Switches,
): HeldRole[] | Reason {
    const others = (roles ?? []).filter(({ roleId }) => directory.role(roleId)?.owner !== true);
    if (ownerRole === "taken" || others.length === (roles ?? []).length) {
        return roles ?? [];
    }
    return ownerRole === "ignored" ? others : because("Bot Owner cannot be assigned or removed");
}

/** Direct roles, each once; where somebody has one role a bot, the last one of each bot. */
export function heldTogether(roles: HeldRole[], { rolesPerBot }: Switches): HeldRole[] {
    if (rolesPerBot === "many") {
        return distinct(roles, roleKey);
    }
    return [...new Map(roles.map((held) => [held.botId ?? held.roleId, held])).values()];
}

/** Every task of every bot: what an account assigns that does so by itself. */
export function allTasks(directory: Directory): BotTasks[] {
    return directory.seed.bots.map(({ botId }) => ({ botId }));
}

/** Whether what a row wants came out as a reason why it fails. */
export function isReason(value: object): value is Reason {
    return "msg" in value;
}

/** The profile fields that a row has, to be written over a person's. */
export function profileOf(userInfo: Profile): Partial<Person> {
    return Object.fromEntries(
        profileFields.flatMap((field) => (userInfo[field] === undefined ? [] : [[field, userInfo[field]]])),
    );
}

/** The items whose key no earlier one has. */
function distinct<Item>(items: Item[], key: (item: Item) => string): Item[] {
    const seen = new Set<string>();
    return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

function isKnownRole({ roleId, botId }: HeldRole, directory: Directory): boolean {
    const role = directory.role(roleId);
    if (role === undefined || role.roleType === "admin") {
        return role !== undefined && botId === undefined;
    }
    return botId !== undefined && directory.bot(botId) !== undefined;
}

function isKnownTask(tasks: BotTasks, directory: Directory): boolean {
    return (
        directory.bot(tasks.botId) !== undefined &&
        knownDialogs(tasks, directory).dialogs?.length === tasks.dialogs?.length
    );
}

function knownDialogs({ dialogs, ...tasks }: BotTasks, directory: Directory): BotTasks {
    const ofBot = directory.bot(tasks.botId)?.dialogs.map(({ dialogId }) => dialogId) ?? [];
    return dialogs === undefined
        ? tasks
        : { ...tasks, dialogs: dialogs.filter((dialogId) => ofBot.includes(dialogId)) };
}
