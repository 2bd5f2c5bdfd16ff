import { AccessError } from "../accessError";
import { areDomains, domainsIn } from "../domains";
import { hiddenIn } from "../hidden";
import { domainOf } from "../import/address";

// A company has a domain or two that many of its people have; partners and contractors have many that few have.
const leastShare = 0.2;

/** The domains that most people have: whoever has another one is an outsider. */
export function ownDomainsOf(addresses: string[]): string[] {
    const shown = addresses.filter((address) => hiddenIn(address) === undefined);
    const counts = new Map<string, number>();
    for (const domain of shown.map(domainOf)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...counts]
        .filter(([, number]) => number === most || number >= leastShare * shown.length)
        .map(([domain]) => domain)
        .sort();
}

/** The domains of `--domains`. @throws AccessError for what is none */
export function parseDomains(text: string): string[] {
    if (!areDomains(text)) throw new AccessError("--domains needs domains: --domains example.com,example.org.");
    return domainsIn(text);
}
