import { type Emulator, type Person, seedIds } from "kore-emulator";
import type { Declared } from "../harness/stack";

/** When the company is put into place, when something of it changes, and when the auditor comes. */
export const days = {
    begin: "2027-01-04T09:00:00Z",
    quarter: "2027-01-05T09:00:00Z",
    change: "2027-02-01T09:00:00Z",
    audit: "2027-04-05T09:00:00Z",
};

interface Declaration {
    reason: string;
    groups?: string[];
    roles?: { roleId: string; botId?: string }[];
    isDeveloper?: boolean;
    expiresAt?: string;
}

const { support, sales } = seedIds.bots;
const { tester, developer } = seedIds.botRoles;
const { analyst, userAdmin, masterAdmin } = seedIds.adminRoles;

const teams: Declaration[] = [
    { reason: "answers customers", groups: [seedIds.groups.supportTeam] },
    { reason: "tests the support bot", roles: [{ roleId: tester, botId: support }], isDeveloper: true },
    { reason: "builds the sales bot", roles: [{ roleId: developer, botId: sales }], isDeveloper: true },
    { reason: "reads along", groups: [seedIds.groups.everybody] },
];

/** An address of the staff: "p007@example.com". */
export function staff(number: number): string {
    return `p${String(number).padStart(3, "0")}@example.com`;
}

/** An address of a contractor. */
export function contractor(number: number): string {
    return `c${String(number).padStart(2, "0")}@partner.example.org`;
}

function team(number: number): Declaration {
    return teams[number % teams.length] ?? { reason: "" };
}

function people(from: number, to: number): Record<string, Declaration> {
    const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return Object.fromEntries(numbers.map((number) => [staff(number), team(number)]));
}

const contract: Declaration = { reason: "contract 4711", roles: [{ roleId: tester, botId: sales }], isDeveloper: true };
const builders = { isDeveloper: true, canCreateBot: true, reason: "start a bot for each campaign" };
const admin = (reason: string): Declaration => ({ reason, roles: [{ roleId: userAdmin }] });

function contractors(ends: Record<number, string>): Record<string, Declaration> {
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    return Object.fromEntries(
        numbers.map((number) => [
            contractor(number),
            { ...contract, ...(ends[number] === undefined ? {} : { expiresAt: ends[number] }) },
        ]),
    );
}

/** What the program of each stack declares: 121 people in the one account, 79 in the other. */
export function programs(): Record<"eu" | "us", Declared[]> {
    return { eu: euProgram(people(1, 100), { 2: "2027-04-30", 3: "never" }), us: usProgram() };
}

/** The program of the one stack a month later: somebody comes, somebody leaves, a reason, an end and a role are others. */
export function changedProgram(): Declared[] {
    const { [staff(99)]: _gone, ...others } = people(1, 100);
    const changed = {
        ...others,
        [staff(900)]: team(1),
        [staff(1)]: { ...team(1), reason: "leads the tests" },
        [staff(3)]: { ...team(3), roles: [{ roleId: tester, botId: support }] },
    };
    return euProgram(changed, { 1: "2027-06-30", 2: "2027-04-30", 3: "never" });
}

function euProgram(staffed: Record<string, Declaration>, ends: Record<number, string>): Declared[] {
    return [
        { type: "KoreUsers", name: "staff", args: { people: staffed } },
        { type: "KoreUsers", name: "contractors", args: { people: contractors(ends), expiresAt: "2027-03-31" } },
        { type: "KoreUser", name: "ada", args: { emailId: "ada@example.com", ...admin("answers access requests") } },
        {
            type: "KoreUserAccess",
            name: "builders",
            args: { ...builders, emailIds: [4, 8, 12].map(staff), hasDataTableAndViewAccess: true },
            opts: { dependsOn: [{ $output: "staff" }] },
        },
    ];
}

function usProgram(): Declared[] {
    return [
        { type: "KoreUsers", name: "staff", args: { people: { ...people(1, 5), ...people(101, 173) } } },
        { type: "KoreUser", name: "ada", args: { emailId: "ada@example.com", ...admin("stands in for the owner") } },
        {
            type: "KoreUserAccess",
            name: "builders",
            args: { ...builders, emailIds: [104, 108].map(staff) },
            opts: { dependsOn: [{ $output: "staff" }] },
        },
    ];
}

/** What somebody does by hand, in the Admin Console. */
export function driftByHand(eu: Emulator, us: Emulator): void {
    eu.account.changePerson(staff(10), { addRoles: [{ roleId: analyst }] });
    eu.account.changePerson(staff(12), { removeGroups: ["Support Team"] });
    eu.account.changePerson(staff(15), { isDeveloper: true });
    eu.account.removePerson(staff(20));
    eu.account.removePerson(contractor(20));
    eu.account.addPerson({
        emailId: "mallory@example.org",
        roles: [{ roleId: masterAdmin }],
        lastLogin: "2027-03-28T11:00:00.000Z",
    });
    eu.account.addPerson({ emailId: "intern@example.com", status: "not active" });
    us.account.changePerson(staff(110), { removeRoles: [{ roleId: developer, botId: sales }] });
    us.account.addPerson({
        emailId: "founder@example.org",
        roles: [{ roleId: seedIds.botRoles.owner, botId: support }],
    });
}

/** What each person of an account has, in the words of a report; what groups confer as well. */
export function accessIn({ account }: Emulator): Map<string, string[]> {
    const { roles, groups, bots } = account.seed();
    const roleText = ({ roleId, botId }: { roleId: string; botId?: string }) => {
        const role = roles.find((each) => each.roleId === roleId);
        const bot = bots.find((each) => each.botId === botId);
        return `${role?.roleType === "admin" ? "administrator role" : "role"} ${role?.name}${bot === undefined ? "" : ` on ${bot.name}`}`;
    };
    const heldBy = (person: Person) => {
        const own = groups.filter(({ groupId }) => person.groups.includes(groupId));
        return [
            ...[...person.roles, ...own.flatMap((group) => group.roles ?? [])].map(roleText),
            ...own.map(({ name }) => `group ${name}`),
            ...(person.isDeveloper ? ["developer"] : []),
            ...(person.canCreateBot ? ["may create bots"] : []),
            ...(person.hasDataTableAndViewAccess && person.owner !== true ? ["data tables and views"] : []),
        ];
    };
    const entries = account
        .people()
        .map((person): [string, string[]] => [person.emailId.toLowerCase(), [...new Set(heldBy(person))].sort()]);
    return new Map(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The reason that a program gives for what a resource declares of somebody. */
export function reasonIn(program: Declared[], resource: string, emailId: string): string | undefined {
    const declared = program.find(({ type, name }) => `${type} ${name}` === resource)?.args;
    const { people: all } = (declared ?? {}) as { people?: Record<string, Declaration> };
    return all === undefined ? (declared?.["reason"] as string | undefined) : all[emailId]?.reason;
}
