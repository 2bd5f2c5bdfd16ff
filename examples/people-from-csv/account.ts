// The words of people.csv, and what they mean in Kore.ai. These are the ids of the emulated account. Those of a real
// one are its own.

const supportBot = "st-00000000-0000-5000-8000-000000000001";
const salesBot = "st-00000000-0000-5000-8000-000000000002";
const botDeveloper = "0000000000000000000000b2";
const botTester = "0000000000000000000000b3";

/** The group of each team. */
export const teams = {
    support: "e-00000000-0000-5000-8000-000000000001",
    sales: "e-00000000-0000-5000-8000-000000000002",
};

/** Roles that the file may give. What is not here can't be had from it. */
export const roles = {
    "support-developer": { roleId: botDeveloper, botId: supportBot },
    "support-tester": { roleId: botTester, botId: supportBot },
    "sales-developer": { roleId: botDeveloper, botId: salesBot },
    "sales-tester": { roleId: botTester, botId: salesBot },
};
