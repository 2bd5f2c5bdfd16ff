import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { typeToken } from "../../../provider/model/typeToken";
import { propertiesOf } from "../../../provider/program/resource";

// Written into every state: a release that changes one of these leaves the older states without a provider.
const lines = {
    koreUser: 'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUser',
    koreUserAccess:
        'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-kore/provider").koreUserAccess',
};

describe("the properties of a resource", () => {
    for (const name of ["koreUser", "koreUserAccess"] as const) {
        it(`of ${name} hold the line that every state has held`, () => {
            assert.equal(propertiesOf(name, {}, [], undefined)["__provider"], lines[name]);
            assert(lines[name].length <= 120);
        });
    }

    it("are the arguments, and a place for each output that is no argument", () => {
        const properties = propertiesOf("koreUser", { emailId: "ada@example.com" }, ["emailId", "userId"], undefined);
        assert.deepEqual(properties, { emailId: "ada@example.com", userId: undefined, __provider: lines.koreUser });
        assert("userId" in properties);
    });

    it("have the same types in every release", () => {
        assert.equal(typeToken("KoreUser"), "pulumi-nodejs:dynamic/kore:KoreUser");
        assert.equal(typeToken("KoreUserAccess"), "pulumi-nodejs:dynamic/kore:KoreUserAccess");
    });
});
