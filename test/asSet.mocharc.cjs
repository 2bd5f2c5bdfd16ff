// @ts-check
"use strict";

/**
 * The rules of a KoreUser once more, with each sent as a KoreUsers of one person (test/harness/asSet.ts). `npm test` runs a sample; all of them:
 * KORE_TEST_WHOLE=1 npx --no-install mocha --config test/asSet.mocharc.cjs
 */
process.env.KORE_TEST_AS_SET = "1";

const { readFileSync } = require("node:fs");
const path = require("node:path");

const isWhole = process.env.KORE_TEST_WHOLE === "1";
const usual = JSON.parse(readFileSync(path.join(__dirname, "..", ".mocharc.json"), "utf8"));
const sample = ["koreUser", "drift"];
const others = [
    "partialFailures",
    "expiry",
    "onePerson",
    "faults",
    "rulesOfTheAccount",
    "messages",
    "unknownValues",
    "marshalling",
    "openFacts",
];

/** What a set says in other words, or does otherwise. */
const otherwise = [
    // Another address is another person of the set, and replaces nothing.
    "takes another orgUserId for another person",
    "another address",
    // A person of a set is forgotten by onDestroy: 'keep', as `pulumi state delete` would forget all.
    "is another person, and is not",
    "of an adopted person is refused where the program does not say",
    "another person under the address:",
    // A set has no state of one person that could be damaged, nor an address that is not known.
    "a damaged state",
    "what the processes printed beside it all",
    '"emailId":"unknown"',
    "what is known and wrong beside them is named: KoreUser ",
];

module.exports = {
    ...usual,
    spec: [
        ...[...sample, ...(isWhole ? others : [])].map((name) => `test/protocol/${name}.test.ts`),
        ...(isWhole ? ["matrix", "killed"] : []).map((name) => `test/faults/${name}.test.ts`),
    ],
    grep: new RegExp(otherwise.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")),
    invert: true,
};
