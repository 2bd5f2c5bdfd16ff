#!/usr/bin/env node
// @ts-check
"use strict";

/**
 * The language host by which the engine runs Node programs and policy packs: a server of pulumirpc.LanguageRuntime. The
 * vendor's own comes with its CLI; of a CLI that is built from Go modules it has none of today's (engine.mjs). It is
 * copied beside that CLI, and takes gRPC and the protocol from the SDK of the program that it runs.
 */
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { connect } = require("node:net");
const path = require("node:path");

// By these the SDK ends where it has told the user what to mend, so that nobody says more.
const toldAlready = 32;
const largestMessage = 400 * 1024 * 1024;
const engineAddress = process.argv.at(-1) ?? "";

/**
 * What @pulumi/pulumi has, as a program in a folder finds it.
 * @param {string} folder
 */
function sdkOf(folder) {
    return createRequire(createRequire(path.join(folder, "index.js")).resolve("@pulumi/pulumi/package.json"));
}

/**
 * @param {string} folder
 * @param {string} script in cmd/
 */
function scriptOf(folder, script) {
    return sdkOf(folder).resolve(`./cmd/${script}`);
}

/** @type {any} of no types of ours: it is whatever SDK the program has */
const sdk = (() => {
    try {
        return sdkOf(process.cwd());
    } catch {
        console.error(
            `@pulumi/pulumi is not installed in ${process.cwd()}: run npm install there (or yarn, or pnpm), and then the same command again.`,
        );
        process.exit(1);
    }
})();
const grpc = sdk("@grpc/grpc-js");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const messages = sdk("./proto/language_pb");
const { PluginInfo } = sdk("./proto/plugin_pb");
const { LanguageRuntimeService } = sdk("./proto/language_grpc_pb");

/**
 * Runs a program to its end.
 *
 * @param {any} call
 * @param {(error: unknown, answer?: unknown) => void} answer
 */
function run({ request }, answer) {
    const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
    const config = Object.fromEntries(
        request
            .getConfigMap()
            .getEntryList()
            .map((/** @type {[string, string]} */ [key, value]) => [key, value]),
    );
    /** @type {[string, string][]} */
    const named = [
        ["monitor", request.getMonitorAddress()],
        ["engine", engineAddress],
        ["organization", request.getOrganization()],
        ["project", request.getProject()],
        ["stack", request.getStack()],
        ["pwd", request.getPwd()],
        ["query-mode", String(request.getQuerymode())],
        ["parallel", String(request.getParallel())],
    ];
    const args = [
        ...wordsOf(options.nodeargs),
        scriptOf(request.getPwd(), "run"),
        ...named.flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
        ...(request.getDryrun() ? ["--dry-run"] : []),
        request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
        ...request.getArgsList(),
    ];
    const env = {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        ...(options.typescript === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
        ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
    };
    const child = spawn(process.execPath, args, {
        cwd: request.getPwd(),
        stdio: ["ignore", "inherit", "inherit"],
        env,
    });
    child.once("error", (error) => answer(error));
    child.once("close", (code) => {
        const ended = new messages.RunResponse();
        if (code === toldAlready) ended.setBail(true);
        else if (code !== 0) ended.setError(`Program exited with non-zero exit code: ${code}`);
        answer(null, ended);
    });
}

/**
 * Arguments for Node, as Pulumi.yaml has them: in one text, or a list.
 * @param {unknown} given
 * @returns {string[]}
 */
function wordsOf(given) {
    if (Array.isArray(given)) return given.map(String);
    return typeof given === "string" ? given.split(/\s+/).filter((word) => word !== "") : [];
}

/**
 * Runs a plugin in Node, such as a policy pack, and passes on what it writes.
 *
 * @param {any} call
 */
function runPlugin(call) {
    const { request } = call;
    const folder = request.getInfo()?.getProgramDirectory() || request.getPwd();
    const script = request.getKind() === "analyzer" ? "run-policy-pack" : "run-plugin";
    const env = { ...process.env };
    for (const entry of request.getEnvList()) {
        const at = entry.indexOf("=");
        env[entry.slice(0, at)] = entry.slice(at + 1);
    }
    const given = request.getArgsList();
    const args = [scriptOf(folder, script), ...(script === "run-plugin" ? [folder, ...given] : [...given, folder])];
    // A policy pack reads its version in the package.json of its folder.
    const cwd = script === "run-plugin" ? request.getPwd() : folder;
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env });
    passOn(child, call, messages.RunPluginResponse);
    call.on("cancelled", () => child.kill());
    child.once("close", (code) => {
        const ended = new messages.RunPluginResponse();
        ended.setExitcode(code ?? 1);
        call.write(ended);
        call.end();
    });
}

