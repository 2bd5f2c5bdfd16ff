import * as v from "valibot";
import { powers } from "../directory/power";
import type { ReviewedChanges } from "./fingerprint";

type ReviewedPerson = ReviewedChanges["people"][number];

const power = v.picklist([...powers, "unknown"]);
const role = v.object({ roleId: v.string(), botId: v.optional(v.string()), through: v.optional(v.string()), power });
const group = v.object({ groupId: v.string(), isKnown: v.boolean() });

/** What is said of the power of something that somebody gains: of a role, or of all that a group confers. */
export interface SaidPower {
    about: string;
    /** Of a role by a group, what is said of the group. */
    group?: string;
    power: v.InferOutput<typeof power>;
}

/** What is said of powers, of each change of somebody; undefined for those that give none. */
export function saidPowers({ emailId, account, changes }: ReviewedPerson): (SaidPower | undefined)[] {
    const who = JSON.stringify([emailId, account["provider"], account["host"]]);
    return changes.map(({ kind, access }) => {
        if (kind !== "gains") return undefined;
        if (v.is(group, access))
            return {
                about: `${who} ${access.groupId}`,
                power: access.isKnown ? ("bot" as const) : ("unknown" as const),
            };
        if (!v.is(role, access)) return undefined;
        const about = `${who} ${JSON.stringify([access.roleId, access.botId, access.through])}`;
        return {
            about,
            ...(access.through === undefined ? {} : { group: `${who} ${access.through}` }),
            power: access.power,
        };
    });
}

/**
 * Whether something has turned out to be of greater power than was said where it was approved. Of what was said to be
 * unknown anything was approved.
 */
export function hasGrown(now: SaidPower | undefined, approved: Map<string, SaidPower["power"][]>): boolean {
    if (now === undefined || now.power === "unknown") return false;
    const said = approved.get(now.about) ?? approved.get(now.group ?? "") ?? [];
    const rank = powers.indexOf(now.power);
    return said.length > 0 && said.every((each) => each !== "unknown" && powers.indexOf(each) > rank);
}

/** What was said of each thing, in all of the approved reviews. */
export function byAbout(said: SaidPower[]): Map<string, SaidPower["power"][]> {
    const found = new Map<string, SaidPower["power"][]>();
    for (const { about, power: each } of said) found.set(about, [...(found.get(about) ?? []), each]);
    return found;
}
