// What there is to give in this account. These are Kore.ai's own ids, here those of the emulated account. Those of a
// real one are its own.

export const bots = {
    support: "st-00000000-0000-5000-8000-000000000001",
    sales: "st-00000000-0000-5000-8000-000000000002",
};

/** Given on one bot. */
export const botRoles = {
    developer: "0000000000000000000000b2",
    tester: "0000000000000000000000b3",
};

/** Given on the whole account. */
export const adminRoles = {
    analyst: "0000000000000000000000a2",
    userAdmin: "0000000000000000000000a3",
};

export const groups = {
    /** Testers of the Support bot. */
    supportTeam: "e-00000000-0000-5000-8000-000000000001",
    /** Testers of the Sales bot, who also read its dashboards. */
    salesTeam: "e-00000000-0000-5000-8000-000000000002",
};
