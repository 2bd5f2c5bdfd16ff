import { readFileSync } from "node:fs";
import path from "node:path";
import { filesBelow, root } from "../../tools/docs/sources";

/** A page of this repository. */
export interface MarkdownFile {
    /** Path below the root, with slashes. */
    name: string;
    text: string;
}

/** Every page of this repository. */
export function markdownFiles(): MarkdownFile[] {
    return filesBelow(".", ".md").map((file) => ({
        name: path.relative(root, file).split(path.sep).join("/"),
        text: readFileSync(file, "utf8"),
    }));
}
