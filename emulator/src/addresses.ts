/** Whether two e-mail addresses are the same but for letter case. */
export function sameAddress(one: string, other: string | undefined): boolean {
    return one.toLowerCase() === other?.toLowerCase();
}
