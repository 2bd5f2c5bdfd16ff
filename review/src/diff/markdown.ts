import { code, inMarkdown } from "../markdownPhrase";
import type { Names } from "../names";
import { count, inRows, listed, type Phrase } from "../phrase";
import type { Document, Paragraph, Section } from "./document";

/** For a comment on a pull request. Its first line is a mark by which the comment is found again. */
export function reviewMarkdown(document: Document, names: Names, mark: string): string {
    const say = (phrase: Phrase) => inMarkdown(phrase, names);
    const lines = [
        `<!-- ${mark} -->`,
        `## ${say(document.title)}`,
        "",
        ...document.refused
            .flatMap(({ rule, why, people, omitted }) => [
                `> **Refused by ${code(rule)}**: ${why}: ${say(listed(people, omitted))}`,
                ">",
            ])
            .slice(0, -1),
        ...(document.refused.length === 0 ? [] : [""]),
        ...(document.warning === undefined ? [] : [`> **${document.warning}**`, ""]),
        ...(document.gone === undefined ? [] : [`**${document.gone}**`, ""]),
        ...(document.nothing === undefined ? [] : [document.nothing, ""]),
        ...document.imported.flatMap((paragraph) => [say(paragraph), ""]),
        ...(document.urgentCounts.length === 0 ? [] : [`**Needs a look:** ${document.urgentCounts.join(", ")}.`, ""]),
        ...(document.urgentCounts.length === 0 && document.routineCounts.length > 0
            ? ["Nothing needs a look: routine changes only.", ""]
            : []),
        ...(document.beyond.length === 0
            ? []
            : [
                  "### Not in the approved review",
                  "",
                  ...document.beyond.flatMap((each) => paragraphLines(each, say)),
                  "",
                  "### All changes",
                  "",
              ]),
        ...document.sections.flatMap((section) => sectionLines(section, say)),
        ...document.notes.flatMap((note) => [say(note), ""]),
        ...(document.legend.length === 0
            ? []
            : details(
                  "Ids of the roles, bots and groups",
                  document.legend.map(({ id, name }) => `- ${code(name)}: ${code(id)}`),
              )),
        ...(document.fingerprint === undefined ? [] : [`Fingerprint of these changes: ${code(document.fingerprint)}`]),
    ];
    return `${lines.join("\n").replace(/\n+$/, "")}\n`;
}

function sectionLines(section: Section, say: (phrase: Phrase) => string): string[] {
    return [
        ...(section.heading === undefined ? [] : [`### ${say(section.heading)}`, ""]),
        ...(section.urgent.length === 0
            ? []
            : [...section.urgent.flatMap((paragraph) => paragraphLines(paragraph, say)), ""]),
        ...(section.routine.length === 0
            ? []
            : details(
                  `Routine: ${section.routineCounts.join(", ")}`,
                  section.routine.flatMap((paragraph) => foldedLines(paragraph, say)),
              )),
        ...(section.routineOmitted
            ? [`Routine, not listed as there is no room: ${section.routineCounts.join(", ")}.`, ""]
            : []),
    ];
}

function paragraphLines({ subjects, omitted, lead, lines }: Paragraph, say: (phrase: Phrase) => string): string[] {
    const several = subjects.length + omitted > 1;
    const who = several
        ? `**${count(subjects.length + omitted, "person", "people")}, each:**`
        : `**${say(subjects[0] ?? [])}**`;
    const [first, rest] = lead === undefined && lines.length === 1 ? [lines[0], []] : [lead, lines];
    return [
        `- ${who}${first === undefined ? "" : ` ${say(first)}`}`,
        ...rest.map((line) => `  - ${say(line)}`),
        ...(several ? inRows(subjects, omitted).map((row) => `  - ${say(row)}`) : []),
    ];
}

function foldedLines({ subjects, omitted, lead, lines }: Paragraph, say: (phrase: Phrase) => string): string[] {
    const said = [...(lead === undefined ? [] : [lead]), ...lines].map(say).join("; ");
    if (subjects.length + omitted <= 1) return [`- ${say(subjects[0] ?? [])} ${said}`];
    const each = `- ${count(subjects.length + omitted, "person", "people")}, each: ${said}:`;
    const [first, ...others] = inRows(subjects, omitted).map(say);
    return others.length === 0 ? [`${each} ${first}`] : [each, ...[first, ...others].map((row) => `  - ${row}`)];
}

function details(summary: string, lines: string[]): string[] {
    return ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>", ""];
}
