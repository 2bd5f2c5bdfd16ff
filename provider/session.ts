import { Account } from "./api/client";
import { KoreError } from "./api/errors";
import type { Patience } from "./api/transport";
import { instanceKey, readSettings, type ConfigSource } from "./config";
import { Run } from "./run";

/** What the two resources share in one provider process: the settings, the account that they lead to, and the run. */
export class Session {
    /** What this run of the program declares, and whom it is writing about. */
    readonly run = new Run();
    private config: ConfigSource = () => undefined;
    private connected: Account | undefined;
    private toldSettings = false;

    constructor(
        /** Tells the user something that is no failure; it appears under the stack. */
        readonly notify: (message: string) => void = (message) => console.warn(`kore: ${message}`),
        private readonly patience?: Patience,
    ) {}

    /**
     * Takes the configuration without awaiting anything: the SDK hands out a provider to other calls while its
     * `configure` is under way, and ignores after the first call that it threw. A process has one configuration, which
     * each of the two resources brings.
     */
    configure(config: ConfigSource): void {
        this.config = config;
    }

    /** @throws KoreError `settings`; in full once, as it would otherwise be told of every resource. */
    account(): Account {
        this.connected ??= new Account(this.settings(), this.notify, this.patience);
        return this.connected;
    }

    /**
     * The account, if it is the one that a resource's state is about.
     *
     * @throws KoreError `mismatch`
     */
    accountNamed(name: string | undefined, resource: string): Account {
        const account = this.account();
        if (name !== undefined && name !== account.name) {
            const instance = this.config(instanceKey);
            const [setting, back] =
                instance === undefined
                    ? ["kore:host", `Set kore:host back (pulumi config set kore:host ${name})`]
                    : [`the host of kore.Provider "${instance}"`, `Set it back to ${name}`];
            throw new KoreError({
                kind: "mismatch",
                what: `${resource} was left alone`,
                why: `it is in the account at ${name}, and ${setting} leads to ${account.name}`,
                advice: `${back}, or use a stack of its own for ${account.name}; to forget it here without touching it there: pulumi state delete URN.`,
            });
        }
        return account;
    }

    private settings() {
        try {
            return readSettings(this.config);
        } catch (error) {
            if (this.toldSettings) throw new KoreError({ kind: "settings", what: "pulumi-kore is not configured", why: "the first error of this run says what is missing" });
            this.toldSettings = true;
            throw error;
        }
    }
}
