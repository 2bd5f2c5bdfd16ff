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

/** Whether the end of a resource has come. @param day the time of day, in ISO 8601 */
export function isOver({ args }: Resource, day: string): boolean {
    const { expiresAt } = args;
    return typeof expiresAt === "string" && expiresAt < day.slice(0, expiresAt.length);
}

/** What a program comes to on a day: access that has ended is declared as none. */
export function inForceOn(program: Program, day: string): Program {
    const none = (name: string, value: unknown) =>
        Array.isArray(value) && name !== "emailIds"
            ? []
            : typeof value === "boolean" && flagNames.has(name)
              ? false
              : value;
    return program.map((resource) =>
        isOver(resource, day)
            ? {
                  ...resource,
                  args: Object.fromEntries(
                      Object.entries(resource.args).map(([name, value]) => [name, none(name, value)]),
                  ) as Resource["args"],
              }
            : resource,
    );
}

const flagNames = new Set(["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"]);

/** The program without ends that have passed for people of whom the state has nobody: what a stack refuses, and its author mends. */
export function withoutLateEnds(program: Program, day: string, known: ReadonlySet<string>): Program {
    return program.map((resource) => {
        if (!isOver(resource, day) || addressesOf(resource).every((emailId) => known.has(emailId))) return resource;
        const { expiresAt: _, ...args } = resource.args;
        return { ...resource, args: args };
    });
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
