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

export const equivalents: Equivalent[] = [
    {
        file: "provider/api/batching/scheduler.ts",
        at: "for (const index of overdue(snapshot)) this.queues[index]?.send();",
        to: "this.queues[index].send",
        why: "overdue answers places of queues",
    },
    {
        file: "provider/api/batching/scheduler.ts",
        at: "this.queues[fullest(this.states())]?.send();",
        to: "this.queues[fullest(this.states())].send",
        why: "something is sent only where rows wait in a queue",
    },
    {
        file: "provider/userAccess/plan.ts",
        at: "const handedOver = state.handedOver?.filter((each) => !abandoned.includes(each));",
        to: "state.handedOver.filter",
        why: "there is an abandoned one, and it comes from that list",
    },
    {
        file: "review/src/report/report.ts",
        at: 'const { project, stack } = partsOf((users[0] ?? accesses[0])?.resource.urn ?? "");',
        to: "(users[0] ?? accesses[0]).resource",
        why: "a state with neither was refused before",
    },
    {
        file: "review/src/report/report.ts",
        at: 'entry.holdings.flatMap((holding) => (holding.standing === "declared" ? [placeOf(entry, holding)] : [])),',
        to: '["Stryker was here"]',
        why: "it is the place of nothing, and so of nothing that is looked for",
    },
];
