import { present, type Person } from "./api/answers";
import type { Account, LookUp, NewUser } from "./api/client";
import { KoreError } from "./api/errors";
import { checked, keepingState, parse, same, unknownValue } from "./inputs";
import type { Before } from "./manifest";
import { fateOf } from "./model/departure";
import { hasAccess, isActive, isSurelyThere } from "./model/presence";
import { profileFields } from "./model/profileFields";
import { lookUpOne, onlyOutcome, readBack, sleep, type Sleep, unconfirmed } from "./readBack";
import type { Membership } from "./record";
import { mayBeSameAccount, notTakenOver, programNotRun, shellWord } from "./refusals";
import type { Session } from "./session";
import {
    differencesOf,
    membershipInWords,
    newUser,
    realValues,
    replacedTasks,
    surplusMembership,
    surplusOf,
    takenFrom,
    withMembership,
} from "./userDifference";
import { declaredIn, knownOf, stateOf, userInputs, userState, type UserInputs, type UserState } from "./userState";
import { recordedSurplus, surplusOnRecord, takesSurplus } from "./userSurplus";
import { pointingAtProperty, UserWrites } from "./userWrites";

// Half a minute more than for reading back: how late a new person may show is not documented, and a batch has many.
const beforeSendingAgain = 30_000;

/** What the engine asks of a KoreUser: the steps in the order in which they happen to a person. */
export class UserProvider {
    private saidWaiting = false;
    private saidOrgUserId = false;
    private readonly writes: UserWrites;

    constructor(
        private readonly session: Session,
        private readonly pause: Sleep = sleep,
    ) {
        this.writes = new UserWrites(session.notify, this.wait);
    }

    /** Waits, while which nobody expects this step at a request. */
    private readonly wait: Sleep = (milliseconds) => this.session.slots.aside(this.pause(milliseconds));

    /** Brings the arguments into their normal form, or names what is wrong with each. Sends nothing. */
    check(olds: Record<string, unknown>, news: Record<string, unknown>) {
        const resource = this.session.manifest.learn(news);
        const result = checked(userInputs, news, resource?.inputs ?? olds);
        // Of a replacement the engine checks the same once more without the olds, and shows the difference to them. The SDK adds to what is answered.
        if (resource !== undefined) resource.inputs = { ...result.inputs };
        if (result.failures.length === 0) {
            const { emailIds, flags, membership } = knownOf(result.inputs as UserInputs);
            const conflicts = this.session.manifest.declare(resource, "KoreUser", emailIds, flags, membership);
            result.failures.push(...conflicts.map((reason) => ({ property: "emailId", reason })));
        }
        const before = checked(userInputs, olds).inputs as Partial<UserInputs>;
        const now = result.inputs as Partial<UserInputs>;
        const known = now.orgUserId !== undefined && now.orgUserId !== unknownValue;
        if (
            known &&
            before.orgUserId !== now.orgUserId &&
            before.emailId === now.emailId &&
            before.emailId !== undefined
        ) {
            result.failures.push({
                property: "orgUserId",
                reason: `cannot change from ${before.orgUserId ?? "nothing"} to ${now.orgUserId}: no call of Kore.ai's changes it. Put the old value back, or remove the person from the program and from the account and declare them anew.`,
            });
        }
        return result;
    }

    /** Compares what was declared, as Kore.ai last reported it, with the program. Sends nothing. */
    diff(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(userState, olds, id);
        const before = declaredIn(state);
        const now = checked(userInputs, news).inputs as UserInputs;
        const another = before.emailId !== now.emailId && now.emailId !== unknownValue;
        if (another) this.refuseToReplace(state);
        else this.refuseInDoubt(state, now);
        if (!another && state.userId !== undefined) this.session.manifest.holds(before.emailId, state.userId);
        this.sayExclusive(state, now);
        return {
            changes: state.createLost === true || !same(before, now) || takesSurplus(state, now),
            replaces: another ? ["emailId"] : [],
        };
    }

