import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { KoreError, messageOf } from "../../../provider/api/errors";

const details = {
    code: "kore:refused",
    kind: "refused",
    what: "ada@example.com was not created",
    why: 'Kore.ai says "INVALID_EMAIL"',
    advice: "Look at emailId",
    status: 400,
    koreCode: 400,
    koreMessage: "INVALID_EMAIL",
} as const;

describe("an error of this package", () => {
    it("is one text that says what failed, why, and what to do, in sentences, and ends with its code", () => {
        assert.equal(
            new KoreError(details).message,
            'ada@example.com was not created: Kore.ai says "INVALID_EMAIL". Look at emailId. [kore:refused]',
        );
        assert.equal(
            new KoreError({ code: "kore:refused", kind: "refused", what: "this", why: "so!" }).message,
            "this: so! [kore:refused]",
        );
    });

    it("keeps its cause and its advice when it is told of another subject", () => {
        const { message, ...told } = new KoreError(details).about("grace@example.com was not updated");
        assert.equal(
            message,
            'grace@example.com was not updated: Kore.ai says "INVALID_EMAIL". Look at emailId. [kore:refused]',
        );
        assert.deepEqual({ ...told }, { ...new KoreError(details), what: "grace@example.com was not updated" });
    });

    it("has no stack, which the SDK would print for every resource", () => {
        assert.doesNotMatch(new KoreError(details).stack ?? "", /\bat /);
        assert.doesNotMatch(String(new KoreError(details)), /\bat .*:\d/);
    });
});

describe("the message of anything thrown", () => {
    it("is a sentence without a stack", () => {
        assert.equal(messageOf(new Error("broken")), "broken");
        assert.equal(messageOf("broken"), "broken");
        assert.equal(messageOf(undefined), "undefined");
    });
});
