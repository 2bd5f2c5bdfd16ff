import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../sandbox";
import { exitOnProblem, Problem } from "../shared/problem.cjs";
import { type Language, languages, writeSdks } from "./write";

const help = `npm run sdks [-- [--out DIR] [LANGUAGE…]]

Writes SDKs for programs in other languages, by Pulumi's own generators: of what bin/schema.json says, in the version of package.json.
It is held against Pulumi's rules first, and what breaks one of them is an error.

  LANGUAGE    ${languages.join(", ")}; all of them, unless some are named
  --out DIR   where they go, each into a folder of its language's name, in place of one that is there; sdks/ in the clone, unless one is named
  --help

Needs Go, which builds the generators on the first run (2 minutes).

Exit codes: 0 written; 1 not, with a sentence that says why.
`;

/** How an SDK gets into a project. */
const installed: Record<Language, (folder: string) => string> = {
    python: (folder) => `pip install ${folder}`,
    nodejs: (folder) => `npm install --install-links ${folder}`,
    go: (folder) =>
        `go mod edit -require example.com/pulumi-kore/sdk/go@v0.0.0 -replace example.com/pulumi-kore/sdk/go=${folder} && go mod tidy`,
};

/** `npm run sdks` */
async function main(): Promise<void> {
    const { values, positionals } = readOptions();
    if (values.help) return void process.stdout.write(help);
    const unknown = positionals.filter((name) => !languages.some((language) => language === name));
    if (unknown.length > 0)
        throw new Problem(`There is no SDK for ${unknown.join(", ")}. There are: ${languages.join(", ")}.`);
    const wanted = languages.filter((language) => positionals.length === 0 || positionals.includes(language));
    const out = path.resolve(values.out ?? path.join(root, "sdks"));
    const version = await writeSdks(out, wanted);
    console.log(`Written, of version ${version}. In a project that is to have one:\n`);
    for (const language of wanted) console.log(`  ${installed[language](path.join(out, language))}`);
}

function readOptions() {
    try {
        return parseArgs({
            options: { help: { type: "boolean", short: "h" }, out: { type: "string" } },
            allowPositionals: true,
        });
    } catch (error) {
        throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    }
}

exitOnProblem(main);
