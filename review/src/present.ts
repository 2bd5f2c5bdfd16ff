/** Properties without those that are undefined. */
export function present<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
    const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
