import { randomUUID } from "node:crypto";
import { present } from "../api/answers";
import type { Account, LookUp } from "../api/client";
import type { KoreError } from "../api/errors";
import { failureOf } from "../run/refusals";
import { sendAccess } from "../converge/accessRows";
import { checked, hasUnknown, inOrderOf, keepingState, knownFlags, parse } from "../schema/inputs";
import { sleep, type Sleep } from "../converge/readBack";
import type { Session } from "../process/session";
import {
    asItMayBe,
    differenceOf,
    givenBy,
    has,
    isOfStateAlone,
    planOf,
    type ProgramOf,
    reachedState,
    refuseInDoubt,
    reportOf,
    stillHandedOver,
} from "./plan";
import {
    accessInForce,
    accessOfAnybody,
    type AccessInputs,
    accessState,
    type AccessState,
    declaredAccess,
    declaredOf,
    givesNothing,
    heldBy,
    isAnother,
    leavingOf,
    membersOf,
    reportAbout,
} from "./schema";
import { type Flags, trueIn } from "../model/declared";
import { hasEnded } from "../model/expiry";
import { declaredInForce, inForce, notCreatedAnyMore, overAlready } from "../user/plan/expiry";

/** What the engine asks of a KoreUserAccess: each step looks, lets a plan decide, and has it carried out. */
export class UserAccessLifecycle {
    private saidUnverified = false;

    constructor(
        private readonly session: Session,
        private readonly pause: Sleep = sleep,
    ) {}

    /** Waits, while which nobody expects this step at a request. */
    private readonly wait: Sleep = (milliseconds) => this.session.scheduler.waitElsewhere(this.pause(milliseconds));

