import {
    analyst,
    at,
    groups,
    list,
    masterAdmin,
    of,
    salesDeveloper,
    seedWith,
    supportDeveloper,
    supportOwner,
    supportTester,
    user,
    type Scenario,
} from "./parts";

const declared = [
    user("ada", { roles: [supportDeveloper], reason: "builds" }),
    user("grace", { firstName: "Grace", lastName: "Hopper" }),
    user("jean"),
];

const refreshed = ["--refresh", "--show-sames", "--show-replacement-steps"];

/** What a preview with --refresh finds, and what it says of what it did not look at. */
export const drift: Scenario[] = [
    {
        name: "drift-none",
        title: "an account that is as the program says, as far as it was compared",
        before: declared,
        after: declared,
        flags: refreshed,
    },
    {
        name: "drift-administrator",
        title: "a declared person was made a Master Admin by hand",
        before: declared,
        after: declared,
        byHand: [{ change: at("ada"), to: { addRoles: [masterAdmin] } }],
        flags: refreshed,
    },
    {
        name: "drift-unseen",
        title: "without --show-sames nobody can say whether declared people are administrators",
        before: declared,
        after: declared,
        byHand: [{ change: at("ada"), to: { addRoles: [masterAdmin] } }],
        flags: ["--refresh"],
    },
    {
        name: "drift-owner",
        title: "a declared person was made an owner by hand",
        before: declared,
        after: declared,
        byHand: [{ change: at("jean"), to: { addRoles: [supportOwner] } }],
        flags: refreshed,
    },
    {
        name: "drift-group-of-administrators",
        title: "a declared person was put into a group that makes administrators",
        before: declared,
        after: declared,
        byHand: [{ change: at("grace"), to: { addGroups: [groups.salesTeam] } }],
        flags: refreshed,
    },
    {
        name: "drift-plain-role",
        title: "another role on a bot that was given by hand is not compared, and the review does not say it was",
        before: declared,
        after: declared,
        byHand: [{ change: at("jean"), to: { addRoles: [salesDeveloper] } }],
        flags: refreshed,
    },
    {
        name: "drift-administrator-declared",
        title: "administrators whom the program declares, directly or by a group, are no drift",
        before: [user("ada", { roles: [analyst] }), user("grace", { groups: [groups.salesTeam] })],
        after: [user("ada", { roles: [analyst] }), user("grace", { groups: [groups.salesTeam] })],
        flags: refreshed,
    },
    {
        name: "drift-administrator-on-record",
        title: "an administrator role that an adopted person had all along is named as well",
        before: [user("ada", { adopt: "takeOver" })],
        after: [user("ada", { adopt: "takeOver" })],
        seed: seedWith({ emailId: at("ada"), roles: [masterAdmin] }),
        flags: refreshed,
    },
    {
        name: "drift-administrator-of-a-list",
        title: "somebody of a list was made a Master Admin by hand",
        before: [user("ada"), list("builders", [of("ada")])],
        after: [user("ada"), list("builders", [of("ada")])],
        byHand: [{ change: at("ada"), to: { addRoles: [masterAdmin] } }],
        flags: refreshed,
    },
    {
        name: "drift-last-name",
        title: "a last name that was changed by hand is drift",
        before: declared,
        after: declared,
        byHand: [{ change: at("grace"), to: { lastName: "Murray" } }],
        flags: refreshed,
    },
    {
        name: "drift-name-and-program",
        title: "a name that the program changes is none",
        before: declared,
        after: [
            user("ada", { roles: [supportDeveloper], reason: "builds" }),
            user("grace", { firstName: "Grace", lastName: "Murray" }),
            user("jean", { roles: [supportTester] }),
        ],
        byHand: [{ change: at("jean"), to: { addRoles: [masterAdmin] } }],
        flags: refreshed,
        directory: true,
    },
];
