import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { typeToken } from "../../../provider/model/kinds";
import { declaredOutputs } from "../../../tools/docs/fields";
import { propertiesOf } from "../../../provider/program/resource";

// Written into every state: a release that changes one of these leaves the older states without a provider.
const lines = {
    KoreUser: 'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUser',
    KoreUserAccess:
        'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUserAccess',
};

describe("the properties of a resource", () => {
    for (const kind of ["KoreUser", "KoreUserAccess"] as const) {
        it(`of a ${kind} hold the line that every state has held`, () => {
            assert.equal(propertiesOf(kind, {}, undefined)["__provider"], lines[kind]);
            assert(lines[kind].length <= 120);
        });
    }

    it("are the arguments, and a place for each output: those that are not declared, and what is no argument", () => {
        const properties = propertiesOf("KoreUser", { emailId: "ada@example.com" }, undefined);
        assert.deepEqual(
            Object.entries(properties).filter(([, value]) => value !== undefined),
            [
                ["emailId", "ada@example.com"],
                ["__provider", lines.KoreUser],
            ],
        );
        const outputs = declaredOutputs("program/koreUser.ts", "KoreUser");
        assert.deepEqual(Object.keys(properties).sort(), [...outputs, "__provider"].sort());
        const lists = declaredOutputs("program/koreUserAccess.ts", "KoreUserAccess");
        assert.deepEqual(
            Object.keys(propertiesOf("KoreUserAccess", {}, undefined)).sort(),
            [...lists, "__provider"].sort(),
        );
    });

    it("have the same types in every release", () => {
        assert.equal(typeToken("KoreUser"), "pulumi-nodejs:dynamic/kore:KoreUser");
        assert.equal(typeToken("KoreUserAccess"), "pulumi-nodejs:dynamic/kore:KoreUserAccess");
    });
});
