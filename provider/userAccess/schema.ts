import * as v from "valibot";
import { type Person, present } from "../api/answers";
import type { AccessFlags } from "../api/client";
import { coded } from "../api/errors";
import { args, email, end, flag, noArgument, setOf, text } from "../schema/inputs";
import { reportedAccess } from "../model/reported";
import { ended, type FlagName, flagNames, trueIn } from "../model/declared";

/** The arguments of a KoreUserAccess, each with what it may be. */
export const accessArguments = {
    emailIds: setOf(email),
    canCreateBot: flag,
    isDeveloper: flag,
    hasDataTableAndViewAccess: v.exactOptional(flag),
    reason: v.exactOptional(text),
    expiresAt: v.exactOptional(end),
};
const accessDeclared = { ...accessArguments, ended };

/** What a resource declares, as it is in force; also of one that has lost all its people by a refresh, and whose option ignoreChanges keeps it so. */
export const accessOfAnybody = v.pipe(
    args(accessDeclared),
    v.forward(
        v.partialCheck(
            [["canCreateBot"], ["isDeveloper"]],
            ({ canCreateBot, isDeveloper }) => canCreateBot !== true || isDeveloper !== false,
            coded(
                'true needs isDeveloper: true (Kore.ai refuses the combination: "Invalid values in the body", code 403)',
                "kore:bots-need-developer",
            ),
        ),
        ["canCreateBot"],
    ),
);

/** The same of one that has people. */
export const accessInForce = v.pipe(
    accessOfAnybody,
    v.forward(
        // Also beside other mistakes, so that all are said at once.
        v.partialCheck([["emailIds"]], ({ emailIds }) => emailIds.length > 0, "must name at least one person"),
        ["emailIds"],
    ),
);

/** What a program says. */
export const accessInputs = v.pipe(
    accessInForce,
    v.forward(
        v.partialCheck([["ended"]], ({ ended }) => ended === undefined, noArgument),
        ["ended"],
    ),
);

export const declaredAccess = v.object(accessDeclared);

/** Outputs: what was declared at the last step (emailIds: who really has it), and for each person whom it was given what Kore.ai reports. */
export const accessState = v.looseObject({
    ...accessDeclared,
    account: v.string(),
    /** Who has left the list, with flags that another resource was to give them, and did not yet: no other state may have them. */
    handedOver: v.exactOptional(v.array(v.object({ emailId: v.string(), userId: v.string(), flags: flagNames }))),
    reported: v.array(reportedAccess),
});

export type AccessInputs = v.InferOutput<typeof declaredAccess>;
export type AccessState = v.InferOutput<typeof accessState>;
export type HandedOver = NonNullable<AccessState["handedOver"]>[number];

/** What a state says by person, made once: lists have thousands. */
interface Members {
    emailIds: string[];
    reports: Map<string, AccessState["reported"][number]>;
    all: Set<string>;
}

const knownMembers = new WeakMap<AccessState, Members>();

function membersIn(state: AccessState): Members {
    const known = knownMembers.get(state);
    if (known !== undefined) return known;
    const reports = new Map(state.reported.map((report) => [report.emailId, report]));
    const all = new Set([...reports.keys(), ...state.emailIds]);
    const members = { emailIds: [...all], reports, all };
    knownMembers.set(state, members);
    return members;
}

/** Everyone who was given something by this resource, also those who have lost it since. */
export function membersOf(state: AccessState): string[] {
    return membersIn(state).emailIds;
}

/** Those of them whom the program names no more. */
export function leavingOf(before: AccessState, { emailIds }: AccessInputs): string[] {
    const staying = new Set(emailIds);
    return membersOf(before).filter((member) => !staying.has(member));
}

export function declaredOf({
    emailIds,
    canCreateBot,
    isDeveloper,
    hasDataTableAndViewAccess,
    reason,
    expiresAt,
    ended,
}: AccessState): AccessInputs {
    const others = present({ hasDataTableAndViewAccess, reason, expiresAt, ended });
    return { emailIds, canCreateBot, isDeveloper, ...others };
}

/** Whether nobody has anything by it: no flag is declared, or what was has ended. */
export function givesNothing(access: Pick<AccessInputs, FlagName>): boolean {
    return trueIn(access).length === 0;
}

export function reportAbout(emailId: string, state: AccessState): AccessState["reported"][number] | undefined {
    return membersIn(state).reports.get(emailId);
}

/** Whether a step failed half-way, so that someone may hold something else than what is declared. */
export function isUnsettled({ reported }: AccessState): boolean {
    return reported.some(({ mayHold }) => mayHold !== undefined);
}

/** What someone was given by this resource, as far as is known; undefined for one who is none of its people. */
export function heldBy(emailId: string, before: AccessState): AccessFlags | undefined {
    return membersIn(before).all.has(emailId) ? (reportAbout(emailId, before)?.mayHold ?? before) : undefined;
}

export function isAnother(person: Person, before: AccessState): boolean {
    const known = reportAbout(person.emailId, before);
    return known !== undefined && known.userId !== person.userId;
}
