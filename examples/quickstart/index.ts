import { ada, alan, builders, grace, katherine } from "./people";

/** Kore.ai's own id of each person. */
export const userIds = { ada: ada.userId, grace: grace.userId, alan: alan.userId, katherine: katherine.userId };

/** The people with the team's builder access. */
export const teamBuilders = builders.emailIds;
