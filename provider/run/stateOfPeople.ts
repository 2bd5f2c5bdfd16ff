import * as v from "valibot";
import { present } from "../api/answers";
import { normalEmail } from "../api/email";
import type { Kind } from "../model/kinds";
import { flagNames, membership } from "../model/declared";
import { secretKey, secretSignature } from "../schema/inputs";
import { hash, type LineOf } from "./record";

/** What the state had of a person before the run, as one resource. */
export interface StateOfPerson {
    type: Kind;
    emailId: string;
    /** The account's name there: its host. */
    account: string | undefined;
    /** Whether it had given them a flag. */
    isFlagged: boolean;
    /** For the record; its person is the address as it is. */
    line: LineOf<"before">;
}

// A secret value in the answer of an invoke.
const secret = v.looseObject({ [secretKey]: v.literal(secretSignature), value: v.unknown() });

/** A value, or a secret one; undefined for one that is not set, or is none of ours. */
function plain<TSchema extends v.GenericSchema>(schema: TSchema) {
    return v.exactOptional(
        v.fallback(
            v.pipe(
                v.unknown(),
                v.transform((value) => (v.is(secret, value) ? value.value : value) ?? undefined),
                v.optional(schema),
            ),
            undefined,
        ),
    );
}

const texts = v.array(v.string());
const outputs = v.object({
    emailId: plain(v.string()),
    emailIds: plain(texts),
    account: plain(v.string()),
    userId: plain(v.string()),
    adopted: plain(v.boolean()),
    unlisted: plain(v.boolean()),
    letGo: plain(v.boolean()),
    canCreateBot: plain(v.boolean()),
    isDeveloper: plain(v.boolean()),
    hasDataTableAndViewAccess: plain(v.boolean()),
    groups: plain(membership.groups.wrapped),
    roles: plain(membership.roles.wrapped),
    assignBotTasks: plain(membership.assignBotTasks.wrapped),
    handedOver: plain(flagNames),
    reported: plain(v.array(v.looseObject({ emailId: v.string(), userId: v.exactOptional(v.string()) }))),
});
/** The people of one resource. @param given its outputs */
export function peopleIn(urn: string, type: Kind, given: unknown): StateOfPerson[] {
    if (type === "KoreUsers") return peopleOfSet(urn, given);
    const state = v.safeParse(outputs, given);
    return state.success ? peopleOf(urn, type, state.output) : [];
}

function peopleOf(urn: string, type: Kind, state: v.InferOutput<typeof outputs>): StateOfPerson[] {
    const { emailId, emailIds, reported, account, ...declared } = state;
    const { canCreateBot, isDeveloper, hasDataTableAndViewAccess, handedOver } = declared;
    const isFlagged = canCreateBot === true || isDeveloper === true || handedOver !== undefined;
    const common = { type, account, isFlagged };
    const lineOf = (person: string) => ({ line: "before" as const, urn, type, person, account: hash(account ?? "") });
    if (type === "KoreUserAccess") {
        const members = new Set(
            [...(emailIds ?? []), ...(reported ?? []).map((report) => report.emailId)].map(normalEmail),
        );
        const holders = new Set((emailIds ?? []).map(normalEmail));
        const flags = present({ canCreateBot, isDeveloper, hasDataTableAndViewAccess });
        const userIds = new Map((reported ?? []).map((report) => [normalEmail(report.emailId), report.userId]));
        return [...members].map((member) => {
            const who = present({ userId: userIds.get(member) });
            const line = { ...lineOf(member), ...who, ...(holders.has(member) ? flags : {}) };
            return { ...common, emailId: member, line };
        });
    }
    if (emailId === undefined) return [];
    const person = normalEmail(emailId);
    return [{ ...common, emailId: person, line: { ...lineOf(person), ...present(declared) } }];
}

const { userId, adopted, unlisted, letGo, handedOver, reported: _, ...declarations } = outputs.entries;
const declared = v.object(declarations);
/** What is kept of one of a set's people beside what is declared; what Kore.ai reported of them stands there as well. */
const facts = v.object({ userId, adopted, unlisted, letGo, handedOver });
const set = v.object({
    account: plain(v.string()),
    people: plain(v.record(v.string(), v.unknown())),
    reported: plain(v.looseObject({ people: v.record(v.string(), v.unknown()) })),
});

/** Each person of a KoreUsers, as the KoreUser that it would be. */
function peopleOfSet(urn: string, given: unknown): StateOfPerson[] {
    const state = v.safeParse(set, given);
    if (!state.success) return [];
    const { account, people = {}, reported } = state.output;
    return Object.entries(people).flatMap(([emailId, given]) => {
        const own = partOf(declared, given);
        const about = partOf(facts, reported?.people[emailId]);
        return peopleOf(urn, "KoreUsers", { ...own, ...about, emailId, ...present({ account }) });
    });
}

/** What is known of a value that may be secret; nothing, where it is none of ours. */
function partOf<T extends object>(schema: v.GenericSchema<unknown, T>, value: unknown): Partial<T> {
    const known = v.safeParse(plain(schema).wrapped, value);
    return known.success ? (known.output ?? {}) : {};
}
