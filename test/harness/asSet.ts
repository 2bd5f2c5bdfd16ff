import * as v from "valibot";
import { normalEmail } from "../../provider/api/email";
import { userState } from "../../provider/user/schema";
import { keptPeople, peopleIn } from "../../provider/users/keptPeople";
import { usersState } from "../../provider/users/schema";
import { providerLines } from "./managed";
import type { Properties } from "./providerProcess";

/** Whether each KoreUser of a test is sent as a KoreUsers of one person, which all rules of a KoreUser hold for as well. */
const isAsSet = process.env["KORE_TEST_AS_SET"] === "1";

/** What stands for a KoreUser: the same person in a KoreUsers. */
export interface AsSet {
    emailId: string;
}

/** The set that stands for a KoreUser; undefined for any other resource, and for an address that is not known, which no set has. */
export function asSet(properties: Properties): AsSet | undefined {
    const { __provider, emailId } = properties;
    if (!isAsSet || __provider !== providerLines.KoreUser || typeof emailId !== "string") return undefined;
    return { emailId: normalEmail(emailId) };
}

/** Arguments of a KoreUser as those of a set. */
export function inputsToSet({ emailId, __provider, __program, ...person }: Properties): Properties {
    if (typeof emailId !== "string") return {};
    return {
        people: { [emailId]: person },
        __provider: providerLines.KoreUsers,
        ...(__program === undefined ? {} : { __program }),
    };
}

/** The state of a KoreUser as that of a set. */
export function stateToSet({ __provider, ...properties }: Properties): Properties {
    const state = v.parse(userState, properties);
    const { account = "", emailId } = state;
    return { ...keptPeople({}, new Map([[emailId, state]])), account, __provider: providerLines.KoreUsers };
}

/** The arguments of a set's person as those of a KoreUser. */
export function inputsFromSet({ emailId }: AsSet, { people, __program }: Properties): Properties {
    const known = v.safeParse(v.record(v.string(), v.unknown()), people);
    const person = known.success ? known.output[emailId] : undefined;
    return {
        emailId,
        ...(person as Properties | undefined),
        __provider: providerLines.KoreUser,
        ...(__program === undefined ? {} : { __program }),
    };
}

/** The state of a set's person as that of a KoreUser; undefined where they are in none. */
export function stateFromSet({ emailId }: AsSet, { __provider, ...properties }: Properties): Properties | undefined {
    const person = peopleIn(v.parse(usersState, properties)).get(emailId);
    return person === undefined ? undefined : { ...person, __provider: providerLines.KoreUser };
}

/** The property of a KoreUser that a failure of a set is about. */
export function propertyFromSet(property: string): string {
    return property === "" ? "emailId" : property.replace(/^people\["[^"]*"\]\.?/, "");
}
