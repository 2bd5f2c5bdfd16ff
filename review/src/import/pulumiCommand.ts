import * as v from "valibot";

const failure = v.looseObject({
    code: v.optional(v.union([v.string(), v.number()])),
    stderr: v.optional(v.string(), ""),
});

/** Whether a command could not be started, as there is no pulumi on PATH. */
export function pulumiIsMissing(error: unknown): boolean {
    const parsed = v.safeParse(failure, error);
    return parsed.success && parsed.output.code === "ENOENT";
}

/** The last words of a pulumi that failed: its error, without what stands around it. */
export function saidBy(error: unknown): string {
    const parsed = v.safeParse(failure, error);
    const lines = parsed.success ? parsed.output.stderr.split("\n").filter((line) => line.trim() !== "") : [];
    const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));
    return [...errors, ...lines.slice(-1), "pulumi failed without a word"][0] ?? "";
}
