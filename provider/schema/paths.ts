import { hasUnknown, same, stepTo } from "./inputs";

/** What became of the value at a path. */
export type PathChange = "add" | "delete" | "update";

/**
 * The paths at which two values differ, in the engine's notation. Lists are sets: of one only what is gone and what is new, each by its place.
 *
 * @param path of the values themselves
 */
export function pathsOf(before: unknown, now: unknown, path: string): Map<string, PathChange> {
    if (same(before, now)) return new Map();
    if (before === undefined) return new Map([[path, "add"]]);
    if (now === undefined) return new Map([[path, "delete"]]);
    if (Array.isArray(before) && Array.isArray(now) && !hasUnknown(now)) return pathsOfLists(before, now, path);
    if (!isObject(before) || !isObject(now)) return new Map([[path, "update"]]);
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    return new Map([...keys].flatMap((key) => [...pathsOf(before[key], now[key], stepTo(path, key))]));
}

function pathsOfLists(before: unknown[], now: unknown[], path: string): Map<string, PathChange> {
    const missing = (list: unknown[], from: unknown[]) =>
        list.flatMap((element, place) => (from.some((each) => same(each, element)) ? [] : [`${path}[${place}]`]));
    const paths = new Map<string, PathChange>(missing(before, now).map((each) => [each, "delete"]));
    for (const each of missing(now, before)) paths.set(each, paths.has(each) ? "update" : "add");
    return paths;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
