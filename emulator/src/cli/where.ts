import { existsSync } from "node:fs";
import type { Command } from "commander";
import * as v from "valibot";
import { localConsole, type AdminConsole } from "../adminConsole";
import { remoteConsole } from "../controlClient";
import { EmulatedAccount } from "../emulatedAccount";
import { EmulatorError } from "../emulatorError";
import { serverOf } from "../serverFile";

/** The options that say which account a command is about. */
export const whereEntries = { data: v.exactOptional(v.string()), url: v.exactOptional(v.string()) };

/** Adds the options that say which account a command is about. */
export function withWhere(command: Command): Command {
    return command
        .option("--data <file>", "data file of the account; a server that has it open is asked instead")
        .option("--url <url>", "URL of a running emulator (or environment KORE_EMULATOR_URL)");
}

/** Opens the account that the options name. */
export async function openAccount({ data, url }: { data?: string; url?: string }): Promise<AdminConsole> {
    if (data !== undefined && url !== undefined) {
        throw new EmulatorError("say either --data or --url");
    }
    if (data !== undefined) {
        return openData(data);
    }
    const running = url ?? process.env["KORE_EMULATOR_URL"];
    if (running === undefined || running === "") {
        throw new EmulatorError("say which account: --data FILE, --url URL, or KORE_EMULATOR_URL in the environment");
    }
    if (!URL.canParse(running)) {
        throw new EmulatorError(`${running} is no URL`);
    }
    return remoteConsole(running);
}

async function openData(data: string): Promise<AdminConsole> {
    if (!existsSync(data)) {
        throw new EmulatorError(`${data} does not exist; "kore-emulator serve --data ${data}" makes it`);
    }
    const server = await serverOf(data);
    return server === undefined ? localConsole(new EmulatedAccount({ data })) : remoteConsole(server);
}
