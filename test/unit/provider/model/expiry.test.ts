import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
import { endOf, hasEnded } from "../../../../provider/model/expiry";
import { repositoryRoot } from "../../../harness/repository";

describe("the end of access", () => {
    const ends: [string, string][] = [
        ["2027-03-31", "2027-04-01T00:00:00.000Z"],
        ["2028-02-29", "2028-03-01T00:00:00.000Z"],
        ["2027-12-31", "2028-01-01T00:00:00.000Z"],
        ["2027-03-31T18:00:00Z", "2027-03-31T18:00:00.000Z"],
        ["2027-03-31T18:00:00+02:00", "2027-03-31T16:00:00.000Z"],
        ["2027-03-31T00:30-11:30", "2027-03-31T12:00:00.000Z"],
        ["2027-03-31T18:00:00.250Z", "2027-03-31T18:00:00.250Z"],
    ];
    for (const [text, end] of ends)
        it(`of ${text} is ${end}`, () => assert.equal(new Date(endOf(text)).toISOString(), end));

    it("is none where it is never", () => assert.equal(endOf("never"), Infinity));

    for (const text of [
        "",
        "2027",
        "2027-03",
        "2027-3-31",
        "31.03.2027",
        "2027-02-29",
        "2027-04-31",
        "2027-13-01",
        "2027-03-31T18:00:00",
        "2027-03-31 18:00Z",
        "2027-03-31T24:00:00Z",
        "2027-03-31T18:60:00Z",
        "2027-03-31T18:00:00+25:00",
        "2027-03-31T18:00:00 Europe/Berlin",
        "tomorrow",
        "Never",
    ])
        it(`is not said by ${JSON.stringify(text)}`, () => assert.ok(Number.isNaN(endOf(text))));

    it("is over at its moment, and not a millisecond before", () => {
        const end = Date.parse("2027-04-01T00:00:00Z");
        assert.deepEqual([hasEnded("2027-03-31", end - 1), hasEnded("2027-03-31", end)], [false, true]);
    });

    it("never comes where there is none, or it is not known", () =>
        assert.deepEqual(
            [undefined, null, "never", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"].map((end) =>
                hasEnded(end, Number.MAX_VALUE),
            ),
            [false, false, false, false],
        ));

    it("is the same in every time zone, also where a clock is changed that night", () => {
        const script = `const { endOf } = require("./provider/model/expiry"); console.log(["2027-03-28", "2027-10-31", "2027-03-28T02:30:00+01:00"].map(endOf).join())`;
        const endsIn = (zone: string) =>
            execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
                cwd: repositoryRoot,
                env: { ...process.env, TZ: zone },
                encoding: "utf8",
            });
        const [first, ...others] = ["UTC", "Europe/Berlin", "Pacific/Kiritimati"].map(endsIn);
        assert.ok(first?.startsWith(String(Date.parse("2027-03-29"))), first);
        assert.deepEqual(others, [first, first]);
    });
});
