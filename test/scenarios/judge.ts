import type { LogEntry, Person, Seed } from "kore-emulator";
import * as v from "valibot";
import type { WatchedAccount } from "../faults/watchedAccount";
import type { Declared } from "../harness/stack";

const flagNames = ["isDeveloper", "canCreateBot", "hasDataTableAndViewAccess"] as const;
const flags = v.object({
    isDeveloper: v.optional(v.boolean()),
    canCreateBot: v.optional(v.boolean()),
    hasDataTableAndViewAccess: v.optional(v.boolean()),
});
const userArgs = v.object({
    ...flags.entries,
    emailId: v.string(),
    roles: v.optional(v.array(v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) })), []),
    groups: v.optional(v.array(v.string()), []),
    assignBotTasks: v.optional(v.array(v.object({ streamId: v.string(), dialogs: v.array(v.string()) })), []),
});
const setArgs = v.object({ people: v.record(v.string(), v.looseObject({})) });
const accessArgs = v.object({
    ...flags.entries,
    emailIds: v.array(v.union([v.string(), v.object({ $output: v.string() })])),
});

/** What can go wrong. */
export const kinds = {
    taken: "somebody lost what the program declares, for a moment or for good",
    failed: "a command ended with an error",
    wrong: "after a step somebody had less than is declared, or more",
    unsettled: "an update after a refresh still found something to do",
    foreign: "somebody outside of the program was touched, or somebody was invited twice",
};

/** Something that went wrong in a step. */
export interface Offence {
    kind: keyof typeof kinds;
    step: string;
    what: string;
    /** The person or the resource, where it is about one. */
    about?: string;
    /** Milliseconds until what was taken was back, if it came back. */
    lasted?: number;
}

/** What somebody has, or is to have, as texts: a place in the account, flags, groups, roles, tasks. */
interface Access {
    has: Set<string>;
    /** Those of the roles that no group confers. */
    directly: Set<string>;
}

type AccessOfPeople = Map<string, Access>;

const place = "a place in the account";
const nothing: Access = { has: new Set(), directly: new Set() };
const inAccount: Access = { has: new Set([place]), directly: new Set() };

/** Watches an account, from request to request: who has something that the program of the step declares keeps it, at every moment. */
export class Judge {
    readonly offences: Offence[] = [];
    private step = "";
    private readonly names: Names;
    private readonly adopted: string[];
    private readonly known = new Set<string>();
    private declared: AccessOfPeople = new Map();
    private held: AccessOfPeople = new Map();
    private readonly lacking = new Map<string, { offence: Offence; since: number }>();

    constructor(private readonly watched: WatchedAccount) {
        this.names = new Names(watched.account.seed());
        this.adopted = watched.account.people().map(({ emailId }) => emailId);
        watched.onRequest = (entry) => this.look(entry);
    }

    /** From here on a program is carried out. */
    begin(step: string, program: Declared[]): void {
        this.step = step;
        this.declared = declaredBy(program, this.names);
        for (const emailId of this.declared.keys()) this.known.add(emailId);
        this.held = this.heldNow();
        this.lacking.clear();
    }

    /** The program has been carried out: the account is to equal it. Who is declared no more is gone, unless they were there before the program. */
    end(): void {
        for (const emailId of this.known) {
            const declared = this.declared.get(emailId) ?? (this.adopted.includes(emailId) ? inAccount : nothing);
            const held = this.held.get(emailId) ?? nothing;
            const beyond =
                held.has.has(place) && !declared.has.has(place)
                    ? [place]
                    : [...without(held.has, declared.has), ...without(held.directly, declared.directly)];
            for (const each of without(declared.has, held.has)) this.offend("wrong", `without ${each}`, emailId);
            for (const each of new Set(beyond)) this.offend("wrong", `${each} left over`, emailId);
        }
        for (const what of this.watched.offences.splice(0)) this.offend("foreign", what);
        for (const emailId of this.watched.touched()) this.offend("foreign", `${emailId} was changed`);
    }

    offend(kind: Offence["kind"], what: string, about?: string): Offence {
        const offence: Offence = { kind, step: this.step, what, ...(about === undefined ? {} : { about }) };
        this.offences.push(offence);
        return offence;
    }

