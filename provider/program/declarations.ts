import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { type Kind, kinds } from "../model/kinds";
import { normalEmail } from "../api/email";
import { coded, messageOf, visible } from "../api/errors";
import { type AccountKey, configuredAccountKey } from "../config";
import { knownFlags } from "../schema/inputs";
import { declaresFlags, oneFlag, onePerson } from "../run/manifest";
import { checkUnderMocks, mocksOfTest } from "./mocks";
import { outcomeOf, settled } from "./settled";
import { knownNow, mayChange, wrongArguments } from "./wrongArguments";
import { nameOfStack, readState } from "./oldState";
import {
    hash,
    instanceLine,
    type LineOf,
    pointTo,
    type RecordLine,
    removePointers,
    RunRecord,
    writeReference,
} from "../run/record";
import type { StateOfPerson } from "../run/stateOfPeople";
import { flagName, type RecordedFlags } from "../model/declared";
import { hasEnded } from "../model/expiry";

/** What one resource of the program declares of people. */
export interface Declaration {
    type: Kind;
    name: string;
    people: DeclaredPeople[];
    /** All its arguments. */
    args: object;
    opts: pulumi.CustomResourceOptions | undefined;
}

/** Some people, and what is declared of the flags of each. */
export interface DeclaredPeople {
    emailIds: pulumi.Input<readonly pulumi.Input<string>[]>;
    flags: { [K in keyof RecordedFlags]?: pulumi.Input<boolean | undefined> };
}

/** The provider instance of a resource; undefined is the one of the stack's configuration. */
type Instance = pulumi.ProviderResource | undefined;

/** What the resources of one account declare: which one a person belongs to, and which one their flags. */
interface Account {
    host: string | undefined;
    people: Map<string, string>;
    flags: Map<string, string>;
    /** Who is declared to have a flag. */
    flagged: Set<string>;
    users: Map<string, pulumi.Resource>;
}

/** What one run of a program declares. */
interface Program {
    /** What tells the account of the stack's configuration from another. */
    configured: AccountKey | undefined;
    /** The record of the run; undefined where no engine runs the program: in a unit test. */
    file: string | undefined;
    resources: number;
    accounts: Map<string | object, Account>;
    /** Lines that the record lacks. */
    lines: RecordLine[];
    turn: Promise<void> | undefined;
    conflict: Error | undefined;
    /** What declares flags of this turn that are outputs. */
    atTheEndOfTheTurn: (() => void)[];
    /** Arguments of this turn that no provider would take, a line each. */
    wrong: string[];
    /** What the state had of people before the run. */
    before: Promise<OldState>;
    /** Resolves when the program has nothing else to do; undefined where that does not show. */
    quiet: Promise<void> | undefined;
    /** Who loses flags by a resource that has been sent, as nothing had declared them by then. */
    letGo: Map<string, string>;
}

/** What the state had before the run of people to whom it gave flags: by address those whom a resource is about, and members of lists and sets. */
interface OldState {
    users: Map<string, StateOfPerson[]>;
    members: StateOfPerson[];
}

/**
 * Data that all copies of this package in one process share. Its form is a contract among their releases: another one takes
 * another symbol.
 */
interface Shared {
    /** By the engine's address: of programs that have a process of their own. */
    programs: Map<string, Program>;
    /**
     * By the monitor: of unit tests, and of inline programs of the Automation API, of which a process may run many; what is
     * known of one goes with it, and a later engine may have its address.
     */
    tested: WeakMap<object, Program>;
    /** What is known of provider instances before the engine has answered. */
    instances: WeakMap<object, { name: string; account: AccountKey | undefined }>;
    /** The addresses behind `ada.emailId`, which are known before that as well. */
    addresses: WeakMap<object, string>;
}

const symbol = Symbol.for("pulumi-kore.declarations.1");
const shared: Shared = ((globalThis as { [symbol]?: Shared })[symbol] ??= {
    programs: new Map(),
    tested: new WeakMap(),
    instances: new WeakMap(),
    addresses: new WeakMap(),
});

