import { listed, type Phrase } from "../phrase";
import { shortSubject } from "./sentence";
import type { Block, Review } from "./statement";

// Administrators and owners whom the paragraph names.
const mostNamed = 50;

/** Everybody who is declared as an import has found them, in one paragraph. */
export function importedPhrase({ blocks }: Pick<Review, "blocks">): Phrase[] {
    const imported = blocks.filter((block) => block.imported);
    if (imported.length === 0) return [];
    const powerful = imported.filter(hasPower);
    const named = powerful.slice(0, mostNamed).map(shortSubject);
    const one = imported.length === 1;
    return [
        [
            `${imported.length.toLocaleString("en")} ${one ? "person comes" : "people come"} under the program as kore-access import has found ${one ? "them" : "each of them"} in the account, by kore.import.json: if they are so, nothing changes for ${one ? "them" : "anybody"}. Where somebody has something else, the update stops; who is not in the account is added with all that is declared. The file comes with the program, and is as true as who made it.`,
            ...(named.length === 0
                ? []
                : [
                      " Administrators, or owners of bots, among them: ",
                      ...listed(named, powerful.length - named.length),
                      ".",
                  ]),
        ],
    ];
}

function hasPower({ statements }: Block): boolean {
    return statements.some(
        (statement) =>
            statement.kind === "gains" &&
            (statement.access.type === "administrator" ||
                (statement.access.type === "role" && statement.access.power !== "bot") ||
                (statement.access.type === "group" && !statement.access.isKnown)),
    );
}
