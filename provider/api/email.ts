import { visible } from "./errors";

/** The form in which addresses are compared: Kore.ai's letter case is not documented. */
export function normalEmail(emailId: string): string {
    return emailId.trim().toLowerCase();
}

// The form that browsers take (HTML, input type=email), so that o'brien@ and domains in Punycode pass; a domain without a dot is a
// typing mistake.
const emailAddress = /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z](?:[a-z\d-]*[a-z\d])$/;

/** Whether a resource takes a text as `emailId`, in any letter case and with spaces around it. */
export function isEmailAddress(text: string): boolean {
    return emailAddress.test(normalEmail(text));
}

const mostCharacters = 5;

/** Why a text is no address, as a message says it: characters that can't be seen, or look like others, are spelt out. */
export function notAnAddress(text: string): string {
    const strange = [...new Set(text)].filter((character) => /[^ -~]/u.test(character));
    const codes = strange.slice(0, mostCharacters).map((character) => {
        const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
        return `U+${code}`;
    });
    const why =
        codes.length === 0
            ? ""
            : `: it has ${codes.join(", ")}, where only ASCII is taken (a domain of other letters in Punycode)`;
    return `"${visible(text)}" is not an e-mail address${why}`;
}
