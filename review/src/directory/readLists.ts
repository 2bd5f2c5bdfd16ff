import type { Account } from "#client";
import type { Progress } from "../import/progress";
import type { Lists } from "./accountDirectory";

/**
 * Reads what an account has beside its people: a request for each 50 of a list.
 *
 * @throws KoreError, where a list can't be read
 */
export async function readListsWithoutPeople({ directory }: Account): Promise<Omit<Lists, "people">> {
    const [adminRoles, botRoles, groups, bots] = await Promise.all([
        directory.roles("admin"),
        directory.roles("bot"),
        directory.groups(),
        directory.bots(),
    ]);
    return { adminRoles, botRoles, groups, bots };
}

/** Reads the people of an account with their roles, and says how far it has come. */
export function readPeopleList(account: Account, progress: Progress): Promise<Lists["people"]> {
    return account.directory.people((read, total) =>
        progress.step(`Listing the people of ${account.name}: ${read}${total === undefined ? "" : ` of ${total}`}`),
    );
}
