import { groups } from "../account";
import type { Team } from "../team";

export const support: Team = {
    name: "support",
    access: { groups: [groups.supportTeam], isDeveloper: true, canCreateBot: false },
    reason: "Maintains the Support bot",
    members: {
        "dorothy@example.com": { firstName: "Dorothy", lastName: "Johnson" },
        "evelyn@example.com": { firstName: "Evelyn", lastName: "Boyd", isDeveloper: false, reason: "Answers tickets" },
        "hedy@example.com": { firstName: "Hedy", lastName: "Kiesler" },
        "mary@example.com": { firstName: "Mary", lastName: "Winston" },
    },
};
