import { isOurs, kindOf, kindNames, type Kind } from "#model/kinds";
import { AccessError } from "./accessError";
import { partsOf } from "./urn";
import { visible } from "./visible";

// Each is read by reviews (diff/resources.ts), by reports (report/report.ts) and by the doctor (doctor/stackResources.ts).
const isRead: Record<Kind, boolean> = { KoreUser: true, KoreUsers: true, KoreUserAccess: true };

/**
 * The kind of a resource; undefined for one of another provider.
 *
 * @throws AccessError for one of this provider that is not read here: what it gives people can't be said
 */
export function knownKind(type: string, urn: string): Kind | undefined {
    const kind = kindOf(type);
    if (kind === undefined ? isOurs(type) : !isRead[kind])
        throw new AccessError(
            `${visible(partsOf(urn).name)} is a ${visible(type.split(":").at(-1) ?? "")} of pulumi-kore, which this kore-access does not know (it knows ${kindNames.filter((name) => isRead[name]).join(", ")}): use the release of pulumi-kore that the program uses.`,
        );
    return kind;
}
