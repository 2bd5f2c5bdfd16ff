import { hiddenIn } from "../hidden";
import { endPhrase } from "../until";
import type { Phrase } from "../phrase";
import { isGuard, type DeleteFate, type SettingChange } from "../settingChange";

/** A setting in words: by what it will do, where it does something. */
export function settingClause({ name, from, to, fate, isNew, removals }: SettingChange): Phrase {
    if (fate !== undefined)
        return [{ strong: name }, `: a delete now ${deleteNow[fate.to]} (before: ${deleteBefore[fate.from]})`];
    const hidden = hiddenIn(to ?? "");
    if (hidden !== undefined && isGuard(name))
        return [
            { strong: `${from === to ? "may change" : "changes"} ${name}` },
            `: what it is now is ${hidden === "unknown" ? "not known before the update" : "secret, and not shown"}`,
        ];
    if (removals !== undefined)
        return [
            { strong: name },
            `: ${removals.to} of its people may leave in one update from now on (before: ${removals.from})`,
        ];
    const words = (isNew ? effectsOfNew[name] : undefined)?.(from, to) ?? effects[name]?.(from, to);
    const shown = (value: string | undefined): Phrase => (value === undefined ? ["none"] : [{ value }]);
    return words ?? [`changes ${name}: `, ...shown(from), " → ", ...shown(to)];
}

const deleteNow: Record<DeleteFate, string> = {
    protected: "is refused by Pulumi",
    refused: "is refused, until the program says what becomes of them",
    kept: "leaves them all that they have, not managed any more",
    revoked: "takes back what is declared, and no more",
    removed: "removes them from the account",
    byOnDestroy: "does to each of its people what onDestroy says",
};

const deleteBefore: Record<DeleteFate, string> = {
    protected: "refused by Pulumi",
    refused: "refused",
    kept: "left them all that they have",
    revoked: "took back what is declared",
    removed: "removed them from the account",
    byOnDestroy: "did to each of its people what onDestroy says",
};

type Effect = (from: string | undefined, to: string | undefined) => Phrase | undefined;

/** What a setting does, beside what it changes in this update. */
const effects: Partial<Record<SettingChange["name"], Effect>> = {
    exclusive: (_, to) =>
        to === "true"
            ? ["exclusive is on: roles and groups that the program does not declare are taken away from now on"]
            : ["exclusive is off: roles and groups that are given by hand stay from now on"],
    adopt: (from, to) => [
        "changes adopt: ",
        { value: from ?? "ifSame" },
        " → ",
        { value: to ?? "ifSame" },
        `; where their resource is made anew, ${adoption(to)}`,
    ],
    deletedWith: (_, to) =>
        to === undefined
            ? ["deletedWith is off: nothing but onDestroy says what a delete does"]
            : [
                  "deletedWith: where ",
                  { value: to },
                  " goes as well, nothing is done to them, and they keep all that they have",
              ],
    ignoreChanges: (from, to) =>
        to === undefined
            ? ["ignoreChanges is off: what the program says of ", { value: from ?? "" }, " is applied again"]
            : [
                  "ignoreChanges: what the program says of ",
                  { value: to },
                  " is not applied, and what is given by hand there stays",
              ],
    expiresAt: (from, to) =>
        to === undefined
            ? [{ strong: "has access without an end" }, " from now on (before: until ", ...endPhrase(from), ")"]
            : ["has access until ", ...endPhrase(to), " (before: ", ...formerEnd(from), ")"],
    hooks: (_, to) =>
        to === undefined
            ? ["hooks are off: no code of the program runs at their steps"]
            : [
                  { strong: "hooks" },
                  ": code of the program runs at their steps, and what it does is not known here: ",
                  { value: to },
              ],
};

/** What a setting of somebody who comes does later on. */
const effectsOfNew: Partial<Record<SettingChange["name"], Effect>> = {
    expiresAt: (_, to) => ["has access until ", ...endPhrase(to)],
    retainOnDelete: () => ["retainOnDelete: a delete later on ", deleteNow.kept],
    onDestroy: () => ["onDestroy: 'keep': whoever leaves later on keeps all that they have, not managed any more"],
    ignoreChanges: (_, to) => [
        "ignoreChanges: what the program says of ",
        { value: to ?? "" },
        " is applied this once, and not later on; what is given by hand there stays",
    ],
};

function formerEnd(expiresAt: string | undefined): Phrase {
    return expiresAt === undefined ? ["no end"] : ["until ", ...endPhrase(expiresAt)];
}

function adoption(adopt: string | undefined): string {
    if (adopt === "never") return "the update stops if they are in the account";
    if (adopt === "takeOver") return "they are taken over with all that they have";
    return "they are taken over if they have exactly what is declared";
}
