import { endWords } from "../../../review/src/report/ends";
import type {
    NamedAccess,
    PageAccess,
    PageData,
    PageEnd,
    PageGrant,
    PageItem,
    PageList,
    PagePerson,
} from "../../../review/src/report/page/data";

const firstNames =
    "Ada Grace Alan Edsger Barbara Donald Katherine Dennis Radia Ken Margaret Niklaus Frances Tony Hedy John Mary Robin Jean Leslie".split(
        " ",
    );
const lastNames =
    "Berg Castro Dubois Evans Fischer Garcia Haddad Ivanova Jensen Kowalski Lindqvist Moreau Nakamura Okafor Papadakis Quinn Rossi Sato Tanaka Weber".split(
        " ",
    );
const bots = [
    "Banking Assistant",
    "HR Helpdesk",
    "IT Support",
    "Travel Desk",
    "Claims",
    "Payments FAQ",
    "Onboarding",
    "Facilities",
];
const teams = [
    { reason: "Builds the banking bots", bots: [0, 5] },
    { reason: "HR service desk", bots: [1, 6] },
    { reason: "Second line IT support", bots: [2, 7] },
    { reason: "Claims automation, ticket ACC-214", bots: [4] },
    { reason: "Travel team", bots: [3] },
];
const time = "2026-11-28T06:00:00.000Z";
const day = 24 * 60 * 60 * 1000;

/** A company of so many people in two stacks, a report of which shows something of everything; the same each time. */
export function companyPage(size: number): PageData {
    return {
        time,
        stacks: [
            { name: "company-access/production", time: "2026-11-27T21:03:18.123Z" },
            { name: "contractors/production", time: "2026-11-27T22:40:51.000Z" },
        ],
        accounts: [{ name: "platform.kore.ai", read: time, notes: [] }],
        ownDomains: ["example.com"],
        soonHours: 30 * 24,
        people: Array.from({ length: size }, (_, at) => personAt(at)),
        lists: [changes()],
    };
}

function personAt(at: number): PagePerson {
    const isUndeclared = at % 41 === 17;
    const end = endAt(at);
    return {
        account: 0,
        ...nameAt(at),
        isOutsider: isOutsider(at),
        remarks: [...(at % 29 === 11 ? ["Invited"] : []), ...(at % 53 === 20 ? ["Suspended"] : [])],
        lastLogin: at % 7 === 3 ? null : instantAt(-(at % 40) - 1),
        isUndeclared,
        grants: isUndeclared ? [] : [grantAt(at)],
        access: accessAt(at).map((access) => ({
            ...access,
            ...(isUndeclared ? { standing: "undeclared" as const } : end === undefined ? {} : { end }),
            isOverdue: !isUndeclared && end !== undefined && end.at < time,
        })),
    };
}

function isOutsider(at: number): boolean {
    return at % 9 === 4;
}

function nameAt(at: number): { name: string; address: string } {
    const first = firstNames[at % firstNames.length] ?? "";
    const last = lastNames[(at * 7 + Math.floor(at / firstNames.length)) % lastNames.length] ?? "";
    const number = at < 200 ? "" : String(Math.floor(at / 200));
    const local = `${first}.${last}${number}`.toLowerCase();
    return { name: `${first} ${last}`, address: `${local}@${isOutsider(at) ? "example.org" : "example.com"}` };
}

function endAt(at: number): PageEnd | undefined {
    const days = isOutsider(at) ? (at % 5) * 12 + 3 : at % 31 === 8 ? -4 : undefined;
    if (days === undefined) return undefined;
    const date = instantAt(days).slice(0, 10);
    return { at: `${date}T23:59:59.999Z`, words: `until ${endWords(date)}` };
}

function grantAt(at: number): PageGrant {
    const { reason } = teamAt(at);
    const outside = isOutsider(at);
    return {
        stack: outside ? 1 : 0,
        resource: outside ? `KoreUser ${(firstNames[at % 20] ?? "").toLowerCase()}` : "KoreUsers staff",
        origin: at % 6 === 2 ? "adopted" : "created",
        ...(at % 23 === 5 ? {} : { reason: outside ? `Contractor: ${reason.toLowerCase()}` : reason }),
        remarks: [],
    };
}

