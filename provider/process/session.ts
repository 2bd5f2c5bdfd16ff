import type * as v from "valibot";
import { BatchScheduler, realTimer } from "../api/batching/scheduler";
import { Account } from "../api/client";
import { normalEmail } from "../api/email";
import { KoreError, messageOf, visible } from "../api/errors";
import { RequestStats } from "../api/http/requestStats";
import type { RetryPolicy } from "../api/http/transport";
import {
    type AccountKey,
    configuredAccountKey,
    instanceKey,
    readSettings,
    type ConfigSource,
    type Settings,
} from "../config";
import { Administrators, type GuardOfAdministrators } from "../converge/administrators";
import { engineAddress, slotsOfEngine } from "./engine";
import { hostSettingOf } from "../model/host";
import { checked } from "../schema/inputs";
import { KeyedMutex } from "../run/keyedMutex";
import { Additions } from "../run/additions";
import { Manifest } from "../run/manifest";
import { Progress } from "./progress";
import { parallelAdvice, ReceiptFile, receiptLine } from "./receiptFile";

/** What the two resources share in one provider process: the settings, the account that they lead to, and the run. */
export class Session {
    /** The steps that the engine has under way, and how many of them there can be. */
    readonly scheduler = new BatchScheduler(slotsOfEngine());
    /** What the whole program declares in this run. */
    readonly manifest: Manifest = new Manifest(
        engineAddress(),
        () => this.identity(),
        () => this.administrators.forget(),
    );
    /** Who is added by this run, and was by one that died. */
    readonly additions = new Additions(() => this.manifest.place());
    /** Who administers the account, so that no step takes the last of them. */
    readonly administrators = new Administrators(
        () => this.guard(),
        (others) => this.scheduler.waitElsewhere(others),
    );
    /** One step at a time about one person. Who waits here for another is not expected at a request meanwhile. */
    private readonly people = new KeyedMutex((others) => this.scheduler.waitElsewhere(others));
    private readonly stats: RequestStats = new RequestStats(
        () => this.writeReceipt(),
        () => this.scheduler.review(),
        undefined,
        () => this.adviseOnce(),
    );
    /** How far the update is. */
    readonly progress = new Progress(
        (message) => this.inform(message),
        realTimer,
        () => this.stats.secondsToWait,
    );
    private hasAdvised = false;
    private isStopped = false;
    private hasFailed = false;
    private onStop: () => void = () => undefined;
    /** Resolves when the run is stopped. */
    private readonly stopped = new Promise<void>((resolve) => (this.onStop = resolve));
    private receiptFile: ReceiptFile | undefined;
    private connectedWith: Settings | undefined;
    private config: ConfigSource = () => undefined;
    private connected: Account | undefined;
    private toldSettings = false;
    private known: { instance: string; account: AccountKey | undefined } | undefined;

    constructor(
        /** Tells the user something that is no failure; it appears under the stack. */
        readonly notify: (message: string) => void = (message) => console.warn(`kore: ${visible(message)}`),
        private readonly retryPolicy?: RetryPolicy,
        /** Milliseconds since 1970: whether access has ended. */
        readonly now: () => number = Date.now,
        /** Tells the user how the run is going; as the rest, where nobody tells them apart. */
        private readonly inform: (message: string) => void = notify,
    ) {}

    /**
     * Takes the configuration without awaiting anything: the SDK hands out a provider to other calls while its
     * `configure` is under way, and ignores after the first call that it threw. A process has one configuration, which
     * each of the two resources brings.
     */
    configure(config: ConfigSource): void {
        this.config = config;
        this.known = undefined;
        this.receiptFile = ReceiptFile.of(process.env, () => config(instanceKey));
        this.writeReceipt();
    }

    /** The last word of a run: what it has sent. Nothing, where it has sent nothing. */
    end(): string | undefined {
        this.progress.end();
        this.writeReceipt();
        try {
            const areDone = !this.isStopped && this.scheduler.atWork === 0;
            this.additions.end({ areDone, isWell: areDone && !this.hasFailed });
            this.manifest.end();
        } catch (error) {
            if (!(error instanceof KoreError)) throw error; // The record is gone already.
        }
        if (this.connectedWith === undefined || this.connected === undefined) return undefined;
        const { name } = this.connected;
        return receiptLine(this.stats, { account: name, ...this.sizes(this.connectedWith) }, !this.hasAdvised);
    }

    /** Notes that a call of the engine has failed, so that the run does not end well. */
    fails(): void {
        this.hasFailed = true;
    }

    /**
     * Ends the steps that are under way, as the engine asks at a Ctrl-C: what is out is waited for and read back, and nothing else is sent. Nothing,
     * where there are none: the engine asks so at the end of every run.
     */
    stop(): void {
        if (this.isStopped || this.scheduler.atWork === 0) return;
        this.isStopped = true;
        this.onStop();
        this.progress.end();
        this.inform("the run is stopped: what was sent is waited for and read back, and nothing else is sent");
        this.connected?.stop();
    }

    /** Waits for something that the end of the run ends as well: as long as nothing else is expected of this step at a request. */
    untilStopped(waiting: Promise<void>): Promise<void> {
        return this.scheduler.waitElsewhere(Promise.race([waiting, this.stopped]));
    }