/** Notes what tells the account of a provider instance from another; undefined where that is known later, or never. */
export function rememberInstance(
    instance: pulumi.ProviderResource,
    name: string,
    later: () => Promise<AccountKey | undefined>,
    known: AccountKey | undefined,
): void {
    const remembered: { name: string; account: AccountKey | undefined } = { name, account: known };
    shared.instances.set(instance, remembered);
    const program = programOfThisRun();
    if (known !== undefined) program.lines.push(instanceLine(name, known));
    else
        void later().then((account) => {
            if (account === undefined) return;
            remembered.account = account;
            program.lines.push(instanceLine(name, account));
            try {
                unite(program, instance);
            } catch (conflict) {
                stop(program, conflict);
            }
        });
}

/** Keeps from being sent what the program has made in this turn, in whatever account, as all of it is to fail. */
export function stopRun(reason: Error): void {
    stop(programOfThisRun(), reason);
}

/** Notes which address an output of a resource will have. */
export function rememberAddress(output: pulumi.Output<string>, emailId: pulumi.Input<string>): void {
    if (typeof emailId === "string") shared.addresses.set(output, normalEmail(emailId));
}

/** The flags that are declared, as they are in force: none is, when their end has passed. One that is known later is for the provider. */
export function flagsInForce({
    expiresAt,
    ...args
}: DeclaredFlags & { expiresAt?: pulumi.Input<string | undefined> }): DeclaredFlags {
    const { canCreateBot, isDeveloper, hasDataTableAndViewAccess } = args;
    const flags = { canCreateBot, isDeveloper, hasDataTableAndViewAccess };
    if (!hasEnded(typeof expiresAt === "string" ? expiresAt : undefined, Date.now())) return flags;
    const declared = flagName.options.filter((flag) => flags[flag] !== undefined);
    return { ...flags, ...Object.fromEntries(declared.map((flag) => [flag, false])) };
}

/** What a resource needs of the rest of the program. */
export interface Declared {
    /** For its properties: leads to the record of the run, once that holds all that is declared in the same turn of the program. */
    reference: Promise<string | undefined>;
    /** The KoreUsers that declare the people whom it names by plain addresses: it comes after them. */
    people: Promise<pulumi.Resource[]>;
    /** Tells which resource this is. */
    is: (resource: pulumi.Resource) => void;
}

/**
 * Takes a resource into what the program declares, before it is registered.
 *
 * @throws pulumi.RunError, where two resources declare the same person or their flags, or the record can't be written, or, in a
 * unit test, an argument is wrong; with an address that is known only later, or a wrong argument, the resource is not sent
 */
export function declareInProgram(declaration: Declaration, instance: Instance): Declared {
    const { type, name, args } = declaration;
    const checked = mocksOfTest() === undefined ? undefined : checkUnderMocks(type, name, args);
    const program = programOfThisRun();
    const by = program.resources++;
    const given = isWrong(program, declaration) ? [] : declaration.people;
    const { declare, isAt } = declarer(program, by, declaration, instance);
    const people = given.map((each) => ({ declare: declare(each), ...addressesIn(each) }));
    const known = people.flatMap((each) => each.known);
    try {
        for (const each of people) each.declare(each.known);
    } catch (conflict) {
        // Those before it in the same turn are not sent either; a unit test sends nothing, and may expect this error alone.
        if (mocksOfTest() === undefined) stop(program, conflict);
        throw conflict;
    }
    const declared = Promise.all(people.map((each) => declareLate(each.late, each.declare)));
    const written = declared.then(() => endOfTurn(program));
    written.catch(() => undefined);
    const plain = people.flatMap((each) => each.plain);
    return {
        reference: Promise.all([written, checked]).then(async () => {
            await untilMayLetGo(program, declaration, instance, known);
            return program.file === undefined ? undefined : writeReference(program.file, by);
        }),
        people: written.then(
            () => plain.flatMap((emailId) => accountOf(program, instance).users.get(emailId) ?? []),
            () => [],
        ),
        is: (resource) => {
            if (kinds[type].hasPeople)
                known.forEach((emailId) => accountOf(program, instance).users.set(emailId, resource));
            isAt(placeOf(resource, name));
        },
    };
}

