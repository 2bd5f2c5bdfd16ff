import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Problem } from "../../tools/shared/problem.cjs";
import { type Backend, type BackendKind, filesIn } from "./backend";
import { serve } from "./server";

const home = path.join(__dirname, "store");
const command = "github.com/versity/versitygw/cmd/versitygw";
const bucket = "states";

/** An S3-compatible store: the Versity S3 Gateway, which keeps objects as files. */
export const store: BackendKind = {
    name: "an S3-compatible store",
    version: /versitygw v([\d.]+)/.exec(readFileSync(path.join(home, "go.mod"), "utf8"))?.[1] ?? "none",
    asked: { nothing: 28, step: 8 },
    install,
    start,
};

/** The path of the server, which is built once for all work trees. */
async function install(): Promise<string> {
    if (process.platform === "win32") throw new Problem("The S3 server does not run on Windows.");
    const { cacheFolder } = await import("../../tools/engine/cache.mjs");
    const { withLock } = await import("../../tools/shared/lock.mjs");
    const { streamLog } = await import("../../tools/shared/log.mjs");
    const sources = ["go.mod", "go.sum"].map((name) => readFileSync(path.join(home, name)));
    const version = createHash("sha256").update(Buffer.concat(sources)).digest("hex").slice(0, 12);
    const cache = path.dirname(cacheFolder(process.env));
    const server = path.join(cache, `versitygw-${version}-${process.platform}-${process.arch}`);
    if (existsSync(server)) return server;
    const log = streamLog();
    await withLock(`${server}.lock`, {
        onWait: (holder) => log.say(`The S3 server is being built already (${holder}); waiting for it.`),
        work: () => log.during("Building the S3 server; this takes a minute or two …", () => build(server)),
    });
    return server;
}

async function build(server: string): Promise<void> {
    if (existsSync(server)) return;
    const { goEnvironment } = await import("../../tools/engine/fromGo.mjs");
    const { lastLines, run } = await import("../../tools/shared/run.mjs");
    // In place as a whole, or not at all.
    const unfinished = `${server}.unfinished`;
    const { code, output } = await run("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", unfinished, command], {
        cwd: home,
        env: goEnvironment(process.env),
    });
    if (code !== 0) throw new Problem(`The S3 server could not be built:\n\n${lastLines(output)}`);
    renameSync(unfinished, server);
}

async function start(): Promise<Backend> {
    const server = await install();
    const folder = mkdtempSync(path.join(os.tmpdir(), "kore-store-"));
    // Attributes of objects in files as well, as not every file system has room for them.
    const places = { objects: path.join(folder, "objects"), attributes: path.join(folder, "attributes") };
    for (const place of [path.join(places.objects, bucket), places.attributes]) mkdirSync(place, { recursive: true });
    const socketFile = path.join(folder, "socket");
    const [id, secret] = ["states-of-tests", randomBytes(20).toString("hex")];
    const { port, ...served } = await serve(folder, {
        command: server,
        args: ["--port", socketFile, "posix", "--sidecar", places.attributes, places.objects],
        env: { ...process.env, ROOT_ACCESS_KEY_ID: id, ROOT_SECRET_ACCESS_KEY: secret },
        socketFile,
        ready: /service listening on/,
        asked: /^[\d:]+ \| vgw \| \d+ \|.*\| ([A-Z]+) \| \//,
    });
    return {
        env: {
            PULUMI_BACKEND_URL: `s3://${bucket}?endpoint=http://127.0.0.1:${port}&s3ForcePathStyle=true`,
            AWS_ACCESS_KEY_ID: id,
            AWS_SECRET_ACCESS_KEY: secret,
            AWS_REGION: "us-east-1",
        },
        secrets: [secret],
        kept: async () => filesIn(path.join(places.objects, bucket)),
        ...served,
    };
}
