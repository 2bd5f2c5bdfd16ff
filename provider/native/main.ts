/** The plugin `pulumi-resource-kore`: what the engine starts for programs of every language. It prints its port, and serves until it is ended. */
import { endAtSignals } from "../serving";
import { Session } from "../process/session";
import { grpc, ResourceProviderService } from "./grpc";
import { pluginOf } from "./plugin";

const session = new Session();
endAtSignals(session);

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(ResourceProviderService, pluginOf(session));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    console.log(port);
});
