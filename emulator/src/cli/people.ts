import { Command } from "commander";
import * as v from "valibot";
import type { Catalogue } from "../controlSchemas";
import { parse } from "../parse";
import type { Person } from "../person";
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
        const names = new CatalogueNames(await account.catalogue());
        const head = ["e-mail", "name", "access", "roles", "groups", "tasks", "data tables", "status", "invitations"];
        process.stdout.write(
            `${table(
                head,
                everybody.map((person) => rowOf(person, names)),
            )}\n`,
        );
    });

function rowOf(person: Person, names: CatalogueNames): string[] {
    const flags = [person.isDeveloper ? "developer" : "", person.canCreateBot ? "creates bots" : ""];
    return [
        person.emailId,
        listed([person.firstName ?? "", person.lastName ?? ""], " "),
        listed(flags),
        listed(
            person.roles.map(
                ({ roleId, botId }) => names.role(roleId) + (botId === undefined ? "" : ` @ ${names.bot(botId)}`),
            ),
        ),
        listed(person.groups.map((groupId) => names.group(groupId))),
        listed(person.assignBotTasks.map(({ botId, dialogs }) => `${names.bot(botId)} (${dialogs?.length ?? "all"})`)),
        person.hasDataTableAndViewAccess ? "yes" : "no",
        person.owner === true ? `${person.status}, owner` : person.status,
        String(person.invitations),
    ];
}

function listed(parts: string[], separator = ", "): string {
    const given = parts.filter((part) => part !== "");
    return given.length === 0 ? "-" : given.join(separator);
}

class CatalogueNames {
    constructor(private readonly catalogue: Catalogue) {}

    role(roleId: string): string {
        return this.catalogue.roles.find((role) => role.roleId === roleId)?.name ?? roleId;
    }

    bot(botId: string): string {
        return this.catalogue.bots.find((bot) => bot.botId === botId)?.name ?? botId;
    }

    group(groupId: string): string {
        return this.catalogue.groups.find((group) => group.groupId === groupId)?.name ?? groupId;
    }
}