    /** Adds the person, or adopts one who is there; done when Kore.ai reports what is declared. */
    async create(inputs: Record<string, unknown>) {
        const user = parse(userInputs, inputs, "this person");
        const account = this.session.account();
        return this.about(user.emailId, async () =>
            this.createOrAdopt(account, user, inputs, await lookUpOne(account, user.emailId)),
        );
    }

    /** @param mayBeOurs whether a create of this resource, whose answer was lost, may have added them */
    private async createOrAdopt(
        account: Account,
        user: UserInputs,
        inputs: Record<string, unknown>,
        before: LookUp,
        mayBeOurs = false,
    ) {
        if ("error" in before) throw before.error.about(`${user.emailId} was not created`);
        const ghost = "person" in before && (await this.writes.isGhost(account, before.person));
        if (!("person" in before) || ghost) return this.add(account, user, inputs, ghost);
        return this.adopt(account, user, before.person, inputs, mayBeOurs);
    }

    /** @param ghost whether somebody who was removed is still listed under the address */
    private async add(account: Account, user: UserInputs, inputs: Record<string, unknown>, ghost: boolean) {
        const row = newUser(user);
        const kept = { ...user, account: account.name, adopted: false, __provider: inputs["__provider"] };
        const { error } = await onlyOutcome(account.createUsers([row], user));
        if (error !== undefined && error.kind !== "lost") throw pointingAtProperty(error);
        if (error !== undefined) {
            // They may have been added: the next run finds them or adds them, or removes them where the program declares them no more.
            await this.findOrAddAgain(account, row, user, error, ghost).catch((failure: unknown) => {
                throw failure instanceof KoreError
                    ? keepingState(failure, user.emailId, { ...kept, createLost: true })
                    : failure;
            });
        }
        const wanted = { ...user, canCreateBot: user.canCreateBot ?? false, isDeveloper: user.isDeveloper ?? false };
        const person = await this.writes.confirm(account, kept, (candidate) => differencesOf(wanted, candidate));
        this.session.manifest.holds(user.emailId, person.userId);
        this.writes.sayUnverified(row, person);
        return { id: user.emailId, outs: stateOf(user, person, { account: account.name, adopted: false }) };
    }

    /**
     * Waits for a person to show whose create got no answer; then sends it once more, unless Kore.ai has dealt with the request:
     * a second invitation would be a mail too many.
     *
     * @throws KoreError, where it can't be told whether they were added
     */
    private async findOrAddAgain(
        account: Account,
        row: NewUser,
        user: UserInputs,
        lost: KoreError,
        ghost: boolean,
    ): Promise<void> {
        const { emailId } = user;
        this.sayWaiting(emailId);
        const isNew = async (person: Person) => !ghost || !(await this.writes.isGhost(account, person));
        for (let error = lost, isLast = false; ; isLast = true) {
            const found = await readBack(
                account,
                emailId,
                (person) => person !== undefined && (!ghost || isSurelyThere(person)),
                this.wait,
            );
            if ("person" in found && (await isNew(found.person))) {
                if (error.request !== undefined) error.request.wasDealtWith = true;
                return;
            }
            // The others of the same request have been looked up in the same moment, and may have shown up.
            await new Promise((resolve) => setImmediate(resolve));
            // Only an answer that knows nobody says that nothing was done.
            if ("error" in found || isLast || error.request?.wasDealtWith !== false) throw error;
            await this.wait(beforeSendingAgain);
            const late = await lookUpOne(account, emailId);
            if ("person" in late && (await isNew(late.person))) return;
            if ("error" in late) throw error;
            const again = await onlyOutcome(account.createUsers([row], user));
            if (again.error === undefined) return;
            if (again.error.kind !== "lost") throw pointingAtProperty(again.error);
            error = again.error;
        }
    }

