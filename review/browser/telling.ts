import { kindLabels } from "./kinds";
import type { State } from "./state";
import { titleOf } from "./summary";
import { standingLabels } from "./words";

/** What is set, in words: paper has no controls. */
export function filterWords({ shown, data }: State): string {
    const { text, marks, kind, place, standing, account, stack } = shown.filter;
    const words = [
        ...[...marks].map(titleOf),
        ...(kind === undefined ? [] : [kindLabels[kind]]),
        ...(place === undefined ? [] : [`on ${place.on ?? "the account itself"}`]),
        ...(standing === undefined ? [] : [standingLabels[standing]]),
        ...(account === undefined ? [] : [`account ${data.accounts[account]?.name ?? ""}`]),
        ...(stack === undefined ? [] : [`stack ${data.stacks[stack]?.name ?? ""}`]),
        ...(text.trim() === "" ? [] : [`“${text.trim()}”`]),
    ];
    return words.length === 0 ? "everybody" : words.join("; ");
}
