import type { KorePerson } from "pulumi-kore";

/** A team, as its file declares it. */
export interface Team {
    name: string;
    /** What its members have, but for what is said of one of them. */
    access: { groups: string[]; isDeveloper: boolean; canCreateBot: boolean };
    /** Why they have it. */
    reason: string;
    /** By their addresses. */
    members: Record<string, KorePerson>;
}
