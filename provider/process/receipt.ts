import * as v from "valibot";

/** What one process has sent to Kore.ai in a run: that of the stack's configuration, or of an explicit provider instance. */
export interface KoreReceipt {
    /** The name of the `kore.Provider`; missing for the one of the stack's configuration. */
    instance?: string;
    /** The host of the account; missing where nothing was to be sent. */
    account?: string;
    /** Requests that left, those that were tried again among them. */
    requests: number;
    /** Seconds in which requests waited for the account's budget. */
    secondsWaited: number;
    /** How many people Pulumi handles at the same time, as far as has shown. */
    slots: number;
    /** By endpoint, such as "POST /api/public/users": requests, the people in them, and how many requests were tried again. */
    endpoints: Record<string, { requests: number; rows: number; retries: number }>;
}

/** The form of a receipt's file. */
export const receiptSchema: v.GenericSchema<unknown, KoreReceipt> = v.object({
    instance: v.exactOptional(v.string()),
    account: v.exactOptional(v.string()),
    requests: v.number(),
    secondsWaited: v.number(),
    slots: v.number(),
    endpoints: v.record(v.string(), v.object({ requests: v.number(), rows: v.number(), retries: v.number() })),
});
