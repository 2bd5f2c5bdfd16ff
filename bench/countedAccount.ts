import { startEmulator, type Emulator, type Limits, type LogEntry } from "kore-emulator";

/** The requests of one step, as the account has seen them. */
export interface RequestCount {
    /** by endpoint, "POST /api/public/users"; those that the limits refused are not among them */
    byEndpoint: Record<string, number>;
    /** how many the limits refused */
    refused: number;
}

/** Milliseconds that every answer takes at least. */
export const latency = 50;

const tooMany = 429;

/** An emulated account that counts what it is asked. */
export class CountedAccount {
    private count: RequestCount = { byEndpoint: {}, refused: 0 };
    private readonly atFirst: number;

    private constructor(private readonly emulator: Emulator) {
        this.atFirst = emulator.account.people().length;
    }

    static async start(): Promise<CountedAccount> {
        const emulator = await startEmulator({ latency, onRequest: (entry) => counted.add(entry) });
        const counted = new CountedAccount(emulator);
        return counted;
    }

    get url(): string {
        return this.emulator.url;
    }

    /** How many people were added. */
    get added(): number {
        return this.emulator.account.people().length - this.atFirst;
    }

    /**
     * Starts counting anew, with the people who are there and with rolling windows that are empty, as they are an hour
     * after the last step.
     */
    begin(limits: Limits | "off"): void {
        const { account } = this.emulator;
        account.reset({ ...account.seed(), people: account.people() });
        account.setLimits(limits);
        this.count = { byEndpoint: {}, refused: 0 };
    }

    /** What was asked since then. */
    requests(): RequestCount {
        return this.count;
    }

    close(): Promise<void> {
        return this.emulator.close();
    }

    private add({ method, path, status }: LogEntry): void {
        const endpoint = `${method} ${path}`;
        if (status === tooMany) this.count.refused += 1;
        else this.count.byEndpoint[endpoint] = (this.count.byEndpoint[endpoint] ?? 0) + 1;
    }
}
