import { visible } from "../visible";
import type { AccountDirectory } from "./schema";

/** A role in words: "Bot Tester" on bot "Support"; "Analyst", which is a role of the Admin Console. */
export function roleText(
    { roleId, botId }: { roleId: string; botId?: string },
    { roles, bots }: AccountDirectory,
): string {
    const kind = botId === undefined ? "admin" : "bot";
    const name = roles.find((role) => role.kind === kind && role.id === roleId)?.name ?? roleId;
    const quoted = `"${visible(name)}"`;
    if (botId === undefined) return `${quoted}, a role of the Admin Console`;
    return `${quoted} on bot "${visible(bots.find(({ id }) => id === botId)?.name ?? botId)}"`;
}
