import type { Run } from "../engine/finder.mjs";
import type { Log } from "../shared/log.mjs";

export interface Surroundings {
    env: NodeJS.ProcessEnv;
    run: Run;
    log: Log;
}

/** Brings a work tree to where its commands can run: dependencies, build, engine. */
export function setUp(
    options?: Partial<Surroundings> & { root?: string; nodeVersion?: string; findEngine?: (surroundings: Surroundings) => Promise<unknown> },
): Promise<void>;
