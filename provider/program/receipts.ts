import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";
import { type KoreReceipt, receiptSchema } from "../process/receipt";

/** What the Automation API gives to the commands of a workspace: `stack.workspace` is one. */
export interface KoreWorkspace {
    /** Environment variables of the commands. */
    envVars: Record<string, string>;
}

const variable = "KORE_RECEIPT";

/**
 * Runs a command of the Automation API, and tells what it has sent to Kore.ai, also where it fails. Meanwhile no other
 * command of this workspace may run; those of others may, in parallel.
 *
 * ```ts
 * import { LocalWorkspace } from "@pulumi/pulumi/automation";
 * const stack = await LocalWorkspace.createOrSelectStack({ stackName: "prod", workDir: "access" });
 * const result = await kore.withReceipts(stack.workspace, () => stack.up(), (receipts) => console.log(receipts));
 * ```
 *
 * @param run the command, such as `() => stack.up()`
 * @param tell is told once, when the command has ended: a receipt for each provider instance that was there, by name
 * @returns what the command answers
 * @throws what the command throws, or `tell`
 */
export async function withReceipts<T>(
    workspace: KoreWorkspace,
    run: () => Promise<T>,
    tell: (receipts: KoreReceipt[]) => void,
): Promise<T> {
    const { [variable]: before, ...others } = workspace.envVars;
    const folder = mkdtempSync(path.join(tmpdir(), "pulumi-kore-receipts-"));
    workspace.envVars = { ...others, [variable]: path.join(folder, "receipt.json") };
    try {
        return await run();
    } finally {
        workspace.envVars = before === undefined ? others : { ...others, [variable]: before };
        const receipts = receiptsIn(folder);
        rmSync(folder, { recursive: true, force: true });
        tell(receipts);
    }
}

function receiptsIn(folder: string): KoreReceipt[] {
    const parsed = v.pipe(v.string(), v.parseJson(), receiptSchema);
    // Others are drafts of a process that was killed.
    return readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => v.parse(parsed, readFileSync(path.join(folder, name), "utf8")))
        .sort((a, b) => (a.instance ?? "").localeCompare(b.instance ?? ""));
}
