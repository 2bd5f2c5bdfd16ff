import * as kore from "pulumi-kore";
import { accounts } from "./accounts";
import { people } from "./people";

for (const [name, { accounts: of, ...person }] of Object.entries(people)) {
    for (const account of of) {
        const { provider, supportDeveloper } = accounts[account];
        new kore.KoreUser(
            `${name}-${account}`,
            { ...person, isDeveloper: true, roles: [supportDeveloper] },
            { provider },
        );
    }
}
