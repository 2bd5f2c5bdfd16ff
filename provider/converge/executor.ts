import { type Person, present } from "../api/answers";
import type { Account, LookUp, NewUser, RowOutcome, Update, UserUpdate } from "../api/client";
import { isStopped, KoreError } from "../api/errors";
import { keepingState, reachedBy } from "../schema/inputs";
import { isSurelyThere } from "../model/presence";
import { endOfRemoval, isRemoved } from "../user/plan/ending";
import type { Administrators } from "./administrators";
import { LostCreates } from "./lostCreates";
import { lookUpOne, onlyOutcome, readBack, type Waits } from "./readBack";
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
    type DeclaredRole,
} from "../user/plan/difference";
import { rolesAfter } from "../user/plan/administrators";
import { automaticTasks, automaticTasksNotice, surplusTasks, withoutAutomaticTasks } from "../user/plan/automaticTasks";
import { botsWithOneRole, oneRoleKept } from "../user/plan/rolesPerBot";
import { doubtfulRoles, ofOneRole, withoutRoles } from "../user/plan/doubtfulRoles";
import { ownerKept, ownerRolesTaken } from "../user/plan/ownerRoles";
import { type Facts, stateOf, type UserInputs, type UserState } from "../user/schema";
import type { Membership } from "../model/declared";
import { isDirect, isSameRole } from "../model/memberships";
import { unconfirmed } from "../run/refusals";

/** The state of a person after a step that is not known to have succeeded, without what Kore.ai reports. */
type Kept = UserInputs & Facts & { userId?: string; createLost?: boolean; unlisted?: boolean };

/** How somebody is read back after a write. */
interface ReadBack {
    /** Where a person is not as they should be. */
    differences: (person: Person) => string[];
    /** The same once time has passed, without what is nobody's doing. */
    remaining?: (person: Person) => string[];
    /** What is to be said of what remains. */
    failure: (person: Person, remaining: string[]) => Failure;
    /** The lost answer of the write, and which fields reading back cannot tell of: these are sent again. */
    doubt?: { error: KoreError; fields: string[] } | undefined;
}

/** An error, and what is on record of it. */
interface Failure {
    error: KoreError;
    facts?: Partial<Facts>;
}

/**
 * The one way to change somebody in the account: sends rows and reads them back, and answers the person as they are then; or fails
 * with the state as far as it is known, for the next run to mend.
 */
export class Executor {
    private readonly saidUnverified = new Set<string>();
    private saidAutomaticTasks = false;
    private readonly lostCreates: LostCreates;

    constructor(
        private readonly notify: (message: string) => void,
        private readonly waits: Waits,
        private readonly administrators: Administrators,
    ) {
        this.lostCreates = new LostCreates(notify, waits, (account, person) => this.isTombstone(account, person));
    }

    /** Looks up the person of a state; one who has never shown up is waited for, unless that was in vain before. */
    lookUp(account: Account, { emailId, userId, unlisted, gone }: UserState): Promise<LookUp> {
        return userId === undefined && unlisted !== true && gone !== true
            ? this.lostCreates.lookFor(account, emailId)
            : lookUpOne(account, emailId);
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
        // An account may assign more tasks by itself: that is for the update to find out.
        const person = await this.confirm(
            account,
            { ...kept, unlisted: true },
            {
                differences: (candidate) =>
                    differencesOf(
                        wanted,
                        withoutAutomaticTasks(
                            candidate,
                            user.assignBotTasks,
                            surplusTasks(user.assignBotTasks, candidate),
                        ),
                    ),
                failure: (candidate, remaining) => unlike(user, undefined, candidate, remaining),
            },
        );
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
        const taking = { person, kept: [], what: `${emailId} was not removed` };
        const { error } = await this.administrators.taking(account, taking, () =>
            onlyOutcome(account.removeUsers([emailId])),
        );
        if (error?.kind === "refused" && "person" in (await lookUpOne(account, emailId))) {
            const kept = await this.revoke(account, orRevoke, person);
            throw new KoreError({
                ...error,
                code: "kore:removal-refused",
                why: [error.why, ...(kept === undefined ? [] : [kept.why])].join("; "),
                advice: "What the program gave them was taken back; the account itself stays. An owner cannot be removed: move the ownership of their apps in the Admin Console, then destroy again; or declare onDestroy: 'revoke'.",
            });
        }
        if (error !== undefined && error.kind !== "lost" && error.kind !== "refused") throw error;
        const last = await readBack(
            account,
            emailId,
            (candidate) => isRemoved(person, candidate),
            this.waits.toReadBack,
        );
        const notice = endOfRemoval(person, last, error);
        if (notice !== undefined) this.notify(notice);
    }

