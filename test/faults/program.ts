import type { Properties } from "../harness/providerProcess";

/** One resource of a program. The people of a KoreUserAccess that the program declares as KoreUser come before it, as after `ada.emailId`. */
export interface Resource {
    type: "KoreUser" | "KoreUserAccess";
    name: string;
    args: Properties & ({ emailId: string } | { emailIds: string[] });
}

export type Program = Resource[];

/** Whom a resource is about. */
export function addressesOf({ args }: Resource): string[] {
    return "emailId" in args ? [String(args.emailId)] : [...(Array.isArray(args.emailIds) ? args.emailIds : [])];
}

/** Everybody whom a program declares. */
export function peopleOf(program: Program): string[] {
    return [...new Set(program.flatMap(addressesOf))];
}
