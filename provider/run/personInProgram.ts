import type { Before, Successor } from "./manifest";
import type { FlagName, Flags, Membership } from "../model/declared";

/** What the whole program declares of one person in this run, and what the state had of them before it. */
export interface PersonInProgram {
    /** Whether all that the program declares is known by now, of them as well. */
    isWhole(): boolean;
    /** A resource that declares them in a run in which the engine has let nothing be checked. */
    unchecked(): string | undefined;
    /** The KoreUser that declares them now, where another one lets them go. @param userId theirs, as the step knows them */
    successor(userId: string | undefined): Successor | undefined;
    /** The KoreUser that declares them now, whether it has them or not. */
    koreUser(): string | undefined;
    /** The flags that are declared of them. */
    flags(where: "KoreUserAccess" | "anywhere"): Flags;
    /** Of these flags, those that another resource is to give and does not give yet. */
    awaited(flags: FlagName[]): { flag: FlagName; resource: string }[];
    /** Of these flags, those that nothing declares any more. */
    abandoned(flags: FlagName[]): FlagName[];
    /** Of the flags that a resource has handed over, those that another one of the state has taken: it is the one to take them back. */
    taken(userId: string | undefined, flags: FlagName[]): FlagName[];
    /** A resource that declares something of what is to be taken, and may be of the same account or of another. */
    doubt(userId: string | undefined, taken: Flags & Membership): string | undefined;
    /** What the state had of them, if it was this person. @param account its name */
    before(userId: string, account: string): Before | undefined;
    /** What the state had of them by this kind of resource, where it is several: one was to let them go, and could not. @param account its name */
    duplicates(userId: string | undefined, account: string | undefined): Before[];
    /** What the state had of them, if Kore.ai had added them, as it said, and did not list them. @param account its name */
    unlisted(account: string): Before | undefined;
    /** Their resource in the state, as a word of a command; undefined where it is of others as well. @param account its name */
    urn(userId: string | undefined, account: string | undefined): string | undefined;
    /** How the state forgets them, who stay as they are: what to do, for an advice. @param account its name */
    forget(userId: string | undefined, account: string | undefined): string;
}
