import { seedIds } from "kore-emulator";

/** A person of the bench's program: names, two flags, one role. */
export interface BenchPerson {
    /** The resource's name. */
    name: string;
    emailId: string;
    firstName: string;
    lastName: string;
    canCreateBot: boolean;
    isDeveloper: boolean;
    roles: { roleId: string; botId: string }[];
}

/** Some people, always the same. */
export function peopleOf(count: number): BenchPerson[] {
    return Array.from({ length: count }, (_, index) => {
        const number = String(index + 1).padStart(4, "0");
        return {
            name: `person-${number}`,
            emailId: `person-${number}@example.com`,
            firstName: `First${number}`,
            lastName: `Last${number}`,
            canCreateBot: index % 10 === 0,
            isDeveloper: true,
            roles: [{ roleId: seedIds.botRoles.developer, botId: seedIds.bots.support }],
        };
    });
}

/** The same people, one of them with another flag. */
export function withOneChanged(people: BenchPerson[]): BenchPerson[] {
    return people.map((person, index) =>
        index === Math.floor(people.length / 2) ? { ...person, canCreateBot: !person.canCreateBot } : person,
    );
}
