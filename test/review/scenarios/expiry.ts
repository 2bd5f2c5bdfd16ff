import { analyst, groups, list, set, supportDeveloper, supportTester, user, type Scenario } from "./parts";

const march = "2027-03-31";
const december = "2027-12-31T18:00:00+01:00";
const inMarch = "2027-03-01T12:00:00Z";
const inApril = "2027-04-01T12:00:00Z";
const plain = { roles: [supportTester] };

/** Access that ends. */
export const expiry: Scenario[] = [
    {
        name: "expiry-comes",
        title: "until when somebody who comes, or gets access, has it",
        look: ["mary", "grace", "jean"],
        routine: ["ada"],
        clock: { before: inMarch, after: inMarch },
        before: [user("grace", plain)],
        after: [
            user("ada", { ...plain, reason: "a project", expiresAt: march }),
            user("grace", { roles: [supportTester, supportDeveloper], expiresAt: december }),
            user("jean", { ...plain, isDeveloper: true, expiresAt: "never" }),
            user("mary", { ...plain, groups: [groups.supportTeam], expiresAt: march }),
        ],
        asSet: true,
    },
    {
        name: "expiry-changes",
        title: "a later end, and none any more, are worth a look; an earlier one is not",
        look: ["builders", "grace", "jean"],
        routine: ["ada", "mary"],
        clock: { before: inMarch, after: inMarch },
        before: [
            user("ada", { ...plain, expiresAt: december }),
            user("grace", { ...plain, expiresAt: march }),
            user("jean", { ...plain, expiresAt: march }),
            user("mary", plain),
            user("katherine"),
            list("builders", ["katherine@example.com"], { expiresAt: march }),
        ],
        after: [
            user("ada", { ...plain, expiresAt: march }),
            user("grace", { ...plain, expiresAt: december }),
            user("jean", plain),
            user("mary", { ...plain, expiresAt: march }),
            user("katherine"),
            list("builders", ["katherine@example.com"], { expiresAt: december }),
        ],
    },
    {
        name: "expiry-over",
        asNative: true,
        title: "what is taken back, as its end has come",
        look: ["ada", "grace", "katherine"],
        routine: ["mary"],
        clock: { before: inMarch, after: inApril },
        before: [
            user("ada", { roles: [analyst], reason: "a project", expiresAt: march }),
            user("grace", { isDeveloper: true, expiresAt: march }),
            user("jean", { isDeveloper: true, expiresAt: december }),
            user("mary", { ...plain, groups: [groups.supportTeam], expiresAt: march }),
            user("katherine"),
            list("builders", ["katherine@example.com"], { expiresAt: march }),
        ],
        after: [
            user("ada", { roles: [analyst], reason: "a project", expiresAt: march }),
            user("grace", { isDeveloper: true, expiresAt: march }),
            user("jean", { isDeveloper: true, expiresAt: december }),
            user("mary", { ...plain, groups: [groups.supportTeam], expiresAt: march }),
            user("katherine"),
            list("builders", ["katherine@example.com"], { expiresAt: march }),
        ],
    },
    {
        name: "expiry-over-and-more",
        title: "what else is done, beside what is taken back as its end has come",
        look: ["grace"],
        routine: ["ada", "jean", "mary"],
        clock: { before: inMarch, after: inApril },
        before: [
            user("ada", { ...plain, groups: [groups.supportTeam], expiresAt: march }),
            user("grace", { ...plain, expiresAt: march }),
            user("jean", { roles: [supportTester, supportDeveloper], expiresAt: march }),
            user("mary", { ...plain, dept: "Bots", expiresAt: march }),
        ],
        after: [
            user("ada", { ...plain, groups: [groups.supportTeam], expiresAt: march }),
            user("jean", { ...plain, expiresAt: march }),
            user("mary", { ...plain, dept: "Sales", expiresAt: march }),
        ],
        directory: true,
    },
    {
        name: "expiry-over-for-long",
        title: "nothing, long after it was carried out",
        look: [],
        routine: [],
        clock: { before: inMarch, between: inApril, after: "2029-01-01T12:00:00Z" },
        before: [user("ada", { roles: [analyst], expiresAt: march })],
        between: [user("ada", { roles: [analyst], expiresAt: march })],
        after: [user("ada", { roles: [analyst], expiresAt: march })],
    },
    {
        name: "expiry-renewed",
        title: "access that comes back with another end",
        look: ["mary", "ada"],
        routine: [],
        clock: { before: inMarch, between: inApril, after: inApril },
        before: [user("ada", { isDeveloper: true, expiresAt: march }), user("mary", { ...plain, expiresAt: march })],
        between: [user("ada", { isDeveloper: true, expiresAt: march }), user("mary", { ...plain, expiresAt: march })],
        after: [
            user("ada", { isDeveloper: true, expiresAt: december }),
            user("mary", { ...plain, expiresAt: "2027-06-30" }),
        ],
    },
    {
        name: "expiry-given-again-by-hand",
        title: "what somebody has given again, after its end, is taken back again",
        look: ["ada"],
        routine: [],
        clock: { before: inMarch, between: inApril, after: inApril },
        flags: ["--refresh", "--show-sames"],
        before: [user("ada", { ...plain, expiresAt: march }), user("grace", plain)],
        between: [user("ada", { ...plain, expiresAt: march }), user("grace", plain)],
        after: [user("ada", { ...plain, expiresAt: march }), user("grace", plain)],
        byHand: [{ change: "ada@example.com", to: { addRoles: [supportTester] } }],
    },
    {
        name: "expiry-of-a-set",
        title: "an end for all, one's own, and who has none",
        look: ["grace"],
        routine: ["ada"],
        clock: { before: inMarch, after: inApril },
        before: [
            set(
                "contractors",
                { ada: plain, grace: { isDeveloper: true }, jean: { ...plain, expiresAt: "never" } },
                { expiresAt: march },
            ),
        ],
        after: [
            set(
                "contractors",
                { ada: plain, grace: { isDeveloper: true }, jean: { ...plain, expiresAt: "never" } },
                { expiresAt: march },
            ),
        ],
    },
];