/** Takes what a resource declares of people into the program and its record, as soon as it is known of whom. */
function declarer(program: Program, by: number, { type, name }: Declaration, instance: Instance) {
    const resource = `${type} "${name}"`;
    const lines: LineOf<"declares">[] = [];
    let place: string | undefined;
    const declareFlags = (flags: DeclaredFlags, addresses: string[]): void => {
        for (const emailId of addresses) claimFlags(program, accountOf(program, instance), emailId, resource, flags);
        if (program.file === undefined) return;
        const known = lineOf(program.file, flags, addresses);
        const whose = { by, resource, type, instance: nameOf(instance), ...(place === undefined ? {} : { place }) };
        const line: LineOf<"declares"> = { line: "declares", ...whose, ...known };
        lines.push(line);
        program.lines.push(line);
    };
    return {
        /** Of people of whom the same flags are declared. */
        declare: (people: DeclaredPeople): ((addresses: string[]) => void) => {
            const { flags, areLate } = flagsByTheEndOfTheTurn(people.flags);
            return (addresses) => {
                if (kinds[type].hasPeople)
                    for (const emailId of addresses)
                        claimIn(accountOf(program, instance).people, emailId, resource, onePerson);
                if (areLate) program.atTheEndOfTheTurn.push(() => declareFlags(flags, addresses));
                else declareFlags(flags, addresses);
            };
        },
        /** Tells how the URN of the resource ends. */
        isAt: (where: string): void => {
            place = where;
            for (const line of lines) line.place = where;
        },
    };
}

type DeclaredFlags = DeclaredPeople["flags"];

/**
 * Flags, of which those that are outputs take the value that is known by the end of this turn: one that turns out to be undefined
 * is not declared. What is not known by then counts as declared.
 */
function flagsByTheEndOfTheTurn(given: DeclaredFlags): { flags: DeclaredFlags; areLate: boolean } {
    const { canCreateBot, isDeveloper, hasDataTableAndViewAccess } = given;
    const flags: DeclaredFlags = { canCreateBot, isDeveloper, hasDataTableAndViewAccess };
    const late = flagName.options.filter((name) => typeof flags[name] === "object");
    for (const name of late) {
        void outcomeOf(flags[name]).then(({ isKnown, value }) => {
            if (isKnown) flags[name] = typeof value === "boolean" ? value : undefined; // check says what is wrong with others
        });
    }
    return { flags, areLate: late.length > 0 };
}

/**
 * Whether a resource has arguments that are known to be wrong: nothing of this turn is sent then. The engine would stop at the
 * first such resource, so that the mistakes of a program came to light one run after the other.
 */
function isWrong(program: Program, { type, name, args, opts }: Declaration): boolean {
    if (program.file === undefined || mayChange(opts)) return false;
    const problems = wrongArguments(type, knownNow(args));
    program.wrong.push(...problems.map((problem) => `${type} "${visible(name)}", ${problem}`));
    return problems.length > 0;
}

const mostProblems = 100;

function refusalOf(problems: string[]): Error {
    const rest = problems.length - mostProblems;
    return new pulumi.RunError(
        coded(
            [
                "Wrong arguments. Nothing was sent of what the program declares together with them:",
                ...problems.slice(0, mostProblems).map((problem) => `  ${problem}`),
                ...(rest > 0 ? [`  … and ${rest} more`] : []),
                "Correct them, and run again.",
            ].join("\n"),
            "kore:wrong-arguments",
        ),
    );
}

