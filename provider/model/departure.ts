/**
 * What the delete of a person's resource does to them. Who was in the account before the program is not removed unless
 * it says so: a destroyed trial stack must not remove a company.
 */
export function fateOf({
    adopted,
    onDestroy,
}: {
    adopted?: boolean | null | undefined;
    onDestroy?: string | null | undefined;
}): "removed" | "revoked" | "kept" | "refused" {
    if (onDestroy === "keep") return "kept";
    if (adopted === true && !onDestroy) return "refused";
    return onDestroy === "revoke" ? "revoked" : "removed";
}
