import { whyNotRun } from "../docs/notRun";

/** Sentences of our own, each a reason. */
const ours =
    /^(The S3 server does not run on .*|PostgreSQL is not packed for .*|PostgreSQL does not start|Python 3\.\d+ or later is needed)[.:]/m;
/** What Go says where its modules can't be had: without the address, which is nobody's business in a log. */
const ofModules = [
    /dial tcp.*: (connection refused|no such host|i\/o timeout|network is unreachable)$/m,
    /: reading http\S+: ((?:4|5)\d\d) /,
    /(module lookup disabled)/,
];

/** Why a server or a language host can't be had here, from what its installation said; undefined, where something else is wrong. */
export function whyNotHad(said: string): string | undefined {
    if (/ensurepip is not\s+available/.test(said)) return "Python has no ensurepip";
    // No version at all of something that is named by its version: so pip says that it was answered nothing.
    if (said.includes("(from versions: none)")) return "the registry did not bring Python's packages";
    if (said.includes("spawn go ENOENT")) return "there is no Go";
    const sentence = ours.exec(said)?.[1] ?? /go\.mod requires go >= [\d.]+/.exec(said)?.[0];
    if (sentence !== undefined) return sentence;
    const [reason] = ofModules.flatMap((each) => each.exec(said)?.[1] ?? []);
    return reason === undefined ? whyNotRun(said) : `its Go modules did not come: ${reason}`;
}
