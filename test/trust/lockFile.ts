import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { repositoryRoot } from "../harness/repository";

const flag = v.optional(v.boolean(), false);

const lockedPackage = v.looseObject({
    version: v.optional(v.string()),
    resolved: v.optional(v.string()),
    integrity: v.optional(v.string()),
    license: v.optional(v.string()),
    link: flag,
    dev: flag,
    hasInstallScript: flag,
});

const lockFile = v.looseObject({ lockfileVersion: v.literal(3), packages: v.record(v.string(), lockedPackage) });

// Old manifests have an object, or a list of them.
const named = v.pipe(
    v.looseObject({ type: v.string() }),
    v.transform(({ type }) => type),
);
const manifest = v.looseObject({
    license: v.optional(v.union([v.string(), named])),
    licenses: v.optional(v.array(named)),
});

/** A package that a lock file names, with the folder that it is installed in. */
export interface Locked extends v.InferOutput<typeof lockedPackage> {
    folder: string;
}

/** What a lock file has from a registry: everything but the packages of this repository, and the links to them. */
export function lockedIn(file: string): Locked[] {
    const { packages } = v.parse(lockFile, JSON.parse(readFileSync(path.join(repositoryRoot, file), "utf8")));
    return Object.entries(packages).flatMap(([folder, locked]) =>
        folder.startsWith("node_modules/") && !locked.link ? [{ ...locked, folder }] : [],
    );
}

/** The licence that an installed package says it has, in SPDX words; of one that is not installed here, what the lock file says. */
export function licenceOf({ folder, license }: Locked): string {
    const file = path.join(repositoryRoot, folder, "package.json");
    if (!existsSync(file)) return license ?? "none";
    const own = v.parse(manifest, JSON.parse(readFileSync(file, "utf8")));
    return own.license ?? own.licenses?.join(" OR ") ?? "none";
}

/** Whether a licence, or an SPDX expression of several, can be met with the allowed ones alone. */
export function isAllowed(licence: string, allowed: string[]): boolean {
    const words = licence.replace(/[()]/g, " ").trim();
    if (words.includes(" OR ") && words.includes(" AND ")) return false;
    if (words.includes(" OR ")) return words.split(" OR ").some((each) => allowed.includes(each.trim()));
    return words.split(" AND ").every((each) => allowed.includes(each.trim()));
}
