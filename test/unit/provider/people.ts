import type { Person } from "../../../provider/api/answers";
import { ids } from "../../fixtures/fixture";

/** Someone who has nothing, but for what is given here. */
export function person(given: Partial<Person>): Person {
    return {
        emailId: "ada@example.com",
        userId: ids.person,
        canCreateBot: false,
        isDeveloper: false,
        roles: [],
        groups: [],
        ...given,
    };
}
