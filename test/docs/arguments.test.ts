import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { NewUser } from "../../provider/api/client";
import { profileFields } from "../../provider/model/profileFields";
import { userArguments } from "../../provider/user/schema";
import { personalFields } from "../../review/src/koreUser";
import { declaredOutputs, fieldsOf } from "../../tools/docs/fields";

// A profile field of openapi.yaml that is not in profileFields makes this line an error of the compiler, and the other way round.
type Described = Exclude<keyof NewUser["userInfo"], "emailId" | "orgUserId">;
const everyFieldIsDescribed: [
    Exclude<Described, (typeof profileFields)[number]>,
    Exclude<(typeof profileFields)[number], Described>,
] extends [never, never]
    ? true
    : false = true;

describe("an argument of KoreUser is known in every place that lists arguments", () => {
    const args = fieldsOf("program/koreUser.ts", "KoreUserArgs").map(({ name }) => name);

    it("to check, which refuses what it does not know", () =>
        assert.deepEqual(Object.keys(userArguments).sort(), [...args].sort()));

    it("as an output of the same name", () =>
        assert.deepEqual(
            args.filter((name) => !declaredOutputs("program/koreUser.ts", "KoreUser").includes(name)),
            [],
        ));

    it("to what is sent, where it is a field of the profile", () => {
        assert.ok(everyFieldIsDescribed);
        assert.deepEqual(
            profileFields.filter((name) => !args.includes(name)),
            [],
        );
    });

    it("to reviews, as a field that gives no access", () =>
        assert.deepEqual([...personalFields].sort(), ["orgUserId", ...profileFields].sort()));
});

describe("an argument of KoreUserAccess", () => {
    it("is an output of the same name", () => {
        const outputs = declaredOutputs("program/koreUserAccess.ts", "KoreUserAccess");
        assert.deepEqual(
            fieldsOf("program/koreUserAccess.ts", "KoreUserAccessArgs").filter(({ name }) => !outputs.includes(name)),
            [],
        );
    });
});
