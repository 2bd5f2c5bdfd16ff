import * as kore from "pulumi-kore";
import { sales } from "./teams/sales";
import { support } from "./teams/support";

for (const { name, group, canCreateBot, reason, members } of [sales, support]) {
    const people = members.map((member) => new kore.KoreUser(member.emailId, { ...member, groups: [group], reason }));
    // The flags are the team's: a member has them for as long as they stand in its file.
    new kore.KoreUserAccess(name, {
        emailIds: people.map(({ emailId }) => emailId),
        isDeveloper: true,
        canCreateBot,
        reason,
    });
}
