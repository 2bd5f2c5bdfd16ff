/** The domains of a list such as "example.com, @Example.org", in lower case. */
export function domainsIn(text: string): string[] {
    return text.split(",").map((domain) => domain.trim().toLowerCase().replace(/^@/, ""));
}

/** Whether a text is such a list. */
export function areDomains(text: string): boolean {
    return domainsIn(text).every((domain) => /^[a-z\d.-]+\.[a-z\d-]+$/.test(domain));
}
