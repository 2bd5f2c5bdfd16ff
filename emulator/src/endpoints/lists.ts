import * as v from "valibot";
import { invalidBody, success, type Answer } from "../answer";
import type { Directory } from "../directory";
import type { Person } from "../person";
import type { Bot, Group, Role } from "../seed";
import type { Switches } from "../switches";
import type { Call, Endpoint } from "./endpoint";
import { reportedRoles } from "./reportedRoles";
import { isListed, statusWord, withAbsent } from "./reports";

const scope = "Profile Management > Role Management";
const accountId = "00000000000000000000acc0";
const orgId = "o-00000000-0000-5000-8000-000000000001";

/** The maximum that the pages of groups, roles and bots document. */
const largestPage = 50;

const wholeNumber = v.pipe(v.string(), v.digits(), v.transform(Number));
const querySchema = v.object({
    limit: v.exactOptional(v.pipe(wholeNumber, v.minValue(1))),
    offset: v.exactOptional(wholeNumber),
    roleType: v.exactOptional(v.picklist(["bot", "admin"])),
});

type Query = v.InferOutput<typeof querySchema>;

/** GET /api/public/alluserroles: its offset counts records (Get User Roles Details page). */
export const allUserRoles = listing(({ directory, switches }, { limit = largestPage, offset = 0 }) => {
    const size = switches.largestUserPage === "unlimited" ? limit : Math.min(limit, largestPage);
    const people = directory.people().filter((person) => isListed(person, switches));
    return page("users", people, offset, size, (person) => {
        const entry = {
            username: person.emailId,
            orgUserId: person.orgUserId ?? "",
            accountId,
            isDeveloper: person.isDeveloper,
            canCreateBot: person.canCreateBot,
            userId: person.userId,
            ...reportedRoles(person, directory, switches),
        };
        return withAbsent(entry, switches);
    });
});

/** GET /api/public/groups: its offset counts pages, 0 being the first (Get Groups page). */
export const groups = listing(({ directory, switches }, query) =>
    pageByNumber("groups", directory.seed.groups, query, (group) =>
        withAbsent(groupEntry(group, directory, switches), switches),
    ),
);

/** GET /api/public/roles?roleType=admin|bot: its page lists no offset. */
export const roles = listing(({ directory, switches }, { roleType, limit, offset }) => {
    if (roleType === undefined) {
        return invalidBody;
    }
    const query = {
        ...(limit === undefined ? {} : { limit }),
        offset: switches.rolesOffset === "page" ? (offset ?? 0) : 0,
    };
    const ofType = directory.seed.roles.filter((role) => role.roleType === roleType);
    return pageByNumber("roles", ofType, query, (role) =>
        withAbsent(roleEntry(role, role.roleType === "bot" || switches.adminRoleId === "present"), switches),
    );
});

/** GET /api/public/bots: its page calls the offset a starting position and a page, 0 being the first. */
export const bots = listing(({ directory, switches }, query) => {
    const entry = (bot: Bot): object => withAbsent(botEntry(bot), switches);
    if (switches.botsOffset === "page") {
        return pageByNumber("bots", directory.seed.bots, query, entry);
    }
    const { limit = largestPage, offset = 0 } = query;
    return page("bots", directory.seed.bots, offset, Math.min(limit, largestPage), entry);
});

function listing(answer: (call: Call, query: Query) => Answer): Endpoint {
    return {
        scope,
        answer(call) {
            const query = v.safeParse(querySchema, Object.fromEntries(call.query));
            return query.success ? answer(call, query.output) : invalidBody;
        },
    };
}

function pageByNumber<Item>(
    key: string,
    items: Item[],
    { limit = largestPage, offset = 0 }: Query,
    entry: (item: Item) => unknown,
): Answer {
    const size = Math.min(limit, largestPage);
    return page(key, items, offset * size, size, entry);
}

function page<Item>(key: string, items: Item[], start: number, size: number, entry: (item: Item) => unknown): Answer {
    return success({
        total: items.length,
        availableMore: start + size < items.length,
        [key]: items.slice(start, start + size).map(entry),
    });
}

function groupEntry(group: Group, directory: Directory, switches: Switches): object {
    const inner = (group.groups ?? []).map((groupId) => ({ _id: groupId, gN: directory.group(groupId)?.name ?? "" }));
    const users = directory.members(group.groupId).map((person) => memberEntry(person, switches));
    return {
        _id: group.groupId,
        gN: group.name,
        gDesc: group.description ?? "",
        groups: inner,
        users,
        userCount: users.length,
    };
}

function memberEntry(person: Person, switches: Switches): object {
    return {
        _id: person.userId,
        emailId: person.emailId,
        firstName: person.firstName ?? "",
        lastName: person.lastName ?? "",
        profImage: "no-avatar",
        profColour: "#000000",
        activationStatus: statusWord(person.status, switches),
        jTitle: "",
        orgId,
    };
}

function roleEntry(role: Role, withId: boolean): object {
    return {
        roleType: role.roleType,
        ...(withId ? { _id: role.roleId } : {}),
        role: role.name,
        rDesc: role.description ?? "",
        permissions: role.permissions ?? {},
    };
}

/** The page's sample shows client secrets in clear; here the place is kept and the value is none. */
function botEntry(bot: Bot): object {
    return {
        _id: bot.botId,
        accountId,
        type: "default",
        defaultLanguage: "en",
        status: "published",
        name: bot.name,
        description: "",
        jwtApps: [
            {
                clientId: "cs-of-a-bot",
                clientSecret: "no-secret",
                jtiClaimEnforced: false,
                jweEncryptionEnforced: false,
            },
        ],
    };
}
