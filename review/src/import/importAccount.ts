import path from "node:path";
import { Account, type ClientSettings } from "#client";
import { continued } from "../directory/continued";
import { earlierFiles } from "../directory/files";
import type { Filter } from "./filter";
import { Folder } from "./folder";
import type { Progress } from "./progress";
import { type Form, kindFor, type PeopleKind, projectName, projectText, type ProjectText } from "./project";
import { readSnapshot, type Snapshot } from "./snapshot";

/** What an import did. */
export interface Imported {
    folder: string;
    snapshot: Snapshot;
    project: ProjectText;
    /** The kind of resource by which it declares people. */
    kind: PeopleKind;
    /** Names of the files that were written or taken away. */
    changed: string[];
}

/**
 * Reads an account and writes the project that declares it. Changes nothing in the account.
 *
 * @param now when it is read
 */
export async function importAccount(
    place: string,
    settings: ClientSettings,
    filter: Filter,
    form: Form,
    progress: Progress,
    now = new Date(),
): Promise<Imported> {
    const folder = Folder.open(place);
    const name = projectName(path.basename(folder.place));
    folder.checkNames([...projectText(nobody, name, form).keys()]);
    const account = new Account({ ...settings, readOnly: true }, { notify: (message) => progress.say(message) });
    const read = await readSnapshot(account, filter, settings, progress, now);
    const { directory, identifiers } = earlierFiles((file) => folder.read(file));
    const snapshot = { ...read, directory: continued(read.directory, directory) };
    const project = projectText(snapshot, name, { ...form, identifiers });
    const kind = kindFor(form, snapshot.people.length);
    return { folder: folder.place, snapshot, project, kind, changed: folder.write(project) };
}

// The names of a project's files do not depend on the account.
const nobody: Snapshot = {
    host: "",
    hostSetting: "",
    people: [],
    leftOut: [],
    directory: {
        version: 1,
        host: "",
        asOf: "",
        incomplete: [],
        roles: [],
        groups: [],
        bots: [],
    },
};
