import { present } from "../api/answers";
import type { Account } from "../api/client";
import { KoreError } from "../api/errors";
import type { Sleep } from "../converge/readBack";
import type { Session } from "../process/session";
import { type PathChange, pathsOf } from "../schema/paths";
import { fateOf } from "../model/departure";
import { failureOf } from "../run/refusals";
import { checked, hasUnknown, keepingState, parse, reachedBy, same, stepTo } from "../schema/inputs";
import { notCreatedAnyMore } from "../user/plan/expiry";
import { changedOrgUserId } from "../user/plan/identity";
import { knownOf, type UserInputs, userState, type UserState } from "../user/schema";
import { type ReadPerson, UserSteps } from "../user/steps";
import { keptPeople, ownOf, peopleIn } from "./keptPeople";
import { flagsLeft, hasMoves, planOf, type Staying, tooManyRemovals, type UsersPlan } from "./plan";
import {
    defaultsOf,
    hasUnknownAtTop,
    type UsersInputs,
    usersInForce,
    usersInputsBefore,
    usersOf,
    usersState,
    type UsersState,
} from "./schema";

/** The id of every KoreUsers: it is never another one. */
const id = "people";
// A failed step has to say what was reached, for which the engine takes 16 MiB (measured: 12.2 MB passed).
const mostBytes = 8_000_000;
const mostPeople = 2_000;

/** What the engine asks of a KoreUsers: the steps of a KoreUser, for each person of a set. */
export class UsersLifecycle {
    private readonly steps: UserSteps;
    private saidMany = false;

    constructor(
        private readonly session: Session,
        pause?: Sleep,
    ) {
        this.steps = new UserSteps(session, "KoreUsers", pause);
    }

    /** Brings the arguments into their normal form, or names what is wrong with each. Sends nothing. */
    check(olds: Record<string, unknown>, news: Record<string, unknown>) {
        const { resource, result } = this.session.check(usersInForce, olds, news, usersInputsBefore);
        // What is said of the property `people` the engine shows beside all of it.
        const failures = result.failures.map((failure) => ({
            ...failure,
            property: failure.property === "people" ? "" : failure.property,
        }));
        if (failures.length > 0) return { ...result, failures };
        const inputs = inForceOf(result.inputs as UsersInputs, (user) => this.steps.declaredInForce(user));
        const users = [...usersOf(inputs).values()];
        const conflicts = this.session.manifest.declare(resource, "KoreUsers", users.map(knownOf));
        for (const user of users) this.steps.sayDoubts(user);
        const before = usersBefore(olds);
        const refusals = [...conflicts, ...this.refusalsOf(inputs, before)].map((reason) => ({ property: "", reason }));
        const refused = [...refusals, ...changedOrgUserIds(before, users), ...this.overAlready(before, users)];
        return { ...result, inputs, failures: refused };
    }

    /** Of those who could not be added before their access was over: why they are not added any more. */
    private tooLate({ joining }: UsersPlan): KoreError[] {
        const late = joining.filter(({ state, user }) => !state && this.steps.refusalOfNew(user) !== undefined);
        return late.map(({ user: { emailId, expiresAt } }) => notCreatedAnyMore(emailId, expiresAt));
    }

    private overAlready(before: Map<string, UserInputs>, users: UserInputs[]): { property: string; reason: string }[] {
        return users.flatMap((user) => {
            const reason = before.has(user.emailId) ? undefined : this.steps.refusalOfNew(user);
            return reason === undefined ? [] : [{ property: `${stepTo("people", user.emailId)}.expiresAt`, reason }];
        });
    }

