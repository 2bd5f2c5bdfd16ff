import path from "node:path";
import { present } from "../api/answers";
import { normalEmail } from "../api/email";
import { coded, KoreError } from "../api/errors";
import type { AccountKey } from "../config";
import { referenceKey, same } from "../schema/inputs";
import type { PlaceOfRun } from "./additions";
import {
    folderOf,
    hash,
    instanceLine,
    isAlive,
    type LineOf,
    pointedTo,
    pointTo,
    readReference,
    type RecordLine,
    removePointers,
    RunRecord,
    writeReference,
} from "./record";
import type { PersonInProgram } from "./personInProgram";
import { forgetting, shellWord } from "./refusals";
import { isSameCare, kinds } from "../model/kinds";
import { partsOf } from "../model/urn";
import { type FlagName, type Flags, type Membership, type RecordedFlags, trueIn } from "../model/declared";

/** What one resource declares of one person. */
interface Claim extends RecordedFlags {
    resource: string;
    place?: string;
    type: Type;
    instance: string;
    membership: Membership;
}
type Type = LineOf<"checked">["type"];

/** What this stack's state had of a person before the run. */
export type Before = LineOf<"before">;

/**
 * The KoreUser that declares a person whom another step lets go.
 *
 * - `taken`: it has them, and declares this.
 * - `notYet`: it could not take them over, or was no target of this run.
 * - `perhaps`: it, or a KoreUserAccess, is of another app at the same host, and it can't be told whether that is the same account.
 */
export type Successor =
    | { kind: "taken"; declared: Membership }
    | { kind: "notYet"; resource: string }
    | { kind: "perhaps"; resource: string };

/** What a resource declares of some people. A flag that is null is declared, and not known yet. */
export interface DeclaredOfPeople {
    emailIds: string[];
    flags: RecordedFlags;
    membership?: Membership;
}

/** A resource in the record that it leads to. */
export interface Recorded {
    record: RunRecord;
    by: number;
    /** As they were checked before in this run. */
    inputs?: object;
}

/**
 * What the whole program declares in this run, of all provider instances, as the record of the run has it. An engine without
 * a program (refresh, destroy) declares nothing.
 */
export class Manifest {
    private readonly records = new Map<string, RunRecord>();
    private readonly resources = new Map<string, Recorded>();
    private run: LineOf<"run"> | undefined;
    private isChecked = false;
    private wasLookedFor = false;
    private readonly instances = new Map<string, LineOf<"instance">>();
    /** By resource, then by person. */
    private readonly claims = new Map<string, Map<string, Claim>>();
    /** The resources that declare a person. */
    private readonly claimants = new Map<string, Set<string>>();
    private readonly held = new Map<string, LineOf<"holds">[]>();
    private readonly failed = new Set<string>();
    private readonly given = new Map<string, LineOf<"gives">[]>();
    private readonly before = new Map<string, Before[]>();
    private readonly readers = new Set<number>();
    /** How the resources that a record declares are called. */
    private readonly names = new Map<string, { resource: string; place?: string }>();
    /** The resources of which the record has what the state had. */
    private readonly told = new Set<string>();
    /** The engines whose processes have read a record. */
    private readonly engines = new Set<string>();
    /** The record that no program has begun. */
    private ofCommand: RunRecord | undefined;
    private hasActed = false;

    /**
     * @param engine the address of the engine, which all of its provider processes are given
     * @param instance the name of this process's provider instance; empty for the one of the stack's configuration
     * @param account undefined where the settings are wrong, of which a step will tell
     */
    constructor(
        private readonly engine: string | undefined,
        private readonly identity: () => { instance: string; account: AccountKey | undefined },
        /** Called where a process that has served one run serves another one. */
        private readonly onOtherRun: () => void = () => undefined,
    ) {}

