import { joined } from "../phrase";
import { visible } from "../visible";
import type { Review } from "./review";
import { plainText } from "./text";
import { subjectOf } from "./wording";

/** The rules that refuse a change, and all of whom they do, for standard error. */
export function refusalLines({ refusals, names }: Review): string {
    const lines = refusals.map(({ rule, why, blocks }) => {
        const people = joined(
            blocks.map((block) =>
                block.emailId === undefined || block.hidden !== undefined
                    ? subjectOf(block)
                    : [{ value: block.emailId }],
            ),
            ", ",
        );
        return `kore-access: refused by ${visible(rule)}: ${why}: ${plainText(people, names)}\n`;
    });
    return lines.join("");
}
