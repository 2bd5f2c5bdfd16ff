import * as v from "valibot";
import { heldRoles, present, type HeldRole } from "./answers";
import { normalEmail } from "./email";
import { endpoints, nameOf, type Endpoint } from "./http/endpoints";
import { KoreError } from "./errors";
import { permissionsOf } from "./permissions";
import type { Transport } from "./http/transport";

/** Somebody in the list of an account. */
export interface ListedPerson {
    /** In lower case. */
    emailId: string;
    userId?: string;
    orgUserId?: string;
    /** Those that groups confer among them. Left out where they can't be read. */
    roles?: HeldRole[];
}

/** A group, role or bot. The sample of admin roles has no ids. */
export interface Named {
    id?: string;
    name: string;
}

/** A role of an account. */
export interface ListedRole extends Named {
    description?: string;
    /** What it may do, in words: "Manage Groups: yes". Left out where Kore.ai does not say. */
    permissions?: string[];
}

/** A group of an account. */
export interface ListedGroup extends Named {
    id: string;
    /** Who is in it: each by the userId, the address in lower case, or both. */
    members: { userId?: string; emailId?: string }[];
    /** The groups in it, by id; by name where Kore.ai names them so. */
    groups: string[];
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
const mostPages = 10_000;

/** What the offset of a list counts: its items, or its pages. */
type OffsetCounts = "items" | "pages";

const totals = { total: v.optional(v.nullable(v.number())), availableMore: v.optional(v.nullable(v.boolean())) };
const text = v.optional(v.nullable(v.string()));
/** Each item of a list is read on its own, so that one that can't be read spoils no other. */
type ListName = "users" | "groups" | "roles" | "bots";

const listedPerson = v.pipe(
    v.looseObject({ username: v.string(), userId: text, orgUserId: text }),
    v.transform(({ username, userId, orgUserId, ...others }): ListedPerson => {
        const roles = v.safeParse(heldRoles, others);
        return {
            emailId: normalEmail(username),
            ...present({
                userId: given(userId),
                orgUserId: given(orgUserId),
                roles: roles.success ? roles.output : undefined,
            }),
        };
    }),
);
const entriesOf = v.optional(v.nullable(v.array(v.unknown())));
const member = v.pipe(
    v.looseObject({ _id: text, emailId: text }),
    v.transform(({ _id, emailId }) => ({
        ...present({
            userId: given(_id),
            emailId: given(emailId) === undefined ? undefined : normalEmail(emailId ?? ""),
        }),
    })),
);
const innerGroup = v.union([
    v.string(),
    v.pipe(
        v.looseObject({ _id: v.string() }),
        v.transform(({ _id }) => _id),
    ),
]);
const group = v.pipe(
    v.looseObject({ _id: v.string(), gN: text, users: entriesOf, groups: entriesOf }),
    v.transform(({ _id, gN, users, groups }): ListedGroup => ({
        id: _id,
        name: given(gN) ?? _id,
        members: readable(member, users ?? []),
        groups: readable(innerGroup, groups ?? []),
    })),
);
const role = v.pipe(
    v.looseObject({ _id: text, role: text, rDesc: text, permissions: v.unknown() }),
    v.transform(({ _id, role, rDesc, permissions }): ListedRole => ({
        ...present({ id: given(_id) }),
        name: given(role) ?? given(_id) ?? "",
        ...present({ description: given(rDesc), permissions: permissionsOf(permissions) }),
    })),
);
// An answer about bots can hold secrets of their apps: nothing but id and name is taken from it.
const bot = v.pipe(
    v.looseObject({ _id: v.string(), name: text }),
    v.transform(({ _id, name }) => ({ id: _id, name: given(name) ?? _id })),
);

/** A page of a list. */
interface Page<TItem> {
    total: number | undefined;
    availableMore: boolean | undefined;
    /** Those that can be read. */
    items: TItem[];
    /** How many there are. */
    size: number;
}

function pageOf<TItem extends object>(
    list: ListName,
    item: v.GenericSchema<unknown, TItem>,
): v.GenericSchema<unknown, Page<TItem>> {
    const answer = v.looseObject({ ...totals, ...v.entriesFromList([list], v.array(v.unknown())) });
    return v.pipe(
        answer,
        v.transform(({ total, availableMore, [list]: entries }) => ({
            total: total ?? undefined,
            availableMore: availableMore ?? undefined,
            items: readable(item, entries),
            size: entries.length,
        })),
        v.check(({ items, size }) => size === 0 || items.length > 0, "none of its entries can be read"),
    );
}

/** Those of a list that can be read. */
function readable<TItem>(item: v.GenericSchema<unknown, TItem>, entries: unknown[]): TItem[] {
    return entries.map((entry) => v.safeParse(item, entry)).flatMap(({ success, output }) => (success ? [output] : []));
}

/** Names what is given; an empty text is nothing. */
function given(value: string | null | undefined): string | undefined {
    return value === null || value === "" ? undefined : value;
}

/** What an account has: its people, groups, roles and bots, read page by page. Every method throws KoreError. */
export class Directory {
    constructor(private readonly transport: Transport) {}