    /**
     * Takes in the record that a resource which is being checked leads to.
     *
     * @returns undefined, where it leads to none, as of one that ignores all changes: what the program says of it is all there is
     * @throws KoreError `settings`, where the run has none, or the record can't be read
     */
    learn(properties: Record<string, unknown>): Recorded | undefined {
        const reference = readReference(properties[referenceKey]);
        if (reference === undefined) {
            if (
                properties[referenceKey] !== undefined ||
                this.engine === undefined ||
                [...this.records, ...pointedTo(this.engine, false)].length === 0
            )
                throw noReference();
            for (const file of pointedTo(this.engine, false)) this.check(file);
            return undefined;
        }
        const { file, by } = reference;
        const record = this.check(file);
        const resource = this.resources.get(keyOf(record, by)) ?? { record, by };
        this.resources.set(keyOf(record, by), resource);
        return resource;
    }

    /**
     * Begins the record of a run whose program begins none, as it is of another language, and notes a resource of it that is about to be
     * checked.
     *
     * @param command what tells the command of this run from others
     * @returns the reference that a program would have given the resource
     * @throws KoreError `settings`, where the record can't be written
     */
    introduce(urn: string, type: Type, command: string): string {
        const { stack, project, types, name } = partsOf(urn);
        const record = this.check(RunRecord.ofCommand(command, hash(`${project}/${stack}`)).path);
        this.ofCommand = record;
        // A program of TypeScript may make resources of both doors.
        if (this.engine !== undefined) for (const file of pointedTo(this.engine, false)) this.check(file);
        const by = Number.parseInt(hash(urn).slice(0, 12), 16);
        if (!this.names.has(keyOf(record, by))) {
            const resource = `${kinds[type].native} "${name}"`;
            const { instance } = this.identity();
            record.append([{ line: "declares", by, resource, place: `${types}::${name}`, type, people: [], instance }]);
        }
        return writeReference(record.path, by);
    }

    /**
     * Whether it is known what the whole program declares before its last resource is checked: the program has said it, or a preview has
     * checked all. Nothing is said where no program is.
     */
    isWhole(): boolean {
        this.read();
        if (this.ofCommand === undefined || this.run?.engine !== undefined) return true;
        return this.engines.size > 1;
    }

    /** Notes what the state has of people, in a run whose program does not: as far as the engine shows it before it is changed. */
    remember(urn: string, people: () => Before[]): void {
        const record = this.ofCommand;
        if (record === undefined) return;
        this.read();
        if (this.told.has(urn)) return;
        record.append(people().map((line) => ({ ...line, person: record.personOf(line.person) })));
    }

    /** Notes that this run does what its program says, where nothing else tells it from a preview. */
    acts(): void {
        this.hasActed = true;
    }

    /**
     * Takes in what a resource declares, as it was checked.
     *
     * @returns why it can't be: another one declares the same
     */
    declare(resource: Recorded | undefined, type: Type, declared: DeclaredOfPeople[]): string[] {
        if (resource === undefined) return [];
        const { record, by } = resource;
        const { instance } = this.identity();
        record.append(
            together(declared).map(({ emailIds, flags, membership }, index) => ({
                line: "checked",
                by,
                ...(index === 0 ? {} : { more: true }),
                type,
                people: emailIds.map((emailId) => record.personOf(emailId)),
                instance,
                ...flags,
                ...membership,
            })),
        );
        return declared.flatMap(({ emailIds }) =>
            emailIds.flatMap((emailId) => this.conflictsAbout(emailId, keyOf(record, by))),
        );
    }

    /** What is declared of one person, for a step about a resource of this type. */
    about(emailId: string, type: Type): PersonInProgram {
        return {
            isWhole: () => this.isWhole(),
            unchecked: () => this.uncheckedClaim(emailId, type),
            successor: (userId) => this.successorOf(emailId, userId),
            koreUser: () => this.koreUserOf(emailId)?.resource,
            flags: (where) => this.flagsOf(emailId, where),
            awaited: (flags) => this.awaited(emailId, flags),
            abandoned: (flags) => this.abandoned(emailId, flags),
            taken: (userId, flags) => this.taken(emailId, userId, flags),
            doubt: (userId, taken) => this.doubtAbout(emailId, userId, taken),
            before: (userId, account) => this.beforeOf(emailId, userId, account),
            duplicates: (userId, account) => this.duplicatesOf(emailId, type, userId, account ?? ""),
            unlisted: (account) => this.unlistedOf(emailId, account),
            urn: (userId, account) =>
                type === "KoreUsers" ? undefined : shellWord(this.urnOf(emailId, userId, account ?? "")),
            forget: (userId, account) =>
                type === "KoreUsers" || this.isInSet(emailId, account ?? "")
                    ? "declare onDestroy: 'keep' for them, run pulumi up, and take them out then"
                    : forgetting(this.urnOf(emailId, userId, account ?? "")),
        };
    }