    /** Removes somebody whom Kore.ai has added, as it said, and not listed since; reading back can tell nothing. */
    async removeUnlisted(account: Account, emailId: string): Promise<void> {
        const { error } = await onlyOutcome(account.removeUsers([emailId]));
        if (error !== undefined && error.kind !== "refused") throw error;
        const done = error === undefined ? "was removed, as Kore.ai says" : `could not be removed (${error.why})`;
        this.notify(`${emailId}, whom Kore.ai has never listed, ${done}: that is unverified.`);
    }

    /** What `bringTo` does, of somebody who was added a moment ago: where it fails, the state has them all the same. */
    async complete(
        account: Account,
        user: UserInputs,
        added: Person,
        facts: Facts,
    ): Promise<{ person: Person; facts: Facts }> {
        try {
            return await this.bringTo(account, user, user, added, facts);
        } catch (error) {
            if (!(error instanceof KoreError) || reachedBy(error) !== undefined) throw error;
            throw keepingState(error, user.emailId, stateOf(realValues(user, added), added, facts));
        }
    }

    /** Sends what differs and reads it back; answers the person as they are then, and what is on record of them. */
    async bringTo(
        account: Account,
        before: Partial<UserInputs>,
        user: UserInputs,
        person: Person,
        facts: Facts,
    ): Promise<{ person: Person; facts: Facts }> {
        const automatic = facts.automaticTasks ?? [];
        const seen = (each: Person, bots = automatic) => withoutAutomaticTasks(each, user.assignBotTasks, bots);
        const update = userUpdate(before, user, seen(person));
        if (update === undefined) return { person, facts };
        if (update.canCreateBot && !update.isDeveloper) throw botsNeedDeveloper(user.emailId);
        const { outcome, sent } = await this.sendUpdate(account, update, person);
        if (outcome.error !== undefined && outcome.error.kind !== "lost")
            throw isSurelyThere(person) || outcome.error.kind !== "refused"
                ? pointingAtProperty(outcome.error)
                : perhapsRemoved(outcome.error);
        const doubt = outcome.error ?? (await this.takeTasksOtherwise(account, update));
        const wanted = { ...user, canCreateBot: update.canCreateBot, isDeveloper: update.isDeveloper };
        const kept = { ...eitherOf(before, user), ...facts, userId: person.userId };
        const owners = ownerRolesTaken(update, person);
        const differences = (each: Person, row: Update) => [...differencesOf(wanted, each), ...remainsOf(row, each)];
        // What is left after an update that may not have been done tells nothing of the account.
        const found = (each: Person) =>
            doubt === undefined ? automaticOf(update, before, user, person, seen(each), automatic) : [];
        const after = await this.confirm(account, kept, {
            differences: (each) => differences(seen(each), sent),
            remaining: (each) =>
                differences(
                    seen(each, [...automatic, ...found(each)]),
                    withoutRoles(sent, { given: [], taken: owners }),
                ),
            failure: (each, remaining) => unlike(user, person, each, remaining),
            doubt: doubt && { error: doubt, fields: unverifiable(update, person) },
        });
        this.sayUnverified(update, after);
        const settled = { ...facts, ...this.noteAutomaticTasks(user.emailId, automatic, found(after)) };
        const left = heldDirectly(owners, after);
        if (left.length === 0) return { person: after, facts: settled };
        throw keepingState(
            ownerKept(`${user.emailId} was updated`, left, after, "run pulumi up again, or declare the role"),
            user.emailId,
            stateOf(realValues(eitherOf(before, user), after), after, settled),
        );
    }

