import { groups } from "../account";
import type { Team } from "../team";

export const sales: Team = {
    name: "sales",
    group: groups.salesTeam,
    canCreateBot: true,
    reason: "Starts a bot for each campaign",
    members: [{ emailId: "annie@example.com", firstName: "Annie", lastName: "Jump" }],
};
