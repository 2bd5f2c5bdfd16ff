import { Agent } from "node:http";
import { BlockList, isIP } from "node:net";
import type { AxiosRequestConfig, AxiosResponse } from "axios";
import * as v from "valibot";
import { KoreError } from "../errors";

/** What requests to a host go by, as the environment says. */
export interface Proxy {
    /** The variable that names it. */
    variable: string;
    /** HOST:PORT: what may be shown of it. */
    address: string;
    hasUser: boolean;
    /** For a request that goes by it. */
    options: Pick<AxiosRequestConfig, "proxy" | "httpAgent">;
}

/** For a request that goes by no proxy: axios is not to look for one itself. */
export const withoutProxy: Proxy["options"] = { proxy: false };

// Node's own may go by a proxy already (NODE_USE_ENV_PROXY), which would be one before the other.
const httpAgent = new Agent({ keepAlive: true, timeout: 5_000 });

/**
 * The proxy that leads to a URL: as axios finds it, but with a user and a password as they are meant, and without TLS to
 * the proxy where no scheme is said.
 *
 * @throws KoreError where the variable has no address of a proxy
 */
export function proxyOf(url: string, environment: NodeJS.ProcessEnv): Proxy | undefined {
    const target = new URL(url);
    const names = [`${target.protocol.slice(0, -1)}_proxy`, "all_proxy"];
    const variable = names
        .flatMap((name) => [name, name.toUpperCase()])
        .find((name) => valueOf(name, environment) !== "");
    if (variable === undefined || isExempt(target, environment)) return undefined;
    return proxyIn(variable, valueOf(variable, environment));
}

function valueOf(variable: string, environment: NodeJS.ProcessEnv): string {
    return environment[variable]?.trim() ?? "";
}

function proxyIn(variable: string, value: string): Proxy {
    const address = value.includes("://") ? value : `http://${value}`;
    if (!URL.canParse(address)) throw unusable(variable, "is not the address of a proxy");
    const url = new URL(address);
    if (url.protocol !== "http:" && url.protocol !== "https:")
        throw unusable(variable, "is not the address of an HTTP proxy: others are not supported");
    // What follows a slash, a # or a ? of a password is no part of the host.
    if (/@/.test(url.pathname + url.search + url.hash)) throw unusable(variable, "is not the address of a proxy");
    const port = portOf(url);
    const [username, password] = [decoded(url.username), decoded(url.password)];
    const hasUser = username !== "" || password !== "";
    return {
        variable,
        address: `${url.hostname}:${port}`,
        hasUser,
        options: {
            proxy: {
                protocol: url.protocol,
                host: withoutBrackets(url.hostname),
                port,
                ...(hasUser && { auth: { username, password } }),
            },
            httpAgent,
        },
    };
}

function portOf({ protocol, port }: URL): number {
    return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

// A % that was not meant as the start of a code stays.
function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

function withoutBrackets(hostname: string): string {
    return hostname.replace(/^\[|\]$/g, "");
}

// Never with its value, which may have a password anywhere.
function unusable(variable: string, why: string): KoreError {
    return new KoreError({
        code: "kore:proxy-unusable",
        kind: "settings",
        what: "No request was sent",
        why: `${variable} ${why}`,
        advice:
            `Set it to http://HOST:PORT, or to http://USER:PASSWORD@HOST:PORT with the characters @ : / ? # % of both ` +
            "percent-encoded (%40 %3A %2F %3F %23 %25).",
    });
}

/** Whether NO_PROXY has the host: by name, with a wildcard or a dot before it, by address, or in a network. */
function isExempt(target: URL, environment: NodeJS.ProcessEnv): boolean {
    const list = valueOf("no_proxy", environment) || valueOf("NO_PROXY", environment);
    const entries = list
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((entry) => entry !== "");
    const host = canonical(target.hostname);
    return entries.some(
        (entry) =>
            entry === "*" || (entry.includes("/") ? isInNetwork(host, entry) : isNamed(host, portOf(target), entry)),
    );
}

function isNamed(host: string, port: number, entry: string): boolean {
    const [, name = entry, ofPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    if (ofPort !== undefined && Number(ofPort) !== port) return false;
    if (/^[.*]/.test(name)) return host.endsWith(canonical(name.replace(/^\*/, "")));
    const named = canonical(name);
    return host === named || isInNetwork(host, `${named}/${isIP(named) === 6 ? 128 : 32}`) || areHere(host, named);
}

/** A host as a URL would have it: letters of any language in ASCII, an address in its usual form. */
function canonical(host: string): string {
    const bare = withoutBrackets(host).replace(/\.+$/, "");
    const [, dot = "", name = ""] = /^(\.*)(.*)$/.exec(bare) ?? [];
    const url = `http://${name.includes(":") ? `[${name}]` : name}`;
    return URL.canParse(url) ? dot + withoutBrackets(new URL(url).hostname) : bare;
}

function isInNetwork(host: string, network: string): boolean {
    const [, base = "", size = ""] = /^(.+)\/(\d{1,3})$/.exec(network) ?? [];
    const start = canonical(base);
    if (isIP(host) === 0 || isIP(start) === 0 || Number(size) > (isIP(start) === 6 ? 128 : 32)) return false;
    const list = new BlockList();
    list.addSubnet(start, Number(size), familyOf(start));
    return list.check(host, familyOf(host));
}

const thisMachine = new BlockList();
thisMachine.addSubnet("127.0.0.0", 8);
thisMachine.addAddress("0.0.0.0");
thisMachine.addAddress("::", "ipv6");
thisMachine.addAddress("::1", "ipv6");

/** Whether both are this machine, by whatever name. */
function areHere(...hosts: string[]): boolean {
    return hosts.every((host) => host === "localhost" || (isIP(host) !== 0 && thisMachine.check(host, familyOf(host))));
}

function familyOf(address: string): "ipv4" | "ipv6" {
    return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** Of a request over TLS, whether what it has of a connection is none with the host: at most one with a proxy. */
export const withoutTls = v.object({ socket: v.object({ encrypted: v.optional(v.literal(false)) }) });

/**
 * Whether an answer is the proxy's own, so that the request did not get to the host: to CONNECT any that leads nowhere,
 * without TLS that it wants a password. Others without TLS can't be told from the host's.
 */
export function isOfProxy({ config, request, status }: AxiosResponse<unknown>): boolean {
    if (isOverTls(config)) return v.is(withoutTls, request);
    return status === 407 && typeof config.proxy === "object";
}

/** Whether a request is to go over TLS, by a proxy or not. */
export function isOverTls({ url = "", baseURL }: AxiosRequestConfig): boolean {
    return new URL(url, baseURL).protocol === "https:";
}
