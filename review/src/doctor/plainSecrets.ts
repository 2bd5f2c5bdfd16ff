import type { Commands } from "./commands";
import { ok, warning, type Finding } from "./finding";
import type { StackConfig } from "./stackConfig";

const secretKeys = ["clientSecret", "jwt"];

/** Whether the secrets of the stack's configuration are encrypted. */
export function plainSecrets(config: StackConfig, commands: Commands): Finding {
    const plain = secretKeys.filter((key) => config[`kore:${key}`]?.secret === false);
    if (plain.length === 0) return ok("plainSecrets", "none stands in the configuration as plain text");
    return warning(
        "plainSecrets",
        `${plain.map((key) => `kore:${key}`).join(" and ")} stands in the stack's configuration, and in the state, as plain text`,
        ...plain.map((key) => commands.setSecret(key)),
        "Then make a new one in the Admin Console: the old one stays in the history of the repository and of the state.",
    );
}
