/** A team, as its file declares it. */
export interface Team {
    name: string;
    /** Id of the team's group in Kore.ai, `e-…`. */
    group: string;
    /** Whether its members may create bots; all may build. */
    canCreateBot: boolean;
    /** Why the team has this access. */
    reason: string;
    members: { emailId: string; firstName: string; lastName: string }[];
}
