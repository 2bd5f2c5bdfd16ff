import * as v from "valibot";

/**
 * The property in which the first resources of a program tell the provider's process of the whole program: what it
 * declares of whom. Without it a step would learn of another resource too late, or never: a person who moves between two
 * lists would lose their access for a moment. `check` takes it in, and it reaches neither state nor diff.
 */
export const briefingKey = "__program";

const line = v.object({
    emailId: v.string(),
    type: v.picklist(["KoreUser", "KoreUserAccess"]),
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
});

/** What one resource of the program declares of one address; a flag that is not known yet is left out. */
export type BriefingLine = v.InferOutput<typeof line>;

const briefing = v.pipe(v.string(), v.parseJson(), v.object({ lines: v.array(line), anew: v.exactOptional(v.boolean()) }));

/**
 * What travels: what a program declares. Several tell of one program, each of a part; `anew` forgets what was told and
 * checked before, for a process that serves a second program. The engine starts one process for each run.
 */
export type Briefing = v.InferOutput<typeof briefing>;

/** The text that travels. */
export function writeBriefing(told: Briefing): string {
    return JSON.stringify(told);
}

/** What has travelled; undefined where a resource brings nothing. */
export function readBriefing(properties: Record<string, unknown>): Briefing | undefined {
    const told = v.safeParse(briefing, properties[briefingKey]);
    return told.success ? told.output : undefined;
}
