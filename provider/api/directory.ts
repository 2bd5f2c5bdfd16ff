import * as v from "valibot";
import { present } from "./answers";
import { normalEmail } from "./email";
import { endpoints, nameOf, type Endpoint } from "./http/endpoints";
import { KoreError } from "./errors";
import type { Transport } from "./http/transport";

/** Somebody in the list of an account. */
export interface ListedPerson {
    /** In lower case. */
    emailId: string;
    userId?: string;
    orgUserId?: string;
}

/** A group, role or bot. The sample of admin roles has no ids. */
export interface Named {
    id?: string;
    name: string;
}

/** A list of an account. */
export interface Listing<T> {
    items: T[];
    /**
     * Whether it is all that Kore.ai says there is, and as many as when the reading began: who leaves meanwhile moves
     * others to a page that was read.
     */
    isComplete: boolean;
}

// The largest page that the pages of groups, roles and bots allow; alluserroles names none, and may give fewer than
// asked for.
const page = 50;
const peoplePage = 500;

const counts = { total: v.optional(v.number()), availableMore: v.optional(v.boolean()) };
const peopleAnswer = v.looseObject({
    ...counts,
    users: v.array(
        v.looseObject({ username: v.string(), userId: v.optional(v.string()), orgUserId: v.optional(v.string()) }),
    ),
});
const groupsAnswer = v.looseObject({
    ...counts,
    groups: v.array(v.looseObject({ _id: v.string(), gN: v.optional(v.string()) })),
});
const rolesAnswer = v.looseObject({
    ...counts,
    roles: v.array(v.looseObject({ _id: v.optional(v.string()), role: v.optional(v.string()) })),
});
// An answer about bots can hold secrets of their apps: nothing but id and name is taken from it.
const botsAnswer = v.looseObject({
    ...counts,
    bots: v.array(v.looseObject({ _id: v.string(), name: v.optional(v.string()) })),
});

type Counts = v.InferOutput<v.ObjectSchema<typeof counts, undefined>>;

/** What an account has: its people, groups, roles and bots, read page by page. Every method throws KoreError. */
export class Directory {
    constructor(private readonly transport: Transport) {}

    /** @param onPage is told how many are read, of how many as far as Kore.ai says */
    people(
        onPage: (read: number, total: number | undefined) => void = () => undefined,
    ): Promise<Listing<ListedPerson>> {
        // Its offset counts people, in the order of a list that may change meanwhile.
        return this.pages(endpoints.allUserRoles, { limit: peoplePage }, "people", peopleAnswer, onPage, (answer) =>
            answer.users.map(({ username, userId, orgUserId }) => ({
                emailId: normalEmail(username),
                ...present({ userId, orgUserId: orgUserId === "" ? undefined : orgUserId }),
            })),
        );
    }

    groups(): Promise<Listing<Named>> {
        return this.pages(endpoints.groups, { limit: page }, "pages", groupsAnswer, undefined, (answer) =>
            answer.groups.map(({ _id, gN }) => ({ id: _id, name: gN ?? _id })),
        );
    }

    /** @param roleType roles of the Admin Console, or of bots */
    roles(roleType: "admin" | "bot"): Promise<Listing<Named>> {
        return this.pages(endpoints.roles, { roleType, limit: page }, "pages", rolesAnswer, undefined, (answer) =>
            answer.roles.map(({ _id, role }) => ({ ...present({ id: _id }), name: role ?? _id ?? "" })),
        );
    }

    bots(): Promise<Listing<Named>> {
        return this.pages(endpoints.bots, { limit: page }, "pages", botsAnswer, undefined, (answer) =>
            answer.bots.map(({ _id, name }) => ({ id: _id, name: name ?? _id })),
        );
    }

    private async pages<TAnswer extends Counts, TItem>(
        endpoint: Endpoint,
        parameters: Record<string, string | number>,
        offsetCounts: "people" | "pages",
        schema: v.GenericSchema<unknown, TAnswer>,
        onPage: ((read: number, total: number | undefined) => void) | undefined,
        itemsOf: (answer: TAnswer) => TItem[],
    ): Promise<Listing<TItem>> {
        const items = new Map<string, TItem>();
        let first: number | undefined;
        for (let read = 0, pages = 0; ; pages++) {
            const offset = offsetCounts === "people" ? read : pages;
            const answer = await this.transport.send(endpoint, undefined, 0, schema, { ...parameters, offset });
            const known = items.size;
            first ??= answer.total;
            const onThisPage = itemsOf(answer);
            for (const item of onThisPage) items.set(JSON.stringify(item), item);
            read += onThisPage.length;
            onPage?.(items.size, answer.total);
            const more = answer.availableMore ?? (answer.total !== undefined && items.size < answer.total);
            // The page of roles has no offset: where Kore.ai ignores it, the same page comes again and there is no way
            // to the others.
            if (!more || items.size === known)
                return {
                    items: [...items.values()],
                    isComplete:
                        !more && answer.total === first && (answer.total === undefined || items.size >= answer.total),
                };
            if (pages > 10_000)
                throw new KoreError({
                    code: "kore:endless-list",
                    kind: "unreadable",
                    what: `${nameOf(endpoint)} failed`,
                    why: "its list has no end",
                    advice: "Run again.",
                });
        }
    }
}
