import type { Emulator, Seed } from "kore-emulator";
import type { AccountDirectory } from "../../review/src/directory/schema";
import { powerOfRole } from "../../review/src/directory/power";

/** What kore-access directory writes of an emulated account. */
export function directoryOf(host: string, { account }: Emulator, seed: Seed): AccountDirectory {
    const people = account.people();
    return {
        version: 1,
        host,
        asOf: "2026-01-31T12:00:00.000Z",
        incomplete: [],
        roles: seed.roles.map(({ roleId, name, roleType }) => ({
            id: roleId,
            name,
            kind: roleType,
            power: powerOfRole(roleType, name),
            permissions: [],
        })),
        groups: seed.groups.map(({ groupId, name, roles = [] }) => {
            const isWhole = people.some(({ groups }) => groups.includes(groupId));
            return { id: groupId, name, confers: isWhole ? roles : [], isWhole };
        }),
        bots: seed.bots.map(({ botId, name }) => ({ id: botId, name })),
    };
}
