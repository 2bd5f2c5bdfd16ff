import type { Kind } from "#model/kinds";
import { hiddenIn } from "../hidden";
import { count } from "../phrase";
import { riskOf } from "./risk";
import type { Block, Statement } from "./statement";

interface Category {
    one: string;
    many: string;
    test: (statement: Statement) => boolean;
}

const gainsOf = (type: string) => (statement: Statement) =>
    statement.kind === "gains" && statement.access.type === type;
const isAdministration = (statement: Statement, ofAll: boolean) =>
    statement.kind === "gains" &&
    statement.access.type === "administrator" &&
    (statement.access.power === "masterAdmin") === ofAll;
const isOwner = (statement: Statement) =>
    "access" in statement && statement.access.type === "role" && statement.access.power === "owner";
const isUnknown = ({ access }: Extract<Statement, { kind: "gains" | "loses" }>) =>
    access.type === "group" ? !access.isKnown : access.type === "role" && access.power === "unknown";

function isTakenOverBy(kind: Kind): Category["test"] {
    return (statement) => statement.kind === "takenOver" && statement.by.some(({ type }) => type === kind);
}
const isHiddenSetting = (statement: Statement) =>
    statement.kind === "setting" && hiddenIn(statement.to ?? "") !== undefined;

// In the order in which a reviewer should read.
const urgent: Category[] = [
    {
        one: "becomes an administrator of the whole account",
        many: "become administrators of the whole account",
        test: (statement) => isAdministration(statement, true),
    },
    {
        one: "gains an administrator role",
        many: "gain administrator roles",
        test: (statement) => isAdministration(statement, false),
    },
    {
        one: "has an administrator's or owner's role that nobody declares",
        many: "have administrators' or owners' roles that nobody declares",
        test: ({ kind }) => kind === "undeclared",
    },
    {
        one: "becomes a bot's owner",
        many: "become owners of bots",
        test: (statement) => statement.kind === "gains" && isOwner(statement),
    },
    {
        one: "gains what may be an administrator's",
        many: "gain what may be an administrator's",
        test: (statement) => statement.kind === "gains" && isUnknown(statement),
    },
    {
        one: "has changes that are not shown",
        many: "have changes that are not shown",
        test: (statement) => statement.kind === "unknown" || isHiddenSetting(statement),
    },
    { one: "stops the update", many: "stop the update", test: ({ kind }) => kind === "stops" },
    { one: "may create bots now", many: "may create bots now", test: gainsOf("botCreator") },
    { one: "may create data tables now", many: "may create data tables now", test: gainsOf("dataTables") },
    { one: "becomes a developer", many: "become developers", test: gainsOf("developer") },
    {
        one: "was removed by hand and is invited again",
        many: "were removed by hand and are invited again",
        test: (statement) => statement.kind === "joins" && statement.again,
    },
    { one: "changes accounts", many: "change accounts", test: ({ kind }) => kind === "changesAccount" },
    {
        one: "takes the place of another address",
        many: "take the place of other addresses",
        test: ({ kind }) => kind === "replaces",
    },
    {
        one: "may be somebody who goes",
        many: "may be people who go",
        test: ({ kind }) => kind === "resembles",
    },
    {
        one: "loses an administrator role",
        many: "lose administrator roles",
        test: (statement) => statement.kind === "loses" && statement.access.type === "administrator",
    },
    {
        one: "leaves nobody of this program an administrator",
        many: "leave nobody of this program an administrator",
        test: ({ kind }) => kind === "lastAdministrator",
    },
    {
        one: "stops being a bot's owner",
        many: "stop being owners of bots",
        test: (statement) => statement.kind === "loses" && isOwner(statement),
    },
    {
        one: "is removed from the account",
        many: "are removed from the account",
        test: (statement) => statement.kind === "leaves" && statement.fate === "removed",
    },
    {
        one: "loses all that was declared",
        many: "lose all that was declared",
        test: (statement) => statement.kind === "leaves" && statement.fate === "revoked",
    },
    {
        one: "keeps access that is not managed any more",
        many: "keep access that is not managed any more",
        test: ({ kind }) => kind === "kept",
    },
    {
        one: "loses what may be an administrator's",
        many: "lose what may be an administrator's",
        test: (statement) => statement.kind === "loses" && isUnknown(statement),
    },
    {
        one: "has access for longer",
        many: "have access for longer",
        test: (statement) => statement.kind === "setting" && statement.name === "expiresAt",
    },
    {
        one: "has a safety catch off",
        many: "have a safety catch off",
        test: (statement) =>
            statement.kind === "setting" && statement.name !== "expiresAt" && !isHiddenSetting(statement),
    },
    {
        one: "loses builder access",
        many: "lose builder access",
        test: (statement) =>
            statement.kind === "loses" && ["developer", "botCreator", "dataTables"].includes(statement.access.type),
    },
    {
        one: "was changed outside of the program",
        many: "were changed outside of the program",
        test: ({ outside }) => outside,
    },
];

const routine: Category[] = [
    { one: "joins", many: "join", test: ({ kind }) => kind === "joins" },
    { one: "comes under a KoreUser", many: "come under a KoreUser", test: isTakenOverBy("KoreUser") },
    { one: "comes under a KoreUsers", many: "come under a KoreUsers", test: isTakenOverBy("KoreUsers") },
    { one: "gains access", many: "gain access", test: ({ kind }) => kind === "gains" },
    { one: "loses access", many: "lose access", test: ({ kind }) => kind === "loses" || kind === "stays" },
    { one: "moves between resources", many: "move between resources", test: ({ kind }) => kind === "handedOver" },
    {
        one: "has other settings",
        many: "have other settings",
        test: ({ kind }) => ["setting", "profile", "ended", "unfinished", "blocked"].includes(kind),
    },
];

/** How many of what, riskiest first: "1 gains an administrator role, 2 are removed from the account". */
export function urgentCounts(blocks: Block[]): string[] {
    return counts(blocks, urgent, (statement) => riskOf(statement) > 0);
}

/** The same of what is routine; each person counts once. */
export function routineCounts(blocks: Block[]): string[] {
    const left = new Set(blocks);
    return routine.flatMap((category) => {
        const found = [...left].filter(({ statements }) => statements.some(category.test));
        found.forEach((block) => left.delete(block));
        return found.length === 0 ? [] : [count(found.length, category.one, category.many)];
    });
}

function counts(blocks: Block[], categories: Category[], counted: (statement: Statement) => boolean): string[] {
    return categories.flatMap(({ one, many, test }) => {
        const found = blocks.filter(({ statements }) =>
            statements.some((statement) => counted(statement) && test(statement)),
        );
        return found.length === 0 ? [] : [count(found.length, one, many)];
    });
}
