import type { Log } from "../shared/log.mjs";

export interface Engine {
    /** the CLI */
    pulumi: string;
    /** folders that the CLI's PATH must begin with: its own, its language host's, the dynamic provider's */
    path: string[];
    version: string;
    source: "path" | "npm" | "go" | "cache";
}

export interface Finished {
    /** null: it could not be started, or was stopped */
    code: number | null;
    output: string;
    timedOut: boolean;
}

export type Run = (
    command: string,
    args: string[],
    options?: { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number },
) => Promise<Finished>;

/** Finds a Pulumi CLI with its Node language host, and gets one if there is none. */
export function findEngine(options?: { log?: Log; env?: NodeJS.ProcessEnv; run?: Run }): Promise<Engine>;
