/** Why tools or a browser can't be had here, from what their set-up said; undefined, where something else is wrong. */
export function whyNotRun(said: string): string | undefined {
    if (said.includes("set PUPPETEER_EXECUTABLE_PATH")) return "no browser is installed on this system";
    if (said.includes("Failed to launch the browser")) return "the browser does not start on this machine";
    // Without the address of the registry, which is nobody's business in a log. What a lock file has wrong is no reason.
    const code = /\b(E(?:AI_AGAIN|CONN[A-Z]+|NOTFOUND|[A-Z]*TIMEDOUT|[A-Z]+UNREACH|40\d|5\d\d))\b/.exec(said)?.[1];
    return code === undefined ? undefined : `the registry did not bring the tools: ${code}`;
}
