import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { present, type Person } from "./api/answers";
import { isUnknown, type AccessFlags, type Account, type LookUp, type RowOutcome } from "./api/client";
import { KoreError } from "./api/errors";
import {
    args,
    checked,
    email,
    flag,
    hasUnknown,
    inOrderOf,
    keepingState,
    knownFlags,
    parse,
    same,
    setOf,
    text,
} from "./inputs";
import { reportedAccess } from "./model/reported";
import { readBackAll, sleep, unconfirmed, type Sleep } from "./readBack";
import { mayBeSameAccount, programNotRun } from "./refusals";
import type { Session } from "./session";

const entries = {
    emailIds: setOf(email),
    canCreateBot: flag,
    isDeveloper: flag,
    hasDataTableAndViewAccess: v.exactOptional(flag),
    reason: v.exactOptional(text),
};

const accessInputs = v.pipe(
    args(entries),
    v.forward(
        v.check(({ emailIds }) => emailIds.length > 0, "must name at least one person"),
        ["emailIds"],
    ),
    v.forward(
        v.check(
            ({ canCreateBot, isDeveloper }) => canCreateBot !== true || isDeveloper !== false,
            'true needs isDeveloper: true (Kore.ai refuses the combination: "Invalid values in the body", code 403)',
        ),
        ["canCreateBot"],
    ),
);

const declaredAccess = v.object(entries);

/** Outputs: what was declared at the last step (emailIds: who really has it), and for each person whom it was given what Kore.ai reports. */
const accessState = v.looseObject({
    ...entries,
    account: v.string(),
    reported: v.array(reportedAccess),
});

type AccessInputs = v.InferOutput<typeof declaredAccess>;
type AccessState = v.InferOutput<typeof accessState>;

/** What is to be sent about one person. */
interface Change {
    emailId: string;
    flags: AccessFlags;
}

/** What the engine asks of a KoreUserAccess: the steps in the order in which they happen. */
export class UserAccessProvider {
    private saidUnverified = false;

    constructor(
        private readonly session: Session,
        private readonly pause: Sleep = sleep,
    ) {}

    /** Waits, while which nobody expects this step at a request. */
    private readonly wait: Sleep = (milliseconds) => this.session.slots.aside(this.pause(milliseconds));

    /** Brings the arguments into their normal form, or names what is wrong with each. Sends nothing. */
    check(olds: Record<string, unknown>, news: Record<string, unknown>) {
        const resource = this.session.manifest.learn(news);
        const result = checked(accessInputs, news, resource?.inputs ?? olds);
        // Of a replacement the engine checks the same once more without the olds, and shows the difference to them. The SDK adds to what is answered.
        if (resource !== undefined) resource.inputs = { ...result.inputs };
        if (result.failures.length > 0) return result;
        const { emailIds, canCreateBot, isDeveloper, hasDataTableAndViewAccess } = result.inputs as AccessInputs;
        const known = Array.isArray(emailIds) ? emailIds.filter((emailId) => !hasUnknown(emailId)) : [];
        const conflicts = this.session.manifest.declare(
            resource,
            "KoreUserAccess",
            known,
            knownFlags({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }),
        );
        result.failures.push(...conflicts.map((reason) => ({ property: "emailIds", reason })));
        return result;
    }

    /** Compares who has the declared access, as Kore.ai last reported it, with the program. Sends nothing. */
    diff(_id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const before = parse(accessState, olds, "this access");
        const { inputs } = checked(accessInputs, news);
        // A list that is not known whole may yet hold those who seem to leave.
        if (!hasUnknown(inputs))
            for (const emailId of leavingOf(before, inputs as AccessInputs)) this.refuseInDoubt(emailId, before);
        // Where the program names just those who have it, somebody may still be on record who has lost it and left the list.
        const leaves = !same(membersOf(before), before.emailIds);
        return { changes: leaves || isUnsettled(before) || !same(declaredOf(before), inputs) };
    }

