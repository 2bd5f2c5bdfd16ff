import { doubtAbout, type IdKind } from "../schema/ids";
import { hasUnknown } from "../schema/inputs";
import type { UserInputs } from "./schema";

/** An id that a program declares, and of what it is. */
interface DeclaredId {
    kind: IdKind;
    /** The argument that has it; of lists, whose order a check changes, without a place. */
    property: string;
    value: string | undefined;
}

/** Ids of a form that Kore.ai's pages do not show, by what they are of: the first of each kind, with what to say of it. */
export function doubtfulIds(user: UserInputs): Map<IdKind, string> {
    const doubts = new Map<IdKind, string>();
    for (const { kind, property, value } of idsOf(user)) {
        if (value === undefined || hasUnknown(value) || doubts.has(kind)) continue;
        const doubt = doubtAbout(kind, value);
        if (doubt !== undefined) doubts.set(kind, `${property}: ${doubt}`);
    }
    return doubts;
}

function idsOf({ groups, roles, assignBotTasks }: UserInputs): DeclaredId[] {
    return [
        ...known(groups).map((value) => ({ kind: "group" as const, property: "groups", value })),
        ...known(roles).flatMap(({ roleId, botId }) => [
            { kind: "role" as const, property: "roleId", value: roleId },
            { kind: "bot" as const, property: "botId", value: botId },
        ]),
        ...known(assignBotTasks).flatMap(({ streamId, dialogs }) => [
            { kind: "bot" as const, property: "streamId", value: streamId },
            ...known(dialogs).map((value) => ({ kind: "dialog" as const, property: "dialogs", value })),
        ]),
    ];
}

/** The elements of a list, in a preview none of one that is not known as a whole. */
function known<T>(list: T[] | undefined): T[] {
    return Array.isArray(list) ? list : [];
}
