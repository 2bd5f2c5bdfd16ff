import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { describe, it } from "mocha";
import { trial } from "./support";

describe("requests that no client sends", () => {
    const t = trial();

    /** The status of an answer to a path that no URL could have. */
    async function statusOf(path: string): Promise<number | undefined> {
        const { hostname, port } = new URL(t.emulator.url);
        const sent = request({ hostname, port, path }).end();
        const [{ statusCode }] = (await once(sent, "response")) as [{ statusCode?: number }];
        sent.destroy();
        return statusCode;
    }

    for (const path of ["//[", "//example.com/api/public/groups", "/%", "/api/public/%zz"])
        it(`are answered with 404 where there is nothing: ${path}`, async () =>
            assert.equal(await statusOf(path), 404));

    for (const [title, body] of [
        ["lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
        ["objects", `{"users":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`],
    ] as const)
        it(`are refused as one of another form, where ${title} are nested without end`, async () => {
            assert.equal((await t.call("POST users", body)).status, 412);
            assert.deepEqual(
                t.account.requests().map(({ status }) => status),
                [412],
            );
        });

    it("may have brackets in texts", async () => {
        const users = [{ userInfo: { emailId: "ada@example.com", firstName: `"${"[{".repeat(200)}` } }];
        assert.equal((await t.call("POST users", { users })).status, 200);
    });
});
