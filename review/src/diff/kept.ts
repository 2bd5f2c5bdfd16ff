import { flagNames, flags, withTasksTogether } from "../access";
import type { Comparison } from "./change";
import { flagPlanned, isFlagHeld } from "./flags";
import { isTaken, undeclaredIn } from "./memberships";
import { uniqueResources, whyKept } from "./person";
import type { Statement } from "./statement";

/** What a resource leaves that goes, and is only forgotten (retainOnDelete), where nothing else declares it. */
export function kept(of: Comparison): Statement[] {
    const lists = of.before.filter((part) => part.type === "KoreUserAccess" && part.change.retained !== undefined);
    const users = of.move?.from.change.retained !== undefined ? [of.move.from] : [];
    const forgotten = [...users, ...lists];
    const had = withTasksTogether([
        ...flagNames
            .filter((flag) => isFlagHeld(forgotten, flag) && flagPlanned(of, flag) === undefined)
            .map((flag) => flags[flag]),
        ...users.flatMap((part) => undeclaredIn(part, of, (access) => !isTaken(part, access, of))),
    ]);
    return had.length === 0
        ? []
        : [
              {
                  kind: "kept",
                  had,
                  all: false,
                  why: whyKept(forgotten),
                  by: uniqueResources(forgotten),
                  outside: false,
              },
          ];
}
