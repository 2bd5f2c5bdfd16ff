import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { changesSince, readEarlier } from "../../review/src/report/since";
import { koreAccess, recordedFile } from "./cli";
import { recordedState } from "./recorded";
import { now, reported, written } from "./reports";
import { assertExpected } from "./reviewed";

const states: Record<string, string> = {
    mixture: "people with roles, groups, flags of their own and of lists",
    leaves: "what becomes of each when the resource goes",
    "leaves-adopted": "adopted people",
    "data-tables": "what Kore.ai does not report",
    exclusive: "access that no resource declares",
    "two-accounts": "two accounts, one of an explicit provider",
    "secret-values": "secrets",
    settings: "protected people, and reasons",
    "nasty-names": "names that Markdown and terminals could trip over",
    "left-behind": "somebody whose delete is pending",
    "set-leaves": "people of a KoreUsers, and what becomes of each who leaves it",
    "mixture.set": "a company in one KoreUsers",
    both: "people by dynamic resources and by the plugin in one stack",
};

// Recorded of the plugin's resources as well.
const byPlugin = ["mixture", "leaves", "leaves-adopted", "exclusive", "two-accounts", "secret-values", "set-leaves"];

/** A recorded state in which some properties of a resource are others. */
function changed(
    name: string,
    resource: string,
    outputs: Record<string, unknown>,
    others: Record<string, unknown> = {},
): string {
    const state = JSON.parse(recordedState(name)) as {
        deployment: { resources: { urn: string; outputs?: Record<string, unknown> }[] };
    };
    for (const each of state.deployment.resources)
        if (each.urn.endsWith(`::${resource}`))
            Object.assign(each, others, { outputs: { ...each.outputs, ...outputs } });
    return JSON.stringify(state);
}

function cellsOf(csv: string): Record<string, string>[] {
    return parse(csv, { columns: true });
}

describe("kore-access report", () => {
    for (const [name, title] of Object.entries(states)) {
        describe(`${name}: ${title}`, () => {
            it("as Markdown", () => assertExpected(`${name}.report.md`, written.markdown(recordedState(name))));
            it("as CSV", () => assertExpected(`${name}.report.csv`, written.csv(recordedState(name))));
            it("as JSON", () => assertExpected(`${name}.report.json`, written.json(recordedState(name))));
            it("as JSON compared with itself: nothing has changed", () => {
                const earlier = readEarlier([{ text: written.json(recordedState(name)), from: "old.json" }], now);
                assert.deepEqual(changesSince(earlier, reported([recordedState(name)])).people, []);
            });
        });
    }

    for (const name of byPlugin) {
        it(`${name}: the same of what the plugin serves, and nothing has changed where a stack goes over to it`, () => {
            const [dynamic, native] = [recordedState(name), recordedState(`${name}.native`)];
            assert.equal(written.markdown(native), written.markdown(dynamic));
            assert.equal(written.csv(native), written.csv(dynamic));
            const earlier = readEarlier([{ text: written.json(dynamic), from: "old.json" }], now);
            assert.deepEqual(changesSince(earlier, reported([native])).people, []);
        });
    }

    it("shows no secret and no ciphertext in any format", () => {
        const state = recordedState("secret-values");
        assert.match(state, /ciphertext/);
        for (const write of Object.values(written))
            assert.doesNotMatch(write(state), /ciphertext|v1:|4dabf18193072939515e22adb298388d|\[secret\]/);
    });

    it("a declared access that Kore.ai did not report is said to be lost", () => {
        const state = changed("list-shrinks", "builders", {
            emailIds: ["ada@example.com"],
            reported: [
                { emailId: "ada@example.com", userId: "u-1", canCreateBot: true, isDeveloper: true },
                { emailId: "grace@example.com", userId: "u-2", canCreateBot: false, isDeveloper: true },
            ],
        });
        const rows = cellsOf(written.csv(state)).filter(({ resource }) => resource === "KoreUserAccess builders");
        assert.deepEqual(
            rows.map(({ emailId, access, standing }) => [emailId, access, standing]),
            [
                ["ada@example.com", "developer", "declared"],
                ["ada@example.com", "may create bots", "declared"],
                ["grace@example.com", "developer", "declared, and lost"],
                ["grace@example.com", "may create bots", "declared, and lost"],
            ],
        );
    });

    it("what a KoreUserAccess declares is not said to be undeclared by the person's KoreUser", () => {
        const state = changed("new-address-in-a-list", "grace", {
            reported: { canCreateBot: true, isDeveloper: true, roles: [], groups: [] },
        });
        const rows = cellsOf(written.csv(state)).filter(({ emailId }) => emailId === "grace@example.com");
        assert.deepEqual(
            rows.map(({ resource, access, standing }) => [resource, access, standing]),
            [
                ["KoreUser grace", "may create bots", "not declared"],
                ["KoreUserAccess builders", "developer", "declared"],
            ],
        );
    });

    it("fields that Kore.ai does not report are unverified", () => {
        const rows = cellsOf(written.csv(changed("joins", "ada", { orgUserId: "E-1", dept: "Bots", country: "GB" })));
        assert.equal(
            rows.find(({ emailId }) => emailId === "ada@example.com")?.["unverified fields"],
            "orgUserId, dept, country",
        );
    });

    it("a cell that would be a formula begins with an apostrophe", () => {
        const rows = cellsOf(
            written.csv(
                changed("joins", "ada", {
                    reason: '=HYPERLINK("https://example.org")',
                    firstName: "@SUM(1)",
                    lastName: "",
                }),
            ),
        );
        const ada = rows.find(({ emailId }) => emailId === "ada@example.com");
        assert.deepEqual([ada?.["reason"], ada?.["name"]], ['\'=HYPERLINK("https://example.org")', "'@SUM(1)"]);
    });

    it("people who are only read are not in it", () =>
        assert.throws(
            () =>
                reported([
                    changed("list-shrinks", "ada", {}, { external: true })
                        .replaceAll("KoreUserAccess", "Other")
                        .replaceAll('"custom":true', '"custom":true,"external":true'),
                ]),
            /without a KoreUser/,
        ));

    it("the command reads the states of several stacks", () => {
        const files = ["mixture.state", "leaves.state"].map((name) => recordedFile(name));
        const { code, stdout } = koreAccess(["report", ...files, "--format", "csv"]);
        assert.equal(code, 0);
        assert.equal(stdout, written.csv(recordedState("mixture"), recordedState("leaves")));
    });

    it("the command reads a file and standard input alike", () => {
        const file = koreAccess(["report", recordedFile("mixture.state"), "--format", "csv"]);
        const piped = koreAccess(["report", "--format", "csv"], recordedState("mixture"));
        assert.deepEqual([file.code, file.stdout], [0, piped.stdout]);
        assert.equal(file.stdout, written.csv(recordedState("mixture")));
    });
});
