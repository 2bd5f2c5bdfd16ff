import { hiddenIn, type Hidden } from "../hidden";
import type { KoreUser } from "../koreUser";
import { obstacleTo, obstacleToMove } from "./adoption";
import { isUser, reportedOf, type Comparison, type ReviewedPerson, type UserPart, fateIn, letsGo } from "./change";
import { flagsOfLists } from "./flags";
import type { Hosts } from "./hosts";
import { hiddenFate, withoutFate, resourceOf, uniqueResources } from "./person";
import type { Statement } from "./statement";

/** Who is added, or taken over, or takes the place of another address. */
export function arrival(
    person: ReviewedPerson,
    former: ReviewedPerson | undefined,
    of: Comparison,
    hosts: Hosts,
): Statement[] {
    const made = person.after
        .filter(isUser)
        .find(({ change }) => change.step === "create" || change.step === "replace");
    if (made === undefined) return [];
    if (former !== undefined) return replacing(made, former);
    if (person.before.length === 0) return [joining(made, person)];
    return takingOver(made, person, of, hosts);
}

function replacing(made: UserPart, former: ReviewedPerson): Statement[] {
    const left = former.before.filter(isUser).find(({ change }) => change === made.change);
    const fate = left === undefined ? "kept" : fateIn(left);
    return [
        {
            kind: "replaces",
            from: former.emailId,
            fate,
            ...(left === undefined ? {} : hiddenFate(left)),
            by: [resourceOf(made)],
            outside: false,
        },
        ...(left !== undefined && fate === "refused" ? [withoutFate(left)] : []),
    ];
}

function joining(made: UserPart, { earlier }: ReviewedPerson): Statement {
    const again = earlier.some(isUser);
    const invited = made.declared.sendEmail !== false;
    return { kind: "joins", adopt: adoptOf(made.declared), invited, again, by: [resourceOf(made)], outside: again };
}

/** Somebody whom the state has already: by a resource that goes, or by a KoreUserAccess alone. */
function takingOver(made: UserPart, person: ReviewedPerson, of: Comparison, hosts: Hosts): Statement[] {
    const by = [resourceOf(made)];
    if (made.change.isImport) return [{ kind: "takenOver", adopt: "ifSame", by, outside: false }];
    const olds = person.before.filter(isUser).filter(letsGo);
    const known = olds.find(({ change, declared: { userId } }) => userId && !change.leftBehind);
    const obstacle =
        known !== undefined && !hosts.hasSeveralAccounts(person.instance)
            ? obstacleToMove(made.declared, known.declared, of.names)
            : obstacleTo(made.declared, reportedOf(of.before), flagsOfLists(of));
    const stops: Statement[] = obstacle === undefined ? [] : [{ kind: "stops", why: obstacle, by, outside: false }];
    if (olds.length === 0) return [{ kind: "takenOver", adopt: adoptOf(made.declared), by, outside: false }, ...stops];
    return [{ kind: "handedOver", from: uniqueResources(olds), to: by, by, outside: false }, ...stops];
}

function adoptOf({ adopt }: KoreUser): "ifSame" | "takeOver" | "never" | Hidden {
    if (adopt === "takeOver" || adopt === "never") return adopt;
    return hiddenIn(adopt ?? "") ?? "ifSame";
}
