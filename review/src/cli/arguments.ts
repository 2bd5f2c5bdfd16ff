import { AccessError } from "../accessError";
import { fewestCharacters } from "../diff/render";

/** An option that may be repeated. */
export function collected(value: string, before: string[] = []): string[] {
    return [...before, value];
}

/** @throws AccessError for a number of characters in which nothing could be said */
export function characters(value: string): number {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < fewestCharacters)
        throw new AccessError(`--max-characters needs a whole number, ${fewestCharacters} or more.`);
    return number;
}
