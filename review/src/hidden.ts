import * as v from "valibot";

/** Why a value is not shown: only the update will know it, or it is encrypted. */
export type Hidden = "unknown" | "secret";

// What stands in a preview for a value that only the update will know (SDK: runtime/rpc, unknownValue; older CLIs:
// output<string>).
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const olderUnknownMark = /^output<.*>$/;
// A secret, in a preview; in a state it is an object with this key (SDK: asset signatures).
const secretMark = "[secret]";
const secretKey = "4dabf18193072939515e22adb298388d";

const secretObject = v.pipe(
    v.looseObject({ [secretKey]: v.string() }),
    v.transform(() => secretMark),
);

/** A text, or the mark that stands for a hidden one. */
export const text = v.union([v.string(), secretObject]);

/** Why a text is not shown; undefined for one that is. */
export function hiddenIn(value: string): Hidden | undefined {
    if (value === unknownMark || olderUnknownMark.test(value)) return "unknown";
    return value === secretMark ? "secret" : undefined;
}

/** Whether a value of any kind is encrypted as a whole. */
export function isSecret(value: unknown): boolean {
    const parsed = v.safeParse(text, value);
    return parsed.success && hiddenIn(parsed.output) === "secret";
}

/** The mark that stands for a hidden value. */
export function markOf(hidden: Hidden): string {
    return hidden === "unknown" ? unknownMark : secretMark;
}

/** The mark of a hidden value, as why it is hidden. */
export const hiddenMark = v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }): Hidden => {
        const why = hiddenIn(dataset.value);
        if (why !== undefined) return why;
        addIssue({ message: "is of another kind" });
        return NEVER;
    }),
);

/** True, false, or why neither is shown. */
export const flag = v.union([v.boolean(), hiddenMark]);

/** A list, or why it is not shown as a whole. */
export interface List<T> {
    items: T[];
    hidden?: Hidden;
}

/** A list of such elements; `inPlaceOf` makes one of the mark of a hidden element. */
export function listOf<T>(element: v.GenericSchema<unknown, T>, inPlaceOf: (mark: string) => T) {
    const hiddenElement = v.pipe(
        text,
        v.check((value) => hiddenIn(value) !== undefined),
        v.transform(inPlaceOf),
    );
    return v.union([
        v.pipe(
            v.array(v.union([element, hiddenElement])),
            v.transform((items): List<T> => ({ items })),
        ),
        v.pipe(
            hiddenMark,
            v.transform((hidden): List<T> => ({ items: [], hidden })),
        ),
    ]);
}

/** Whether a part of a list is not shown. */
export function hasHidden({ items, hidden }: List<unknown>): boolean {
    return hidden !== undefined || items.some((item) => hiddenPart(item) !== undefined);
}

/** Why a part of an element is not shown. */
export function hiddenPart(item: unknown): Hidden | undefined {
    if (typeof item === "string") return hiddenIn(item);
    if (typeof item !== "object" || item === null) return undefined;
    if ("hidden" in item && (item.hidden === "unknown" || item.hidden === "secret")) return item.hidden;
    return Object.values(item).flatMap((value) => hiddenPart(value) ?? [])[0];
}
