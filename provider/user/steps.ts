import { type Person, present } from "../api/answers";
import type { Account, LookUp } from "../api/client";
import { KoreError } from "../api/errors";
import { Executor } from "../converge/executor";
import { lookUpOne, sleep, type Sleep } from "../converge/readBack";
import type { Kind } from "../model/kinds";
import { type Flags, trueIn } from "../model/declared";
import { hasEnded } from "../model/expiry";
import type { Session } from "../process/session";
import type { PersonInProgram } from "../run/personInProgram";
import type { IdKind } from "../schema/ids";
import { hasUnknown, keepingState, parse, reachedBy } from "../schema/inputs";
import { doubtfulIds } from "./doubtfulIds";
import { adoptionOf } from "./plan/adoption";
import { withoutAutomaticTasks } from "./plan/automaticTasks";
import { departureOf, isLeftAlone } from "./plan/departure";
import { realValues, surplusMembership, withMembership } from "./plan/difference";
import { exclusiveNotice } from "./plan/exclusive";
import {
    declaredInForce,
    goneNotice,
    goneState,
    hasLeft,
    heldAgain,
    inForce,
    notCreatedAnyMore,
    overAlready,
} from "./plan/expiry";
import { isAsDeclared, samePerson } from "./plan/identity";
import { flagsLetGo, handedOverIn, keptFlags, refuseInDoubt } from "./plan/transfer";
import { changeOf, differenceOf, isOfStateAlone, stateAlone, stillUnlistedAs, unlistedState } from "./plan/update";
import { declaredIn, stateOf, type UserInputs, userState, type UserState } from "./schema";

/**
 * What is done about one person, of a KoreUser or of a set of people: each step looks, lets a plan decide, and has it carried
 * out. A step that fails with a state of its own (`ReachedState`) leaves the person with it.
 */
export class UserSteps {
    private saidOrgUserId = false;
    private saidOwn = false;
    private readonly saidDoubts = new Set<IdKind>();
    private readonly executor: Executor;

    /** @param kind the kind of resource whose steps these are */
    constructor(
        private readonly session: Session,
        private readonly kind: Kind,
        pause: Sleep = sleep,
    ) {
        const waits = {
            toReadBack: (milliseconds: number) => session.scheduler.waitElsewhere(pause(milliseconds)),
            toSend: (milliseconds: number) => session.untilStopped(pause(milliseconds)),
        };
        this.executor = new Executor(session.notify, waits, session.administrators);
    }

    /** Compares what was declared, as Kore.ai last reported it, with the program. Sends nothing. */
    difference(state: UserState, now: UserInputs): { changes: boolean; replaces: string[] } {
        const difference = differenceOf(state, now, this.programOf(state.emailId));
        if (difference.replaces.length === 0) this.tell(state.emailId, state.userId, keptFlags(declaredIn(state), now));
        this.say(exclusiveNotice(state, now));
        const comesBack = state.gone === true && !this.isFinished(now);
        return { ...difference, changes: difference.changes || comesBack };
    }

    /** What a check is given of somebody, as it is in force now. */
    declaredInForce(user: UserInputs): UserInputs {
        return declaredInForce(user, this.session.now());
    }

    /** What was checked, as it is in force now: what had ended then does not come back by another clock. */
    private inForce(user: UserInputs): UserInputs {
        return inForce(user, this.session.now());
    }

    /** Why somebody new can't be added: their access is over. Whom the stack has by another resource, or has added, is not new. */
    refusalOfNew({ emailId, expiresAt }: UserInputs): string | undefined {
        return this.isOver({ expiresAt }) && !this.isKnown(emailId) ? overAlready(expiresAt) : undefined;
    }

    private isOver({ expiresAt }: { expiresAt?: string | undefined }): boolean {
        return hasEnded(expiresAt, this.session.now());
    }

    /** Whether nobody needs to be in the account for what the program declares of them: it is over, and no list gives them anything. */
    private isFinished({ emailId, expiresAt }: UserInputs): boolean {
        return this.isOver({ expiresAt }) && trueIn(this.programOf(emailId).flags("KoreUserAccess")).length === 0;
    }

    private isKnown(emailId: string): boolean {
        const { manifest, additions } = this.session;
        return hasUnknown(emailId) || manifest.hadBefore(emailId) || additions.mayHaveAdded(emailId);
    }

