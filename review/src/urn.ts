import { isDefaultName } from "#model/instanceNames";
import { partsOf } from "#model/urn";

export { partsOf } from "#model/urn";

/** The provider instance in a resource's reference to it, which is its URN and, after it, its id. */
export function instanceOf(reference: string): string {
    return reference.split("::").slice(0, 4).join("::");
}

/** Whether it is the one of the stack's configuration, which the engine makes. */
export function isDefault(instance: string): boolean {
    return isDefaultName(partsOf(instance).name);
}