    /** Whether this run does what the program says, as far as this process knows: something was checked. */
    isBelieved(): boolean {
        this.read();
        return this.isChecked;
    }

    /** Where this run is, for what is noted of whom it adds. */
    place(): PlaceOfRun {
        const isBelieved = this.isBelieved();
        const [record] = this.records.values();
        const { stack, engine } = this.run ?? {};
        const isUpdate = engine === undefined ? this.hasActed : this.run?.isPreview !== true;
        const { account } = this.identity();
        return {
            folder: record === undefined ? folderOf(process.env) : path.dirname(record.path),
            // The program knows its stack by name alone: two of one name differ in the backend, or in the folder of their project.
            stack: stack === undefined || !isBelieved ? undefined : hash(JSON.stringify([stack, ...placesOfStack()])),
            // Not the engine's address, which a later one may have.
            run: hash(record?.path ?? ""),
            account: account && hash(account.key),
            isUpdate,
        };
    }

    /** Notes that the state has a KoreUser of this person, and the program as well. */
    holds(emailId: string, userId: string): void {
        this.note(emailId, { line: "holds", userId });
    }

    /** Notes that a step about a KoreUser of this person failed: nobody else lets them go in the same run. */
    fails(emailId: string): void {
        this.note(emailId, { line: "failed" });
    }

    /** Notes which flags a resource gives to people of its own now: its state has them. */
    gives(emailIds: string[], declared: RecordedFlags): void {
        const flags = trueIn(declared);
        if (emailIds.length === 0 || flags.length === 0) return;
        for (const record of this.records.values()) {
            const people = emailIds.map((emailId) => record.personOf(emailId));
            record.append([{ line: "gives", people, instance: this.identity().instance, flags }]);
        }
    }

    /**
     * Of the flags that a resource gave somebody and declares no more: those that another one of the program declares, and does not give
     * yet. As long as it does not, no other state has them.
     *
     * @returns the flags, with the resource that declares one; empty where nothing is to come
     */
    awaited(emailId: string, flags: FlagName[]): { flag: FlagName; resource: string }[] {
        const claims = this.ownClaims(emailId);
        return flags.flatMap((flag) => {
            const takers = claims.filter((claim) => claim[flag] === true);
            const [taker] = takers;
            if (taker === undefined || takers.some((claim) => this.isGiven(emailId, flag, claim))) return [];
            return [{ flag, resource: taker.resource }];
        });
    }

    /** Whether a resource has given a flag in this run, or had it in the state before. */
    private isGiven(emailId: string, flag: FlagName, { type, place }: Claim): boolean {
        const now = this.keysOf(emailId).flatMap((person) => this.given.get(person) ?? []);
        if (now.some(({ instance, flags }) => this.isOurs(instance) && flags.includes(flag))) return true;
        const before = this.stateAbout(emailId).filter((line) => isSameCare(line.type, type) && line[flag] === true);
        return before.some(({ urn }) => isAt(urn, place));
    }

    /** Of the flags that a resource has handed over: those that another one had in the state before, of the same person. */
    taken(emailId: string, userId: string | undefined, flags: FlagName[]): FlagName[] {
        const own = hash(this.identity().account?.host ?? "");
        // A host may have several accounts, in each of which the address has a person of its own.
        const isThem = (line: Before) => userId === undefined || line.userId === undefined || line.userId === userId;
        const before = this.stateAbout(emailId).filter((line) => line.account === own && isThem(line));
        return flags.filter((flag) => before.some((line) => line[flag] === true));
    }

