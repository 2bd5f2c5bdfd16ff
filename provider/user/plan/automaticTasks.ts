import { present, type AssignedTasks, type Person } from "../../api/answers";
import type { UserInputs } from "../schema";

type Tasks = NonNullable<UserInputs["assignBotTasks"]>;

/**
 * A person without the tasks that the account assigns by itself ("Automatically assign all approved bots, their tasks, and channels",
 * Admin Console), as far as they are not declared: nobody's difference.
 *
 * @param bots those of which it does
 */
export function withoutAutomaticTasks(person: Person, declared: Tasks | undefined, bots: string[]): Person {
    if (person.assignBotTasks === undefined || bots.length === 0) return person;
    const assignBotTasks = person.assignBotTasks.flatMap((tasks) => {
        if (!bots.includes(tasks.streamId)) return [tasks];
        const wanted = declared?.find(({ streamId }) => streamId === tasks.streamId);
        return wanted === undefined ? [] : [declaredPart(tasks, wanted)];
    });
    return { ...person, assignBotTasks };
}

function declaredPart(tasks: AssignedTasks, { dialogs }: Tasks[number]): AssignedTasks {
    if (dialogs === undefined) return tasks;
    const { dialogs: held = [] } = tasks;
    return { ...tasks, dialogs: areAll(tasks) ? dialogs : held.filter((dialog) => dialogs.includes(dialog)) };
}

/** The bots of which somebody has tasks beyond those that are declared. */
export function surplusTasks(
    declared: Tasks | undefined,
    { assignBotTasks = [] }: Pick<Person, "assignBotTasks">,
): string[] {
    if (declared === undefined) return [];
    const isBeyond = (tasks: AssignedTasks) => {
        const wanted = declared.find(({ streamId }) => streamId === tasks.streamId);
        if (wanted === undefined) return true;
        const { dialogs } = wanted;
        const { dialogs: held = [] } = tasks;
        return dialogs !== undefined && (areAll(tasks) || held.some((each) => !dialogs.includes(each)));
    };
    return assignBotTasks.filter(isBeyond).map(({ streamId }) => streamId);
}

/**
 * The bots of which the account assigns tasks by itself: somebody has tasks of them after an update that left them out. Of a bot whose
 * tasks this resource has given it shows only where others have come with them; else the update may not have been done.
 *
 * @param given what this resource had declared
 * @param before the person before the update
 */
export function automaticTasks(
    given: Tasks | undefined,
    declared: Tasks,
    before: Person,
    after: Person,
    isKnown: boolean,
): string[] {
    const own = given?.map(({ streamId }) => streamId) ?? [];
    const isKept = (bot: string) => declared.some(({ streamId }) => streamId === bot);
    const beyond = surplusTasks(declared, after);
    const have = surplusTasks(asDeclared(before), after);
    const isAutomatic = isKnown || beyond.some((bot) => have.includes(bot));
    return beyond.filter((bot) => isAutomatic || isKept(bot) || !own.includes(bot));
}

// How Kore.ai reports all dialogs is not documented: as none, perhaps.
function areAll({ dialogs = [], others }: AssignedTasks): boolean {
    return dialogs.length === 0 && others === undefined;
}

function asDeclared({ assignBotTasks = [] }: Person): Tasks {
    return assignBotTasks.map(({ streamId, dialogs }) => ({ streamId, ...present({ dialogs }) }));
}

/** What is said once of such an account. */
export function automaticTasksNotice(emailId: string, bots: string[]): string {
    return `${emailId} has tasks of ${bots.join(", ")} again after an update that left them out: the account seems to assign tasks by itself (Admin Console, "Automatically assign all approved bots, their tasks, and channels"). Such tasks are left as they are, and are no difference from now on. Of others this is not said again.`;
}
