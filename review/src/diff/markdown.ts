import { hiddenIn } from "../hidden";
import type { Names } from "../names";
import { count, joined, type Phrase } from "../phrase";
import { visible } from "../visible";
import type { Document, Entry, Section } from "./document";

/** For a comment on a pull request. Its first line is a mark by which the comment is found again. */
export function markdown(document: Document, names: Names, mark: string): string {
    const say = (phrase: Phrase) => inline(phrase, names);
    const lines = [
        `<!-- ${mark} -->`,
        `## ${say(document.title)}`,
        "",
        ...document.refused
            .flatMap(({ rule, why, people, omitted }) => [
                `> **Refused by ${code(rule)}**: ${why}: ${say(peopleList(people, omitted))}`,
                ">",
            ])
            .slice(0, -1),
        ...(document.refused.length === 0 ? [] : [""]),
        ...(document.warning === undefined ? [] : [`> **${document.warning}**`, ""]),
        ...(document.gone === undefined ? [] : [`**${document.gone}**`, ""]),
        ...(document.nothing === undefined ? [] : [document.nothing, ""]),
        ...(document.urgentCounts.length === 0 ? [] : [`**Needs a look:** ${document.urgentCounts.join(", ")}.`, ""]),
        ...(document.urgentCounts.length === 0 && document.routineCounts.length > 0
            ? ["Nothing needs a look: routine changes only.", ""]
            : []),
        ...document.sections.flatMap((section) => sectionLines(section, say)),
        ...document.notes.flatMap((note) => [say(note), ""]),
        ...(document.legend.length === 0
            ? []
            : details(
                  "Ids of the roles, bots and groups",
                  document.legend.map(({ id, name }) => `- ${code(name)}: ${code(id)}`),
              )),
    ];
    return `${lines.join("\n").replace(/\n+$/, "")}\n`;
}

function sectionLines(section: Section, say: (phrase: Phrase) => string): string[] {
    return [
        ...(section.heading === undefined ? [] : [`### ${say(section.heading)}`, ""]),
        ...(section.urgent.length === 0 ? [] : [...section.urgent.flatMap((entry) => entryLines(entry, say)), ""]),
        ...(section.routine.length === 0
            ? []
            : details(
                  `Routine: ${section.routineCounts.join(", ")}`,
                  section.routine.map((entry) => entryLine(entry, say)),
              )),
        ...(section.routineOmitted
            ? [`Routine, not listed as there is no room: ${section.routineCounts.join(", ")}.`, ""]
            : []),
    ];
}

function entryLines({ subjects, omitted, lead, lines }: Entry, say: (phrase: Phrase) => string): string[] {
    const several = subjects.length + omitted > 1;
    const who = several
        ? `**${count(subjects.length + omitted, "person", "people")}, each:**`
        : `**${say(subjects[0] ?? [])}**`;
    const [first, rest] = lead === undefined && lines.length === 1 ? [lines[0], []] : [lead, lines];
    return [
        `- ${who}${first === undefined ? "" : ` ${say(first)}`}`,
        ...rest.map((line) => `  - ${say(line)}`),
        ...(several ? [`  - ${say(peopleList(subjects, omitted))}`] : []),
    ];
}

function entryLine({ subjects, omitted, lead, lines }: Entry, say: (phrase: Phrase) => string): string {
    const said = [...(lead === undefined ? [] : [lead]), ...lines].map(say).join("; ");
    return subjects.length + omitted > 1
        ? `- ${count(subjects.length + omitted, "person", "people")}, each: ${said}: ${say(peopleList(subjects, omitted))}`
        : `- ${say(subjects[0] ?? [])} ${said}`;
}

/** Several people, one after the other. */
export function peopleList(people: Phrase[], omitted: number): Phrase {
    return [...joined(people, ", "), ...(omitted > 0 ? [` and ${count(omitted, "other", "others")}`] : [])];
}

function details(summary: string, lines: string[]): string[] {
    return ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>", ""];
}

function inline(phrase: Phrase, names: Names): string {
    return phrase
        .map((piece) => {
            if (typeof piece === "string") return piece;
            if ("strong" in piece) return `**${piece.strong}**`;
            if ("value" in piece) return code(piece.value);
            const name = names.of(piece.id);
            if (name === undefined) return code(piece.id);
            return names.isAmbiguous(piece.id) ? `${code(name)} (${code(piece.id)})` : code(name);
        })
        .join("");
}

/** A value as a code span, in which nothing is markup, a link or a mention. */
export function code(value: string): string {
    const hidden = hiddenIn(value);
    if (hidden !== undefined) return hidden === "unknown" ? "*not known yet*" : "*secret*";
    const shown = visible(value);
    if (shown.trim() === "") return shown === "" ? "*empty*" : "*blank*";
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = "`".repeat(longest + 1);
    // One blank at both ends is no part of a code span (CommonMark 6.1).
    const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
    return `${fence}${pad}${shown}${pad}${fence}`;
}
