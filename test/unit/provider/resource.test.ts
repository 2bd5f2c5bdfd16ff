import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { typeToken } from "../../../provider/model/kinds";
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

    it("are the arguments, and a place for each output that is no argument", () => {
        const properties = propertiesOf("KoreUser", { emailId: "ada@example.com" }, undefined);
        const outputs = { userId: undefined, account: undefined, adopted: undefined, reported: undefined };
        assert.deepEqual(properties, { emailId: "ada@example.com", ...outputs, __provider: lines.KoreUser });
        assert("userId" in properties);
    });

    it("have the same types in every release", () => {
        assert.equal(typeToken("KoreUser"), "pulumi-nodejs:dynamic/kore:KoreUser");
        assert.equal(typeToken("KoreUserAccess"), "pulumi-nodejs:dynamic/kore:KoreUserAccess");
    });
});
