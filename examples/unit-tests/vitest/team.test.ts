import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { Team } from "./team";

/** What an output turns out to be. */
function valueOf<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
    return new Promise((resolve) => pulumi.output(output).apply(resolve));
}

describe("a team", () => {
    // Each call begins a program of its own, so that two tests may declare the same person.
    beforeEach(() =>
        pulumi.runtime.setMocks({
            newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
            call: ({ inputs }) => inputs,
        }),
    );

    it("gives access to the builder to its builders alone", async () => {
        const members = ["ada@example.com", "grace@example.com"];
        const { users } = new Team("support", { members, builders: ["ada@example.com"] });
        const access = await valueOf(pulumi.all(users.map((user) => user.isDeveloper)));
        expect(access).toEqual([true, false]);
    });

    it("says why somebody is in it", async () => {
        const { users } = new Team("support", { members: ["ada@example.com"], builders: [] });
        const reasons = await valueOf(pulumi.all(users.map((user) => user.reason)));
        expect(reasons).toEqual(["support tests the Support bot"]);
    });

    it("takes nothing for an address that is none", () => {
        const nobody = { members: ["grace"], builders: [] };
        expect(() => new Team("support", nobody)).toThrow(/"grace" is not an e-mail address/);
    });
});
