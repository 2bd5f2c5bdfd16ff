import { flagNames, flags, membershipOf, withTasksTogether, type Access } from "../access";
import { powers, type Power } from "../directory/power";
import type { Names } from "../names";
import { isUser, type Comparison, type Part } from "./change";
import { flagDeclared, flagPlanned, flagReported, isFlagHeld } from "./flags";
import { isAmong, isHeldOtherwise, isCovered, isReported, membershipKeys, withoutImplied } from "./memberships";
import { uniqueResources } from "./person";
import type { Statement } from "./statement";

type Gain = Extract<Statement, { kind: "gains" }>;

/** What somebody gets that the state does not have as declared. */
export function gains(of: Comparison): Statement[] {
    return [...flagGains(of), ...withoutImplied(membershipGains(of))];
}

function flagGains(of: Comparison): Gain[] {
    const { before, after, earlier } = of;
    const gained = flagNames.filter((flag) => flagPlanned(of, flag) === true && !isFlagHeld(before, flag));
    return gained.map((flag) => ({
        kind: "gains",
        access: flags[flag],
        first: false,
        more: false,
        held: flagReported(of, flag) === true,
        by: uniqueResources(after.filter((part) => flagDeclared(part, flag) === true)),
        outside: isFlagHeld(earlier, flag),
    }));
}

function membershipGains(of: Comparison): Gain[] {
    const { before, after, earlier, names } = of;
    const [had, hadEarlier] = [membershipKeys(before, names), membershipKeys(earlier, names)];
    const gained = after.filter(isUser).flatMap((part) => {
        const fresh = membershipOf(part.declared, names).filter(
            (access) => !isCovered(had, access) && !isHeldOtherwise(access, before, names),
        );
        return withTasksTogether(fresh).map((access): Gain => ({
            kind: "gains",
            access,
            first: false,
            more: false,
            held: isReported(access, of) || part.change.isImport === true,
            by: uniqueResources([part]),
            outside: isAmong(hadEarlier, access),
        }));
    });
    return withPower(gained, before, names);
}

/**
 * Says of administrators whether they were none before, and whether they may do more than they could. A role of unknown
 * power may do everything where it comes, and nothing is concluded from one that was there.
 */
function withPower(gained: Gain[], before: Part[], names: Names): Gain[] {
    const held = before.filter(isUser).flatMap(({ declared }) => membershipOf(declared, names));
    const had = Math.min(...held.map((access) => rankOf(access, "admin")));
    const rank = ({ access }: Gain) => rankOf(access, "masterAdmin");
    // Of two that may do everything, the one that is known to stands for both.
    const place = (gain: Gain) => rank(gain) + (isOfUnknownPower(gain) ? 0.5 : 0);
    const greatest = gained.reduce<Gain | undefined>(
        (so, gain) => (place(gain) < (so === undefined ? Infinity : place(so)) ? gain : so),
        undefined,
    );
    return gained.map((gain) => ({
        ...gain,
        first: gain === greatest && had === Infinity,
        more: gain === greatest && rank(gain) < had,
    }));
}

function isOfUnknownPower({ access }: Gain): boolean {
    return access.type === "administrator" && access.power === "unknown";
}

/** The place of an administrator's power, the greatest first; infinite for what makes none. */
function rankOf(access: Access, unknown: Power): number {
    if (access.type !== "administrator") return Infinity;
    return powers.indexOf(access.power === "unknown" ? unknown : access.power);
}
