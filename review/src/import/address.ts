// What KoreUser takes for an address (its argument emailId): a domain without a dot, or letters beyond ASCII, are
// refused there.
const emailAddress = /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z](?:[a-z\d-]*[a-z\d])$/;

/** Whether a KoreUser can have this address, which is in lower case. */
export function canBeDeclared(emailId: string): boolean {
    return emailAddress.test(emailId);
}

/** The domain of an address. */
export function domainOf(emailId: string): string {
    return emailId.slice(emailId.lastIndexOf("@") + 1);
}
