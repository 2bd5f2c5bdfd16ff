import { account, ofAccount } from "./account";
import { Commands } from "./commands";
import { directory } from "./directory";
import { facts } from "./facts";
import { skipped, type Check, type Finding } from "./finding";
import { nodeVersion } from "./nodeVersion";
import { packages } from "./packages";
import { plainSecrets } from "./plainSecrets";
import type { Project } from "./project";
import { Pulumi } from "./pulumi";
import { pulumiVersion } from "./pulumiVersion";
import { settings as settingsOf } from "./settings";
import { stackConfig, type StackConfig } from "./stackConfig";
import { resourcesIn } from "./stackResources";
import { stackState } from "./stackState";

/** What is looked at. */
export interface Surroundings {
    /** The Pulumi project; undefined where there is none, so that only the machine and the account are looked at. */
    project: Project | undefined;
    /** The stack, where it is not the selected one. */
    stack: string | undefined;
    environment: NodeJS.ProcessEnv;
    /** The version of Node.js. */
    node: string;
    /** The time of this machine's clock. */
    now: () => number;
    /** The file that a probe has written of the account, where there is one. */
    facts?: string | undefined;
}

/** What was found. */
export interface Diagnosis {
    /** In the order of the checks. */
    findings: Finding[];
    /** How many requests Kore.ai was sent; all of them only read. */
    requests: number;
}

const noProject = "there is no Pulumi.yaml in this folder or above";
const ofProject = ["packageManager", "sdk", "typescript", "package"] as const satisfies Check[];
const ofState = ["state", "parallelism"] as const satisfies Check[];

/**
 * Looks at everything from the machine to the state, in such an order that what a check needs was looked at before.
 *
 * @param tell takes each finding as soon as it is there
 */
export async function examine(
    { project, stack, environment, node, now, facts: factsFile }: Surroundings,
    tell: (finding: Finding) => void = () => undefined,
): Promise<Diagnosis> {
    const findings: Finding[] = [];
    const note = (...found: Finding[]) => found.forEach((finding) => (findings.push(finding), tell(finding)));
    const skip = (checks: readonly Check[], why: string) => note(...checks.map((check) => skipped(check, why)));

    note(nodeVersion(node));
    const pulumi = new Pulumi(project?.folder, environment, stack);
    const cli = pulumiVersion(await pulumi.version(), project !== undefined);
    note(cli);
    if (project === undefined) skip(ofProject, noProject);
    else note(...(await packages(project, node, async () => ({ installed: await pulumi.plugins(), environment }))));

    let config: StackConfig | undefined;
    if (project === undefined) skip(["stack"], `${noProject}: settings come from the environment`);
    else if (cli.status === "problem") skip(["stack"], "the Pulumi CLI is needed to read it");
    else {
        const read = stackConfig(await pulumi.config());
        note(read.finding);
        config = read.known;
    }
    const commands = new Commands(project !== undefined, stack, config ?? {});
    const { finding, known: settings } = settingsOf(project === undefined ? {} : config, environment, stack);
    note(
        finding,
        config === undefined
            ? skipped("plainSecrets", "no configuration of a stack is known")
            : plainSecrets(config, commands),
    );

    if (settings === undefined) {
        skip([...ofAccount, "facts", ...ofState], "the settings are not complete");
        return { findings, requests: 0 };
    }
    const resources = config === undefined ? undefined : resourcesIn(await pulumi.state());
    const isPeopleOnly =
        resources !== undefined &&
        "people" in resources &&
        resources.people.length + resources.sets.length > 0 &&
        resources.accesses.length === 0;
    const requests = await account(settings, { commands, environment, now, isPeopleOnly }, note);
    note(facts(factsFile, settings, commands), ...directory(project, settings, now));
    if (resources === undefined) skip(ofState, "no stack is known");
    else note(...stackState(resources, settings, commands, environment));
    return { findings, requests };
}
