import { present } from "../api/answers";
import { isEmailAddress, normalEmail, notAnAddress } from "../api/email";
import { KoreError } from "../api/errors";
import { lookUpOne } from "../converge/readBack";
import { declaredAccess } from "../model/asFound";
import type { Kind } from "../model/kinds";
import type { Session } from "../process/session";
import type { Read } from "../serving";
import { stateOf, type UserInputs } from "../user/schema";

/**
 * Reads what no state has: for `pulumi import`, and for a resource that a program only reads. Sends nothing that writes.
 *
 * @returns all that the person has as the arguments that declare it, so that the next preview is empty; without an id where nobody is there
 */
export async function readUnknown(session: Session, kind: Kind, id: string): Promise<Partial<Read>> {
    if (kind !== "KoreUser") throw notImportable(kind, id);
    const emailId = normalEmail(id);
    if (!isEmailAddress(emailId)) throw notRead(id, notAnAddress(id));
    const account = session.account();
    const seen = await lookUpOne(account, emailId);
    if ("error" in seen) throw seen.error;
    if ("unknown" in seen) return {};
    const { person } = seen;
    const { isPartial, tasks, groups, roles, ...flags } = declaredAccess(person);
    if (isPartial)
        session.notify(
            `${emailId} has something that no program may declare (bots without the builder, or a bot named twice): it is left out, and left as it is.`,
        );
    const { firstName, lastName } = person;
    const inputs: UserInputs = {
        emailId,
        ...present({ firstName: firstName || undefined, lastName: lastName || undefined }),
        ...flags,
        ...present({ groups: some(groups), roles: some(roles), assignBotTasks: some(tasks) }),
    };
    return { id: emailId, inputs, props: stateOf(inputs, person, { account: account.name, adopted: true }) };
}

function some<T>(list: T[]): T[] | undefined {
    return list.length === 0 ? undefined : list;
}

function notRead(id: string, why: string): KoreError {
    return new KoreError({
        code: "kore:not-importable",
        kind: "mismatch",
        what: `${id} was not read`,
        why,
        advice: "The id of a person is their e-mail address: pulumi import kore:index:User ada ada@example.com",
    });
}

function notImportable(kind: Kind, id: string): KoreError {
    return new KoreError({
        code: "kore:not-importable",
        kind: "mismatch",
        what: `${id} was not read`,
        why: `${kind === "KoreUsers" ? "a set of people" : "a list of builder access"} is nothing that Kore.ai has, so that it has no id there`,
        advice:
            kind === "KoreUsers"
                ? "Declare the set: people who are in the account are taken over when the resource is created, as its argument adopt says. For a whole account: kore-access import."
                : "Declare it: people keep the access that they have when the resource is created.",
    });
}
