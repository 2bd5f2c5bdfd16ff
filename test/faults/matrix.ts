import { seedIds, type EndpointName, type Fault, type Switches } from "kore-emulator";
import { addressesOf, type Program, type Resource } from "./program";
import type { WatchedAccount } from "./watchedAccount";

type WithoutEndpoint<T> = T extends { endpoint: unknown } ? Omit<T, "endpoint"> : never;

/** The endpoints that the provider uses. */
export const endpoints = [
    "POST /api/public/users",
    "PUT /api/public/users",
    "DELETE /api/public/users",
    "POST /api/public/usersInfo",
    "POST /api/public/useraccess",
] as const satisfies EndpointName[];
export type Endpoint = (typeof endpoints)[number];

/** The people of a cell, all of whom take part in the disturbed step. */
export const names = ["ada", "bea", "cyd", "dan", "eve", "fay"] as const;
export const at = (name: string): string => `${name}@example.com`;
const [victim, second] = [at("ada"), at("bea")];

/** What has to become of the disturbed run. */
type Ending =
    /** Nobody notices: it is tried again, or read back. */
    | "heals"
    /** The resources of these people fail, and no others. */
    | { fails: string[] }
    /** It may be either: what fails says so with this cause. */
    | "told";

/** One kind of fault at one endpoint. */
export interface Cell {
    endpoint: Endpoint;
    /** What happens, as a sentence. */
    what: string;
    switches?: Partial<Switches>;
    /** Orders the fault, when the step before is over. */
    disturb: (watched: WatchedAccount) => void;
    /** A mistake in the disturbed program, which the final run does not have. */
    spoil?: (program: Program) => Program;
    /** What has to be put right by hand before the final run. */
    mend?: (watched: WatchedAccount) => void;
    /** Somebody goes or comes by hand, so that the final run begins with a refresh, and they may be added once more. */
    byHand?: string[];
    /** Whom Kore.ai has added, as it said, and did not list: after an update that changes nothing they are forgotten, as is advised. */
    unlisted?: string;
    ending: Ending;
    /** What a failure gives as its cause. */
    cause: RegExp;
}

const user = (name: string, args: object): Resource => ({
    type: "KoreUser",
    name,
    args: { emailId: at(name), firstName: name, onDestroy: "remove", ...args },
});

/** The programs of an endpoint's cells: the one before, and the one of the disturbed step. */
export const stages: Record<Endpoint, { before: Program; disturbed: Program }> = {
    "POST /api/public/users": {
        before: [],
        disturbed: names.map((name) => user(name, { isDeveloper: true, groups: [seedIds.groups.supportTeam] })),
    },
    "PUT /api/public/users": {
        before: names.map((name) => user(name, { isDeveloper: true, groups: [seedIds.groups.supportTeam] })),
        disturbed: names.map((name) =>
            user(name, {
                groups: [seedIds.groups.salesTeam],
                dept: "Bots",
                roles: [{ roleId: seedIds.botRoles.developer, botId: seedIds.bots.support }],
            }),
        ),
    },
    "DELETE /api/public/users": {
        before: [...names, "gil"].map((name) => user(name, { isDeveloper: true })),
        disturbed: [user("gil", { isDeveloper: true })],
    },
    "POST /api/public/usersInfo": {
        before: names.map((name) => user(name, { isDeveloper: true, groups: [seedIds.groups.supportTeam] })),
        disturbed: names.map((name) => user(name, { isDeveloper: true, groups: [seedIds.groups.supportTeam] })),
    },
    "POST /api/public/useraccess": {
        before: names.map((name) => user(name, {})),
        disturbed: [
            ...names.map((name) => user(name, {})),
            ...[0, 2, 4].map((index) => access(names.slice(index, index + 2).map(at))),
        ],
    },
};

function access(emailIds: string[]): Resource {
    return {
        type: "KoreUserAccess",
        name: emailIds.map((emailId) => emailId.split("@")[0]).join("-"),
        args: { emailIds, canCreateBot: false, isDeveloper: true, hasDataTableAndViewAccess: true },
    };
}