    /** Of the flags that a resource has handed over: those that nothing declares any more, in a run that does what the program says. */
    abandoned(emailId: string, flags: FlagName[]): FlagName[] {
        const claims = this.ownClaims(emailId);
        return this.isChecked ? flags.filter((flag) => claims.every((claim) => claim[flag] === undefined)) : [];
    }

    /** Who declares a person as a KoreUser. @param userId theirs, as the step knows them */
    successorOf(emailId: string, userId: string | undefined): Successor | undefined {
        const claim = this.koreUserOf(emailId);
        if (claim === undefined) {
            // Also one that gives them flags alone: who is removed from the account loses those as well.
            const [doubtful] = this.doubtfulClaims(emailId, userId);
            return doubtful && { kind: "perhaps", resource: doubtful.resource };
        }
        const keys = this.keysOf(emailId);
        const isHeld = keys.some((key) => this.held.get(key)?.some(({ instance }) => this.isOurs(instance)));
        const hasFailed = keys.some((key) => this.failed.has(`${key} ${claim.instance}`));
        return isHeld && !hasFailed
            ? { kind: "taken", declared: claim.membership }
            : { kind: "notYet", resource: claim.resource };
    }

    /** The flags that the program declares of a person: in a KoreUserAccess, or in any resource. */
    flagsOf(emailId: string, where: "KoreUserAccess" | "anywhere"): Flags {
        const claims = this.ownClaims(emailId).filter(({ type }) => where === "anywhere" || type === where);
        return claims.reduce<Flags>((all, claim) => ({ ...all, ...settledFlags(claim) }), {});
    }

    /** A resource that declares something of what is to be taken from a person, and may be of the same account or of another. */
    doubtAbout(emailId: string, userId: string | undefined, taken: Flags & Membership): string | undefined {
        return this.doubtfulClaims(emailId, userId).find((claim) =>
            shares(taken, { ...settledFlags(claim), ...claim.membership }),
        )?.resource;
    }

    /** What the state had of a KoreUser before the run, if it was the person who is in the account now. */
    beforeOf(emailId: string, userId: string, account: string): Before | undefined {
        if (this.hasSeveralAccounts()) return undefined;
        const isThem = (line: Before) =>
            line.userId === userId || (line.unlisted === true && line.userId === undefined);
        const lines = this.stateAbout(emailId).filter(
            (line) => kinds[line.type].hasPeople && isThem(line) && line.account === hash(account),
        );
        return lines.find(({ letGo }) => letGo !== true) ?? lines[0];
    }

    /** What the state had of a person before the run as this kind of resource, where it is several. */
    duplicatesOf(emailId: string, type: Type, userId: string | undefined, account: string): Before[] {
        const isThem = (line: Before) =>
            line.userId === undefined || userId === undefined ? !this.hasSeveralAccounts() : line.userId === userId;
        const lines = this.stateAbout(emailId).filter(
            (line) => isSameCare(line.type, type) && line.account === hash(account) && isThem(line),
        );
        const own = lines.filter(({ letGo }) => letGo !== true);
        return own.length > 1 ? own : [];
    }

    /** What the state had of a KoreUser whom Kore.ai had added, as it said, and did not list. */
    unlistedOf(emailId: string, account: string): Before | undefined {
        return this.stateAbout(emailId).find(
            (line) => kinds[line.type].hasPeople && line.unlisted === true && line.account === hash(account),
        );
    }

    /** The name in the state of the one resource that was this person, for a command to paste. */
    urnOf(emailId: string, userId: string | undefined, account: string): string | undefined {
        const [one, ...others] = this.stateAbout(emailId).filter(
            (line) => line.type === "KoreUser" && line.userId === userId && line.account === hash(account),
        );
        return others.length === 0 ? one?.urn : undefined;
    }

    /** Whether the state had somebody before the run, by whatever resource. */
    hadBefore(emailId: string): boolean {
        return this.stateAbout(emailId).length > 0;
    }

