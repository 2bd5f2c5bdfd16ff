import path from "node:path";
import { Account, type ClientSettings } from "#client";
import type { Filter } from "./filter";
import { Folder } from "./folder";
import type { Progress } from "./progress";
import { projectName, projectText, type ProjectText } from "./project";
import { readSnapshot, type Snapshot } from "./snapshot";

/** What an import did. */
export interface Imported {
    folder: string;
    snapshot: Snapshot;
    project: ProjectText;
    /** Names of the files that were written or taken away. */
    changed: string[];
}

/** Reads an account and writes the project that declares it. Changes nothing in the account. */
export async function importAccount(
    place: string,
    settings: ClientSettings,
    filter: Filter,
    form: { asCsv: boolean },
    progress: Progress,
): Promise<Imported> {
    const folder = Folder.open(place);
    const name = projectName(path.basename(folder.place));
    folder.checkNames([...projectText(nobody, name, form).keys()]);
    const account = new Account({ ...settings, readOnly: true }, { notify: (message) => progress.say(message) });
    const snapshot = await readSnapshot(account, filter, settings, progress);
    const project = projectText(snapshot, name, form);
    return { folder: folder.place, snapshot, project, changed: folder.write(project) };
}

// The names of a project's files do not depend on the account.
const nobody: Snapshot = {
    host: "",
    hostSetting: "",
    people: [],
    leftOut: [],
    adminRoles: [],
    botRoles: [],
    groups: [],
    bots: [],
    incomplete: [],
};
