import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { describeIssues } from "../api/answers";
import { isEmailAddress, normalEmail, notAnAddress } from "../api/email";
import { KoreError } from "../api/errors";
import { endOf } from "../model/expiry";
import { setIn } from "../model/unset";

/** The property by which a resource leads to the record of its run. `check` takes it in; it reaches neither state nor diff. */
export const referenceKey = "__program";

/** What stands for any value that is not known yet, in check and diff (SDK: runtime/rpc, unknownValue). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How a value is marked as a secret one, beside the value itself (SDK: runtime/rpc, specialSigKey and specialSecretSig). */
export const secretKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Lets an unknown value pass wherever the schema stands. Its type stays the schema's own: only check and diff meet
 * unknown values, and they compare, never use them.
 */
export function orUnknown<TSchema extends v.GenericSchema>(schema: TSchema): TSchema {
    return v.lazy((input) => (input === unknownValue ? v.literal(unknownValue) : schema)) as unknown as TSchema;
}

export const text = orUnknown(v.pipe(v.string("must be a text"), v.nonEmpty("must not be empty")));
export const flag = orUnknown(v.boolean("must be true or false"));
export const email = orUnknown(
    v.pipe(
        v.string("must be a text"),
        v.transform(normalEmail),
        v.check(isEmailAddress, ({ input }) => notAnAddress(input)),
    ),
);

/** When access ends. */
export const end = orUnknown(
    v.pipe(
        v.string("must be a text"),
        v.trim(),
        v.check(
            (expiresAt) => !Number.isNaN(endOf(expiresAt)),
            'must be a day ("2027-03-31", until its end in UTC), an instant with its offset ("2027-03-31T18:00:00+02:00"), or "never"',
        ),
    ),
);

/** One of some words. */
export function oneOf<const TWords extends readonly string[]>(words: TWords) {
    return orUnknown(v.picklist(words, `must be one of: ${words.join(", ")}`));
}

/** A list in which order and repetition mean nothing: each element once. One with an unknown part stays as it is. */
export function setOf<TSchema extends v.GenericSchema>(element: TSchema) {
    return orUnknown(v.pipe(v.array(orUnknown(element), "must be a list"), v.transform(once)));
}

function once<T>(list: T[]): T[] {
    return hasUnknown(list) ? list : [...new Map(list.map((element) => [keyOf(element), element])).values()];
}

/**
 * The same value with each of its lists in the order of the list before; what was not there comes last, sorted. The engine's diff compares lists
 * place by place, so that it would show an element that has moved as another one. A list with an unknown part stays as it is.
 */
export function inOrderOf<T>(before: unknown, now: T): T;
export function inOrderOf(before: unknown, now: unknown): unknown {
    if (Array.isArray(now)) return listInOrderOf(Array.isArray(before) ? before : [], now);
    if (!isObject(now)) return now;
    const old = isObject(before) ? before : {};
    return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, inOrderOf(old[key], value)]));
}

function listInOrderOf(before: unknown[], now: unknown[]): unknown[] {
    const places = new Map([...before.entries()].reverse().map(([place, element]) => [nameOf(element), place]));
    const elements = now.map((element) => {
        const name = nameOf(element);
        // A name that is not known yet may be that of any element before, so it gives no order.
        const place = hasUnknown(name) ? undefined : places.get(name);
        const ordered = inOrderOf(place === undefined ? undefined : before[place], element);
        return { ordered, place: place ?? before.length, key: JSON.stringify(ordered) };
    });
    if (!hasUnknown(now)) elements.sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
    return once(elements.map(({ ordered }) => ordered));
}

/** What tells an element of a list from the others: a bot's tasks are the same entry with other dialogs. */
function nameOf(element: unknown): string {
    return keyOf(
        isObject(element)
            ? Object.fromEntries(Object.entries(element).filter(([, value]) => !Array.isArray(value)))
            : element,
    );
}

/** A text that is the same for all values that mean the same: lists are sets, at any depth, and properties have no order. */
function keyOf(value: unknown): string {
    return JSON.stringify(normal(value));
}

function normal(value: unknown): unknown {
    if (Array.isArray(value)) return [...new Set(value.map(keyOf))].sort();
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, normal(inner)]),
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The inputs of a resource without what is not set, nor what is not the user's. */
function declared(properties: object): Record<string, unknown> {
    return setIn(
        Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "__provider" && key !== referenceKey)),
    );
}

export const noArgument = "is not an argument of this resource";

/** An object of arguments: anything else in it is a mistake in the program, and is said to be one. */
export function args<const TEntries extends v.ObjectEntries>(entries: TEntries) {
    return v.strictObject(entries, (issue) =>
        issue.expected === "never" ? noArgument : issue.received === "undefined" ? "is required" : "must be an object",
    );
}

