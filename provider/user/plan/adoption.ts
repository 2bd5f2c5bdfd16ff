import type { Person } from "../../api/answers";
import { KoreError } from "../../api/errors";
import { type Before } from "../../run/manifest";
import { present } from "../../api/answers";
import { isActive } from "../../model/presence";
import { differencesOf, membershipInWords, replacedTasks, surplusMembership, withMembership } from "./difference";
import type { Facts, UserInputs } from "../schema";
import { isAsDeclared, surplusBeyond } from "./identity";
import { otherTasks } from "./duplicates";
import { beforeEnd, botsBeyondEnd, heldBeyondEnd } from "./expiry";
import type { Origin } from "../../run/additions";
import type { PersonInProgram } from "../../run/personInProgram";
import { handedOverBy, withoutTransferred } from "./transfer";
import { allTrue, type Flags, type Membership } from "../../model/declared";

/** How somebody who is in the account already is taken over. */
export interface Adoption {
    /** For the state; `adopted` says whether they were in the account before the stack. */
    facts: Facts;
    /** What another resource of the stack gave them, and is to go: flags that nobody declares now; tasks, where Kore.ai reports none; of a set all. */
    taken: Flags & Membership;
    notices: string[];
    /** That the person's orgUserId is not compared; said once a run. */
    orgUserIdNotice?: string;
}

/**
 * Decides whether somebody who is in the account already is taken over: as somebody whom this stack has had as another
 * resource, or else as `adopt` allows.
 *
 * @param account the account's name
 * @param origin whether a create of this stack has added them, whose end is in no state; perhaps: then nobody else has, if they are as declared
 * @throws KoreError `mismatch`, where they are not
 */
export function adoptionOf(
    user: UserInputs,
    person: Person,
    program: PersonInProgram,
    { account, origin }: { account: string; origin: Origin },
): Adoption {
    const before = program.before(person.userId, account);
    const { adopted, ...said } =
        before === undefined ? adopting(user, person, program, origin) : moving(user, person, before);
    const given = flagsOf(before, program);
    // Flags come and go together: one that was declared there and is not here goes now, as in an update.
    const flags = withoutTransferred(given, program.flags("KoreUserAccess"));
    const assignBotTasks =
        otherTasks(user, person, before === undefined ? [] : [before]) ?? givenTasks(user, person, before);
    // A set lets its people go before others have them, so that what is not declared here is for this step to take.
    const { groups, roles } = before?.type === "KoreUsers" ? before : {};
    const taken = withMembership(
        { ...botsBeyondEnd(user, person), ...flags, ...present({ assignBotTasks, groups, roles }) },
        heldBeyondEnd(user, person),
    );
    return { facts: { account, adopted, ...handedOverBy(given, user, program) }, taken, notices: [], ...said };
}

/**
 * Tasks that the stack has given somebody, where others are declared here and Kore.ai reports them: what is left of them after an update was not
 * taken, and is none that the account assigns by itself.
 */
function givenTasks(user: UserInputs, person: Person, before: Before | undefined): UserInputs["assignBotTasks"] {
    const isCompared = user.assignBotTasks !== undefined && person.assignBotTasks !== undefined;
    return isCompared ? before?.assignBotTasks : undefined;
}

type Decided = Pick<Adoption, "orgUserIdNotice"> & { adopted: boolean; notices?: string[] };

/**
 * Somebody whom this stack has had as another resource: what is declared here is brought to them, and what was declared there
 * goes when that one does.
 */
function moving(user: UserInputs, person: Person, { adopted, groups = [], roles = [] }: Before): Decided {
    const declared = withMembership(user, { groups, roles });
    const surplus = user.exclusive === true ? membershipInWords(surplusMembership(declared, person), person) : [];
    if (surplus.length > 0) throw notMoved(user.emailId, surplus);
    return { adopted: adopted === true };
}

function adopting(user: UserInputs, person: Person, program: PersonInProgram, origin: Origin): Decided {
    const { emailId } = user;
    const adopt = origin !== "unknown" && user.adopt === "never" ? "ifSame" : (user.adopt ?? "ifSame");
    if (adopt === "never") throw notCreated(emailId, "this person is in the account already, and adopt is 'never'");
    const declared = comparedWith(user, person, program, origin);
    const surplus = surplusBeyond(declared, person, program);
    const differences = [...differencesOf(declared, person), ...surplus];
    // Nothing is taken that no preview has shown, so that an exclusive declaration takes nobody over who has more.
    const replaced = user.exclusive === true ? surplus : replacedTasks(declared, person);
    const refusing = adopt === "takeOver" ? replaced : differences;
    if (refusing.length > 0) {
        throw notCreated(emailId, "this person is in the account already, and differs from the program", refusing);
    }
    const adopted = origin === "unknown" || (origin === "perhaps" && differences.length > 0);
    const notices = [];
    if (adopted && !isActive(person)) {
        notices.push(
            `${emailId} was in the account already, as '${person.status}'; they are adopted, and no new invitation is sent.`,
        );
    }
    if (surplus.length > 0) {
        notices.push(`${emailId} was in the account already and is taken over; left as it is: ${surplus.join("; ")}.`);
    }
    if (!adopted || user.orgUserId === undefined) return { adopted, notices };
    const orgUserIdNotice = `${emailId} was in the account already: orgUserId is not sent to those who are, and Get User Information does not report it, so that it is unverified.`;
    return { adopted, notices, orgUserIdNotice };
}

/** What is declared of somebody; of whom a run of the stack has added, as it was before its end, where that is what they have. */
function comparedWith(user: UserInputs, person: Person, program: PersonInProgram, origin: Origin): UserInputs {
    const before = beforeEnd(user);
    return origin !== "unknown" && isAsDeclared(before, person, program) ? before : user;
}

function flagsOf(
    { userId, canCreateBot, isDeveloper, handedOver = [] }: Partial<Before> = {},
    program: PersonInProgram,
): Flags {
    const taken = program.taken(userId, handedOver);
    const declared = present({ canCreateBot: canCreateBot ?? undefined, isDeveloper: isDeveloper ?? undefined });
    return { ...allTrue(handedOver.filter((flag) => !taken.includes(flag))), ...declared };
}

function notMoved(emailId: string, surplus: string[]): KoreError {
    return new KoreError({
        code: "kore:unseen-surplus",
        kind: "mismatch",
        what: `${emailId} was not created`,
        why: ["", "exclusive would take back what no preview has shown:", ...surplus.map((each) => `  ${each}`)].join(
            "\n  ",
        ),
        advice: "Declare it; or move the person without exclusive first, and turn that on in a later update, of which the preview shows what goes.",
    });
}

function notCreated(emailId: string, why: string, differences: string[] = []): KoreError {
    return new KoreError({
        code: "kore:already-there",
        kind: "mismatch",
        what: `${emailId} was not created`,
        why:
            differences.length === 0
                ? why
                : ["", `${why}:`, ...differences.map((difference) => `  ${difference}`)].join("\n  "),
        advice: "Declare what this person has, to take them over unchanged; or adopt: 'takeOver', to bring what is declared to the program and leave the rest.",
    });
}
