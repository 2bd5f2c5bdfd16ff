import { areRolesUnclear } from "#model/memberships";
import { isActive } from "#model/presence";
import { readableProfileFields } from "#model/profile";
import { profileFields } from "#model/profileFields";
import { visible } from "../visible";
import { declaredAccess } from "#model/asFound";
import { manifestName } from "./folder";
import type { PeopleKind } from "./project";
import type { Snapshot } from "./snapshot";

const filesOfCsv =
    "| [people.csv](people.csv) | one person a row; the file to change and to review |\n| [access.ts](access.ts) | what the words of its column `access` mean |\n| [readPeople.ts](readPeople.ts) | how the file is read, and what is said of rows that do not fit |";
const filesOfCode =
    "| [people.ts](people.ts) | the people, those with the same access together; the file to change and to review |";

/** The page of the project: how to go on, and what the program does not say. */
export function projectReadme(
    snapshot: Snapshot,
    { asCsv, kind, profiles }: { asCsv: boolean; kind: PeopleKind; profiles: number },
): string {
    const { host, hostSetting, people, leftOut, directory } = snapshot;
    const sections = [
        unset(snapshot),
        left(leftOut),
        partial(snapshot),
        inactive(snapshot),
        unclear(snapshot),
        lists(directory.incomplete),
    ].filter((section) => section !== "");
    return `# Access to the Kore.ai account at ${host}

Written by \`kore-access import\`: ${count(people.length, "person", "people")} as they are in the account, with ${count(profiles, "kind", "kinds")} of access.

| file | what is in it |
|---|---|
${asCsv ? filesOfCsv : filesOfCode}
| [kore.directory.ts](kore.directory.ts) | ids of roles, groups and bots, by name; what roles may do, and what groups confer |
| [kore.directory.json](kore.directory.json) | the same as data, for reviews; \`npx --no-install kore-access directory\` writes both anew |
| [kore.import.json](kore.import.json) | by what a review knows who is declared just as they were found: the first one is short |
| [index.ts](index.ts) | ${kind === "KoreUser" ? "a KoreUser for each person, and what deleting one means" : "the people in KoreUsers, and what becomes of who is taken out"} |
| [${manifestName}](${manifestName}) | by what the next import knows which files are as it wrote them; commit it too |

## Go on

\`\`\`sh
npm install
npx --no-install kore-access import --verify   # proves that this program would change nothing
pulumi stack init prod
pulumi config set kore:host ${hostSetting}
pulumi config set kore:clientId cs-…
pulumi config set --secret kore:clientSecret
PULUMI_PARALLEL=64 KORE_RECEIPT=receipt.json pulumi up
\`\`\`

The first update adopts everybody as they are; its receipt lists reads alone. From then on a change of access is a change of this program.

- \`protect\` in index.ts keeps everybody ${kind === "KoreUser" ? "from being deleted" : "in the program"} until you set it to false.
- Roles and groups that somebody gets by hand are left alone. To see them as drift, and take them back: \`exclusive: true\` in index.ts.
- \`npx --no-install kore-access directory\` takes over new roles, groups and bots; with \`--check\` it says what has changed, for CI.
- \`npx --no-install kore-access import\` reads the account again, and writes these files anew as long as nobody has changed them.

${sections.join("\n\n")}
`;
}

const unreported = profileFields.filter((field) => !readableProfileFields.some((readable) => readable === field));

function unset({ people }: Snapshot): string {
    const noTasks = people.some(({ assignBotTasks }) => assignBotTasks === undefined);
    return `## What the program leaves unset

Kore.ai reports none of it, so that it stays as it is:

- ${unreported.slice(0, -1).join(", ")} and ${unreported.at(-1)} of everybody;
- hasDataTableAndViewAccess of everybody (a KoreUserAccess declares it, with the flags, which go from the program then);${noTasks ? "\n- assignBotTasks: this installation does not report the tasks that people are assigned;" : ""}
- why people have what they have: \`reason\` is yours to add.

Dialog tasks are named by their ids, as no list of Kore.ai's has their names. Tasks without dialogs are all of the bot's.`;
}

function left(leftOut: Snapshot["leftOut"]): string {
    if (leftOut.length === 0) return "";
    return `## Who is left out

These people stay as they are, and are not in the program:

${leftOut.map(({ emailId, why }) => `- ${address(emailId)} ${visible(why)}`).join("\n")}`;
}

function partial({ people }: Snapshot): string {
    const odd = people.filter((person) => declaredAccess(person).isPartial);
    if (odd.length === 0) return "";
    return `## Who is taken over in part

They have something that no call of Kore.ai's gives (canCreateBot without isDeveloper, or tasks of one bot twice). It is not declared and stays as it is:
\`adopt: "takeOver"\` lets them in.

${odd.map(({ emailId }) => `- ${address(emailId)}`).join("\n")}`;
}

function inactive({ people }: Snapshot): string {
    const invited = people.filter((person) => !isActive(person));
    if (invited.length === 0) return "";
    return `## Who is not active

They have access, and have not activated their account or were deactivated. The first update says so of each, and invites nobody again.

${invited.map(({ emailId }) => `- ${address(emailId)}`).join("\n")}`;
}

function unclear({ people }: Snapshot): string {
    if (!people.some(areRolesUnclear)) return "";
    return `## Roles that come from groups

This installation does not tell which roles come from a group. For people in groups the program therefore declares all roles that they have. Whoever leaves
a group in the program keeps its roles, given directly then: take them out as well.`;
}

function lists(incomplete: string[]): string {
    if (incomplete.length === 0) return "";
    return `## Lists that are not whole

Kore.ai did not list all of: ${incomplete.join(", ")}. What the people of the program have is there all the same.`;
}

function address(emailId: string): string {
    return `\`${visible(emailId).replaceAll("`", "'")}\``;
}

function count(number: number, one: string, many: string): string {
    return `${number} ${number === 1 ? one : many}`;
}
