import { groups } from "../account";
import type { Team } from "../team";

export const support: Team = {
    name: "support",
    group: groups.supportTeam,
    canCreateBot: false,
    reason: "Maintains the Support bot",
    members: [
        { emailId: "hedy@example.com", firstName: "Hedy", lastName: "Kiesler" },
        { emailId: "dorothy@example.com", firstName: "Dorothy", lastName: "Johnson" },
    ],
};
