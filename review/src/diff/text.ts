import type { Names } from "../names";
import { count, inRows, listed, type Phrase } from "../phrase";
import { inText } from "../textPhrase";
import { visible } from "../visible";
import type { Document, Paragraph, Section } from "./document";

/** For a terminal, or a log. @param styled whether what needs a look is set in bold */
export function reviewText(document: Document, names: Names, styled: boolean): string {
    const strong = (words: string) => (styled ? `\u001b[1m${words}\u001b[22m` : words);
    const say = (phrase: Phrase) => inText(phrase, names, strong);
    const lines = [
        strong(say(document.title)),
        "",
        ...document.refused.map(
            ({ rule, why, people, omitted }) =>
                `${strong(`Refused by ${visible(rule)}`)}: ${why}: ${say(listed(people, omitted))}`,
        ),
        ...(document.refused.length === 0 ? [] : [""]),
        ...(document.warning === undefined ? [] : [strong(document.warning), ""]),
        ...(document.gone === undefined ? [] : [strong(document.gone)]),
        ...(document.nothing === undefined ? [] : [document.nothing]),
        ...document.imported.flatMap((paragraph) => [say(paragraph)]),
        ...(document.urgentCounts.length === 0
            ? []
            : [`${strong("Needs a look:")} ${document.urgentCounts.join(", ")}.`]),
        ...(document.urgentCounts.length === 0 && document.routineCounts.length > 0
            ? ["Nothing needs a look: routine changes only."]
            : []),
        "",
        ...(document.beyond.length === 0
            ? []
            : [
                  strong("Not in the approved review"),
                  ...document.beyond.flatMap((paragraph) => paragraphLines(paragraph, say)),
                  "",
              ]),
        ...document.sections.flatMap((section) => sectionLines(section, say)),
        ...document.notes.flatMap((note) => [say(note), ""]),
        ...(document.legend.length === 0
            ? []
            : ["Ids:", ...document.legend.map(({ id, name }) => `  ${visible(name)}: ${visible(id)}`), ""]),
        ...(document.fingerprint === undefined ? [] : [`Fingerprint of these changes: ${document.fingerprint}`]),
    ];
    return `${lines.join("\n").replace(/\n+$/, "")}\n`;
}

function sectionLines(section: Section, say: (phrase: Phrase) => string): string[] {
    return [
        ...(section.heading === undefined ? [] : [say(section.heading), ""]),
        ...(section.urgent.length === 0
            ? []
            : ["Needs a look", ...section.urgent.flatMap((paragraph) => paragraphLines(paragraph, say)), ""]),
        ...(section.routine.length === 0
            ? []
            : [
                  `Routine: ${section.routineCounts.join(", ")}`,
                  ...section.routine.flatMap((paragraph) => paragraphLines(paragraph, say)),
                  "",
              ]),
        ...(section.routineOmitted
            ? [`Routine, not listed as there is no room: ${section.routineCounts.join(", ")}.`, ""]
            : []),
    ];
}

function paragraphLines({ subjects, omitted, lead, lines }: Paragraph, say: (phrase: Phrase) => string): string[] {
    const several = subjects.length + omitted > 1;
    const who = several ? `${count(subjects.length + omitted, "person", "people")}, each:` : say(subjects[0] ?? []);
    const [first, rest] = lead === undefined && lines.length === 1 ? [lines[0], []] : [lead, lines];
    return [
        `  ${who}${first === undefined ? "" : ` ${say(first)}`}`,
        ...rest.map((line) => `    ${say(line)}`),
        ...(several ? inRows(subjects, omitted).map((row) => `    ${say(row)}`) : []),
    ];
}
