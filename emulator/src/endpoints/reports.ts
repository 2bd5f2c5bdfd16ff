import type { Person, PersonStatus } from "../person";
import type { Switches } from "../switches";

/** Whether usersInfo and alluserroles know somebody of the account. */
export function isListed(person: Person, { newPersonListed }: Switches): boolean {
    return newPersonListed === "atOnce" || person.awaitsActivation !== true;
}

const statusWords: Record<Switches["statusWords"], Record<"active" | "not active", string>> = {
    lower: { active: "active", "not active": "not active" },
    capital: { active: "Active", "not active": "Not Active" },
    inactive: { active: "Active", "not active": "Inactive" },
};

/** A status in the words of reports: only the pages of the Admin Console have Suspended and Locked. */
export function statusWord(status: PersonStatus, switches: Switches): string {
    switch (status) {
        case "suspended":
            return "Suspended";
        case "locked":
            return "Locked";
        case "active":
        case "not active":
            return statusWords[switches.statusWords][status];
    }
}

/** A report with its empty texts and lists, at any depth, as the switch says. */
export function withAbsent(report: object, switches: Switches): object {
    const { absentText } = switches;
    if (absentText === "empty") {
        return report;
    }
    const entries = Object.entries(report).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
        if (!isEmpty(value)) {
            return [[key, inner(value)]];
        }
        return absentText === "null" ? [[key, null]] : [];
    });
    return Object.fromEntries(entries);

    function inner(value: unknown): unknown {
        if (Array.isArray(value)) {
            return value.map(inner);
        }
        return typeof value === "object" && value !== null ? withAbsent(value, switches) : value;
    }
}

function isEmpty(value: unknown): boolean {
    return value === "" || (Array.isArray(value) && value.length === 0);
}
