import { appendFileSync, existsSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { sameAddress } from "./addresses";
import { writeWhole } from "./files";

/** One request as the emulator saw it. Neither the token nor any secret is kept. */
export const logEntrySchema = v.strictObject({
    /** When the request arrived, as an ISO time. */
    time: v.string(),
    method: v.string(),
    path: v.string(),
    /** The query string, without its question mark. */
    query: v.exactOptional(v.string()),
    /** The app that the token named. */
    clientId: v.exactOptional(v.string()),
    /** The addresses (or orgUserIds) of the request's rows, in order. */
    emailIds: v.array(v.string()),
    /** The HTTP status of the answer; 0 when a fault left the request without one. */
    status: v.number(),
    request: v.exactOptional(v.unknown()),
    answer: v.exactOptional(v.unknown()),
    /** The kinds of the faults that the request met. */
    faults: v.exactOptional(v.array(v.string())),
});

/** One request as the emulator saw it. Neither the token nor any secret is kept. */
export type LogEntry = v.InferOutput<typeof logEntrySchema>;

/** Which requests to list; what is absent does not restrict. */
export interface LogFilter {
    method?: string;
    path?: string;
    /** Requests with a row about this address. */
    emailId?: string;
    status?: number;
}

const kept = 1000;

/** The last 1,000 requests, kept beside the data file if there is one: one line of JSON each. */
export class RequestLog {
    private entries: LogEntry[] = [];
    private lines = 0;

    constructor(private readonly file?: string) {
        if (file !== undefined && existsSync(file)) {
            const lines = readFileSync(file, "utf8")
                .split("\n")
                .filter((line) => line !== "");
            this.lines = lines.length;
            this.entries = lines.flatMap(readLine).slice(-kept);
        }
    }

    /** Adds a finished request. */
    add(entry: LogEntry): void {
        this.entries.push(entry);
        if (this.entries.length > kept) {
            this.entries.shift();
        }
        if (this.file === undefined) {
            return;
        }
        this.lines += 1;
        if (this.lines > 2 * kept) {
            this.rewrite();
        } else {
            appendFileSync(this.file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
        }
    }

    /** The requests that fit the filter, oldest first. */
    list(filter: LogFilter = {}): LogEntry[] {
        return structuredClone(this.entries.filter((entry) => fits(entry, filter)));
    }

    /** Forgets all requests. */
    clear(): void {
        this.entries = [];
        if (this.file !== undefined) {
            this.rewrite();
        }
    }

    private rewrite(): void {
        if (this.file !== undefined) {
            writeWhole(this.file, this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
            this.lines = this.entries.length;
        }
    }
}

/** A line that a crash cut short is passed over: the log is for reading, the state is in the data file. */
function readLine(line: string): LogEntry[] {
    try {
        const entry = v.safeParse(logEntrySchema, JSON.parse(line));
        return entry.success ? [entry.output] : [];
    } catch {
        return [];
    }
}

function fits(entry: LogEntry, filter: LogFilter): boolean {
    return (
        (filter.method === undefined || filter.method === entry.method) &&
        (filter.path === undefined || filter.path === entry.path) &&
        (filter.status === undefined || filter.status === entry.status) &&
        (filter.emailId === undefined || entry.emailIds.some((emailId) => sameAddress(emailId, filter.emailId)))
    );
}

/** One entry as a line for people: `10:31:02 POST /api/public/users 200 2 rows: ada@example.com, bob@example.com`. */
export function logLine(entry: LogEntry): string {
    const { time, method, path, query, status, emailIds, faults } = entry;
    const target = query === undefined ? path : `${path}?${query}`;
    const count = emailIds.length === 1 ? "1 row" : `${emailIds.length} rows`;
    const rows = emailIds.length === 0 ? "" : ` ${count}: ${emailIds.join(", ")}`;
    const met = faults === undefined ? "" : ` [fault: ${faults.join(", ")}]`;
    return `${time.slice(11, 19)} ${method} ${target} ${status === 0 ? "no answer" : status}${rows}${met}`;
}

const secretKey = /secret|token|password|^auth$/i;

/** A copy without the values of keys that name a secret. */
export function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, secretKey.test(key) ? "(not kept)" : withoutSecrets(inner)]),
    );
}
