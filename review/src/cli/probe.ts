import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import * as v from "valibot";
import { KoreError, type ClientSettings } from "#client";
import { AccessError } from "../accessError";
import { Progress } from "../import/progress";
import { settingsOf } from "../import/settings";
import type { Left } from "../probe/clean";
import { factsName, factsPageName, toldOf } from "../probe/factsFile";
import { journalName } from "../probe/journal";
import { planOf, requestsOf, roleOf, type Plan } from "../probe/plan";
import { cleanUp, probe, type Outcome, type Work } from "../probe/probe";
import { visible } from "../visible";

const list = v.optional(v.array(v.string()), []);
const optionsSchema = v.object({
    clean: v.optional(v.boolean(), false),
    yes: v.optional(v.boolean(), false),
    stack: v.optional(v.string()),
    role: list,
    adminRole: list,
    group: v.optional(v.string()),
    bot: v.optional(v.string()),
});

/** `kore-access probe` */
export const probeCommand = new Command("probe")
    .description(
        "find out on your own account what Kore.ai's pages leave open, with one or two people who are added and removed",
    )
    .argument("[addresses...]", "one or two addresses that nobody in the account has, nor ever had")
    .option("--role <roleId@botId>", "a role that may be given to them meanwhile; may be repeated", several)
    .option("--admin-role <roleId>", "a role of the Admin Console that may be given to them; may be repeated", several)
    .option("--group <groupId>", "a group that they may be in meanwhile; best one that confers the role")
    .option("--bot <botId>", "a bot with dialogs whose tasks may be assigned to them")
    .option(
        "--stack <name>",
        "settings of this stack of the project in the current folder; those of the environment unless given",
    )
    .option("--yes", "do what it says without asking; needed where nobody can answer")
    .option("--clean", "remove whom a probe that was stopped in this folder has left")
    .addHelpText(
        "after",
        `
It says what it will send, and asks. No e-mail is sent. Everybody whom it adds is removed at the end, whatever happens; who may be there
meanwhile stands in kore.probe.json. It writes ${factsName} and ${factsPageName}: neither has an address, an id, a token or a secret.

Settings: KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET (or KORE_JWT), KORE_REQUESTS_PER_MINUTE, KORE_REQUESTS_PER_HOUR.

Exit codes: 0 written, or cleaned; 1 not done, and nobody is left; 2 somebody is left, or may be.

Examples:
  kore-access probe probe-1@example.com
  kore-access probe probe-1@example.com probe-2@example.com --role ROLE_ID@BOT_ID --group GROUP_ID --bot BOT_ID
  kore-access probe probe-1@example.com --stack prod --yes
  kore-access probe --clean
  kore-emulator serve --facts ${factsName}`,
    )
    .action(async (addresses: string[], given: unknown) => {
        const options = v.parse(optionsSchema, given);
        const progress = new Progress(process.stderr);
        try {
            const named = {
                addresses,
                roles: [...options.role.map(roleOf), ...options.adminRole.map((roleId) => ({ roleId }))],
                group: options.group,
                bot: options.bot,
            };
            if (
                options.clean &&
                (addresses.length > 0 || named.roles.length > 0 || named.group !== undefined || named.bot !== undefined)
            )
                throw new AccessError(
                    "--clean removes whom a stopped probe has left, and takes neither addresses nor what they may have.",
                );
            const plan = options.clean ? undefined : planOf(named);
            const settings = await settingsOf(options.stack);
            if (plan !== undefined) await consent(plan, settings, options.yes);
            await untilStopped(progress, async (signal) => {
                const work: Work = { settings, folder: process.cwd(), signal, tell: (text) => progress.step(text) };
                const said = plan === undefined ? cleaned(await cleanUp(work)) : probed(await probe(plan, work));
                progress.end();
                (said.code === 0 ? process.stdout : process.stderr).write(said.text);
                process.exitCode = said.code;
            });
        } catch (error) {
            throw error instanceof KoreError ? new AccessError(error.message) : error;
        } finally {
            progress.end();
        }
    });

