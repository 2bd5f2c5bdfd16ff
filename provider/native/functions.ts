import * as v from "valibot";
import { describeIssues, present } from "../api/answers";
import { isEmailAddress, normalEmail, notAnAddress } from "../api/email";
import type { Listing, Named } from "../api/directory";
import { KoreError } from "../api/errors";
import { lookUpOne } from "../converge/readBack";
import { meantBy } from "../misspelling";
import type { Session } from "../process/session";
import { args } from "../schema/inputs";
import type { Properties } from "../serving";

/** What is asked of the account; a list that was read is not read again in one run. */
class Lists {
    private readonly read = new Map<string, Promise<Listing<Named>>>();

    constructor(private readonly session: Session) {}

    async of(list: ListName): Promise<Named[]> {
        const known = this.read.get(list) ?? this.ask(list);
        this.read.set(list, known);
        const { items, isComplete } = await known;
        if (!isComplete)
            this.session.notify(
                `Kore.ai has not told all ${words[list]}: one that is not found may be there all the same.`,
            );
        return items;
    }

    private ask(list: ListName): Promise<Listing<Named>> {
        const { directory } = this.session.account();
        if (list === "groups" || list === "bots") return directory[list]();
        return directory.roles(list === "adminRoles" ? "admin" : "bot");
    }
}

type ListName = "adminRoles" | "botRoles" | "groups" | "bots";

const words: Record<ListName, string> = {
    adminRoles: "roles of the Admin Console",
    botRoles: "roles of bots",
    groups: "groups",
    bots: "bots",
};

const text = v.pipe(v.string("must be a text"), v.nonEmpty("must not be empty"));
const named: v.GenericSchema<unknown, GetGroupArgs & GetBotArgs> = args({ name: text });
const role: v.GenericSchema<unknown, GetRoleArgs> = args({
    name: text,
    kind: v.picklist(["admin", "bot"], "must be admin or bot"),
});

/** Looks up a person of the account. */
export interface GetUserArgs {
    /** Their e-mail address. */
    emailId: string;
}

/** A person as Kore.ai reports them. */
export interface GetUserResult {
    /** Their e-mail address. */
    emailId: string;
    /** Kore.ai's id of the person, `u-…`. */
    userId: string;
    /** The account that they are in: the host. */
    account: string;
    /** First name. */
    firstName?: string;
    /** Last name. */
    lastName?: string;
    /** "active" or another word; older installations don't report it. */
    status?: string;
    /** Whether they may create bots. */
    canCreateBot: boolean;
    /** Whether they have access to the bot builder. */
    isDeveloper: boolean;
    /** All roles of the person; `groups` names the groups that confer one. */
    roles: { roleId: string; roleName?: string; botId?: string; botName?: string; groups?: string[] }[];
    /** All groups of the person. */
    groups: { groupId: string; groupName?: string }[];
    /** Tasks of bots; not reported by every edition of the API. */
    assignBotTasks?: { streamId: string; dialogs?: string[] }[];
}

/** Finds a role by its name. */
export interface GetRoleArgs {
    /** The name, as the Admin Console shows it. Letter case counts only where it tells two apart. */
    name: string;
    /** Whether it is a role of the Admin Console, or of bots. */
    kind: "admin" | "bot";
}

/** Finds a group by its name. */
export interface GetGroupArgs {
    /** The name, as the Admin Console shows it. Letter case counts only where it tells two apart. */
    name: string;
}

/** Finds a bot by its name. */
export interface GetBotArgs {
    /** The name, as the builder shows it. Letter case counts only where it tells two apart. */
    name: string;
}

/** What an account has by a name. */
export interface NamedThing {
    /** Its id in Kore.ai. */
    id: string;
    /** Its name. */
    name: string;
}

/** What an account has: ids and names. Those that Kore.ai lists without an id are left out. */
export interface GetDirectoryResult {
    /** The account: the host. */
    account: string;
    /** Roles of the Admin Console. */
    adminRoles: NamedThing[];
    /** Roles of bots. */
    botRoles: NamedThing[];
    /** Groups. */
    groups: NamedThing[];
    /** Bots. */
    bots: NamedThing[];
}

type Answer = (session: Session, lists: Lists, given: Properties) => Promise<object>;

