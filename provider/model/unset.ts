/** A value without what is not set, at any depth: null and undefined mean the same to a program. @public kore-access has it by a copy */
export function withoutUnset(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value) ? value.map(withoutUnset) : setIn(value);
}

/** An object without its properties that are not set, at any depth. */
export function setIn(properties: object): Record<string, unknown> {
    const set = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
    return Object.fromEntries(set.map(([key, value]) => [key, withoutUnset(value)]));
}

/** Properties without those that are undefined. */
export function present<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