    /** Tries the other reading of how all tasks are taken back, where the first had no effect; answers how it failed. */
    private async takeTasksOtherwise(account: Account, update: Update): Promise<KoreError | undefined> {
        const otherReading = withEmptyTaskList(update);
        if (otherReading === undefined || !(await this.mayHaveTasks(account, update.userInfo.emailId)))
            return undefined;
        const { error } = await onlyOutcome(account.updateUsers([otherReading]));
        return error && inPart(error);
    }

    private noteAutomaticTasks(emailId: string, known: string[], found: string[]): Pick<Facts, "automaticTasks"> {
        if (found.length === 0) return {};
        if (!this.saidAutomaticTasks) this.notify(automaticTasksNotice(emailId, found));
        this.saidAutomaticTasks = true;
        return { automaticTasks: [...known, ...found] };
    }

    /**
     * Takes back what was declared, and leaves the person in the account. Gives nothing that they do not have: a role that somebody
     * else declares, and that rests on a group which goes, is given directly in the same request.
     *
     * @param kept what somebody else declares of them
     * @returns how they keep an owner's role, if they do: that is not for this API to take
     */
    async revoke(
        account: Account,
        before: UserInputs,
        person: Person,
        kept: Membership = {},
    ): Promise<KoreError | undefined> {
        const { emailId } = before;
        const { roles, groups } = realValues(present({ roles: kept.roles, groups: kept.groups }), person);
        const update = userUpdate(before, { ...nothingFor(before), ...present({ roles, groups }) }, person);
        if (update === undefined) return undefined;
        // Someone without the builder cannot create bots in it: Kore.ai refuses the combination.
        const row = { ...update, canCreateBot: update.canCreateBot && update.isDeveloper };
        const { outcome, sent } = await this.sendUpdate(account, row, person);
        if (outcome.error !== undefined) throw outcome.error.about(`${emailId} keeps what was declared`);
        const otherwise = await this.takeTasksOtherwise(account, row);
        if (otherwise !== undefined && isStopped(otherwise))
            throw otherwise.about(`${emailId} keeps what was declared`);
        const { canCreateBot, isDeveloper } = row;
        const wanted = { canCreateBot, isDeveloper, ...present({ roles, groups }) };
        const differences = (candidate: Person, taken = sent) => [
            ...differencesOf(wanted, candidate),
            ...remainsOf(taken, candidate),
        ];
        const last = await readBack(
            account,
            emailId,
            (candidate) => candidate === undefined || differences(candidate).length === 0,
            this.waits.toReadBack,
        );
        if ("error" in last)
            throw last.error.about(
                `what was declared of ${emailId} was taken back, as Kore.ai says, but that could not be read back`,
            );
        if (!("person" in last)) return undefined;
        this.administrators.readBack(last.person);
        const owners = ownerRolesTaken(row, person);
        const automatic = automaticOf(row, before, nothingFor(before), person, last.person);
        const seenAs = withoutAutomaticTasks(last.person, [], automatic);
        this.noteAutomaticTasks(emailId, [], automatic);
        const remaining = differences(seenAs, withoutRoles(sent, { given: [], taken: owners }));
        if (remaining.length > 0) throw unconfirmed(emailId, "revoked", remaining);
        const left = heldDirectly(owners, last.person);
        if (left.length === 0) return undefined;
        return ownerKept(`${emailId} has lost what was declared`, left, last.person, "destroy again");
    }

