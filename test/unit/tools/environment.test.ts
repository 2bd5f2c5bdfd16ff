import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "mocha";
import { environmentFor, fileBackend } from "../../../tools/engine/environment";

describe("the environment of the CLI", () => {
    const engine = { path: ["/engine", "/sdk"] };
    const places = { backendDir: path.resolve("backend"), home: path.resolve("home") };

    it("never reaches the account, stack or organisation that the shell is set up for", () => {
        const shell = {
            KORE_HOST: "bots.example.com",
            KORE_JWT: "secret",
            PULUMI_ACCESS_TOKEN: "secret",
            PULUMI_STACK: "production",
        };
        const env = environmentFor(engine, places, { ...shell, HOME: "/home/ada" });
        assert.deepEqual(
            Object.keys(shell).filter((name) => name in env),
            [],
        );
        assert.equal(env.HOME, "/home/ada");
    });

    it("begins PATH with the engine's folders, however the system spells PATH", () => {
        const env = environmentFor(engine, places, { Path: "/usr/bin" });
        assert.equal(env.PATH, ["/engine", "/sdk", "/usr/bin"].join(path.delimiter));
        assert.equal("Path" in env, false);
    });

    it("waits for no server", () => {
        const env = environmentFor(engine, places, {});
        assert.equal(env.PULUMI_SKIP_UPDATE_CHECK, "true");
        assert.equal(env.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION, "true");
    });

    it("names a backend folder whose path has characters with a meaning in URLs", () => {
        const url = fileBackend(path.resolve("a b#c%20d"));
        assert.match(url, /^file:\/\/[^\\]+\/a b%23c%2520d$/);
    });
});
