import * as kore from "pulumi-kore";
import { sales } from "./teams/sales";
import { support } from "./teams/support";

for (const { name, access, reason, members } of [sales, support]) {
    new kore.KoreUsers(
        name,
        {
            people: Object.fromEntries(
                Object.entries(members).map(([emailId, member]) => [emailId, { ...access, ...member }]),
            ),
            reason,
            // Who leaves a team for none is removed from the account. More at once than usually leave are a mistake.
            maxRemovals: 2,
        },
        // A team as a whole does not go by mistake; its members may, which is what maxRemovals is for.
        { protect: true },
    );
}
