import { Account, type ClientSettings } from "#client";
import { AccessError } from "../accessError";
import { Folder } from "../import/folder";
import type { Progress } from "../import/progress";
import { visible } from "../visible";
import { accountDirectory } from "./accountDirectory";
import { changesBetween } from "./changes";
import { Constants } from "./constants";
import { continued } from "./continued";
import { directoryTexts, earlierFiles, type Earlier } from "./files";
import { readListsWithoutPeople, readPeopleList } from "./readLists";
import { directoryFile, type AccountDirectory } from "./schema";

/** What was read and written. */
export interface Written {
    folder: string;
    directory: AccountDirectory;
    /** What was there before; undefined where nothing was. */
    before?: AccountDirectory;
    /** What has changed since then. */
    changes: string[];
    /** Names of the files that were written. */
    written: string[];
}

/**
 * Reads an account and writes its directory into a program's folder, or says what has changed since it was written.
 * Changes nothing in the account.
 *
 * @param mayWrite false: nothing is written
 * @param now when it is read
 * @throws AccessError where the folder or the files in it are others'; KoreError where the account can't be read
 */
export async function writeDirectory(
    place: string,
    settings: ClientSettings,
    { mayWrite, now }: { mayWrite: boolean; now: Date },
    progress: Progress,
): Promise<Written> {
    const folder = Folder.open(place);
    if (!folder.exists) throw new AccessError(`There is no folder ${place}: name the folder of the program.`);
    const earlier = earlierFiles((name) => folder.read(name));
    const account = new Account({ ...settings, readOnly: true }, { notify: (message) => progress.say(message) });
    refuseOthers(folder.place, account.name, earlier);
    if (!mayWrite && earlier.directory === undefined)
        throw new AccessError(
            `There is no ${directoryFile} in ${folder.place} to compare with: write it with kore-access directory, and commit it.`,
        );

    const [people, others] = await Promise.all([readPeopleList(account, progress), readListsWithoutPeople(account)]);
    const directory = continued(accountDirectory(account.name, now, { people, ...others }), earlier.directory);
    const texts = directoryTexts(directory, new Constants(directory, earlier.identifiers));
    return {
        folder: folder.place,
        directory,
        ...(earlier.directory === undefined ? {} : { before: earlier.directory }),
        changes: earlier.directory === undefined ? [] : changesBetween(earlier.directory, directory),
        written: mayWrite ? folder.renew(texts) : [],
    };
}

/** @throws AccessError before an account is read for nothing */
function refuseOthers(place: string, host: string, { directory, foreign }: Earlier): void {
    if (foreign.length > 0) {
        const which =
            foreign.length === 1
                ? "is a file that kore-access did not write"
                : "are files that kore-access did not write";
        throw new AccessError(
            `In ${place} there ${which}: ${foreign.join(", ")}. Nothing was written; move away what you want to replace.`,
        );
    }
    if (directory !== undefined && directory.host !== host)
        throw new AccessError(
            `${directoryFile} in ${place} is of the account at ${visible(directory.host)}, and the settings lead to ${host}: check kore:host or KORE_HOST, or, if the program is to move to that account, take ${directoryFile} away first.`,
        );
}
