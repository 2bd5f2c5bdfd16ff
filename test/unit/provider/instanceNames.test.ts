import assert from "node:assert/strict";
import { isDefaultName } from "../../../provider/model/instanceNames";

describe("the instance of the stack's configuration", () => {
    for (const name of [
        "default",
        "default_0_1_0",
        "default_3_248_0",
        "default_0_1_0_https_/plugins.example.com/kore",
        "default_https_/plugins.example.com/kore",
        "default_github_/api.github.com/example/kore",
    ])
        it(`is ${name}`, () => assert.ok(isDefaultName(name)));

    for (const name of ["eu", "default_eu", "defaults", "my-default", "default-0"])
        it(`is not ${name}, which a program has made`, () => assert.ok(!isDefaultName(name)));
});
