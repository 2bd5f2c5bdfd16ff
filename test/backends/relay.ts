import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** A port of this machine that leads to the socket file of a server. */
export interface Relay {
    port: number;
    /** The bytes that were sent to the server. */
    bytes(): number;
    close(): Promise<void>;
}

/** So that no server has to find a free port, and what it is sent is counted whatever it says itself. */
export async function relayTo(socketFile: string): Promise<Relay> {
    let bytes = 0;
    const open = new Set<Duplex>();
    const relay = createServer((client: Socket) => {
        const server = connect(socketFile);
        client.on("data", (chunk: Buffer) => (bytes += chunk.length));
        for (const [from, to] of [
            [client, server],
            [server, client],
        ] as const) {
            open.add(from);
            // A client that is killed resets its connection.
            from.once("error", () => to.destroy());
            from.once("close", () => {
                open.delete(from);
                to.destroy();
            });
            from.pipe(to);
        }
    });
    relay.listen(0, "127.0.0.1");
    await once(relay, "listening");
    const address = relay.address();
    if (address === null || typeof address === "string") throw new Error("the relay has no port");
    return {
        port: address.port,
        bytes: () => bytes,
        close: async () => {
            relay.close();
            for (const each of open) each.destroy();
            await once(relay, "close");
        },
    };
}