    private isInSet(emailId: string, account: string): boolean {
        return this.stateAbout(emailId).some((line) => line.type === "KoreUsers" && line.account === hash(account));
    }

    /**
     * Another resource of the program than the one of the state that declares a person, in a run in which the engine has let
     * nothing be checked: the old one is a target, or all are destroyed. It can't be told which.
     */
    uncheckedClaim(emailId: string, type: Type): string | undefined {
        const claims = this.claimsAbout(emailId);
        const urns = this.stateAbout(emailId).flatMap((line) => (isSameCare(line.type, type) ? [line.urn] : []));
        const isDestroyed = claims.some(({ place }) => urns.some((urn) => isAt(urn, place)));
        return this.isChecked || isDestroyed ? undefined : claims[0]?.resource;
    }

    /** The last process that reads a record takes it away. */
    end(): void {
        if (this.records.size === 0) return;
        for (const record of this.records.values()) record.append([{ line: "reader", pid: process.pid, reads: false }]);
        this.read();
        if ([...this.readers].some(isAlive)) return;
        if (this.engine !== undefined) removePointers(this.engine);
        // The update reads what its preview has checked.
        if (this.run !== undefined && this.run.engine === undefined && !this.hasActed) return;
        for (const record of this.records.values()) record.remove();
    }

    /** The record, which a check has named: it is of a run that does what the program says. */
    private check(file: string): RunRecord {
        const known = this.records.get(file);
        const record = known ?? this.open(file);
        const isNews = known === undefined || !this.isChecked;
        this.isChecked = true;
        if (this.engine !== undefined && isNews) pointTo(file, this.engine, true, [process.pid]);
        if (isNews) this.read();
        return record;
    }

    private open(file: string): RunRecord {
        const record = new RunRecord(file);
        const { instance, account } = this.identity();
        const leadsTo = account === undefined ? [] : [instanceLine(instance, account)];
        const engine = this.engine === undefined ? {} : { engine: hash(this.engine) };
        record.append([{ line: "reader", pid: process.pid, reads: true, ...engine }, ...leadsTo]);
        this.records.set(file, record);
        return record;
    }

    private note(emailId: string, line: { line: "holds"; userId: string } | { line: "failed" }): void {
        for (const record of this.records.values())
            record.append([{ ...line, person: record.personOf(emailId), instance: this.identity().instance }]);
    }

    private read(): void {
        if (!this.wasLookedFor && this.engine !== undefined) {
            this.wasLookedFor = true;
            const checked = pointedTo(this.engine, true);
            this.isChecked ||= checked.length > 0;
            // What no check has named may be of a run before, whose engine was killed and had the same address.
            for (const file of this.isChecked ? checked : pointedTo(this.engine, false))
                if (!this.records.has(file)) this.open(file);
        }
        for (const record of [...this.records.values()]) for (const line of record.news()) this.take(record, line);
    }

    private take(record: RunRecord, line: RecordLine): void {
        switch (line.line) {
            case "run":
                this.takeRun(record, line);
                break;
            case "instance":
                this.instances.set(line.instance, line);
                break;
            case "declares":
                this.names.set(keyOf(record, line.by), { resource: line.resource, ...present({ place: line.place }) });
                this.claim(keyOf(record, line.by), line.people, { ...line, membership: {} });
                break;
            case "checked":
                this.takeChecked(keyOf(record, line.by), line);
                break;
            case "holds":
                add(this.held, line.person, line);
                break;
            case "gives":
                for (const each of line.people) add(this.given, each, line);
                break;
            case "failed":
                this.failed.add(`${line.person} ${line.instance}`);
                break;
            case "before":
                this.told.add(line.urn);
                add(this.before, line.person, line);
                break;
            case "reader":
                this.takeReader(line);
        }
    }

    private takeReader({ pid, reads, engine }: LineOf<"reader">): void {
        if (reads) this.readers.add(pid);
        else this.readers.delete(pid);
        if (engine !== undefined) this.engines.add(engine);
    }

