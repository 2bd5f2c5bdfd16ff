import * as v from "valibot";
import { catalogueSchema, controlErrorSchema, healthSchema } from "./controlSchemas";
import { EmulatorError } from "./emulatorError";
import { faultSchema, type Fault } from "./faults";
import { parse } from "./parse";
import { personSchema, type PersonChange } from "./person";
import type { AdminConsole } from "./adminConsole";
import { logEntrySchema } from "./requestLog";
import { switchesSchema, type Switches } from "./switches";

/** The account of a running emulator, through its control endpoints. */
export function remoteConsole(url: string): AdminConsole {
    const base = new URL("/_emulator/", url);

    async function call(method: string, path: string, body?: unknown): Promise<Response> {
        let response: Response;
        try {
            response = await fetch(new URL(path, base), {
                method,
                ...(body === undefined
                    ? {}
                    : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
            });
        } catch {
            throw new EmulatorError(`no emulator answers at ${url}`);
        }
        if (!response.ok) {
            const mistake = v.safeParse(controlErrorSchema, await response.json().catch(() => undefined));
            throw new EmulatorError(
                mistake.success ? mistake.output.error : `${url} answered ${response.status}: is it an emulator?`,
            );
        }
        return response;
    }

    async function read<Schema extends v.GenericSchema>(path: string, schema: Schema): Promise<v.InferOutput<Schema>> {
        const response = await call("GET", path);
        return parse(schema, await response.json().catch(() => undefined), `${url} is no emulator of this version`);
    }

    async function change(method: string, path: string, body?: unknown): Promise<void> {
        await call(method, path, body);
    }

    const personPath = (emailId: string): string => `people/${encodeURIComponent(emailId)}`;
    return {
        catalogue: () => read("catalogue", catalogueSchema),
        people: () => read("people", v.array(personSchema)),
        requests: () => read("requests", v.array(logEntrySchema)),
        switches: () => read("switches", switchesSchema),
        faults: () => read("faults", v.array(faultSchema)),
        changePerson: (emailId: string, to: PersonChange) => change("PATCH", personPath(emailId), to),
        removePerson: (emailId: string) => change("DELETE", personPath(emailId)),
        setSwitches: (chosen: Partial<Switches>) => change("PATCH", "switches", chosen),
        fault: (fault: Fault) => change("POST", "faults", fault),
        clearFaults: () => change("DELETE", "faults"),
        reset: () => change("POST", "reset", {}),
    };
}

/** The data file of the emulator at a URL (null: in memory); undefined if none answers there. */
export async function dataOfEmulator(url: string): Promise<string | null | undefined> {
    try {
        const response = await fetch(new URL("/_emulator/health", url), { signal: AbortSignal.timeout(1000) });
        const health = v.safeParse(healthSchema, await response.json());
        return health.success ? health.output.data : undefined;
    } catch {
        return undefined;
    }
}
