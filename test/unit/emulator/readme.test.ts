import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endpointNames, switchTable } from "../../../emulator/src/index";
import { switchTableMarkdown } from "../../../emulator/src/switches";

const emulator = join(__dirname, "../../../emulator");
const read = (file: string): string => readFileSync(join(emulator, file), "utf8");

describe("the emulator's README", () => {
    const readme = read("README.md");

    it("has the table of switches that the code has", () => {
        assert.ok(readme.includes(`\n${switchTableMarkdown()}\n`), `The table should be:\n${switchTableMarkdown()}`);
    });

    it("names every endpoint", () => {
        endpointNames.forEach((name) => assert.ok(readme.includes(`\`${name}\``), name));
    });

    it("has no switch whose values are not tested", () => {
        const tests = [
            "tokens",
            "createUsers",
            "updateUsers",
            "deleteUsers",
            "usersInfo",
            "userAccess",
            "lists",
            "limits",
            "nestedGroups",
        ]
            .map((name) => readFileSync(join(__dirname, `${name}.test.ts`), "utf8"))
            .join("\n");
        Object.keys(switchTable).forEach((name) => assert.match(tests, new RegExp(`\\b${name}\\b`), name));
    });
});
