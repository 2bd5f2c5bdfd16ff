import { kindOf } from "#model/kinds";
import * as v from "valibot";
import { partsOf } from "../urn";
import { toldOfEach } from "./ofSet";

// Engine events, of which `pulumi up --json` writes one a line (sdk: apitype/events.go).
const people = v.fallback(v.record(v.string(), v.unknown()), {});
const properties = v.fallback(v.nullish(v.looseObject({ people: v.optional(people, {}) })), undefined);
const metadata = v.looseObject({
    op: v.string(),
    urn: v.string(),
    type: v.string(),
    new: v.nullish(v.looseObject({ inputs: properties, outputs: properties })),
});
type Metadata = v.InferOutput<typeof metadata>;
const event = v.looseObject({
    diagnosticEvent: v.optional(
        v.looseObject({ urn: v.optional(v.string(), ""), message: v.string(), severity: v.string() }),
    ),
    resOutputsEvent: v.optional(v.looseObject({ metadata, planning: v.optional(v.boolean(), false) })),
    resOpFailedEvent: v.optional(v.looseObject({ metadata })),
});

/** What an update of a program told, as far as it is about people. */
export class UpdateEvents {
    /** People who were taken over, or would be. */
    readonly adopted = new Set<string>();
    /** What was wrong with somebody, by the name of their resource; in a KoreUsers by their address. */
    readonly failures = new Map<string, string>();
    /** What was wrong with the program, or with what it runs on. */
    readonly errors: string[] = [];
    private rest = "";

    /**
     * @param progress is told of how many people the outcome is known
     * @param notice is told what the provider says that is no failure
     */
    constructor(
        private readonly progress: (people: number) => void,
        private readonly notice: (message: string) => void,
    ) {}

    /** Takes in a piece of the output. */
    read(text: string): void {
        const lines = (this.rest + text).split("\n");
        this.rest = lines.pop() ?? "";
        lines.forEach((line) => this.readLine(line));
    }

    private readLine(line: string): void {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), event), line);
        if (!parsed.success) return;
        const { diagnosticEvent: said, resOutputsEvent: done, resOpFailedEvent: failed } = parsed.output;
        // What the preview before an update would do is done by nobody.
        if (done?.planning === false) this.takeOver(done.metadata);
        if (failed !== undefined && kindOf(failed.metadata.type) === "KoreUsers") this.takeOverSome(failed.metadata);
        if (said?.severity === "error") this.fail(said.urn, said.message);
        else if (said !== undefined && said.message.startsWith("kore: "))
            this.notice(said.message.trim().slice("kore: ".length));
        this.progress(this.adopted.size + this.failures.size);
    }

    private takeOver({ urn, type, new: made }: Metadata): void {
        const kind = kindOf(type);
        if (kind === "KoreUsers") this.takeOverAll(urn, Object.keys(made?.outputs?.people ?? {}));
        else if (kind !== undefined) this.adopted.add(partsOf(urn).name);
    }

    private takeOverAll(urn: string, emailIds: string[]): void {
        for (const emailId of emailIds) this.adopted.add(`${partsOf(urn).name} ${emailId}`);
    }

    /** A set that failed for some of its people has the others. */
    private takeOverSome({ urn, new: made }: Metadata): void {
        const done = made?.outputs?.people ?? {};
        this.takeOverAll(urn, Object.keys(done));
        for (const emailId of Object.keys(made?.inputs?.people ?? {}))
            if (!Object.hasOwn(done, emailId) && !this.failures.has(emailId))
                this.failures.set(
                    emailId,
                    `${emailId} could not be taken over either, and the error does not name them`,
                );
    }

    /** Takes in an error, of a resource or of the program. */
    fail(urn: string, text: string): void {
        const message = text.trim();
        const { type, name } = partsOf(urn);
        const kind = kindOf(type);
        const each = kind === "KoreUsers" ? toldOfEach(message) : new Map<string, string>();
        for (const [emailId, told] of each) this.failures.set(emailId, told);
        if (each.size > 0) return;
        if (kind === undefined) this.errors.push(message);
        else if (!this.failures.has(name)) this.failures.set(name, message);
    }
}