    /** Adds the person, or adopts one who is there; done when Kore.ai reports what is declared. Answers the state. */
    async create(account: Account, declared: UserInputs): Promise<object> {
        const { emailId, expiresAt } = declared;
        if (this.refusalOfNew(declared) !== undefined) throw notCreatedAnyMore(emailId, expiresAt);
        const user = this.inForce(declared);
        const outs = await this.about(emailId, async () =>
            this.createOrAdopt(account, user, await lookUpOne(account, emailId)),
        );
        return this.atTheEnd(account, user, outs);
    }

    /** The state after a step; where the access has ended while the step went on, that is carried out as well. */
    private async atTheEnd(account: Account, user: UserInputs, outs: object): Promise<object> {
        const { emailId } = user;
        const now = this.inForce(user);
        if (now.ended === undefined || user.ended !== undefined) return outs;
        try {
            return await this.updateNow(account, parse(userState, outs, emailId), now);
        } catch (error) {
            if (!(error instanceof KoreError) || reachedBy(error) !== undefined) throw error;
            throw keepingState(error, emailId, outs);
        }
    }

    /** @param mayBeOurs whether a create of this resource, whose answer was lost, may have added them */
    private async createOrAdopt(
        account: Account,
        user: UserInputs,
        before: LookUp,
        mayBeOurs = false,
    ): Promise<object> {
        const { emailId } = user;
        if ("error" in before) throw before.error.about(`${emailId} was not created`);
        const isTombstone = "person" in before && (await this.executor.isTombstone(account, before.person));
        if ("person" in before && !isTombstone) return this.adopt(account, user, before.person, mayBeOurs);
        this.session.additions.gone(emailId);
        const earlier = this.programOf(emailId).unlisted(account.name);
        if (earlier !== undefined) {
            this.sayUnlisted(emailId, earlier.userId, account);
            // Nobody knows their userId yet; the old resource lets go of them all the same.
            this.tell(emailId, "", {});
            return stillUnlistedAs(user, earlier, account.name);
        }
        if (this.isFinished(user)) return this.leaveGone(account, user, before, {});
        const added = await this.add(account, user, isTombstone);
        const { person, facts } = await this.executor.complete(account, user, added, {
            account: account.name,
            adopted: false,
        });
        this.tell(emailId, person.userId, user);
        return stateOf(user, person, facts);
    }

    /** Adds the person; who they are is noted at once, for the next run, should this one not live to see the end of the step. */
    private async add(account: Account, user: UserInputs, isTombstone: boolean): Promise<Person> {
        const { additions } = this.session;
        try {
            const added = await this.executor.add(account, user, isTombstone);
            additions.added(user.emailId, added.userId);
            return added;
        } catch (error) {
            // One of whom it is not known whether they were added has a state.
            if (!(error instanceof KoreError) || reachedBy(error) === undefined) additions.gone(user.emailId);
            throw error;
        }
    }

    private async adopt(account: Account, user: UserInputs, person: Person, mayBeOurs: boolean): Promise<object> {
        const program = this.programOf(user.emailId);
        const { additions } = this.session;
        const noted = additions.originOf(user.emailId, person.userId);
        const origin = noted === "unknown" && mayBeOurs ? "perhaps" : noted;
        const adoption = adoptionOf(user, person, program, { account: account.name, origin });
        if (adoption.facts.adopted) additions.gone(user.emailId);
        else additions.added(user.emailId, person.userId);
        if (noted !== "unknown" && !adoption.facts.adopted) this.sayOwn(user.emailId);
        this.say(...adoption.notices);
        if (!this.saidOrgUserId) this.say(adoption.orgUserIdNotice);
        this.saidOrgUserId ||= adoption.orgUserIdNotice !== undefined;
        this.tell(user.emailId, person.userId, {});
        const after = await this.executor.bringTo(account, adoption.taken, user, person, adoption.facts);
        this.tell(user.emailId, undefined, user);
        return stateOf(user, after.person, after.facts);
    }

