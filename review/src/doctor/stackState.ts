import type { ClientSettings } from "#client";
import type { Commands } from "./commands";
import { problem, skipped, type Finding } from "./finding";
import { parallelism } from "./parallelism";
import type { KoreResources, Unreadable } from "./stackResources";
import { stateFit } from "./stateFit";

/** What the state of the stack says beside the settings. */
export function stackState(
    resources: KoreResources | Unreadable,
    settings: ClientSettings,
    commands: Commands,
    environment: NodeJS.ProcessEnv,
): Finding[] {
    if ("unreadable" in resources)
        return [
            problem("state", `cannot be read: ${resources.unreadable}`, ...resources.fix),
            skipped("parallelism", "the state cannot be read"),
        ];
    return [
        stateFit(resources, settings.baseUrl, commands),
        parallelism(resources.people.length, settings.batchSize, environment),
    ];
}
