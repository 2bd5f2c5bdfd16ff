import { kindOf } from "#model/kinds";
import * as v from "valibot";

// Engine events, of which `pulumi up --json` writes one a line (sdk: apitype/events.go).
const metadata = v.looseObject({ op: v.string(), urn: v.string(), type: v.string() });
const event = v.looseObject({
    diagnosticEvent: v.optional(
        v.looseObject({ urn: v.optional(v.string(), ""), message: v.string(), severity: v.string() }),
    ),
    resOutputsEvent: v.optional(v.looseObject({ metadata })),
});

/** What an update of a program told, as far as it is about people. */
export class UpdateEvents {
    /** People who were taken over, or would be. */
    readonly adopted = new Set<string>();
    /** What was wrong with somebody, by the name of their resource. */
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
        const { diagnosticEvent: said, resOutputsEvent: done } = parsed.output;
        if (done !== undefined && kindOf(done.metadata.type) !== undefined) this.adopted.add(nameOf(done.metadata.urn));
        if (said?.severity === "error") this.fail(said.urn, said.message);
        else if (said !== undefined && said.message.startsWith("kore: "))
            this.notice(said.message.trim().slice("kore: ".length));
        this.progress(this.adopted.size + this.failures.size);
    }

    /** Takes in an error, of a resource or of the program. */
    fail(urn: string, text: string): void {
        const message = text.trim();
        if (kindOf(typeOf(urn)) === undefined) this.errors.push(message);
        else if (!this.failures.has(nameOf(urn))) this.failures.set(nameOf(urn), message);
    }
}

// Parents stand before the type itself: "my:Team$pulumi-nodejs:dynamic/kore:KoreUser".
function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

// urn:pulumi:STACK::PROJECT::TYPE::NAME, and a name may have colons (sdk: resource/urn.go).
function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
