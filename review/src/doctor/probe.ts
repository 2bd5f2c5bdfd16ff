import axios, { isAxiosError } from "axios";
import * as v from "valibot";
import { endpoints, isOfProxy, withoutProxy, type ClientSettings, type Proxy } from "#client";

/** Seconds until a request without an answer counts as lost: somebody waits for what the doctor says. */
export function patienceOf({ requestTimeout }: ClientSettings): number {
    return Math.min(10, requestTimeout);
}

/** What came back from the host, whatever it is. */
export interface ProbeAnswer {
    status: number;
    body: string;
    location: string | undefined;
    /**
     * Seconds by which this machine's clock is ahead of the host's, or behind where negative; undefined where the
     * answer has no time.
     */
    clockAhead: number | undefined;
}

/** The proxy's own answer: the request did not get to the host. */
export interface ProxyAnswer {
    refusedBy: Proxy;
    status: number;
}

const text = v.optional(v.string());
const headerSchema = v.object({ location: text, date: text });

// A list: the documented refusal of a request without a token comes before anything is read.
export const probePath = endpoints.roles.path;

/**
 * Asks the host for a list without a token, so that no token reaches a host that turns out to be another. Kore.ai
 * answers 401.
 *
 * @returns how the connection failed, where no answer came, by the code of Node.js or axios
 */
export async function probe(
    settings: ClientSettings,
    proxy: Proxy | undefined,
    now: () => number,
): Promise<ProbeAnswer | ProxyAnswer | { code: string }> {
    const started = now();
    const patience = patienceOf(settings) * 1000;
    try {
        const response = await axios.get<string>(`${settings.baseUrl}${probePath}`, {
            ...(proxy?.options ?? withoutProxy),
            params: { roleType: "admin", limit: 1 },
            timeout: patience,
            // The time-out of axios starts with the connection, which a proxy or DNS can hold up.
            signal: AbortSignal.timeout(patience),
            maxRedirects: 0,
            maxContentLength: 1 << 20,
            validateStatus: () => true,
            responseType: "text",
            transformResponse: (body: unknown) => body,
        });
        const { status, data, headers } = response;
        if (proxy !== undefined && isOfProxy(response)) return { refusedBy: proxy, status };
        const { location, date } = v.parse(headerSchema, headers);
        return { status, body: data, location, clockAhead: clockAhead((started + now()) / 2, date) };
    } catch (error) {
        if (!isAxiosError(error)) throw error;
        const { response } = error;
        if (proxy !== undefined && response !== undefined && isOfProxy(response))
            return { refusedBy: proxy, status: response.status };
        return { code: error.code ?? "" };
    }
}

// The header is cut to the second.
function clockAhead(local: number, date: string | undefined): number | undefined {
    const remote = Date.parse(date ?? "");
    return Number.isNaN(remote) ? undefined : (local - remote - 500) / 1000;
}
