import type { Fault } from "./faults";

/** People whom usersInfo does not know yet, by order of a `lateIndex` fault. */
export class LateIndex {
    private readonly hidden = new Map<string, { until: number; lookUps: number }>();

    /**
     * Hides somebody from usersInfo for the time and the look-ups that the fault says; for one look-up if it says
     * neither.
     */
    hide(emailId: string, fault: Extract<Fault, { kind: "lateIndex" }>, now: number): void {
        const lookUps = fault.lookUps ?? (fault.milliseconds === undefined ? 1 : 0);
        this.hidden.set(emailId.toLowerCase(), { until: now + (fault.milliseconds ?? 0), lookUps });
    }

    /** Whether this look-up still misses somebody; it counts as one. */
    misses(emailId: string, now: number): boolean {
        const key = emailId.toLowerCase();
        const entry = this.hidden.get(key);
        if (entry === undefined) {
            return false;
        }
        if (entry.lookUps > 0) {
            entry.lookUps -= 1;
            return true;
        }
        if (now < entry.until) {
            return true;
        }
        this.hidden.delete(key);
        return false;
    }

    /** Shows everybody again. */
    clear(): void {
        this.hidden.clear();
    }
}