    /** Reads the person: declared fields take their real values, so that the next preview shows what to mend. */
    async read(id: string, props: Record<string, unknown>) {
        const state = parse(userState, { emailId: id, ...props }, id);
        const account = this.session.accountNamed(state.account, state.emailId);
        const result = await lookUpOne(account, state.emailId);
        if ("error" in result) throw result.error;
        // Whether somebody was added, and is the one who is there now, is for the next update to say, which waits for them and adopts as adopt says.
        if (state.createLost === true && !("person" in result && this.isAsDeclared(state, result.person))) {
            const there =
                "person" in result
                    ? "is not as declared"
                    : `has not shown up in the account (Kore.ai says "${result.unknown.message}")`;
            this.session.notify(
                `${state.emailId}, the answer of whose create was lost, ${there} and stays in the state. The next update waits for them, and adds them if nobody shows up.`,
            );
            return { id: state.emailId, props, inputs: declaredIn(state) };
        }
        if ("unknown" in result) {
            // Only what this provider wrote names an account; KoreUser.get asks with an address alone.
            if (state.account === undefined) {
                throw new KoreError({
                    kind: "mismatch",
                    what: `${state.emailId} was not read`,
                    why: `there is no such person in the account (Kore.ai says "${result.unknown.message}")`,
                    advice: "Correct the address in KoreUser.get, or declare the person: new KoreUser(…).",
                });
            }
            this.session.notify(
                `${state.emailId} is no longer in the account (Kore.ai says "${result.unknown.message}") and leaves the state. The next update adds them again, as long as the program declares them.`,
            );
            return {};
        }
        samePerson(state, result.person);
        const declared = realValues(declaredIn(state), result.person);
        // The inputs show an exclusive declaration's surplus, so that the next preview shows it going; the state keeps apart what was declared.
        const inputs =
            declared.exclusive === true
                ? withMembership(declared, surplusMembership(declared, result.person))
                : declared;
        return {
            id: state.emailId,
            props: stateOf(declared, result.person, { account: account.name, adopted: state.adopted ?? false }),
            inputs,
        };
    }

    /** Brings the person from what was declared to what is declared; what was never declared stays. */
    async update(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(userState, olds, id);
        const user = parse(userInputs, news, state.emailId);
        const before = declaredIn(state);
        const account = this.session.accountNamed(state.account, state.emailId);
        if (state.createLost === true) {
            const { outs } = await this.about(state.emailId, async () =>
                this.createOrAdopt(account, user, news, await this.lookUpOf(account, state), true),
            );
            return { outs };
        }
        const becomesExclusive = user.exclusive === true && before.exclusive !== true;
        if (
            state.reported !== undefined &&
            !becomesExclusive &&
            !takesSurplus(state, user) &&
            same(sent(before), sent(user))
        ) {
            const { userId, adopted, reported } = state;
            return { outs: { ...user, ...present({ userId, account: account.name, adopted, reported }) } };
        }
        this.refuseInDoubt(state, user);
        return this.about(state.emailId, async () => {
            const person = await this.existing(account, state);
            this.sayKept(before, user);
            const facts = { account: account.name, adopted: state.adopted ?? false };
            const record = user.exclusive === true ? recordedSurplus(state, user, person) : before;
            const after = await this.writes.bringTo(
                account,
                this.withoutHandedOver(record, "KoreUserAccess"),
                user,
                person,
                facts,
                news,
            );
            return { outs: stateOf(user, after, facts) };
        });
    }

    /** Removes the person from the account, or takes back what was declared of them. An absent person is success. */
    async delete(id: string, props: Record<string, unknown>) {
        const state = parse(userState, props, id);
        const account = this.session.accountNamed(state.account, state.emailId);
        return this.session.alone([state.emailId], () => this.deleteAlone(account, state));
    }

