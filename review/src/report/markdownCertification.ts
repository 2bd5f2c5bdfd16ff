import { code } from "../markdownPhrase";
import { count } from "../phrase";
import { listSection } from "./markdownList";
import { nameOf } from "./markdownTable";
import type { Certification, CertifiedAccess } from "./model";

/** How access compares with the decisions of a sheet. */
export function certificationLines(
    certification: Certification | undefined,
    most: number,
    severalAccounts: boolean,
): string[] {
    if (certification === undefined) return [];
    const { sheet, kept, gone, undecided, stillThere, isNew } = certification;
    const section = (heading: string, found: CertifiedAccess[]) =>
        listSection(
            heading,
            found.map((each) => certifiedText(each, severalAccounts)),
            most,
        );
    return [
        `## Decisions of ${code(sheet)}`,
        "",
        `${count(kept, "access is", "accesses are")} kept as decided, ${count(gone, "is", "are")} gone as decided, ${count(undecided.length, "is", "are")} undecided, ${count(stillThere.length, "was", "were")} to go and ${stillThere.length === 1 ? "is" : "are"} still there, ${count(isNew.length, "is", "are")} new since.`,
        "",
        ...section("Undecided", undecided),
        ...section("To go, and still there", stillThere),
        ...section("New since the sheet", isNew),
    ];
}

function certifiedText({ account, emailId, access, said }: CertifiedAccess, severalAccounts: boolean): string {
    const where = severalAccounts && account !== "" ? ` (account ${code(account)})` : "";
    return `${code(emailId)}${where}: ${nameOf(access)}${said === undefined ? "" : `; the sheet says ${code(said)}, which is no decision`}`;
}
