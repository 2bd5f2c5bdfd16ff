import type { Catalogue } from "./controlSchemas";
import type { EmulatedAccount } from "./emulatedAccount";
import type { Fault } from "./faults";
import type { Person, PersonChange } from "./person";
import type { LogEntry } from "./requestLog";
import type { Switches } from "./switches";

/** What the CLI does with an account, whether a server has it open or it lies in a data file. */
export interface AdminConsole {
    catalogue(): Promise<Catalogue>;
    people(): Promise<Person[]>;
    changePerson(emailId: string, change: PersonChange): Promise<void>;
    removePerson(emailId: string): Promise<void>;
    requests(): Promise<LogEntry[]>;
    switches(): Promise<Switches>;
    setSwitches(chosen: Partial<Switches>): Promise<void>;
    faults(): Promise<Fault[]>;
    fault(fault: Fault): Promise<void>;
    clearFaults(): Promise<void>;
    reset(): Promise<void>;
}

/** The account of a data file that no server has open. */
export function localConsole(account: EmulatedAccount): AdminConsole {
    return {
        catalogue: async () => Promise.resolve(account.catalogue()),
        people: async () => Promise.resolve(account.people()),
        requests: async () => Promise.resolve(account.requests()),
        switches: async () => Promise.resolve(account.switches()),
        faults: async () => Promise.resolve(account.faults()),
        changePerson: async (emailId, change) => Promise.resolve(account.changePerson(emailId, change)),
        removePerson: async (emailId) => Promise.resolve(account.removePerson(emailId)),
        setSwitches: async (chosen) => Promise.resolve(account.setSwitches(chosen)),
        fault: async (fault) => Promise.resolve(account.fault(fault)),
        clearFaults: async () => Promise.resolve(account.clearFaults()),
        reset: async () => Promise.resolve(account.reset()),
    };
}