    /** Gives the people the declared access; done when Kore.ai reports it of each of them. */
    async create(inputs: Record<string, unknown>) {
        const access = parse(declaredAccess, inputs, "this access");
        const account = this.session.account();
        const id = `useraccess-${randomUUID()}`;
        const nobody: AccessState = { ...access, emailIds: [], account: account.name, reported: [] };
        const outs = await this.bringTo(account, nobody, access, (error, state) =>
            state.reported.length === 0
                ? error
                : keepingState(error, id, { ...state, __provider: inputs["__provider"] }),
        );
        return { id, outs };
    }

    /** Reads the people: one who has lost the declared access leaves emailIds, so that the next preview shows them as added. */
    async read(id: string, props: Record<string, unknown>) {
        const state = parse(accessState, props, "this access");
        const account = this.session.accountNamed(state.account, `access of ${membersOf(state).join(", ")}`);
        const results = await account.lookUp(membersOf(state));
        const failures = results.flatMap((result) => ("error" in result ? [result.error] : []));
        const [first, ...others] = failures;
        if (first !== undefined) throw together(first, others);
        const people = results.flatMap((result) => {
            if ("unknown" in result)
                this.session.notify(
                    `${result.emailId} is no longer in the account (Kore.ai says "${result.unknown.message}") and leaves this access.`,
                );
            return "person" in result ? [result.person] : [];
        });
        const ours = people.filter((person) => {
            const before = reportAbout(person.emailId, state);
            const another = before !== undefined && before.userId !== person.userId;
            if (another)
                this.session.notify(
                    `${person.emailId} is now another person in Kore.ai (userId ${person.userId}, not ${before.userId}) and leaves this access.`,
                );
            return !another;
        });
        const emailIds = inOrderOf(
            state.emailIds,
            ours.filter((person) => has(person, state)).map(({ emailId }) => emailId),
        );
        const declared = { ...declaredOf(state), emailIds };
        const reported = ours.map((person) => ({
            ...reportOf(person),
            ...present({ mayHold: reportAbout(person.emailId, state)?.mayHold }),
        }));
        return { id, props: { ...declared, account: account.name, reported }, inputs: declared };
    }

    /** Gives the access to those who lack it, and takes what was declared from those who left the list. */
    async update(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(accessState, olds, "this access");
        const access = parse(declaredAccess, news, "this access");
        const { reason: _before, ...before } = declaredOf(state);
        const { reason: _now, ...now } = access;
        const account = this.session.accountNamed(state.account, `access of ${access.emailIds.join(", ")}`);
        if (!isUnsettled(state) && same(before, now) && same(membersOf(state), access.emailIds))
            return { outs: { ...access, account: state.account, reported: state.reported } };
        return {
            outs: await this.bringTo(account, state, access, (error, reached) =>
                keepingState(error, id, { ...reached, __provider: news["__provider"] }),
            ),
        };
    }

    /** Takes the flags that were declared true from everyone who was given them. Someone who is gone is success. */
    async delete(_id: string, props: Record<string, unknown>) {
        const state = parse(accessState, props, "this access");
        const account = this.session.accountNamed(state.account, `access of ${membersOf(state).join(", ")}`);
        await this.bringTo(account, state, { ...declaredOf(state), emailIds: [] }, (error) => error);
    }

    /** The one way to change access: look up, grant, then revoke, read back. Answers the state; fails with what was reached. */
    private bringTo(
        account: Account,
        before: AccessState,
        access: AccessInputs,
        fail: (error: KoreError, reached: AccessState) => KoreError,
    ): Promise<AccessState> {
        return this.session.alone([...access.emailIds, ...leavingOf(before, access)], () =>
            this.bringToAlone(account, before, access, fail),
        );
    }

