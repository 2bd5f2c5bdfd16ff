import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer, request as send, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, describe, it } from "mocha";
import { proxyOf } from "../../../provider/api/http/proxy";
import type { KoreError } from "../../../provider/api/errors";
import { accountAt, errorOf, everyoneIsThere } from "./accounts";
import { scriptedKore } from "./scriptedKore";

const ada = "ada@example.com";
const row = { userInfo: { emailId: ada }, canCreateBot: false, isDeveloper: false };
const secret = "p@ss/word";
const host = "https://kore.example.com";

const variables = ["https_proxy", "http_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);

describe("a proxy", () => {
    const kore = scriptedKore();
    const servers: Server[] = [];
    const sockets = new Set<Socket>();

    afterEach(() => {
        for (const name of variables) Reflect.deleteProperty(process.env, name);
        for (const socket of sockets) socket.destroy();
        for (const server of servers.splice(0)) server.close();
    });

    /** @returns HOST:PORT */
    async function listening(server: Server): Promise<string> {
        servers.push(server);
        server.on("connection", (socket: Socket) => sockets.add(socket));
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    /** Answers CONNECT so, and what it was asked. */
    async function connectProxy(answer: (socket: Socket) => void) {
        const asked: IncomingMessage[] = [];
        const server = createHttpServer().on("connect", (request: IncomingMessage, socket: Socket) => {
            asked.push(request);
            socket.on("error", () => undefined);
            answer(socket);
        });
        return { address: await listening(server), asked };
    }

    /** Passes on what is asked without TLS. */
    async function forwardProxy() {
        const asked: IncomingMessage[] = [];
        const server = createHttpServer((request, response) => {
            asked.push(request);
            const { url = "", method, headers } = request;
            const passed = send(url, { method, headers }, (answer) => {
                response.writeHead(answer.statusCode ?? 500, answer.headers);
                answer.pipe(response);
            });
            request.pipe(passed);
        });
        return { address: await listening(server), asked };
    }

    const says = (status: string) => (socket: Socket) => void socket.end(`HTTP/1.1 ${status}\r\n\r\n`);

    function userOf({ headers }: IncomingMessage): string {
        return Buffer.from((headers["proxy-authorization"] ?? "").replace("Basic ", ""), "base64").toString();
    }

    async function failureOfCreate(baseUrl = host, requestTimeout = 5): Promise<KoreError> {
        const account = accountAt(kore, { baseUrl, requestTimeout });
        const error = errorOf(kore, (await account.createUsers([row], {}))[0]);
        assert(!`${error.message} ${JSON.stringify(error)}`.includes(secret));
        return error;
    }

    describe("leads to a host", () => {
        const forms: { title: string; set: (address: string) => Record<string, string>; user?: string }[] = [
            { title: "by a URL", set: (address) => ({ HTTP_PROXY: `http://${address}` }) },
            { title: "without a scheme", set: (address) => ({ HTTP_PROXY: address }) },
            { title: "in lower case", set: (address) => ({ http_proxy: `http://${address}/` }) },
            { title: "of all", set: (address) => ({ ALL_PROXY: address }) },
            { title: "of all, in lower case", set: (address) => ({ all_proxy: address }) },
            {
                title: "with a user and a password, decoded",
                set: (address) => ({ HTTP_PROXY: `http://me%40work:p%40ss%2Fword@${address}` }),
                user: `me@work:${secret}`,
            },
            {
                title: "with a user and a password, without a scheme",
                set: (address) => ({ HTTP_PROXY: `me:100%@${address}` }),
                user: "me:100%",
            },
            { title: "with a user alone", set: (address) => ({ HTTP_PROXY: `http://me@${address}` }), user: "me:" },
        ];
        for (const { title, set, user = "" } of forms) {
            it(title, async () => {
                const { address, asked } = await forwardProxy();
                Object.assign(process.env, { NO_PROXY: "other.example.com" }, set(address));
                kore.always(everyoneIsThere);
                const [found] = await accountAt(kore).lookUp([ada]);
                assert(found !== undefined && !("error" in found), JSON.stringify(found));
                assert.deepEqual(asked.map(userOf), [user]);
            });
        }

        it("over TLS with the same user and password, and without TLS of its own where no scheme is said", async () => {
            const { address, asked } = await connectProxy(says("502 Bad Gateway"));
            process.env["HTTPS_PROXY"] = `me:p%40ss%2Fword@${address}`;
            await failureOfCreate();
            assert.deepEqual(new Set(asked.map(userOf)), new Set([`me:${secret}`]));
        });
    });

    describe("that answers itself is named, with what to do, and nothing was sent", () => {
        it("where it wants a password, of which it is asked once", async () => {
            const { address, asked } = await connectProxy(says("407 Proxy Authentication Required"));
            process.env["HTTPS_PROXY"] = address;
            const error = await failureOfCreate();
            assert.deepEqual([error.code, error.kind], ["kore:no-connection", "unreachable"]);
            assert.equal(
                error.message,
                `ada@example.com was not created: no connection to ${host} (the proxy ${address} of HTTPS_PROXY answered with status 407). ` +
                    "Put USER:PASSWORD, both percent-encoded, into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT; nothing was sent. [kore:no-connection]",
            );
            assert.equal(asked.length, 1);
        });

        it("where it wants another password", async () => {
            const { address } = await connectProxy(says("407 Proxy Authentication Required"));
            process.env["ALL_PROXY"] = `http://me:p%40ss%2Fword@${address}`;
            const { message } = await failureOfCreate();
            assert.match(message, /Correct the user and the password in ALL_PROXY, both percent-encoded; nothing was/);
        });

        it("where it wants a password without TLS", async () => {
            const address = await listening(
                createHttpServer((_request, response) => response.writeHead(407).end("no")),
            );
            process.env["HTTP_PROXY"] = address;
            const error = await failureOfCreate("http://kore.example.com");
            assert.equal(error.code, "kore:no-connection");
            assert(error.message.includes(`(the proxy ${address} of HTTP_PROXY answered with status 407)`));
        });

        for (const status of ["403 Forbidden", "429 Too Many Requests", "302 Found"]) {
            it(`where it says ${status}`, async () => {
                const { address, asked } = await connectProxy(says(status));
                process.env["HTTPS_PROXY"] = address;
                const error = await failureOfCreate();
                assert.equal(error.code, "kore:no-connection");
                assert.match(error.message, /of HTTPS_PROXY answered with status \d+\)/);
                assert.match(error.advice ?? "", /NO_PROXY=kore\.example\.com; nothing was sent/);
                assert.equal(asked.length, 1);
            });
        }
    });

    describe("without a tunnel has sent nothing, not even a create", () => {
        const ends: Record<string, (socket: Socket) => void> = {
            "as it never answers": () => undefined,
            "as it closes the connection": (socket) => void socket.end(),
            "as it resets the connection": (socket) => void socket.resetAndDestroy(),
            "as it does not speak HTTP": (socket) => void socket.end("220 smtp.example.com\r\n\r\n"),
        };
        for (const [title, end] of Object.entries(ends)) {
            it(title, async () => {
                const { address } = await connectProxy(end);
                process.env["HTTPS_PROXY"] = address;
                const error = await failureOfCreate(host, 0.2);
                assert.deepEqual([error.code, error.kind], ["kore:no-connection", "unreachable"], error.message);
                assert(error.message.includes(`by the proxy ${address} of HTTPS_PROXY: `), error.message);
            });
        }

        it("as nothing listens there", async () => {
            const gone = createServer();
            const address = await listening(gone);
            gone.close();
            process.env["HTTPS_PROXY"] = address;
            assert.match(
                (await failureOfCreate()).message,
                /of HTTPS_PROXY: .*ECONNREFUSED.*Check HTTPS_PROXY, kore:host/,
            );
        });
    });

    describe("in a variable that names none is an error of the settings, without its value", () => {
        for (const value of [
            "http://",
            "http://me:p#ss@127.0.0.1:1",
            "http://me:1#p@127.0.0.1:1",
            "me:1/p@127.0.0.1:1",
        ]) {
            it(value, async () => {
                process.env["HTTPS_PROXY"] = value;
                const { message, code, kind } = await failureOfCreate();
                assert.deepEqual([code, kind], ["kore:proxy-unusable", "settings"]);
                assert(
                    message.includes("HTTPS_PROXY is not the address of a proxy. Set it to http://HOST:PORT"),
                    message,
                );
                assert(!message.includes("127.0.0.1") && !message.includes("#p"), message);
            });
        }

        it("socks5://127.0.0.1:1080", async () => {
            process.env["ALL_PROXY"] = "socks5://127.0.0.1:1080";
            assert.match(
                (await failureOfCreate()).message,
                /ALL_PROXY is not the address of an HTTP proxy: others are/,
            );
        });
    });

    describe("is passed by as NO_PROXY says", () => {
        const withoutTypes = ["axios", "unsafe", "helpers", "shouldBypassProxy.js"].join("/");
        const axiosAlso = import(withoutTypes) as Promise<{
            default: (url: string) => boolean;
        }>;
        const urls = [
            "https://platform.kore.ai",
            "https://kore.ai:8443",
            "http://127.0.0.1:3000",
            "http://localhost",
            "http://10.1.2.3",
            "https://[::1]:8443",
            "https://[::ffff:10.1.2.3]",
            "https://[2001:db8::7]",
            "https://münchen.example",
        ];
        const lists = [
            ...[
                "*",
                "kore.ai",
                ".kore.ai",
                "*.kore.ai",
                "platform.kore.ai",
                "PLATFORM.kore.ai.",
                "example.com kore.ai",
            ],
            ...["kore.ai:8443", "kore.ai:443,platform.kore.ai:443", "localhost", "127.0.0.1:3000", "127.0.0.1:1"],
            ...["10.0.0.0/8", "10.2.0.0/16", "10.1.2.3", "10.0.0.0/33", "x/8", "0.0.0.0/0", "::ffff:10.1.2.3"],
            ...[
                "[::1]:8443",
                "[::1]:1",
                "::1",
                "2001:db8::/32",
                "2001:db8:0::7",
                "münchen.example",
                ".example",
                ",",
                " ",
            ],
        ];
        for (const list of lists) {
            it(`with "${list}", as axios does`, async () => {
                const { default: isPassedBy } = await axiosAlso;
                process.env["NO_PROXY"] = list;
                const environment = { NO_PROXY: list, ALL_PROXY: "proxy.example.com:3128" };
                assert.deepEqual(
                    urls.filter((url) => proxyOf(url, environment) === undefined),
                    urls.filter((url) => isPassedBy(url)),
                );
            });
        }
    });
});
