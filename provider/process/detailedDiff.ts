import * as v from "valibot";
import type { PathChange } from "../schema/paths";
import { moduleOfSdk } from "./sdk";

// Of pulumirpc.PropertyDiff.Kind; those that replace are never sent.
const kinds = { add: 0, delete: 2, update: 4 } as const satisfies Record<PathChange, number>;

interface PropertyDiff {
    setKind(kind: 0 | 2 | 4): unknown;
    setInputdiff(isOfInputs: boolean): unknown;
}
interface DiffResponse {
    setChanges(changes: number): unknown;
    setHasdetaileddiff(has: boolean): unknown;
    getDetaileddiffMap(): { set(path: string, diff: PropertyDiff): unknown };
}
interface Messages {
    DiffResponse: { prototype: DiffResponse };
    PropertyDiff: new () => PropertyDiff;
}

const messages = v.looseObject({
    DiffResponse: v.custom<Messages["DiffResponse"]>(
        (type) =>
            typeof type === "function" &&
            ["setChanges", "setHasdetaileddiff", "getDetaileddiffMap"].every((method) => method in type.prototype),
    ),
    PropertyDiff: v.custom<Messages["PropertyDiff"]>((type) => typeof type === "function"),
});

/** Tells in an answer the paths that differ, and no others. @param PropertyDiff the message of the same copy of the SDK */
export function tellIn<TDiff extends PropertyDiff>(
    answer: {
        setHasdetaileddiff(has: boolean): unknown;
        getDetaileddiffMap(): { set(path: string, diff: TDiff): unknown };
    },
    PropertyDiff: new () => TDiff,
    paths: ReadonlyMap<string, PathChange>,
): void {
    answer.setHasdetaileddiff(true);
    for (const [path, change] of paths) {
        const diff = new PropertyDiff();
        diff.setKind(kinds[change]);
        // The values before are those of the outputs.
        diff.setInputdiff(false);
        answer.getDetaileddiffMap().set(path, diff);
    }
}

/** For the answer that is made next, in the same turn. */
let pending: ReadonlyMap<string, PathChange> | undefined;

/**
 * Lets a preview show the paths that differ, and no others: without them it shows all people of whom one has changed. The SDK's
 * provider process does not carry them, so that its answer is told here as it is made (SDK 3.216 to 3.276: setChanges is what it calls
 * of every answer). Where it can't be, the preview shows more, and means the same.
 */
export function tellPaths(): void {
    const sdk = moduleOfSdk("../../proto/provider_pb", messages);
    if (sdk === undefined) return;
    const { DiffResponse, PropertyDiff } = sdk;
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const { setChanges } = DiffResponse.prototype;
    DiffResponse.prototype.setChanges = function (changes) {
        const paths = pending;
        pending = undefined;
        if (paths !== undefined) tellIn(this, PropertyDiff, paths);
        return setChanges.call(this, changes);
    };
}

/**
 * The result of a diff for the SDK alone, which asks whether something changes and makes its answer at once: who asks otherwise has the
 * next answer, of whatever resource, tell these paths.
 */
export function withPaths<T extends { changes: boolean }>(
    result: T,
    paths: ReadonlyMap<string, PathChange> = new Map(),
): T {
    // Without any the engine finds them by itself.
    if (!result.changes || paths.size === 0) return result;
    return Object.defineProperty({ ...result }, "changes", {
        get: () => {
            pending = paths;
            return true;
        },
    });
}
