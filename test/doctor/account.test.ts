import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { seedApp, seedIds, startEmulator, type App, type Emulator, type SeedPerson } from "kore-emulator";
import { sign, type SignOptions } from "jsonwebtoken";
import { closedPort } from "../harness/stack";
import { assertOnlyRead, checksThatAre, environmentOf, examineAccount, found, seed, serve, textOf } from "./patient";

const settingsOnly = ["node", "pulumi", "settings"];
const untouched = [
    "packageManager",
    "sdk",
    "typescript",
    "package",
    "stack",
    "plainSecrets",
    "facts",
    "state",
    "parallelism",
];
const roles = "GET /api/public/roles";
const usersInfo = "POST /api/public/usersInfo";

/** A proxy that answers CONNECT so. */
async function refusingTunnels(answer: string): Promise<{ address: string; close: () => void }> {
    const server = createServer().on("connect", (_request, socket) => void socket.end(answer));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe("kore-access doctor about the account", () => {
    let emulator: Emulator;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
    });
    after(() => emulator.close());
    beforeEach(() => emulator.account.reset(seed));
    afterEach(() => {
        assertOnlyRead(emulator);
        assert.deepEqual(
            emulator.account.people().map(({ emailId }) => emailId),
            emulator.account.seed().people.map(({ emailId }) => emailId),
        );
    });

    const withApp = (app: Partial<App>) => emulator.account.reset({ ...seed, apps: [{ ...seedApp, ...app }] });
    const jwtOf = (claims: object, options: SignOptions = {}) =>
        sign({ sub: "1", appId: seedApp.clientId, ...claims }, seedApp.clientSecret, {
            algorithm: "HS256",
            noTimestamp: true,
            ...options,
        });
    const withJwt = (jwt: string, host = emulator.url) =>
        environmentOf(host, { clientId: undefined, clientSecret: undefined, jwt });
    const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

    it("finds nothing wrong where nothing is, with five requests", async () => {
        const diagnosis = await examineAccount(environmentOf(emulator.url));
        assert.deepEqual(checksThatAre(diagnosis, "ok"), [
            "node",
            "settings",
            "host",
            "clock",
            "token",
            "userManagement",
            "roleManagement",
            "administrators",
            "budget",
        ]);
        assert.deepEqual(checksThatAre(diagnosis, "skipped"), untouched);
        assert.deepEqual(checksThatAre(diagnosis, "warning"), ["pulumi"], "the CLI is not needed here, and will be");
        assert.deepEqual(
            emulator.account
                .requests()
                .map(({ method, path, query }) => `${method} ${path}${query === undefined ? "" : `?${query}`}`),
            [
                `${roles}?roleType=admin&limit=1`,
                usersInfo,
                `${roles}?roleType=admin&limit=50&offset=0`,
                "GET /api/public/alluserroles?limit=500&offset=0",
                usersInfo,
            ],
        );
        assert.equal(diagnosis.requests, 5);
        assert.match(textOf(diagnosis), /\n1 warning\. Nothing was changed; 5 requests were sent\.\n$/);
    });

    describe("settings", () => {
        it("names each one that is missing, and asks nobody", async () => {
            const diagnosis = await examineAccount({});
            assert.deepEqual(found(diagnosis, "settings"), {
                status: "problem",
                says: "are missing or wrong",
                fix: [
                    "kore:host is missing: pulumi config set kore:host platform.kore.ai",
                    "kore:clientId is missing: pulumi config set kore:clientId cs-…",
                    "kore:clientSecret is missing: pulumi config set --secret kore:clientSecret",
                    "The environment does as well (KORE_HOST, KORE_CLIENT_ID, KORE_CLIENT_SECRET, …).",
                ],
            });
            assert.equal(found(diagnosis, "host").says, "the settings are not complete");
            assert.equal(diagnosis.requests, 0);
        });

        it("says that nothing can be changed", async () => {
            const diagnosis = await examineAccount(environmentOf(emulator.url, { readOnly: "true" }));
            assert.equal(
                found(diagnosis, "settings").says,
                `${emulator.url}, client cs-emulator, and kore:readOnly refuses every change`,
            );
        });

        for (const key of ["host", "clientId", "clientSecret"]) {
            it(`names ${key} alone where it is missing`, async () => {
                const diagnosis = await examineAccount(environmentOf(emulator.url, { [key]: undefined }));
                assert.equal(found(diagnosis, "settings").fix.length, 2);
                assert.match(
                    found(diagnosis, "settings").fix[0] ?? "",
                    new RegExp(`^kore:${key} is missing: pulumi config set `),
                );
            });
        }

        it("names each one that is misspelt, without its value, and asks nobody", async () => {
            const diagnosis = await examineAccount({
                ...environmentOf(emulator.url),
                KORE_READONLY: "true",
                KORE_CLIENTSECRET: "a-wrong-secret",
                KORE_TEAM: "support",
            });
            assert.deepEqual(found(diagnosis, "settings"), {
                status: "problem",
                says: "have a misspelt name among them, which has no effect",
                fix: [
                    "KORE_READONLY is no variable of pulumi-kore; did you mean KORE_READ_ONLY? unset KORE_READONLY, then set KORE_READ_ONLY",
                    "KORE_CLIENTSECRET is no variable of pulumi-kore; did you mean KORE_CLIENT_SECRET? unset KORE_CLIENTSECRET, then set KORE_CLIENT_SECRET",
                    "A variable that is your own needs another name.",
                ],
            });
            assert.equal(diagnosis.requests, 0);
        });

        it("says what a wrong one must be, without a password in it", async () => {
            const diagnosis = await examineAccount(
                environmentOf("https://me:a-wrong-secret@platform.kore.ai", {
                    requestsPerMinute: "many",
                    readOnly: "perhaps",
                }),
            );
            assert.deepEqual(found(diagnosis, "settings").fix.slice(0, 3), [
                'kore:host must be a host such as platform.kore.ai, or a URL that starts with https:// or http://, and is "https://…@platform.kore.ai": pulumi config set kore:host platform.kore.ai',
                'kore:requestsPerMinute must be a whole number of at least 1, and is "many": pulumi config set kore:requestsPerMinute 50',
                'kore:readOnly in the environment (KORE_READ_ONLY) must be true or false, and is "perhaps": set it to true, or unset it',
            ]);
        });
    });

    describe("the host", () => {
        it("says that nothing listens", async () => {
            const port = await closedPort();
            const diagnosis = await examineAccount(environmentOf(`http://127.0.0.1:${port}`));
            assert.deepEqual(found(diagnosis, "host"), {
                status: "problem",
                says: `nothing listens at 127.0.0.1:${port} (ECONNREFUSED)`,
                fix: [
                    "Check the name and port of kore:host, and that no firewall is between.",
                    "Where the network has a proxy: HTTP_PROXY=http://HOST:PORT",
                ],
            });
            for (const check of ["clock", "token", "userManagement", "roleManagement", "budget"] as const) {
                assert.deepEqual(found(diagnosis, check), {
                    status: "skipped",
                    says: "the host does not answer as Kore.ai",
                    fix: [],
                });
            }
        });

        for (const form of ["http://me:a-wrong-secret@", "me:a-wrong-secret@", "http://me:a-wrong-secret%40@", ""]) {
            it(`names the proxy that is set, without its password: ${form}HOST:PORT`, async () => {
                const address = `127.0.0.1:${await closedPort()}`;
                const diagnosis = await examineAccount({
                    ...environmentOf("http://kore.example.com", { plainHttp: "true" }),
                    HTTP_PROXY: `${form}${address}`,
                });
                assert.deepEqual(found(diagnosis, "host"), {
                    status: "problem",
                    says: `there is no connection to the proxy ${address} (ECONNREFUSED)`,
                    fix: [
                        `HTTP_PROXY has the proxy ${address}: check that proxy, or reach the host without it: NO_PROXY=kore.example.com`,
                    ],
                });
            });
        }

        for (const value of ["http://", "http://me:a-wrong-secret#1@proxy:3128", "me:1/a-wrong-secret@proxy:3128"]) {
            it(`says that a variable has no proxy, without its value: ${value}`, async () => {
                const diagnosis = await examineAccount({ ...environmentOf(emulator.url), HTTP_PROXY: value });
                const { status, says, fix } = found(diagnosis, "host");
                assert.deepEqual([status, says], ["problem", "HTTP_PROXY is not the address of a proxy"]);
                assert.match(fix.join(), /^Set it to http:\/\/HOST:PORT, or to .* percent-encoded/);
                assert.equal(diagnosis.requests, 0);
            });
        }

        it("says that no TLS is spoken", async () => {
            const diagnosis = await examineAccount(environmentOf(emulator.url.replace("http:", "https:")));
            const { status, says, fix } = found(diagnosis, "host");
            assert.equal(status, "problem");
            assert.match(says, /^127\.0\.0\.1:\d+ does not speak TLS \(E\w+\)$/);
            assert.equal(
                fix[0],
                "Check the port of kore:host; for a private installation without TLS write the URL, http://HOST:PORT, and set kore:plainHttp to true.",
            );
        });

        it("gives up on a host that does not answer", async () => {
            emulator.account.fault({ kind: "silence", endpoint: roles });
            const diagnosis = await examineAccount(environmentOf(emulator.url, { requestTimeout: "1" }));
            assert.match(found(diagnosis, "host").says, /^no answer from 127\.0\.0\.1:\d+ in 1 s \(\w+\)$/);
        });

        it("says that the connection broke", async () => {
            emulator.account.fault({ kind: "reset", endpoint: roles });
            assert.match(
                found(await examineAccount(environmentOf(emulator.url)), "host").says,
                /^the connection to 127\.0\.0\.1:\d+ broke \(ECONNRESET\)$/,
            );
        });

        it("tells a web page, to which no token was sent", async () => {
            const site = await serve(
                (_request, response) =>
                    void response.setHeader("content-type", "text/html").end("<!doctype html><title>Kore.ai</title>"),
            );
            const diagnosis = await examineAccount(environmentOf(site.url));
            await site.close();
            assert.deepEqual(found(diagnosis, "host"), {
                status: "problem",
                says: `${site.url} answers with a web page (status 200), not as Kore.ai's API`,
                fix: ["Set the address of the Kore.ai environment: export KORE_HOST=platform.kore.ai"],
            });
            assert.deepEqual(
                site.headers.map(({ auth }) => auth),
                [undefined],
            );
        });

        it("tells a gateway's page", async () => {
            emulator.account.fault({ kind: "html", endpoint: roles, status: 502 });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.equal(
                found(diagnosis, "host").says,
                `a gateway or proxy answers in place of ${emulator.url}, with a web page (status 502)`,
            );
        });

        it("tells a platform that fails", async () => {
            emulator.account.fault({ kind: "serverError", endpoint: roles });
            assert.deepEqual(found(await examineAccount(environmentOf(emulator.url)), "host"), {
                status: "problem",
                says: `${emulator.url} answers with status 503: the platform fails at the moment`,
                fix: ["Run again later."],
            });
        });

        it("names the address that a redirect of the API leads to, and sends no token after it", async () => {
            const old = await serve(
                (request, response) =>
                    void response.writeHead(308, { location: `${emulator.url}${request.url ?? ""}` }).end(),
            );
            const diagnosis = await examineAccount(environmentOf(old.url));
            await old.close();
            assert.deepEqual(found(diagnosis, "host"), {
                status: "problem",
                says: `${old.url} redirects to ${emulator.url}/api/public/roles?roleType=admin&limit=1 (status 308), and requests with a token do not follow`,
                fix: [`export KORE_HOST=${emulator.url}`],
            });
            assert.deepEqual(
                old.headers.map(({ auth }) => auth),
                [undefined],
            );
            assert.deepEqual(emulator.account.requests(), []);
        });

        it("does not take a login page for another address of the API", async () => {
            const old = await serve((_request, response) => void response.writeHead(302, { location: "/login" }).end());
            const diagnosis = await examineAccount(environmentOf(old.url));
            await old.close();
            assert.deepEqual(found(diagnosis, "host").fix, [
                "Set the address of the Kore.ai environment: export KORE_HOST=platform.kore.ai",
            ]);
        });

        for (const path of ["/$(id)", "/`id`", "/';id;'", '/"', "/%24%28id%29", "/a b"]) {
            it(`offers no command with an address that a shell would read: ${path}`, async () => {
                const old = await serve(
                    (_request, response) =>
                        void response
                            .writeHead(302, { location: `https://kore.example.com${path}/api/public/roles` })
                            .end(),
                );
                const diagnosis = await examineAccount(environmentOf(old.url));
                await old.close();
                assert.deepEqual(found(diagnosis, "host").fix, [
                    "Set the address of the Kore.ai environment: export KORE_HOST=platform.kore.ai",
                ]);
            });
        }

        it("says that the address has a path too many", async () => {
            const diagnosis = await examineAccount(environmentOf(`${emulator.url}/api/public/`));
            assert.deepEqual(found(diagnosis, "host"), {
                status: "problem",
                says: `${emulator.url}/api/public has no Kore.ai API: /api/public/roles is not there (status 404)`,
                fix: [`Set the address without a path: export KORE_HOST=${emulator.url}`],
            });
        });

        it("tells another API", async () => {
            const other = await serve(
                (_request, response) =>
                    void response
                        .writeHead(403, { "content-type": "application/json" })
                        .end('{"message": "Forbidden"}'),
            );
            const diagnosis = await examineAccount(environmentOf(other.url));
            await other.close();
            assert.equal(
                found(diagnosis, "host").says,
                `the answer of ${other.url} (status 403) is not that of Kore.ai's API`,
            );
        });

        const refusals = [
            {
                status: 407,
                user: "",
                says: (address: string) => `the proxy ${address} asks for a user and a password (status 407)`,
                fix: "Put them into HTTPS_PROXY, percent-encoded (%40 is @): http://USER:PASSWORD@HOST:PORT",
            },
            {
                status: 407,
                user: "me:a-wrong-secret@",
                says: (address: string) =>
                    `the proxy ${address} does not accept the user and the password of HTTPS_PROXY (status 407)`,
                fix: "Correct them, percent-encoded (%40 is @): HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
            },
            {
                status: 403,
                user: "",
                says: (address: string) => `the proxy ${address} does not lead to kore.example.com (status 403)`,
                fix: "It stands in HTTPS_PROXY. Let it pass requests to this host, or reach the host without it: NO_PROXY=kore.example.com",
            },
        ];
        for (const { status, user, says, fix } of refusals) {
            it(`tells a proxy that refuses a tunnel ${user === "" ? "without" : "with"} a user: ${status}`, async () => {
                // The body that is announced never comes.
                const proxy = await refusingTunnels(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\n`);
                const diagnosis = await examineAccount({
                    ...environmentOf("https://kore.example.com"),
                    HTTPS_PROXY: `${user}${proxy.address}`,
                });
                proxy.close();
                assert.deepEqual(found(diagnosis, "host"), {
                    status: "problem",
                    says: says(proxy.address),
                    fix: [fix],
                });
            });
        }

        it("tells a proxy that wants a password for a host without TLS", async () => {
            const proxy = await serve((_request, response) => void response.writeHead(407).end());
            const address = new URL(proxy.url).host;
            const diagnosis = await examineAccount({
                ...environmentOf("http://kore.example.com", { plainHttp: "true" }),
                ALL_PROXY: address,
            });
            await proxy.close();
            assert.equal(
                found(diagnosis, "host").says,
                `the proxy ${address} asks for a user and a password (status 407)`,
            );
        });

        it("tells a proxy that no variable names and that wants a password", async () => {
            const proxy = await serve((_request, response) => void response.writeHead(407).end());
            const diagnosis = await examineAccount(environmentOf(proxy.url));
            await proxy.close();
            assert.equal(found(diagnosis, "host").says, "the proxy asks for a user and a password (status 407)");
        });
    });

    describe("the clock", () => {
        const refusal = JSON.stringify({ errors: [{ msg: "Invalid SDK credentials", code: 4002 }] });
        const inAnotherTime = (minutes: number) =>
            serve(
                (_request, response) =>
                    void response
                        .writeHead(401, { date: new Date(Date.now() + minutes * 60_000).toUTCString() })
                        .end(refusal),
            );
        const fix = [
            "Set this machine's clock by the network's (Linux: sudo timedatectl set-ntp true; macOS: sudo sntp -sS time.apple.com; Windows: w32tm /resync).",
        ];

        it("is a problem when it is minutes behind, and the likely cause of a refused token", async () => {
            const host = await inAnotherTime(7);
            const diagnosis = await examineAccount(environmentOf(host.url));
            await host.close();
            assert.deepEqual(found(diagnosis, "clock"), {
                status: "problem",
                says: "this machine's clock is 7 minutes behind the host's, and tokens are valid for 5 minutes",
                fix,
            });
            assert.equal(
                found(diagnosis, "token").fix[0],
                "First set the clock, as a token of another time is not accepted.",
            );
        });

        it("is worth a warning from a minute on", async () => {
            const host = await inAnotherTime(-1.6);
            const diagnosis = await examineAccount(environmentOf(host.url));
            await host.close();
            const { status, says } = found(diagnosis, "clock");
            assert.equal(status, "warning");
            assert.match(
                says,
                /^this machine's clock is 9\d s ahead of the host's; from 5 minutes on tokens are not valid$/,
            );
        });

        it("is not judged where the answer has no time", async () => {
            const host = await serve((_request, response) => {
                response.sendDate = false;
                response.writeHead(401).end(refusal);
            });
            const diagnosis = await examineAccount(environmentOf(host.url));
            await host.close();
            assert.deepEqual(found(diagnosis, "clock"), {
                status: "skipped",
                says: "the answer of the host has no Date header",
                fix: [],
            });
        });
    });

    describe("the token", () => {
        const notAccepted = (clientId: string) => ({
            status: "problem",
            says: 'is not accepted: Kore.ai says "Invalid SDK credentials" (code 4002)',
            fix: [
                `Compare kore:clientId (${clientId}) with the app in the Admin Console, Security & Control > API Scopes; an app of the App Builder is not accepted.`,
                "Set its secret again: export KORE_CLIENT_SECRET=…",
            ],
        });

        it("is not accepted with a wrong secret", async () => {
            const diagnosis = await examineAccount(environmentOf(emulator.url, { clientSecret: "a-wrong-secret" }));
            assert.deepEqual(found(diagnosis, "token"), notAccepted("cs-emulator"));
            assert.deepEqual(found(diagnosis, "userManagement"), {
                status: "skipped",
                says: "the token was not accepted",
                fix: [],
            });
            assert.deepEqual(found(diagnosis, "roleManagement"), {
                status: "skipped",
                says: "the token was not accepted",
                fix: [],
            });
            assert.equal(diagnosis.requests, 2);
        });

        it("is not accepted of an app that the account does not have", async () => {
            assert.deepEqual(
                found(await examineAccount(environmentOf(emulator.url, { clientId: "cs-elsewhere" })), "token"),
                notAccepted("cs-elsewhere"),
            );
        });

        it("is accepted where the account enforces jti", async () => {
            withApp({ enforceJti: true });
            assert.deepEqual(checksThatAre(await examineAccount(environmentOf(emulator.url)), "problem"), []);
        });

        it("can't be tried where Kore.ai's answer is lost", async () => {
            emulator.account.fault({ kind: "serverError", endpoint: usersInfo });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.equal(
                found(diagnosis, "token").says,
                `can't be tried: Kore.ai says "Service Unavailable" (code 503)`,
            );
            assert.equal(found(diagnosis, "userManagement").says, "Kore.ai did not answer");
        });
    });

    describe("a token made elsewhere", () => {
        it("is no token", async () => {
            const diagnosis = await examineAccount(withJwt("not-a-token"));
            assert.deepEqual(found(diagnosis, "jwt"), {
                status: "problem",
                says: "is not a JSON Web Token",
                fix: ["Set a fresh one: export KORE_JWT=…"],
            });
            assert.equal(found(diagnosis, "token").says, "kore:jwt can't be used");
        });

        it("has expired", async () => {
            const diagnosis = await examineAccount(withJwt(jwtOf({ exp: 1_750_000_000 })));
            assert.deepEqual(found(diagnosis, "jwt"), {
                status: "problem",
                says: "expired at 2025-06-15T15:06:40.000Z",
                fix: ["Set a fresh one: export KORE_JWT=…"],
            });
            assert.equal(diagnosis.requests, 1, "the host, and no request with that token");
        });

        it("has expired, which is said of an unreachable host too", async () => {
            const diagnosis = await examineAccount(
                withJwt(jwtOf({ exp: 1_750_000_000 }), `http://127.0.0.1:${await closedPort()}`),
            );
            assert.deepEqual(checksThatAre(diagnosis, "problem"), ["host", "jwt"]);
        });

        it("is fine for hours, without a jti", async () => {
            const diagnosis = await examineAccount(withJwt(jwtOf({ exp: inSeconds(86_400) })));
            const { status, says } = found(diagnosis, "jwt");
            assert.equal(status, "ok");
            assert.match(
                says,
                /^expires at \d{4}-.*Z; has no jti, so that it can't be used where the account enforces it$/,
            );
            assert.equal(found(diagnosis, "token").status, "ok");
        });

        it("expires soon", async () => {
            const diagnosis = await examineAccount(withJwt(jwtOf({ exp: inSeconds(600) })));
            assert.match(
                found(diagnosis, "jwt").says,
                /^expires at .*Z, in 10 minutes: a longer update stops half-way$/,
            );
            assert.equal(found(diagnosis, "jwt").status, "warning");
        });

        it("never expires", async () => {
            const diagnosis = await examineAccount(withJwt(jwtOf({})));
            assert.deepEqual(found(diagnosis, "jwt"), {
                status: "warning",
                says: "has no exp, and never expires: whoever finds it can use it",
                fix: [
                    "Better an app: unset KORE_JWT; export KORE_CLIENT_ID=cs-…; export KORE_CLIENT_SECRET=…",
                    "Set a fresh one: export KORE_JWT=…",
                ],
            });
        });

        const replay = {
            status: "problem",
            says: 'the account enforces jti, and takes a token for one request at most: Kore.ai says "error verifying the jwt: possibly a replay" (code 401). kore:jwt can\'t be used',
            fix: ["Use an app: unset KORE_JWT; export KORE_CLIENT_ID=cs-…; export KORE_CLIENT_SECRET=…"],
        };

        it("is a replay the second time, where it has a jti", async () => {
            withApp({ enforceJti: true });
            const diagnosis = await examineAccount(
                withJwt(jwtOf({ iat: inSeconds(0), exp: inSeconds(3600), jti: "once" }, { noTimestamp: false })),
            );
            assert.match(
                found(diagnosis, "jwt").says,
                /has a jti, with which Kore\.ai may take it for one request only/,
            );
            assert.deepEqual(found(diagnosis, "token"), replay);
            assert.equal(found(diagnosis, "userManagement").status, "ok");
            assert.deepEqual(found(diagnosis, "roleManagement"), {
                status: "skipped",
                says: "the token was not accepted",
                fix: [],
            });
        });

        it("is refused without a jti, where the account enforces it", async () => {
            withApp({ enforceJti: true });
            const diagnosis = await examineAccount(withJwt(jwtOf({ exp: inSeconds(86_400) })));
            assert.match(found(diagnosis, "token").says, /^the account enforces jti, .* kore:jwt can't be used$/);
        });

        it("is refused with a jti for longer than an hour", async () => {
            const diagnosis = await examineAccount(
                withJwt(jwtOf({ iat: inSeconds(0), exp: inSeconds(86_400), jti: "long" }, { noTimestamp: false })),
            );
            assert.match(found(diagnosis, "jwt").says, /Kore\.ai refuses a jti without an exp of an hour at most/);
            assert.equal(found(diagnosis, "token").status, "problem");
        });

        it("is not accepted of another account", async () => {
            const foreign = sign({ sub: "1", appId: seedApp.clientId, exp: inSeconds(86_400) }, "a-wrong-secret", {
                noTimestamp: true,
            });
            assert.deepEqual(found(await examineAccount(withJwt(foreign)), "token"), {
                status: "problem",
                says: 'is not accepted: Kore.ai says "Invalid SDK credentials" (code 4002)',
                fix: ["Set a fresh one, made of an app of the Admin Console: export KORE_JWT=…"],
            });
        });
    });

    describe("the scopes", () => {
        it("says that User Management is missing", async () => {
            withApp({ scopes: ["Profile Management > Role Management"] });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.equal(found(diagnosis, "token").status, "ok");
            assert.deepEqual(found(diagnosis, "userManagement"), {
                status: "problem",
                says: "the app lacks 'User Management > User Management': KoreUser needs it, and so does whatever reads people",
                fix: [
                    "Add it to the app in the Admin Console, Security & Control > API Scopes: 'User Management > User Management'. Save the app.",
                ],
            });
            assert.equal(found(diagnosis, "roleManagement").status, "ok");
        });

        it("says that Role Management is missing", async () => {
            withApp({ scopes: ["User Management > User Management"] });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.equal(found(diagnosis, "userManagement").status, "ok");
            assert.deepEqual(found(diagnosis, "roleManagement"), {
                status: "problem",
                says: "the app lacks 'Profile Management > Role Management': KoreUserAccess, kore-access import and whatever takes an administrator role need it",
                fix: [
                    "Add it to the app in the Admin Console, Security & Control > API Scopes: 'Profile Management > Role Management'. Save the app.",
                ],
            });
        });

        it("does not call a scope fine that did not show", async () => {
            const unknown = JSON.stringify([
                { userInfo: { emailId: "nobody@example.invalid", status: "failure", reason: "Invalid emailId" } },
            ]);
            const half = await serve(({ headers, url = "" }, response) => {
                if (headers["auth"] === undefined)
                    response
                        .writeHead(401)
                        .end(JSON.stringify({ errors: [{ msg: "Invalid SDK credentials", code: 4002 }] }));
                else if (url.startsWith("/api/public/usersInfo")) response.end(unknown);
                else response.writeHead(503).end("{}");
            });
            const diagnosis = await examineAccount(environmentOf(half.url));
            await half.close();
            assert.equal(found(diagnosis, "userManagement").status, "ok");
            assert.deepEqual(found(diagnosis, "roleManagement"), {
                status: "problem",
                says: `does not show: ${half.url} answered with status 503`,
                fix: ["Run kore-access doctor again."],
            });
        });

        it("says that both are missing", async () => {
            withApp({ scopes: [] });
            assert.deepEqual(checksThatAre(await examineAccount(environmentOf(emulator.url)), "problem"), [
                "userManagement",
                "roleManagement",
            ]);
        });
    });

    describe("the administrators", () => {
        const { masterAdmin, analyst } = seedIds.adminRoles;
        const master = (name: string, more: Partial<SeedPerson> = {}) => person(name, masterAdmin, more);
        const person = (name: string, roleId: string, more: Partial<SeedPerson> = {}): SeedPerson => ({
            emailId: `${name}@example.com`,
            roles: [{ roleId }],
            ...more,
        });
        const plain = Array.from({ length: 3 }, (_, index): SeedPerson => ({ emailId: `p${index}@example.com` }));
        const administratorsOf = async (people: SeedPerson[]) => {
            emulator.account.reset({ ...seed, people });
            return found(await examineAccount(environmentOf(emulator.url)), "administrators");
        };
        const another =
            "Make somebody else one as well, in the Admin Console or in a program: nobody can help where the only one leaves or can't sign in.";
        const refused =
            "Until then an update that takes this role, or removes its person, is refused (kore:lastAdministrator).";
        const suspended = { status: "suspended" } as const;
        const rows: { rule: string; people: SeedPerson[]; status: string; says: string; fix: string[] }[] = [
            {
                rule: "are told, however they came to the role",
                people: [
                    ...plain,
                    person("ada", analyst),
                    { emailId: "grace@example.com", groups: [seedIds.groups.salesTeam] },
                ],
                status: "ok",
                says: "2 people have an administrator role, 2 can sign in",
                fix: [],
            },
            {
                rule: "are few with one",
                people: [master("ada"), ...plain],
                status: "warning",
                says: "1 person has an administrator role, 1 can sign in",
                fix: [another, refused],
            },
            {
                rule: "are few with one who can sign in",
                people: [master("ada"), master("grace", suspended), master("mary", { status: "not active" })],
                status: "warning",
                says: "3 people have an administrator role, 1 can sign in",
                fix: [another, refused],
            },
            {
                rule: "are few with one Master Admin",
                people: [master("ada"), person("grace", analyst), master("mary", suspended)],
                status: "warning",
                says: "3 people have an administrator role, 2 can sign in; one Master Admin is among them",
                fix: [another, refused],
            },
            {
                rule: "are none",
                people: plain,
                status: "warning",
                says: "0 people have an administrator role",
                fix: [another],
            },
        ];
        for (const { rule, people, ...finding } of rows)
            it(rule, async () => assert.deepEqual(await administratorsOf(people), finding));

        it("are not counted where the account has too many people to read", async () => {
            const many = Array.from({ length: 250 }, (_, index): SeedPerson => ({ emailId: `p${index}@example.com` }));
            emulator.account.reset({ ...seed, people: [master("ada"), ...many] }, { largestUserPage: "50" });
            const { status, says } = found(await examineAccount(environmentOf(emulator.url)), "administrators");
            assert.equal(status, "skipped");
            assert.match(says, /^1 person has .*, 1 can sign in; of the account's people 200 were read$/);
        });

        it("are not asked for where the app may not", async () => {
            withApp({ scopes: ["User Management > User Management"] });
            const { status, says } = found(await examineAccount(environmentOf(emulator.url)), "administrators");
            assert.deepEqual([status, says], ["skipped", "the app may not read who has which role"]);
        });

        it("are not told where the list can't be read", async () => {
            emulator.account.fault({ kind: "serverError", endpoint: "GET /api/public/alluserroles", times: 9 });
            const { status, says } = found(await examineAccount(environmentOf(emulator.url)), "administrators");
            assert.deepEqual(
                [status, says],
                ["warning", 'does not show: Kore.ai says "Service Unavailable" (code 503)'],
            );
        });
    });

    describe("the budget", () => {
        const usedUp = {
            status: "problem",
            says: "Kore.ai's rate limit of the account is reached: an update would wait",
            fix: [
                "Run kore-access doctor again in a minute; if it stays, within the hour.",
                "Where other clients use the account, give each a share of its 60 requests a minute and 1,800 an hour: kore:requestsPerMinute, kore:requestsPerHour.",
            ],
        };

        it("is used up at once, and nobody waits for it", async () => {
            emulator.account.fault({ kind: "rateLimit", endpoint: roles, times: 100, retryAfter: 60 });
            const started = Date.now();
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.ok(Date.now() - started < 5_000);
            assert.deepEqual(found(diagnosis, "budget"), usedUp);
            assert.deepEqual(found(diagnosis, "token"), {
                status: "skipped",
                says: "the account's rate limit is reached",
                fix: [],
            });
            assert.deepEqual([found(diagnosis, "host").status, diagnosis.requests], ["ok", 1]);
        });

        it("is used up for whoever has a token", async () => {
            emulator.account.fault({ kind: "rateLimit", endpoint: usersInfo, times: 100 });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.deepEqual(found(diagnosis, "budget"), usedUp);
            assert.equal(found(diagnosis, "token").says, "the account's rate limit is reached");
            assert.equal(found(diagnosis, "roleManagement").says, "the account's rate limit is reached");
            assert.equal(diagnosis.requests, 2);
        });

        it("is used up by the doctor itself, said under another status", async () => {
            emulator.account.setSwitches({ rateLimitStatus: "403" });
            emulator.account.setLimits({ perMinute: 1, perHour: 1800 });
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            emulator.account.setLimits("off");
            assert.deepEqual(found(diagnosis, "budget"), usedUp);
            assert.equal(found(diagnosis, "userManagement").status, "ok");
            assert.equal(found(diagnosis, "roleManagement").says, "the account's rate limit is reached");
        });

        it("is less than this stack may take", async () => {
            const diagnosis = await examineAccount(
                environmentOf(emulator.url, { requestsPerMinute: "600", requestsPerHour: "5000" }),
            );
            assert.deepEqual(found(diagnosis, "budget"), {
                status: "warning",
                says: "kore:requestsPerMinute is 600, kore:requestsPerHour is 5,000: more than Kore.ai allows an account (60 a minute, 1,800 an hour)",
                fix: ["export KORE_REQUESTS_PER_MINUTE=50", "export KORE_REQUESTS_PER_HOUR=1500"],
            });
        });

        it("is not known to be left", async () => {
            const diagnosis = await examineAccount(environmentOf(emulator.url));
            assert.equal(
                found(diagnosis, "budget").says,
                "not used up now; this stack takes at most 50 of the account's 60 requests a minute and 1,500 of 1,800 an hour",
            );
        });
    });

    it("asks for Node.js 20", async () => {
        const diagnosis = await examineAccount(environmentOf(emulator.url), { node: "18.20.8" });
        assert.deepEqual(found(diagnosis, "node"), {
            status: "problem",
            says: "18.20.8 is too old: pulumi-kore needs 20 or newer",
            fix: ["Install Node.js 22, and the packages of the project again."],
        });
    });

    it("asks no account before the settings are complete", async () => {
        const diagnosis = await examineAccount(environmentOf(emulator.url, { clientSecret: undefined }));
        assert.deepEqual(
            diagnosis.findings.filter(({ status }) => status !== "skipped").map(({ check }) => check),
            settingsOnly,
        );
        assert.deepEqual(emulator.account.requests(), []);
    });
});
