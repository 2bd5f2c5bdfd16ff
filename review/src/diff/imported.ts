import { hasHidden, hiddenIn } from "../hidden";
import { digestOf, type ImportedDeclarations } from "../import/imported";
import type { KoreUser } from "../koreUser";
import { isUser, type ReviewedPerson } from "./change";

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
