import { createHash } from "node:crypto";
import * as v from "valibot";
import { json } from "../visible";
import { declaredAccess, type DeclaredAccess } from "#model/asFound";
import type { Snapshot } from "./snapshot";

/** The file beside an imported program by which a review knows whom it declares as they were found. */
export const importedFile = "kore.import.json";

const about =
    "Written by kore-access import: a digest of each person's declaration, by which kore-access diff knows who is declared just as they were found in the account.";

export const importedSchema = v.object({
    version: v.literal(1),
    host: v.string(),
    /** Digests of what is declared of somebody. */
    people: v.array(v.string()),
});

export type ImportedDeclarations = v.InferOutput<typeof importedSchema>;

/** What is declared of somebody's access. */
export type Declaration = { emailId: string } & Omit<DeclaredAccess, "isPartial">;

/** The file of an import. Who could not be declared whole is not in it. */
export function importedText({ host, people }: Snapshot): string {
    const digests = people.flatMap((person) => {
        const { isPartial, ...access } = declaredAccess(person);
        return isPartial ? [] : [digestOf({ emailId: person.emailId, ...access })];
    });
    return `${json({ about, version: 1, host, people: digests.sort() })}\n`;
}

/** The same for the same access of the same person, in whatever order it is declared. */
export function digestOf({ emailId, isDeveloper, canCreateBot, groups, roles, tasks }: Declaration): string {
    const set = (list: unknown[]) => [...new Set(list.map((each) => JSON.stringify(each)))].sort();
    const facts = [
        emailId.toLowerCase(),
        isDeveloper ?? false,
        canCreateBot ?? false,
        set(groups),
        set(roles.map(({ roleId, botId }) => [roleId, botId ?? ""])),
        set(tasks.map(({ streamId, dialogs }) => [streamId, dialogs === undefined ? "all" : set(dialogs)])),
    ];
    return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