/** The functions of the plugin. Each asks Kore.ai, in a preview as well, and changes nothing. */
const functions: Record<string, Answer> = {
    getUser: (session, _lists, given) => user(session, read(args({ emailId: text }), given, "getUser")),
    getRole: async (_session, lists, given) => {
        const { name, kind } = read(role, given, "getRole");
        return found(
            name,
            await lists.of(kind === "admin" ? "adminRoles" : "botRoles"),
            kind === "admin" ? "role of the Admin Console" : "role of bots",
        );
    },
    getGroup: async (_session, lists, given) =>
        found(read(named, given, "getGroup").name, await lists.of("groups"), "group"),
    getBot: async (_session, lists, given) => found(read(named, given, "getBot").name, await lists.of("bots"), "bot"),
    getDirectory: async (session, lists) => {
        const lines = async (list: ListName): Promise<NamedThing[]> =>
            (await lists.of(list)).flatMap(({ id, name }) => (id === undefined ? [] : [{ id, name }]));
        const all: GetDirectoryResult = {
            account: session.account().name,
            adminRoles: await lines("adminRoles"),
            botRoles: await lines("botRoles"),
            groups: await lines("groups"),
            bots: await lines("bots"),
        };
        return all;
    },
};

const ofSessions = new WeakMap<Session, Lists>();

/** @throws KoreError, where there is no such thing, or several */
export async function callFunction(session: Session, token: string, given: Properties): Promise<object> {
    const name = token.replace(/^kore:index:/, "");
    const answer = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (answer === undefined) throw new Error(`${token} is none of ${Object.keys(functions).join(", ")}.`);
    const lists = ofSessions.get(session) ?? new Lists(session);
    ofSessions.set(session, lists);
    return answer(session, lists, given);
}

function read<TSchema extends v.GenericSchema>(
    schema: TSchema,
    given: Properties,
    name: string,
): v.InferOutput<TSchema> {
    const parsed = v.safeParse(schema, given);
    if (parsed.success) return parsed.output;
    throw notFound(`${name} was not asked`, describeIssues(parsed.issues));
}

async function user(session: Session, { emailId: given }: GetUserArgs): Promise<GetUserResult> {
    const emailId = normalEmail(given);
    if (!isEmailAddress(emailId)) throw notFound(`${given} was not looked up`, notAnAddress(given));
    const account = session.account();
    const seen = await session.scheduler.run(() => lookUpOne(account, emailId));
    if ("error" in seen) throw seen.error;
    if ("unknown" in seen)
        throw notFound(
            `${emailId} was not found`,
            `there is no such person in the account (Kore.ai says "${seen.unknown.message}")`,
        );
    const { userId, firstName, lastName, status, canCreateBot, isDeveloper, roles, groups, assignBotTasks } =
        seen.person;
    return {
        emailId,
        userId,
        account: account.name,
        canCreateBot,
        isDeveloper,
        roles,
        groups,
        ...present({ firstName, lastName, status, assignBotTasks }),
    };
}

/** The one of a list that has this name. Letter case counts only where it tells two apart. */
function found(name: string, all: Named[], what: string): NamedThing {
    const exact = all.filter((each) => each.name === name);
    const alike = exact.length > 0 ? exact : all.filter((each) => each.name.toLowerCase() === name.toLowerCase());
    const [one, ...others] = alike;
    if (others.length > 0)
        throw notFound(
            `the ${what} "${name}" was not found`,
            `${alike.length} have this name (${alike.map(({ id }) => id ?? "without an id").join(", ")})`,
            "Name its id in the program.",
        );
    if (one === undefined)
        throw notFound(`the ${what} "${name}" was not found`, `the account has none of this name${hint(name, all)}`);
    if (one.id === undefined)
        throw notFound(
            `the ${what} "${name}" has no id`,
            "Kore.ai lists it without one",
            "Name its id in the program: a person who has the role shows it, with getUser.",
        );
    return { id: one.id, name: one.name };
}

function hint(name: string, all: Named[]): string {
    const meant = meantBy(
        name,
        all.map((each) => each.name),
    );
    if (meant !== undefined) return `; did you mean "${meant}"?`;
    const some = all.slice(0, 10).map((each) => `"${each.name}"`);
    if (some.length === 0) return "";
    return `. It has ${some.join(", ")}${all.length > some.length ? ` and ${all.length - some.length} more` : ""}`;
}

function notFound(what: string, why: string, advice?: string): KoreError {
    return new KoreError({ code: "kore:name-not-found", kind: "mismatch", what, why, ...present({ advice }) });
}
