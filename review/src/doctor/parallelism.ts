import { availableParallelism } from "node:os";
import { ok, warning, type Finding } from "./finding";

/** Whether Pulumi handles as many people at the same time as fit into a request. */
export function parallelism(people: number, batchSize: number, environment: NodeJS.ProcessEnv): Finding {
    const given = Number(environment["PULUMI_PARALLEL"]);
    const slots = Number.isInteger(given) && given > 0 ? given : 4 * availableParallelism();
    if (people <= batchSize || slots >= batchSize)
        return ok("parallelism", `Pulumi handles ${slots} people at the same time`);
    // Some are at other steps than waiting for the request.
    const enough = Math.ceil(batchSize * 1.28);
    return warning(
        "parallelism",
        `Pulumi handles ${slots} of ${people.toLocaleString("en")} people at the same time: requests have room for ${batchSize}`,
        `PULUMI_PARALLEL=${enough} pulumi up`,
    );
}
