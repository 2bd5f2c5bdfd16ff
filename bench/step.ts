import type { Ended, Stack } from "../test/harness/stack";

/** One command of the CLI in the life of a stack. */
export interface Step {
    title: string;
    run: (stack: Stack) => Promise<Ended>;
    /** Whether it leaves everything as it is, so that it can be done again. */
    isRepeatable?: boolean;
}

// The preview of an update is a step of its own, so that each is measured alone.
export const steps = {
    up: { title: "up of all", run: (stack) => stack.up() },
    preview: {
        title: "preview, no change",
        run: (stack) => stack.preview("--expect-no-changes"),
        isRepeatable: true,
    },
    noChange: { title: "up, no change", run: (stack) => stack.up("--expect-no-changes"), isRepeatable: true },
    change: { title: "up, one person changed", run: (stack) => stack.up() },
    refresh: { title: "refresh", run: (stack) => stack.refresh("--expect-no-changes") },
    destroy: { title: "destroy", run: (stack) => stack.destroy() },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

/** In the order in which they happen to a stack. */
export const stepNames = ["up", "preview", "noChange", "change", "refresh", "destroy"] as const satisfies StepName[];

/** Whether a step leaves everything as it is. */
export function isRepeatable(name: StepName): boolean {
    const step: Step = steps[name];
    return step.isRepeatable === true;
}