/** Of whom which flags are declared, as the record has it. */
function lineOf(
    file: string,
    { canCreateBot, isDeveloper, hasDataTableAndViewAccess }: DeclaredFlags,
    addresses: string[],
): Pick<LineOf<"declares">, "people" | keyof DeclaredFlags> {
    const record = new RunRecord(file);
    const people = addresses.map((emailId) => record.personOf(emailId));
    return { people, ...knownFlags({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }) };
}

/** Addresses that are known now, of these the ones that stand there as texts, and what is an address later. */
function addressesIn({ emailIds }: DeclaredPeople): { known: string[]; plain: string[]; late: unknown[] } {
    const given: readonly pulumi.Input<string>[] | undefined = Array.isArray(emailIds) ? emailIds : undefined;
    if (given === undefined) return { known: [], plain: [], late: [emailIds] };
    return {
        known: given.flatMap((each) => addressOf(each) ?? []),
        plain: given.flatMap((each) => (typeof each === "string" ? [normalEmail(each)] : [])),
        late: given.filter((each) => addressOf(each) === undefined),
    };
}

async function declareLate(late: unknown[], declare: (addresses: string[]) => void): Promise<void> {
    if (late.length === 0) return;
    const values = await Promise.all(late.map(settled));
    declare(values.flat().flatMap((value) => (typeof value === "string" ? [normalEmail(value)] : []))); // check says what is wrong with others
}

/** Resolves when this turn of the program is over, and what was declared in it is in the record. */
function endOfTurn(program: Program): Promise<void> {
    // A program makes its resources one after the other, and the SDK sends none of them before that.
    program.turn ??= new Promise((resolve) => setImmediate(resolve)).then(async () => {
        program.turn = undefined;
        await program.before;
        for (const declareFlags of program.atTheEndOfTheTurn.splice(0)) {
            try {
                declareFlags();
            } catch (conflict) {
                stop(program, conflict);
            }
        }
        if (program.wrong.length > 0) stop(program, refusalOf(program.wrong.splice(0)));
        if (program.conflict !== undefined) throw program.conflict;
        if (program.file !== undefined) write(program.file, program.lines.splice(0));
    });
    return program.turn;
}

/**
 * A resource may take flags of people that another one gives them, which the program makes only later. It waits until the
 * program has nothing else to do; whoever is let go then is let go.
 */
async function untilMayLetGo(
    program: Program,
    { type, name }: Declaration,
    instance: Instance,
    emailIds: string[],
): Promise<void> {
    const before = await program.before;
    const losing = () => {
        const account = accountOf(program, instance);
        const people =
            type === "KoreUser" ? emailIds.flatMap((emailId) => before.users.get(emailId) ?? []) : before.members;
        return people.filter((person) => person.account === account.host && !account.flagged.has(person.emailId));
    };
    if (losing().length > 0 && program.quiet !== undefined) {
        const waits = setTimeout(() => void pulumi.log.info(waitingFor(name, losing())), 10_000);
        waits.unref();
        await program.quiet;
        clearTimeout(waits);
    }
    for (const { emailId } of losing())
        program.letGo.set(`${accountOf(program, instance).host ?? ""} ${emailId}`, `${type} "${name}"`);
}

function waitingFor(name: string, losing: StateOfPerson[]): string {
    return `${name} waits until the program has nothing else to do, as ${losing[0]?.emailId ?? ""}${losing.length > 1 ? ` and ${losing.length - 1} more lose` : " loses"} access by it, which something that is declared later may give them.`;
}

function claimFlags(program: Program, account: Account, emailId: string, resource: string, flags: DeclaredFlags): void {
    if (declaresFlags(flags)) claimIn(account.flags, emailId, resource, oneFlag);
    if (flags.isDeveloper === undefined || flags.isDeveloper === false) return;
    account.flagged.add(emailId);
    const sender = program.letGo.get(`${account.host ?? ""} ${emailId}`);
    if (sender === undefined) return;
    throw new pulumi.RunError(
        coded(
            `${emailId} has access that ${sender} lets go and ${resource} takes over, which the program declares only when ${sender} has been sent: they would be without it meanwhile. Declare ${resource} before the program waits for anything of ${sender}.`,
            "kore:taken-over-late",
        ),
    );
}

