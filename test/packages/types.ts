import { writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { repositoryRoot } from "../harness/repository";

/** How programs have TypeScript find modules; the first is what `pulumi new typescript` sets. */
export const resolutions: Record<string, { file: string; options: ts.CompilerOptions }> = {
    "node (node10)": {
        file: "index.ts",
        options: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
    },
    "node16, from CommonJS": {
        file: "index.cts",
        options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
    },
    "node16, from an ES module": {
        file: "index.mts",
        options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
    },
    bundler: {
        file: "index.ts",
        options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    },
};

/** What TypeScript says about a program in a project, and about the declarations of the package that the project has. */
export function complaints(project: string, text: string, resolution: string): string[] {
    const { file, options } = resolutions[resolution] ?? { file: "index.ts", options: {} };
    const root = path.join(project, file);
    writeFileSync(root, text);
    const types = { typeRoots: [path.join(repositoryRoot, "node_modules", "@types")], types: ["node"] };
    const program = ts.createProgram([root], {
        ...options,
        ...types,
        target: ts.ScriptTarget.ES2022,
        strict: true,
        noEmit: true,
        skipLibCheck: false,
    });
    // Of node_modules only what is ours: the declarations of others are theirs to keep in order.
    const ours = program.getSourceFiles().filter(({ fileName }) => !path.relative(project, fileName).startsWith(".."));
    const found = [
        ...program.getOptionsDiagnostics(),
        ...ours.flatMap((each) => [...program.getSyntacticDiagnostics(each), ...program.getSemanticDiagnostics(each)]),
    ];
    return found.map(
        ({ file, messageText }) =>
            `${path.basename(file?.fileName ?? "")}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}
