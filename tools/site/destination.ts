import path from "node:path";

/** What a link of a page leads to, of the paths that there are; a folder's page is its README, if it has one. */
export function destination(page: string, target: string, paths: { has(name: string): boolean }): string {
    const [to = ""] = target.split("#");
    const name = to === "" ? page : path.posix.join(path.posix.dirname(page), decodeURI(to)).replace(/\/$/, "");
    const found = [path.posix.join(name, "README.md"), name].find((each) => paths.has(each));
    if (found === undefined) throw new Error(`The link ${target} of ${page} leads nowhere.`);
    return found;
}

/** Whether a link leads out of the repository: it has a scheme. */
export function isElsewhere(target: string): boolean {
    return /^[a-z][a-z\d+.-]*:/i.test(target);
}
