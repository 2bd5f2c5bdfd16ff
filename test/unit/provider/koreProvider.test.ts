import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { Provider } from "../../../provider/program/koreProvider";

describe("new kore.Provider of a program that no compiler has read", () => {
    const app = { host: "eu-platform.kore.ai", clientId: "cs-1", clientSecret: "the-secret" };
    const refusal = (more: object) => {
        try {
            new Provider("eu", { ...app, ...more });
        } catch (error) {
            assert(pulumi.RunError.isInstance(error));
            return error.message;
        }
        return assert.fail("the arguments were taken");
    };

    it("is refused a misspelt argument, with the one that was meant", () => {
        assert.equal(
            refusal({ readonly: true }),
            'kore.Provider "eu" was not made, as it has no such argument:\n  readonly is not an argument of Provider; did you mean readOnly? [kore:unknown-argument]',
        );
    });

    it("is refused any other argument as well, all of them in one message and without their values", () => {
        const lines = refusal({ team: "hunter2", clientsecret: "hunter2", readOnly: true }).split("\n  ");
        assert.deepEqual(lines.slice(1), [
            "team is not an argument of Provider. Take it out.",
            "clientsecret is not an argument of Provider; did you mean clientSecret? [kore:unknown-argument]",
        ]);
    });
});
