import { isDefaultName } from "#model/instanceNames";

/** The parts of a URN: urn:pulumi:STACK::PROJECT::TYPES::NAME. */
export function partsOf(urn: string): { stack: string; project: string; types: string; name: string } {
    const [head = "", project = "", types = "", ...name] = urn.split("::");
    return { stack: head.replace(/^urn:pulumi:/, ""), project, types, name: name.join("::") };
}

/** The provider instance in a resource's reference to it, which is its URN and, after it, its id. */
export function instanceOf(reference: string): string {
    return reference.split("::").slice(0, 4).join("::");
}

/** Whether it is the one of the stack's configuration, which the engine makes. */
export function isDefault(instance: string): boolean {
    return isDefaultName(partsOf(instance).name);
}
