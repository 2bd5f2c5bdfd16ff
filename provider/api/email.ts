/** The form in which addresses are compared: Kore.ai's letter case is not documented. */
export function normalEmail(emailId: string): string {
    return emailId.trim().toLowerCase();
}
