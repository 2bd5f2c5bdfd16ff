// @ts-check
// What is written from openapi.yaml: the types of the API, and the names of the profile's fields, for the emulator too,
// which knows no sources of another package.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import openapiTypes, { astToString } from "openapi-typescript";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const description = path.join(root, "provider", "api", "openapi.yaml");

const header = "// Written from provider/api/openapi.yaml by `npm run build`.";
const nodes = await openapiTypes(pathToFileURL(description));
write("provider/api/openapi.ts", `${header}\n${astToString(nodes)}`);
const names = profileFields(nodes);
for (const folder of ["provider/model", "emulator/src"]) {
    write(
        `${folder}/profileFields.ts`,
        `${header}\n\n/** The fields of a person's profile, by the names of the Create User page. */\nexport const profileFields = ${JSON.stringify(names)} as const;\n`,
    );
}

/**
 * @param {readonly ts.Node[]} nodes
 * @returns {string[]}
 */
function profileFields(nodes) {
    /** @type {string[][]} */
    const found = [];
    /** @param {ts.Node} node */
    const visit = (node) => {
        if (
            ts.isPropertySignature(node) &&
            ts.isIdentifier(node.name) &&
            node.name.text === "Profile" &&
            node.type !== undefined &&
            ts.isTypeLiteralNode(node.type)
        ) {
            found.push(
                node.type.members.map(({ name }) =>
                    name !== undefined && ts.isIdentifier(name) ? name.text : fail("a field of the Profile is no name"),
                ),
            );
        }
        ts.forEachChild(node, visit);
    };
    nodes.forEach(visit);
    const [names] = found;
    return names !== undefined && found.length === 1 ? names : fail(`it describes ${found.length} Profiles`);
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
    throw new Error(`${description}: ${why}`);
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
    const file = path.join(root, name);
    // A file that stays as it is needs no new build of what uses it.
    if (text !== textOf(file)) writeFileSync(file, text);
}

/** @param {string} file */
function textOf(file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