    private takeRun(record: RunRecord, run: LineOf<"run">): void {
        const [before, now] = [this.run?.engine, run.engine];
        if (before !== undefined && now !== undefined && before !== now) {
            this.forgetAllBut(record);
            this.run = undefined;
            this.onOtherRun();
        }
        this.run = { ...this.run, ...run };
    }

    /** What was checked takes the place of what the program had declared. */
    private takeChecked(key: string, line: LineOf<"checked">): void {
        const known = this.names.get(key);
        if (line.more !== true) this.claims.delete(key);
        const { groups, roles, assignBotTasks } = line;
        this.claim(key, line.people, {
            ...line,
            resource: known?.resource ?? line.type,
            ...present({ place: known?.place }),
            membership: present({ groups, roles, assignBotTasks }),
        });
    }

    private claim(key: string, people: string[], claim: Claim): void {
        const known = this.claims.get(key) ?? new Map<string, Claim>();
        this.claims.set(key, known);
        for (const person of people) {
            known.set(person, claim);
            this.claimants.set(person, (this.claimants.get(person) ?? new Set()).add(key));
        }
    }

    // The engine starts a process for each run; where one serves a second, nothing of the first is true any more.
    private forgetAllBut(record: RunRecord): void {
        for (const [file, other] of this.records) {
            if (other === record) continue;
            other.close();
            this.records.delete(file);
        }
        for (const known of [
            this.resources,
            this.instances,
            this.claims,
            this.claimants,
            this.held,
            this.failed,
            this.given,
            this.before,
            this.readers,
            this.names,
            this.told,
            this.engines,
        ])
            known.clear();
    }

    private keysOf(emailId: string): string[] {
        this.read();
        return [...this.records.values()].map((record) => record.personOf(normalEmail(emailId)));
    }

    private claimsAbout(emailId: string): (Claim & { key: string })[] {
        return this.keysOf(emailId).flatMap((person) =>
            [...(this.claimants.get(person) ?? [])].flatMap((key) => {
                const claim = this.claims.get(key)?.get(person);
                return claim === undefined ? [] : [{ ...claim, key }];
            }),
        );
    }

    /** What is declared in a run that does what the program says: a destroy may run the program as well. */
    private believedAbout(emailId: string): (Claim & { key: string })[] {
        const claims = this.claimsAbout(emailId);
        return this.isChecked ? claims : [];
    }

    /** The same, of this process's account. */
    private ownClaims(emailId: string): Claim[] {
        return this.believedAbout(emailId).filter(({ instance }) => this.isOurs(instance));
    }

    private koreUserOf(emailId: string): Claim | undefined {
        return this.ownClaims(emailId).find(({ type }) => kinds[type].hasPeople);
    }

    private stateAbout(emailId: string): Before[] {
        return this.keysOf(emailId).flatMap((person) => this.before.get(person) ?? []);
    }

    /** Whether an instance leads to the account of this process, as far as is known for sure. */
    private isOurs(other: string): boolean {
        const { instance, account } = this.identity();
        return (
            other === instance || (account !== undefined && this.instances.get(other)?.account === hash(account.key))
        );
    }

    /** Whether instances lead to several accounts of this process's host, which is all that a state has of its account. */
    private hasSeveralAccounts(): boolean {
        const own = hash(this.identity().account?.host ?? "");
        const accounts = [...this.instances.values()].filter(({ host }) => host === own).map(({ account }) => account);
        return new Set(accounts).size > 1;
    }

    private isDoubtful(other: string): boolean {
        if (this.isOurs(other)) return false;
        const { account } = this.identity();
        const known = this.instances.get(other);
        return (
            known === undefined ||
            account === undefined ||
            (known.host === hash(account.host) && !(known.isNamed && account.isNamed))
        );
    }

    private doubtfulClaims(emailId: string, userId: string | undefined): Claim[] {
        const held = this.keysOf(emailId).flatMap((key) =>
            (this.held.get(key) ?? []).filter(({ instance }) => this.isDoubtful(instance)),
        );
        const isAnother = userId !== undefined && held.length > 0 && held.every((line) => line.userId !== userId);
        return isAnother ? [] : this.believedAbout(emailId).filter(({ instance }) => this.isDoubtful(instance));
    }

