import * as pulumi from "@pulumi/pulumi";
import { normalEmail } from "./api/email";
import { messageOf } from "./api/errors";
import { type BriefingLine, writeBriefing } from "./briefing";
import { configuredAccountKey } from "./config";
import { accountOfInstance } from "./koreProvider";

/** The flags that a resource declares of people, as the program gives them. */
export interface DeclaredFlags {
    canCreateBot?: pulumi.Input<boolean> | undefined;
    isDeveloper?: pulumi.Input<boolean> | undefined;
    hasDataTableAndViewAccess?: pulumi.Input<boolean> | undefined;
}

/** What one resource of the program declares of people. */
export interface Declaration {
    type: "KoreUser" | "KoreUserAccess";
    name: string;
    emailIds: pulumi.Input<pulumi.Input<string>[]>;
    flags: DeclaredFlags;
}

// More than one resource of a provider instance tells, as one may have to wait for others before the engine hears of it.
const tellers = 3;

/** The provider instance of a resource; undefined is the one of the stack's configuration. */
type Instance = pulumi.ProviderResource | undefined;

/** What the resources of one account declare in one run of a program. */
class Account {
    private readonly people = new Map<string, string>();
    private readonly flags = new Map<string, string>();
    private turn: Turn | undefined;

    /** @throws pulumi.RunError, where an address or its flags are declared by another resource already */
    declare(emailId: string, { type, name, flags }: Declaration): void {
        const resource = `${type} "${name}"`;
        if (type === "KoreUser") claim(this.people, emailId, resource, "One person belongs to one KoreUser: take one of them out");
        if (flags.canCreateBot !== undefined || flags.isDeveloper !== undefined) {
            claim(this.flags, emailId, resource, "The flags of a person belong to one resource, as two would undo each other's work: declare canCreateBot and isDeveloper in one of them");
        }
        this.currentTurn().lines.push({ emailId, type, ...plain(flags) });
    }

    /** Stops this turn: no resource of it is sent, neither those before the conflict. */
    stop(conflict: Error): void {
        this.currentTurn().conflict ??= conflict;
    }

    /** Resolves when this turn of the program has ended: with everything declared in it, for its first resources to tell. */
    async briefing(instance: Instance): Promise<string | undefined> {
        const turn = this.currentTurn();
        const before = turn.tellers.get(instance) ?? 0;
        const tells = before < tellers;
        turn.tellers.set(instance, before + 1);
        const text = await turn.told;
        return tells ? text : undefined;
    }

    private currentTurn(): Turn {
        if (this.turn !== undefined) return this.turn;
        const told = new Promise<string>((resolve, reject) => {
            // A program makes its resources one after the other, and the SDK sends none of them before that.
            setImmediate(() => {
                this.turn = undefined;
                // Told of the conflict as well, the resources before it are not sent; the SDK prints an error once.
                if (turn.conflict === undefined) resolve(writeBriefing({ lines: turn.lines }));
                else reject(turn.conflict);
            });
        });
        told.catch(() => undefined);
        const turn: Turn = { lines: [], told, tellers: new Map(), conflict: undefined };
        this.turn = turn;
        return turn;
    }
}

/** The resources that a program makes in one go. */
interface Turn {
    lines: BriefingLine[];
    told: Promise<string>;
    /** How many resources of each instance have told. */
    tellers: Map<Instance, number>;
    conflict: Error | undefined;
}

function claim(owners: Map<string, string>, emailId: string, resource: string, rule: string): void {
    const owner = owners.get(emailId);
    if (owner !== undefined && owner !== resource) {
        throw new pulumi.RunError(`${emailId} is declared by ${owner} and by ${resource}. ${rule}.`);
    }
    owners.set(emailId, resource);
}

function plain({ canCreateBot, isDeveloper, hasDataTableAndViewAccess }: DeclaredFlags): Partial<BriefingLine> {
    const flags = Object.entries({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
    return Object.fromEntries(flags.filter(([, value]) => typeof value === "boolean"));
}

// A run of a program has a stack of its own: the Automation API runs several in one process.
const runs = new WeakMap<object, Map<string | Instance, Account>>();
const withoutStack = {};

/** Keeps from being sent what the program has made in this turn, in whatever account, as all of it is to fail. */
export function stopRun(reason: Error): void {
    runs.get(pulumi.runtime.getStackResource() ?? withoutStack)?.forEach((account) => account.stop(reason));
}

function accountOf(instance: Instance): Account {
    const run = pulumi.runtime.getStackResource() ?? withoutStack;
    const accounts = runs.get(run) ?? new Map<string | Instance, Account>();
    runs.set(run, accounts);
    // Two instances may be of one account.
    const key = (instance === undefined ? accountOfConfiguration() : accountOfInstance(instance)) ?? instance;
    const account = accounts.get(key) ?? new Account();
    accounts.set(key, account);
    return account;
}

function accountOfConfiguration(): string | undefined {
    const config = new pulumi.Config("kore");
    return configuredAccountKey((key) => config.get(key.replace(/^kore:/, "")));
}

// The addresses behind `ada.emailId`: they are known before the engine has answered.
const addresses = new WeakMap<object, string>();

/** Notes which address an output of a resource will have. */
export function rememberAddress(output: pulumi.Output<string>, emailId: pulumi.Input<string>): void {
    if (typeof emailId === "string") addresses.set(output, normalEmail(emailId));
}

/**
 * Takes a resource into what the program declares, before it is registered.
 *
 * @param provider the provider instance, which stands for an account; undefined is the one of the stack's configuration
 * @returns for the resource's properties: what it is to tell the provider's process of the whole program, if anything
 * @throws pulumi.RunError, where two resources declare the same person or their flags; an address that is known only later
 * makes it an error of the resource
 */
export function declareInProgram(declaration: Declaration, provider: Instance): Promise<string | undefined> {
    const account = accountOf(provider);
    const { emailIds } = declaration;
    try {
        // One by one: a single unknown element would hide the others.
        if (Array.isArray(emailIds)) emailIds.forEach((emailId) => declareAddress(account, emailId, declaration));
        else pulumi.output(emailIds).apply((known) => declareLate(account, known, declaration));
    } catch (conflict) {
        if (conflict instanceof Error) account.stop(conflict);
        throw conflict;
    }
    return account.briefing(provider);
}

function declareAddress(account: Account, emailId: pulumi.Input<string>, declaration: Declaration): void {
    const known = typeof emailId === "string" ? emailId : typeof emailId === "object" ? addresses.get(emailId) : undefined;
    if (known !== undefined) account.declare(normalEmail(known), declaration);
    else pulumi.output(emailId).apply((later) => declareLate(account, [later], declaration));
}

// What is thrown inside of apply takes the SDK half a minute to print. An error that is logged needs the exit code by which a
// program tells the engine that it has said what is wrong (SDK: cmd/run, nodeJSProcessExitedAfterLoggingUserActionableMessage).
const saidWhatIsWrong = 32;

function declareLate(account: Account, emailIds: unknown, declaration: Declaration): void {
    for (const emailId of Array.isArray(emailIds) ? (emailIds as unknown[]) : []) {
        if (typeof emailId !== "string") continue; // check says so
        try {
            account.declare(normalEmail(emailId), declaration);
        } catch (error) {
            void pulumi.log.error(messageOf(error));
            process.exitCode = saidWhatIsWrong;
        }
    }
}
