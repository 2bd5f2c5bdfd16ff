import * as v from "valibot";
import type { Exchange } from "./channel";

// What is there or not is what is asked: nothing is required that a fact could be about.
const object = v.record(v.string(), v.unknown());
const list = v.array(v.unknown());
const entrySchema = v.looseObject({ userInfo: object });
const rowsSchema = v.looseObject({ failedUserDetails: v.array(object) });
const refusalSchema = v.looseObject({ errors: v.array(v.looseObject({ msg: v.optional(v.string()) })) });

export type Fields = Record<string, unknown>;

/** The object of a value, and an empty one where it is none. */
export function fieldsOf(value: unknown): Fields {
    return v.is(object, value) && !Array.isArray(value) ? value : {};
}

/** The list of a value, and an empty one where it is none. */
export function listOf(value: unknown): unknown[] {
    return v.is(list, value) ? value : [];
}

/** The text of a value, if it is one. */
export function textOf(value: unknown): string | undefined {
    return typeof value === "string" ? value : undefined;
}

/** One entry of usersInfo. */
export interface Entry {
    /** In the letter case that it came in. */
    emailId: string;
    fields: Fields;
    userInfo: Fields;
    /** Whether it says that there is no such person. */
    failed: boolean;
}

const isWord = (value: unknown, word: string): boolean => textOf(value)?.trim().toLowerCase() === word;

/** The entries of usersInfo, in their order. */
export function entriesOf({ json }: Exchange): Entry[] {
    return listOf(json).flatMap((item): Entry[] => {
        const entry = v.safeParse(entrySchema, item);
        if (!entry.success) return [];
        const { userInfo } = entry.output;
        const failed = isWord(userInfo["status"], "failure") || isWord(userInfo["status"], "failed");
        return [{ emailId: textOf(userInfo["emailId"]) ?? "", fields: entry.output, userInfo, failed }];
    });
}

/** Whether a look-up was answered, rather than refused. */
export function isTaken(exchange: Exchange): boolean {
    return exchange.status < 300 && entriesOf(exchange).length > 0;
}

/** The one person whom an answer of usersInfo reports, if it does. */
export function personIn(exchange: Exchange | undefined): Entry | undefined {
    const [entry, ...others] = exchange === undefined ? [] : entriesOf(exchange);
    return entry === undefined || entry.failed || others.length > 0 ? undefined : entry;
}

/** Whether an answer of usersInfo says of the one who was asked for that there is no such person. */
export function saysUnknown(exchange: Exchange): boolean {
    const [entry, ...others] = entriesOf(exchange);
    return (
        entry !== undefined &&
        entry.failed &&
        others.length === 0 &&
        unknownWords.test(reasonWords(entry.userInfo["reason"]).trim())
    );
}

// Get User Information, v7.1 and newest page.
const unknownWords = /^(invalid emailid|user not found\b.*)$/i;

/** The roles that an entry reports, in both of its lists. */
export function rolesOf({ fields }: Entry): Fields[] {
    const roles = fieldsOf(fields["roles"]);
    return [...listOf(roles["btRoles"]), ...listOf(roles["adminRoles"])].map(fieldsOf);
}

/** Whether a person is reported without any access. */
export function hasNoAccess(entry: Entry): boolean {
    const { fields } = entry;
    return (
        fields["canCreateBot"] !== true &&
        fields["isDeveloper"] !== true &&
        rolesOf(entry).length + listOf(fields["groups"]).length === 0
    );
}

/** "T" and "F" of canCreateBot and isDeveloper, such as "FT"; undefined where one is not reported. */
export function flagsOf({ fields }: Entry): string | undefined {
    const letters = [fields["canCreateBot"], fields["isDeveloper"]].map((flag) =>
        typeof flag === "boolean" ? (flag ? "T" : "F") : undefined,
    );
    return letters.includes(undefined) ? undefined : letters.join("");
}

/** The rows of an answer of the three verbs on users that failed. */
export function failedRowsOf(exchange: Exchange): Fields[] {
    return rowsIn(exchange).filter((row) => !isDone(row));
}

/** The rows of such an answer that are said to be done. */
export function doneRowsOf(exchange: Exchange): Fields[] {
    return rowsIn(exchange).filter(isDone);
}

const isDone = (row: Fields): boolean => isWord(row["status"], "success");

function rowsIn({ json }: Exchange): Fields[] {
    const rows = v.safeParse(rowsSchema, json);
    if (!rows.success) return [];
    return rows.output.failedUserDetails.map((row) => ({ ...row, ...fieldsOf(row["userInfo"]) }));
}

/** How a request about one person ended: done, a failure row, refused whole, or as no page shows. */
export type Ending = "done" | "failureRow" | "refused" | "other";

export function endingOf(exchange: Exchange): Ending {
    if (failedRowsOf(exchange).length > 0) return "failureRow";
    if (exchange.status >= 500) return "other";
    if (exchange.status >= 400 || v.is(refusalSchema, exchange.json)) return "refused";
    return exchange.status < 300 && exchange.json !== undefined ? "done" : "other";
}

export type ReasonShape = "string" | "object" | "fullObject" | "other";

/** The shape of the reason of a failure. */
export function shapeOf(reason: unknown): ReasonShape {
    if (typeof reason === "string") return "string";
    const fields = fieldsOf(reason);
    if (!Array.isArray(fields["errors"])) return "other";
    return ["statusCode", "name", "message"].some((key) => key in fields) ? "fullObject" : "object";
}

/** The words of the reason of a failure. */
export function reasonWords(reason: unknown): string {
    const errors = listOf(fieldsOf(reason)["errors"]).map(fieldsOf);
    return textOf(reason) ?? textOf(errors[0]?.["msg"]) ?? textOf(fieldsOf(reason)["message"]) ?? "";
}

/** Kore.ai's own words in an answer: of its refusal, of its failure row, or its message. */
export function wordsOf(exchange: Exchange): string {
    const { json, text } = exchange;
    const refusal = v.safeParse(refusalSchema, json);
    if (refusal.success) return refusal.output.errors[0]?.msg ?? "";
    const [row] = failedRowsOf(exchange);
    if (row !== undefined) return reasonWords(row["reason"]);
    const [entry] = entriesOf(exchange);
    if (entry?.failed === true) return reasonWords(entry.userInfo["reason"]);
    const fields = fieldsOf(json);
    const said = [fields["msg"], fields["message"], fieldsOf(fields["error"])["message"]].map(textOf).find(Boolean);
    if (said !== undefined) return said;
    return json === undefined ? text : "";
}