function claimIn(owners: Map<string, string>, emailId: string, resource: string, rule: string): void {
    const owner = owners.get(emailId);
    if (owner !== undefined && owner !== resource)
        throw new pulumi.RunError(`${emailId} is declared by ${owner} and by ${resource}. ${hintOfMocks()}${rule}`);
    owners.set(emailId, resource);
}

function hintOfMocks(): string {
    return mocksOfTest() === undefined
        ? ""
        : "If these are of two tests, call pulumi.runtime.setMocks before each: it begins a program of its own. ";
}

function stop(program: Program, conflict: unknown): void {
    if (conflict instanceof Error) program.conflict ??= withLastingMessage(conflict);
}

/** The same error, whose message stays as it is: the SDK would write before it, of each resource, which property could not be sent. */
function withLastingMessage(error: Error): Error {
    const { message } = error;
    Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
    error.stack = message;
    return error;
}

function addressOf(emailId: pulumi.Input<string>): string | undefined {
    const known =
        typeof emailId === "string" ? emailId : typeof emailId === "object" ? shared.addresses.get(emailId) : undefined;
    return known === undefined ? undefined : normalEmail(known);
}

const parented = v.looseObject({ __pulumiType: v.string(), __parentResource: v.optional(v.unknown()) });

/** How the URN of a resource ends, which is known before the engine has answered: the types of its parents and its own, and its name. */
function placeOf(resource: unknown, name: string): string {
    const types: string[] = [];
    for (
        let each = v.safeParse(parented, resource);
        each.success;
        each = v.safeParse(parented, each.output.__parentResource)
    )
        types.unshift(each.output.__pulumiType);
    return `${types.filter((type) => type !== "pulumi:pulumi:Stack").join("$")}::${name}`;
}

function nameOf(instance: Instance): string {
    return instance === undefined ? "" : (shared.instances.get(instance)?.name ?? "");
}

const ofConfiguration = {};

function accountOf(program: Program, instance: Instance): Account {
    const key = instance === undefined ? program.configured : shared.instances.get(instance)?.account;
    const name = key?.key ?? instance ?? ofConfiguration;
    const known = program.accounts.get(name);
    if (known !== undefined) return known;
    const account: Account = {
        host: key?.host,
        people: new Map(),
        flags: new Map(),
        flagged: new Set(),
        users: new Map(),
    };
    program.accounts.set(name, account);
    return account;
}

/** An instance turns out to be of an account: what was declared through it was declared there. */
function unite(program: Program, instance: pulumi.ProviderResource): void {
    const own = program.accounts.get(instance);
    program.accounts.delete(instance);
    const account = accountOf(program, instance);
    for (const [emailId, resource] of own?.people ?? []) claimIn(account.people, emailId, resource, onePerson);
    for (const [emailId, resource] of own?.flags ?? []) claimIn(account.flags, emailId, resource, oneFlag);
    own?.flagged.forEach((emailId) => account.flagged.add(emailId));
    own?.users.forEach((user, emailId) => account.users.set(emailId, user));
}

function accountOfConfiguration(): AccountKey | undefined {
    const config = new pulumi.Config("kore");
    const read = (key: string) => config.get(key.replace(/^kore:/, ""));
    return isInline() ? configuredAccountKey(read, {}) : configuredAccountKey(read);
}

function programOfThisRun(): Program {
    // Under mocks the engine's address is none, whatever the environment of the test says.
    const mocks = mocksOfTest();
    const engine = mocks === undefined ? engineAddress() : undefined;
    const monitor: object = mocks ?? pulumi.runtime.getMonitor() ?? shared;
    const isAlone = engine !== undefined && !isInline();
    const known = isAlone ? shared.programs.get(engine) : shared.tested.get(monitor);
    if (known !== undefined) return known;
    const program = newProgram(engine);
    if (isAlone) shared.programs.set(engine, program);
    else shared.tested.set(monitor, program);
    return program;
}