    private async bringToAlone(
        account: Account,
        before: AccessState,
        access: AccessInputs,
        fail: (error: KoreError, reached: AccessState) => KoreError,
    ): Promise<AccessState> {
        const leaving = new Set(leavingOf(before, access));
        for (const emailId of leaving) this.refuseInDoubt(emailId, before);
        const people = new Map<string, Person>();
        const failures = new Map<string, KoreError>();
        for (const result of await account.lookUp([...access.emailIds, ...leaving])) {
            const error = this.obstacle(result, before, leaving.has(result.emailId));
            if (error !== undefined) failures.set(result.emailId, error);
            else if ("person" in result && !isAnother(result.person, before)) people.set(result.emailId, result.person);
        }

        // Who gains goes first: somebody who moves between two lists is never without.
        const grants = access.emailIds.flatMap((emailId) => grantTo(people.get(emailId), before, access));
        const revocations = [...leaving].flatMap((emailId) =>
            revocationOf(people.get(emailId), before, this.session.manifest.flagsOf(emailId, "anywhere")),
        );
        const sent = new Map([...grants, ...revocations].map(({ emailId, flags }) => [emailId, flags]));
        const lost = new Map<string, KoreError>();
        for (const { emailId, error } of [...(await send(account, grants)), ...(await send(account, revocations))]) {
            if (error === undefined) continue;
            // Somebody who was removed a moment before has lost what was to be taken; only reading back says that they were.
            if (error.kind === "lost" || (leaving.has(emailId) && isUnknown(error))) {
                lost.set(emailId, error);
                // Reading back tells, but not of the flag that Kore.ai does not report.
                if (sent.get(emailId)?.hasDataTableAndViewAccess !== undefined) failures.set(emailId, error);
                continue;
            }
            sent.delete(emailId);
            failures.set(emailId, error);
        }
        const shows = (emailId: string, person: Person | undefined) =>
            person === undefined || shown(person, sent.get(emailId));
        for (const result of await readBackAll(account, [...sent.keys()], shows, this.wait)) {
            if ("error" in result) failures.set(result.emailId, result.error);
            if ("unknown" in result) {
                people.delete(result.emailId);
                if (leaving.has(result.emailId)) failures.delete(result.emailId);
                else
                    failures.set(
                        result.emailId,
                        unconfirmed(result.emailId, "given this access", ["the account no longer has this person"]),
                    );
            }
            if (!("person" in result)) continue;
            people.set(result.emailId, result.person);
            const { canCreateBot, isDeveloper } = result.person;
            if (shown(result.person, sent.get(result.emailId))) continue;
            const differs = unconfirmed(result.emailId, "given this access", [
                `canCreateBot is ${canCreateBot} and isDeveloper ${isDeveloper}`,
            ]);
            failures.set(result.emailId, lost.get(result.emailId) ?? differs);
        }
        if (sent.size > 0) this.sayUnverified(access);

        const reached = reachedState(account, before, access, { people, failures, sent });
        const [first, ...others] = failures.values();
        if (first !== undefined) throw fail(together(first, others), reached);
        return reached;
    }

    /** Why nothing can be done for someone; somebody who leaves and is gone, or is someone else by now, is no obstacle. */
    private obstacle(result: LookUp, before: AccessState, leaves: boolean): KoreError | undefined {
        const { emailId } = result;
        if ("error" in result) return result.error.about(`${emailId} was left as they are`);
        if ("unknown" in result) {
            if (leaves) return undefined;
            return new KoreError({
                kind: "refused",
                what: `${emailId} did not get this access`,
                why: `there is no such person in the account (emailIds; Kore.ai says "${result.unknown.message}")`,
                advice: "Correct the address, or declare the person as a KoreUser and pass its emailId.",
                koreMessage: result.unknown.message,
            });
        }
        if (leaves || !isAnother(result.person, before)) return undefined;
        return new KoreError({
            kind: "mismatch",
            what: `${emailId} was left as they are`,
            why: `Kore.ai now has another person under this address (userId ${result.person.userId})`,
            advice: "Run pulumi refresh: the next preview then shows what the new person would get.",
        });
    }

    /** @throws KoreError `mismatch`, where it can't be told whether another resource gives somebody in the same account what is taken here */
    private refuseInDoubt(emailId: string, before: AccessState): void {
        const { manifest } = this.session;
        const unchecked = manifest.uncheckedClaim(emailId, "KoreUserAccess");
        if (unchecked !== undefined) throw programNotRun(`${emailId} keeps this access`, unchecked);
        const doubt = manifest.doubtAbout(
            emailId,
            reportAbout(emailId, before)?.userId,
            present(heldBy(emailId, before) ?? {}),
        );
        if (doubt !== undefined) throw mayBeSameAccount(`${emailId} was left as they are`, doubt);
    }

