import assert from "node:assert/strict";
import type { Person } from "kore-emulator";
import * as v from "valibot";
import type { Engine, Failure } from "./engine";
import { addressesOf, keyOf as addressIn, peopleOf, personByPerson, type Program } from "./program";
import type { WatchedAccount } from "./watchedAccount";

const role = v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) });
const flags = {
    canCreateBot: v.exactOptional(v.boolean()),
    isDeveloper: v.exactOptional(v.boolean()),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean()),
};
const declaredUser = v.object({
    firstName: v.exactOptional(v.string()),
    lastName: v.exactOptional(v.string()),
    dept: v.exactOptional(v.string()),
    groups: v.exactOptional(v.array(v.string()), []),
    roles: v.exactOptional(v.array(role), []),
    assignBotTasks: v.exactOptional(
        v.array(v.object({ streamId: v.string(), dialogs: v.exactOptional(v.array(v.string())) })),
        [],
    ),
    ...flags,
});
const declaredAccess = v.object(flags);

/** What an account may show beside what the program says. */
export interface Allowed {
    /** Given by hand, and never declared: the groups and roles of an address. */
    surplus?: Map<string, { groups: string[]; roles: string[] }>;
    /** Whether a role that a group confers too may be held directly or not: Kore.ai does not always tell. */
    unclearRoles?: boolean;
    /** Whose access has ended: who has left the account since is not brought back. */
    gone?: ReadonlySet<string>;
    /** Whether the flag that Kore.ai does not report may have any value where nobody declares it. */
    unclearDataTables?: boolean;
}

/** Fails unless everybody whom the program declares is in the account, with just what it says. */
export function assertAccountEquals(
    program: Program,
    watched: WatchedAccount,
    { surplus = new Map(), gone = new Set(), unclearRoles = false, unclearDataTables = false }: Allowed = {},
): void {
    const conferred = new Map(
        watched.account.seed().groups.map(({ groupId, roles = [] }) => [groupId, roles.map(keyOf)]),
    );
    for (const emailId of peopleOf(program)) {
        const person = watched.account.person(emailId);
        if (person === undefined && gone.has(emailId)) continue;
        assert.ok(person !== undefined, `${emailId} is declared, and not in the account`);
        const { roles, dataTables, ...wanted } = declaredOf(
            program,
            emailId,
            surplus.get(emailId) ?? { groups: [], roles: [] },
        );
        const fields = ["firstName", "lastName", "dept"] as const;
        const profile = Object.fromEntries(
            fields.flatMap((field) => (wanted.profile[field] === undefined ? [] : [[field, person[field]]])),
        );
        const real = {
            profile,
            canCreateBot: person.canCreateBot,
            isDeveloper: person.isDeveloper,
            groups: [...person.groups].sort(),
            assignBotTasks: person.assignBotTasks
                .map(({ botId, dialogs = [] }) => `${botId} ${[...dialogs].sort().join()}`)
                .sort(),
        };
        assert.deepEqual(real, wanted, `${emailId} is not what the program says`);
        if (!(unclearDataTables && dataTables === undefined)) {
            assert.equal(
                person.hasDataTableAndViewAccess,
                dataTables ?? false,
                `hasDataTableAndViewAccess of ${emailId} is not what the program says`,
            );
        }
        const fromGroups = new Set(person.groups.flatMap((group) => conferred.get(group) ?? []));
        const direct = person.roles.map(keyOf);
        const missing = roles.filter((each) => !direct.includes(each) && !fromGroups.has(each));
        const beyond = direct.filter(
            (each) => !roles.includes(each) && !(unclearRoles && isConferrable(each, conferred)),
        );
        assert.deepEqual(
            { missing, beyond },
            { missing: [], beyond: [] },
            `the roles of ${emailId} are not what the program says`,
        );
    }
}

/** Fails unless what must never happen has not happened. */
export function assertNoOffence(
    watched: WatchedAccount,
    { births = () => 1 }: { births?: (emailId: string) => number } = {},
): void {
    assert.equal(watched.offences.length, 0, watched.offences.join("\n"));
    assert.deepEqual(watched.touched(), [], "somebody outside of the program was changed");
    for (const [emailId, times] of watched.births)
        assert.ok(times <= births(emailId), `${emailId} was added ${times} times`);
}

/** Fails unless each failure is told at the resource that it is about, with a cause, and names nobody else's people. */
export function assertToldAtItsOwn(failures: Failure[], program: Program): void {
    const everybody = peopleOf(program);
    for (const { resource, about, message } of failures) {
        assert.ok(
            about.some((emailId) => message.includes(emailId)),
            `${resource} failed without a word of its person: ${message}`,
        );
        const others = everybody.filter((emailId) => !about.includes(emailId) && message.includes(emailId));
        assert.deepEqual(others, [], `${resource} tells of other people: ${message}`);
        assert.match(message, /: \S/, `${resource} failed without a cause: ${message}`);
    }
}

/** Fails unless the state holds the program, and a refresh and a preview find nothing to do. */
export async function assertSettled(engine: Engine, program: Program): Promise<void> {
    const declared = program.map(addressIn).sort();
    assert.deepEqual(engine.resources(), declared, "the state does not hold the program");
    assert.deepEqual(await engine.refresh(), [], "a refresh fails");
    assert.deepEqual(engine.resources(), declared, "a refresh loses resources");
    assert.deepEqual(await engine.preview(program), [], "the preview after a refresh is not empty");
}

function declaredOf(
    program: Program,
    emailId: string,
    { groups: givenGroups, roles: givenRoles }: { groups: string[]; roles: string[] },
) {
    const own = personByPerson(program).filter((resource) => addressesOf(resource).includes(emailId));
    const user = v.parse(declaredUser, own.find(({ type }) => type === "KoreUser")?.args ?? {});
    const access = v.parse(declaredAccess, own.find(({ type }) => type === "KoreUserAccess")?.args ?? {});
    const { firstName, lastName, dept, groups, roles, assignBotTasks } = user;
    return {
        profile: Object.fromEntries(
            Object.entries({ firstName, lastName, dept }).filter(([, value]) => value !== undefined),
        ),
        canCreateBot: access.canCreateBot ?? user.canCreateBot ?? false,
        isDeveloper: access.isDeveloper ?? user.isDeveloper ?? false,
        dataTables: access.hasDataTableAndViewAccess,
        groups: [...groups, ...givenGroups].sort(),
        roles: [...roles.map(keyOf), ...givenRoles],
        assignBotTasks: assignBotTasks
            .map(({ streamId, dialogs = [] }) => `${streamId} ${[...dialogs].sort().join()}`)
            .sort(),
    };
}

/** One role as a text. */
export function keyOf({ roleId, botId }: Person["roles"][number]): string {
    return `${roleId}@${botId ?? ""}`;
}

function isConferrable(each: string, conferred: Map<string, string[]>): boolean {
    return [...conferred.values()].some((roles) => roles.includes(each));
}
