import path from "node:path";
import { Command, Option } from "commander";
import * as v from "valibot";
import { KoreError } from "#client";
import { AccessError } from "../accessError";
import { bulkImportFile } from "../import/bulkImport";
import { manifestName } from "../import/folder";
import { importAccount, type Imported } from "../import/importAccount";
import { Progress } from "../import/progress";
import { manyPeople, peopleKinds } from "../import/project";
import { settingsOf } from "../import/settings";
import { certificateText, isCertified } from "../verify/certificate";
import { verify } from "../verify/verify";
import { visible } from "../visible";
import { collected } from "./arguments";

const list = v.optional(v.array(v.string()), []);
const optionsSchema = v.object({
    verify: v.optional(v.boolean(), false),
    csv: v.optional(v.boolean(), false),
    native: v.optional(v.boolean(), false),
    as: v.optional(v.picklist(peopleKinds)),
    stack: v.optional(v.string()),
    domain: list,
    role: list,
    group: list,
    activeOnly: v.optional(v.boolean(), false),
});
type Options = v.InferOutput<typeof optionsSchema>;

/** `kore-access import` */
export const importCommand = new Command("import")
    .description(
        "write a Pulumi project that declares an account as it is, or prove that such a project would change nothing",
    )
    .argument("[folder]", "the project's folder", ".")
    .option("--verify", "run the program that is in the folder, read-only, and tell what it would write")
    .option("--csv", "people in people.csv rather than in people.ts")
    .addOption(
        new Option(
            "--as <kind>",
            `a KoreUser for each person, or KoreUsers of many people; KoreUsers from ${manyPeople} people on unless given`,
        ).choices(peopleKinds),
    )
    .option(
        "--native",
        `for a program in another language: ${bulkImportFile}, which pulumi import --file takes, in place of a project`,
    )
    .option(
        "--stack <name>",
        "settings of this stack of the project in the current folder; those of the environment unless given",
    )
    .option("--domain <domain>", "only people with addresses of this domain; may be repeated", collected)
    .option(
        "--role <role>",
        "only people who hold this role, by name or id, however they got it; may be repeated",
        collected,
    )
    .option("--group <group>", "only people of this group, by name or id; may be repeated", collected)
    .option("--active-only", "only people who have activated their account")
    .addHelpText(
        "after",
        `
Settings: KORE_HOST, KORE_CLIENT_ID and KORE_CLIENT_SECRET (or KORE_JWT), KORE_REQUESTS_PER_MINUTE, KORE_REQUESTS_PER_HOUR.
Neither form changes anything in the account. A file that was not written by an import, or was changed since, is not overwritten.

Exit codes: 0 written, or certified; 1 it could not be done; 2 not certified: the program would write.

Examples:
  kore-access import access
  kore-access import access --as KoreUsers
  kore-access import access --csv --domain example.com --active-only
  kore-access import --native
  kore-access import --verify access`,
    )
    .action(async (folder: string, given: unknown) => {
        const options = v.parse(optionsSchema, given);
        const progress = new Progress(process.stderr);
        try {
            await (options.verify ? verifyFolder(folder, options, progress) : importInto(folder, options, progress));
        } catch (error) {
            throw error instanceof KoreError ? new AccessError(error.message) : error;
        } finally {
            progress.end();
        }
    });

async function importInto(folder: string, options: Options, progress: Progress): Promise<void> {
    const { csv, native, as, domain, role, group, activeOnly } = options;
    if (native && (csv || as !== undefined))
        throw new AccessError(
            "--native writes no program: --csv and --as are about the one that kore-access import writes in TypeScript.",
        );
    const imported = await importAccount(
        folder,
        await settingsOf(options.stack),
        { domains: domain, roles: role, groups: group, activeOnly },
        { asCsv: csv, as, native },
        progress,
    );
    progress.end();
    process.stdout.write(summaryOf(imported, folder, native));
}

async function verifyFolder(
    folder: string,
    { stack, csv, native, as, domain, role, group, activeOnly }: Options,
    progress: Progress,
): Promise<void> {
    if (csv || native || as !== undefined || activeOnly || [domain, role, group].some((values) => values.length > 0)) {
        throw new AccessError(
            "--verify runs the program as it is: --csv, --native, --as, --domain, --role, --group and --active-only belong to the import that writes it.",
        );
    }
    const certificate = await verify(folder, await settingsOf(stack), progress);
    progress.end();
    process.stdout.write(certificateText(certificate));
    if (!isCertified(certificate)) process.exitCode = certificate.differences.length > 0 ? 2 : 1;
}

function summaryOf(
    { folder: place, snapshot: { people, leftOut, directory, host }, kind, changed }: Imported,
    folder: string,
    native: boolean,
): string {
    const written = [...changed, manifestName].sort();
    const files = changed.length === 0 ? "no file has changed" : `written: ${written.join(", ")}`;
    const lines = [
        `${people.length} ${people.length === 1 ? "person" : "people"} of ${host} in ${place}; ${files}.`,
        ...(kind === "KoreUser"
            ? []
            : ["Declared as KoreUsers, many people in one resource; --as KoreUser makes a resource for each."]),
        ...leftOut.map(({ emailId, why }) => `Left out: ${visible(emailId)} ${visible(why)}.`),
        ...(directory.incomplete.length === 0
            ? []
            : [
                  `Kore.ai did not list all ${directory.incomplete.join(", ")}; ${native ? "what is written may lack some" : "README.md says what that means"}.`,
              ]),
        "",
        "Next:",
        ...(native ? [bulkImport(folder)] : stepsIn(folder)).map((step) => `  ${step}`),
    ];
    return `${lines.join("\n")}\n`;
}

function stepsIn(folder: string): string[] {
    return [
        ...(folder === "." ? [] : [`cd ${asWord(folder)}`]),
        "npm install",
        "npx --no-install kore-access import --verify",
    ];
}

function bulkImport(folder: string): string {
    return `pulumi import --file ${asWord(path.join(folder, bulkImportFile))}`;
}

/** A path as a shell takes it. */
function asWord(place: string): string {
    return /^[\w./-]+$/.test(place) ? place : JSON.stringify(place);
}
