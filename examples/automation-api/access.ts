import * as kore from "pulumi-kore";
import type { Team } from "./teams";

/** The program of a team's stack. */
export function accessOf({ name, group, members }: Team): () => Promise<{ people: string[] }> {
    return () => {
        const users = members.map(
            (member) =>
                new kore.KoreUser(member.emailId, { ...member, groups: [group], reason: `Is in the ${name} team` }),
        );
        new kore.KoreUserAccess(`${name}-builders`, {
            emailIds: users.map(({ emailId }) => emailId),
            isDeveloper: true,
            canCreateBot: false,
        });
        return Promise.resolve({ people: members.map(({ emailId }) => emailId) });
    };
}
