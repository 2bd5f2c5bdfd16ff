/** A mutant that no test can notice. */
export interface Equivalent {
    file: string;
    /** The line on which it begins. */
    at: string;
    /** What is replaced; left out where the replacement tells. */
    from?: string;
    to: string;
    why: string;
}

export const equivalents: Equivalent[] = [];