    private async deleteAlone(account: Account, state: UserState): Promise<void> {
        const { emailId, onDestroy } = state;
        const result = await this.lookUpOf(account, state);
        if ("error" in result) throw result.error.about(`${emailId} was not removed`);
        if ("unknown" in result) return;
        const unchecked = this.session.manifest.uncheckedClaim(emailId, "KoreUser");
        if (unchecked !== undefined) throw programNotRun(`${emailId} was not removed`, unchecked);
        const heir = this.session.manifest.heirOf(emailId, state.userId);
        if (heir?.kind === "perhaps")
            throw mayBeSameAccount(`${emailId} was not removed`, heir.resource, this.urnOf(state));
        if (heir?.kind === "notYet") throw notTakenOver(emailId, heir.resource);
        // Somebody else under this address is the one whom the program declares now; the one of this state is gone.
        if (heir !== undefined && isAnother(state, result.person)) return;
        samePerson(state, result.person);
        if (heir !== undefined) return this.handOver(account, state, heir.declared, result.person);
        this.refuseInDoubt(state, {});
        if (fateOf(state) === "refused") {
            throw new KoreError({
                kind: "mismatch",
                what: `${emailId} was not removed`,
                why: "this person was in the account already when the resource was made, and the program does not say what becomes of them",
                advice: `Declare onDestroy: 'remove' or 'revoke', with the resource in the program, and run pulumi up; then let them go. Or keep the person as they are: pulumi state delete ${this.urnOf(state)}, or retainOnDelete: true in place of onDestroy.`,
            });
        }
        if (state.createLost === true && onDestroy === undefined && !this.isAsDeclared(state, result.person)) {
            throw new KoreError({
                kind: "mismatch",
                what: `${emailId} was not removed`,
                why: "the answer of their create was lost, and the account has somebody under this address who is not as declared, so that somebody else may have added them",
                advice: `Declare onDestroy: 'remove' or 'revoke', with the resource in the program, and run pulumi up; then let them go. Or keep the person as they are: pulumi state delete ${this.urnOf(state)}.`,
            });
        }
        if (Object.keys(this.session.manifest.flagsOf(emailId, "KoreUserAccess")).length > 0) {
            this.session.notify(
                `${emailId} stays in the account, as a KoreUserAccess of this program declares their access. What their KoreUser declared beyond it is taken back.`,
            );
            return this.writes.revoke(account, this.withoutHandedOver(declaredIn(state), "anywhere"), result.person);
        }
        if (fateOf(state) === "revoked") return this.writes.revoke(account, declaredIn(state), result.person);

        const outcome = await onlyOutcome(account.removeUsers([emailId]));
        if (outcome.error?.kind === "refused" && (await this.isThere(account, emailId))) {
            await this.writes.revoke(account, declaredIn(state), result.person);
            throw new KoreError({
                ...outcome.error,
                advice: "What the program gave them was taken back; the account itself stays. An owner cannot be removed: move the ownership of their apps in the Admin Console, then destroy again; or declare onDestroy: 'revoke'.",
            });
        }
        if (outcome.error !== undefined && outcome.error.kind !== "lost" && outcome.error.kind !== "refused")
            throw outcome.error;
        // Whether Get User Information still lists removed people is not documented; if so, it is without what they had.
        const had = (person: Person) => (person.status !== undefined && isActive(person)) || hasAccess(person);
        const before = had(result.person);
        const last = await readBack(
            account,
            emailId,
            (person) => person === undefined || (before && !had(person)),
            this.wait,
        );
        if ("error" in last)
            throw last.error.about(`${emailId} was removed, as Kore.ai says, but that could not be read back`);
        if ("unknown" in last) return;
        if (outcome.error !== undefined || had(last.person))
            throw outcome.error ?? unconfirmed(emailId, "removed", ["the account still has this person"]);
        if (!before)
            this.session.notify(
                `${emailId} was removed, as Kore.ai says; it lists them ${last.person.status === undefined ? "" : `as '${last.person.status}' `}as before, so that the removal is unverified.`,
            );
    }

