// These are the ids of the emulated account. Those of a real one are its own.
const supportBot = "st-00000000-0000-5000-8000-000000000001";
const botDeveloper = "0000000000000000000000b2";
const supportTeam = "e-00000000-0000-5000-8000-000000000001";
const salesTeam = "e-00000000-0000-5000-8000-000000000002";

/** The departments, each of which has a KoreUsers. */
export const departments = ["Support", "Sales"] as const;

interface Access {
    groups?: string[];
    roles?: { roleId: string; botId?: string }[];
    isDeveloper?: boolean;
}

/** What a group of the directory gives. Another gives nothing, and whoever is in none of these has no access. */
export const access: Record<string, Access> = {
    "kore-support": { groups: [supportTeam] },
    "kore-support-developers": { roles: [{ roleId: botDeveloper, botId: supportBot }], isDeveloper: true },
    "kore-sales": { groups: [salesTeam] },
};