interface Disturbance {
    what: string;
    fault: WithoutEndpoint<Fault>;
    cause: RegExp;
    /** Whether a call that may be repeated gets over it. */
    passes: boolean;
    /** Whether a create that was not repeated gets over it. */
    createPasses: boolean;
}

// A create that was done is found by looking it up; one that was not done is told, or sent again after the look-ups.
const disturbances: Disturbance[] = [
    {
        what: "the connection is reset before anything is done",
        fault: { kind: "reset" },
        cause: /no answer from .*ECONNRESET/,
        passes: true,
        createPasses: false,
    },
    {
        what: "the connection is reset after it was done",
        fault: { kind: "reset", when: "after" },
        cause: /no answer from .*ECONNRESET/,
        passes: true,
        createPasses: true,
    },
    {
        what: "no answer comes, and nothing is done",
        fault: { kind: "silence" },
        cause: /no answer from .*timeout/,
        passes: true,
        createPasses: false,
    },
    {
        what: "no answer comes, and it was done",
        fault: { kind: "silence", when: "after" },
        cause: /no answer from .*timeout/,
        passes: true,
        createPasses: true,
    },
    {
        what: "503 is answered before anything is done",
        fault: { kind: "serverError" },
        cause: /Service Unavailable|status 503/,
        passes: true,
        createPasses: false,
    },
    {
        what: "500 is answered after it was done",
        fault: { kind: "serverError", when: "after", status: 500 },
        cause: /Internal Server Error|status 500/,
        passes: true,
        createPasses: true,
    },
    {
        what: "429 is answered without Retry-After",
        fault: { kind: "rateLimit" },
        cause: /rate limit/,
        passes: true,
        createPasses: true,
    },
    {
        what: "429 is answered with Retry-After",
        fault: { kind: "rateLimit", retryAfter: 2 },
        cause: /rate limit/,
        passes: true,
        createPasses: true,
    },
    {
        what: "the documented message of the rate limit is answered under 403",
        fault: { kind: "rateLimit", status: 403 },
        cause: /rate limit/,
        passes: true,
        createPasses: true,
    },
    {
        what: "the documented message of the rate limit is answered under 400, with Retry-After",
        fault: { kind: "rateLimit", status: 400, retryAfter: 2 },
        cause: /rate limit/,
        passes: true,
        createPasses: true,
    },
    {
        what: "a proxy answers 502 with a web page, and nothing is done",
        fault: { kind: "html" },
        cause: /status 502/,
        passes: true,
        createPasses: false,
    },
    {
        what: "a web page is answered with 200, and nothing is done",
        fault: { kind: "html", status: 200 },
        cause: /web page/,
        passes: false,
        createPasses: false,
    },
    {
        what: "a web page is answered with 200, and it was done",
        fault: { kind: "html", status: 200, when: "after" },
        cause: /web page/,
        passes: false,
        createPasses: true,
    },
    {
        what: "the answer breaks off",
        fault: { kind: "truncated" },
        cause: /not the API's/,
        passes: false,
        createPasses: true,
    },
];

function exchangeCells(endpoint: Endpoint): Cell[] {
    return disturbances.map(({ what, fault, cause, passes, createPasses }) => ({
        endpoint,
        what,
        disturb: (watched) => watched.account.fault({ ...fault, endpoint, emailId: victim }),
        ending: (endpoint === "POST /api/public/users" ? createPasses : passes) ? "heals" : "told",
        cause,
    }));
}

const counts: [string, number][] = [
    ["one row is bad", 1],
    ["two rows are bad", 2],
    ["all rows are bad", names.length],
];
const many = (count: number) => names.slice(0, count).map(at);
const noGroup =
    (bad: string[]) =>
    (program: Program): Program =>
        program.map((resource) =>
            bad.includes(String(resource.args["emailId"]))
                ? { ...resource, args: { ...resource.args, groups: ["e-none"] } }
                : resource,
        );