    /** The resource goes, and the program declares the person under another name, or in a component. What is declared there stays. */
    private async handOver(account: Account, state: UserState, heir: Membership, person: Person): Promise<void> {
        const { groups, roles, assignBotTasks, ...before } = this.withoutHandedOver(declaredIn(state), "anywhere");
        const own = {
            ...before,
            ...present({
                groups: groups?.filter((group) => !heir.groups?.includes(group)),
                roles: roles?.filter((role) => !heir.roles?.some((kept) => same(kept, role))),
                assignBotTasks: heir.assignBotTasks === undefined ? assignBotTasks : undefined,
            }),
        };
        await this.writes.revoke(account, own, person, heir);
    }

    /** What a resource declared, without the flags that another one of this run gives now. */
    private withoutHandedOver(before: UserInputs, where: "KoreUserAccess" | "anywhere"): UserInputs {
        const elsewhere = this.session.manifest.flagsOf(before.emailId, where);
        const { canCreateBot, isDeveloper, ...others } = before;
        return {
            ...others,
            ...present({
                canCreateBot: elsewhere.canCreateBot === true ? undefined : canCreateBot,
                isDeveloper: elsewhere.isDeveloper === true ? undefined : isDeveloper,
            }),
        };
    }

    /** @throws KoreError `mismatch`, where another address would end in a delete that is always refused */
    private refuseToReplace(state: UserState): void {
        const { emailId, userId, adopted, onDestroy } = state;
        const heir = this.session.manifest.heirOf(emailId, userId);
        if (heir?.kind === "perhaps") throw mayBeSameAccount(`${emailId} was not removed`, heir.resource);
        if (heir !== undefined) return;
        this.refuseInDoubt(state, {});
        if (adopted !== true || onDestroy !== undefined) return;
        throw new KoreError({
            kind: "mismatch",
            what: `${emailId} does not get another address`,
            why: "another address is another person, and this one was in the account already when the resource was made; the program does not say what becomes of them",
            advice: `Put ${emailId} back, declare onDestroy: 'remove' or 'revoke', run pulumi up, and change the address then. Or keep the person as they are: pulumi state delete ${this.urnOf(state)}, and run pulumi up.`,
        });
    }

    /** @throws KoreError `mismatch`, where what is taken from a person is declared by a resource of which it can't be told whether it is of the same account */
    private refuseInDoubt(state: UserState, now: Partial<UserInputs>): void {
        const doubt = this.session.manifest.doubtAbout(state.emailId, state.userId, takenFrom(declaredIn(state), now));
        if (doubt !== undefined) throw mayBeSameAccount(`${state.emailId} was left as they are`, doubt);
    }

    /** The resource of a person in the state, as a word of a command. */
    private urnOf({ emailId, userId, account = "" }: UserState): string {
        return shellWord(this.session.manifest.urnOf(emailId, userId, account));
    }

    /** Does a step when no other about this person is under way. Notes of one that fails: nobody else lets the person go in the same run. */
    private about<T>(emailId: string, step: () => Promise<T>): Promise<T> {
        return this.session.alone([emailId], async () => {
            try {
                return await step();
            } catch (error) {
                this.session.manifest.fails(emailId);
                throw error;
            }
        });
    }

    /** @param mayBeOurs whether a create of this resource may have added them: then nobody else has, if they are as declared */
    private async adopt(
        account: Account,
        user: UserInputs,
        person: Person,
        inputs: Record<string, unknown>,
        mayBeOurs: boolean,
    ) {
        const before = this.session.manifest.beforeOf(user.emailId, person.userId, account.name);
        const adopted =
            before === undefined ? this.mayAdopt(user, person, mayBeOurs) : this.mayMove(user, person, before);
        this.session.manifest.holds(user.emailId, person.userId);
        // Flags come and go together: one that was declared there and is not here goes now, as in an update.
        const { emailId: _, ...owned } = this.withoutHandedOver(
            { emailId: user.emailId, ...flagsOf(before) },
            "KoreUserAccess",
        );
        const after = await this.writes.bringTo(account, owned, user, person, { adopted }, inputs);
        return { id: user.emailId, outs: stateOf(user, after, { account: account.name, adopted }) };
    }