    private refusalsOf(inputs: UsersInputs, before: Map<string, UserInputs>): string[] {
        const size = JSON.stringify(inputs).length;
        const people = hasUnknownAtTop(inputs.people) ? 0 : Object.keys(inputs.people).length;
        if (size > mostBytes)
            return [
                `${people} people are ${Math.ceil(size / 1_000_000)} MB, and one resource carries 8: ${severalSets}`,
            ];
        if (people > mostPeople && !this.saidMany) {
            this.saidMany = true;
            this.session.notify(`${people} people in one KoreUsers: ${severalSets}`);
        }
        if (hasUnknownAtTop(inputs.people)) return [];
        const all = [...before.values()];
        const refusal = tooManyRemovals(inputs.maxRemovals, all.length, this.undeclared(all, inputs));
        if (refusal === undefined) return [];
        if (this.session.manifest.isWhole()) return [refusal];
        // A resource that is checked later may have them; the update knows.
        this.session.notify(
            `The update refuses this, unless another resource of the program declares them: ${refusal}`,
        );
        return [];
    }

    /** Those whom nothing in the program declares any more. */
    private undeclared<T extends { emailId: string }>(people: T[], { people: now }: UsersInputs): T[] {
        return people.filter(
            ({ emailId }) => now[emailId] === undefined && this.steps.programOf(emailId).koreUser() === undefined,
        );
    }

    /** Compares what was declared of each person, as Kore.ai last reported it, with the program. Sends nothing. */
    diff(
        _id: string,
        olds: Record<string, unknown>,
        news: Record<string, unknown>,
    ): { changes: boolean; paths?: Map<string, PathChange> } {
        const state = parse(usersState, olds, "this set of people");
        const now = checked(usersInForce, news, news, usersInputsBefore).inputs as UsersInputs;
        if (hasUnknownAtTop(now.people)) return { changes: true };
        const plan = planOf(peopleIn(state), usersOf(now), this.programOf);
        const failures = this.tooLate(plan);
        const changing = plan.staying.filter((person) => {
            try {
                return this.steps.difference(person.state, person.user).changes;
            } catch (error) {
                failures.push(onlyKoreError(error));
                return true;
            }
        });
        const failure = failureOf("set", failures, failures.length);
        if (failure !== undefined) throw failure;
        const isOther = changing.length > 0 || hasMoves(plan) || !isSameSet(state, now);
        return { changes: isOther || hasUnknown(now), paths: differingPaths(state, now, changing) };
    }

    async create(inputs: Record<string, unknown>) {
        const set = parse(usersInForce, inputs, "these people");
        const account = this.session.account();
        return {
            id,
            outs: await this.bringTo(account, set, new Map(), (error, outs) => keepingState(error, id, outs)),
        };
    }

    /** Reads everybody: declared fields take their real values, so that the next preview shows what to mend. */
    async read(_id: string, props: Record<string, unknown>) {
        const state = parse(usersState, props, "this set of people");
        const account = this.session.accountNamed(state.account, this.name(state));
        const people = [...peopleIn(state).values()];
        const found = await each(people, (person) => this.steps.read(account, person));
        refuseFailed(found, people.length);
        const there = found.flatMap(({ item: { emailId }, value }): [string, ReadPerson][] =>
            value === undefined ? [] : [[emailId, value]],
        );
        const kept = new Map(
            there.map(([emailId, { props }]) => {
                const { letGo } = state.reported.people[emailId] ?? {};
                return [emailId, parse(userState, { ...props, ...present({ letGo }) }, emailId)];
            }),
        );
        const declared = Object.fromEntries(
            there
                .filter(([emailId]) => state.reported.people[emailId]?.letGo !== true)
                .map(([emailId, { inputs }]) => [emailId, ownOf(state, emailId, inputs).own]),
        );
        const { account: _, reported: __, ...set } = state;
        return { id, props: this.outputs(state, state, kept), inputs: { ...set, people: declared } };
    }

    /** Brings everybody from what was declared to what is declared; who left is let go. */
    async update(_id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const set = parse(usersInForce, news, "these people", usersInputsBefore);
        const state = parse(usersState, olds, "this set of people");
        const account = this.session.accountNamed(state.account, this.name(state));
        const people = peopleIn(state);
        const own = [...people.values()].filter(({ letGo }) => letGo !== true);
        const undeclared = this.undeclared(own, set);
        const refusal = tooManyRemovals(set.maxRemovals, own.length, undeclared);
        if (refusal !== undefined) throw nothingWasSent(refusal);
        if (undeclared.some((each) => fateOf(each) !== "kept"))
            this.session.refuseUnseen("nothing was sent about these people");
        return { outs: await this.bringTo(account, set, people, (error, outs) => keepingState(error, id, outs)) };
    }