function teamAt(at: number): { reason: string; bots: number[] } {
    return teams[at % teams.length] ?? { reason: "", bots: [] };
}

function accessAt(at: number): PageAccess[] {
    const [main = 0, ...others] = teamAt(at).bots;
    const role = ["Bot Developer", "Bot Tester", "Analyst"][at % 3] ?? "";
    const all: [boolean, NamedAccess, Partial<PageAccess>?][] = [
        [
            at % 37 === 0,
            { kind: "administrator", label: "administrator: Master Admin" },
            { isWhole: true, remarks: ["the whole account"] },
        ],
        [at % 19 === 6, { kind: "administrator", label: "administrator: User Administrator" }],
        [at % 21 === 0, { kind: "bot creator", label: "may create bots" }],
        [at % 7 === 0, { kind: "developer", label: "developer" }],
        [at % 13 === 0, { kind: "data tables", label: "data tables and views" }, { remarks: ["unverified"] }],
        [at % 4 === 1, { kind: "group", label: "group Bot Builders" }],
        [at % 14 === 0, on(main, { kind: "owner", label: "Bot Owner" })],
        [true, on(main, { kind: "role", label: role }), roleStanding(at)],
        ...others.map((bot): [boolean, NamedAccess, Partial<PageAccess>] => [
            at % 4 === 1,
            on(bot, { kind: "role", label: "Bot Tester" }),
            { standing: "conferred", through: ["Bot Builders"] },
        ]),
        [at % 8 === 3, on((main + 2) % 8, { kind: "tasks", label: "all tasks" })],
    ];
    return all.flatMap(([isHeld, named, facts]) => (isHeld ? [{ ...plain, ...named, ...facts }] : []));
}

const plain = {
    standing: "declared",
    through: [],
    isUnclear: false,
    isWhole: false,
    remarks: [],
    isOverdue: false,
} as const satisfies Partial<PageAccess>;

function on(bot: number, access: NamedAccess): NamedAccess {
    return { ...access, on: bots[bot] ?? "" };
}

function roleStanding(at: number): Partial<PageAccess> {
    return { standing: at % 33 === 9 ? "undeclared" : at % 47 === 12 ? "lost" : "declared" };
}

function changes(): PageList {
    const item = (at: number, facts: Partial<PageItem> = {}): PageItem => ({
        account: 0,
        ...nameAt(at),
        access: [],
        ...facts,
    });
    const tester: NamedAccess = on(6, { kind: "role", label: "Bot Tester" });
    const administrator: NamedAccess = { kind: "administrator", label: "administrator: Master Admin" };
    return {
        title: "Changes since 1 October 2026",
        notes: ["Compared with company-access/production, 2026-10-01 06:00 UTC."],
        groups: [
            { title: "Came", sign: "+", items: [item(13), item(31, { access: [tester] })] },
            { title: "Left", sign: "−", items: [item(0, { name: "Linus Holm", address: "linus.holm@example.com" })] },
            {
                title: "Gained access",
                sign: "+",
                items: [
                    item(37, { access: [administrator] }),
                    item(6, { access: [tester] }),
                    item(10, { access: [{ kind: "bot creator", label: "may create bots" }] }),
                ],
            },
            {
                title: "Lost access",
                sign: "−",
                items: [item(21, { access: [{ kind: "developer", label: "developer" }] })],
            },
            {
                title: "Another reason",
                sign: "≠",
                items: [item(8, { from: "Pilot", to: "Claims automation, ticket ACC-214" })],
            },
            { title: "Another end", sign: "≠", items: [item(4, { from: "31 October 2026", to: "18 January 2027" })] },
        ],
    };
}

function instantAt(days: number): string {
    return new Date(Date.parse(time) + days * day).toISOString();
}
