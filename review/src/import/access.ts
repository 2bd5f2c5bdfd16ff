import type { Person } from "#client";
import { isSurelyThere } from "#model/presence";

/**
 * Whether somebody is listed, and has nothing: to adopt them KoreUser asks Kore.ai, by a write, whether they were
 * removed.
 */
export function isBlank(person: Person): boolean {
    return !isSurelyThere(person);
}
