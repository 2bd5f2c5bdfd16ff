/** The plugin `pulumi-resource-kore`: what the engine starts for programs of every language. It prints its port, and serves until it is ended. */
import { endAtSignals, endWithEngine } from "../serving";
import { engineAddress } from "../process/engine";
import { Session } from "../process/session";
import { grpc, ResourceProviderService } from "./grpc";
import { EngineLog } from "./engineLog";
import { Plugin } from "./plugin";

const log = new EngineLog(engineAddress());
const session = new Session(
    (message) => log.warn(message),
    undefined,
    Date.now,
    (message) => log.inform(message),
);
const plugin = new Plugin(session, log);
endAtSignals(() => plugin.end());
endWithEngine();

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, plugin.calls());
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    console.log(port);
});
