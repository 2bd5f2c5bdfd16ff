// @ts-check
// The people of a file, one resource each, by the plugin: a custom resource of the SDK with the outputs of a KoreUser,
// as an SDK of another language makes it.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const outputs = { userId: undefined, account: undefined, adopted: undefined, reported: undefined };

class Person extends pulumi.CustomResource {
    /**
     * @param {string} name
     * @param {Omit<import("../people").BenchPerson, "name">} args
     */
    constructor(name, args) {
        super("kore:index:User", name, { ...outputs, ...args });
    }
}

/** @type {import("../people").BenchPerson[]} */
const people = JSON.parse(readFileSync("people.json", "utf8"));

for (const { name, ...args } of people) new Person(name, args);
