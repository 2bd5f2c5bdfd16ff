import { KoreError, proxyOf, type ClientSettings, type Proxy } from "#client";
import * as v from "valibot";
import { visible } from "../visible";
import type { Commands } from "./commands";
import { ok, problem, type Checked, type Finding } from "./finding";
import { patienceOf, probePath, type ProbeAnswer, type ProxyAnswer } from "./probe";

/** What is known of a host that answers as Kore.ai's API does. */
export interface Api {
    clockAhead: number | undefined;
    /** It refused the first request already, for the account's limit. */
    isRateLimited: boolean;
}

const refusalSchema = v.pipe(
    v.string(),
    v.parseJson(),
    v.looseObject({ errors: v.array(v.looseObject({ msg: v.optional(v.string(), "") })) }),
);
const listSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ roles: v.array(v.unknown()) }));

/** Whether what answered is Kore.ai's API. */
export function host(baseUrl: string, answer: ProbeAnswer, commands: Commands): Checked<Api> {
    const { status, body, clockAhead } = answer;
    const shown = visible(baseUrl);
    const elsewhere = addressFix(baseUrl, commands);
    const between = somethingBetween(baseUrl, answer, commands);
    if (between !== undefined) return { finding: between };

    const refusal = v.safeParse(refusalSchema, body);
    const message = refusal.success ? (refusal.output.errors[0]?.msg ?? "") : "";
    const isRateLimited = status === 429 || /rate limit/i.test(message);
    const answers: Checked<Api> = { finding: ok("host", `${shown} answers`), known: { clockAhead, isRateLimited } };
    if (isRateLimited) return answers;
    if (status === 404) return wrong(`${shown} has no Kore.ai API: ${probePath} is not there (status 404)`, elsewhere);
    if (status >= 500)
        return wrong(`${shown} answers with status ${status}: the platform fails at the moment`, "Run again later.");
    if (!refusal.success && !v.is(listSchema, body))
        return wrong(`the answer of ${shown} (status ${status}) is not that of Kore.ai's API`, elsewhere);
    return answers;
}

function wrong(says: string, ...fix: string[]): { finding: Finding } {
    return { finding: problem("host", says, ...fix) };
}

/** What is wrong where something else than the host has answered: a proxy, a gateway, a redirection. */
function somethingBetween(baseUrl: string, answer: ProbeAnswer, commands: Commands): Finding | undefined {
    const { status, body, location } = answer;
    const shown = visible(baseUrl);
    if (status === 407)
        return problem(
            "host",
            "the proxy asks for a user and a password (status 407)",
            "Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT",
        );
    if (status >= 300 && status < 400 && location !== undefined) {
        const to = redirected(baseUrl, location);
        return problem(
            "host",
            `${shown} redirects to ${visible(location)} (status ${status}), and requests with a token do not follow`,
            to === undefined ? addressFix(baseUrl, commands) : commands.set("host", to),
        );
    }
    if (!body.trimStart().startsWith("<")) return undefined;
    return status >= 500
        ? problem(
              "host",
              `a gateway or proxy answers in place of ${shown}, with a web page (status ${status})`,
              "Run again later; if it stays, check the proxy and kore:host.",
          )
        : problem(
              "host",
              `${shown} answers with a web page (status ${status}), not as Kore.ai's API`,
              addressFix(baseUrl, commands),
          );
}

// Of letters that no shell reads: the address is shown in a command to copy.
const plain = /^https?:\/\/[\w.:[\]-]+(\/[\w.~-]+)*$/;

/** Another address of the same API. */
function redirected(baseUrl: string, location: string): string | undefined {
    if (!URL.canParse(location, baseUrl)) return undefined;
    const { origin, pathname, protocol } = new URL(location, baseUrl);
    const isSafe = protocol === "https:" || new URL(baseUrl).protocol === "http:";
    if (!isSafe || !pathname.endsWith(probePath)) return undefined;
    const address = `${origin}${pathname.slice(0, -probePath.length)}`;
    return plain.test(address) ? address : undefined;
}

function addressFix(baseUrl: string, commands: Commands): string {
    const { pathname, origin } = new URL(baseUrl);
    return pathname === "/"
        ? `Set the address of the Kore.ai environment: ${commands.set("host", "platform.kore.ai")}`
        : `Set the address without a path: ${commands.set("host", origin)}`;
}

interface Cause {
    codes: RegExp;
    says: (host: string, seconds: number) => string;
    fix: string[];
}

