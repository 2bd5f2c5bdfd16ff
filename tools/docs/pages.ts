import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { errorList } from "./errorList";
import { argumentTable, fieldsOf, outputsOf, outputTable, settingNames, settingTable } from "./fields";
import { sampleReview } from "./sampleReview";
import { schemaText } from "./schema";
import { filesBelow, root } from "./sources";

/** What stands between `<!-- generated: NAME -->` and `<!-- end -->` in a page. */
const parts: Record<string, () => string> = {
    KoreUserArgs: () => argumentTable(fieldsOf("program/koreUser.ts", "KoreUserArgs")),
    KoreRole: () => argumentTable(fieldsOf("program/koreUser.ts", "KoreRole")),
    KoreBotTasks: () => argumentTable(fieldsOf("program/koreUser.ts", "KoreBotTasks")),
    KoreUser: () => outputTable(outputsOf("program/koreUser.ts", "KoreUser")),
    KoreEnded: () => outputTable(fieldsOf("program/koreUser.ts", "KoreEnded")),
    KoreReportedUser: () => outputTable(fieldsOf("program/koreUser.ts", "KoreReportedUser")),
    KoreUsersArgs: () => argumentTable(fieldsOf("program/koreUsers.ts", "KoreUsersArgs")),
    KorePerson: () => argumentTable(fieldsOf("program/koreUsers.ts", "KorePerson")),
    KoreUsers: () => outputTable(outputsOf("program/koreUsers.ts", "KoreUsers")),
    KoreReportedPerson: () => outputTable(fieldsOf("program/koreUsers.ts", "KoreReportedPerson")),
    KoreUserAccessArgs: () => argumentTable(fieldsOf("program/koreUserAccess.ts", "KoreUserAccessArgs")),
    KoreUserAccess: () => outputTable(outputsOf("program/koreUserAccess.ts", "KoreUserAccess")),
    KoreReportedAccess: () => outputTable(fieldsOf("program/koreUserAccess.ts", "KoreReportedAccess")),
    ProviderArgs: () => argumentTable(fieldsOf("program/koreProvider.ts", "ProviderArgs")),
    settings,
    errors: errorList,
    testedProgram: () => codeOf("examples/unit-tests/mocha/team.ts"),
    testsWithMocha: () => codeOf("examples/unit-tests/mocha/team.test.ts"),
    testsWithJest: () => codeOf("examples/unit-tests/jest/team.test.ts"),
    testsWithVitest: () => codeOf("examples/unit-tests/vitest/team.test.ts"),
    sampleReview: () => `\`\`\`\n${sampleReview("text").trimEnd()}\n\`\`\``,
    notPublished: () => notPublished,
};

/** The code of an example whose project compiles it: this repository lacks what it imports. */
function codeOf(file: string): string {
    return `\`\`\`typescript\n${readFileSync(path.join(root, file), "utf8").trimEnd()}\n\`\`\``;
}

/** Where the packages are until a registry has them: the one text of which every page has a copy. */
const notPublished =
    "No registry has the packages yet. In a clone of the repository `npm run pack` makes all three, and prints the commands that install them elsewhere.";

/** The names of all generated parts. */
export const partNames = Object.keys(parts);

export interface Page {
    /** Path below the root of this repository. */
    file: string;
    text: string;
    /** The text with its generated parts as they should be. */
    current: string;
    /** The names of its generated parts. */
    parts: string[];
}

const marked = /<!-- generated: (\w+) -->\n[\s\S]*?<!-- end -->/g;

/** The pages that have generated parts. */
export function generatedPages(): Page[] {
    const pages = filesBelow(".", ".md").map((file): Page => {
        const text = readFileSync(file, "utf8");
        const names = [...text.matchAll(marked)].flatMap(([, name]) => name ?? []);
        return {
            file: path.relative(root, file),
            text,
            parts: names,
            current: text.replace(marked, (_whole, name: string) => block(file, name)),
        };
    });
    return [...pages.filter(({ parts: names }) => names.length > 0), pluginSchema()];
}

function pluginSchema(): Page {
    const file = "bin/schema.json";
    const place = path.join(root, file);
    return { file, text: existsSync(place) ? readFileSync(place, "utf8") : "", parts: [], current: schemaText() };
}

function block(file: string, name: string): string {
    const part = parts[name];
    if (part === undefined) throw new Error(`${file} asks for ${name}. There are ${partNames.join(", ")}.`);
    return `<!-- generated: ${name} -->\n\n${part()}\n\n<!-- end -->`;
}

function settings(): string {
    const fields = fieldsOf("program/koreProvider.ts", "ProviderArgs");
    const [told, read] = [
        fields
            .map(({ name }) => name)
            .sort()
            .join(),
        settingNames().sort().join(),
    ];
    if (told !== read)
        throw new Error(`The arguments of Provider (${told}) are not the settings in provider/config.ts (${read}).`);
    return settingTable(fields);
}
