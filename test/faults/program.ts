import type { Properties } from "../harness/providerProcess";

/** One resource of a program. The people of a KoreUserAccess that the program declares come before it, as after `ada.emailId`. */
export interface Resource {
    type: "KoreUser" | "KoreUsers" | "KoreUserAccess";
    name: string;
    /** The component that it is in: a part of its address in the stack, of which the provider hears nothing. */
    component?: string;
    /** Its provider instance; undefined is the one of the stack's configuration. */
    instance?: string;
    args: Properties & ({ emailId: string } | { emailIds: string[] } | { people: Record<string, Properties> });
}

export type Program = Resource[];

/** Whom a resource is about. */
export function addressesOf({ args }: Resource): string[] {
    if (isOfSet(args)) return Object.keys(args.people);
    return "emailId" in args ? [String(args.emailId)] : [...(Array.isArray(args.emailIds) ? args.emailIds : [])];
}

function isOfSet(args: Resource["args"]): args is Properties & { people: Record<string, Properties> } {
    return "people" in args;
}

/** The same program with a KoreUser for each person of its KoreUsers: what it declares of whom. */
export function personByPerson(program: Program): Program {
    return program.flatMap((resource): Resource[] => {
        const { args } = resource;
        if (!isOfSet(args)) return [resource];
        return Object.entries(args.people).map(([emailId, person]) => ({
            ...resource,
            type: "KoreUser",
            args: { emailId, ...person },
        }));
    });
}

/** The program with other arguments for some: of a person alone, or in a set, or of a list. */
function changing(program: Program, change: (resource: Resource) => Resource["args"]): Program {
    return program.map((resource): Resource => {
        const { args } = resource;
        if (!isOfSet(args)) return { ...resource, args: change(resource) };
        const people = Object.entries(args.people).map(([emailId, own]) => {
            const { emailId: _, ...person } = change({ ...resource, type: "KoreUser", args: { emailId, ...own } });
            return [emailId, person];
        });
        return { ...resource, args: { ...args, people: Object.fromEntries(people) as Record<string, Properties> } };
    });
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
    return changing(program, (resource) =>
        isOver(resource, day)
            ? (Object.fromEntries(
                  Object.entries(resource.args).map(([name, value]) => [name, none(name, value)]),
              ) as Resource["args"])
            : resource.args,
    );
}

const flagNames = new Set(["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"]);

/** The program without ends that have passed for people of whom the state has nobody: what a stack refuses, and its author mends. */
export function withoutLateEnds(program: Program, day: string, known: ReadonlySet<string>): Program {
    return changing(program, (resource) => {
        const { expiresAt: _, ...args } = resource.args;
        const isRefused = isOver(resource, day) && !addressesOf(resource).every((emailId) => known.has(emailId));
        return isRefused ? args : resource.args;
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

/** The resources that come before one: those of its people. */
export function dependenciesOf(resource: Resource, program: Program): Resource[] {
    if (resource.type !== "KoreUserAccess") return [];
    const people = addressesOf(resource);
    return program.filter(
        (each) => each.type !== "KoreUserAccess" && addressesOf(each).some((emailId) => people.includes(emailId)),
    );
}