    /**
     * Somebody whom this stack has had as another resource: what is declared here is brought to them, and what was declared there
     * goes when that one does.
     *
     * @returns whether they were in the account before the stack
     * @throws KoreError `mismatch`, where an exclusive declaration takes what no preview has shown
     */
    private mayMove(user: UserInputs, person: Person, { adopted, groups = [], roles = [] }: Before): boolean {
        const surplus =
            user.exclusive === true
                ? membershipInWords(surplusMembership(withMembership(user, { groups, roles }), person), person)
                : [];
        if (surplus.length > 0) throw notMoved(user.emailId, surplus);
        return adopted === true;
    }

    /**
     * @returns whether they are adopted, and not added by this stack
     * @throws KoreError `mismatch`, where adopt does not allow it
     */
    private mayAdopt(user: UserInputs, person: Person, mayBeOurs: boolean): boolean {
        const adopt = mayBeOurs && user.adopt === "never" ? "ifSame" : (user.adopt ?? "ifSame");
        const surplus = this.surplusBeyond(user, person);
        // Nothing is taken that no preview has shown, so that an exclusive declaration takes nobody over who has more.
        const replaced = user.exclusive === true ? surplus : replacedTasks(user, person);
        const differences = adopt === "takeOver" ? replaced : [...differencesOf(user, person), ...surplus];
        if (adopt === "never")
            throw notCreated(user.emailId, "this person is in the account already, and adopt is 'never'");
        if (differences.length > 0)
            throw notCreated(
                user.emailId,
                "this person is in the account already, and differs from the program",
                differences,
            );
        const adopted = !mayBeOurs || differencesOf(user, person).length + surplus.length > 0;
        if (adopted && !isActive(person))
            this.session.notify(
                `${user.emailId} was in the account already, as '${person.status}'; they are adopted, and no new invitation is sent.`,
            );
        if (adopted && user.orgUserId !== undefined && !this.saidOrgUserId) {
            this.saidOrgUserId = true;
            this.session.notify(
                `${user.emailId} was in the account already: orgUserId is not sent to those who are, and Get User Information does not report it, so that it is unverified.`,
            );
        }
        if (surplus.length > 0)
            this.session.notify(
                `${user.emailId} was in the account already and is taken over; left as it is: ${surplus.join("; ")}.`,
            );
        return adopted;
    }

    /** @throws KoreError, if the person of a state is not there any more, or is someone else. */
    private async existing(account: Account, state: UserState): Promise<Person> {
        const result = await lookUpOne(account, state.emailId);
        if ("error" in result) throw result.error.about(`${state.emailId} was not updated`);
        if ("unknown" in result) {
            throw new KoreError({
                kind: "mismatch",
                what: `${state.emailId} was not updated`,
                why: `this person is no longer in the account (Kore.ai says "${result.unknown.message}")`,
                advice: "Run pulumi refresh, which takes them out of the state, then pulumi up, which adds them again.",
            });
        }
        samePerson(state, result.person);
        return result.person;
    }

    /** Looks up the person of a state; one who has never shown up is waited for as long as before a create is sent again. */
    private async lookUpOf(account: Account, { emailId, userId }: UserState): Promise<LookUp> {
        if (userId !== undefined) return lookUpOne(account, emailId);
        this.sayWaiting(emailId);
        const found = await readBack(
            account,
            emailId,
            (person) => person !== undefined && isSurelyThere(person),
            this.wait,
        );
        if (!("unknown" in found)) return found;
        await this.wait(beforeSendingAgain);
        return lookUpOne(account, emailId);
    }

    /** Whether somebody has what a create of this state would have given them, and nothing else. */
    private isAsDeclared(state: UserState, person: Person): boolean {
        const declared = declaredIn(state);
        return differencesOf(declared, person).length === 0 && this.surplusBeyond(declared, person).length === 0;
    }

