import { hiddenIn } from "../hidden";
import type { Names } from "../names";
import { count, type Phrase } from "../phrase";
import { visible } from "../visible";
import type { Document, Entry, Section } from "./document";
import { peopleList } from "./markdown";

/** For a terminal, or a log. @param styled whether what needs a look is set in bold */
export function text(document: Document, names: Names, styled: boolean): string {
    const strong = (words: string) => (styled ? `\u001b[1m${words}\u001b[22m` : words);
    const say = (phrase: Phrase) => inline(phrase, names, strong);
    const lines = [
        strong(say(document.title)),
        "",
        ...document.refused.map(
            ({ rule, why, people, omitted }) =>
                `${strong(`Refused by ${visible(rule)}`)}: ${why}: ${say(peopleList(people, omitted))}`,
        ),
        ...(document.refused.length === 0 ? [] : [""]),
        ...(document.warning === undefined ? [] : [strong(document.warning), ""]),
        ...(document.gone === undefined ? [] : [strong(document.gone)]),
        ...(document.nothing === undefined ? [] : [document.nothing]),
        ...(document.urgentCounts.length === 0
            ? []
            : [`${strong("Needs a look:")} ${document.urgentCounts.join(", ")}.`]),
        ...(document.urgentCounts.length === 0 && document.routineCounts.length > 0
            ? ["Nothing needs a look: routine changes only."]
            : []),
        "",
        ...document.sections.flatMap((section) => sectionLines(section, say)),
        ...document.notes.flatMap((note) => [say(note), ""]),
        ...(document.legend.length === 0
            ? []
            : ["Ids:", ...document.legend.map(({ id, name }) => `  ${visible(name)}: ${visible(id)}`)]),
    ];
    return `${lines.join("\n").replace(/\n+$/, "")}\n`;
}

function sectionLines(section: Section, say: (phrase: Phrase) => string): string[] {
    return [
        ...(section.heading === undefined ? [] : [say(section.heading), ""]),
        ...(section.urgent.length === 0
            ? []
            : ["Needs a look", ...section.urgent.flatMap((entry) => entryLines(entry, say)), ""]),
        ...(section.routine.length === 0
            ? []
            : [
                  `Routine: ${section.routineCounts.join(", ")}`,
                  ...section.routine.flatMap((entry) => entryLines(entry, say)),
                  "",
              ]),
        ...(section.routineOmitted
            ? [`Routine, not listed as there is no room: ${section.routineCounts.join(", ")}.`, ""]
            : []),
    ];
}

function entryLines({ subjects, omitted, lead, lines }: Entry, say: (phrase: Phrase) => string): string[] {
    const several = subjects.length + omitted > 1;
    const who = several ? `${count(subjects.length + omitted, "person", "people")}, each:` : say(subjects[0] ?? []);
    const [first, rest] = lead === undefined && lines.length === 1 ? [lines[0], []] : [lead, lines];
    return [
        `  ${who}${first === undefined ? "" : ` ${say(first)}`}`,
        ...rest.map((line) => `    ${say(line)}`),
        ...(several ? [`    ${say(peopleList(subjects, omitted))}`] : []),
    ];
}

function inline(phrase: Phrase, names: Names, strong: (words: string) => string): string {
    return phrase
        .map((piece) => {
            if (typeof piece === "string") return piece;
            if ("strong" in piece) return strong(piece.strong);
            if ("value" in piece) return plain(piece.value);
            const name = names.of(piece.id);
            if (name === undefined) return plain(piece.id);
            return names.isAmbiguous(piece.id) ? `${plain(name)} (${plain(piece.id)})` : plain(name);
        })
        .join("");
}

/** A phrase as a plain text. */
export function plainText(phrase: Phrase, names: Names): string {
    return inline(phrase, names, (words) => words);
}

function plain(value: string): string {
    const hidden = hiddenIn(value);
    if (hidden !== undefined) return hidden === "unknown" ? "not known yet" : "secret";
    return value === "" ? "empty" : visible(value);
}
