import { Command } from "commander";
import * as v from "valibot";
import { EmulatorError } from "../emulatorError";
import { parse } from "../parse";
import { personChangeSchema, statusSchema, type BotTasks, type HeldRole, type PersonChange } from "../person";
import { collect, collected, pairOf } from "./options";
import { openAccount, whereEntries, withWhere } from "./where";

const optionsSchema = v.object({
    ...whereEntries,
    set: collected,
    addRole: collected,
    removeRole: collected,
    addGroup: collected,
    removeGroup: collected,
    addTask: collected,
    removeTask: collected,
    activate: v.exactOptional(v.boolean()),
    deactivate: v.exactOptional(v.boolean()),
    status: v.exactOptional(statusSchema),
    owner: v.exactOptional(v.boolean()),
});

type Options = v.InferOutput<typeof optionsSchema>;

/** `kore-emulator change` */
export const change = withWhere(new Command("change"))
    .description(
        "change somebody by hand, as an administrator would in the Admin Console; roles, bots, groups and dialogs go by id or name",
    )
    .argument("<email>", "whom")
    .option("--set <field=value>", "a field: flags are true or false, an empty value clears; may be repeated", collect)
    .option("--add-role <role[@bot]>", "give a role directly; may be repeated", collect)
    .option("--remove-role <role[@bot]>", "take a direct role; may be repeated", collect)
    .option("--add-group <group>", "put into a group; may be repeated", collect)
    .option("--remove-group <group>", "take out of a group; may be repeated", collect)
    .option("--add-task <bot[:dialog,…]>", "assign dialogs of a bot, or all; may be repeated", collect)
    .option("--remove-task <bot>", "take the tasks of a bot; may be repeated", collect)
    .option("--activate", "status active")
    .option("--deactivate", "status not active")
    .option("--status <status>", "active, not active, suspended or locked")
    .option("--owner", "make them an owner of the account")
    .addHelpText(
        "after",
        `
Examples:
  kore-emulator change ada@example.com --data account.json --set isDeveloper=true --set lastName=Lovelace
  kore-emulator change ada@example.com --data account.json --add-role "Bot Tester@Support" --remove-group "Sales Team"`,
    )
    .action(async (emailId: string, given: unknown) => {
        const options = parse(optionsSchema, given, "options");
        const wanted = changeOf(options);
        if (Object.keys(wanted).length === 0) {
            throw new EmulatorError("nothing to change: say --set, --add-role or another option");
        }
        await (await openAccount(options)).changePerson(emailId, wanted);
        process.stdout.write(`${emailId} is changed\n`);
    });

function changeOf(options: Options): PersonChange {
    const [status, ...others] = [
        ...(options.activate === true ? ["active"] : []),
        ...(options.deactivate === true ? ["not active"] : []),
        ...(options.status === undefined ? [] : [options.status]),
    ];
    if (others.length > 0) {
        throw new EmulatorError("say one of --activate, --deactivate and --status");
    }
    const lists = {
        addRoles: options.addRole.map(heldRole),
        removeRoles: options.removeRole.map(heldRole),
        addGroups: options.addGroup,
        removeGroups: options.removeGroup,
        addTasks: options.addTask.map(tasks),
        removeTasks: options.removeTask,
    };
    const given = {
        ...Object.fromEntries(options.set.map(pairOf).map(([field, value]) => [field, valueOf(value)])),
        ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
        ...(status === undefined ? {} : { status }),
        ...(options.owner === true ? { owner: true } : {}),
    };
    return parse(personChangeSchema, given, "change");
}

function valueOf(text: string): string | boolean | null {
    if (text === "true" || text === "false") {
        return text === "true";
    }
    return text === "" ? null : text;
}

function heldRole(text: string): HeldRole {
    const at = text.indexOf("@");
    return at < 0 ? { roleId: text } : { roleId: text.slice(0, at), botId: text.slice(at + 1) };
}

function tasks(text: string): BotTasks {
    const at = text.indexOf(":");
    return at < 0 ? { botId: text } : { botId: text.slice(0, at), dialogs: text.slice(at + 1).split(",") };
}
