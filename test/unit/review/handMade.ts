import { nativeToken, typeToken } from "../../../provider/model/kinds";
import type { AccountDirectory } from "../../../review/src/directory/schema";
import type { ImportedDeclarations } from "../../../review/src/import/imported";
import type { KoreUser, ReportedUser } from "../../../review/src/koreUser";
import { readPreview } from "../../../review/src/diff/preview";
import { parseRule } from "../../../review/src/diff/gate";
import { review } from "../../../review/src/diff/review";
import type { Review, Statement } from "../../../review/src/diff/statement";
import { reportOf, withoutDeclaredElsewhere, type StackReport } from "../../../review/src/report/report";
import { readState } from "../../../review/src/report/state";

type Properties = Record<string, unknown>;
type Type = "KoreUser" | "KoreUsers" | "KoreUserAccess";

const stack = "urn:pulumi:test::company";
const instance = (engine: string) =>
    `${stack}::pulumi:providers:${engine}::default::00000000-0000-4000-8000-000000000001`;

/** How the engine names a resource of dynamic resources, or of the plugin's. */
function placeOf(type: Type, name: string, native = false) {
    const token = native ? nativeToken(type) : typeToken(type);
    return { type: token, urn: `${stack}::${token}::${name}`, provider: instance(native ? "kore" : "pulumi-nodejs") };
}

/** What a preview says of one resource: as the state has it, and as the program declares it. */
export interface Told {
    op: string;
    old?: Properties;
    now?: Properties;
    /** Options of the resource in the state, such as retainOnDelete. */
    options?: Properties;
    /** Whether the plugin serves it. */
    native?: boolean;
}

/** A step of a preview. */
export function step(type: Type, name: string, { op, old, now, options, native }: Told): object {
    const { urn, ...common } = placeOf(type, name, native);
    return {
        op,
        urn,
        provider: common.provider,
        ...(old === undefined ? {} : { oldState: { ...common, ...options, inputs: old, outputs: old } }),
        ...(now === undefined ? {} : { newState: { ...common, inputs: now } }),
    };
}

/** The review of a preview with these steps, of a stack in which so many resources stay the same. */
export function reviewOf(
    steps: object[],
    { rules = [], same = 0, config = {}, directory, imported }: Known = {},
): Review {
    const preview = { config, steps, changeSummary: { same } };
    return review(readPreview(JSON.stringify(preview), "preview.json"), rules.map(parseRule), directory, imported);
}

interface Known {
    rules?: string[];
    same?: number;
    config?: object;
    directory?: AccountDirectory;
    imported?: ImportedDeclarations;
}

/** What is said of somebody. */
export function statementsAbout(emailId: string, steps: object[]): Statement[] {
    return reviewOf(steps).blocks.flatMap((block) => (block.emailId === emailId ? block.statements : []));
}

/** Who is refused by a rule; undefined where it lets the change pass. */
export function refusedBy(rule: string, steps: object[]): (string | undefined)[] | undefined {
    const [refusal] = reviewOf(steps, { rules: [rule] }).refusals;
    return refusal?.blocks.map(({ emailId }) => emailId);
}

/** The report of a state with these resources. */
export function reportedOf(
    ...resources: { type: Type; name: string; outputs: Properties; options?: Properties; native?: boolean }[]
): StackReport {
    const state = resources.map(({ type, name, outputs, options, native }) => ({
        ...placeOf(type, name, native),
        ...options,
        outputs,
    }));
    const exported = JSON.stringify({ deployment: { resources: state } });
    const report = reportOf(readState(exported, "state.json"), "state.json");
    return withoutDeclaredElsewhere([report])[0] ?? report;
}

/** A person of whom Kore.ai reports nothing but this. */
export function reported(facts: Partial<ReportedUser> = {}): ReportedUser {
    return { canCreateBot: false, isDeveloper: false, roles: [], groups: [], ...facts };
}

/** A KoreUser of ada's that declares this. */
export function declared(facts: Partial<KoreUser> = {}): KoreUser {
    return { emailId: ada, ...facts };
}

export const ada = "ada@example.com";
export const grace = "grace@example.com";
