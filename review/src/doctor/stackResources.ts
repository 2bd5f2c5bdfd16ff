import type { Kind } from "#model/kinds";
import { AccessError } from "../accessError";
import { knownKind } from "../knownKind";
import { readState, type StateResource } from "../report/state";
import type { Said } from "./pulumi";

/** The resources of this provider in a stack's state. */
export interface KoreResources {
    /** One a person. */
    people: StateResource[];
    /** Many people each. */
    sets: StateResource[];
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
        const of = (kind: Kind) => resources.filter(({ type, urn }) => knownKind(type, urn) === kind);
        return { people: of("KoreUser"), sets: of("KoreUsers"), accesses: of("KoreUserAccess") };
    } catch (error) {
        if (!(error instanceof AccessError)) throw error;
        return { unreadable: error.message, fix: ["Use a newer kore-access."] };
    }
}
