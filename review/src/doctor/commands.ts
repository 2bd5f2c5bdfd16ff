import { environmentName } from "#client";
import type { StackConfig } from "./stackConfig";

/** How a user changes a setting: in the configuration of their stack, or, without a project, in the environment. */
export class Commands {
    constructor(
        private readonly inProject: boolean,
        private readonly stack: string | undefined,
        private readonly config: StackConfig,
    ) {}

    set(key: string, value: string): string {
        return this.inProject
            ? `pulumi config set kore:${key} ${value}${this.ofStack()}`
            : `export ${environmentName(key)}=${value}`;
    }

    /** The value of a secret is asked for. */
    setSecret(key: string): string {
        return this.inProject
            ? `pulumi config set --secret kore:${key}${this.ofStack()}`
            : `export ${environmentName(key)}=…`;
    }

    remove(key: string): string {
        return `kore:${key}` in this.config
            ? `pulumi config rm kore:${key}${this.ofStack()}`
            : `unset ${environmentName(key)}`;
    }

    private ofStack(): string {
        return this.stack === undefined ? "" : ` --stack ${this.stack}`;
    }
}
