import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { settingNames } from "../../../provider/config";
import { meantBy } from "../../../provider/misspelling";

describe("a name that was probably meant to be a setting's", () => {
    const misspelt: [string, string[]][] = [
        [
            "readOnly",
            [
                "readonly",
                "ReadOnly",
                "READONLY",
                "read_only",
                "read-only",
                "read.only",
                "readOnyl",
                "readOnl",
                "readOnlyy",
                "readOnIy",
                "raedOnly",
            ],
        ],
        ["clientId", ["clientID", "clientid", "client_id", "clientIds", "clientI", "cilentId"]],
        ["clientSecret", ["clientsecret", "clientSecrets", "cleintSecert", "clientSecre", "CLIENT_SECRET"]],
        ["requestsPerMinute", ["requestPerMinute", "requestsPerMinutes", "requestPerMinutes", "requests-per-minute"]],
        ["requestsPerHour", ["requestPerHour", "requestPerHours"]],
        ["requestTimeout", ["requestsTimeout", "requestTimeOut", "requestTimout"]],
        ["batchSize", ["batchsize", "batchesSize", "bachSise"]],
        ["host", ["Host", "hosts", "hst", "hots"]],
        ["jwt", ["JWT", "jwts", "jtw"]],
    ];
    for (const [meant, names] of misspelt) {
        it(`is ${meant} for ${names.join(", ")}`, () =>
            assert.deepEqual(
                names.map((name) => meantBy(name, settingNames)),
                names.map(() => meant),
            ));
    }

    it("is found where a letter only looks like the right one, or one is not seen", () => {
        for (const name of ["re\u0430dOnly", "readOnly\u200b"]) assert.equal(meantBy(name, settingNames), "readOnly");
    });

    it("is none for the name of another thing", () => {
        for (const name of [
            "team",
            "port",
            "home",
            "timeout",
            "secret",
            "client",
            "users",
            "url",
            "requests",
            "batch",
            "",
            "ab",
            "настройка",
        ])
            assert.equal(meantBy(name, settingNames), undefined, name);
    });

    it("is none where a short name has two mistakes, which make another word of it", () => {
        for (const name of ["post2", "hast1", "roadOnl", "jti"])
            assert.equal(meantBy(name, settingNames), undefined, name);
    });

    it("is none for what has a word more: it is somebody's own, for another account", () => {
        for (const name of [
            "euHost",
            "hostEu",
            "host2",
            "clientSecretEu",
            "clientSecretEU",
            "euClientSecret",
            "client_secret_eu",
            "EU_CLIENT_SECRET",
            "clientSecret2",
            "clientId2",
        ])
            assert.equal(meantBy(name, settingNames), undefined, name);
    });

    it("is none for a setting itself", () =>
        assert.deepEqual(
            settingNames.map((name) => meantBy(name, settingNames)),
            settingNames.map(() => undefined),
        ));

    it("is found whatever single letter is wrong, and any two of a long name", () => {
        const wrong = {
            more: (a: string, b: string) => `x${a}${b}`,
            less: (_a: string, b: string) => b,
            other: (_a: string, b: string) => `x${b}`,
            swapped: (a: string, b: string) => b + a,
        };
        const mistake = fc.tuple(fc.constantFrom("more", "less", "other", "swapped"), fc.nat());
        const made = (part: string, [kind, place]: ["more" | "less" | "other" | "swapped", number]) => {
            const at = place % (part.length - 1);
            return part.slice(0, at) + wrong[kind](part.charAt(at), part.charAt(at + 1)) + part.slice(at + 2);
        };
        fc.assert(
            fc.property(fc.constantFrom(...settingNames), mistake, mistake, (name, first, second) => {
                // One in each half: together they are no third.
                const half = Math.ceil(name.length / 2);
                const misspelt =
                    made(name.slice(0, half), first) +
                    (name.length < 9 ? name.slice(half) : made(name.slice(half), second));
                if (misspelt !== name) assert.equal(meantBy(misspelt, settingNames), name, misspelt);
            }),
        );
    });
});
