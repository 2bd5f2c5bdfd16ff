import { groups } from "../account";
import type { Team } from "../team";

export const sales: Team = {
    name: "sales",
    access: { groups: [groups.salesTeam], isDeveloper: true, canCreateBot: true },
    reason: "Starts a bot for each campaign",
    members: {
        "annie@example.com": { firstName: "Annie", lastName: "Jump" },
        "cecilia@example.com": { firstName: "Cecilia", lastName: "Helena" },
    },
};
