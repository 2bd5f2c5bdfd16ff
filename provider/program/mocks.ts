import * as pulumi from "@pulumi/pulumi";
import { messageOf, visible } from "../api/errors";
import type { Kind } from "../model/kinds";
import { settled } from "./settled";
import { knownNow, wrongArguments } from "./wrongArguments";
import { hasUnknown } from "../schema/inputs";

/** What stands for an engine in a unit test (`pulumi.runtime.setMocks`); undefined where an engine runs the program. */
export function mocksOfTest(): object | undefined {
    const monitor: unknown = pulumi.runtime.getMonitor();
    // Tests load the SDK more than once, so that its classes tell nothing. An engine's has a connection to it.
    return typeof monitor === "object" && monitor !== null && !("getChannel" in monitor) ? monitor : undefined;
}

/**
 * Refuses in a unit test what a preview refuses: nothing else would tell of bad arguments there, as no provider runs.
 *
 * @returns resolves when the values that are known only later have been looked at as well, and rejects where one is wrong
 * @throws pulumi.RunError, which names every bad argument that is known already
 */
export function checkUnderMocks(kind: Kind, name: string, args: object): Promise<void> {
    const known = knownNow(args);
    refuse(kind, name, known);
    return hasUnknown(known) ? checkLate(kind, name, args) : Promise.resolve();
}

async function checkLate(kind: Kind, name: string, args: object): Promise<void> {
    const values = await settled(args);
    try {
        if (typeof values === "object" && values !== null) refuse(kind, name, values);
    } catch (error) {
        // The outputs of a resource that is not made never resolve: the test would say no more than that it took too long.
        await pulumi.log.error(messageOf(error));
        throw error;
    }
}

function refuse(kind: Kind, name: string, args: object): void {
    const problems = wrongArguments(kind, args);
    if (problems.length === 0) return;
    throw new pulumi.RunError(
        [
            `${kind} "${visible(name)}" was not made, as a preview would refuse it:`,
            ...problems.map((problem) => `  ${problem}`),
        ].join("\n"),
    );
}
