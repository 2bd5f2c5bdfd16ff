/** A team, which has a stack of its own. */
export interface Team {
    name: string;
    /** The id of its group, here that of the emulated account. */
    group: string;
    members: { emailId: string; firstName: string; lastName: string }[];
}

export const teams: Team[] = [
    {
        name: "support",
        group: "e-00000000-0000-5000-8000-000000000001",
        members: [
            { emailId: "frances@example.com", firstName: "Frances", lastName: "Allen" },
            { emailId: "lynn@example.com", firstName: "Lynn", lastName: "Conway" },
        ],
    },
    {
        name: "sales",
        group: "e-00000000-0000-5000-8000-000000000002",
        members: [{ emailId: "sophie@example.com", firstName: "Sophie", lastName: "Wilson" }],
    },
];
