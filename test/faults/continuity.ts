import type { Emulator, LogEntry, Person, Seed } from "kore-emulator";
import * as v from "valibot";
import { addressesOf, peopleOf, personByPerson, type Program } from "./program";

const role = v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) });
const declared = v.object({
    groups: v.exactOptional(v.array(v.string()), []),
    roles: v.exactOptional(v.array(role), []),
    assignBotTasks: v.exactOptional(
        v.array(v.object({ streamId: v.string(), dialogs: v.exactOptional(v.array(v.string())) })),
        [],
    ),
    canCreateBot: v.exactOptional(v.boolean(), false),
    isDeveloper: v.exactOptional(v.boolean(), false),
    hasDataTableAndViewAccess: v.exactOptional(v.boolean(), false),
});
const flags = ["canCreateBot", "isDeveloper", "hasDataTableAndViewAccess"] as const;

type Access = Pick<Person, (typeof flags)[number] | "groups" | "roles" | "assignBotTasks">;

/**
 * Follows the account through a run of a program, request by request, for what no end state shows: that somebody whom this program and the one
 * before both declare something for, and who has it when the run begins, is without it meanwhile. How a role is conferred makes no difference.
 */
export class Continuity {
    private wanted = new Map<string, Set<string>>();
    private readonly seed: Seed;

    constructor(
        private readonly account: Emulator["account"],
        private readonly offends: (offence: string) => void,
    ) {
        this.seed = account.seed();
    }

    /** A run of a program begins; `before` is the one that was applied last. */
    begin(before: Program, now: Program): void {
        this.wanted = new Map(
            peopleOf(now).map((emailId) => {
                const declaredBefore = this.declaredOf(before, emailId);
                const held = this.heldBy(emailId);
                return [
                    emailId,
                    new Set(
                        [...this.declaredOf(now, emailId)].filter((each) => declaredBefore.has(each) && held.has(each)),
                    ),
                ];
            }),
        );
    }

    /** Nothing is expected any more. */
    end(): void {
        this.wanted.clear();
    }

    /** Somebody is changed by hand, and what they have from then on is nobody's work. */
    forget(emailId: string): void {
        this.wanted.delete(emailId);
    }

    /** A request was dealt with. */
    look({ method, path }: LogEntry): void {
        for (const [emailId, wanted] of this.wanted) {
            const held = this.heldBy(emailId);
            const missing = [...wanted].filter((each) => !held.has(each));
            if (missing.length > 0)
                this.offends(
                    `declared and yet without it meanwhile: ${emailId}, ${missing.join(", ")}, after ${method} ${path}`,
                );
            for (const each of missing) wanted.delete(each);
        }
    }

    private declaredOf(program: Program, emailId: string): Set<string> {
        const own = personByPerson(program)
            .filter((resource) => addressesOf(resource).includes(emailId))
            .map(({ args }) => v.parse(declared, args));
        return new Set(
            own.flatMap(({ assignBotTasks, ...access }) => [
                ...this.inWords({
                    ...access,
                    assignBotTasks: assignBotTasks.map(({ streamId, ...tasks }) => ({ botId: streamId, ...tasks })),
                }),
            ]),
        );
    }

    private heldBy(emailId: string): Set<string> {
        const person = this.account.person(emailId);
        return person === undefined ? new Set() : this.inWords(person);
    }

    /** What an access comes to, each part as a text. */
    private inWords(access: Access): Set<string> {
        const { groups, bots } = this.seed;
        const conferred = groups
            .filter(({ groupId }) => access.groups.includes(groupId))
            .flatMap(({ roles = [] }) => roles);
        return new Set([
            "a place in the account",
            ...flags.filter((flag) => access[flag]),
            ...access.groups.map((group) => `group ${group}`),
            ...[...access.roles, ...conferred].map(
                ({ roleId, botId }) => `role ${roleId}${botId === undefined ? "" : ` on ${botId}`}`,
            ),
            ...access.assignBotTasks.flatMap(({ botId, dialogs = dialogsOf(bots, botId) }) =>
                dialogs.map((dialog) => `task ${dialog} of ${botId}`),
            ),
        ]);
    }
}

function dialogsOf(bots: Seed["bots"], botId: string): string[] {
    return (bots.find((bot) => bot.botId === botId)?.dialogs ?? []).map(({ dialogId }) => dialogId);
}
