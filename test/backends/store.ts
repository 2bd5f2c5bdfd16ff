import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { goProgram } from "../../tools/engine/goProgram";
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
    return goProgram({ name: "s3-server", called: "the S3 server", takes: "2 minutes", folder: home, target: command });
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
