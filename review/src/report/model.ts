import type { Kind } from "#model/kinds";
import type { Access } from "../access";
import type { Power } from "../directory/power";
import type { Hidden } from "../hidden";

/**
 * Who has which access, over all stacks and accounts of a report: what its formats are written from. Plain values alone: names stand
 * beside ids, what is secret has become a word, and instants are texts in ISO 8601.
 */
export interface AccessReport {
    /** When it was made: by this what has ended, and what ends soon, is told. */
    madeAt: string;
    stacks: ReportedStack[];
    accounts: ReportedAccount[];
    summary: ReportSummary;
    /** By account and address. */
    people: ReportedPerson[];
    /** What has changed since an earlier state or report; left out where none is given. */
    changes?: ReportChanges;
    /** How it compares with a sheet of decisions; left out where none is given. */
    certification?: Certification;
}

export interface ReportedStack {
    /** PROJECT/STACK. */
    name: string;
    project: string;
    stack: string;
    /** When its state was written; left out where that is not known. */
    time?: string;
    /** The file or stack that it was read from, as the command names it. */
    from: string;
}

export interface ReportedAccount {
    /** The host; of an explicit provider without a host in its state the name of that; empty where neither is known. */
    host: string;
    /** When the account itself was read; left out where it was not. */
    readAt?: string;
    /** Why it was not read, where it was to be. */
    notRead?: string;
    /** What Kore.ai did not list whole. */
    incomplete: string[];
    /** Stacks of whose people nobody is in it: a host may have several accounts, and theirs may be another one. */
    strangers: string[];
}

/** How many of the people; who they are is told by what is said of each. */
export interface ReportSummary {
    people: number;
    administrators: number;
    botCreators: number;
    outsiders: number;
    /** The domains of whoever is no outsider. */
    ownDomains: string[];
    adopted: number;
    /** Whose access, or a part of it, ends soon. */
    endingSoon: number;
    /** In so many hours. */
    soonHours: number;
    /** Whose access has ended, and is still there. */
    overdue: number;
    /** With something declared that is not there. */
    lost: number;
    /** With something that is there, and nobody declares. */
    surplus: number;
    /** In an account, and in no stack; left out where no account was read. */
    undeclared?: number;
}

/** Somebody in one account. */
export interface ReportedPerson {
    account: string;
    emailId: string;
    name?: string;
    /** Kore.ai's word: "active", "not active". */
    status?: string;
    /** The last login; null: Kore.ai reports none. Left out where the account was not read. */
    lastLogin?: string | null;
    /** Whether they are in the account; left out where that was not asked, or not answered. */
    isThere?: boolean;
    /** Why Kore.ai's answer about them could not be read. */
    unread?: string;
    /** Whether a stack declares them. */
    isDeclared: boolean;
    /** Has a role of the Admin Console, however it came. */
    isAdministrator: boolean;
    isBotCreator: boolean;
    isOutsider: boolean;
    isAdopted: boolean;
    /** The resources that have to do with them. */
    resources: ReportedResource[];
    /** The greatest power first. */
    access: ReportedAccess[];
}

/** What a resource has to do with somebody. */
export interface ReportedResource {
    /** PROJECT/STACK. */
    stack: string;
    type: Kind;
    name: string;
    urn: string;
    reason?: string;
    /** When what it declares ends. */
    end?: End;
    /** What it declared until then, in words, once that is taken back. */
    ended: string[];
    /** None for a KoreUserAccess, which adds nobody. */
    origin?: "created" | "adopted";
    /** What becomes of them when the resource goes. */
    onDestroy: "remove" | "revoke" | "refuse" | "keep" | "protect";
    /** Of a KoreUsers alone: what becomes of them when they leave it. */
    onLeaving?: "remove" | "revoke" | "refuse" | "keep";
    /** They have left the KoreUsers, and no other resource has them yet. */
    letGo?: true;
    exclusive: boolean;
    /** A replacement has left it behind, and the next update deletes it. */
    pendingDelete: boolean;
    /** Declared fields that Kore.ai does not report. */
    unverified: string[];
    /** Why nothing of what is declared is shown. */
    hidden?: Hidden;
}

/** Until when access is declared. */
export interface End {
    /** As the program says it: "2027-03-31". */
    expiresAt: string;
    /** The instant. */
    at: string;
    hasEnded: boolean;
}

/** One access of one person, by however many resources and groups. */
export interface ReportedAccess {
    /** The same for the same access of anybody in any account. */
    key: string;
    kind: Access["type"];
    /** "role Bot Developer". */
    label: string;
    /** Of a role or a group. */
    id?: string;
    /** The name of the bot that it is on. */
    on?: string;
    onId?: string;
    /** What a role, or a group, lets them do where that is more than a plain role. */
    power?: Exclude<Power, "bot"> | "unknown";
    /**
     * `declared`: by a resource; `lost`: declared, and not there; `conferred`: by groups alone; `undeclared`: somebody gave it to them,
     * and nobody declares it. What is declared or undeclared may be conferred as well: `through` says so.
     */
    standing: "declared" | "lost" | "conferred" | "undeclared";
    /** The groups that confer it, also where it is declared as well. */
    through: string[];
    /** Kore.ai does not say by what they have it: the groups of `through` may confer it. */
    isUnclear: boolean;
    /** Whether Kore.ai reports it, so that a change made by hand is seen. */
    isVerified: boolean;
    /** Which of the person's resources declare it. */
    by: number[];
    /** When it ends: with the last of the resources that declare it, or of the groups that confer it. */
    end?: End;
    /** It was declared until an end that is over, and is there. */
    isOverdue: boolean;
}

/** What has changed since earlier states, or an earlier report. */
export interface ReportChanges {
    /** What is compared with. */
    before: { name: string; time?: string }[];
    /** Stacks that only one side has: their people come and go with them. */
    onlyBefore: string[];
    onlyNow: string[];
    /** Whether ends are compared: reports of earlier releases have none. */
    withEnds: boolean;
    people: PersonChange[];
}

export interface PersonChange {
    account: string;
    emailId: string;
    name?: string;
    kind: "came" | "left" | "changed";
    /** Whether a stack has begun, or ceased, to declare somebody who is in the account before and after. */
    declared?: "begins" | "ceases";
    gained: ChangedAccess[];
    lost: ChangedAccess[];
    /** Reasons before and now, where they differ; "" where there is none. */
    reasons?: { from: string; to: string };
    /** What ends at another time, or does not end any more. */
    ends: { access: ChangedAccess; from?: string; to?: string }[];
}

/** An access, in so far as it can be named without what it belongs to. */
export type ChangedAccess = Pick<ReportedAccess, "key" | "label" | "on" | "power">;

/** How access compares with the decisions of a sheet. */
export interface Certification {
    sheet: string;
    /** Lines whose access is to be kept, and is. */
    kept: number;
    /** Lines whose access was to go, and is gone. */
    gone: number;
    /** Nobody has decided, or the word is none of those that are known. */
    undecided: CertifiedAccess[];
    /** Was to go, and is still there. */
    stillThere: CertifiedAccess[];
    /** Is there, and in no line. */
    isNew: CertifiedAccess[];
}

export interface CertifiedAccess {
    account: string;
    emailId: string;
    access: ChangedAccess;
    /** What the sheet says, where that is no decision. */
    said?: string;
}
