import type { ClientSettings } from "#client";
import { AccessError } from "../accessError";
import { factsName, readFacts, toldOf, type Facts } from "../probe/factsFile";
import { visible } from "../visible";
import type { Commands } from "./commands";
import { ok, skipped, warning, type Finding } from "./finding";

// What follows from a value of a fact for a program and its people.
const consequences: Record<string, Record<string, string>> = {
    usersInfoPage: {
        firstPart:
            "A large look-up is answered in part: the provider asks again for the others, which takes requests of the budget.",
        fewer: "A large look-up is answered in part: the provider asks again for the others, which takes requests of the budget.",
        one: "A look-up is answered for one person: the provider asks about each alone, which takes a request of the budget each.",
    },
    ownerRole: {
        refused: "Owner roles: leave them out of the program, as Kore.ai refuses them.",
        ignored:
            "Owner roles: leave them out of the program, as Kore.ai passes them over, and the update could not confirm them.",
        unknown: "Owner roles: leave them out of the program, as it is not known whether Kore.ai takes them.",
    },
    rolesPerBot: { one: "Declare one role of a person on a bot: a second one takes the place of the first." },
    autoAssignedTasks: {
        atCreate:
            "The account assigns tasks to new people by itself: where assignBotTasks is declared, what is more drifts.",
        afterEachUpdate:
            "The account assigns tasks by itself, again after each update: leave assignBotTasks out of the program, or they always drift.",
    },
    tasksReported: {
        absent: "Kore.ai does not report assigned tasks: an update can't confirm them, and their drift is not seen.",
    },
    conferringGroups: { absent: "Kore.ai does not tell which roles come from groups: exclusive takes no roles." },
    newPersonListed: {
        afterActivation:
            "Who is added is not listed before they activate the account: an update can't confirm them until then.",
    },
};

/**
 * What follows from what a probe has told of the account.
 *
 * @param file of facts; undefined where there is none
 */
export function facts(file: string | undefined, settings: ClientSettings, commands: Commands): Finding {
    if (file === undefined) return skipped("facts", `there is no ${factsName}, which kore-access probe writes`);
    try {
        return finding(readFacts(file), settings, commands);
    } catch (error) {
        if (!(error instanceof AccessError)) throw error;
        return warning("facts", visible(error.message), "Write it again: kore-access probe");
    }
}

function finding(told: Facts, { batchSize }: ClientSettings, commands: Commands): Finding {
    const numbers = toldOf(told);
    const says = `${numbers.told} of ${numbers.all} are told, probed on ${visible(told.probedAt.slice(0, 10))}`;
    const lines = Object.entries(consequences).flatMap(([name, of]) => of[valueOf(told, name)] ?? []);
    const largest = Number(valueOf(told, "largestBatch"));
    return largest > 0 && largest < batchSize
        ? warning(
              "facts",
              `${says}; Kore.ai refused more than ${largest} people in one request, and kore:batchSize is ${batchSize}`,
              commands.set("batchSize", String(largest)),
              ...lines,
          )
        : { ...ok("facts", says), fix: lines };
}

function valueOf({ facts: all }: Facts, name: string): string {
    const fact = all[name];
    return fact !== undefined && "value" in fact ? fact.value : "unknown";
}
