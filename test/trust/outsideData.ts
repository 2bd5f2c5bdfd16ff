import fc from "fast-check";

/** Any JSON, as JSON.parse gives it. */
export const anyJson: fc.Arbitrary<unknown> = fc.json({ maxDepth: 4 }).map(parsed);

/** What a field may have in place of what belongs there, with all that code likes to trip over. */
const strange: fc.Arbitrary<unknown> = fc.oneof(
    { arbitrary: anyJson, weight: 1 },
    { arbitrary: fc.constantFrom(null, "", " ", "success", 0, -1, 1.5, 1e308, true, false), weight: 2 },
    {
        arbitrary: fc
            .constantFrom(
                "[]",
                "{}",
                "[null]",
                "[[]]",
                '[""]',
                "[{}]",
                '{"errors":[null]}',
                '{"errors":[{}]}',
                '{"__proto__":{"emailId":"x"}}',
                '{"toString":1}',
                '{"length":2}',
            )
            .map(parsed),
        weight: 2,
    },
    { arbitrary: fc.string({ unit: "binary", maxLength: 20 }), weight: 1 },
);

type Place = (string | number)[];
type Change =
    | { kind: "replace"; value: unknown }
    | { kind: "remove" }
    | { kind: "repeat" }
    | { kind: "add"; key: string; value: unknown };

const changes: fc.Arbitrary<Change> = fc.oneof(
    { arbitrary: strange.map((value): Change => ({ kind: "replace", value })), weight: 4 },
    { arbitrary: fc.constantFrom<Change>({ kind: "remove" }, { kind: "repeat" }), weight: 2 },
    {
        arbitrary: fc.record({
            kind: fc.constant("add" as const),
            key: fc.constantFrom("__proto__", "constructor", "hasOwnProperty", "new", ""),
            value: strange,
        }),
        weight: 1,
    },
);

/** A document with up to four of its places changed: nearly right, which goes further than what is all wrong. */
export function spoiled(documents: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    return fc
        .tuple(documents, fc.array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 4 }))
        .map(([document, edits]) =>
            edits.reduce((value, [number, change]) => {
                const places = placesIn(value);
                return changed(value, places[number % places.length] ?? [], change);
            }, document),
        );
}

/** The same, where the whole stays an object, as for properties that the engine hands over. */
export function spoiledObject(documents: fc.Arbitrary<object>): fc.Arbitrary<Record<string, unknown>> {
    return fc.oneof({ arbitrary: spoiled(documents), weight: 4 }, { arbitrary: anyJson, weight: 1 }).filter(isObject);
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every text in a value, at any depth; not the keys. */
export function textsIn(value: unknown): string[] {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function parsed(text: string): unknown {
    return JSON.parse(text);
}

function placesIn(value: unknown, place: Place = []): Place[] {
    if (typeof value !== "object" || value === null) return [place];
    return [place, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...place, key]))];
}

function changed(value: unknown, [key, ...rest]: Place, change: Change): unknown {
    if (key === undefined) {
        if (change.kind === "replace") return change.value;
        return change.kind === "add" && isObject(value) ? withEntry(value, change.key, change.value) : value;
    }
    if (Array.isArray(value)) {
        return value.flatMap((element: unknown, index) =>
            String(index) === key ? inList(element, rest, change) : [element],
        );
    }
    if (!isObject(value)) return value;
    if (rest.length === 0 && change.kind === "remove")
        return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
    return withEntry(value, String(key), changed(value[key], rest, change));
}

function inList(element: unknown, rest: Place, change: Change): unknown[] {
    if (rest.length > 0 || change.kind === "replace" || change.kind === "add") return [changed(element, rest, change)];
    return change.kind === "remove" ? [] : [element, element];
}

// As JSON.parse does it: "__proto__" is a key like any other.
function withEntry(object: object, key: string, value: unknown): object {
    return Object.fromEntries([...Object.entries(object), [key, value]]);
}
