import {
    ada,
    analyst,
    at,
    botRoles,
    bots,
    company,
    groups,
    katherine,
    list,
    masterAdmin,
    of,
    releaseManagers,
    seedWithReleaseManagers,
    supportDeveloper,
    supportTester,
    user,
    userAdmin,
    type Scenario,
} from "./parts";

const salesTester = { roleId: botRoles.tester, botId: bots.sales };
const trainee = { groups: [groups.supportTeam], reason: "trainee" };

/** What the picture of a review shows (tools/pictures): a line of each kind, with the account's directory. */
export const reviewComment: Scenario = {
    name: "review-comment",
    title: "a pull request with a line of each kind that a reviewer meets",
    look: ["katherine", "joan", "contractor@example.org", "grace.hopper", "sue"],
    routine: ["betty", "dorothy", "jean", "marlyn", "mary"],
    before: [
        ...company,
        user("grace", { roles: [supportDeveloper], reason: "builds the Support bot" }),
        user("jean", { groups: [groups.supportTeam], reason: "answers customers" }),
        user("joan", { reason: "keeps the calendar of releases" }),
        user("mary", { groups: [groups.supportTeam], reason: "answers customers" }),
        user("sue", { roles: [supportTester], reason: "tests the Support bot" }),
        list("builders", [of("sue")], { reason: "build on bots of others" }),
    ],
    after: [
        ada,
        user("katherine", {
            ...katherine.args,
            roles: [analyst, userAdmin, masterAdmin],
            reason: "stands in for the owner in July",
        }),
        user("grace", {
            emailId: at("grace.hopper"),
            roles: [supportDeveloper],
            reason: "builds the Support bot",
        }),
        user("jean", { groups: [groups.supportTeam], roles: [salesTester], reason: "answers customers" }),
        user("joan", { groups: [releaseManagers], reason: "keeps the calendar of releases" }),
        user("mary-jackson", { emailId: at("mary"), groups: [groups.supportTeam], reason: "answers customers" }),
        ...["betty", "dorothy", "marlyn"].map((name) => user(name, trainee)),
        user("contractor", {
            emailId: "contractor@example.org",
            isDeveloper: true,
            canCreateBot: true,
            reason: "builds a bot for the fair",
        }),
    ],
    seed: seedWithReleaseManagers,
    directory: true,
};