    /** Lets everybody go, whatever `maxRemovals` is: a resource that goes was meant to. */
    async delete(_id: string, props: Record<string, unknown>) {
        const state = parse(usersState, props, "this set of people");
        const account = this.session.accountNamed(state.account, this.name(state));
        const plan = planOf(peopleIn(state), new Map(), this.programOf);
        const own = [...plan.leaving, ...plan.passing].filter((person) => !this.isLeftAlone(person));
        const done = await each(own, (person) =>
            this.session.progress.step(person.emailId, () => this.steps.letGo(account, person)),
        );
        refuseFailed(done, own.length);
    }

    /** Somebody who was let go for another resource, where nothing tells whether it has them. */
    private isLeftAlone({ emailId, letGo }: UserState): boolean {
        if (letGo !== true || this.session.manifest.isBelieved()) return false;
        this.session.notify(`${emailId} was let go for another resource in an earlier run, and is left alone.`);
        return true;
    }

    /** The one way to change people: plans, has each step done, and answers the state; fails with what was reached. */
    private async bringTo(
        account: Account,
        set: UsersInputs,
        people: Map<string, UserState>,
        fail: (error: KoreError, outs: object) => KoreError,
    ): Promise<object> {
        const plan = planOf(people, usersOf(set), this.programOf);
        const { reached, failures } = await this.carryOut(account, plan);
        const outs = this.outputs(set, { account: account.name }, reached);
        const failure = failures.length === 0 ? undefined : failureOf("set", failures, this.askedBy(plan));
        if (failure !== undefined) throw fail(failure, outs);
        return outs;
    }

    /** About how many people a step had something to do. */
    private askedBy({ joining, staying, leaving }: UsersPlan): number {
        const busy = staying.filter(({ state, user }) => !this.steps.isOfStateAlone(state, user));
        return joining.length + busy.length + leaving.length;
    }

    private async carryOut(
        account: Account,
        { joining, staying, leaving, passing }: UsersPlan,
    ): Promise<{ reached: Map<string, UserState>; failures: KoreError[] }> {
        const steps: Step[] = [
            ...joining.map(({ state, user }) => stepOf(user, state, () => this.steps.create(account, user))),
            // Of whom nothing differs nothing is sent.
            ...staying.map(({ state, user }) => stepOf(user, state, () => this.steps.update(account, state, user))),
            ...leaving.map((state) => stepOf(state, state, () => this.leave(account, state))),
        ];
        const reached = new Map<string, UserState>(passing.map((state) => [state.emailId, { ...state, letGo: true }]));
        const failures: KoreError[] = [];
        for (const { item, value, error } of await each(steps, ({ emailId, work }) =>
            this.session.progress.step(emailId, work),
        )) {
            const { emailId, before } = item;
            const after = error === undefined ? value : (reachedBy(error) ?? before);
            if (after !== undefined) reached.set(emailId, parse(userState, after, emailId));
            if (error !== undefined) failures.push(error);
        }
        return { reached, failures };
    }

    /** @returns what is left on record of somebody who has gone */
    private async leave(account: Account, state: UserState): Promise<UserState | undefined> {
        const flags = flagsLeft(state, this.programOf(state.emailId));
        await this.steps.letGo(account, state, true);
        return flags;
    }

    private outputs(set: UsersInputs | UsersState, { account }: { account: string }, people: Map<string, UserState>) {
        const { people: _, reported: __, account: ___, ...forAll } = set as Partial<UsersState>;
        return { ...forAll, ...keptPeople(set, people), account };
    }

    private name({ people }: UsersState): string {
        const [first = "nobody", ...others] = Object.keys(people);
        return others.length === 0 ? first : `${first} and ${others.length} more`;
    }

