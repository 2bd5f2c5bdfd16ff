import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, describe, it } from "mocha";
import { seedApp } from "kore-emulator";
import { leftBehind, search, secretsOfTests } from "./leftovers";

describe("what the tests with the real CLI have left on disk: states, their history, exports, settings, receipts, logs", function () {
    this.timeout(60_000);

    const [work = ""] = leftBehind;
    if (!existsSync(work)) {
        console.log(
            "\n  NOT RUN: the search for secrets (the e2e tests have left nothing here; they come before this in npm test)",
        );
        return;
    }
    it("holds no secret of any test and no token", () => {
        const secrets = secretsOfTests();
        const searched = leftBehind.map((folder) => search(folder, secrets));
        const [files = 0, sealed = 0] = (["files", "sealed"] as const).map((count) =>
            searched.reduce((sum, each) => sum + each[count], 0),
        );
        console.log(
            `      ${files} files were searched for ${secrets.length} secrets and for tokens; ${sealed} of them are logs that the engine has encrypted`,
        );
        assert.ok(files - sealed > 50, `only ${files - sealed} files that can be read`);
        assert.deepEqual(
            searched.flatMap(({ found }) => found),
            [],
        );
    });
});

describe("the search for secrets", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "kore-leftovers-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const { clientSecret } = seedApp;
    const token = jwt.sign({ appId: seedApp.clientId }, clientSecret);
    for (const [what, content] of [
        ["a secret in a state", JSON.stringify({ outputs: { clientSecret } })],
        ["a secret in base64", `{"auth":"${Buffer.from(clientSecret).toString("base64")}"}`],
        ["a token in a log", `I1122 auth: ${token}\n`],
        ["a secret in a compressed state", gzipSync(clientSecret)],
        [
            "a secret between bytes that are no text",
            Buffer.concat([Buffer.from([0xff, 0x00, 0xfe]), Buffer.from(clientSecret), Buffer.from([0xff])]),
        ],
    ] as const) {
        it(`finds ${what}, and names the file`, () => {
            mkdirSync(path.join(folder, "backend"));
            writeFileSync(path.join(folder, "backend", "test.json"), content);
            const { found } = search(folder, [clientSecret]);
            assert.equal(found.length, 1);
            assert.match(found[0] ?? "", /^backend.test\.json holds /);
        });
    }

    it("finds nothing where there is none, and passes over the program that a test has written", () => {
        writeFileSync(path.join(folder, "state.json"), "{}");
        writeFileSync(path.join(folder, "resources.json"), clientSecret);
        assert.deepEqual(search(folder, [clientSecret]), { files: 1, sealed: 0, found: [] });
    });

    it("knows the secrets of the tests by their sources", () => {
        const secrets = secretsOfTests();
        for (const secret of [
            clientSecret,
            "wrong-secret",
            "users-only-secret",
            "not-the-secret",
            "rotated-secret-of-eu",
        ])
            assert.ok(secrets.includes(secret), `${secret} is searched for`);
    });
});