    private sizes({ batchSize }: Settings): { slots: number; batchSize: number } {
        return { slots: this.scheduler.highestConcurrency, batchSize };
    }

    // Where a wait begins, whoever looks on can still begin anew with more people at a time.
    private adviseOnce(): void {
        if (this.hasAdvised || this.connectedWith === undefined) return;
        const advice = parallelAdvice(this.stats, this.sizes(this.connectedWith));
        if (advice === undefined) return;
        this.hasAdvised = true;
        this.inform(advice);
    }

    /** @throws KoreError `settings`; in full once, as it would otherwise be told of every resource. */
    account(): Account {
        if (this.connected !== undefined) return this.connected;
        this.connectedWith = this.settings();
        const { notify, scheduler, stats: receipt, retryPolicy } = this;
        const onCreate = (emailIds: string[]) => this.additions.adding(emailIds);
        this.connected = new Account(this.connectedWith, { notify, scheduler, receipt, retryPolicy, onCreate });
        if (this.isStopped) this.connected.stop();
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
            const before = hostSettingOf(name, (this.connectedWith ?? this.settings()).baseUrl);
            const command = before === undefined ? "" : ` (pulumi config set kore:host ${before})`;
            const [setting, back] =
                instance === undefined
                    ? ["kore:host", `Set kore:host back${command}`]
                    : [`the host of kore.Provider "${instance}"`, `Set it back to ${before ?? "the host before"}`];
            throw new KoreError({
                code: "kore:another-account",
                kind: "mismatch",
                what: `${resource} was left alone`,
                why: `it is in the account at ${name}, and ${setting} leads to ${account.name}`,
                advice: `${back} and run pulumi up, as a plain refresh or destroy goes by the host of the last update; or use a stack of its own for ${account.name}. To forget it here without touching it there: pulumi state delete URN, which pulumi stack --show-urns shows.`,
            });
        }
        return account;
    }

    /**
     * Brings the arguments of a resource into their normal form, or names what is wrong with each.
     *
     * @param found as in `checked`
     * @returns beside them the resource in the record that it leads to
     */
    check(
        schema: v.GenericSchema<unknown, object>,
        olds: object,
        news: Record<string, unknown>,
        found?: v.GenericSchema<unknown, object>,
    ) {
        const resource = this.manifest.learn(news);
        const result = checked(schema, news, resource?.inputs ?? olds, found);
        // Of a replacement the engine checks the same once more without the olds, and shows the difference to them. The SDK adds to what is answered.
        if (resource !== undefined) resource.inputs = { ...result.inputs };
        return { resource, result };
    }

    /**
     * Refuses a step that takes what another resource may yet give, where it is not known what the whole program declares: an update in
     * another language that no preview has gone before.
     *
     * @param what was not done, in words
     * @throws KoreError `mismatch`
     */
    refuseUnseen(what: string): void {
        if (this.manifest.isWhole() || (this.connectedWith ?? this.settings()).mayTakeUnseen) return;
        throw new KoreError({
            code: "kore:without-preview",
            kind: "mismatch",
            what,
            why: "this update takes something that another resource of the program may yet give, and no preview has told what they declare",
            advice: "Run pulumi up with its preview, without --skip-preview. Where that can't be, as by the Automation API: pulumi config set kore:withoutPreview allow, after which people who move between two resources may be without their access for a moment, and leave the account where one Users has them after another.",
        });
    }

    /** Whether the engine is to read a resource before it compares it, as the settings say. */
    get refreshesBeforeUpdate(): boolean {
        return (this.connectedWith ?? this.settings()).refreshBeforeUpdate;
    }

    /** Runs work about some people when no other work about any of them is under way. */
    alone<T>(emailIds: string[], work: () => Promise<T>): Promise<T> {
        return this.people.runExclusive(emailIds.map(normalEmail), work);
    }

    private identity(): { instance: string; account: AccountKey | undefined } {
        return (this.known ??= {
            instance: this.config(instanceKey) ?? "",
            account: configuredAccountKey(this.config),
        });
    }

    private writeReceipt(): void {
        try {
            this.receiptFile?.write(this.stats, this.connected?.name, this.scheduler.concurrency);
        } catch (error) {
            this.receiptFile = undefined;
            this.notify(`the file that KORE_RECEIPT names cannot be written: ${messageOf(error)}`);
        }
    }

    /** A read-only run takes nothing, and names what it would have sent without asking who is left. */
    private guard(): GuardOfAdministrators {
        const { readOnly, mayTakeLastAdministrator } = this.connectedWith ?? this.settings();
        const instance = this.config(instanceKey);
        return {
            isOn: !readOnly && !mayTakeLastAdministrator,
            toAllow:
                instance === undefined
                    ? "If it is meant: pulumi config set kore:lastAdministrator allow, and pulumi up; of a plain pulumi destroy KORE_LAST_ADMINISTRATOR=allow in its environment."
                    : `If it is meant: lastAdministrator: "allow" of kore.Provider "${instance}", and pulumi up.`,
        };
    }

    private settings(): Settings {
        try {
            return readSettings(this.config);
        } catch (error) {
            if (this.toldSettings)
                throw new KoreError({
                    code: "kore:not-configured",
                    kind: "settings",
                    what: "pulumi-kore is not configured",
                    why: "the first error of this run says what is missing",
                });
            this.toldSettings = true;
            throw error;
        }
    }
}