    /** What somebody has that the program does not declare; flags that a KoreUserAccess of it declares are none. */
    private surplusBeyond(user: UserInputs, person: Person): string[] {
        return surplusOf({ ...user, ...this.session.manifest.flagsOf(user.emailId, "KoreUserAccess") }, person);
    }

    private async isThere(account: Account, emailId: string): Promise<boolean> {
        return "person" in (await lookUpOne(account, emailId));
    }

    private sayWaiting(emailId: string): void {
        if (this.saidWaiting) return;
        this.saidWaiting = true;
        this.session.notify(
            `it is not known whether Kore.ai has added ${emailId}: for up to a minute they are looked up, before anything else is sent about them. So are all whose create got no answer.`,
        );
    }

    /** Turned on or off, exclusive takes or leaves what the arguments of the program do not show. */
    private sayExclusive(state: UserState, now: UserInputs): void {
        const before = declaredIn(state);
        if (state.reported === undefined || (now.exclusive === true) === (before.exclusive === true)) return;
        const surplus = membershipInWords(
            surplusOnRecord(now.exclusive === true ? now : before, state),
            state.reported,
        );
        if (surplus.length === 0) return;
        const what =
            now.exclusive === true
                ? "is turned on, which takes back what is not declared"
                : "is turned off, so that what is not declared stays";
        this.session.notify(`${state.emailId}: exclusive ${what}: ${surplus.join("; ")}.`);
    }

    private sayKept(before: UserInputs, now: UserInputs): void {
        const fields = profileFields.filter((field) => before[field] !== undefined && now[field] === undefined);
        if (fields.length > 0)
            this.session.notify(
                `${now.emailId}: ${fields.join(", ")} is no longer declared and stays in Kore.ai as it is.`,
            );
    }
}

function flagsOf(before: Before | undefined): Pick<UserInputs, "canCreateBot" | "isDeveloper"> {
    return present({ canCreateBot: before?.canCreateBot ?? undefined, isDeveloper: before?.isDeveloper ?? undefined });
}

function notMoved(emailId: string, surplus: string[]): KoreError {
    return new KoreError({
        kind: "mismatch",
        what: `${emailId} was not created`,
        why: ["", "exclusive would take back what no preview has shown:", ...surplus.map((each) => `  ${each}`)].join(
            "\n  ",
        ),
        advice: "Declare it; or move the person without exclusive first, and turn that on in a later update, of which the preview shows what goes.",
    });
}

function notCreated(emailId: string, why: string, differences: string[] = []): KoreError {
    return new KoreError({
        kind: "mismatch",
        what: `${emailId} was not created`,
        why:
            differences.length === 0
                ? why
                : ["", `${why}:`, ...differences.map((difference) => `  ${difference}`)].join("\n  "),
        advice: "Declare what this person has, to take them over unchanged; or adopt: 'takeOver', to bring what is declared to the program and leave the rest.",
    });
}

/** What a person's declaration sends to Kore.ai after the create; the rest lives in the state alone. */
function sent({
    adopt: _adopt,
    exclusive: _exclusive,
    onDestroy: _onDestroy,
    reason: _reason,
    sendEmail: _sendEmail,
    ...fields
}: UserInputs) {
    return fields;
}

/** @throws KoreError `mismatch`, where the address belongs to someone else by now. */
function samePerson(state: UserState, person: Person): void {
    if (!isAnother(state, person)) return;
    throw new KoreError({
        kind: "mismatch",
        what: `${state.emailId} was left alone`,
        why: `Kore.ai now has another person under this address (userId ${person.userId}, not ${state.userId})`,
        advice: "If that is meant, forget the old one (pulumi state delete URN) and run pulumi up, which adopts the new one as adopt says.",
    });
}

function isAnother({ userId }: UserState, person: Person): boolean {
    return userId !== undefined && userId !== person.userId;
}