/**
 * @param {any} call
 */
function installDependencies(call) {
    const child = spawn("npm", ["install"], {
        cwd: call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory(),
        stdio: ["ignore", "pipe", "pipe"],
        shell: process.platform === "win32",
    });
    passOn(child, call, messages.InstallDependenciesResponse);
    child.once("error", (error) => call.destroy(error));
    child.once("close", (code) =>
        code === 0
            ? call.end()
            : call.destroy({ code: grpc.status.UNKNOWN, details: `npm install ended with ${code}` }),
    );
}

/**
 * Sends on what a process writes, as it comes.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {any} call
 * @param {any} Part the message that has a piece of it
 */
function passOn({ stdout, stderr }, call, Part) {
    for (const [stream, set] of /** @type {const} */ ([
        [stdout, "setStdout"],
        [stderr, "setStderr"],
    ]))
        stream?.on("data", (bytes) => {
            const part = new Part();
            part[set](bytes);
            call.write(part);
        });
}

/** @param {() => unknown} made */
const answering =
    (made) => (/** @type {any} */ _call, /** @type {(error: unknown, answer?: unknown) => void} */ answer) =>
        answer(null, made());

const served = {
    run,
    runPlugin,
    installDependencies,
    getRequiredPackages: answering(() => new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: answering(() => new messages.GetRequiredPluginsResponse()),
    getProgramDependencies: answering(() => new messages.GetProgramDependenciesResponse()),
    getPluginInfo: answering(() => {
        const info = new PluginInfo();
        info.setVersion(sdk("./package.json").version);
        return info;
    }),
    about: answering(() => {
        const about = new messages.AboutResponse();
        about.setExecutable(process.execPath);
        about.setVersion(process.version);
        return about;
    }),
    cancel: answering(() => new Empty()),
};

const size = { "grpc.max_receive_message_length": largestMessage, "grpc.max_send_message_length": largestMessage };
const server = new grpc.Server(size);
// What it does not serve, gRPC says by itself.
server.addService(LanguageRuntimeService, served);
server.bindAsync(
    "127.0.0.1:0",
    grpc.ServerCredentials.createInsecure(),
    (/** @type {Error | null} */ error, /** @type {number} */ port) => {
        if (error) throw error;
        console.log(port);
    },
);

/**
 * An engine that is killed tells nobody: without this its host would stay for good.
 * @param {number} refused how many times in a row it has let nobody in
 */
function endWithEngine(refused) {
    const [, host, port] = /^(.+):(\d+)$/.exec(engineAddress) ?? [];
    if (host === undefined) return;
    if (refused === 3) process.exit(0);
    const again = (/** @type {number} */ times) => setTimeout(() => endWithEngine(times), 1000);
    const socket = connect({ host, port: Number(port) });
    socket.once("error", (/** @type {NodeJS.ErrnoException} */ { code }) =>
        again(code === "ECONNREFUSED" ? refused + 1 : 0),
    );
    socket.once("connect", () => {
        socket.destroy();
        again(0);
    });
}
endWithEngine(0);
