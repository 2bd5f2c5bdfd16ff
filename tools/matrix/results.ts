import { writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../../test/harness/repository";
import type { Outcome } from "./life";
import { languages, managers, nodes, sdks } from "./rows";

const file = path.join(repositoryRoot, "test", "matrix", "RESULTS.md");

/** Whether a row ended as it must, and how it ended, in a few words. */
export function judge({ row: { refusal }, failed }: Outcome): { asExpected: boolean; sentence: string } {
    if (failed === undefined) return { asExpected: refusal === undefined, sentence: "works" };
    const ended = `${failed.step} fails`;
    const said = refusal?.says.exec(failed.said)?.[0];
    if (refusal?.step !== failed.step || said === undefined) return { asExpected: false, sentence: ended };
    if (refusal.doctor === undefined) return { asExpected: true, sentence: `${ended}: ${said}` };
    const advice = refusal.doctor.exec(failed.doctor ?? "")?.[0];
    return {
        asExpected: advice !== undefined,
        sentence: `${ended}: ${said}. kore-access doctor: ${advice ?? "says nothing of it"}`,
    };
}

/** Writes the table of all rows; answers the file. */
export async function writeResults(outcomes: Outcome[]): Promise<string> {
    writeFileSync(file, await table(outcomes));
    return path.relative(repositoryRoot, file);
}

async function table(outcomes: Outcome[]): Promise<string> {
    const { engineVersion } = await import("../engine/engine.mjs");
    const versions = [
        ...new Set(
            Object.values(managers).flatMap((each) => ("version" in each ? [`${each.package} ${each.version}`] : [])),
        ),
    ];
    return `# Where the packages work

Written by \`npm run matrix -- --write\` on ${new Date().toISOString().slice(0, 10)}: the packages as \`npm pack\` makes them, installed into an empty project, then \`up\`, a
preview without changes, a refresh that finds what was changed by hand, a preview that shows it, the \`up\` that mends it, and \`destroy\`, by Pulumi's
CLI ${engineVersion} against an emulator. In each project the commands of kore-access and kore-emulator start.

Package managers: npm, ${versions.join(", ")}. Node: ${Object.values(nodes).join(", ")}.

| package manager | Node | @pulumi/pulumi | program | result |
|---|---|---|---|---|
${outcomes.map(line).join("\n")}
`;
}

function line(outcome: Outcome): string {
    const { manager, node, sdk, language, special } = outcome.row;
    const { asExpected, sentence } = judge(outcome);
    return `| ${managers[manager].label}${special === undefined ? "" : `, \`${special.label}\``} | ${node} | ${sdks[sdk]} | ${languages[language]} | ${asExpected ? "" : "FAILED: "}${sentence.replaceAll("|", "\\|")} |`;
}