    private look({ method, path }: LogEntry): void {
        const before = this.held;
        this.held = this.heldNow();
        for (const [emailId, declared] of this.declared) {
            const [had, has] = [before, this.held].map((held) => held.get(emailId)?.has);
            for (const each of declared.has) {
                const key = `${emailId} ${each}`;
                const lack = this.lacking.get(key);
                if (has?.has(each) === true) {
                    if (lack !== undefined) lack.offence.lasted = Date.now() - lack.since;
                    this.lacking.delete(key);
                } else if (had?.has(each) === true) {
                    this.lacking.set(key, {
                        offence: this.offend("taken", `${each} taken by ${method} ${path.split("/").at(-1)}`, emailId),
                        since: Date.now(),
                    });
                }
            }
        }
    }

    private heldNow(): AccessOfPeople {
        return new Map(this.watched.account.people().map((person) => [person.emailId, heldBy(person, this.names)]));
    }
}

/** The words for what an account knows by ids. */
class Names {
    private readonly named: Map<string, string>;
    private readonly conferred: Map<string, string[]>;

    constructor({ roles, bots, groups }: Seed) {
        const entries = [
            ...roles.map(({ roleId, name }) => [roleId, name] as const),
            ...bots.map(({ botId, name }) => [botId, name] as const),
            ...groups.map(({ groupId, name }) => [groupId, name] as const),
        ];
        this.named = new Map(entries);
        this.conferred = new Map(
            groups.map(({ groupId, roles: conferred = [] }) => [groupId, conferred.map((each) => this.role(each))]),
        );
    }

    role({ roleId, botId }: { roleId: string; botId?: string }): string {
        return `role ${this.named.get(roleId)}${botId === undefined ? "" : ` on ${this.named.get(botId)}`}`;
    }

    /** A group, and the roles that it confers. */
    group(groupId: string): string[] {
        return [`group ${this.named.get(groupId)}`, ...(this.conferred.get(groupId) ?? [])];
    }

    tasks(botId: string, dialogs: string[]): string[] {
        return dialogs.map((dialog) => `task ${dialog} of ${this.named.get(botId)}`);
    }
}

function heldBy(person: Person, names: Names): Access {
    const { roles, groups, assignBotTasks } = person;
    const directly = roles.map((role) => names.role(role));
    const tasks = assignBotTasks.flatMap(({ botId, dialogs = [] }) => names.tasks(botId, dialogs));
    return {
        has: new Set([
            place,
            ...flagsOf(person),
            ...directly,
            ...groups.flatMap((group) => names.group(group)),
            ...tasks,
        ]),
        directly: new Set(directly),
    };
}

function declaredBy(program: Declared[], names: Names): AccessOfPeople {
    const people: AccessOfPeople = new Map();
    const give = (emailId: string, has: string[], directly: string[] = []) => {
        const before = people.get(emailId) ?? nothing;
        people.set(emailId, {
            has: new Set([...before.has, place, ...has, ...directly]),
            directly: new Set([...before.directly, ...directly]),
        });
    };
    const users = new Map(
        program
            .filter(({ type }) => type === "KoreUser")
            .map(({ name, args }) => [`${name}.emailId`, v.parse(userArgs, args)]),
    );
    const ofSets = program
        .filter(({ type }) => type === "KoreUsers")
        .flatMap(({ args }) => Object.entries(v.parse(setArgs, args).people))
        .map(([emailId, person]) => v.parse(userArgs, { emailId, ...person }));
    for (const args of [...users.values(), ...ofSets]) {
        const tasks = args.assignBotTasks.flatMap(({ streamId, dialogs }) => names.tasks(streamId, dialogs));
        give(
            args.emailId,
            [...flagsOf(args), ...args.groups.flatMap((group) => names.group(group)), ...tasks],
            args.roles.map((role) => names.role(role)),
        );
    }
    for (const args of program
        .filter(({ type }) => type === "KoreUserAccess")
        .map((each) => v.parse(accessArgs, each.args))) {
        for (const member of args.emailIds)
            give(
                typeof member === "string" ? member : (users.get(member.$output)?.emailId ?? member.$output),
                flagsOf(args),
            );
    }
    return people;
}

function flagsOf(args: v.InferOutput<typeof flags>): string[] {
    return flagNames.filter((flag) => args[flag] === true);
}

function without(these: Set<string>, those: Set<string>): string[] {
    return [...these].filter((each) => !those.has(each));
}
