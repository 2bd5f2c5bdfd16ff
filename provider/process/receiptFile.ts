import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { RequestStats } from "../api/http/requestStats";
import type { KoreReceipt } from "./receipt";

/** The file that the environment variable KORE_RECEIPT names: what a run has sent to Kore.ai, as JSON, as the run goes. */
export class ReceiptFile {
    private constructor(
        private readonly file: string,
        private readonly instance: string | undefined,
    ) {}

    /** @param instance the name of an explicit provider instance, which has a process and a receipt of its own: "receipt.eu.json" */
    static of(environment: NodeJS.ProcessEnv, instance: () => string | undefined): ReceiptFile | undefined {
        const file = environment["KORE_RECEIPT"];
        if (file === undefined || file === "") return undefined;
        const { dir, name, ext } = path.parse(path.resolve(file));
        const named = instance();
        if (named === undefined) return new ReceiptFile(path.resolve(file), undefined);
        return new ReceiptFile(path.join(dir, `${name}.${named.replace(/[^\w.-]/g, "_")}${ext}`), named);
    }

    /** @param slots how many people Pulumi handles at the same time, as far as has shown */
    write(stats: RequestStats, account: string | undefined, slots: number): void {
        const { requests, sent, secondsWaited } = stats;
        const receipt: KoreReceipt = {
            ...(this.instance === undefined ? {} : { instance: this.instance }),
            ...(account === undefined ? {} : { account }),
            requests,
            secondsWaited,
            slots,
            endpoints: sent,
        };
        // Whoever reads it meanwhile reads a whole one.
        const draft = `${this.file}.${process.pid}`;
        writeFileSync(draft, `${JSON.stringify(receipt, undefined, 4)}\n`);
        renameSync(draft, this.file);
    }
}

/** "75 requests to platform.kore.ai: POST /api/public/usersInfo 40 (2000 people), …"; undefined, where nothing was sent; `isAdvised`: with advice for fewer. */
export function receiptLine(
    { sent, requests, secondsWaited }: RequestStats,
    { account, slots, batchSize }: { account: string; slots: number; batchSize: number },
    isAdvised = true,
): string | undefined {
    if (requests === 0) return undefined;
    const endpoints = Object.entries(sent);
    const parts = endpoints.map(
        ([name, { requests: count, rows }]) => `${name} ${count} (${rows} ${rows === 1 ? "person" : "people"})`,
    );
    const retries = endpoints.reduce((sum, [, { retries: count }]) => sum + count, 0);
    const extras = [
        ...(retries > 0 ? [`${retries} of them tried again`] : []),
        ...(secondsWaited >= 1 ? [`waited ${Math.round(secondsWaited)} s for the account's budget`] : []),
    ];
    const advice = isAdvised ? parallelAdvice({ sent }, { slots, batchSize }) : undefined;
    const line = `${requests} ${requests === 1 ? "request" : "requests"} to ${account}: ${[parts.join(", "), ...extras].join("; ")}.`;
    return advice === undefined ? line : `${line} ${advice}`;
}

/** How the same would take fewer requests; undefined, where more people at a time would not change that. */
export function parallelAdvice(
    { sent }: Pick<RequestStats, "sent">,
    { slots, batchSize }: { slots: number; batchSize: number },
): string | undefined {
    // Requests that did not fill the slots would not be fuller with more of them; those of a set of people are full anyhow.
    const areSmall = Object.values(sent).some(({ requests, retries, rows }) => {
        const size = rows / (requests - retries);
        return requests - retries >= 5 && size >= slots / 2 && size <= slots && slots < batchSize;
    });
    if (!areSmall) return undefined;
    return `Pulumi hands over ${slots} ${slots === 1 ? "person" : "people"} at a time: PULUMI_PARALLEL=${8 * Math.ceil((batchSize * 1.2) / 8)} makes fewer, larger requests.`;
}
