import type { ClientSettings } from "#client";
import type { AccountDirectory } from "../directory/schema";
import { hiddenIn } from "../hidden";
import type { Progress } from "../import/progress";
import { asOfAccounts, readLive, type LiveAccount } from "./live";
import type { Material } from "./people";
import { reportOf, type StackReport } from "./report";
import type { ExportedState } from "./state";

/** A state, and what is known of its ids. */
export interface Source {
    state: ExportedState;
    from: string;
    directory: AccountDirectory | undefined;
}

/**
 * What the states say, and what the accounts say to which settings lead.
 *
 * @param settings one for each account to read; none: states alone
 * @throws KoreError for an account that can't be read; AccessError for a state that is none
 */
export async function materialOf(
    sources: Source[],
    settings: ClientSettings[],
    progress: Progress,
    now: Date,
): Promise<Material> {
    const reports = sources.map(({ state, from, directory }) => reportOf(state, from, directory));
    if (settings.length === 0) return { reports, undeclared: [], live: [] };
    const live: LiveAccount[] = [];
    // One after the other: each has its own budget, and progress is about one at a time.
    for (const each of onePerHost(settings))
        live.push(await readLive(each, (host) => declaredIn(reports, host), progress, now));
    const named = sources.map(({ state, from, directory }) => reportOf(state, from, together(live, directory)));
    const hosts = live.map(({ host }) => host).join(", ");
    return {
        ...asOfAccounts(named, live),
        live,
        notRead: `the settings lead to ${hosts} alone`,
    };
}

function onePerHost(settings: ClientSettings[]): ClientSettings[] {
    return [...new Map(settings.map((each) => [each.baseUrl, each])).values()];
}

function declaredIn(reports: StackReport[], host: string): string[] {
    const entries = reports.flatMap((report) => report.entries);
    const addresses = entries.filter(({ account }) => account === host).map(({ emailId }) => emailId);
    return [...new Set(addresses)].filter((emailId) => hiddenIn(emailId) === undefined);
}

/** What ids mean by the accounts as they are, and else by the file beside the program. */
function together(live: LiveAccount[], file: AccountDirectory | undefined): AccountDirectory | undefined {
    const [first] = live;
    if (first === undefined) return file;
    const all = live.map(({ directory }) => directory);
    const others = file === undefined || live.some(({ host }) => host === file.host) ? [] : [file];
    const parts = [...others, ...all];
    return {
        ...first.directory,
        roles: parts.flatMap(({ roles }) => roles),
        groups: parts.flatMap(({ groups }) => groups),
        bots: parts.flatMap(({ bots }) => bots),
    };
}
