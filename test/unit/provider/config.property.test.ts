import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { KoreError } from "../../../provider/api/errors";
import {
    accountKey,
    configuredAccountKey,
    environmentName,
    instanceKey,
    readSettings,
    secretKeys,
} from "../../../provider/config";
import { anyJson } from "../../trust/outsideData";

const keys = [
    "host",
    "clientId",
    "clientSecret",
    "jwt",
    "requestsPerMinute",
    "requestsPerHour",
    "batchSize",
    "requestTimeout",
    "readOnly",
    "lastAdministrator",
    "withoutPreview",
    "refreshBeforeUpdate",
] as const;

const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
        "",
        " ",
        "platform.kore.ai",
        "http://127.0.0.1:8080/",
        "https://",
        "ftp://x",
        "user:pass@host",
        "[::1]",
        "[",
        "%",
        "a b",
        "0",
        "1",
        "50",
        "-1",
        "1e3",
        "0x10",
        "true",
        "TRUE",
        "false",
        "__proto__",
        "constructor",
    ),
    fc.webUrl(),
    fc.nat({ max: 100_000 }).map(String),
    fc.nat({ max: 400 }).map((digits) => "9".repeat(digits)),
    fc.constantFrom(
        "2147484",
        "4294968",
        "plat\nform.kore.ai",
        "plat\tform.kore.ai",
        "https:/platform.kore.ai",
        "https://https://platform.kore.ai",
    ),
);
const values = fc.record(Object.fromEntries([...keys, "instance"].map((key) => [key, value])), {
    requiredKeys: [],
    noNullPrototype: true,
});
const secret = fc.stringMatching(/^[a-z]{12,20}$/).map((text) => `SECRET-${text}`);

type Values = Record<string, string | undefined>;

function settingsOf(given: Values, environment: Values): ReturnType<typeof readSettings> | KoreError {
    try {
        return readSettings(
            (key) => given[key.replace(/^kore:/, "")],
            Object.fromEntries(Object.entries(environment).map(([key, text]) => [environmentName(key), text])),
        );
    } catch (error) {
        assert.ok(
            error instanceof KoreError && error.kind === "settings",
            `an error of settings, and not ${String(error)}`,
        );
        return error;
    }
}

describe("settings, whatever is in them", () => {
    it("are what a client can use, or an error that names each", () =>
        fc.assert(
            fc.property(values, values, (given, environment) => {
                const settings = settingsOf(given, environment);
                if (settings instanceof KoreError)
                    return assert.ok(settings.why.includes("\n"), "a list of what is wrong");
                const { protocol, hostname } = new URL(settings.baseUrl);
                assert.ok(["http:", "https:"].includes(protocol) && hostname !== "", settings.baseUrl);
                assert.ok(!settings.baseUrl.endsWith("/") && !/\s|:\/.*:\//.test(settings.baseUrl), settings.baseUrl);
                assert.ok(settings.requestTimeout * 1000 + 250 < 2 ** 31, "a time that a timer can wait");
                for (const number of [
                    settings.requestsPerMinute,
                    settings.requestsPerHour,
                    settings.batchSize,
                    settings.requestTimeout,
                ])
                    assert.ok(Number.isSafeInteger(number) && number >= 1, `${number} is a number to count with`);
                assert.equal(typeof settings.readOnly, "boolean");
                return undefined;
            }),
            { numRuns: 3000 },
        ));

    it("never show a secret, nor what stands before the @ of a URL", () =>
        fc.assert(
            fc.property(values, secret, secret, secret, (given, clientSecret, jwt, password) => {
                const settings = settingsOf(
                    {
                        ...given,
                        host: `https://user:${password}@platform.kore.ai`,
                        clientSecret,
                        jwt,
                        batchSize: "many",
                    },
                    {},
                );
                assert.ok(settings instanceof KoreError, "they are refused");
                for (const hidden of [clientSecret, jwt, password])
                    assert.ok(
                        ![settings.message, settings.stack, String(settings)].join().includes(hidden),
                        settings.message,
                    );
            }),
            { numRuns: 500 },
        ));

    it("of a provider instance are its own alone, but for what holds every account back", () =>
        fc.assert(
            fc.property(values, values, (given, { readOnly: _, ...environment }) => {
                const alone = settingsOf({ ...given, [instanceKey.replace(/^kore:/, "")]: "eu" }, {});
                const beside = settingsOf({ ...given, [instanceKey.replace(/^kore:/, "")]: "eu" }, environment);
                assert.deepEqual(
                    beside instanceof KoreError ? beside.message : beside,
                    alone instanceof KoreError ? alone.message : alone,
                );
            }),
            { numRuns: 500 },
        ));

    it("tell accounts apart by host and app, or the name that the program gives them, or not at all", () =>
        fc.assert(
            fc.property(
                fc.oneof(value, anyJson),
                fc.oneof(value, anyJson),
                fc.oneof(value, anyJson),
                (host, clientId, accountName) => {
                    const byApp = accountKey({ host, clientId });
                    if (byApp !== undefined)
                        assert.deepEqual([byApp.key, byApp.isNamed], [`${byApp.host} app ${String(clientId)}`, false]);
                    const byName = accountKey({ host, clientId, accountName });
                    if (byName?.isNamed === true)
                        assert.equal(byName.key, `${byName.host} account ${String(accountName)}`);
                    else assert.deepEqual(byName, byApp);
                    assert.doesNotThrow(() =>
                        configuredAccountKey(
                            (name) => (typeof host === "string" && name === "kore:host" ? host : undefined),
                            {},
                        ),
                    );
                },
            ),
            { numRuns: 2000 },
        ));

    it("that are secret are known as such", () => assert.deepEqual([...secretKeys].sort(), ["clientSecret", "jwt"]));
});
