import type { Access } from "../access";
import { hiddenIn } from "../hidden";

/** What knows the names of ids. */
export interface NamesOfIds {
    of(id: string): string | undefined;
}

/** An access in words. */
export interface AccessCells {
    access: string;
    /** What it is about: a role, a group. */
    id: string;
    /** The bot that it is on. */
    on: string;
    onId: string;
}

/** Stands for what is secret, or not known yet. */
export const hiddenText = "(secret)";

/** A text, or a word in place of one that is secret, or not known yet. */
export function shownText(value: string): string {
    return hiddenIn(value) === undefined ? value : hiddenText;
}

/** What a role lets somebody do. */
export const powerWords = {
    masterAdmin: "the whole account",
    userAdmin: "people of the account",
    admin: "administrator",
    owner: "owner",
    bot: "",
    unknown: "unknown",
};

/** What an access lets somebody do, where that is more than a plain role, or not known. */
export function powerCell(access: Access): string {
    if (access.type === "group") return access.isKnown ? "" : powerWords.unknown;
    return access.type === "administrator" || access.type === "role" ? powerWords[access.power] : "";
}

/** By which groups an access is conferred, if it is. @param shown a group's name, as the format shows it */
export function conferredBy(
    { through, isUnclear }: { through: string[]; isUnclear?: boolean | undefined },
    shown: (group: string) => string = (group) => group,
): string[] {
    if (through.length === 0) return [];
    return [`${isUnclear === true ? "perhaps " : ""}conferred by ${through.map(shown).join(", ")}`];
}

/** An access by name, with the bot that it is on, and their ids. */
export function accessCells(access: Access, names: NamesOfIds): AccessCells {
    const named = (id: string) => shownText(names.of(id) ?? id);
    const shown = (id: string) => (hiddenIn(id) === undefined ? id : "");
    switch (access.type) {
        case "administrator":
            return {
                access: `administrator role ${named(access.roleId)}`,
                id: shown(access.roleId),
                on: access.botId === undefined ? "" : named(access.botId),
                onId: shown(access.botId ?? ""),
            };
        case "role":
            return {
                access: `role ${named(access.roleId)}`,
                id: shown(access.roleId),
                on: named(access.botId),
                onId: shown(access.botId),
            };
        case "group":
            return { access: `group ${named(access.groupId)}`, id: shown(access.groupId), on: "", onId: "" };
        case "tasks":
            return {
                access:
                    access.dialogs === undefined ? "all tasks" : `tasks ${access.dialogs.map(shownText).join(", ")}`,
                id: "",
                on: named(access.botId),
                onId: shown(access.botId),
            };
        case "developer":
            return { access: "developer", id: "", on: "", onId: "" };
        case "botCreator":
            return { access: "may create bots", id: "", on: "", onId: "" };
        case "dataTables":
            return { access: "data tables and views", id: "", on: "", onId: "" };
    }
}
