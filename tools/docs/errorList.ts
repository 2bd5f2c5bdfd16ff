import { errorCatalogue, type ExplainedError } from "../../provider/api/errorCatalogue";
import { wrapped } from "./markdown";

const groups: Record<ExplainedError["group"], [title: string, introduction: string]> = {
    settings: ["Settings", "A [setting](settings.md) is missing, wrong, or forbids the step. Nothing was sent."],
    unauthorized: ["Not accepted by Kore.ai", "Nothing was done."],
    scope: ["A scope is missing", "Nothing was done."],
    refused: ["Refused by Kore.ai", "Kore.ai refused the request, or this person in it, and said why."],
    rateLimit: ["The budget is used up", "Nothing was done in this step."],
    unreachable: ["No connection", "Nothing was changed in this step."],
    stopped: ["Stopped", "What had not been sent was not sent any more."],
    lost: [
        "A lost answer",
        "The request was sent, and no usable answer came: it may have been done or not. The next `pulumi up` looks people up before it sends anything, so that nothing is done twice.",
    ],
    unreadable: [
        "An answer or a state that cannot be read",
        "Nothing is concluded from it. Where it answers a change, that may have been done or not; run again, which reads what is there first.",
    ],
    unconfirmed: ["Accepted, and not done", "Kore.ai accepted the change, and something else is there."],
    mismatch: [
        "Not what the program or the state says",
        "The account or the person is not the one that the state is about, or the person differs from the program. The step stopped before it changed anything. Decide which of the two is right.",
    ],
    program: [
        "Programs that are refused",
        "Two resources contradict each other, a name is wrong, or the package cannot be loaded. Nothing was sent.",
    ],
};

/** What there is to say of each code, by groups. */
export function errorList(): string {
    return Object.entries(groups).map(section).join("\n\n");
}

function section([group, [title, introduction]]: [string, [string, string]]): string {
    const own = Object.entries(errorCatalogue).filter(([, error]) => error.group === group);
    return [`### ${title}`, wrapped(introduction, ""), ...own.map(entry)].join("\n\n");
}

function entry([code, { title, means, cure }]: [string, ExplainedError]): string {
    return [`#### ${code}`, wrapped(`**${title}.** ${means}`, ""), wrapped(`**Cure:** ${cure}`, "")].join("\n\n");
}