    /**
     * @param onPage is told how many are read, of how many as far as Kore.ai says
     * @param pages so many are read at most: then the list is not complete where there are more
     */
    people(
        onPage: (read: number, total: number | undefined) => void = () => undefined,
        pages?: number,
    ): Promise<Listing<ListedPerson>> {
        // Its offset counts people, in the order of a list that may change meanwhile.
        const schema = pageOf("users", listedPerson);
        return this.pages(endpoints.allUserRoles, { limit: peoplePage }, "items", schema, { onPage, most: pages });
    }

    groups(): Promise<Listing<ListedGroup>> {
        return this.pages(endpoints.groups, { limit: page }, "pages", pageOf("groups", group));
    }

    /** @param roleType roles of the Admin Console, or of bots */
    roles(roleType: "admin" | "bot"): Promise<Listing<ListedRole>> {
        return this.pages(endpoints.roles, { roleType, limit: page }, "pages", pageOf("roles", role));
    }

    bots(): Promise<Listing<Named>> {
        return this.pages(endpoints.bots, { limit: page }, "pages", pageOf("bots", bot));
    }

    private async pages<TItem extends object>(
        endpoint: Endpoint,
        parameters: Record<string, string | number>,
        offsetCounts: OffsetCounts,
        schema: v.GenericSchema<unknown, Page<TItem>>,
        {
            onPage,
            most,
        }: { onPage?: (read: number, total: number | undefined) => void; most?: number | undefined } = {},
    ): Promise<Listing<TItem>> {
        const pages = new Pages<TItem>(offsetCounts);
        for (let count = 0; count < (most ?? mostPages); count++) {
            const answer = await this.transport.send(endpoint, undefined, 0, schema, {
                parameters: { ...parameters, offset: pages.offset },
            });
            const isThere = pages.add(answer);
            onPage?.(pages.items.length, answer.total);
            if (isThere) return { items: pages.items, isComplete: pages.isComplete };
        }
        if (most !== undefined) return { items: pages.items, isComplete: false };
        throw new KoreError({
            code: "kore:endless-list",
            kind: "unreadable",
            what: `${nameOf(endpoint)} failed`,
            why: "its list has no end",
            advice: "Run again.",
        });
    }
}

/** The pages of a list that have been read. */
class Pages<TItem extends object> {
    private readonly read = new Map<string, TItem>();
    private count = 0;
    /** Items that were on the pages, each as often as it came. */
    private seen = 0;
    private areReadable = true;
    private firstTotal: number | undefined;
    isComplete = false;

    constructor(private offsetCounts: OffsetCounts) {}

    get items(): TItem[] {
        return [...this.read.values()];
    }

    /** Where the next page begins. */
    get offset(): number {
        return this.offsetCounts === "items" ? this.seen : this.count;
    }

    /** Takes a page; answers whether it is the last. */
    add({ items, size, total, availableMore }: Page<TItem>): boolean {
        const known = this.read.size;
        this.firstTotal ??= total;
        this.areReadable &&= items.length === size;
        for (const item of items) this.read.set(identityOf(item), item);
        const added = this.read.size - known;
        this.seen += size;
        this.count++;
        this.learnOffset(added, size);
        const isAllThere = total === undefined || this.read.size >= total;
        const more = availableMore ?? !isAllThere;
        this.isComplete = this.areReadable && !more && total === this.firstTotal && isAllThere;
        // The page of roles has no offset: where Kore.ai ignores it, the same page comes again and there is no way to
        // the others.
        return !more || added === 0;
    }

    /** Of bots one page says both; where the second page is the first one moved on by one, the offset counts items. */
    private learnOffset(added: number, size: number): void {
        if (this.count !== 2 || this.offsetCounts === "items" || added === 0 || added * 2 >= size) return;
        this.offsetCounts = "items";
        this.seen = this.read.size;
    }
}

/** One text for whom or what an entry is about: roles and members may change between two pages that have it. */
function identityOf(item: object): string {
    return JSON.stringify({ ...item, roles: undefined, members: undefined });
}