    /** Reads the person: declared fields take their real values, so that the next preview shows what to mend. @returns undefined for one who is gone */
    async read(account: Account, state: UserState): Promise<ReadPerson | undefined> {
        const { emailId } = state;
        const seen = await lookUpOne(account, emailId);
        if ("error" in seen) throw seen.error;
        if (state.createLost === true && !this.wasAdded(state, seen)) {
            this.say(stillLost(emailId, seen));
            return { props: state, inputs: declaredIn(state) };
        }
        if ("unknown" in seen && state.unlisted === true) {
            this.sayUnlisted(emailId, state.userId, account);
            return { props: state, inputs: declaredIn(state) };
        }
        if (state.account !== undefined && this.isOver(state) && hasLeft(state, seen)) {
            const props = this.leaveGone(account, declaredIn(state), seen, state);
            return { props, inputs: declaredIn(state) };
        }
        if ("unknown" in seen) {
            this.session.additions.gone(emailId);
            // Only what this provider wrote names an account; KoreUser.get asks with an address alone.
            if (state.account === undefined) throw nobodyToRead(emailId, seen.unknown.message);
            this.say(
                `${emailId} is no longer in the account (Kore.ai says "${seen.unknown.message}") and leaves the state. The next update adds them again, as long as the program declares them.`,
            );
            return undefined;
        }
        const { person } = seen;
        samePerson(state, person, this.programOf(emailId));
        const { automaticTasks = [] } = state;
        // What has ended and is there all the same counts as declared, which the program does no more: the next update takes it back.
        const declared = realValues(
            withMembership(declaredIn(state), heldAgain(state, person)),
            withoutAutomaticTasks(person, state.assignBotTasks, automaticTasks),
        );
        const facts = {
            account: account.name,
            adopted: state.adopted ?? false,
            ...present({ automaticTasks: state.automaticTasks }),
            ...handedOverIn(state.handedOver?.filter((flag) => trueIn(person).includes(flag))),
        };
        // The inputs show an exclusive declaration's surplus, so that the next preview shows it going; the state keeps apart what was declared.
        const surplus = declared.exclusive === true ? surplusMembership(declared, person) : { groups: [], roles: [] };
        return { props: stateOf(declared, person, facts), inputs: withMembership(declared, surplus) };
    }

    /** Whether an update has nothing to do about the person in Kore.ai. */
    isOfStateAlone(state: UserState, user: UserInputs): boolean {
        return isOfStateAlone(state, user, this.programOf(state.emailId));
    }

    /** Brings the person from what was declared to what is declared; what was never declared stays. */
    async update(account: Account, state: UserState, declared: UserInputs): Promise<object> {
        const user = this.inForce(declared);
        return this.atTheEnd(account, user, await this.updateNow(account, state, user));
    }

    private async updateNow(account: Account, state: UserState, user: UserInputs): Promise<object> {
        const { emailId } = state;
        const program = this.programOf(emailId);
        const { createLost = false, gone } = state;
        if (createLost || (gone === true && !this.isFinished(user))) {
            return this.about(emailId, async () =>
                this.createOrAdopt(account, user, await this.executor.lookUp(account, state), createLost),
            );
        }
        if (isOfStateAlone(state, user, program)) return stateAlone(state, user, program);
        refuseInDoubt(state, user, program);
        if (flagsLetGo(state, user, program).length > 0) this.session.refuseUnseen(`${emailId} was left as they are`);
        return this.about(emailId, async () => {
            const seen = await lookUpOne(account, emailId);
            if ("error" in seen) throw seen.error.about(`${emailId} was not updated`);
            if ("unknown" in seen && state.unlisted === true) {
                this.sayUnlisted(emailId, state.userId, account);
                return unlistedState(state, user);
            }
            if (this.isFinished(user) && (await this.hasLeft(account, state, seen)))
                return this.leaveGone(account, user, seen, state);
            if ("unknown" in seen) {
                this.session.additions.gone(emailId);
                throw nobodyToUpdate(emailId, seen.unknown.message);
            }
            const { before, facts, notices } = changeOf(state, user, seen.person, program, account.name);
            this.say(...notices);
            const after = await this.executor.bringTo(account, before, user, seen.person, facts);
            this.tell(emailId, undefined, user);
            return stateOf(user, after.person, after.facts);
        });
    }

