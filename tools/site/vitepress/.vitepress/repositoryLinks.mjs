import path from "node:path/posix";
import { destination, isElsewhere } from "../../destination.ts";

/**
 * Links between files of the repository become links between the pages of the site; one that leads nowhere is an error.
 * @param {{ of: string, at: string }[]} files what of the repository is where in the site
 */
export function repositoryLinks(markdown, files) {
    const placeOf = new Map(files.map(({ of, at }) => [of, at]));
    const pageAt = new Map(files.map(({ of, at }) => [at, of]));

    const inSite = (page, target) => {
        const [, anchor] = target.split("#");
        const at = placeOf.get(destination(pageAt.get(page), target, placeOf));
        return path.relative(path.dirname(page), at) + (anchor === undefined ? "" : `#${anchor}`);
    };
    markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
            const name = { link_open: "href", image: "src" }[token.type];
            const target = name === undefined ? undefined : token.attrGet(name);
            // The anchor beside a heading is the page's own.
            if (!target || target.startsWith("#") || isElsewhere(target)) continue;
            token.attrSet(name, inSite(env.relativePath, target));
        }
    });
}
