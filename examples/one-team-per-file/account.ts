// Kore.ai's own ids, here those of the emulated account. Those of a real one are its own.

export const groups = {
    supportTeam: "e-00000000-0000-5000-8000-000000000001",
    salesTeam: "e-00000000-0000-5000-8000-000000000002",
};
