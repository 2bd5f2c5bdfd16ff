import assert from "node:assert/strict";
import { startEmulator } from "kore-emulator";
import { comparable, projectOfReadme, recordedText, withoutEmulator } from "../../tools/pictures/run";
import { succeeded } from "../harness/stack";

describe("the picture of a run", function () {
    this.timeout(300_000);

    it("shows what a run of README.md's program says today; else npm run pictures -- run draws it anew", async () => {
        const emulator = await startEmulator({ limits: "off" });
        try {
            const stack = await projectOfReadme(emulator);
            const flags = ["--non-interactive", "--suppress-progress", "--color", "never"];
            const printed = withoutEmulator(await succeeded(stack.run("up", "--yes", ...flags)), emulator);
            const shown = recordedText();
            assert.equal(comparable(endOf(shown)), comparable(endOf(printed)));
            // A terminal has a table of the resources, and other places a line for each.
            const rows = [...shown.matchAll(/^ \+ +(?:[├└]─ )?(\S+) +(\S+) +(created?)\b/gm)];
            assert.equal(rows.length, 6);
            for (const [, type = "", name = "", status = ""] of rows)
                assert.ok(printed.includes(`${type} ${name} ${status}`), `${type} ${name} ${status}\n${printed}`);
        } finally {
            await emulator.close();
        }
    });
});

function endOf(text: string): string {
    return text.slice(text.indexOf("Diagnostics:"));
}
