// @ts-check
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Whether a module is what Node was started with. The module knows itself by its real path; the command line may have
 * gone through a symbolic link.
 * @param {string} moduleUrl
 */
export function isMain(moduleUrl) {
    const started = process.argv[1];
    return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