    private sayUnverified({ hasDataTableAndViewAccess }: AccessInputs): void {
        if (hasDataTableAndViewAccess === undefined || this.saidUnverified) return;
        this.saidUnverified = true;
        this.session.notify(
            "Kore.ai accepts hasDataTableAndViewAccess, but does not report it: it is unverified, and a change made by hand will not be seen.",
        );
    }
}

/** What a state says by person, made once: lists have thousands. */
interface Members {
    emailIds: string[];
    reports: Map<string, AccessState["reported"][number]>;
    all: Set<string>;
}

const knownMembers = new WeakMap<AccessState, Members>();

function membersIn(state: AccessState): Members {
    const known = knownMembers.get(state);
    if (known !== undefined) return known;
    const reports = new Map(state.reported.map((report) => [report.emailId, report]));
    const all = new Set([...reports.keys(), ...state.emailIds]);
    const members = { emailIds: [...all], reports, all };
    knownMembers.set(state, members);
    return members;
}

/** Everyone who was given something by this resource, also those who have lost it since. */
function membersOf(state: AccessState): string[] {
    return membersIn(state).emailIds;
}

/** Those of them whom the program names no more. */
function leavingOf(before: AccessState, { emailIds }: AccessInputs): string[] {
    const staying = new Set(emailIds);
    return membersOf(before).filter((member) => !staying.has(member));
}

function declaredOf({
    emailIds,
    canCreateBot,
    isDeveloper,
    hasDataTableAndViewAccess,
    reason,
}: AccessState): AccessInputs {
    return { emailIds, canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess, reason }) };
}

function has(person: Person, { canCreateBot, isDeveloper }: AccessFlags): boolean {
    return person.canCreateBot === canCreateBot && person.isDeveloper === isDeveloper;
}

function shown(person: Person, flags: AccessFlags | undefined): boolean {
    return flags === undefined || has(person, flags);
}

function reportAbout(emailId: string, state: AccessState): AccessState["reported"][number] | undefined {
    return membersIn(state).reports.get(emailId);
}

/** Whether a step failed half-way, so that someone may hold something else than what is declared. */
function isUnsettled({ reported }: AccessState): boolean {
    return reported.some(({ mayHold }) => mayHold !== undefined);
}

/** What someone was given by this resource, as far as is known; undefined for one who is none of its people. */
function heldBy(emailId: string, before: AccessState): AccessFlags | undefined {
    return membersIn(before).all.has(emailId) ? (reportAbout(emailId, before)?.mayHold ?? before) : undefined;
}

function isAnother(person: Person, before: AccessState): boolean {
    const known = reportAbout(person.emailId, before);
    return known !== undefined && known.userId !== person.userId;
}

function grantTo(person: Person | undefined, before: AccessState, access: AccessInputs): Change[] {
    if (person === undefined) return [];
    const { canCreateBot, isDeveloper } = access;
    const held = heldBy(person.emailId, before);
    // A flag declared true before and not at all now is taken back; one never declared is not sent.
    const dataTables =
        access.hasDataTableAndViewAccess ?? (held?.hasDataTableAndViewAccess === true ? false : undefined);
    const settled = reportAbout(person.emailId, before)?.mayHold === undefined;
    const dataTablesChange = dataTables !== undefined && !(settled && dataTables === held?.hasDataTableAndViewAccess);
    if (has(person, access) && !dataTablesChange) return [];
    return [
        {
            emailId: person.emailId,
            flags: { canCreateBot, isDeveloper, ...present({ hasDataTableAndViewAccess: dataTables }) },
        },
    ];
}

