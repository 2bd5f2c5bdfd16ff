import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The root of this repository. */
export const root = path.resolve(__dirname, "..", "..");

let program: ts.Program | undefined;

/** The provider's source files, without the libraries that they import: they are read here, not compiled. */
function providerProgram(): ts.Program {
    if (program !== undefined) return program;
    const module = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
    program = ts.createProgram(filesBelow("provider", ".ts"), { noLib: true, noResolve: true, types: [], ...module });
    program.getTypeChecker(); // makes each node know its parent
    return program;
}

/** One of them, by its path below provider/. */
export function providerFile(name: string): ts.SourceFile {
    const file = providerProgram().getSourceFile(path.join(root, "provider", name));
    if (file === undefined) throw new Error(`There is no provider/${name}.`);
    return file;
}

const notOurs = ["node_modules", "dist", "venv"];

/**
 * The files below a folder of this repository whose names end so, in order; none that are installed, built or hidden.
 */
export function filesBelow(folder: string, end: string): string[] {
    const entries = readdirSync(path.join(root, folder), { withFileTypes: true }).sort((a, b) =>
        a.name < b.name ? -1 : 1,
    );
    return entries.flatMap((entry) => {
        const name = path.join(folder, entry.name);
        if (entry.name.startsWith(".") || notOurs.includes(entry.name) || name === "sdks") return [];
        if (entry.isDirectory()) return filesBelow(name, end);
        return entry.isFile() && entry.name.endsWith(end) ? [path.join(root, name)] : [];
    });
}

/** Every node of a file, from the top. */
export function nodesOf(node: ts.Node): ts.Node[] {
    const nodes = [node];
    ts.forEachChild(node, (child) => void nodes.push(...nodesOf(child)));
    return nodes;
}
