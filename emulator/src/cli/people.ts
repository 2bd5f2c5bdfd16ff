import { Command } from "commander";
import * as v from "valibot";
import { Directory, type EffectiveRole } from "../directory";
import { parse } from "../parse";
import type { Person } from "../person";
import type { Switches } from "../switches";
import { table } from "./table";
import { openAccount, whereEntries, withWhere } from "./where";

const optionsSchema = v.object({ ...whereEntries, json: v.exactOptional(v.boolean()) });

/** `kore-emulator people` */
export const people = withWhere(new Command("people"))
    .description("list everybody in the account")
    .option("--json", "as JSON")
    .addHelpText(
        "after",
        "\nExamples:\n  kore-emulator people --data account.json\n  kore-emulator people --url http://127.0.0.1:4010 --json",
    )
    .action(async (given: unknown) => {
        const options = parse(optionsSchema, given, "options");
        const account = await openAccount(options);
        const everybody = await account.people();
        if (options.json === true) {
            process.stdout.write(`${JSON.stringify(everybody, undefined, 2)}\n`);
            return;
        }
        const directory = new Directory({ apps: [], people: [], ...(await account.catalogue()) }, everybody, []);
        const switches = await account.switches();
        const rows = everybody.map((person) => rowOf(person, directory, switches));
        process.stdout.write(`${table(["person", "access", "roles", "groups", "tasks"], rows)}\n`);
    });

function rowOf(person: Person, directory: Directory, switches: Switches): string[] {
    const { firstName = "", lastName = "", status, owner, invitations } = person;
    return [
        listed([
            person.emailId,
            `${firstName} ${lastName}`.trim(),
            ...(owner === true ? ["owner"] : []),
            status,
            invited(invitations),
        ]),
        listed([
            person.isDeveloper ? "developer" : "",
            person.canCreateBot ? "creates bots" : "",
            person.hasDataTableAndViewAccess ? "data tables" : "",
        ]),
        listed(directory.rolesOf(person, switches).map(roleText)),
        listed(person.groups.map((groupId) => directory.group(groupId)?.name ?? groupId)),
        listed(
            person.assignBotTasks.map(
                ({ botId, dialogs }) => `${directory.bot(botId)?.name ?? botId} (${dialogs?.length ?? "all"})`,
            ),
        ),
    ];
}

function invited(times: number): string {
    return times === 0 ? "" : times === 1 ? "invited once" : `invited ${times} times`;
}

/** A role, on which bot, and by which groups somebody has it. */
function roleText({ role, bot, direct, groups }: EffectiveRole): string {
    const conferred = groups.length === 0 ? "" : `, ${direct ? "also " : ""}by ${groups.join(" and ")}`;
    return `${role.name}${bot === undefined ? "" : ` @ ${bot.name}`}${conferred}`;
}

/** A line for each. */
function listed(parts: string[]): string {
    return parts.filter((part) => part !== "").join("\n") || "-";
}
