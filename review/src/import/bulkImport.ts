import { nativeToken } from "#model/kinds";
import { json } from "../visible";
import type { Snapshot } from "./snapshot";

/** The file that names people for `pulumi import --file`. */
export const bulkImportFile = "kore.people.json";

/**
 * What `pulumi import --file` takes: everybody by their address, which is the id by which the plugin reads them, and, as the engine
 * wants a name for each, their name in the program.
 */
export function bulkImportText({ people }: Snapshot): string {
    const resources = people.map(({ emailId }) => ({ type: nativeToken("KoreUser"), name: emailId, id: emailId }));
    return `${json({ resources })}\n`;
}
