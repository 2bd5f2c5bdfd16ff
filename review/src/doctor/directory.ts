import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ClientSettings } from "#client";
import { readDirectory } from "../directory/files";
import { directoryFile } from "../directory/schema";
import { visible } from "../visible";
import { ok, warning, type Finding } from "./finding";
import type { Project } from "./project";

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

/**
 * Whether the directory beside a program is of the account that the settings lead to, and how old it is; nothing where
 * there is none.
 */
export function directory(project: Project | undefined, { baseUrl }: ClientSettings, now: () => number): Finding[] {
    const file = project === undefined ? undefined : path.join(project.folder, directoryFile);
    if (file === undefined || !existsSync(file)) return [];
    const found = readDirectory(readFileSync(file, "utf8"));
    if (found === undefined)
        return [
            warning(
                "directory",
                `${directoryFile} is not as kore-access directory writes it`,
                "Move it away, and write it again: npx --no-install kore-access directory",
            ),
        ];
    const { host } = new URL(baseUrl);
    if (found.host !== host)
        return [
            warning(
                "directory",
                `${directoryFile} is of the account at ${visible(found.host)}, and kore:host leads to ${visible(host)}: the ids of a program are one account's`,
                "Compare kore:host; if it is right, take the file away, and write it again: npx --no-install kore-access directory",
            ),
        ];
    const finding = ok("directory", `${directoryFile} is as of ${visible(found.asOf.slice(0, 10))}`);
    // No warning: the file of an account that does not change is left as it is.
    return now() - Date.parse(found.asOf) > thirtyDays
        ? [
              {
                  ...finding,
                  fix: ["To see whether the account is still so: npx --no-install kore-access directory --check"],
              },
          ]
        : [finding];
}
