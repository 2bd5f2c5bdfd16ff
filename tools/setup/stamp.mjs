// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A stamp remembers from what something was made. It lies in node_modules, so that it goes when that goes.
 * @param {string} root
 * @param {string} name
 */
function stampFile(root, name) {
    return path.join(root, "node_modules", ".cache", "pulumi-kore", name);
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string | undefined}
 */
export function readStamp(root, name) {
    const file = stampFile(root, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} fingerprint
 */
export function writeStamp(root, name, fingerprint) {
    const file = stampFile(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, fingerprint);
}

/**
 * One hash over the names and contents of files, and of all files in folders.
 * @param {string} root
 * @param {string[]} inputs relative to the root; those that don't exist count as such
 * @param {string[]} [except] paths that are not followed
 */
export function fingerprint(root, inputs, except = []) {
    const hash = createHash("sha256");
    /** @param {string} name */
    const add = (name) => {
        if (except.includes(name)) return;
        const file = path.join(root, name);
        if (!existsSync(file)) hash.update(`${name} missing\n`);
        else if (statSync(file).isDirectory())
            readdirSync(file)
                .sort()
                .forEach((entry) => add(`${name}/${entry}`));
        else hash.update(`${name} ${createHash("sha256").update(readFileSync(file)).digest("hex")}\n`);
    };
    inputs.forEach(add);
    return hash.digest("hex");
}
