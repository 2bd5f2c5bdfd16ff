import type { HeldRole, Person } from "../api/answers";
import type { Account, RowOutcome } from "../api/client";
import { isStopped, KoreError, type KoreErrorKind } from "../api/errors";
import {
    type Administrator,
    administratorIn,
    administratorRoles,
    administratorsUnknown,
    lastAdministrator,
    rolesTaken,
    type Taking,
    toLookUp,
    whoIsLeft,
} from "../user/plan/administrators";

/** What the settings say of taking the last administrator. */
export interface GuardOfAdministrators {
    isOn: boolean;
    /** How it is allowed, as a sentence for who meets it. */
    toAllow: string;
}

// So many people are looked up at a time: a request for most accounts, of which the first mostly finds somebody.
const mostAtOnce = 50;

// A write that has failed so has done nothing.
const nothingDone: KoreErrorKind[] = [
    "settings",
    "unauthorized",
    "scope",
    "refused",
    "rateLimit",
    "unreachable",
    "stopped",
];

/**
 * Keeps a run from leaving the account without an administrator. Who is one is asked once a run, when the first step is
 * about to take such a role. What a step takes is counted before it is sent, so that of steps at the same time one is
 * refused; it is given back where nothing was done.
 */
export class Administrators {
    /** Those of the account when it was asked, by address; of whom was looked up, as they were then. */
    private readonly listed = new Map<string, Administrator>();
    /** Those whom this run has changed or is about to, as they are then. */
    private readonly changed = new Map<string, Administrator>();
    private list: "unasked" | "whole" | "incomplete" = "unasked";
    /** Why nothing can be asked. */
    private failure: KoreError | undefined;
    /** Why somebody could not be looked up. */
    private doubt: KoreError | undefined;
    private asking: Promise<void> | undefined;

    /**
     * @param guard is asked at each step, as the settings are not known before
     * @param elsewhere waits for what is no request of a batch
     */
    constructor(
        private readonly guard: () => GuardOfAdministrators,
        private readonly elsewhere: <T>(waiting: Promise<T>) => Promise<T>,
    ) {}

    /**
     * Sends what takes administrator roles from somebody, or what takes none; where it would take the last, fails and
     * sends nothing.
     */
    async taking(account: Account, taking: Taking, send: () => Promise<RowOutcome>): Promise<RowOutcome> {
        const { emailId } = taking.person;
        const taken = rolesTaken(taking);
        if (taken.length === 0 || !this.guard().isOn) return send();
        const before = this.changed.get(emailId);
        const giveBack = () =>
            void (before === undefined ? this.changed.delete(emailId) : this.changed.set(emailId, before));
        this.changed.set(emailId, { ...administratorIn(taking.person), roles: taking.kept });
        const error = await this.refusalOf(account, taking, taken, giveBack);
        if (error !== undefined) return { emailId, error };
        const outcome = await send();
        if (outcome.error !== undefined && nothingDone.includes(outcome.error.kind)) giveBack();
        return outcome;
    }

    /** Knows nothing any more: another run has begun, which asks for itself. */
    forget(): void {
        this.listed.clear();
        this.changed.clear();
        this.list = "unasked";
        this.failure = undefined;
        this.doubt = undefined;
    }

    /** Takes note of somebody whom this run has changed, as they were read back. */
    readBack(person: Person): void {
        if (administratorRoles(person.roles).length > 0 || this.changed.has(person.emailId))
            this.changed.set(person.emailId, administratorIn(person));
    }

    /** @param giveBack is called before any other step is judged, of which it may be the only one that is left */
    private async refusalOf(
        account: Account,
        taking: Taking,
        taken: HeldRole[],
        giveBack: () => void,
    ): Promise<KoreError | undefined> {
        for (;;) {
            const all = this.now();
            const left = whoIsLeft(taken, all.values());
            if (left === "somebody") return undefined;
            if (this.failure !== undefined || (left === "nobody" && this.list !== "unasked")) {
                giveBack();
                return this.refusal(taking, all);
            }
            await this.learn(account, toLookUp(taken, all.values()).slice(0, mostAtOnce));
        }
    }

    private refusal(taking: Taking, all: Map<string, Administrator>): KoreError {
        const { toAllow } = this.guard();
        const unasked = this.failure ?? this.doubt;
        if (unasked !== undefined && isStopped(unasked)) return unasked.about(taking.what);
        if (unasked !== undefined)
            return administratorsUnknown(taking, unasked.why, unasked.advice ?? "Run again.", toAllow);
        if (this.list === "incomplete")
            return administratorsUnknown(taking, "Kore.ai's list of people is not complete", "Run again.", toAllow);
        return lastAdministrator(taking, { before: this.listed.values(), all }, toAllow);
    }

    /** Everybody with administrator roles, after all that this run takes. */
    private now(): Map<string, Administrator> {
        return new Map([...this.listed, ...this.changed]);
    }

    /** Asks for what is not known yet; steps at the same time share a question. */
    private async learn(account: Account, people: string[]): Promise<void> {
        if (this.asking !== undefined) return this.elsewhere(this.asking);
        this.asking = this.ask(account, people)
            .catch((error: unknown) => {
                if (!(error instanceof KoreError)) throw error;
                this.failure = error;
            })
            .finally(() => (this.asking = undefined));
        return this.asking;
    }

    private async ask(account: Account, people: string[]): Promise<void> {
        if (this.list === "unasked") {
            const { items, isComplete } = await this.elsewhere(account.directory.people());
            for (const { emailId, roles = [] } of items) {
                const ofConsole = administratorRoles(roles);
                if (ofConsole.length > 0) this.listed.set(emailId, { emailId, roles: ofConsole });
            }
            this.list = isComplete ? "whole" : "incomplete";
            return;
        }
        for (const result of await account.lookUp(people)) {
            const { emailId } = result;
            if ("error" in result) this.doubt = result.error;
            const { roles = [] } = this.listed.get(emailId) ?? {};
            const unable = "error" in result ? "could not be looked up" : "is not in the account";
            this.listed.set(emailId, "person" in result ? administratorIn(result.person) : { emailId, roles, unable });
        }
    }
}
