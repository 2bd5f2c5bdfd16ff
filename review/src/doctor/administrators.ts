import type { LookUp } from "#client";
import { isAdministratorRole, isMasterAdmin } from "#model/memberships";
import { isActive } from "#model/presence";
import { count } from "../phrase";
import { visible } from "../visible";
import { ok, skipped, warning, type Finding } from "./finding";
import type { Administration, Replies } from "./inquiry";

const check = "administrators";
const another =
    "Make somebody else one as well, in the Admin Console or in a program: nobody can help where the only one leaves or can't sign in.";
const refused =
    "Until then an update that takes this role, or removes its person, is refused (kore:lastAdministrator).";

/** How many people administer the account and can sign in: one is few, as the provider lets none of them go then. */
export function administrators({ administrators: reply }: Replies): Finding {
    if (reply === undefined) return skipped(check, "the app may not read who has which role");
    const { error, found } = reply;
    if (error?.kind === "rateLimit") return skipped(check, "the account's rate limit is reached");
    if (found === undefined)
        return warning(check, `does not show: ${visible(error?.why ?? "")}`, "Run kore-access doctor again.");
    return findingOf(found);
}

function findingOf({ administrators: all, lookedUp, read, isWhole }: Administration): Finding {
    const able = lookedUp.filter(canSignIn);
    const masters = able.filter(isMaster);
    const isOfMasters = lookedUp.some(isMaster);
    const has = `${count(all, "person has", "people have")} an administrator role`;
    const of = lookedUp.length < all ? `; of the first ${lookedUp.length} ` : ", ";
    const says = `${has}${all === 0 ? "" : `${of}${able.length} can sign in`}`;
    if (able.length > 1 && (masters.length > 1 || !isOfMasters)) return ok(check, says);
    if (!isWhole || lookedUp.length < all)
        return skipped(check, `${says}; of the account's people ${read.toLocaleString("en")} were read`);
    if (able.length > 1)
        return warning(
            check,
            `${says}; ${masters.length === 0 ? "no" : "one"} Master Admin is among them`,
            another,
            refused,
        );
    return warning(check, says, another, ...(able.length === 0 ? [] : [refused]));
}

/** Older installations report no status: then they count. */
function canSignIn(result: LookUp): boolean {
    return "person" in result && isActive(result.person) && result.person.roles.some(isAdministratorRole);
}

function isMaster(result: LookUp): boolean {
    return (
        "person" in result &&
        result.person.roles.some((role) => isAdministratorRole(role) && isMasterAdmin(role.roleName))
    );
}
