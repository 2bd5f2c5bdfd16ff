// @ts-check
// The program of the floor: a custom resource for each of the people of a file, with the properties of a KoreUser, by
// the SDK alone. The type and the line of the provider are those of the package, so that the state has as many bytes;
// what the line loads is bench/floor/provider.cjs.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

const provider =
    'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUser';
const outputs = { userId: undefined, account: undefined, adopted: undefined, reported: undefined };

class Person extends pulumi.CustomResource {
    /**
     * @param {string} name
     * @param {Omit<import("../people").BenchPerson, "name">} args
     */
    constructor(name, args) {
        super("pulumi-nodejs:dynamic/kore:KoreUser", name, { ...outputs, ...args, __provider: provider });
    }
}

/** @type {import("../people").BenchPerson[]} */
const people = JSON.parse(readFileSync("people.json", "utf8"));

for (const { name, ...args } of people) new Person(name, args);
