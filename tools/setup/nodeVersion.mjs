// @ts-check
import { Problem } from "../shared/problem.cjs";

const oldest = 20;

/**
 * @param {string} version such as v20.20.2
 */
export function checkNodeVersion(version) {
    const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
    if (major >= oldest) return;
    throw new Problem(`Node ${oldest} or later is needed, and this is Node ${version.replace(/^v/, "")}.
Install a newer one (https://nodejs.org/, or your version manager), then run the same command again.`);
}
