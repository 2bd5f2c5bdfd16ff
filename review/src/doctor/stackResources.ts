import { AccessError } from "../accessError";
import { koreUserType } from "../koreUser";
import { koreUserAccessType } from "../koreUserAccess";
import { readState, type StateResource } from "../report/state";
import type { Said } from "./pulumi";

/** The resources of this provider in a stack's state. */
export interface KoreResources {
    people: StateResource[];
    accesses: StateResource[];
}

/** Why they are not known, and what to do. */
export interface Unreadable {
    unreadable: string;
    fix: string[];
}

/** The resources of this provider in the output of `pulumi stack export`. */
export function resourcesIn(said: Said): KoreResources | Unreadable {
    if ("failed" in said) return { unreadable: said.failed, fix: ["Run it yourself: pulumi stack export"] };
    try {
        const resources = readState(said.output, "the state").resources.filter((resource) => !resource.delete);
        return {
            people: resources.filter(({ type }) => type === koreUserType),
            accesses: resources.filter(({ type }) => type === koreUserAccessType),
        };
    } catch (error) {
        if (!(error instanceof AccessError)) throw error;
        return { unreadable: error.message, fix: ["Use a newer kore-access."] };
    }
}