    /**
     * Reads a person back until they differ in nothing; else the resource stays in the state as it really is, for the next run to mend.
     *
     * @param kept the state then: what the person may hold, old or new
     */
    private async confirm(
        account: Account,
        kept: Kept,
        { differences, remaining = differences, failure, doubt }: ReadBack,
    ): Promise<Person> {
        const { emailId } = kept;
        const sure = Object.fromEntries(
            Object.entries(kept).filter(([field]) => !doubt?.fields.includes(field)),
        ) as Kept;
        const last = await readBack(
            account,
            emailId,
            (person) => person !== undefined && differences(person).length === 0,
            this.waits.toReadBack,
        );
        if ("person" in last) {
            this.administrators.readBack(last.person);
            const found = remaining(last.person);
            if (found.length === 0 && (doubt === undefined || doubt.fields.length === 0)) return last.person;
            const { error, facts } = failure(last.person, found);
            const { unlisted: _, ...declared } = realValues(sure, last.person);
            throw keepingState(
                doubt?.error ?? error,
                emailId,
                stateOf(declared, last.person, { ...factsOf(kept), ...facts }),
            );
        }
        if (!("error" in last)) {
            const { unlisted } = kept;
            const error = unlisted ? notListed(emailId) : unconfirmed(emailId, "written", [nobodyKnown]);
            throw keepingState(doubt?.error ?? error, emailId, sure);
        }
        const error = last.error.about(`${emailId} was written, as Kore.ai says, but that could not be read back`);
        const { unlisted: _, ...known } = sure;
        throw keepingState(doubt?.error ?? error, emailId, known);
    }

