import type { Equivalent } from "./equivalents";

/** A place of the code, and what stood there instead. */
export interface Mutant {
    file: string;
    line: number;
    /** The line on which it begins, without its indentation. */
    at: string;
    original: string;
    replacement: string;
    status: string;
}

export interface Counts {
    killed: number;
    survived: number;
    /** Those that change nothing. */
    left: number;
}

export interface Judged {
    counts: Counts;
    files: Map<string, Counts>;
    survivors: Mutant[];
    /** Said to change nothing, and noticed by a test, or no mutant. */
    misnamed: Equivalent[];
}

/** Of each group, in percent. */
export const leastScore = 90;

export function scoreOf({ killed, survived }: Counts): number {
    return killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
}

export function judge(mutants: Mutant[], equivalents: Equivalent[]): Judged {
    const judged: Judged = { counts: none(), files: new Map(), survivors: [], misnamed: [...equivalents] };
    for (const mutant of mutants) {
        const outcome = outcomeOf(mutant);
        if (outcome === undefined) continue;
        const equivalent = outcome === "killed" ? undefined : equivalents.find((each) => names(each, mutant));
        const file = judged.files.get(mutant.file) ?? none();
        judged.files.set(mutant.file, file);
        for (const counts of [judged.counts, file]) counts[equivalent === undefined ? outcome : "left"]++;
        if (equivalent !== undefined) judged.misnamed = judged.misnamed.filter((each) => each !== equivalent);
        else if (outcome === "survived") judged.survivors.push(mutant);
    }
    return judged;
}

function none(): Counts {
    return { killed: 0, survived: 0, left: 0 };
}

/** What the tests said; nothing of one that is no code at all. */
function outcomeOf({ status }: Mutant): "killed" | "survived" | undefined {
    if (status === "Killed" || status === "Timeout") return "killed";
    return status === "Survived" || status === "NoCoverage" ? "survived" : undefined;
}

function names({ file, at, from, to }: Equivalent, mutant: Mutant): boolean {
    return (
        file === mutant.file &&
        at === mutant.at &&
        flat(to) === flat(mutant.replacement) &&
        (from === undefined || flat(from) === flat(mutant.original))
    );
}

function flat(code: string): string {
    return code.replaceAll(/\s+/g, " ").trim();
}
