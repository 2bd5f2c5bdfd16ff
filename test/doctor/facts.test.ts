import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEmulator, type Emulator } from "kore-emulator";
import type { Diagnosis } from "../../review/src/doctor/examine";
import { factsName } from "../../review/src/probe/factsFile";
import { repositoryRoot } from "../harness/repository";
import { temporaryFolder } from "../probe/probed";
import { environmentOf, examineAccount, found } from "./patient";

describe("kore-access doctor, with what a probe has told", () => {
    let emulator: Emulator;
    let folder: string;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        folder = temporaryFolder();
    });
    after(async () => {
        await emulator.close();
        rmSync(folder, { recursive: true });
    });

    const file = () => path.join(folder, factsName);
    const write = (values: Record<string, string>) => {
        const facts = Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, { value, seen: "seen" }]),
        );
        const all = { ...facts, foreignPeople: { unknown: "not tried" } };
        writeFileSync(file(), JSON.stringify({ format: 1, probedAt: "2026-11-27T10:00:00.000Z", facts: all }));
    };
    const examine = (more: Record<string, string> = {}): Promise<Diagnosis> =>
        examineAccount(environmentOf(emulator.url, more), { facts: file() });

    it("says where facts come from where there is no file", async () => {
        const { status, says } = found(await examineAccount(environmentOf(emulator.url)), "facts");
        assert.deepEqual([status, says], ["skipped", "there is no kore.facts.json, which kore-access probe writes"]);
    });

    it("says how many are told, and that it is not known whether Kore.ai takes owner roles", async () => {
        write({ largestBatch: "unlimited", usersInfoPage: "whole" });
        assert.deepEqual(found(await examine(), "facts"), {
            status: "ok",
            says: "2 of 3 are told, probed on 2026-11-27",
            fix: ["Owner roles: leave them out of the program, as it is not known whether Kore.ai takes them."],
        });
    });

    it("warns of a batch size that Kore.ai refuses, with the command that sets it", async () => {
        write({ largestBatch: "10", ownerRole: "taken" });
        assert.deepEqual(found(await examine(), "facts"), {
            status: "warning",
            says: "2 of 3 are told, probed on 2026-11-27; Kore.ai refused more than 10 people in one request, and kore:batchSize is 50",
            fix: ["export KORE_BATCH_SIZE=10"],
        });
        assert.equal(found(await examine({ batchSize: "10" }), "facts").status, "ok");
    });

    it("says what follows for the program", async () => {
        const follows: [Record<string, string>, RegExp][] = [
            [{ usersInfoPage: "firstPart" }, /asks again for the others/],
            [{ usersInfoPage: "fewer" }, /asks again for the others/],
            [{ usersInfoPage: "one" }, /asks about each alone/],
            [{ ownerRole: "refused" }, /Owner roles: .* refuses them/],
            [{ ownerRole: "ignored" }, /Owner roles: .* passes them over/],
            [{ rolesPerBot: "one" }, /one role of a person on a bot/],
            [{ autoAssignedTasks: "atCreate" }, /assigns tasks to new people by itself/],
            [{ autoAssignedTasks: "afterEachUpdate" }, /leave assignBotTasks out/],
            [{ tasksReported: "absent" }, /does not report assigned tasks/],
            [{ conferringGroups: "absent" }, /exclusive takes no roles/],
            [{ newPersonListed: "afterActivation" }, /not listed before they activate/],
        ];
        for (const [values, words] of follows) {
            write({ ownerRole: "taken", ...values });
            const { status, fix } = found(await examine(), "facts");
            assert.deepEqual([status, fix.length], ["ok", 1], JSON.stringify(values));
            assert.match(fix.join(), words);
        }
    });

    it("warns of a file that no probe wrote", async () => {
        writeFileSync(file(), "{}");
        const { status, says } = found(await examine(), "facts");
        assert.equal(status, "warning");
        assert.match(says, /kore\.facts\.json is not as kore-access probe writes it: format/);
    });

    it("finds the file in its folder, and ends with 1 where the one that --facts names is not there", () => {
        write({});
        const doctor = (...args: string[]) =>
            spawnSync(process.execPath, [path.join(repositoryRoot, "review", "dist", "cli.js"), "doctor", ...args], {
                cwd: folder,
                encoding: "utf8",
                // Nobody answers there: what the file tells is said all the same.
                env: { PATH: process.env["PATH"], ...environmentOf("http://127.0.0.1:9") },
            });
        assert.match(doctor().stdout, /^ok +open facts: 0 of 1 are told, probed on 2026-11-27$/m);
        const missing = doctor("--facts", "others.json");
        assert.deepEqual([missing.status, missing.stdout], [1, ""]);
        assert.equal(missing.stderr, "kore-access: others.json can't be read (ENOENT).\n");
    });
});
