import type { AccountName } from "./accounts";

export interface Person {
    emailId: string;
    firstName: string;
    lastName: string;
    /** The accounts that they work in. */
    accounts: AccountName[];
    reason: string;
}

export const people: Record<string, Person> = {
    radia: {
        emailId: "radia@example.com",
        firstName: "Radia",
        lastName: "Joy",
        accounts: ["eu", "us"],
        reason: "Brings the Support bot from Europe to the US",
    },
    vint: {
        emailId: "vint@example.com",
        firstName: "Vint",
        lastName: "Gray",
        accounts: ["us"],
        reason: "Maintains the Support bot of the US",
    },
};
