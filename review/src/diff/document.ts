import type { Phrase } from "../phrase";

/** Somebody, or several people of whom the same is to be said. */
export interface Paragraph {
    /** What is said of them first: that they join, or move. */
    lead: Phrase | undefined;
    /** More than one stand for all of them. */
    subjects: Phrase[];
    /** How many subjects are left out. */
    omitted: number;
    lines: Phrase[];
}

/** The part of an account. */
export interface Section {
    heading?: Phrase;
    urgent: Paragraph[];
    routine: Paragraph[];
    /** "3 join, 1 loses access"; empty where there is nothing. */
    routineCounts: string[];
    /** Whether there is not room to name what is routine. */
    routineOmitted: boolean;
}

/** A review in words, without any format. */
export interface Document {
    title: Phrase;
    /** One plain sentence, where nothing changes. */
    nothing?: string;
    /** Who is declared as an import has found them. */
    imported: Phrase[];
    /** The accident of an empty list of people. */
    gone?: string;
    urgentCounts: string[];
    routineCounts: string[];
    refused: { rule: string; why: string; people: Phrase[]; omitted: number }[];
    /** Said at the top, where not everybody has room. */
    warning?: string;
    /** What none of the approved reviews has. */
    beyond: Paragraph[];
    sections: Section[];
    notes: Phrase[];
    legend: { id: string; name: string }[];
    /** The last line; none where nothing changes. */
    fingerprint?: string;
}