const withStrangers =
    (count: number) =>
    (program: Program): Program => {
        let left = count;
        return program.map((resource) => {
            if (resource.type === "KoreUser" || left === 0) return resource;
            const strangers = Array.from(
                { length: Math.min(2, left) },
                (_, index) => `stranger${left - index}@example.com`,
            );
            left -= strangers.length;
            return { ...resource, args: { ...resource.args, emailIds: [...addressesOf(resource), ...strangers] } };
        });
    };
/** Those whose resource fails with them: an access fails as a whole, whoever of it is unknown. */
const accessOf = (count: number) => names.slice(0, Math.ceil(count / 2) * 2).map(at);

function rowCells(endpoint: Endpoint): Cell[] {
    const nothing = () => undefined;
    switch (endpoint) {
        case "POST /api/public/users":
        case "PUT /api/public/users":
            return counts.map(([what, count]) => ({
                endpoint,
                what,
                disturb: nothing,
                spoil: noGroup(many(count)),
                ending: { fails: many(count) },
                cause: /Invalid groupId e-none/,
            }));
        case "DELETE /api/public/users":
            return counts.map(([what, count]) => ({
                endpoint,
                what: `${what}, as they own something`,
                disturb: ({ account }) =>
                    many(count).forEach((emailId) => account.changePerson(emailId, { owner: true })),
                mend: ({ account }) =>
                    many(count).forEach((emailId) => account.changePerson(emailId, { owner: false })),
                ending: { fails: many(count) },
                cause: /Unauthorized to perform this activity/,
            }));
        case "POST /api/public/usersInfo":
            return counts.flatMap(([what, count]): Cell[] => [
                {
                    endpoint,
                    what: `${what}, for a reason that no page documents`,
                    disturb: ({ account }) =>
                        many(count).forEach((emailId) => account.fault({ kind: "failingRow", emailId })),
                    ending: { fails: many(count) },
                    cause: /Something went wrong/,
                },
                {
                    endpoint,
                    what: `${what}: left out of the answer`,
                    disturb: ({ account }) =>
                        many(count).forEach((emailId) => account.fault({ kind: "missingRow", emailId, times: 9 })),
                    ending: { fails: many(count) },
                    cause: /no entry for this address/,
                },
            ]);
        case "POST /api/public/useraccess":
            return counts.map(([what, count]) => ({
                endpoint,
                what: `${what}: people whom the account does not have`,
                disturb: nothing,
                spoil: withStrangers(count),
                ending: { fails: accessOf(count) },
                cause: /there is no such person in the account/,
            }));
    }
}

function refusalCells(endpoint: Endpoint): Cell[] {
    const cells: Cell[] = [
        {
            endpoint,
            what: "a request of more than one row is refused whole",
            switches: { largestBatch: "1" },
            disturb: () => undefined,
            ending: "heals",
            cause: /largest/,
        },
        {
            endpoint,
            what: "a request of more than two rows is refused whole",
            switches: { largestBatch: "2" },
            disturb: () => undefined,
            ending: "heals",
            cause: /largest/,
        },
    ];
    if (endpoint === "POST /api/public/users" || endpoint === "PUT /api/public/users") {
        cells.push({
            endpoint,
            what: "bad rows come under status 400",
            switches: { failureStatus: "400" },
            disturb: () => undefined,
            spoil: noGroup([victim, second]),
            ending: { fails: [victim, second] },
            cause: /Invalid groupId e-none/,
        });
    }
    if (endpoint === "DELETE /api/public/users") {
        cells.push({
            endpoint,
            what: "the owner's row comes under status 400",
            switches: { ownerFailureStatus: "400" },
            disturb: ({ account }) => account.changePerson(victim, { owner: true }),
            mend: ({ account }) => account.changePerson(victim, { owner: false }),
            ending: { fails: [victim] },
            cause: /Unauthorized to perform this activity/,
        });
    }
    return cells;
}