    /** Brings the arguments into their normal form, or names what is wrong with each. Sends nothing. */
    check(olds: Record<string, unknown>, news: Record<string, unknown>) {
        // The engine gives the empty list of a refresh again, where ignoreChanges has it.
        const { emailIds: before } = olds;
        const schema = Array.isArray(before) && before.length === 0 ? accessOfAnybody : accessInForce;
        const { resource, result } = this.session.check(schema, olds, news);
        if (result.failures.length > 0) return result;
        const access = declaredInForce(result.inputs as AccessInputs, this.session.now());
        result.inputs = access;
        const { emailIds, canCreateBot, isDeveloper, hasDataTableAndViewAccess } = access;
        const known = Array.isArray(emailIds) ? emailIds.filter((emailId) => !hasUnknown(emailId)) : [];
        const flags = knownFlags({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
        const conflicts = this.session.manifest.declare(resource, "KoreUserAccess", [{ emailIds: known, flags }]);
        result.failures.push(...conflicts.map((reason) => ({ property: "emailIds", reason })));
        if (before === undefined && this.isNewAndOver(access))
            result.failures.push({ property: "expiresAt", reason: overAlready(access.expiresAt) });
        return result;
    }

    private inForce(access: AccessInputs): AccessInputs {
        return inForce(access, this.session.now());
    }

    /** Whether access is to be given that is over, and not by a list that takes the place of another one of the stack. */
    private isNewAndOver({ emailIds, expiresAt }: AccessInputs): boolean {
        const isKnown = (emailId: string) => hasUnknown(emailId) || this.session.manifest.hadBefore(emailId);
        return hasEnded(expiresAt, this.session.now()) && Array.isArray(emailIds) && !emailIds.every(isKnown);
    }

    /** Compares who has the declared access, as Kore.ai last reported it, with the program. Sends nothing. */
    diff(_id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(accessState, olds, "this access");
        const inputs = checked(accessOfAnybody, news).inputs as AccessInputs;
        const difference = differenceOf(state, inputs, this.programOf);
        if (!hasUnknown(inputs)) this.tell(givenBy(state, inputs));
        return difference;
    }

    /** Gives the people the declared access; done when Kore.ai reports it of each of them. */
    async create(inputs: Record<string, unknown>) {
        const access = this.inForce(parse(declaredAccess, inputs, "this access"));
        if (this.isNewAndOver(access)) throw notCreatedAnyMore("this access", access.expiresAt);
        const account = this.session.account();
        const id = `useraccess-${randomUUID()}`;
        const nobody: AccessState = { ...access, emailIds: [], account: account.name, reported: [] };
        const outs = await this.bringTo(account, nobody, access, (error, state) =>
            state.reported.length === 0 ? error : keepingState(error, id, state),
        );
        return { id, outs: await this.atTheEnd(account, id, access, outs) };
    }

    /** The state after a step; where the access has ended while the step went on, that is carried out as well. */
    private async atTheEnd(
        account: Account,
        id: string,
        access: AccessInputs,
        outs: AccessState,
    ): Promise<AccessState> {
        const now = this.inForce(access);
        if (now.ended === undefined || access.ended !== undefined) return outs;
        return this.bringTo(account, outs, now, (error, reached) => keepingState(error, id, reached));
    }

    /** Reads the people: one who has lost the declared access leaves emailIds, so that the next preview shows them as added. */
    async read(id: string, props: Record<string, unknown>) {
        const state = parse(accessState, props, "this access");
        const account = this.session.accountNamed(state.account, `access of ${membersOf(state).join(", ")}`);
        const seen = await account.lookUp(membersOf(state));
        const failure = failureOf(
            "access",
            seen.flatMap((result) => ("error" in result ? [result.error] : [])),
            seen.length,
        );
        if (failure !== undefined) throw failure;
        const people = seen.flatMap((result) => {
            const notice = noticeOfWhoLeft(result, state);
            if ("unknown" in result && givesNothing(state)) return [];
            if (notice !== undefined) this.session.notify(notice);
            return "person" in result && notice === undefined ? [result.person] : [];
        });
        const there = new Map(people.map((person) => [person.emailId, person]));
        const holders = membersOf(state).filter((emailId) => {
            const person = there.get(emailId);
            // Who has left the account, and has nothing by this access, is still named: there is nothing to be done about them.
            return person === undefined ? givesNothing(state) : has(person, state);
        });
        const declared = { ...declaredOf(state), emailIds: inOrderOf(state.emailIds, holders) };
        const reported = people.map((person) => ({
            ...reportOf(person),
            ...present({ mayHold: reportAbout(person.emailId, state)?.mayHold }),
        }));
        const facts = { account: account.name, reported, ...present({ handedOver: state.handedOver }) };
        return { id, props: { ...declared, ...facts }, inputs: declared };
    }

    /** Gives the access to those who lack it, and takes what was declared from those who left the list. */
    async update(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const access = this.inForce(parse(declaredAccess, news, "this access"));
        const state = asItMayBe(parse(accessState, olds, "this access"), access, this.programOf);
        const account = this.session.accountNamed(state.account, `access of ${access.emailIds.join(", ")}`);
        if (isOfStateAlone(state, access)) {
            const facts = { account: state.account, reported: state.reported };
            return { outs: { ...access, ...facts, ...stillHandedOver(state, this.programOf) } };
        }
        if (leavingOf(state, access).some((emailId) => this.mayBeGivenElsewhere(emailId, state)))
            this.session.refuseUnseen("this access was left as it is");
        const outs = await this.bringTo(account, state, access, (error, reached) => keepingState(error, id, reached));
        return { outs: await this.atTheEnd(account, id, access, outs) };
    }

    /** Whether somebody who leaves has flags by this access that nothing is known to give them now. */
    private mayBeGivenElsewhere(emailId: string, state: AccessState): boolean {
        const elsewhere = this.programOf(emailId).flags("anywhere");
        return trueIn(heldBy(emailId, state) ?? {}).some((flag) => elsewhere[flag] !== true);
    }

    /** Takes the flags that were declared true from everyone who was given them. Someone who is gone is success. */
    async delete(_id: string, props: Record<string, unknown>) {
        const given = parse(accessState, props, "this access");
        const nobody = { ...declaredOf(given), emailIds: [] };
        const state = asItMayBe(given, nobody, this.programOf);
        const account = this.session.accountNamed(state.account, `access of ${membersOf(state).join(", ")}`);
        await this.bringTo(account, state, nobody, (error) => error);
    }

    /** The one way to change access: look up, plan, send, read back. Answers the state; fails with what was reached. */
    private bringTo(
        account: Account,
        before: AccessState,
        access: AccessInputs,
        fail: (error: KoreError, reached: AccessState) => KoreError,
    ): Promise<AccessState> {
        const people = [...access.emailIds, ...leavingOf(before, access)];
        return this.session.alone(people, async () => {
            refuseInDoubt(before, access, this.programOf);
            const plan = planOf(before, access, await account.lookUp(people), this.programOf);
            const done = await sendAccess(account, plan, this.wait);
            if (done.sent.size > 0) this.sayUnverified(access);
            const failures = new Map([...plan.obstacles, ...done.failures]);
            const reached = reachedState(before, access, plan, { ...done, failures }, this.programOf);
            this.tell({ emailIds: reached.emailIds, flags: access });
            const asked = plan.obstacles.size + plan.grants.length + plan.revocations.length;
            const failure = failureOf("access", failures.values(), asked);
            if (failure !== undefined) throw fail(failure, reached);
            return reached;
        });
    }

    /** Tells the other steps of this run who has which flags by this resource. */
    private tell({ emailIds, flags }: { emailIds: string[]; flags: Flags }): void {
        this.session.manifest.gives(emailIds, flags);
    }

    private readonly programOf: ProgramOf = (emailId) => this.session.manifest.about(emailId, "KoreUserAccess");

    private sayUnverified({ hasDataTableAndViewAccess }: AccessInputs): void {
        if (hasDataTableAndViewAccess === undefined || this.saidUnverified) return;
        this.saidUnverified = true;
        this.session.notify(
            "Kore.ai accepts hasDataTableAndViewAccess, but does not report it: it is unverified, and a change made by hand will not be seen.",
        );
    }
}

/** What is told of somebody who leaves an access by a refresh: they are gone, or somebody else has their address. */
function noticeOfWhoLeft(result: LookUp, state: AccessState): string | undefined {
    const { emailId } = result;
    if ("unknown" in result) {
        return `${emailId} is no longer in the account (Kore.ai says "${result.unknown.message}") and leaves this access.`;
    }
    if (!("person" in result) || !isAnother(result.person, state)) return undefined;
    const before = reportAbout(emailId, state)?.userId;
    return `${emailId} is now another person in Kore.ai (userId ${result.person.userId}, not ${before}) and leaves this access.`;
}
