/** The domain of an address. */
export function domainOf(emailId: string): string {
    return emailId.slice(emailId.lastIndexOf("@") + 1);
}
