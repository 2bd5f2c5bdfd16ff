import { type Person, present } from "../api/answers";
import type { Account, LookUp, NewUser, RowOutcome, Update, UserUpdate } from "../api/client";
import { KoreError } from "../api/errors";
import { keepingState } from "../schema/inputs";
import { isSurelyThere } from "../model/presence";
import { endOfRemoval, isRemoved } from "../user/plan/ending";
import { LostCreates } from "./lostCreates";
import { lookUpOne, onlyOutcome, readBack, type Sleep } from "./readBack";
import {
    differencesOf,
    eitherOf,
    newUser,
    nothingFor,
    realValues,
    remainsOf,
    unverifiable,
    userUpdate,
    withEmptyTaskList,
    withoutConferredRoles,
} from "../user/plan/difference";
import { type Facts, stateOf, type UserInputs } from "../user/schema";
import type { Membership } from "../model/declared";
import { unconfirmed } from "../run/refusals";

/** The state of a person after a step that is not known to have succeeded, without what Kore.ai reports. */
type Kept = UserInputs & Facts & { userId?: string; createLost?: boolean };

/**
 * The one way to change somebody in the account: sends rows and reads them back, and answers the person as they are then; or fails
 * with the state as far as it is known, for the next run to mend.
 */
export class Executor {
    private readonly saidUnverified = new Set<string>();
    private readonly lostCreates: LostCreates;

    constructor(
        private readonly notify: (message: string) => void,
        private readonly wait: Sleep,
    ) {
        this.lostCreates = new LostCreates(notify, wait, (account, person) => this.isTombstone(account, person));
    }

    /** Looks up the person of a state; one who has never shown up is waited for. */
    lookUp(account: Account, { emailId, userId }: { emailId: string; userId?: string }): Promise<LookUp> {
        return userId === undefined ? this.lostCreates.lookFor(account, emailId) : lookUpOne(account, emailId);
    }

    /**
     * Adds a person.
     *
     * @param isListed whether somebody who was removed is still listed under the address
     * @throws KoreError; where it can't be told whether they were added, it keeps a state for the next run to find out
     */
    async add(account: Account, user: UserInputs, isListed: boolean): Promise<Person> {
        const row = newUser(user);
        const kept = { ...user, account: account.name, adopted: false };
        const { error } = await onlyOutcome(account.createUsers([row], user));
        if (error !== undefined && error.kind !== "lost") throw pointingAtProperty(error);
        if (error !== undefined) {
            await this.lostCreates.settle(account, row, user, error, isListed).catch((failure: unknown) => {
                if (!(failure instanceof KoreError)) throw failure;
                // They may have been added: the next run finds them or adds them, or removes them where the program declares them no more.
                const error = failure.kind === "lost" ? failure : pointingAtProperty(failure);
                throw keepingState(error, user.emailId, { ...kept, createLost: true });
            });
        }
        const wanted = { ...user, canCreateBot: user.canCreateBot ?? false, isDeveloper: user.isDeveloper ?? false };
        const person = await this.confirm(account, kept, (candidate) => differencesOf(wanted, candidate));
        this.sayUnverified(row, person);
        return person;
    }

    /**
     * Removes a person from the account.
     *
     * @param orRevoke what is taken back where Kore.ai refuses to remove them, as an owner
     */
    async remove(account: Account, person: Person, orRevoke: UserInputs): Promise<void> {
        const { emailId } = person;
        const { error } = await onlyOutcome(account.removeUsers([emailId]));
        if (error?.kind === "refused" && "person" in (await lookUpOne(account, emailId))) {
            await this.revoke(account, orRevoke, person);
            throw new KoreError({
                ...error,
                code: "kore:removal-refused",
                advice: "What the program gave them was taken back; the account itself stays. An owner cannot be removed: move the ownership of their apps in the Admin Console, then destroy again; or declare onDestroy: 'revoke'.",
            });
        }
        if (error !== undefined && error.kind !== "lost" && error.kind !== "refused") throw error;
        const last = await readBack(account, emailId, (candidate) => isRemoved(person, candidate), this.wait);
        const notice = endOfRemoval(person, last, error);
        if (notice !== undefined) this.notify(notice);
    }