/** What will be sent, in words. */
function intention(plan: Plan, { baseUrl }: ClientSettings): string {
    const { addresses, roles, group, bot } = plan;
    const access = [
        ...roles.map(({ roleId, botId }) => `role ${roleId}${botId === undefined ? "" : ` on ${botId}`}`),
        ...(group === undefined ? [] : [`group ${group}`]),
        ...(bot === undefined ? [] : [`tasks of ${bot}`]),
    ];
    const people = addresses.join(" and ");
    return visibleLines([
        `In the account at ${baseUrl} this`,
        `- adds ${people}, with sendEmail false: they get no e-mail;`,
        `- changes them, and gives them for a while the flags isDeveloper and canCreateBot, and ${access.length === 0 ? "no role, group or task" : `of roles, groups and tasks these alone: ${access.join(", ")}`};`,
        `- adds ${addresses[0]} a second time, removes them, and adds them again, each time with sendEmail false;`,
        "- sends requests that name people, roles, groups and bots that nobody has, and expects Kore.ai to refuse them;",
        "- reads the lists of people, roles and bots, of which nothing is kept;",
        `- removes ${people} at the end, whatever happens.`,
        `It sends about ${requestsOf(plan)} requests of the account's 60 a minute and 1,800 an hour.`,
    ]);
}

function visibleLines(lines: string[]): string {
    return lines.map((line) => `${visible(line)}\n`).join("");
}

async function consent(plan: Plan, settings: ClientSettings, isGiven: boolean): Promise<void> {
    process.stderr.write(intention(plan, settings));
    if (isGiven) return;
    if (!process.stdin.isTTY)
        throw new AccessError("Nobody can answer here: --yes says yes to this. Nothing was sent.");
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    asking.once("SIGINT", () => asking.close());
    const leaving = new AbortController();
    asking.once("close", () => leaving.abort());
    const answer = await asking
        .question("Go on? Only yes does: ", { signal: leaving.signal })
        .catch(() => "")
        .finally(() => asking.close());
    if (answer.trim().toLowerCase() !== "yes") throw new AccessError("Nothing was sent.");
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does something that a signal stops: the first one lets it remove whom it has added, the second one does not wait. */
async function untilStopped(progress: Progress, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const stopping = new AbortController();
    const stop = () => {
        if (stopping.signal.aborted) {
            progress.say("Stopped. Whom the probe has added may be there: kore-access probe --clean removes them.");
            process.exit(2);
        }
        progress.say("Stops, and removes whom it has added; once more to leave at once.");
        stopping.abort();
    };
    signals.forEach((signal) => process.on(signal, stop));
    try {
        await work(stopping.signal);
    } finally {
        signals.forEach((signal) => process.off(signal, stop));
    }
}

interface Said {
    code: 0 | 1 | 2;
    text: string;
}

function probed({ facts, stopped, left, requests }: Outcome): Said {
    const { told, all } = facts === undefined ? { told: 0, all: 0 } : toldOf(facts);
    const lines = [
        ...(facts === undefined
            ? [`${stopped ?? "Stopped."} No facts were written.`]
            : [
                  `${told} of ${all} open facts told, with ${requests} requests: ${factsName}, and ${factsPageName} to read and to send.`,
              ]),
        ...leftLines(left),
        ...(facts === undefined || left.length > 0
            ? []
            : ["", "Next:", "  kore-access doctor", `  kore-emulator serve --facts ${factsName}`]),
    ];
    return { code: left.length > 0 ? 2 : facts === undefined ? 1 : 0, text: visibleLines(lines) };
}

function cleaned(left: Left[] | undefined): Said {
    if (left === undefined) return { code: 0, text: "No probe was stopped in this folder: nobody is to be removed.\n" };
    return { code: left.length > 0 ? 2 : 0, text: visibleLines(leftLines(left)) };
}

function leftLines(left: Left[]): string[] {
    if (left.length === 0) return ["Nobody is left in the account."];
    return [
        ...left.map(({ emailId, why }) => `Left in the account, or perhaps: ${emailId}: ${why}.`),
        `kore-access probe --clean removes them; or remove them in the Admin Console, and then the file ${journalName}.`,
    ];
}

function several(value: string, before: string[] = []): string[] {
    return [...before, value];
}
