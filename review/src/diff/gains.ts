import { flagNames, flags, membershipOf, withTasksTogether } from "../access";
import { isUser, type Comparison } from "./change";
import { flagDeclared, flagPlanned, flagReported, isFlagHeld } from "./flags";
import { isAdministrator, isAmong, isCovered, isReported, membershipKeys, withoutImplied } from "./memberships";
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
        held: flagReported(of, flag) === true,
        by: uniqueResources(after.filter((part) => flagDeclared(part, flag) === true)),
        outside: isFlagHeld(earlier, flag),
    }));
}

function membershipGains(of: Comparison): Gain[] {
    const { before, after, earlier, names } = of;
    const [had, hadEarlier] = [membershipKeys(before, names), membershipKeys(earlier, names)];
    const gained = after.filter(isUser).flatMap((part) => {
        const fresh = membershipOf(part.declared, names).filter((access) => !isCovered(had, access));
        return withTasksTogether(fresh).map((access): Gain => ({
            kind: "gains",
            access,
            first: false,
            held: isReported(access, of),
            by: uniqueResources([part]),
            outside: isAmong(hadEarlier, access),
        }));
    });
    if (isAdministrator(before, names)) return gained;
    const first = gained.find(({ access }) => access.type === "administrator");
    return gained.map((gain) => (gain === first ? { ...gain, first: true } : gain));
}
