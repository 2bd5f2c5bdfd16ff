import { count } from "../phrase";
import { visible } from "../visible";

/** How somebody's resource differs from the account: what a run would have had to write. */
export interface Difference {
    name: string;
    /** One line for each difference. */
    lines: string[];
}

/** What a read-only run of a program has shown. */
export interface Certificate {
    /** People whom the program declares, and lists of them (KoreUserAccess). */
    total: number;
    adopted: number;
    differences: Difference[];
    /** What kept people from being compared, and how many. */
    obstacles: { message: string; people: number }[];
    /** Requests that the run has sent: reads. */
    requests: number;
}

/** Whether the program writes nothing. */
export function isCertified({ total, adopted, differences, obstacles }: Certificate): boolean {
    return total > 0 && adopted === total && differences.length === 0 && obstacles.length === 0;
}

// The provider's words for a person who is in the account otherwise, and for what kore:readOnly has refused.
const differing = /differs from the program:\n([\s\S]*?)\n(?=Declare what )/;
const refusedWrite = /kore:readOnly is on, so this was not sent: ([\s\S]*?)\. To allow it: /;

/** The difference that an error of a resource tells of, in lines; undefined, where it tells of something else. */
export function differenceIn(message: string): string[] | undefined {
    const [, list] = differing.exec(message) ?? [];
    if (list !== undefined) return list.split("\n").map((line) => line.trim());
    const [, write] = refusedWrite.exec(message) ?? [];
    return write === undefined ? undefined : [`would be written: ${write}`];
}

/** The certificate for people. */
export function certificateText(certificate: Certificate): string {
    const { total, adopted, differences, obstacles, requests } = certificate;
    const people = (number: number) => count(number, "person", "people");
    if (isCertified(certificate))
        return `Certified: 0 writes needed. ${people(adopted)}, each exactly as the program declares; ${count(requests, "request", "requests")}, ${requests === 1 ? "which was a read" : "all of them reads"}.\n`;
    const listed = differences.flatMap(({ name, lines }) => [
        `  ${visible(name)}`,
        ...lines.map((line) => `    ${visible(line)}`),
    ]);
    const known = adopted + differences.length + obstacles.reduce((sum, { people: number }) => sum + number, 0);
    return [
        `Not certified: ${differences.length === 0 ? "not everybody could be compared" : `${people(differences.length)} of ${total} would need a write`}.`,
        ...(listed.length === 0 ? [] : ["", ...listed]),
        ...(obstacles.length === 0
            ? []
            : [
                  "",
                  ...obstacles.map(
                      ({ message, people: number }) =>
                          `  ${visible(message)}${number > 1 ? ` (and so for ${number - 1} more)` : ""}`,
                  ),
              ]),
        ...(known < total ? ["", "  Because of this, others were not compared: mend it, and verify again."] : []),
        "",
    ].join("\n");
}
