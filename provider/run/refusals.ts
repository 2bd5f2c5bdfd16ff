import { isStopped, KoreError, visible } from "../api/errors";

/** The resource that declares a person now has not got them. */
export function notTakenOver(emailId: string, heir: string): KoreError {
    return new KoreError({
        code: "kore:not-taken-over",
        kind: "mismatch",
        what: `${emailId} stays in the state`,
        why: `${heir}, which declares this person now, has not taken them over in this run`,
        advice: "Mend its error, if it has one, and run pulumi up again, without a target.",
    });
}

/**
 * The program declares a person, and the engine has let nothing be checked: a target of the old resource alone looks the same to a provider as a destroy
 * for which the program is run.
 */
export function programNotRun(what: string, resource: string): KoreError {
    return new KoreError({
        code: "kore:program-not-run",
        kind: "mismatch",
        what,
        why: `the program declares this person by another resource (${resource}), and this run has asked for nothing that it declares`,
        advice: "To take them over by another resource: pulumi up without a target. To destroy: pulumi destroy without --run-program.",
    });
}

/**
 * What is to be taken from a person is declared by a resource that may be of the same account or of another.
 *
 * @param urn of the resource whose delete is refused
 */
export function mayBeSameAccount(what: string, resource: string, urn?: string): KoreError {
    const orByHand =
        urn === undefined
            ? ""
            : ` Or by hand: if it is the same account, the other resource has them now (pulumi state delete ${urn}); if it is another: pulumi destroy --target ${urn}.`;
    return new KoreError({
        code: "kore:perhaps-same-account",
        kind: "mismatch",
        what,
        why: `another provider instance of this program declares them at the same host with another app (${resource}), and whether that is the same account can't be told`,
        advice: `Give both provider instances an accountName, also one that is to go: the same where it is one account, different ones where they are two; then run pulumi up.${orByHand}`,
    });
}

/** Kore.ai accepted a change, and reading it back shows something else. */
export function unconfirmed(emailId: string, done: string, differences: string[]): KoreError {
    return new KoreError({
        code: "kore:unconfirmed",
        kind: "unconfirmed",
        what: `${emailId} was ${done}, as Kore.ai says, but reading back shows otherwise`,
        why: differences.join("; "),
        advice: "Run pulumi up again, which starts from what is there; if it stays, the account does not allow this change.",
    });
}

// The CLI prints all of it, once for each error of the resource.
const mostTold = 20;

function firstOf(texts: string[]): string[] {
    const others = texts.length - mostTold;
    return [...texts.slice(0, mostTold), ...(others > 0 ? [`and ${others} more`] : [])];
}

/**
 * The failures of people of one resource as one; undefined where nobody failed. A cause that several have is told once.
 *
 * @param asked how many people the step had something to do about
 */
export function failureOf(of: "access" | "set", errors: Iterable<KoreError>, asked: number): KoreError | undefined {
    const all = [...errors];
    const done = asked - all.length;
    const stopped = asked > 1 ? all.filter(isStopped) : [];
    const failed = all.filter((error) => !stopped.includes(error));
    const [first, ...others] = [...failed, ...stopped.slice(0, 1).map((error) => stoppedAfter(done, asked, error))];
    if (first === undefined) return undefined;
    const byCause = new Map<string, KoreError[]>();
    for (const error of [first, ...others]) {
        const cause = `${error.why} ${error.advice ?? ""}`;
        byCause.set(cause, [...(byCause.get(cause) ?? []), error]);
    }
    const causes = [...byCause.values()].map(([error = first, ...same]) =>
        same.length === 0 ? error : error.about(firstOf([error, ...same].map(({ what }) => what)).join("; ")),
    );
    if (causes.length === 1) return causes[0] ?? first;
    return new KoreError({
        code: "kore:several-people",
        kind: first.kind,
        what:
            stopped.length === 0
                ? `${all.length} people of this ${of} failed, the others are done`
                : `${failed.length === 1 ? "one person" : `${failed.length} people`} of this ${of} failed, and the run was stopped`,
        why: ["", ...firstOf(causes.map(({ message }) => message))].join("\n  "),
        advice: "Mend what each line says, and run again.",
    });
}

/** People of whom the run has not sent all, as it was stopped. @param error that of one of them */
function stoppedAfter(done: number, asked: number, error: KoreError): KoreError {
    return new KoreError({
        ...error,
        what: `stopped after ${done} of ${asked} people`,
        why: "the run was stopped before the rest was sent",
        advice: "Run again, which goes on from there.",
    });
}

/** How the state forgets a resource. */
export function forgetting(urn: string | undefined): string {
    return `pulumi state delete ${shellWord(urn)}${urn === undefined ? ", which pulumi stack --show-urns shows" : ""}`;
}

/** A resource as a word of a command line. */
export function shellWord(urn: string | undefined): string {
    return urn === undefined ? "URN" : `'${urn.replace(/'/g, "'\\''")}'`;
}

/** What an exclusive resource has that it can't have; undefined where nothing is wrong. @param ignored the paths of ignoreChanges */
export function ignoredSurplus(ignored: readonly string[]): string | undefined {
    const path = ignored.find((each) => /^(?:roles|groups|people|\*)/.test(each));
    return path === undefined
        ? undefined
        : `exclusive: true, which takes away what is not declared, and ignoreChanges on ${visible(path)}, by which Pulumi would take all that a refresh finds for declared`;
}
