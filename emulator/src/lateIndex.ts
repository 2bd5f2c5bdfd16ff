import type { IndexFault } from "./faults";
import type { Person } from "./person";

/** What usersInfo still answers of somebody: a person as they were, or nobody. */
interface Late {
    until: number;
    lookUps: number;
    person?: Person;
}

/** People of whom usersInfo does not know the newest yet, by order of a `lateIndex` or `staleIndex` fault. */
export class LateIndex {
    private readonly late = new Map<string, Late>();

    /**
     * Keeps what usersInfo answers of an address, nobody or a person as they were, for the time and the look-ups that
     * the fault says; for one look-up if it says neither.
     */
    keep(emailId: string, person: Person | undefined, fault: IndexFault, now: number): void {
        const lookUps = fault.lookUps ?? (fault.milliseconds === undefined ? 1 : 0);
        const until = now + (fault.milliseconds ?? 0);
        this.late.set(emailId.toLowerCase(), { until, lookUps, ...(person === undefined ? {} : { person }) });
    }

    /** What this look-up sees in place of the newest, or undefined if it sees that; it counts as one. */
    look(emailId: string, now: number): Pick<Late, "person"> | undefined {
        const key = emailId.toLowerCase();
        const entry = this.late.get(key);
        if (entry === undefined) {
            return undefined;
        }
        if (entry.lookUps > 0) {
            entry.lookUps -= 1;
            return entry;
        }
        if (now < entry.until) {
            return entry;
        }
        this.late.delete(key);
        return undefined;
    }

    /** Shows everybody as they are again. */
    clear(): void {
        this.late.clear();
    }
}
