import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AccountKey } from "../../provider/config";
import type { Kind } from "../../provider/model/kinds";
import { peopleIn, type StateOfPerson } from "../../provider/run/stateOfPeople";
import { instanceLine, type RecordLine, RunRecord, writeReference } from "../../provider/run/record";
import type { Properties } from "./providerProcess";
import type { RecordedFlags } from "../../provider/model/declared";

/** Where the records of this test process's runs lie, and those of the provider processes that it starts. */
export const recordEnvironment = { KORE_RECORD_FOLDER: mkdtempSync(path.join(tmpdir(), "pulumi-kore-test-")) };
process.once("exit", () => rmSync(recordEnvironment.KORE_RECORD_FOLDER, { recursive: true, force: true }));

/** What a program declares of one address, as the program itself tells it. */
export interface ProgramLine extends RecordedFlags {
    emailId: string;
    type: Kind;
    /** Of the provider instance; left out for the one of the stack's configuration. */
    instance?: string;
    /** Its resource, where several lines are of one. */
    resource?: string;
    /** How the URN of its resource ends. */
    place?: string;
}

/** What the state had of somebody before the run. */
export type StateLine = Omit<Extract<RecordLine, { line: "before" }>, "line" | "person" | "type"> & {
    emailId: string;
    /** KoreUser, where it says nothing else. */
    type?: ProgramLine["type"];
};

/** What the program would tell of somebody whom a state has. */
export function stateLineOf({ emailId, line: { line: _, person: __, ...line } }: StateOfPerson): StateLine {
    return { emailId, ...line };
}

/** What the program would be told of a resource of the state. */
export function stateLinesOf(type: Kind, name: string, outputs: unknown): StateLine[] {
    return peopleIn(`urn:pulumi:test::program::pulumi-nodejs:dynamic/kore:${type}::${name}`, type, outputs).map(
        stateLineOf,
    );
}

let runs = 0;

/** A run looks through its folder for what others have left: a folder holds few. */
function folderOfRun(): { KORE_RECORD_FOLDER: string } {
    return { KORE_RECORD_FOLDER: path.join(recordEnvironment.KORE_RECORD_FOLDER, String(Math.floor(runs / 50))) };
}

interface Run {
    record: RunRecord;
    lines: ProgramLine[];
    others: number;
}
const known = new Map<string, Run>();

/**
 * A run of a program, which declares this before the engine is sent anything: for the properties of its resources.
 *
 * @param before what the state had of people
 * @param account the one that all instances of the lines lead to, where the program knows it
 * @param engine its address, where it is not to be one that no other run has
 * @param about what else the program knows of the run, and the folder of its record
 */
export function newRun(
    lines: ProgramLine[] = [],
    before: StateLine[] = [],
    account?: AccountKey,
    engine = `engine-${process.pid}-${++runs}`,
    { folder, ...about }: { folder?: string; stack?: string; isPreview?: boolean } = {},
): { __program: string } {
    const environment = folder === undefined ? folderOfRun() : { KORE_RECORD_FOLDER: folder };
    const record = RunRecord.create(engine, environment, about);
    record.append(
        before.map(({ emailId, ...line }) => ({
            line: "before",
            type: "KoreUser",
            person: record.personOf(emailId),
            ...line,
        })),
    );
    for (const instance of new Set(lines.map((line) => line.instance ?? ""))) {
        if (account !== undefined) record.append([instanceLine(instance, account)]);
    }
    known.set(record.path, { record, lines: [], others: 0 });
    declareMore({ __program: record.path }, lines);
    return { __program: record.path };
}

/** Another turn of the program declares more. */
export function declareMore({ __program }: { __program: string }, lines: ProgramLine[]): void {
    const run = known.get(__program);
    if (run === undefined) return;
    run.lines.push(...lines);
    run.record.append(
        lines.map((declared) => {
            const { emailId, type, instance = "", resource = `${type} "${emailId}"`, ...flags } = declared;
            return {
                line: "declares",
                by: placeIn(run, declared),
                resource,
                type,
                people: [run.record.personOf(emailId)],
                instance,
                ...flags,
            };
        }),
    );
}

function placeIn({ lines }: Run, declared: ProgramLine): number {
    return lines.findIndex((line) =>
        declared.resource === undefined ? line === declared : line.resource === declared.resource,
    );
}

/** The property of a resource that leads to its run; a resource that the lines do not have is another one. */
export function referenceOf({ emailId, emailIds, people: set, __program }: Properties): Properties {
    const run = known.get(String(__program));
    if (run === undefined) return __program === undefined ? {} : { __program };
    const people: unknown[] = [
        emailId,
        ...(Array.isArray(emailIds) ? (emailIds as unknown[]) : []),
        ...Object.keys(typeof set === "object" && set !== null ? set : {}),
    ];
    const type = emailId !== undefined ? "KoreUser" : set !== undefined ? "KoreUsers" : "KoreUserAccess";
    const line = run.lines.find((each) => each.type === type && people.includes(each.emailId));
    return {
        __program: writeReference(run.record.path, line === undefined ? 100_000 + run.others++ : placeIn(run, line)),
    };
}
