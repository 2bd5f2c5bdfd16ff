// @ts-check
"use strict";

/**
 * What the dynamic door's tests show, once more by the plugin (test/harness/door.ts). `npm test` runs a sample; all of them:
 * KORE_TEST_WHOLE=1 npx --no-install mocha --config test/native.mocharc.cjs
 */
process.env.KORE_TEST_DOOR = "native";

const { readFileSync } = require("node:fs");
const path = require("node:path");

const isWhole = process.env.KORE_TEST_WHOLE === "1";
const usual = JSON.parse(readFileSync(path.join(__dirname, "..", ".mocharc.json"), "utf8"));
const sample = ["koreUser", "partialFailures", "stopped"];

/** What is of the dynamic door alone. */
const otherwise = [
    // The plugin speaks to its engine, which these play without hearing.
    "a provider process whose engine is gone",
    // A person whom a program only reads has all that they have as arguments here, as pulumi import needs it.
    "a person whom a program only reads",
    "goes on to its end where the SDK lets nobody hear of it",
    // What the SDK's process prints of an error, the plugin answers.
    "what the processes printed beside it all",
];

module.exports = {
    ...usual,
    // An engine that hears what a process says stays open where a test does not stop its process.
    exit: true,
    spec: [
        ...(isWhole ? ["test/protocol/*.test.ts"] : sample.map((name) => `test/protocol/${name}.test.ts`)),
        ...(isWhole ? ["matrix", "killed", "random"].map((name) => `test/faults/${name}.test.ts`) : []),
    ],
    grep: new RegExp(otherwise.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")),
    invert: true,
};
