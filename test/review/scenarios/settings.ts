import {
    analyst,
    at,
    list,
    masterAdmin,
    of,
    seedWith,
    supportDeveloper,
    supportTester,
    user,
    type Scenario,
} from "./parts";

/** Settings: what they will do, and which of them are safety catches that come off. */
export const settings: Scenario[] = [
    {
        name: "setting-destroy-adopted",
        title: "adopted people whom a delete was refused, and removes from now on",
        before: ["ada", "grace", "jean", "mary"].map((name) => user(name, { adopt: "takeOver" })),
        after: ["ada", "grace", "jean", "mary"].map((name) => user(name, { adopt: "takeOver", onDestroy: "remove" })),
        seed: seedWith(
            ...["ada", "grace", "jean", "mary"].map((name) => ({ emailId: at(name), roles: [supportTester] })),
        ),
    },
    {
        name: "setting-destroy",
        title: "what a delete does from now on, whatever the words of the program",
        before: [
            user("ada", { onDestroy: "revoke" }),
            user("grace"),
            user("jean", { onDestroy: "remove" }),
            user("mary", { adopt: "takeOver", onDestroy: "revoke" }),
        ],
        after: [
            user("ada", { onDestroy: "remove" }),
            user("grace", { onDestroy: "revoke" }),
            user("jean"),
            user("mary", { adopt: "takeOver" }),
        ],
        seed: seedWith({ emailId: at("mary") }),
    },
    {
        name: "setting-destroy-retained",
        title: "onDestroy means nothing while retainOnDelete is there",
        before: [user("ada", { onDestroy: "revoke" }, { retainOnDelete: true }), user("grace")],
        after: [user("ada", { onDestroy: "remove" }, { retainOnDelete: true }), user("grace")],
    },
    {
        name: "setting-exclusive-off",
        title: "what is given by hand is not taken back any more",
        before: [user("ada", { exclusive: true, roles: [supportDeveloper] }), user("grace")],
        after: [user("ada", { roles: [supportDeveloper] }), user("grace", { exclusive: true })],
    },
    {
        name: "setting-adopt-opens",
        title: "adoption that takes over people with more than is declared",
        before: [user("ada"), user("grace", { adopt: "never" })],
        after: [user("ada", { adopt: "takeOver" }), user("grace")],
    },
    {
        name: "setting-reasons",
        title: "each reason stands with the access that it is for",
        before: [user("ada"), user("grace"), user("jean")],
        after: [
            user("ada", { roles: [masterAdmin], reason: "stands in for the owner" }),
            user("grace", { roles: [analyst] }),
            user("jean"),
            list("builders", [of("ada"), of("grace"), of("jean")], { reason: "build the Support bot" }),
            list("tables", [of("ada")], { isDeveloper: true, hasDataTableAndViewAccess: true }, {}),
        ].slice(0, 4),
        directory: true,
    },
    {
        name: "setting-reasons-and-more",
        title: "a reason that changes with the access that it is for",
        before: [user("ada", { reason: "reads" })],
        after: [user("ada", { reason: "answers access requests", roles: [analyst] })],
        directory: true,
    },
    {
        name: "setting-mail",
        title: "settings that change nothing for those who are there already are routine",
        before: [user("ada", { sendEmail: false, reason: "builds" }), user("grace")],
        after: [user("ada", { sendEmail: true, reason: "builds the Sales bot" }), user("grace", { adopt: "never" })],
    },
];