    private readonly programOf = (emailId: string) => this.steps.programOf(emailId);
}

/** What is declared of each person, as it is in force; an end that holds for all is each one's own. */
function inForceOf(set: UsersInputs, inForce: (user: UserInputs) => UserInputs): UsersInputs {
    if (hasUnknownAtTop(set.people)) return set;
    const users = usersOf(set);
    const people = Object.entries(set.people).map(([emailId, person]) => {
        const user = users.get(emailId);
        const now = user && inForce(user);
        return [emailId, now === user || now === undefined ? person : ownOf(set, emailId, now).own];
    });
    return { ...set, people: Object.fromEntries(people) as UsersInputs["people"] };
}

/** Whom the inputs of the last step, or what a refresh has found, declared, and how. */
function usersBefore(olds: Record<string, unknown>): Map<string, UserInputs> {
    const { inputs, failures } = checked(usersInputsBefore, olds);
    return failures.length > 0 ? new Map<string, UserInputs>() : usersOf(inputs as UsersInputs);
}

function changedOrgUserIds(
    before: Map<string, UserInputs>,
    users: UserInputs[],
): { property: string; reason: string }[] {
    return users.flatMap((user) => {
        const reason = changedOrgUserId(before.get(user.emailId) ?? {}, user);
        return reason === undefined ? [] : [{ property: `${stepTo("people", user.emailId)}.orgUserId`, reason }];
    });
}

const severalSets = "make several KoreUsers of them, such as one for each department (about 500 people each).";

/** What is done about somebody. */
interface Step {
    emailId: string;
    /** Their state where it fails; undefined for one who was in none. */
    before: UserState | undefined;
    /** Answers their state then; undefined for one who is in none any more. */
    work: () => Promise<object | undefined>;
}

function stepOf({ emailId }: UserInputs, before: UserState | undefined, work: Step["work"]): Step {
    return { emailId, before, work };
}

/** What became of one. */
interface Done<TItem, TValue> {
    item: TItem;
    value?: TValue;
    error?: KoreError;
}

/** Does something about each, at the same time: requests gather their rows. */
function each<TItem, TValue>(items: TItem[], work: (item: TItem) => Promise<TValue>): Promise<Done<TItem, TValue>[]> {
    return Promise.all(
        items.map(async (item) => {
            try {
                return { item, value: await work(item) };
            } catch (error) {
                return { item, error: onlyKoreError(error) };
            }
        }),
    );
}

/** @param asked how many people the step is about */
function refuseFailed(done: Done<unknown, unknown>[], asked: number): void {
    const failure = failureOf(
        "set",
        done.flatMap(({ error }) => error ?? []),
        asked,
    );
    if (failure !== undefined) throw failure;
}

function onlyKoreError(error: unknown): KoreError {
    if (error instanceof KoreError) return error;
    throw error;
}

/** Where a set differs. Somebody of whom the account, and not the program, has changed is shown as a whole. */
function differingPaths(state: UsersState, now: UsersInputs, changing: Staying[]): Map<string, PathChange> {
    const { people, account: _, reported: __, ...set } = state;
    const { people: peopleNow, ...setNow } = now;
    const own = Object.fromEntries(
        Object.entries(people).filter(([emailId]) => state.reported.people[emailId]?.letGo !== true),
    );
    const paths = new Map([...pathsOf(set, setNow, ""), ...pathsOf(own, peopleNow, "people")]);
    if (!isSameSet(state, now)) return paths;
    for (const { user } of changing)
        if (same(own[user.emailId], peopleNow[user.emailId])) paths.set(stepTo("people", user.emailId), "update");
    return paths;
}

/** Whether all is the same but the people themselves. */
function isSameSet(state: UsersState, now: UsersInputs): boolean {
    return state.maxRemovals === now.maxRemovals && same(defaultsOf(state), defaultsOf(now));
}

function nothingWasSent(why: string): KoreError {
    return new KoreError({
        code: "kore:too-many-removals",
        kind: "mismatch",
        what: "nothing was sent about these people",
        why,
    });
}