    /** Sends what differs and reads it back; answers the person as they are then. */
    async bringTo(
        account: Account,
        before: Partial<UserInputs>,
        user: UserInputs,
        person: Person,
        facts: Facts,
    ): Promise<Person> {
        const update = userUpdate(before, user, person);
        if (update === undefined) return person;
        if (update.canCreateBot && !update.isDeveloper) {
            throw new KoreError({
                code: "kore:bots-need-developer",
                kind: "mismatch",
                what: `${user.emailId} was not updated`,
                why: "isDeveloper would be false while canCreateBot is true in Kore.ai and not declared (canCreateBot)",
                advice: "Declare canCreateBot: false as well.",
            });
        }
        const outcome = await this.sendUpdate(account, update, person);
        if (outcome.error !== undefined && outcome.error.kind !== "lost")
            throw isSurelyThere(person) ? pointingAtProperty(outcome.error) : perhapsRemoved(outcome.error);
        let doubt = outcome.error;
        const otherReading = withEmptyTaskList(update);
        if (otherReading !== undefined && (await this.hasTasks(account, user.emailId))) {
            const second = await onlyOutcome(account.updateUsers([otherReading]));
            doubt ??= second.error;
        }
        const wanted = { ...user, canCreateBot: update.canCreateBot, isDeveloper: update.isDeveloper };
        const kept = { ...eitherOf(before, user), ...facts, userId: person.userId };
        const differences = (candidate: Person) => [
            ...differencesOf(wanted, candidate),
            ...remainsOf(update, candidate),
        ];
        const after = await this.confirm(
            account,
            kept,
            differences,
            doubt && { error: doubt, fields: unverifiable(update, person) },
        );
        this.sayUnverified(update, after);
        return after;
    }

    /**
     * Takes back what was declared, and leaves the person in the account. Gives nothing that they do not have: a role that somebody
     * else declares, and that rests on a group which goes, is given directly in the same request.
     *
     * @param kept what somebody else declares of them
     */
    async revoke(account: Account, before: UserInputs, person: Person, kept: Membership = {}): Promise<void> {
        const { emailId } = before;
        const { roles, groups } = realValues(present({ roles: kept.roles, groups: kept.groups }), person);
        const update = userUpdate(before, { ...nothingFor(before), ...present({ roles, groups }) }, person);
        if (update === undefined) return;
        // Someone without the builder cannot create bots in it: Kore.ai refuses the combination.
        const row = { ...update, canCreateBot: update.canCreateBot && update.isDeveloper };
        const outcome = await this.sendUpdate(account, row, person);
        if (outcome.error !== undefined) throw outcome.error.about(`${emailId} keeps what was declared`);
        const otherReading = withEmptyTaskList(row);
        if (otherReading !== undefined && (await this.hasTasks(account, emailId)))
            await onlyOutcome(account.updateUsers([otherReading]));
        const left = (candidate: Person) => [
            ...differencesOf(
                { canCreateBot: row.canCreateBot, isDeveloper: row.isDeveloper, ...present({ roles, groups }) },
                candidate,
            ),
            ...remainsOf(row, candidate),
        ];
        const last = await readBack(
            account,
            emailId,
            (candidate) => candidate === undefined || left(candidate).length === 0,
            this.wait,
        );
        if ("error" in last)
            throw last.error.about(
                `what was declared of ${emailId} was taken back, as Kore.ai says, but that could not be read back`,
            );
        if ("person" in last && left(last.person).length > 0) throw unconfirmed(emailId, "revoked", left(last.person));
    }

