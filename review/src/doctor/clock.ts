import { ok, problem, skipped, warning, type Finding } from "./finding";

// A token is valid for 5 minutes, from the time of this machine's clock on.
const validity = 5 * 60;
const worthAWarning = 60;

const fix =
    "Set this machine's clock by the network's (Linux: sudo timedatectl set-ntp true; macOS: sudo sntp -sS time.apple.com; Windows: w32tm /resync).";

/** Whether this machine's clock and Kore.ai's agree. @param ahead seconds; undefined where the answer had no time */
export function clock(ahead: number | undefined): Finding {
    if (ahead === undefined) return skipped("clock", "the answer of the host has no Date header");
    const says = `this machine's clock is ${duration(Math.abs(ahead))} ${ahead > 0 ? "ahead of" : "behind"} the host's`;
    if (Math.abs(ahead) > validity) return problem("clock", `${says}, and tokens are valid for 5 minutes`, fix);
    if (Math.abs(ahead) > worthAWarning)
        return warning("clock", `${says}; from 5 minutes on tokens are not valid`, fix);
    return ok("clock", "within a minute of the host's");
}

function duration(seconds: number): string {
    return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
}
