import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as fc from "fast-check";
import type { InvokeResponse as Response } from "@pulumi/pulumi/proto/provider_pb";
import { CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { invokeAnswerOf, type Reader } from "../../../provider/program/invokeAnswer";

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const { BinaryReader } = sdk("google-protobuf") as { BinaryReader: Reader };

describe("the answer of an invoke", () => {
    it("is read as its own class reads it, whatever its values", () => {
        const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true });
        fc.assert(
            fc.property(values, (value) => {
                const response = answerWith(value as Record<string, JavaScriptValue>);
                assert.deepEqual(readOf(response), response.getReturn()?.toJavaScript());
            }),
        );
    });

    it("is nothing where there is none, beside failures", () => {
        const response = new InvokeResponse();
        const failure = new CheckFailure();
        failure.setReason("no such stack");
        response.addFailures(failure);
        assert.equal(readOf(response), undefined);
    });

    it("fails where it is cut short", () => {
        const bytes = answerWith({ outputs: { first: { type: "kore:index:KoreUser" } } }).serializeBinary();
        assert.throws(() => invokeAnswerOf(bytes.subarray(0, bytes.length - 4), BinaryReader));
    });
});

function answerWith(value: Record<string, JavaScriptValue>): Response {
    const response = new InvokeResponse();
    response.setReturn(Struct.fromJavaScript(value));
    return response;
}

function readOf(response: Response): unknown {
    return invokeAnswerOf(response.serializeBinary(), BinaryReader);
}
