import * as v from "valibot";
import { visible } from "../visible";
import { ok, problem, type Checked } from "./finding";
import type { Said } from "./pulumi";

// `pulumi config --json`
const schema = v.pipe(
    v.string(),
    v.parseJson(),
    v.record(v.string(), v.looseObject({ value: v.optional(v.string()), secret: v.optional(v.boolean(), false) })),
);

/** A stack's configuration, by key such as kore:host. */
export type StackConfig = v.InferOutput<typeof schema>;

// What the CLI says, and what to do.
const cures: { says: RegExp; fix: string[] }[] = [
    { says: /no stack selected/, fix: ["pulumi stack select NAME", "Or name it: kore-access doctor --stack NAME"] },
    { says: /no stack named/, fix: ["pulumi stack ls lists the stacks; a new one: pulumi stack init NAME"] },
    {
        says: /passphrase/,
        fix: ["Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase of the stack."],
    },
    { says: /PULUMI_ACCESS_TOKEN|log ?in/, fix: ["pulumi login, with the backend of the stack"] },
];

/** Whether the configuration of the stack can be read. */
export function stackConfig(said: Said): Checked<StackConfig> {
    if ("failed" in said) {
        const cure = cures.find(({ says }) => says.test(said.failed));
        return {
            finding: problem(
                "stack",
                `cannot be read: ${said.failed}`,
                ...(cure?.fix ?? ["Run it yourself: pulumi config"]),
            ),
        };
    }
    const parsed = v.safeParse(schema, said.output);
    if (!parsed.success)
        return {
            finding: problem(
                "stack",
                "cannot be read: pulumi config --json writes something else than this kore-access knows",
                "Use a newer kore-access.",
            ),
        };
    const keys = Object.keys(parsed.output).filter((key) => key.startsWith("kore:"));
    return {
        finding: ok("stack", keys.length === 0 ? "has no kore: settings" : `has ${visible(keys.sort().join(", "))}`),
        known: parsed.output,
    };
}
