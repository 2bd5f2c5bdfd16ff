import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { filesBelow, root } from "../docs/sources";

const folder = path.join(root, "node_modules", ".cache");

/** A file in which a tool keeps what it has found out; it goes when node_modules goes. */
export function cacheOf(tool: string): string {
    return path.join(folder, "pulumi-kore", tool);
}

/**
 * A folder in which the linter keeps which files were in order. Its rules go by types, which a file has from the files
 * that it imports, and the linter compares the file alone. So there is another folder whenever a file is another one
 * that others import: any but the tests themselves. Folders of other times are taken away.
 */
export function cacheOfLinter(caches = cacheOf("eslint"), files = filesThatOthersRead()): string {
    const name = hashOf(files);
    if (existsSync(caches))
        for (const other of readdirSync(caches).filter((each) => each !== name))
            rmSync(path.join(caches, other), { recursive: true, force: true });
    // With a separator at its end it is a folder to the linter.
    return path.join(caches, name) + path.sep;
}

/** The files that the linter goes by besides the one that it looks at. */
export function filesThatOthersRead(): string[] {
    const imported = filesBelow(".", "ts").filter((file) => /\.[cm]?ts$/.test(file) && !file.endsWith(".test.ts"));
    const scripts = filesBelow(".", "js").filter((file) => /\.[cm]?js$/.test(file));
    // Which packages there are, and how the compiler reads files.
    const settings = filesBelow(".", ".json").filter((file) =>
        /^(package|tsconfig).*\.json$/.test(path.basename(file)),
    );
    return [...imported, ...scripts, ...settings];
}

function hashOf(files: string[]): string {
    const hash = createHash("sha256");
    for (const file of files)
        hash.update(`${path.relative(root, file)}\0`)
            .update(readFileSync(file))
            .update("\0");
    return hash.digest("hex").slice(0, 16);
}
