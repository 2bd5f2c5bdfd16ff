import { readPreview, type Preview, type Step } from "../../review/src/diff/preview";
import { review } from "../../review/src/diff/review";
import type { Review } from "../../review/src/diff/statement";
import { recordedPreview } from "./recorded";
import { knownDirectory } from "./reviewed";

function stepOf(scenario: string, name: string): Step {
    const step = readPreview(recordedPreview(scenario), scenario).steps.find(
        ({ urn, op }) => urn.endsWith(`::${name}`) && op !== "refresh",
    );
    if (step === undefined) throw new Error(`${scenario} has no step about ${name}`);
    return step;
}

/** What is said of recorded steps of each kind, as many as wanted, with the account's directory. */
export function many(kinds: Partial<Record<Kind, number>>): Review {
    return review(readPreview(previewOf(kinds), "synthesised"), [], knownDirectory());
}

/** A preview of recorded steps of each kind, as many as wanted, each about somebody of their own. */
export function previewOf(kinds: Partial<Record<Kind, number>>): string {
    const stack = readPreview(recordedPreview("nothing"), "nothing").steps.filter(({ urn }) =>
        urn.includes("pulumi:pulumi:Stack"),
    );
    const steps = Object.entries(kinds).flatMap(([kind, number]) => {
        const shape = JSON.stringify(shapes[kind as Kind].step());
        return Array.from(
            { length: number },
            (_, at) => JSON.parse(shape.replaceAll(shapes[kind as Kind].name, `${kind}-${at}`)) as Step,
        );
    });
    const preview: Preview = { config: {}, steps: [...stack, ...steps], diagnostics: [], changeSummary: { same: 1 } };
    return JSON.stringify(preview);
}

/** A KoreUserAccess from which all but one of so many people are taken. */
export function shrinkingList(number: number): Review {
    const people = Array.from({ length: number }, (_, at) => `person-${at}@example.com`);
    const recorded = readPreview(recordedPreview("list-shrinks"), "list-shrinks");
    const steps = recorded.steps.map((step) => {
        if (!step.urn.endsWith("::builders") || !step.oldState || !step.newState) return step;
        const reported = people.map((emailId) => ({
            emailId,
            userId: `u-${emailId}`,
            isDeveloper: true,
            canCreateBot: true,
        }));
        return {
            ...step,
            oldState: { ...step.oldState, outputs: { ...step.oldState.outputs, emailIds: people, reported } },
            newState: { ...step.newState, inputs: { ...step.newState.inputs, emailIds: people.slice(0, 1) } },
        };
    });
    return review(readPreview(JSON.stringify({ ...recorded, steps }), "synthesised"), []);
}

const shapes = {
    joins: { name: "grace", step: () => stepOf("joins", "grace") },
    administrator: { name: "ada", step: () => stepOf("administrators", "ada") },
    removed: { name: "removed", step: () => stepOf("leaves", "removed") },
    settings: { name: "ada", step: () => stepOf("setting-mail", "ada") },
    developer: { name: "contractor", step: () => stepOf("mixture", "contractor") },
};

export type Kind = keyof typeof shapes;
