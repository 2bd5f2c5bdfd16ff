import { kindNames } from "#model/kinds";
import * as v from "valibot";
import type { Access } from "../access";
import { AccessError } from "../accessError";
import { markOf } from "../hidden";
import { describeIssues } from "../issues";
import { present } from "../present";
import type { Holding } from "./holdings";
import type { UndeclaredPerson } from "./live";
import type { ReportEntry, StackReport } from "./report";

/** What a report says that kore-access report has written as JSON. */
export interface WrittenReport {
    reports: StackReport[];
    undeclared: UndeclaredPerson[];
    /** The accounts that were read. */
    read: string[];
    /** Whether ends are in it: reports of release 0.1.0 have none. */
    hasEnds: boolean;
}

// What is secret is written as null.
const text = v.pipe(
    v.nullable(v.string()),
    v.transform((value) => value ?? markOf("secret")),
);
const name = v.exactOptional(v.string());
const named = { roleName: name, botName: name, groupName: name };
const access = v.variant("type", [
    v.object({
        type: v.literal("administrator"),
        roleId: text,
        botId: v.exactOptional(text),
        power: v.picklist(["masterAdmin", "userAdmin", "admin", "unknown"]),
        ...named,
    }),
    v.object({
        type: v.literal("role"),
        roleId: text,
        botId: text,
        power: v.picklist(["owner", "bot", "unknown"]),
        ...named,
    }),
    v.object({ type: v.literal("group"), groupId: text, isKnown: v.boolean(), ...named }),
    v.object({ type: v.literal("tasks"), botId: text, dialogs: v.exactOptional(v.array(v.string())), ...named }),
    v.object({ type: v.literal("developer") }),
    v.object({ type: v.literal("botCreator") }),
    v.object({ type: v.literal("dataTables") }),
]);
const facts = v.object({
    standing: v.picklist(["declared", "reported", "lost"]),
    through: v.array(v.string()),
    isDirect: v.exactOptional(v.boolean()),
    isUnclear: v.exactOptional(v.literal(true)),
    verified: v.boolean(),
});

type WrittenAccess = v.InferOutput<typeof access>;

const held = v.pipe(
    v.intersect([access, facts]),
    v.transform(({ standing, through, isDirect, isUnclear, verified, ...what }) => ({
        access: what,
        standing,
        through,
        verified,
        ...present({ isDirect, isUnclear }),
    })),
);

const who = {
    account: v.string(),
    emailId: text,
    name,
    status: name,
    lastLogin: v.exactOptional(v.nullable(v.string())),
    access: v.array(held),
};
const person = v.object({
    ...who,
    isThere: v.exactOptional(v.boolean()),
    resource: v.object({ type: v.picklist(kindNames), name: v.string(), urn: v.string() }),
    reason: v.nullish(v.string()),
    expiresAt: name,
    ended: v.exactOptional(v.array(access)),
    managed: v.object({
        origin: v.exactOptional(v.picklist(["created", "adopted"])),
        onDestroy: v.picklist(["remove", "revoke", "refuse", "keep", "protect"]),
        exclusive: v.boolean(),
        pendingDelete: v.boolean(),
    }),
    unverified: v.array(v.string()),
});
const document = v.object({
    version: v.literal(1),
    project: v.string(),
    stack: v.string(),
    time: name,
    people: v.array(person),
    overall: v.exactOptional(
        v.object({
            madeAt: v.string(),
            accounts: v.array(v.object({ host: v.string(), readAt: name })),
            undeclared: v.exactOptional(v.array(v.object(who))),
        }),
    ),
});
const documents = v.union([
    v.pipe(
        document,
        v.transform((one) => [one]),
    ),
    v.array(document),
]);

/** Whether a value is a report, so that it is read as one. */
export function isReport(value: unknown): boolean {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === "object" && first !== null && "people" in first && "stack" in first;
}

/** @throws AccessError for what no kore-access report of this version has written */
export function readReport(value: unknown, from: string): WrittenReport {
    const parsed = v.safeParse(documents, value);
    if (!parsed.success)
        throw new AccessError(
            `${from} is not as kore-access report --format json writes it (${describeIssues(parsed.issues)}). Make it with the same release, or name an export of the state.`,
        );
    const overall = parsed.output[0]?.overall;
    return {
        reports: parsed.output.map((each) => stackReport(each, from)),
        undeclared: (overall?.undeclared ?? []).map(({ access: all, ...about }) => ({
            ...about,
            holdings: all.map(holdingOf),
        })),
        read: (overall?.accounts ?? []).flatMap(({ host, readAt }) => (readAt === undefined ? [] : [host])),
        hasEnds: overall !== undefined,
    };
}

function stackReport(
    { project, stack, time, people, overall }: v.InferOutput<typeof document>,
    from: string,
): StackReport {
    const accesses = [
        ...people.flatMap((each) => [...each.access.map((one) => one.access), ...(each.ended ?? [])]),
        ...(overall?.undeclared ?? []).flatMap((each) => each.access.map((one) => one.access)),
    ];
    const names = new Map(accesses.flatMap(namesIn));
    const entries = people.map(({ access: all, reason, ended = [], ...about }): ReportEntry => ({
        ...about,
        ...present({ reason: reason ?? undefined }),
        holdings: all.map(holdingOf),
        ended: ended.map(withoutNames),
    }));
    return { project, stack, from, ...present({ time }), entries, names: { of: (id) => names.get(id) } };
}

function holdingOf({ access: what, isDirect, ...about }: v.InferOutput<typeof held>): Holding {
    return { ...about, access: withoutNames(what), isDirect: isDirect ?? about.through.length === 0 };
}

function withoutNames(what: WrittenAccess): Access {
    const {
        roleName: _role,
        botName: _bot,
        groupName: _group,
        ...plain
    } = { roleName: "", botName: "", groupName: "", ...what };
    return plain;
}

function namesIn(what: WrittenAccess): [string, string][] {
    const pairs = [
        ["roleId" in what ? what.roleId : undefined, "roleName" in what ? what.roleName : undefined],
        ["botId" in what ? what.botId : undefined, "botName" in what ? what.botName : undefined],
        ["groupId" in what ? what.groupId : undefined, "groupName" in what ? what.groupName : undefined],
    ];
    return pairs.flatMap(([id, called]) => (id === undefined || called === undefined ? [] : [[id, called]]));
}