function newProgram(engine: string | undefined): Program {
    const isPreview = pulumi.runtime.isDryRun();
    const about = { ...stackOfRun(), isPreview };
    const file = engine === undefined ? undefined : runError(() => RunRecord.create(engine, process.env, about).path);
    const nothing = Promise.resolve({ users: new Map<string, StateOfPerson[]>(), members: [] });
    const program: Program = {
        configured: accountOfConfiguration(),
        file,
        resources: 0,
        accounts: new Map(),
        lines: [],
        turn: undefined,
        conflict: undefined,
        atTheEndOfTheTurn: [],
        wrong: [],
        before: nothing,
        quiet: quietOf(engine),
        letGo: new Map(),
    };
    if (file === undefined || engine === undefined) return program;
    if (program.configured !== undefined) program.lines.push(instanceLine("", program.configured));
    program.before = readState().then((people) => {
        const record = new RunRecord(file);
        program.lines.unshift(...people.map(({ line }) => ({ ...line, person: record.personOf(line.person) })));
        const flagged = people.filter(({ isFlagged }) => isFlagged);
        const users = new Map<string, StateOfPerson[]>();
        for (const person of flagged)
            if (kinds[person.type].hasPeople) users.set(person.emailId, [...(users.get(person.emailId) ?? []), person]);
        return { users, members: flagged.filter(({ type }) => type !== "KoreUser") };
    });
    runError(() => pointTo(file, engine, false, [process.pid, process.ppid]));
    atExit(() => removeUnread(file, engine, isPreview));
    return program;
}

/** What tells the stack from others; nothing, where it is not known. */
function stackOfRun(): { stack?: string } {
    try {
        return { stack: hash(nameOfStack()) };
    } catch {
        return {};
    }
}

let leaving: (() => void)[] | undefined;

// One listener for all: Node warns of many, and a process may run many inline programs.
function atExit(work: () => void): void {
    if (leaving === undefined) {
        const all: (() => void)[] = (leaving = []);
        process.once("exit", () => all.forEach((each) => each()));
    }
    leaving.push(work);
}

/** A record that no provider has read is of no use after a preview, or a program that failed; an update may yet come to delete. */
function removeUnread(file: string, engine: string, isPreview: boolean): void {
    try {
        const record = new RunRecord(file);
        const isRead = record.news().some(({ line }) => line === "reader");
        record.close();
        if (isRead || !(isPreview || Number(process.exitCode ?? 0) !== 0)) return;
        record.remove();
        removePointers(engine);
    } catch {
        // It is gone already, as its last reader is.
    }
}

// The SDK expects libraries to make resources when the event loop is empty for the first time, and ends the program after that.
function quietOf(engine: string | undefined): Promise<void> | undefined {
    if (engine === undefined || isInline()) return undefined;
    return new Promise((resolve) => process.once("beforeExit", () => resolve()));
}

/**
 * Whether this is an inline program of the Automation API: it may share its process with others, and is told neither in which
 * folder nor with which environment its provider runs.
 */
export function isInline(): boolean {
    const engine = engineAddress();
    return engine !== undefined && process.env["PULUMI_NODEJS_ENGINE"] !== engine;
}

/** The engine's address, as its providers are given it. */
function engineAddress(): string | undefined {
    const engine: unknown = pulumi.runtime.getEngine();
    if (engine === undefined) return undefined;
    // Not from the environment: an inline program of the Automation API may be run by a program of another engine.
    return (engine as { getChannel(): { getTarget(): string } }).getChannel().getTarget().replace(/^dns:/, "");
}

function write(file: string, lines: RecordLine[]): void {
    const record = new RunRecord(file);
    runError(() => record.append(lines));
    record.close();
}

function runError<T>(work: () => T): T {
    try {
        return work();
    } catch (error) {
        throw new pulumi.RunError(messageOf(error));
    }
}
