// Get Roles shows { "Manage Groups": "YES" } for roles of the Admin Console, and { "Tasks": ["FULL"] } for those of bots.
// Nothing says that other editions have these shapes: whatever can be read is.

const refusals = new Set(["no", "none", "false", "0", "off", "deny", "denied", "disabled", ""]);
const deepest = 5;
const most = 500;
const longest = 300;

/**
 * What a role may do, in words: "Manage Groups: yes", "Tasks: full". What it may not do is left out, and so is what
 * can't be read.
 *
 * @param permissions as Kore.ai reports them, in whatever shape
 * @returns sorted, each once; undefined where nothing is said
 */
export function permissionsOf(permissions: unknown): string[] | undefined {
    if (typeof permissions !== "object" || permissions === null || Object.keys(permissions).length === 0)
        return undefined;
    const words = new Set(wordsIn(permissions, [], deepest).map((each) => each.slice(0, longest)));
    return [...words].sort().slice(0, most);
}

function wordsIn(value: unknown, path: string[], depth: number): string[] {
    if (typeof value !== "object" || value === null) {
        const word = wordFor(value);
        return word === undefined ? [] : [`${path.join(" > ")}: ${word}`];
    }
    if (depth === 0) return [];
    if (!Array.isArray(value))
        return Object.entries(value).flatMap(([key, inner]) => wordsIn(inner, [...path, key], depth - 1));
    const entries: unknown[] = value;
    // A list of words is one permission of several kinds; where it stands for itself, each is a permission.
    const said = entries.map(wordFor).filter((word) => word !== undefined);
    const inner = entries
        .filter((entry) => typeof entry === "object")
        .flatMap((entry) => wordsIn(entry, path, depth - 1));
    if (said.length === 0) return inner;
    return [...(path.length === 0 ? said : [`${path.join(" > ")}: ${said.join(", ")}`]), ...inner];
}

/** What a single value grants; undefined for a refusal, and for what is no word. */
function wordFor(value: unknown): string | undefined {
    if (typeof value !== "string" && typeof value !== "boolean" && typeof value !== "number") return undefined;
    const word = value === true ? "yes" : String(value).trim().toLowerCase();
    return refusals.has(word) ? undefined : word;
}
