import type { Properties } from "../harness/providerProcess";

/** One resource of a program. The people of a KoreUserAccess that the program declares as KoreUser come before it, as after `ada.emailId`. */
export interface Resource {
    type: "KoreUser" | "KoreUserAccess";
    name: string;
    /** The component that it is in: a part of its address in the stack, of which the provider hears nothing. */
    component?: string;
    /** Its provider instance; undefined is the one of the stack's configuration. */
    instance?: string;
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

/** What tells a resource from others in the state, as an URN does. */
export function keyOf({ type, name, component }: Resource): string {
    return `${type} ${component === undefined ? "" : `${component}/`}${name}`;
}

/** The resources that come before one: the KoreUsers of its people. */
export function dependenciesOf(resource: Resource, program: Program): Resource[] {
    if (resource.type === "KoreUser") return [];
    const people = addressesOf(resource);
    return program.filter(({ type, args }) => type === "KoreUser" && people.includes(String(args["emailId"])));
}
