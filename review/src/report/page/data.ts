/** What the page of a report shows. It has plain values alone, as it goes into the page as JSON. */
export interface PageData {
    /** When the report was made: an instant, ISO 8601. What has ended, and what ends soon, is told from here. */
    time: string;
    stacks: PageStack[];
    accounts: PageAccount[];
    /** Whoever has an address of another domain is an outsider. */
    ownDomains: string[];
    /** In so many hours access ends soon. */
    soonHours: number;
    people: PagePerson[];
    /** What the report says besides, as the changes since an earlier one. */
    lists: PageList[];
}

export interface PageStack {
    /** PROJECT/STACK. */
    name: string;
    /** When its state was written. */
    time?: string;
}

export interface PageAccount {
    /** Its host; empty, where that is not known. */
    name: string;
    /** When the account itself was read; none: what is told of it is as of the states. */
    read?: string;
    /** What is to be known of that reading. */
    notes: string[];
}

/** Somebody in one account. */
export interface PagePerson {
    /** Which of the accounts. */
    account: number;
    address: string;
    name?: string;
    isOutsider: boolean;
    /** In a few words each, what is not as it is with most: Kore.ai's status, that they are not in the account. */
    remarks: string[];
    /** The last sign-in, an instant; null: Kore.ai reports none. Left out where it was not asked. */
    lastLogin?: string | null;
    /** In the account, and in no stack. */
    isUndeclared: boolean;
    grants: PageGrant[];
    access: PageAccess[];
}

/** A resource that has something to do with somebody. */
export interface PageGrant {
    /** Which of the stacks. */
    stack: number;
    /** Its kind and name. */
    resource: string;
    /** None for a resource that adds nobody. */
    origin?: "created" | "adopted";
    reason?: string;
    /** What else is to be known of it, as "its delete is pending". */
    remarks: string[];
}

export type AccessKind =
    "administrator" | "bot creator" | "owner" | "developer" | "data tables" | "role" | "tasks" | "group";

/** One access of one person. */
export interface PageAccess extends NamedAccess {
    /**
     * `declared`: by a resource; `undeclared`: Kore.ai reports it, and nobody declares it; `lost`: declared, and Kore.ai
     * does not report it; `conferred`: by groups, and not declared itself.
     */
    standing: "declared" | "undeclared" | "lost" | "conferred";
    /** The groups that confer it. */
    through: string[];
    /** They may, and Kore.ai does not say it. */
    isUnclear: boolean;
    /** Whether they may do everything in the account by it. */
    isWhole: boolean;
    /** What else is to be known of it, as "power unknown". */
    remarks: string[];
    end?: PageEnd;
    /** It was declared until an end that is over, and is there. */
    isOverdue: boolean;
}

/** An access by its name. */
export interface NamedAccess {
    kind: AccessKind;
    label: string;
    /** The bot or app that it is on. */
    on?: string;
}

/** When something ends. */
export interface PageEnd {
    /** An instant. */
    at: string;
    /** The day, or the instant, as people read it. */
    words: string;
}

/** Something that the report says of some of its people, or of others: what has changed, what is to be decided. */
export interface PageList {
    title: string;
    notes: string[];
    groups: PageGroup[];
}

export interface PageGroup {
    title: string;
    /** What it is about, for the eye. */
    sign: "+" | "−" | "≠" | "?";
    items: PageItem[];
}

/** What is said of somebody. */
export interface PageItem {
    account: number;
    address: string;
    name?: string;
    access: NamedAccess[];
    /** A value before and now. */
    from?: string;
    to?: string;
    note?: string;
}
