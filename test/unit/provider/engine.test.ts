import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, it } from "mocha";
import { engineAddress, slotsOfEngine, watchEngine } from "../../../provider/process/engine";
import { repositoryRoot } from "../../harness/repository";

describe("the number of steps that the engine has in flight", () => {
    const usual = 4 * availableParallelism();

    it("is what PULUMI_PARALLEL says", () => {
        assert.equal(slotsOfEngine({ PULUMI_PARALLEL: "1" }), 1);
        assert.equal(slotsOfEngine({ PULUMI_PARALLEL: "128" }), 128);
    });

    it("is the engine's default, four for each core, where that says nothing or nonsense", () => {
        for (const PULUMI_PARALLEL of [undefined, "", "0", "-4", "2.5", "many"])
            assert.equal(slotsOfEngine({ PULUMI_PARALLEL }), usual, PULUMI_PARALLEL);
        assert.equal(slotsOfEngine({}), usual);
    });
});

describe("the engine's address", () => {
    it("is the argument, also where flags for logging come before it", () => {
        assert.equal(engineAddress(["127.0.0.1:40001"]), "127.0.0.1:40001");
        for (const trace of ["file:///tmp/up.trace", "tcp://127.0.0.1:6831"])
            assert.equal(
                engineAddress(["-logtostderr", "-v=9", "-tracing", trace, "127.0.0.1:40001"]),
                "127.0.0.1:40001",
                trace,
            );
        assert.equal(engineAddress([]), undefined);
    });
});

/** What one watch tells. */
class Watch {
    told = 0;
    private resolve: () => void = () => undefined;
    readonly isTold = new Promise<void>((resolve) => (this.resolve = resolve));
    readonly onGone = () => {
        this.told++;
        this.resolve();
    };
}

describe("watching the engine", () => {
    let engine: Server;
    let sockets: Set<Socket>;
    let address: string;
    let watch: Watch;

    beforeEach(async () => {
        watch = new Watch();
        sockets = new Set();
        engine = createServer((socket) => {
            sockets.add(socket);
            socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
        });
        engine.listen(0, "127.0.0.1");
        await once(engine, "listening");
        address = addressOf(engine);
    });
    afterEach(() => end());

    function addressOf(server: Server): string {
        return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    /** What happens when the engine's process ends. */
    function end(): void {
        engine.close();
        for (const socket of sockets) socket.destroy();
    }

    // Longer than it takes to tell that an engine is gone; a slow machine makes it no shorter.
    const aWhile = 1_000;

    it("tells once that it is gone", async () => {
        watchEngine(address, watch.onGone);
        await once(engine, "connection");
        end();
        await watch.isTold;
        await setTimeout(aWhile);
        assert.equal(watch.told, 1);
    });

    it("does not tell while it is there", async () => {
        watchEngine(address, watch.onGone);
        await once(engine, "connection");
        await setTimeout(aWhile);
        assert.equal(watch.told, 0);
    });

    it("connects anew where the engine ends the connection, however often, and tells only when it is gone", async () => {
        watchEngine(address, watch.onGone);
        for (let connections = 0; connections < 6; connections++) {
            await once(engine, "connection");
            for (const socket of sockets) socket.destroy();
        }
        await once(engine, "connection");
        assert.equal(watch.told, 0);
        end();
        await watch.isTold;
    });

    it("does not begin again at once where the engine ends each connection at once", async () => {
        let connections = 0;
        engine.on("connection", (socket: Socket) => {
            connections++;
            socket.destroy();
        });
        watchEngine(address, watch.onGone);
        await setTimeout(aWhile);
        assert(connections > 1 && connections < 50, `${connections} connections`);
        assert.equal(watch.told, 0);
    });

    it("tells of one that has never been seen, as it was killed before, and not before it may have begun", async () => {
        end();
        const late = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
        await once(late, "listening");
        const addressOfLate = addressOf(late);
        late.close();
        const ofLate = new Watch();
        watchEngine(address, watch.onGone);
        watchEngine(addressOfLate, ofLate.onGone);
        await setTimeout(aWhile);
        assert.deepEqual([watch.told, ofLate.told], [0, 0]);
        late.listen(Number(addressOfLate.split(":")[1]), "127.0.0.1");
        await watch.isTold;
        await setTimeout(aWhile);
        assert.deepEqual([watch.told, ofLate.told], [1, 0]);
        late.close();
    });

    it("never tells of an address that there is not", async () => {
        watchEngine("engine.invalid:1", watch.onGone);
        await setTimeout(aWhile);
        assert.equal(watch.told, 0);
    });

    it("does nothing without an address", async () => {
        for (const given of [undefined, "", "engine", "127.0.0.1", "-v=9"]) watchEngine(given, watch.onGone);
        await setTimeout(100);
        assert.equal(watch.told, 0);
    });

    it("does not keep its process from ending", async () => {
        const module = JSON.stringify(path.join(repositoryRoot, "provider", "process", "engine.ts"));
        const script = `require(${module}).watchEngine(${JSON.stringify(address)}, () => process.exit(7)); setTimeout(() => console.log("done"), 300);`;
        const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "-e", script], {
            cwd: repositoryRoot,
        });
        assert.equal(stdout.trim(), "done");
    });
});