    /**
     * Removes the person from the account, or takes back what was declared of them. An absent person is success.
     *
     * @param isBefore whether other resources of the run may give them flags only later
     */
    letGo(account: Account, state: UserState, isBefore = false): Promise<void> {
        return this.session.alone([state.emailId], async () => {
            const program = this.programOf(state.emailId);
            if (isLeftAlone(state, program)) return;
            const seen = await this.executor.lookUp(account, state);
            const departure = departureOf(state, seen, program, isBefore);
            if ("unknown" in seen || departure.kind === "remove") this.session.additions.gone(state.emailId);
            if (departure.kind === "removeUnlisted") return this.executor.removeUnlisted(account, state.emailId);
            if (departure.kind === "none" || !("person" in seen)) return;
            if (departure.kind === "remove") return this.executor.remove(account, seen.person, departure.orRevoke);
            this.say(departure.notice);
            const ownerKept = await this.executor.revoke(account, departure.taken, seen.person, departure.kept);
            if (ownerKept !== undefined) throw ownerKept;
        });
    }

    /** Whether a create whose answer was lost is seen to have added the person; who else is there now is for the next update to say. */
    private wasAdded(state: UserState, seen: LookUp): boolean {
        return "person" in seen && isAsDeclared(declaredIn(state), seen.person, this.programOf(state.emailId));
    }

    programOf(emailId: string): PersonInProgram {
        return this.session.manifest.about(emailId, this.kind);
    }

    /** Tells the other steps of this run that the state has this person, and by this resource these flags. */
    private tell(emailId: string, userId: string | undefined, flags: Flags): void {
        if (userId !== undefined) this.session.manifest.holds(emailId, userId);
        this.session.manifest.gives([emailId], flags);
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

    /** Says of each kind of ids once that they are of a form of their own: whose are has them everywhere. */
    sayDoubts(user: UserInputs): void {
        for (const [kind, doubt] of doubtfulIds(user)) {
            if (!this.saidDoubts.has(kind)) this.say(hasUnknown(user.emailId) ? doubt : `${user.emailId}, ${doubt}`);
            this.saidDoubts.add(kind);
        }
    }

    /** Whether somebody has left the account, also where Kore.ai lists removed people. */
    private async hasLeft(account: Account, state: UserState, seen: LookUp): Promise<boolean> {
        if (hasLeft(state, seen)) return true;
        return "person" in seen && this.executor.isTombstone(account, seen.person, "updated");
    }

    /** The state of somebody who is not in the account any more, after their access had ended. */
    private leaveGone(account: Account, user: UserInputs, seen: LookUp, state: Partial<UserState>): object {
        this.say(goneNotice(user, state.gone === true, seen));
        this.session.additions.gone(user.emailId);
        // An old resource of theirs lets go of them.
        this.tell(user.emailId, state.userId ?? "", {});
        return goneState(user, { ...present(state), account: account.name });
    }

    private sayOwn(emailId: string): void {
        if (this.saidOwn) return;
        this.saidOwn = true;
        this.say(
            `${emailId} was added by a run of this stack that did not come to its end: they are its own, and not adopted. So is everybody whom it had added.`,
        );
    }

    private sayUnlisted(emailId: string, userId: string | undefined, { name }: Account): void {
        const forget = this.programOf(emailId).forget(userId, name);
        this.say(
            `${emailId}, whom Kore.ai has added, as it said, is not listed yet and stays in the state as declared then: nothing was sent. If they were never added: ${forget}, and pulumi up.`,
        );
    }

    private say(...notices: (string | undefined)[]): void {
        for (const notice of notices) if (notice !== undefined) this.session.notify(notice);
    }
}

/** What a refresh finds of somebody. */
export interface ReadPerson {
    /** The outputs. */
    props: object;
    inputs: UserInputs;
}

function stillLost(emailId: string, seen: LookUp): string {
    const there =
        "unknown" in seen
            ? `has not shown up in the account (Kore.ai says "${seen.unknown.message}")`
            : "is not as declared";
    return `${emailId}, the answer of whose create was lost, ${there} and stays in the state. The next update waits for them, and adds them if nobody shows up.`;
}

function nobodyToRead(emailId: string, message: string): KoreError {
    return new KoreError({
        code: "kore:person-not-found",
        kind: "mismatch",
        what: `${emailId} was not read`,
        why: `there is no such person in the account (Kore.ai says "${message}")`,
        advice: "Correct the address in KoreUser.get, or declare the person: new KoreUser(…).",
    });
}

function nobodyToUpdate(emailId: string, message: string): KoreError {
    return new KoreError({
        code: "kore:person-gone",
        kind: "mismatch",
        what: `${emailId} was not updated`,
        why: `this person is no longer in the account (Kore.ai says "${message}")`,
        advice: "Run pulumi refresh, which takes them out of the state, then pulumi up, which adds them again.",
    });
}
