import type { Reason } from "./answers";
import type { ErrorCode } from "./errorCatalogue";

/**
 * What went wrong, as far as a caller acts on it:
 *
 * - `settings`: a setting is missing or wrong, or forbids the call; nothing was sent.
 * - `unauthorized`: Kore.ai did not accept the token; nothing was done.
 * - `scope`: the app lacks the scope that the call needs; nothing was done.
 * - `refused`: Kore.ai refused this request, or this row of it, and said why.
 * - `rateLimit`: the account's budget was used up for longer than the client waits; nothing was done.
 * - `unreachable`: no connection; nothing was sent.
 * - `stopped`: the run was stopped before this was sent; nothing was done.
 * - `lost`: sent, but no usable answer came (connection broken, time-out, status 5xx): it may have been done or not.
 * - `unreadable`: an answer that is not the API's, or lacks what was asked for.
 * - `unconfirmed`: accepted, but reading it back shows something else.
 * - `mismatch`: the account or the person is not the one that the state is about, or differs from the program; nothing
 *   was sent.
 */
export type KoreErrorKind =
    | "settings"
    | "unauthorized"
    | "scope"
    | "refused"
    | "rateLimit"
    | "unreachable"
    | "stopped"
    | "lost"
    | "unreadable"
    | "unconfirmed"
    | "mismatch";

export interface KoreErrorDetails {
    /** Leads to what docs/errors.md says of this error. */
    code: ErrorCode;
    kind: KoreErrorKind;
    /** What failed and for whom, as the start of a sentence: "ada@example.com was not created". */
    what: string;
    /** Why: Kore.ai's own words where it spoke. */
    why: string;
    /** What the user can do. */
    advice?: string | undefined;
    /** HTTP status of the answer, if there was one. */
    status?: number | undefined;
    /** Kore.ai's error code, if it gave one. */
    koreCode?: number | undefined;
    /** Kore.ai's own message, if it gave one. */
    koreMessage?: string | undefined;
    /** Of a `lost` write: what stands for its request, the same for all of its rows. */
    request?: LostRequest | undefined;
}

/** A write whose outcome is not known. */
export interface LostRequest {
    /**
     * Whether Kore.ai has dealt with it, so that it must not be sent again: it answered, or did the part of somebody.
     */
    wasDealtWith: boolean;
}

/**
 * The one error of this package. Its message is complete, and it has no stack: the SDK prints `stack` once per
 * resource.
 */
export class KoreError extends Error {
    readonly code: ErrorCode;
    readonly kind: KoreErrorKind;
    readonly what: string;
    readonly why: string;
    readonly advice: string | undefined;
    readonly status: number | undefined;
    readonly koreCode: number | undefined;
    readonly koreMessage: string | undefined;
    readonly request: LostRequest | undefined;

    constructor(details: KoreErrorDetails) {
        super(visible(coded(sentence(details), details.code)));
        this.name = "KoreError";
        this.code = details.code;
        this.kind = details.kind;
        this.what = details.what;
        this.why = details.why;
        this.advice = details.advice;
        this.status = details.status;
        this.koreCode = details.koreCode;
        this.koreMessage = details.koreMessage;
        this.request = details.request;
        this.stack = "see the error of the resource";
    }

    /** The same failure, told of something else: of one person rather than of a request. */
    about(what: string): KoreError {
        return new KoreError({ ...this, what });
    }

    // For check, diff, read and delete the SDK prints `${error}: ${error.stack}` besides the error at its resource.
    override toString(): string {
        return this.what;
    }
}

// Control characters but line breaks, halves of pairs, and marks that turn the direction of writing.
const hiddenCharacters = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text without what a terminal would obey or hide. */
export function visible(text: string): string {
    return text.replace(hiddenCharacters, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Whether it is that the run was stopped before all was sent. */
export function isStopped({ code }: KoreError): boolean {
    return code === "kore:stopped";
}

/** A message with its code, which stands at the end of every error and failed check of this package. */
export function coded(message: string, code: ErrorCode): string {
    return `${message} [${code}]`;
}

// A cause of several lines is a list, which stands by itself.
function sentence({ what, why, advice }: KoreErrorDetails): string {
    if (why.startsWith("\n"))
        return [`${what}:${why}`, ...(advice === undefined ? [] : [endWithStop(advice)])].join("\n");
    return [`${what}: ${why}`, ...(advice === undefined ? [] : [advice])].map(endWithStop).join(" ");
}

function endWithStop(text: string): string {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Any thrown value as a sentence, without its stack. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

/** 'Kore.ai says "Invalid emailId" (code 400)' */
export function inKoresWords({ message, code }: Reason): string {
    return `Kore.ai says "${cut(message)}"${code === undefined ? "" : ` (code ${code})`}`;
}

// Characters of a text from outside that a message has room for.
const mostWords = 300;

/** A text from outside on one line, as much of it as a message has room for. */
export function cut(text: string): string {
    const line = visible(text.replace(/\s+/g, " "));
    return line.length <= mostWords
        ? line
        : `${line
              .slice(0, mostWords - 2)
              .replace(/\p{Cs}$/u, "")
              .trimEnd()} …`;
}
