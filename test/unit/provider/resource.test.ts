import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { typeToken } from "../../../provider/model/kinds";
import { declaredOutputs } from "../../../tools/docs/fields";
import { makeLeftOut, propertiesOf } from "../../../provider/program/resource";

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

    it("are the arguments that are declared, and a place for what is no argument", () => {
        const properties = propertiesOf("KoreUser", { emailId: "ada@example.com" }, undefined);
        assert.deepEqual(properties, {
            emailId: "ada@example.com",
            userId: undefined,
            account: undefined,
            adopted: undefined,
            reported: undefined,
            __provider: lines.KoreUser,
        });
    });

    it("have a place for what has ended where something ends", () => {
        const properties = propertiesOf("KoreUser", { emailId: "ada@example.com", expiresAt: "2027-03-31" }, undefined);
        assert.ok("ended" in properties);
    });

    for (const [title, opts] of Object.entries({
        "the state": { ignoreChanges: ["groups"] },
        "a read": { id: "ada@example.com" },
        "a transform": { transforms: [() => undefined] },
    }))
        it(`are a place for each output where ${title} may set what the program does not`, () => {
            for (const [kind, file] of [
                ["KoreUser", "program/koreUser.ts"],
                ["KoreUserAccess", "program/koreUserAccess.ts"],
            ] as const)
                assert.deepEqual(
                    Object.keys(propertiesOf(kind, {}, undefined, opts)).sort(),
                    [...declaredOutputs(file, kind), "__provider"].sort(),
                );
        });

    it("make way for the output of an argument that was left out, which is undefined", async () => {
        class Resource {
            declare readonly groups: pulumi.Output<string[] | undefined>;
            declare readonly dept: pulumi.Output<string | undefined>;
            readonly account = pulumi.output("platform.kore.ai");
        }
        makeLeftOut("KoreUser", Resource.prototype);
        const resource = new Resource();
        const declared = pulumi.output(["e-1"]);
        Object.assign(resource, { groups: declared });
        assert.equal(resource.groups, declared);
        assert.deepEqual(Object.keys(resource), ["account", "groups"]);
        const dept = await new Promise((resolve) => resource.dept.apply(resolve));
        assert.equal(dept, undefined);
    });

    it("have the same types in every release", () => {
        assert.equal(typeToken("KoreUser"), "pulumi-nodejs:dynamic/kore:KoreUser");
        assert.equal(typeToken("KoreUserAccess"), "pulumi-nodejs:dynamic/kore:KoreUserAccess");
    });
});
