// @ts-check
// The people of a file, one resource each.
const { readFileSync } = require("node:fs");
const kore = require("pulumi-kore");

/** @type {import("../people").BenchPerson[]} */
const people = JSON.parse(readFileSync("people.json", "utf8"));

for (const { name, ...args } of people) new kore.KoreUser(name, args);
