import type { AccountDirectory } from "../../../review/src/directory/schema";

/** A directory that has what is given, and nothing else. */
export function directoryWith(parts: Partial<AccountDirectory>): AccountDirectory {
    return {
        version: 1,
        host: "kore.example.com",
        asOf: "2026-05-04T03:02:01.000Z",
        incomplete: [],
        roles: [],
        groups: [],
        bots: [],
        ...parts,
    };
}