    /**
     * Whether somebody who is listed was removed from the account. Whether Get User Information lists removed people is not
     * documented; if so they are not active and have nothing, like somebody who was invited a moment ago. Kore.ai tells the
     * two apart when it is asked to leave them as they are.
     *
     * @param done what is not done where that can't be told
     */
    async isTombstone(account: Account, person: Person, done = "created"): Promise<boolean> {
        if (isSurelyThere(person)) return false;
        const { emailId, canCreateBot, isDeveloper } = person;
        const outcome = await onlyOutcome(account.updateUsers([{ userInfo: { emailId }, canCreateBot, isDeveloper }]));
        if (outcome.error !== undefined && outcome.error.kind !== "refused")
            throw outcome.error.about(`${emailId} was not ${done}`);
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

    /** Sends an update, unless it would take the last administrator role of the account. @returns also what was sent and not refused */
    private async sendUpdate(
        account: Account,
        update: Update,
        person: Person,
    ): Promise<{ outcome: RowOutcome; sent: Update }> {
        const taking = { person, kept: rolesAfter(person, update), what: `${person.emailId} was not updated` };
        let sent = update;
        const outcome = await this.administrators.taking(account, taking, async () => {
            const done = await this.sendOrTakeApart(account, update, person);
            sent = done.sent;
            return done.outcome;
        });
        return { outcome, sent };
    }

    /**
     * Sends an update; where it is refused, once more without the roles that may be why, and these one by one. What is refused of them
     * then was not held as it seemed, or is an owner's.
     *
     * @returns also what was sent and not refused
     */
    private async sendOrTakeApart(
        account: Account,
        update: Update,
        person: Person,
    ): Promise<{ outcome: RowOutcome; sent: Update }> {
        const outcome = await onlyOutcome(account.updateUsers([update]));
        const { given, taken } = doubtfulRoles(update, person);
        if (outcome.error?.kind !== "refused" || given.length + taken.length === 0) return { outcome, sent: update };
        let doubt: KoreError | undefined;
        const sendOne = async (row: Update): Promise<boolean> => {
            const { error } = await onlyOutcome(account.updateUsers([row]));
            if (error !== undefined && error.kind !== "refused") doubt ??= inPart(error);
            return error?.kind === "refused";
        };
        for (const role of given) await sendOne(ofOneRole(update, person, { given: [role] }));
        const emailId = update.userInfo.emailId;
        const rest = await onlyOutcome(account.updateUsers([withoutRoles(update, { given, taken })]));
        if (rest.error !== undefined) return { outcome: { emailId, error: inPart(rest.error) }, sent: update };
        const refused: DeclaredRole[] = [];
        for (const role of taken) if (await sendOne(ofOneRole(update, update, { taken: [role] }))) refused.push(role);
        return {
            outcome: doubt === undefined ? rest : { emailId, error: doubt },
            sent: withoutRoles(update, { given: [], taken: refused }),
        };
    }

    /** Whether somebody has tasks, as far as that is not known to be otherwise. */
    private async mayHaveTasks(account: Account, emailId: string): Promise<boolean> {
        const result = await lookUpOne(account, emailId);
        return "person" in result && result.person.assignBotTasks?.length !== 0;
    }
}

function factsOf({ account, adopted, handedOver, automaticTasks }: Kept): Facts {
    return { account, adopted, ...present({ handedOver, automaticTasks }) };
}

/** The bots of which an update has found out that the account assigns tasks by itself. @param known those of which that is on record */
function automaticOf(
    update: Update,
    { assignBotTasks: given = [] }: Partial<UserInputs>,
    { assignBotTasks: declared = [], ended }: UserInputs,
    before: Person,
    after: Person,
    known: string[] = [],
): string[] {
    if (update.assignBotTasks === undefined) return [];
    return automaticTasks([...given, ...(ended?.assignBotTasks ?? [])], declared, before, after, known.length > 0);
}

function heldDirectly(roles: DeclaredRole[], person: Person): DeclaredRole[] {
    return roles.filter((role) => person.roles.some((held) => isSameRole(role, held) && isDirect(held)));
}

/** What is said of somebody who was written and is not as declared, and kept of it. */
function unlike(user: UserInputs, before: Person | undefined, person: Person, remaining: string[]): Failure {
    const bots = botsWithOneRole(user, person, before);
    if (bots.length === 0) return { error: unconfirmed(user.emailId, "written", remaining) };
    return { error: oneRoleKept(`${user.emailId} was written`, user, person, bots), facts: { oneRoleBots: bots } };
}

const nobodyKnown = "Kore.ai does not know this person";

function notListed(emailId: string): KoreError {
    return new KoreError({
        code: "kore:not-listed-yet",
        kind: "unconfirmed",
        what: `${emailId} was added, as Kore.ai says, but is not listed`,
        why: `${nobodyKnown}; some accounts may list people only when they have used their activation link`,
        advice: "The state has them, and they are not invited again: the next update looks for them. If they were never added: pulumi state delete URN, which pulumi stack --show-urns shows, and pulumi up; of a KoreUsers: declare onDestroy: 'keep' for them, run pulumi up, and take them out then.",
    });
}

function botsNeedDeveloper(emailId: string): KoreError {
    return new KoreError({
        code: "kore:bots-need-developer",
        kind: "mismatch",
        what: `${emailId} was not updated`,
        why: "isDeveloper would be false while canCreateBot is true in Kore.ai and not declared (canCreateBot)",
        advice: "Declare canCreateBot: false as well.",
    });
}

// Somebody without anything who is not active may have been removed by hand, where Kore.ai goes on listing removed people.
function perhapsRemoved(error: KoreError): KoreError {
    return new KoreError({
        ...error,
        code: "kore:perhaps-removed",
        advice: "Kore.ai lists this person as not active and without any access. If they were removed by hand, pulumi up --replace URN adds them again.",
    });
}

/**
 * What failed after a part of it was sent: where the run was stopped, it is not known how much of it is done, as of a lost answer, and reading back
 * tells.
 */
function inPart(error: KoreError): KoreError {
    if (error.kind !== "stopped") return error;
    return new KoreError({ ...error, kind: "lost", why: "the run was stopped before all of it was sent" });
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
