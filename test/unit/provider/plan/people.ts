import assert from "node:assert/strict";
import { KoreError } from "../../../../provider/api/errors";
import type { Person } from "../../../../provider/api/answers";
import type { LookUp } from "../../../../provider/api/client";
import type { PersonInProgram } from "../../../../provider/run/personInProgram";
import type { UserInputs, UserState } from "../../../../provider/user/schema";

export const emailId = "ada@example.com";
export const group = "e-00000000-0000-5000-8000-000000000001";
export const otherGroup = "e-00000000-0000-5000-8000-000000000002";
export const analyst = { roleId: "0000000000000000000000a1" };
export const developer = { roleId: "0000000000000000000000b2", botId: "st-00000000-0000-5000-8000-000000000001" };
export const account = "bots.kore.ai";

/** Somebody in the account. */
export function person(had: Partial<Person> = {}): Person {
    return {
        emailId,
        userId: "u-1",
        status: "active",
        canCreateBot: false,
        isDeveloper: false,
        roles: [],
        groups: [],
        ...had,
    };
}

/** Who has all that a KoreUser can give. */
export const rich = person({
    isDeveloper: true,
    canCreateBot: true,
    roles: [{ ...analyst, roleName: "Analyst", groups: [] }],
    groups: [{ groupId: group, groupName: "Support" }],
});

export function seen(had: Partial<Person> = {}): LookUp {
    return { emailId, person: person(had) };
}

export const nobody: LookUp = { emailId, unknown: { emailId, message: "User not found" } } as LookUp;

export const unanswered: LookUp = {
    emailId,
    error: new KoreError({ code: "kore:answer-lost", kind: "lost", what: "no answer", why: "reset" }),
};

export function user(declared: Partial<UserInputs> = {}): UserInputs {
    return { emailId, ...declared };
}

/** The state of somebody whom the stack has added. */
export function state(facts: Partial<UserState> = {}): UserState {
    return {
        emailId,
        userId: "u-1",
        account,
        adopted: false,
        reported: { canCreateBot: false, isDeveloper: false, roles: [], groups: [] },
        ...facts,
    };
}

/** A program that says nothing else of the person. */
export function program(says: Partial<PersonInProgram> = {}): PersonInProgram {
    return {
        isWhole: () => true,
        unchecked: () => undefined,
        successor: () => undefined,
        koreUser: () => undefined,
        flags: () => ({}),
        awaited: () => [],
        abandoned: () => [],
        taken: () => [],
        doubt: () => undefined,
        before: () => undefined,
        duplicates: () => [],
        unlisted: () => undefined,
        urn: () => undefined,
        forget: () => "pulumi state delete URN",
        ...says,
    };
}

/** Whether something is refused in these words. */
export function refuses(decide: () => unknown, words: RegExp): void {
    assert.throws(decide, (error) => error instanceof KoreError && words.test(error.message));
}
