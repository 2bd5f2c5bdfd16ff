import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { after, before, describe, it } from "mocha";
import { readPeople as peopleOfCsv } from "../../../examples/people-from-csv/readPeople";
import { readPeople as peopleOfEntra } from "../../../examples/people-from-entra/readPeople";

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const examples = {
    "people.csv": {
        folder: "people-from-csv",
        read: peopleOfCsv,
        name: "Barbara",
        advice: /Save it as "CSV UTF-8"\.$/,
    },
    "users.json": {
        folder: "people-from-entra",
        read: peopleOfEntra,
        name: "Ralph",
        advice: /Write it in UTF-8; in PowerShell: Out-File -Encoding utf8$/,
    },
};

for (const [file, { folder, read, name, advice }] of Object.entries(examples)) {
    describe(`the example ${folder}, and the encoding of ${file}`, () => {
        const text = readFileSync(path.join(__dirname, "../../../examples", folder, file), "utf8");
        const renamed = (other: string) => {
            assert.ok(text.includes(name));
            return text.replace(name, other);
        };
        let temporary: string;
        before(() => (temporary = mkdtempSync(path.join(tmpdir(), "kore-example-"))));
        after(() => rmSync(temporary, { recursive: true }));

        /** Why nobody is read from a file with these bytes. */
        const refusal = (bytes: string | Buffer): string => {
            writeFileSync(path.join(temporary, file), bytes);
            try {
                read(path.join(temporary, file));
            } catch (error) {
                assert.ok(pulumi.RunError.isInstance(error), String(error));
                return error.message;
            }
            return assert.fail("people were read");
        };

        it("takes UTF-8, with a mark too", () => {
            writeFileSync(path.join(temporary, file), `\uFEFF${renamed("Zoë")}`);
            assert.ok(JSON.stringify(read(path.join(temporary, file))).includes("Zoë"));
        });

        for (const [encoding, bytes] of Object.entries({
            "UTF-16": utf16(text),
            "UTF-16, big-endian": utf16(text).swap16(),
            "UTF-16 without a mark": Buffer.from(text, "utf16le"),
        }))
            it(`names ${encoding}, and what to do`, () => {
                assert.match(refusal(bytes), /^\S+ is in UTF-16\b.* Nothing was sent\. /);
                assert.match(refusal(bytes), advice);
            });

        it("names an encoding such as Windows-1252, and what to do", () => {
            const bytes = Buffer.from(renamed("Zoë"), "latin1");
            assert.match(refusal(bytes), /^\S+ is in an encoding such as Windows-1252\. Nothing was sent\. /);
            assert.match(refusal(bytes), advice);
        });

        it("refuses a letter that was lost before, by its line", () => {
            const line = text.slice(0, text.indexOf(name)).split("\n").length;
            const message = refusal(renamed("Zo\uFFFD"));
            assert.ok(message.startsWith(`${file}, line ${line}: a letter was lost before`), message);
            assert.match(message, /Nothing was sent\. .*UTF-8/);
        });
    });
}

describe("the example people-from-entra", () => {
    it("refuses a lost letter that stands escaped", () => {
        const temporary = mkdtempSync(path.join(tmpdir(), "kore-example-"));
        const file = path.join(temporary, "users.json");
        writeFileSync(file, '{ "value": [\n"Zo\\uFFFD"] }');
        assert.throws(() => peopleOfEntra(file), /users\.json, line 2: a letter was lost before/);
        rmSync(temporary, { recursive: true });
    });
});
