import { joined } from "../phrase";
import { plainText } from "../textPhrase";
import { visible } from "../visible";
import { shortSubject } from "./sentence";
import type { Review } from "./statement";

/** The rules that refuse a change, and all of whom they do, for standard error. */
export function refusalLines({ refusals, names }: Review): string {
    const lines = refusals.map(({ rule, why, blocks }) => {
        const people = joined(blocks.map(shortSubject), ", ");
        return `kore-access: refused by ${visible(rule)}: ${why}: ${plainText(people, names)}\n`;
    });
    return lines.join("");
}
