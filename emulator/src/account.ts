import type { Fault } from "./faults";
import type { Limits } from "./limits";
import type { Person, PersonChange, SeedPerson } from "./person";
import type { LogEntry, LogFilter } from "./requestLog";
import type { Seed } from "./seed";
import type { Switches } from "./switches";

/**
 * The emulated account as a test or an administrator sees it: what it holds, what it was asked, and changes that no API
 * makes.
 */
export interface Account {
    /** A copy of one person, whatever the letter case of the address; undefined if nobody of this account has it. */
    person(emailId: string): Person | undefined;
    /** Copies of all people, oldest first. */
    people(): Person[];
    /** Changes somebody by hand. */
    changePerson(emailId: string, change: PersonChange): void;
    /** Adds somebody by hand: no invitation is sent. */
    addPerson(person: SeedPerson): void;
    /** Removes somebody by hand, owners too. */
    removePerson(emailId: string): void;
    /** Removes somebody and creates them again with the same access and another userId. */
    recreatePerson(emailId: string): void;
    /** The apps, bots, roles and groups, and the people to start with. */
    seed(): Seed;
    /** The requests that were answered, or left without an answer by a fault; oldest first. */
    requests(filter?: LogFilter): LogEntry[];
    /** Empties the request log. */
    clearRequests(): void;
    /** The value of every switch. */
    switches(): Switches;
    /** Changes some switches. */
    setSwitches(chosen: Partial<Switches>): void;
    /** Orders a fault. */
    fault(fault: Fault): void;
    /** The faults that still wait. */
    faults(): Fault[];
    /** Drops the faults that still wait, and whatever people are hidden by a late index. */
    clearFaults(): void;
    /** Sets other rolling limits, or none. Requests counted so far stay counted. */
    setLimits(limits: Limits | "off"): void;
    /** Sets how long every answer takes at least. */
    setLatency(milliseconds: number): void;
    /**
     * Back to the seed (this one, or that of the start): default switches but for those given, empty log, no faults,
     * empty rate windows, and limits and latency of the start.
     */
    reset(seed?: Seed, switches?: Partial<Switches>): void;
}
