import { Account } from "./api/client";
import { KoreError, messageOf, visible } from "./api/errors";
import { Receipt } from "./api/receipt";
import type { ClientSettings } from "./api/settings";
import { Slots } from "./api/slots";
import type { Patience } from "./api/transport";
import { instanceKey, readSettings, type ConfigSource } from "./config";
import { engineAddress, slotsOfEngine } from "./engine";
import { ReceiptFile, receiptLine } from "./receiptFile";
import { Run } from "./run";
import { RunRecord } from "./runRecord";

/** What the two resources share in one provider process: the settings, the account that they lead to, and the run. */
export class Session {
    /** The steps that the engine has under way, and how many of them there can be. */
    readonly slots = new Slots(slotsOfEngine());
    /** What this run of the program declares, and whom it is writing about. */
    readonly run: Run = new Run(this.slots, () => this.openRecord());
    private readonly receipt: Receipt = new Receipt(
        () => this.writeReceipt(),
        () => this.slots.settle(),
    );
    private receiptFile: ReceiptFile | undefined;
    private connectedWith: ClientSettings | undefined;
    private config: ConfigSource = () => undefined;
    private connected: Account | undefined;
    private toldSettings = false;

    constructor(
        /** Tells the user something that is no failure; it appears under the stack. */
        readonly notify: (message: string) => void = (message) => console.warn(`kore: ${visible(message)}`),
        private readonly patience?: Patience,
    ) {}

    /**
     * Takes the configuration without awaiting anything: the SDK hands out a provider to other calls while its
     * `configure` is under way, and ignores after the first call that it threw. A process has one configuration, which
     * each of the two resources brings.
     */
    configure(config: ConfigSource): void {
        this.config = config;
        this.receiptFile = ReceiptFile.of(process.env, () => config(instanceKey));
        this.writeReceipt();
    }

    /** The last word of a run: what it has sent. Nothing, where it has sent nothing. */
    end(): string | undefined {
        this.writeReceipt();
        this.run.end();
        if (this.connectedWith === undefined || this.connected === undefined) return undefined;
        return receiptLine(this.receipt, { account: this.connected.name, slots: this.slots.most, batchSize: this.connectedWith.batchSize });
    }

    /** @throws KoreError `settings`; in full once, as it would otherwise be told of every resource. */
    account(): Account {
        if (this.connected !== undefined) return this.connected;
        this.connectedWith = this.settings();
        const { notify, slots, receipt, patience } = this;
        this.connected = new Account(this.connectedWith, { notify, slots, receipt, patience });
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
            // A state has the name of an account alone, which by itself would mean https.
            const before = this.connectedWith?.baseUrl.startsWith("http://") === true ? `http://${name}` : name;
            const [setting, back] =
                instance === undefined
                    ? ["kore:host", `Set kore:host back (pulumi config set kore:host ${before})`]
                    : [`the host of kore.Provider "${instance}"`, `Set it back to ${before}`];
            throw new KoreError({
                kind: "mismatch",
                what: `${resource} was left alone`,
                why: `it is in the account at ${name}, and ${setting} leads to ${account.name}`,
                advice: `${back}, or use a stack of its own for ${account.name}; to forget it here without touching it there: pulumi state delete URN.`,
            });
        }
        return account;
    }

    private openRecord(): RunRecord | undefined {
        const engine = engineAddress();
        if (engine === undefined) return undefined;
        try {
            const { baseUrl, credentials } = readSettings(this.config);
            return new RunRecord(engine, new URL(baseUrl).host, "jwt" in credentials ? credentials.jwt : credentials.clientId, this.notify);
        } catch (error) {
            if (!(error instanceof KoreError)) throw error;
            return undefined; // A step will say so.
        }
    }

    private writeReceipt(): void {
        try {
            this.receiptFile?.write(this.receipt, this.connected?.name, this.slots.known);
        } catch (error) {
            this.receiptFile = undefined;
            this.notify(`the file that KORE_RECEIPT names cannot be written: ${messageOf(error)}`);
        }
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
