import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { root } from "../../../tools/sandbox";

describe("the language host of a CLI that is built here", () => {
    it("ends when its engine is gone, as one that was killed, and not before", async () => {
        const sockets = new Set<Socket>();
        const engine = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
        await once(engine, "listening");
        const address = engine.address();
        assert.ok(typeof address === "object" && address !== null);
        const host = spawn(
            process.execPath,
            [
                path.join(root, "tools", "engine", "host", "pulumi-language-nodejs.cjs"),
                "-v=1",
                `127.0.0.1:${address.port}`,
            ],
            { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
        );
        const ended = once(host, "exit");
        await once(host.stdout, "data");
        while (sockets.size < 2) await once(engine, "connection");
        assert.equal(host.exitCode, null);
        engine.close();
        for (const socket of sockets) socket.destroy();
        assert.deepEqual(await ended, [0, null]);
    });
});
