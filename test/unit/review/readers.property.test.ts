import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import { AccessError } from "../../../review/src/accessError";
import { readPreview } from "../../../review/src/diff/preview";
import { review } from "../../../review/src/diff/review";
import { Commands } from "../../../review/src/doctor/commands";
import { jwt } from "../../../review/src/doctor/jwt";
import { stackConfig } from "../../../review/src/doctor/stackConfig";
import { resourcesIn } from "../../../review/src/doctor/stackResources";
import { certificationOf } from "../../../review/src/report/certification";
import { readSheet } from "../../../review/src/report/readSheet";
import { reportOf } from "../../../review/src/report/report";
import { reportSheet } from "../../../review/src/report/sheet";
import { changesSince, readEarlier } from "../../../review/src/report/since";
import { readState } from "../../../review/src/report/state";
import { UpdateEvents } from "../../../review/src/verify/events";
import { readPlan } from "../../../review/src/verify/plan";
import { recordedPreview, recordedState } from "../../review/recorded";
import { said } from "../../review/reviewed";
import { anyJson, spoiled } from "../../trust/outsideData";
import { asCsv, asJson, asMarkdown, now, reported, written } from "../../review/reports";

const names = readdirSync(path.join(__dirname, "..", "..", "review", "recorded")).flatMap((file) =>
    file.endsWith(".outcome.json") ? file.slice(0, -".outcome.json".length) : [],
);
const previews = names.map((name): unknown => JSON.parse(recordedPreview(name)));
const states = names.map((name): unknown => JSON.parse(recordedState(name)));

const reports = ["mixture", "exclusive", "two-accounts", "secret-values", "set-leaves"].map((name): unknown =>
    JSON.parse(written.json(recordedState(name))),
);
const whole = reported([recordedState("mixture")]);
const none = { ...whole, people: [] };

function texts(...documents: unknown[]): fc.Arbitrary<string> {
    const whole = fc.constantFrom(...documents.map((document) => JSON.stringify(document)));
    return fc.oneof(
        { arbitrary: spoiled(fc.constantFrom(...documents)).map((document) => JSON.stringify(document)), weight: 8 },
        { arbitrary: anyJson.map((document) => JSON.stringify(document)), weight: 1 },
        {
            arbitrary: whole.chain((text) => fc.nat({ max: text.length }).map((length) => text.slice(0, length))),
            weight: 1,
        },
        { arbitrary: fc.string({ unit: "binary", maxLength: 40 }), weight: 1 },
    );
}

/** What is read, or undefined where kore-access says in one sentence why it can't. */
function readOr<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        assert.ok(
            error instanceof AccessError,
            `an AccessError, and not ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        assert.equal(error.message.split("\n").length, 1, error.message);
        return undefined;
    }
}

const many = { numRuns: 500 };

describe("kore-access and files that are nearly right", function () {
    this.timeout(60_000);

    it("reviews a preview, or says in one line why it can't", () =>
        fc.assert(
            fc.property(texts(...previews), (text) => {
                const result = readOr(() => review(readPreview(text, "preview.json"), []));
                for (const format of ["text", "markdown", "json"] as const)
                    if (result !== undefined) assert.ok(said(result, format).length > 0, format);
            }),
            many,
        ));

    it("reports a state, or says in one line why it can't", () =>
        fc.assert(
            fc.property(texts(...states), (text) => {
                const report = readOr(() => reportOf(readState(text, "state.json"), "state.json"));
                for (const write of [asCsv, asJson, asMarkdown])
                    if (report !== undefined) assert.ok(write(report).length > 0, "it says something");
            }),
            many,
        ));

    it("compares with an earlier state or report, or says in one line why it can't", () =>
        fc.assert(
            fc.property(texts(...states, ...reports), (text) => {
                const earlier = readOr(() => readEarlier([{ text, from: "old.json" }], now));
                if (earlier !== undefined) assert.ok(changesSince(earlier, none).people.length >= 0);
            }),
            many,
        ));

    it("reads a sheet, whatever bytes it has, or says in one line why it can't", () => {
        const sheet = Buffer.from(reportSheet(whole));
        const spoiledSheet = fc
            .tuple(fc.nat({ max: sheet.length - 1 }), fc.uint8Array({ maxLength: 6 }), fc.nat({ max: 20 }))
            .map(([at, bytes, cut]) => Buffer.concat([sheet.subarray(0, at), bytes, sheet.subarray(at + cut)]));
        fc.assert(
            fc.property(
                fc.oneof(
                    spoiledSheet,
                    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
                ),
                (bytes) => {
                    const lines = readOr(() => readSheet(bytes, "sheet.csv"));
                    if (lines !== undefined) certificationOf(whole, lines, "sheet.csv");
                },
            ),
            many,
        );
    });

    it("takes a plan for one, or not", () =>
        fc.assert(
            fc.property(texts(...previews), (text) => void readOr(() => readPlan(text))),
            many,
        ));

    it("diagnoses a state, a configuration and a token, whatever they are", () =>
        fc.assert(
            fc.property(
                texts(...states),
                texts({
                    "kore:host": { value: "platform.kore.ai", secret: false },
                    "kore:clientSecret": { secret: true },
                }),
                texts({ alg: "HS256" }),
                texts({ appId: "cs-1", iat: 1, exp: 2, jti: "x" }),
                (state, config, header, claims) => {
                    const commands = new Commands(true, undefined, {});
                    const resources = resourcesIn({ output: state });
                    assert.ok("unreadable" in resources || resources.people.length >= 0, "resources, or why not");
                    assert.ok(stackConfig({ output: config }).finding.says.length > 0, "a finding");
                    const token = [header, claims].map((part) => Buffer.from(part).toString("base64url")).join(".");
                    for (const given of [`${token}.signature`, token, claims])
                        assert.ok(!jwt(given, Date.now(), commands).says.includes(token), "the token is not shown");
                },
            ),
            many,
        ));

    it("follows an update by its events, in any pieces", () =>
        fc.assert(
            fc.property(
                fc.array(
                    texts(
                        {
                            diagnosticEvent: {
                                urn: "urn:pulumi:test::p::pulumi-nodejs:dynamic/kore:KoreUser::ada",
                                message: "error: ada was not created",
                                severity: "error",
                            },
                        },
                        {
                            resOutputsEvent: {
                                metadata: {
                                    op: "create",
                                    urn: "urn:pulumi:test::p::pulumi-nodejs:dynamic/kore:KoreUser::ada",
                                    type: "pulumi-nodejs:dynamic/kore:KoreUser",
                                },
                            },
                        },
                    ),
                    { maxLength: 6 },
                ),
                fc.nat({ max: 200 }),
                (lines, at) => {
                    const text = lines.map((line) => `${line.replaceAll("\n", " ")}\n`).join("");
                    const tell = (...pieces: string[]) => {
                        const events = new UpdateEvents(
                            () => undefined,
                            () => undefined,
                        );
                        pieces.forEach((piece) => events.read(piece));
                        return [[...events.adopted], [...events.failures], events.errors];
                    };
                    assert.deepEqual(tell(text.slice(0, at), text.slice(at)), tell(text));
                },
            ),
            many,
        ));
});