    private conflictsAbout(emailId: string, key: string): string[] {
        const claims = this.claimsAbout(emailId).filter(({ instance }) => this.isOurs(instance));
        const own = claims.find((claim) => claim.key === key);
        const others = claims.filter((claim) => claim.key !== key);
        if (own === undefined) return [];
        const twin = kinds[own.type].hasPeople ? others.find(({ type }) => kinds[type].hasPeople) : undefined;
        if (twin !== undefined)
            return [`${emailId} is declared by ${twin.resource} and by ${own.resource}. ${onePerson}`];
        const rival = declaresFlags(own) ? others.find(declaresFlags) : undefined;
        return rival === undefined
            ? []
            : [`${emailId} is declared by ${rival.resource} and by ${own.resource}. ${oneFlag}`];
    }
}

export const onePerson = coded("One person belongs to one KoreUser: take one of them out.", "kore:declared-twice");
export const oneFlag = coded(
    "The flags of a person belong to one resource, as two would undo each other's work: declare canCreateBot and isDeveloper in one of them.",
    "kore:flags-declared-twice",
);

/** Whether a resource declares flags that no other one may declare as well. */
export function declaresFlags({
    canCreateBot,
    isDeveloper,
}: {
    canCreateBot?: unknown;
    isDeveloper?: unknown;
}): boolean {
    return canCreateBot !== undefined || isDeveloper !== undefined;
}

function placesOfStack(): string[] {
    const { PULUMI_BACKEND_URL = "", PULUMI_HOME = "" } = process.env;
    return [process.cwd(), PULUMI_BACKEND_URL, PULUMI_HOME];
}

function noReference(): KoreError {
    return new KoreError({
        code: "kore:other-release",
        kind: "settings",
        what: "this resource was left alone",
        why: "it was made by another release of pulumi-kore than the one that Pulumi runs, and does not lead to the record of its run",
        advice: "See which there are (npm ls pulumi-kore), and install one for all.",
    });
}

function keyOf(record: RunRecord, by: number): string {
    return `${record.path}#${by}`;
}

/** The same, with one entry for all people of whom the same is declared; one at least, so that what was declared before is known to go. */
function together(declared: DeclaredOfPeople[]): DeclaredOfPeople[] {
    const groups = new Map<string, DeclaredOfPeople>();
    for (const { emailIds, flags, membership = {} } of declared) {
        const key = JSON.stringify([flags, membership]);
        const group = groups.get(key) ?? { emailIds: [], flags, membership };
        groups.set(key, group);
        group.emailIds.push(...emailIds);
    }
    return groups.size === 0 ? [{ emailIds: [], flags: {} }] : [...groups.values()];
}

/** Whether a resource of the state is the one that ends like this, as far as that is known. */
function isAt(urn: string, place: string | undefined): boolean {
    return place !== undefined && urn.endsWith(`::${place}`);
}

function add<T>(lists: Map<string, T[]>, key: string, element: T): void {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [element]);
    else list.push(element);
}

function settledFlags({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }: RecordedFlags): Flags {
    const flags = { canCreateBot, isDeveloper, hasDataTableAndViewAccess };
    return Object.fromEntries(Object.entries(flags).filter(([, value]) => typeof value === "boolean"));
}

/** Whether something of what is taken is declared here. */
function shares(taken: Flags & Membership, declared: Flags & Membership): boolean {
    const flags = trueIn(taken).some((flag) => declared[flag] === true);
    const groups = (taken.groups ?? []).some((group) => declared.groups?.includes(group));
    const roles = (taken.roles ?? []).some((role) => declared.roles?.some((each) => same(each, role)));
    const tasks = (taken.assignBotTasks ?? []).some(({ streamId }) =>
        declared.assignBotTasks?.some((each) => each.streamId === streamId),
    );
    return flags || groups || roles || tasks;
}
