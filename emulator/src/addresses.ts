/** Whether two e-mail addresses are the same but for letter case. */
export function sameAddress(one: string, other: string | undefined): boolean {
    return one.toLowerCase() === other?.toLowerCase();
}

// The form that browsers take (HTML, input type=email), with a dot in the domain. The package pulumi-kore takes
// the same: a test compares.
const form = /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z](?:[a-z\d-]*[a-z\d])$/i;

/** Whether a text is an e-mail address. */
export function isAddress(text: string): boolean {
    return form.test(text);
}