    /**
     * Reads a person back until they differ in nothing; else the resource stays in the state as it really is, for the next run to mend.
     *
     * @param kept the state then: what the person may hold, old or new
     * @param doubt the lost answer of the write, and which fields reading back cannot tell of: these are sent again
     */
    private async confirm(
        account: Account,
        kept: Kept,
        differences: (person: Person) => string[],
        doubt?: { error: KoreError; fields: string[] },
    ): Promise<Person> {
        const { emailId } = kept;
        const sure = Object.fromEntries(
            Object.entries(kept).filter(([field]) => !doubt?.fields.includes(field)),
        ) as Kept;
        const last = await readBack(
            account,
            emailId,
            (person) => person !== undefined && differences(person).length === 0,
            this.wait,
        );
        if ("person" in last) {
            const found = differences(last.person);
            if (found.length === 0 && (doubt === undefined || doubt.fields.length === 0)) return last.person;
            throw keepingState(
                doubt?.error ?? unconfirmed(emailId, "written", found),
                emailId,
                stateOf(realValues(sure, last.person), last.person, factsOf(kept)),
            );
        }
        const error =
            "error" in last
                ? last.error.about(`${emailId} was written, as Kore.ai says, but that could not be read back`)
                : unconfirmed(emailId, "written", ["Kore.ai does not know this person"]);
        throw keepingState(doubt?.error ?? error, emailId, sure);
    }

    /**
     * Whether somebody who is listed was removed from the account. Whether Get User Information lists removed people is not
     * documented; if so they are not active and have nothing, like somebody who was invited a moment ago. Kore.ai tells the
     * two apart when it is asked to leave them as they are.
     */
    async isTombstone(account: Account, person: Person): Promise<boolean> {
        if (isSurelyThere(person)) return false;
        const { emailId, canCreateBot, isDeveloper } = person;
        const outcome = await onlyOutcome(account.updateUsers([{ userInfo: { emailId }, canCreateBot, isDeveloper }]));
        if (outcome.error !== undefined && outcome.error.kind !== "refused")
            throw outcome.error.about(`${emailId} was not created`);
        return outcome.error !== undefined;
    }

    /** Says once of each field that was sent that nothing tells of it. */
    private sayUnverified(sent: NewUser | UserUpdate, person: Person): void {
        const fields = unverifiable(sent, person).filter((field) => !this.saidUnverified.has(field));
        if (fields.length === 0) return;
        fields.forEach((field) => this.saidUnverified.add(field));
        const [it, is] = fields.length === 1 ? ["it", "it is"] : ["them", "they are"];
        this.notify(
            `Kore.ai accepts ${fields.join(", ")}, but does not report ${it}: ${is} unverified, and a change made by hand will not be seen.`,
        );
    }

    /**
     * Sends an update; where it is refused, once more without taking back roles that only a group seems to confer. Whether
     * those may be named is not documented, and a role held directly may be reported as conferred alone.
     */
    private async sendUpdate(account: Account, update: Update, person: Person): Promise<RowOutcome> {
        const outcome = await onlyOutcome(account.updateUsers([update]));
        const without = withoutConferredRoles(update, person);
        if (outcome.error?.kind !== "refused" || without === undefined) return outcome;
        return onlyOutcome(account.updateUsers([without]));
    }

    private async hasTasks(account: Account, emailId: string): Promise<boolean> {
        const result = await lookUpOne(account, emailId);
        return "person" in result && (result.person.assignBotTasks ?? []).length > 0;
    }
}

function factsOf({ account, adopted, handedOver }: Kept): Facts {
    return { account, adopted, ...present({ handedOver }) };
}

// Somebody without anything who is not active may have been removed by hand, where Kore.ai goes on listing removed people.
function perhapsRemoved(error: KoreError): KoreError {
    return new KoreError({
        ...error,
        code: "kore:perhaps-removed",
        advice: "Kore.ai lists this person as not active and without any access. If they were removed by hand, pulumi up --replace URN adds them again.",
    });
}

/** A row's reason is free text; which argument it is about is a guess that helps. */
function pointingAtProperty(error: KoreError): KoreError {
    const properties: [RegExp, string][] = [
        [/group/i, "groups"],
        [/role/i, "roles"],
        [/task|dialog|stream|bot/i, "assignBotTasks"],
        [/e-?mail/i, "emailId"],
    ];
    const property = properties.find(([words]) => words.test(error.koreMessage ?? ""))?.[1];
    return property === undefined ? error : new KoreError({ ...error, advice: `Look at the argument ${property}.` });
}