const certificates =
    "Let Node.js trust the authority that has signed it: NODE_EXTRA_CA_CERTS=authority.pem (not NODE_TLS_REJECT_UNAUTHORIZED=0, which gives the token to anybody).";

// Codes of Node.js and OpenSSL, and axios' own.
const causes: Cause[] = [
    {
        codes: /^ENOTFOUND$/,
        says: (host) => `there is no host ${host}`,
        fix: ["Check the spelling of kore:host, and this machine's DNS."],
    },
    {
        codes: /^EAI_AGAIN$/,
        says: (host) => `the name ${host} could not be looked up`,
        fix: ["Check this machine's network and DNS."],
    },
    {
        codes: /^ECONNREFUSED$/,
        says: (host) => `nothing listens at ${host}`,
        fix: ["Check the name and port of kore:host, and that no firewall is between."],
    },
    {
        codes: /^(ECONNABORTED|ETIMEDOUT|ERR_CANCELED)$/,
        says: (host, seconds) => `no answer from ${host} in ${seconds} s`,
        fix: ["Check kore:host, the network, and that no firewall is between."],
    },
    {
        codes: /^(ERR_TLS_CERT_ALTNAME_INVALID)$/,
        says: (host) => `the certificate is for another name than ${host}`,
        fix: ["Check the spelling of kore:host."],
    },
    {
        codes: /CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_/,
        says: (host) => `the certificate of ${host} is not trusted`,
        fix: [certificates],
    },
    {
        codes: /^(EPROTO|ERR_SSL_.*)$/,
        says: (host) => `${host} does not speak TLS`,
        fix: [
            "Check the port of kore:host; for a private installation without TLS write the URL, http://HOST:PORT, and set kore:plainHttp to true.",
        ],
    },
];

const broken: Omit<Cause, "codes"> = {
    says: (host) => `the connection to ${host} broke`,
    fix: ["Run again; if it stays, check the network, a proxy or a firewall."],
};

// Of looking a name up and of connecting, which by a proxy is to it alone.
const ofFirstConnection = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/;

/** Why there is no connection. */
export function unreachable(settings: ClientSettings, { code }: { code: string }, proxy: Proxy | undefined): Finding {
    if (proxy !== undefined && ofFirstConnection.test(code))
        return problem(
            "host",
            `there is no connection to the proxy ${proxy.address} (${code})`,
            proxyFix(settings.baseUrl, proxy),
        );
    const { says, fix } = causes.find(({ codes }) => codes.test(code)) ?? broken;
    const { baseUrl } = settings;
    return problem(
        "host",
        `${says(new URL(baseUrl).host, patienceOf(settings))}${code === "" ? "" : ` (${code})`}`,
        ...fix,
        proxyFix(baseUrl, proxy),
    );
}

function proxyFix(baseUrl: string, proxy: Proxy | undefined): string {
    const { protocol, hostname } = new URL(baseUrl);
    if (proxy === undefined)
        return `Where the network has a proxy: ${protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY"}=http://HOST:PORT`;
    return `${proxy.variable} has the proxy ${proxy.address}: check that proxy, or reach the host without it: NO_PROXY=${hostname}`;
}

/** The proxy that leads to the host, if there is one, or what is wrong with the variable that names it. */
export function proxyTo(
    baseUrl: string,
    environment: NodeJS.ProcessEnv,
): { finding?: Finding; proxy?: Proxy | undefined } {
    try {
        return { proxy: proxyOf(baseUrl, environment) };
    } catch (error) {
        if (!(error instanceof KoreError)) throw error;
        return { finding: problem("host", error.why, ...(error.advice === undefined ? [] : [error.advice])) };
    }
}

/** What is wrong where the proxy does not lead to the host. */
export function refusedByProxy(baseUrl: string, { refusedBy, status }: ProxyAnswer): Finding {
    const { variable, address, hasUser } = refusedBy;
    const { hostname } = new URL(baseUrl);
    if (status !== 407)
        return problem(
            "host",
            `the proxy ${address} does not lead to ${hostname} (status ${status})`,
            `It stands in ${variable}. Let it pass requests to this host, or reach the host without it: NO_PROXY=${hostname}`,
        );
    return hasUser
        ? problem(
              "host",
              `the proxy ${address} does not accept the user and the password of ${variable} (status 407)`,
              `Correct them, percent-encoded (%40 is @): ${variable}=http://USER:PASSWORD@HOST:PORT`,
          )
        : problem(
              "host",
              `the proxy ${address} asks for a user and a password (status 407)`,
              `Put them into ${variable}, percent-encoded (%40 is @): http://USER:PASSWORD@HOST:PORT`,
          );
}
