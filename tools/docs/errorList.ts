import { kinds, isKind } from "./kinds";
import { wrapped } from "./markdown";
import {
    argumentFailures,
    beginnings,
    errorMessages,
    notices,
    programErrors,
    settingProblems,
    type ErrorMessage,
} from "./messages";
import { unknown } from "./wording";

/** The errors of steps, by kind: each kind's cause and cure, then its messages. */
export function errorList(): string {
    const messages = errorMessages();
    const sections = Object.keys(kinds)
        .filter(isKind)
        .map((kind) => {
            const { title, cause, cure } = kinds[kind];
            const own = messages.filter((message) => message.kind === kind);
            return [
                `### ${title}`,
                wrapped(`**Cause:** ${cause}`, ""),
                wrapped(`**Cure:** ${cure}`, ""),
                bullets(entries(own)),
            ].join("\n\n");
        });
    return sections.join("\n\n");
}

/** What is said in addition to another error. */
export function additionList(): string {
    return bullets(entries(errorMessages().filter(({ kind }) => kind === undefined)));
}

export const beginningList = (): string => bullets(beginnings().map(quoted));
export const programErrorList = (): string => bullets(programErrors().map(quoted));
export const argumentFailureList = (): string => bullets(argumentFailures().map(quoted));
export const settingProblemList = (): string => bullets(settingProblems().map((text) => quoted(`kore:… ${text}`)));
export const noticeList = (): string => bullets(notices().map(quoted));

/** One entry for all messages that differ only in what failed. */
function entries(messages: ErrorMessage[]): string[] {
    const alike = new Map<string, ErrorMessage[]>();
    for (const message of messages) {
        const key = JSON.stringify([message.why, message.advice]);
        alike.set(key, [...(alike.get(key) ?? []), message]);
    }
    return [...alike.values()].map(entry);
}

function entry(messages: ErrorMessage[]): string {
    const [{ what, why, advice } = { what: unknown, why: unknown, advice: "" }] = messages;
    const failed = messages.map(({ what }) => what).filter((what) => !what.startsWith(unknown));
    const reason = why.trim() === unknown ? "" : why;
    const [only = ""] = failed;
    const said =
        failed.length > 1
            ? [failed.map(quoted).join(", "), quoted(reason)]
            : [quoted([only, reason].filter((part) => part !== "").join(": "))];
    const shown = said.filter((part) => part !== "``").join(": ");
    if (shown === "") return quoted(advice === "" ? what : advice);
    return advice === "" ? shown : `${shown}<br> Cure: ${advice}${/[.!?]$/.test(advice) ? "" : "."}`;
}

// In a span of code nothing has a meaning but the backquote, of which there is none in a message.
function quoted(text: string): string {
    return `\`${text.replace(/\s+/g, " ").trim()}\``;
}

function bullets(texts: string[]): string {
    return [...new Set(texts)].map((text) => wrapped(`- ${text}`, "  ")).join("\n");
}
