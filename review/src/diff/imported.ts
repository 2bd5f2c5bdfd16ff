import { hasHidden, hiddenIn } from "../hidden";
import { digestOf, type ImportedDeclarations } from "../import/imported";
import type { KoreUser } from "../koreUser";
import { listed, type Phrase } from "../phrase";
import type { ReviewedPerson } from "./change";
import { isUser } from "./change";
import { shortSubject } from "./sentence";
import type { Block, Review } from "./statement";

/** Whether an import has found somebody just so, and nothing but that is declared of them for the first time. */
export function isAsImported({ before, after, earlier }: ReviewedPerson, imported: ReadonlySet<string>): boolean {
    const [part, ...others] = after;
    if (part === undefined || others.length > 0 || before.length > 0 || earlier.length > 0 || !isUser(part))
        return false;
    const { declared, change } = part;
    const isPlain = (declared.adopt ?? "ifSame") === "ifSame" && !isHidden(declared);
    return change.step === "create" && isPlain && imported.has(digestOfUser(declared));
}

/** The digests of a file of an import, unless it is of another host. */
export function digestsOf(
    imported: ImportedDeclarations | undefined,
    isOfAnAccount: (host: string) => boolean,
): ReadonlySet<string> {
    return new Set(imported !== undefined && isOfAnAccount(imported.host) ? imported.people : []);
}

function digestOfUser({ emailId, isDeveloper, canCreateBot, groups, roles, assignBotTasks }: KoreUser): string {
    return digestOf({
        emailId,
        isDeveloper: isDeveloper === true,
        canCreateBot: canCreateBot === true,
        groups: groups?.items ?? [],
        roles: (roles?.items ?? []).map(({ roleId, botId }) => ({ roleId, ...(botId ? { botId } : {}) })),
        tasks: (assignBotTasks?.items ?? []).map(({ streamId, dialogs }) => ({
            streamId,
            ...(dialogs ? { dialogs: dialogs.items } : {}),
        })),
    });
}

function isHidden({ emailId, isDeveloper, canCreateBot, groups, roles, assignBotTasks }: KoreUser): boolean {
    return (
        hiddenIn(emailId) !== undefined ||
        [isDeveloper, canCreateBot].some((flag) => typeof flag === "string") ||
        [groups, roles, assignBotTasks].some((list) => list != null && hasHidden(list))
    );
}

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