/** Somebody goes by hand between a look-up and what follows from it; for a create, between it and its read-back. */
function vanishingCells(endpoint: Endpoint): Cell[] {
    const gone = (watched: WatchedAccount) =>
        watched.after(
            endpoint === "POST /api/public/users" ? endpoint : "POST /api/public/usersInfo",
            victim,
            () => void watched.remove(victim),
        );
    const vanishing = { endpoint, disturb: gone, byHand: [victim] };
    switch (endpoint) {
        case "POST /api/public/users":
            return [
                {
                    ...vanishing,
                    what: "the person vanishes before they are read back",
                    unlisted: victim,
                    ending: { fails: [victim] },
                    cause: /Kore\.ai does not know this person/,
                },
            ];
        case "PUT /api/public/users":
            return [
                {
                    ...vanishing,
                    what: "the person vanished in between, and their row fails",
                    ending: { fails: [victim] },
                    cause: /Invalid emailId/,
                },
                {
                    ...vanishing,
                    what: "the person vanished in between, and the request is refused whole",
                    switches: { updateUnknown: "refused" },
                    ending: { fails: [victim] },
                    cause: /not found|no such person/,
                },
                {
                    ...vanishing,
                    what: "the person vanished in between, and Kore.ai says nothing of it",
                    switches: { updateUnknown: "ignored" },
                    ending: { fails: [victim] },
                    cause: /does not know this person/,
                },
            ];
        case "DELETE /api/public/users":
            return [
                {
                    ...vanishing,
                    what: "the person vanished in between, and that is success",
                    ending: "heals",
                    cause: /./,
                },
                {
                    ...vanishing,
                    what: "the person vanished in between, and their row fails",
                    switches: { removeUnknown: "failureRow" },
                    ending: "heals",
                    cause: /./,
                },
                {
                    ...vanishing,
                    what: "the person vanished in between, and the request is refused whole",
                    switches: { removeUnknown: "refused" },
                    ending: "heals",
                    cause: /./,
                },
            ];
        case "POST /api/public/usersInfo":
            return [
                { ...vanishing, what: "the person vanished before the next look-up", ending: "heals", cause: /./ },
                {
                    endpoint,
                    what: "the person vanished before it",
                    disturb: (watched) => void watched.remove(victim),
                    byHand: [victim],
                    ending: "heals",
                    cause: /./,
                },
            ];
        case "POST /api/public/useraccess":
            return [
                {
                    ...vanishing,
                    what: "a person vanished in between, and the request is refused whole",
                    ending: { fails: accessOf(1) },
                    cause: /emails not found|no such person/,
                },
                {
                    ...vanishing,
                    what: "a person vanished in between, and the others of the request get theirs",
                    switches: { accessPartial: "partial" },
                    ending: { fails: accessOf(1) },
                    cause: /emails not found|no such person/,
                },
            ];
    }
}

/** Somebody shows late after they were added. */
function lateCells(endpoint: Endpoint): Cell[] {
    const late =
        (lookUps: number) =>
        ({ account }: WatchedAccount) =>
            account.fault({ kind: "lateIndex", emailId: victim, lookUps });
    if (endpoint !== "POST /api/public/users") return [];
    const lost: Fault = { kind: "reset", endpoint, emailId: victim, when: "after" };
    return [
        { endpoint, what: "the person shows three look-ups late", disturb: late(3), ending: "heals", cause: /./ },
        {
            endpoint,
            what: "the answer is lost, and the person shows three look-ups late",
            disturb: (watched) => [late(3)(watched), watched.account.fault(lost)],
            ending: "heals",
            cause: /no answer from/,
        },
        {
            endpoint,
            what: "the person shows later than the read-back waits",
            disturb: late(7),
            ending: { fails: [victim] },
            cause: /Kore\.ai does not know this person/,
        },
    ];
}

/** Every endpoint with everything that can befall it. */
export const cells: Cell[] = endpoints.flatMap((endpoint) =>
    [exchangeCells, rowCells, refusalCells, vanishingCells, lateCells].flatMap((make) => make(endpoint)),
);

/** People who are new, and show late in the very step that is about them. */
export const lateEndpoints = endpoints.filter((endpoint) => endpoint !== "POST /api/public/users");
