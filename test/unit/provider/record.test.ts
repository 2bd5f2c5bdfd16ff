import assert from "node:assert/strict";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Additions } from "../../../provider/run/additions";
import { pointedTo, pointTo, type RecordLine, removePointers, RunRecord } from "../../../provider/run/record";

const engine = "127.0.0.1:40001";
const isWindows = process.platform === "win32";
const isOpenToOthers = ({ message }: Error): boolean => message.includes("others may write there");
/** No process has this number. */
const nobody = 2 ** 30;

describe("the record of a run", () => {
    let environment: { KORE_RECORD_FOLDER: string };
    let folder: string;
    beforeEach(() => {
        folder = path.join(mkdtempSync(path.join(tmpdir(), "run-record-")), "records");
        environment = { KORE_RECORD_FOLDER: folder };
    });
    afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

    const failed = (record: RunRecord, person: string): RecordLine => ({
        line: "failed",
        person: record.personOf(person),
        instance: "",
    });

    it("answers what has come since it was last asked, whoever wrote it", () => {
        const program = RunRecord.create(engine, environment);
        const [one, other] = [new RunRecord(program.path), new RunRecord(program.path)];
        assert.deepEqual(
            one.news().map(({ line }) => line),
            ["run"],
        );
        program.append([failed(program, "ada@example.com")]);
        other.append([{ line: "reader", pid: 1, reads: true }]);
        assert.deepEqual(one.news(), [failed(program, "ada@example.com"), { line: "reader", pid: 1, reads: true }]);
        assert.deepEqual([one.news(), other.news().length], [[], 3]);
    });

    it("keeps lines that are half written until they are whole, in any language", () =>
        fc.assert(
            fc.property(
                fc.string({ unit: "grapheme", minLength: 1 }),
                fc.double({ min: 0, max: 1, noNaN: true }),
                (resource, share) => {
                    const record = RunRecord.create(engine, environment);
                    const line: RecordLine = {
                        line: "declares",
                        by: 0,
                        resource,
                        type: "KoreUser",
                        people: [],
                        instance: "ü",
                    };
                    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
                    const cut = Math.floor(share * bytes.length);
                    const reader = new RunRecord(record.path);
                    reader.news();
                    writeFileSync(record.path, bytes.subarray(0, cut), { flag: "a" });
                    const before = reader.news();
                    writeFileSync(record.path, bytes.subarray(cut), { flag: "a" });
                    assert.deepEqual([...before, ...reader.news()], [line]);
                    for (const each of [record, reader]) each.close();
                },
            ),
            { numRuns: 100 },
        ));

    it("tells no address, the same person in any letter case, and is for this user alone", () => {
        const record = RunRecord.create(engine, environment);
        record.append([failed(record, "ada@example.com")]);
        assert.doesNotMatch(readFileSync(record.path, "utf8"), /ada|example|127/);
        assert.equal(record.personOf(" Ada@Example.com"), record.personOf("ada@example.com"));
        if (!isWindows)
            assert.deepEqual([statSync(folder).mode & 0o777, statSync(record.path).mode & 0o777], [0o700, 0o600]);
    });

    it("that can't be written or read is an error with the folder, and the setting that names another one", () => {
        writeFileSync(folder, "a file in the way");
        const toldWell = (error: Error): boolean =>
            error.message.includes(folder) &&
            /KORE_RECORD_FOLDER/.test(error.message) &&
            /nothing was sent/.test(error.message);
        assert.throws(() => RunRecord.create(engine, environment), toldWell);
        assert.throws(() => new RunRecord(path.join(folder, "gone.jsonl")).news(), toldWell);
        rmSync(folder);
        const record = RunRecord.create(engine, environment);
        rmSync(record.path);
        assert.throws(() => new RunRecord(record.path).append([failed(record, "ada@example.com")]), toldWell);
        assert.equal(existsSync(record.path), false, "a record that is gone is not begun again");
    });

    it("with a line that is none of ours is not read over: it may say whom somebody declares", () => {
        const record = RunRecord.create(engine, environment);
        writeFileSync(record.path, '{"line":"of a later release"}\n', { flag: "a" });
        const reader = new RunRecord(record.path);
        for (const _ of ["once", "and for the next step"])
            assert.throws(
                () => reader.news(),
                ({ message }: Error) => message.includes("cannot be read"),
            );
    });

    it("is not written, read or found where others may write, or through a link", function () {
        if (isWindows) this.skip();
        const target = path.join(path.dirname(folder), "elsewhere");
        mkdirSync(target, { mode: 0o700 });
        symlinkSync(target, folder);
        assert.throws(() => RunRecord.create(engine, environment), isOpenToOthers);
        assert.deepEqual(pointedTo(engine, true, environment), []);
        rmSync(folder);
        mkdirSync(folder);
        chmodSync(folder, 0o777);
        assert.throws(() => RunRecord.create(engine, environment), isOpenToOthers);
        chmodSync(folder, 0o700);
        const record = RunRecord.create(engine, environment);
        pointTo(record.path, engine, true, [process.pid], environment);
        chmodSync(record.path, 0o666);
        assert.throws(() => new RunRecord(record.path).news(), isOpenToOthers);
        assert.deepEqual(pointedTo(engine, true, environment), [record.path]);
        chmodSync(folder, 0o722);
        assert.deepEqual(pointedTo(engine, true, environment), []);
    });

    it("is found by the engine's address while one of the run's processes lives", () => {
        const records = [RunRecord.create(engine, environment), RunRecord.create(engine, environment)];
        for (const { path: file } of records) pointTo(file, engine, true, [nobody, process.pid], environment);
        assert.deepEqual(
            pointedTo(engine, true, environment),
            records.map(({ path: file }) => file),
        );
        assert.deepEqual(
            [pointedTo(engine, false, environment), pointedTo("127.0.0.1:40002", true, environment)],
            [[], []],
        );
        pointTo(records[0]?.path ?? "", engine, true, [nobody], environment);
        assert.deepEqual(pointedTo(engine, true, environment), []);
        removePointers(engine, environment);
        assert.equal(readdirSync(folder).length, 2);
    });

    it("is not found by a process that has the number of one of the run's, and began later", function () {
        if (process.platform !== "linux") return this.skip();
        const record = RunRecord.create(engine, environment);
        pointTo(record.path, engine, true, [process.pid], environment);
        const file = path.join(folder, readdirSync(folder).find((name) => name.endsWith(".checked.json")) ?? "");
        const pointer = JSON.parse(readFileSync(file, "utf8")) as { began: Record<string, string> };
        assert.deepEqual(Object.keys(pointer.began), [String(process.pid)]);
        assert.deepEqual(pointedTo(engine, true, environment), [record.path]);
        writeFileSync(file, JSON.stringify({ ...pointer, began: { [process.pid]: "1" } }));
        assert.deepEqual(pointedTo(engine, true, environment), []);
    });

    it("that was left behind goes with a later run, a day after", () => {
        const left = RunRecord.create(engine, environment);
        pointTo(left.path, engine, false, [nobody], environment);
        const place = { folder, stack: "stack", run: "run", account: "account", isUpdate: true };
        new Additions(() => place).adding(["ada@example.com"]);
        assert.equal(readdirSync(folder).filter((name) => name.endsWith(".added.jsonl")).length, 1);
        const others = ["notes.txt", "a.jsonl"].map((name) => path.join(folder, name));
        for (const file of others) writeFileSync(file, "");
        const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
        for (const file of readdirSync(folder)) utimesSync(path.join(folder, file), yesterday, yesterday);
        const young = RunRecord.create(engine, environment);
        assert.equal(existsSync(left.path), false);
        const again = RunRecord.create(engine, environment);
        assert.deepEqual(
            readdirSync(folder).sort(),
            [again.path, young.path, ...others].map((file) => path.basename(file)).sort(),
        );
    });
});
