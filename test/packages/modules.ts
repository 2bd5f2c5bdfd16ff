import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";
import type { Manifest, Packed } from "./packed";

/** The modules that a file requires, imports, or takes types from, as they are written there. */
function specifiersIn(file: string): string[] {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        const specifier = specifierOf(node);
        if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
    return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
    if (!ts.isCallExpression(node)) return undefined;
    const loads =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && node.expression.text === "require");
    return loads ? node.arguments[0] : undefined;
}

/** The packages that files of a package load, apart from Node's own modules and the package itself. */
export function packagesUsed({ folder }: Packed, files: string[]): string[] {
    const specifiers = files.flatMap((file) => specifiersIn(path.join(folder, file)));
    const names = specifiers
        .filter((name) => !/^[.#]/.test(name) && !isBuiltin(name))
        .map((name) =>
            name
                .split("/")
                .slice(0, name.startsWith("@") ? 2 : 1)
                .join("/"),
        );
    return [...new Set(names)].sort();
}

/** The files that a package's entries lead to: "default" for what runs, "types" for declarations. What is not there is among them all the same. */
export function reachable({ folder, files, manifest }: Packed, condition: "types" | "default"): string[] {
    const extension = condition === "types" ? ".d.ts" : ".js";
    const withExtension = (module: string): string => {
        if (module.endsWith(extension)) return module;
        const index = `${module}/index${extension}`;
        return files.includes(index) ? index : `${module}${extension}`;
    };
    const found = new Set<string>();
    const visit = (file: string): void => {
        if (found.has(file)) return;
        found.add(file);
        if (!files.includes(file)) return;
        for (const specifier of specifiersIn(path.join(folder, file))) {
            const module = specifier.startsWith(".")
                ? path.posix.join(path.posix.dirname(file), specifier)
                : internal(manifest, specifier, condition);
            if (module !== undefined && !module.endsWith(".json")) visit(withExtension(path.posix.normalize(module)));
        }
    };
    for (const entry of entriesOf(manifest, condition)) visit(path.posix.normalize(entry));
    return [...found].sort();
}

/** What one of a package's own names (#name, or #name/* as a pattern) stands for. */
function internal({ imports }: Manifest, specifier: string, condition: "types" | "default"): string | undefined {
    for (const [name, target] of Object.entries(imports)) {
        const [start = "", end] = name.split("*");
        if (end === undefined ? name === specifier : specifier.startsWith(start) && specifier.endsWith(end))
            return target[condition].replace("*", specifier.slice(start.length, specifier.length - (end ?? "").length));
    }
    return undefined;
}

function entriesOf({ exports, bin }: Manifest, condition: "types" | "default"): string[] {
    const named = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [] : [entry[condition]]));
    return condition === "types" ? named : [...named, ...Object.values(bin)];
}