/**
 * The result of a check: the inputs in their normal form, or each failure with the path of its property.
 *
 * @param olds the inputs of the last step, whose lists give theirs the order
 * @param found reads a name that somebody has cleared in Kore.ai, as a refresh has found it: the engine gives that again, where ignoreChanges
 * has it, and the program can't mend it
 */
export function checked(
    schema: v.GenericSchema<unknown, object>,
    news: object,
    olds: object = {},
    found: v.GenericSchema<unknown, object> = schema,
): { inputs: object; failures: { property: string; reason: string }[] } {
    const given = declared(news);
    const parsed = readAs(schema, found, given, olds);
    if (parsed.success) return { inputs: inOrderOf(olds, parsed.output), failures: [] };
    return {
        inputs: given,
        failures: parsed.issues.map((issue) => ({ property: pathOf(issue), reason: issue.message })),
    };
}

/** Reads strictly, unless all that is wrong is a name that was cleared before. */
function readAs<TSchema extends v.GenericSchema<unknown, object>>(
    schema: TSchema,
    found: v.GenericSchema<unknown, v.InferOutput<TSchema>>,
    given: object,
    olds: object,
) {
    const parsed = v.safeParse(schema, given);
    const isCleared = (path: string[]) => valueAt(given, path) === "" && valueAt(olds, path) === "";
    const isWrong = parsed.issues?.some(({ path = [] }) => !isCleared(path.map(({ key }) => String(key))));
    return isWrong === false ? v.safeParse(found, given) : parsed;
}

function valueAt(value: unknown, path: string[]): unknown {
    return path.reduce((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}

/** The path of a property: addresses stand in quotation marks. */
export function stepTo(path: string, key: string): string {
    if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === "" ? key : `${path}.${key}`;
}

function pathOf(issue: v.BaseIssue<unknown>): string {
    return (issue.path ?? []).reduce(
        (path, { key }) => (typeof key === "number" ? `${path}[${key}]` : stepTo(path, String(key))),
        "",
    );
}

/**
 * Properties that check has let through, or that an earlier release has written.
 *
 * @param found as in `checked`
 * @throws KoreError `unreadable`, where the state was changed by something else.
 */
export function parse<TSchema extends v.GenericSchema<unknown, object>>(
    schema: TSchema,
    properties: object,
    resource: string,
    found: v.GenericSchema<unknown, v.InferOutput<TSchema>> = schema,
): v.InferOutput<TSchema> {
    const given = declared(properties);
    const parsed = readAs(schema, found, given, given);
    if (parsed.success) return parsed.output;
    throw new KoreError({
        code: "kore:unreadable-state",
        kind: "unreadable",
        what: `${resource} was left alone`,
        why: `its state cannot be read (${describeIssues(parsed.issues)})`,
        advice: "If the state was edited by hand, put it back; else run again with the release of pulumi-kore that wrote it, or a later one.",
    });
}

/** Whether a part of a value is not known yet. */
export function hasUnknown(value: unknown): boolean {
    return JSON.stringify(value)?.includes(unknownValue) ?? false;
}

/** Flags that are declared; null for one that is not known yet. */
export function knownFlags<TFlag extends string>(flags: { [K in TFlag]?: unknown }): { [K in TFlag]?: boolean | null } {
    const given = Object.entries(flags).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([name, value]) => [name, typeof value === "boolean" ? value : null])) as {
        [K in TFlag]?: boolean | null;
    };
}

/** Whether two property bags declare the same; lists are sets, at any depth. */
export function same(a: unknown, b: unknown): boolean {
    return isDeepStrictEqual(normal(a), normal(b));
}

/** A state that a step which failed has reached: the resource stays with it, and is updated by the next run. */
export interface ReachedState {
    id: string;
    properties: object;
    reasons: string[];
}

/** What was reached by a step that failed; undefined where nothing was. */
export function reachedBy(error: KoreError): object | undefined {
    return "properties" in error && typeof error.properties === "object" ? (error.properties ?? undefined) : undefined;
}

/** An error after which the resource is kept in the state with these properties. */
export function keepingState(error: KoreError, id: string, properties: object): KoreError & ReachedState {
    return Object.assign(error, { id, properties, reasons: [error.message] });
}

/** Adds to the state that a step which failed has reached what each state of the SDK's has: the line that names its provider. */
export function withProvider(error: unknown, inputs: Record<string, unknown>): unknown {
    if (error instanceof KoreError && "properties" in error) {
        error.properties = { ...(error.properties as object), __provider: inputs["__provider"] };
    }
    return error;
}
