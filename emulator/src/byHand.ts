import { roleKey, type Directory } from "./directory";
import { EmulatorError } from "./emulatorError";
import type { BotTasks, HeldRole, Person, PersonChange } from "./person";

/**
 * Changes somebody as an administrator would in the Admin Console. Roles, bots, groups and dialogs are named by id or
 * name.
 */
export function changeByHand(directory: Directory, person: Person, change: PersonChange): void {
    const {
        addRoles = [],
        removeRoles = [],
        addGroups = [],
        removeGroups = [],
        addTasks = [],
        removeTasks = [],
        ...fields
    } = change;
    const names = new Names(directory);
    const addedRoles = addRoles.map((held) => names.heldRole(held));
    const takenRoles = new Set(removeRoles.map((held) => roleKey(names.heldRole(held))));
    const addedGroups = addGroups.map((group) => names.group(group));
    const takenGroups = new Set(removeGroups.map((group) => names.group(group)));
    const addedTasks = addTasks.map((tasks) => names.tasks(tasks));
    const takenBots = new Set([...removeTasks.map((bot) => names.bot(bot)), ...addedTasks.map(({ botId }) => botId)]);

    const newKeys = new Set(addedRoles.map(roleKey));
    person.roles = [
        ...person.roles.filter((held) => !takenRoles.has(roleKey(held)) && !newKeys.has(roleKey(held))),
        ...addedRoles,
    ];
    person.groups = [...new Set([...person.groups.filter((groupId) => !takenGroups.has(groupId)), ...addedGroups])];
    person.assignBotTasks = [...person.assignBotTasks.filter(({ botId }) => !takenBots.has(botId)), ...addedTasks];
    const cleared = new Set(Object.entries(fields).flatMap(([field, value]) => (value === null ? [field] : [])));
    Object.assign(person, fields);
    if (person.status === "active") {
        delete person.awaitsActivation;
    }
    cleared.forEach((field) => Reflect.deleteProperty(person, field));
}

/** Finds ids by id or name. */
class Names {
    constructor(private readonly directory: Directory) {}

    group(name: string): string {
        return this.one(this.directory.seed.groups, (group) => group.groupId, name, "group");
    }

    bot(name: string): string {
        return this.one(this.directory.seed.bots, (bot) => bot.botId, name, "bot");
    }

    heldRole({ roleId: name, botId: botName }: HeldRole): HeldRole {
        const roleId = this.one(this.directory.seed.roles, (role) => role.roleId, name, "role");
        const role = this.directory.role(roleId);
        if (role?.roleType === "bot" && botName === undefined) {
            throw new EmulatorError(`${role.name} is a bot role: name its bot`);
        }
        if (role?.roleType === "admin" && botName !== undefined) {
            throw new EmulatorError(`${role.name} is an admin role: it has no bot`);
        }
        return botName === undefined ? { roleId } : { roleId, botId: this.bot(botName) };
    }

    tasks({ botId: botName, dialogs, ...parts }: BotTasks): BotTasks {
        const botId = this.bot(botName);
        const ofBot = this.directory.bot(botId)?.dialogs ?? [];
        return dialogs === undefined
            ? { botId, ...parts }
            : {
                  botId,
                  dialogs: dialogs.map((name) => this.one(ofBot, (dialog) => dialog.dialogId, name, "dialog")),
                  ...parts,
              };
    }

    private one<Item extends { name: string }>(
        items: Item[],
        idOf: (item: Item) => string,
        name: string,
        what: string,
    ): string {
        const item =
            items.find((each) => idOf(each) === name) ??
            items.find((each) => each.name.toLowerCase() === name.toLowerCase());
        if (item === undefined) {
            const names = items.map((each) => each.name).join(", ");
            throw new EmulatorError(`there is no ${what} ${name}; there are ${names === "" ? "none" : names}`);
        }
        return idOf(item);
    }
}
