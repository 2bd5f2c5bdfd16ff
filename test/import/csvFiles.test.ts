import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { startEmulator } from "kore-emulator";
import { describe, it } from "mocha";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";
import { imported, link, temporaryFolders } from "./imports";
import { mixedAccount } from "./mixedAccount";

const person = v.looseObject({
    emailId: v.exactOptional(v.string()),
    email: v.exactOptional(v.string()),
    firstName: v.string(),
});
const reader = v.object({
    readPeople: v.pipe(v.function(), v.args(v.tuple([v.string()])), v.returns(v.array(person))),
});

/** Programs that read people from a file, with a row of a person for each. */
const programs = {
    "that kore-access import --csv writes": {
        write: async (folder: string) => {
            const emulator = await startEmulator({ limits: "off", seed: mixedAccount(40) });
            await imported(path.join(folder, "access"), emulator.url, { asCsv: true });
            await emulator.close();
            link(path.join(folder, "access"));
            return path.join(folder, "access");
        },
        header: "emailId,firstName,lastName,orgUserId,access",
        row: (address: string, firstName: string) => `${address},${firstName},Lovelace,,noAccess`,
    },
    "of the example people-from-csv": {
        write: async () => path.join(repositoryRoot, "examples", "people-from-csv"),
        header: "email,firstName,lastName,team,roles,builder,reason",
        row: (address: string, firstName: string) =>
            `${address},${firstName},Lovelace,support,,no,Reads the dashboards`,
    },
};

for (const [name, { write, header, row }] of Object.entries(programs)) {
    describe(`the program ${name}`, () => {
        const temporaryFolder = temporaryFolders();
        let folder: string;
        let program: string;

        beforeEach(async () => {
            folder = temporaryFolder();
            program = await write(folder);
        });

        /** The people whom the program reads from a file, each as ADDRESS FIRST-NAME; or why it takes none. */
        const read = (bytes: string | Buffer): string[] | string => {
            const file = path.join(folder, "people.csv");
            writeFileSync(file, bytes);
            // eslint-disable-next-line @typescript-eslint/no-require-imports
            const { readPeople } = v.parse(reader, require(path.join(program, "readPeople.ts")));
            try {
                return readPeople(file).map(
                    ({ emailId, email, firstName }) => `${emailId ?? email ?? ""} ${firstName}`,
                );
            } catch (error) {
                assert(pulumi.RunError.isInstance(error), String(error));
                return error.message;
            }
        };
        const text = (...rows: string[]) => [header, ...rows].join("\n");

        it("takes an address in any letter case and with spaces for the same person, by the normal one", () => {
            assert.deepEqual(read(text(row(" Ada@Example.COM ", "Ada"))), ["ada@example.com Ada"]);
            const twice = read(text(row("ada@example.com", "Ada"), row("ADA@example.com ", "Ada")));
            assert.match(String(twice), /ada@example\.com is (on line|in row) 2 already/);
        });

        it("takes the addresses that a KoreUser takes, and says of others what is wrong", () => {
            const addresses = ["o'neil@example.com", "ada@xn--bcher-kva.example.com"];
            assert.deepEqual(
                read(text(...addresses.map((address) => row(address, "Ada")))),
                addresses.map((address) => `${address} Ada`),
            );
            assert.match(
                String(read(text(row("ad\u200ba@example.com", "Ada")))),
                /: "ad\\u200ba@example\.com" is not an e-mail address: it has U\+200B/,
            );
        });

        it("takes semicolons, the line ends of Windows, and a mark of the encoding", () => {
            const rows = text(row("zoe@example.com", "Zoë"));
            assert.deepEqual(read(`\ufeff${rows.replaceAll(",", ";").replaceAll("\n", "\r\n")}\r\n`), [
                "zoe@example.com Zoë",
            ]);
            assert.deepEqual(read(text(row("zoe@example.com", '"Z; o"'))), ["zoe@example.com Z; o"]);
        });

        it("refuses another encoding than UTF-8, by its name", () => {
            const rows = text(row("juergen@example.com", "Jürgen"));
            assert.match(
                String(read(Buffer.from(rows, "latin1"))),
                /is in an encoding such as Windows-1252\b.*"CSV UTF-8"/,
            );
            assert.match(String(read(Buffer.from(`\ufeff${rows}`, "utf16le"))), /is in UTF-16\b.*"CSV UTF-8"/);
        });
    });
}
