import assert from "node:assert/strict";
import fs, {
    chmodSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { Additions, type PlaceOfRun } from "../../../provider/run/additions";
import { day } from "../../../provider/run/record";

const ada = "ada@example.com";
const grace = "grace@example.com";
const isWindows = process.platform === "win32";

describe("whom a run has added that died", () => {
    let folder: string;
    let time: number;
    let runs = 0;

    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "additions-"));
        time = Date.parse("2026-11-22T10:00:00Z");
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** A process of another run of the stack. */
    function run(given: Partial<PlaceOfRun> = {}): Additions {
        const place = { folder, stack: "stack", run: `run ${++runs}`, account: "account", isUpdate: true, ...given };
        return new Additions(
            () => place,
            () => time,
        );
    }
    const files = () => readdirSync(folder);
    const text = () =>
        files()
            .map((file) => readFileSync(path.join(folder, file), "utf8"))
            .join("");
    /** A run that has added ada, read her back as u-1 unless it died before, and died. */
    function died(given: Partial<PlaceOfRun> = {}): void {
        const dead = run(given);
        dead.adding([ada]);
        dead.added(ada, "u-1");
    }
    const diedUnread = () => run().adding([ada]);
    const undone = { areDone: false, isWell: false };
    const done = { areDone: true, isWell: true };

    describe("is surely somebody", () => {
        it("whom it had read back, and who is the same person", () => {
            died();
            assert.equal(run().originOf("Ada@Example.com ", "u-1"), "surely");
        });

        it("also after a second run that died", () => {
            died();
            const second = run();
            assert.equal(second.originOf(ada, "u-1"), "surely");
            second.added(ada, "u-1");
            second.end(undone);
            assert.equal(run().originOf(ada, "u-1"), "surely");
        });
    });

    describe("is perhaps somebody", () => {
        it("whose create it had sent", () => {
            diedUnread();
            assert.equal(run().originOf(ada, "u-1"), "perhaps");
        });

        it("until a later run has read them back", () => {
            diedUnread();
            run().added(ada, "u-1");
            assert.deepEqual([run().originOf(ada, "u-1"), run().originOf(ada, "u-2")], ["surely", "unknown"]);
        });
    });

    describe("is nobody", () => {
        const unknown = (given: Partial<PlaceOfRun> = {}, userId = "u-1") =>
            assert.equal(run(given).originOf(ada, userId), "unknown");

        it("of whom it has noted nothing", () => {
            died();
            assert.equal(run().originOf(grace, "u-1"), "unknown");
        });

        it("who is another person by now, whatever other runs have sent", () => {
            died();
            diedUnread();
            unknown({}, "u-2");
        });

        it("of another stack, or another account", () => {
            died();
            unknown({ stack: "another" });
            unknown({ account: "another" });
            unknown({ stack: undefined });
            unknown({ account: undefined });
        });

        it("of a run that knows no stack, or no account: it notes nothing", () => {
            died({ stack: undefined });
            died({ account: undefined });
            assert.deepEqual(files(), []);
        });

        it("after a day, nor before it, where the clock was set", () => {
            died();
            time += day;
            assert.equal(run().originOf(ada, "u-1"), "surely");
            time += 1;
            unknown();
            time -= 2 * day;
            unknown();
        });

        it("who was not there in between, or was to go, whichever stack has seen that", () => {
            for (const stack of ["stack", "another", undefined]) {
                died();
                run({ stack }).gone(ada);
                unknown();
            }
        });

        it("who was not there in between for another account", () => {
            died();
            run({ account: "another" }).gone(ada);
            assert.equal(run().originOf(ada, "u-1"), "surely");
        });

        it("whose create was refused, or who was removed in the same run", () => {
            const dead = run();
            dead.adding([ada, grace]);
            dead.gone(ada);
            unknown();
            assert.equal(run().originOf(grace, "u-2"), "perhaps");
        });

        it("of this run itself: what it has done is in the state", () => {
            const alive = run();
            alive.adding([ada]);
            assert.equal(alive.originOf(ada, "u-1"), "unknown");
        });

        it("where a line can't be read, and be it the last one, which broke off", () => {
            died();
            const [file = ""] = files();
            const whole = text();
            for (const broken of [
                `${whole}{"line":"go`,
                `${whole}{"line":"unheard"}\n`,
                `${whole}nonsense\n`,
                whole.slice(whole.indexOf("\n") + 1),
                "",
            ]) {
                writeFileSync(path.join(folder, file), broken);
                unknown();
            }
            writeFileSync(path.join(folder, file), whole);
            assert.equal(run().originOf(ada, "u-1"), "surely");
        });

        it("where another user may write", () => {
            if (isWindows) return; // which has no such modes
            died();
            const [file = ""] = files();
            chmodSync(path.join(folder, file), 0o662);
            unknown();
            chmodSync(path.join(folder, file), 0o600);
            chmodSync(folder, 0o777);
            unknown();
        });

        it("where there is no folder", () => unknown({ folder: path.join(folder, "none") }));
    });

    describe("is forgotten", () => {
        it("where a run ends after all its steps: the state has whom it added", () => {
            for (const isWell of [true, false]) {
                const ending = run();
                ending.adding([ada]);
                ending.end({ areDone: true, isWell });
                assert.deepEqual(files(), []);
            }
        });

        it("not where it ends before they are", () => {
            const ending = run();
            ending.adding([ada]);
            ending.end(undone);
            assert.equal(run().originOf(ada, "u-1"), "perhaps");
        });

        it("where a later update of the stack ends well", () => {
            died();
            run().end(done);
            assert.deepEqual(files(), []);
        });

        it("and where it does not, or is no update, or of another stack or account, it is not", () => {
            died();
            run().end(undone);
            run().end({ areDone: true, isWell: false });
            run({ isUpdate: false }).end(done);
            run({ stack: "another" }).end(done);
            run({ stack: undefined }).end(done);
            run({ account: "another" }).end(done);
            assert.equal(run().originOf(ada, "u-1"), "surely");
        });

        it("not by another process of the same run, which is done before", () => {
            const dead = run({ run: "the same" });
            dead.adding([ada]);
            run({ run: "the same" }).end(done);
            assert.equal(run().originOf(ada, "u-1"), "perhaps");
        });
    });

    it("stands in a file of this user alone, by hashes: no address, and no word of the stack", () => {
        died();
        assert.doesNotMatch(text(), /ada|example/i);
        const [file = ""] = files();
        if (!isWindows) assert.equal(statSync(path.join(folder, file)).mode & 0o777, 0o600);
        assert.equal(text().split("\n").length, 4, "a line for the run, one for the create, one for the person");
    });

    it("is not written where that is not possible, which stops nobody", () => {
        const nowhere = run({ folder: path.join(folder, "none") });
        nowhere.adding([ada]);
        nowhere.added(ada, "u-1");
        nowhere.gone(ada);
        nowhere.end(done);
        assert.ok(!existsSync(path.join(folder, "none")));
    });

    it("is nobody where the run can't be told of, and what the process noted before goes with its end", () => {
        let isKnown = true;
        const place = { folder, stack: "stack", run: "run", account: "account", isUpdate: true };
        const dead = new Additions(() => {
            if (!isKnown) throw new Error("its record is gone");
            return place;
        });
        dead.adding([ada]);
        isKnown = false;
        dead.adding([grace]);
        dead.added(ada, "u-1");
        assert.equal(dead.originOf(ada, "u-1"), "unknown");
        dead.end(done);
        assert.deepEqual(files(), []);
    });

    it("is taken away as a whole where a later word can't be written", () => {
        died();
        const later = run();
        assert.equal(later.originOf(ada, "u-1"), "surely");
        const full = sinon.stub(fs, "appendFileSync").throws(new Error("no space left on device"));
        later.gone(ada);
        full.restore();
        assert.deepEqual(files(), []);
    });
});