/** What is taken from somebody who leaves: the flags that this resource gave them, but not those that another one of this run gives. */
function revocationOf(person: Person | undefined, before: AccessState, elsewhere: Partial<AccessFlags>): Change[] {
    const held = person && heldBy(person.emailId, before);
    if (person === undefined || held === undefined) return [];
    const takes = (flag: keyof AccessFlags) => held[flag] === true && elsewhere[flag] !== true;
    const isDeveloper = takes("isDeveloper") ? false : person.isDeveloper;
    // Without the builder nobody creates bots in it, and Kore.ai refuses the combination.
    const canCreateBot = takes("canCreateBot") || !isDeveloper ? false : person.canCreateBot;
    const dataTables = takes("hasDataTableAndViewAccess");
    if (has(person, { canCreateBot, isDeveloper }) && !dataTables) return [];
    return [
        {
            emailId: person.emailId,
            flags: { canCreateBot, isDeveloper, ...(dataTables ? { hasDataTableAndViewAccess: false } : {}) },
        },
    ];
}

/** Sends the changes, one request for all that are alike: the flags of Update User Access belong to the request. */
async function send(account: Account, changes: Change[]): Promise<RowOutcome[]> {
    const alike = new Map<string, { flags: AccessFlags; emailIds: string[] }>();
    for (const { emailId, flags } of changes) {
        const key = JSON.stringify(flags);
        const group = alike.get(key) ?? { flags, emailIds: [] };
        group.emailIds.push(emailId);
        alike.set(key, group);
    }
    const outcomes: RowOutcome[] = [];
    for (const { flags, emailIds } of alike.values()) outcomes.push(...(await account.setAccess(emailIds, flags)));
    return outcomes;
}

/** The state after a step, whole or not: nobody who may hold something of this resource's is forgotten. */
function reachedState(
    account: Account,
    before: AccessState,
    access: AccessInputs,
    {
        people,
        failures,
        sent,
    }: { people: Map<string, Person>; failures: Map<string, KoreError>; sent: Map<string, AccessFlags> },
): AccessState {
    const { emailIds: members, all } = membersIn(before);
    const declared = new Set(access.emailIds);
    const reported = [...new Set([...access.emailIds, ...members])].flatMap((emailId) => {
        const person = people.get(emailId);
        if (failures.has(emailId)) {
            const mayHold = eitherOf(heldBy(emailId, before), sent.get(emailId));
            const report = person === undefined ? reportAbout(emailId, before) : reportOf(person);
            return report === undefined || mayHold === undefined ? [] : [{ ...report, mayHold }];
        }
        if (person === undefined || !declared.has(emailId)) return [];
        return has(person, access) || sent.has(emailId) || all.has(emailId) ? [reportOf(person)] : [];
    });
    const holders = access.emailIds.filter((emailId) => !failures.has(emailId) && people.has(emailId));
    return { ...access, emailIds: holders, account: account.name, reported };
}

/** What several steps may have given together. */
function eitherOf(...steps: (AccessFlags | undefined)[]): AccessFlags | undefined {
    const known = steps.filter((flags) => flags !== undefined);
    if (known.length === 0) return undefined;
    const given = (flag: keyof AccessFlags) => known.some((flags) => flags[flag] === true);
    const dataTables = known.some((flags) => flags.hasDataTableAndViewAccess !== undefined);
    return {
        canCreateBot: given("canCreateBot"),
        isDeveloper: given("isDeveloper"),
        ...(dataTables ? { hasDataTableAndViewAccess: given("hasDataTableAndViewAccess") } : {}),
    };
}

function reportOf({ emailId, userId, canCreateBot, isDeveloper }: Person) {
    return { emailId, userId, canCreateBot, isDeveloper };
}

/** Several failures as one; where all have the same cause it is told once. */
function together(first: KoreError, others: KoreError[]): KoreError {
    if (others.length === 0) return first;
    const errors = [first, ...others];
    const cause = ({ why, advice }: KoreError) => `${why} ${advice ?? ""}`;
    if (others.every((error) => cause(error) === cause(first)))
        return first.about(`${errors.map(({ what }) => what).join("; ")}`);
    return new KoreError({
        kind: first.kind,
        what: `${errors.length} people of this access failed, the others are done`,
        why: ["", ...errors.map(({ message }) => message)].join("\n  "),
    });
}
