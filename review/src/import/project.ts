import path from "node:path";
import { stringify } from "csv-stringify/sync";
import { version } from "../version";
import { Constants, type Identifiers } from "../directory/constants";
import { constantsFile, directoryTexts } from "../directory/files";
import { literal, type Literal } from "../literal";
import { bulkImportFile, bulkImportText } from "./bulkImport";
import { importedFile, importedText } from "./imported";
import { profilesOf, type Profile } from "./profiles";
import { projectReadme } from "./projectReadme";
import type { ImportedPerson, Snapshot } from "./snapshot";

/** From so many people on, they come as KoreUsers unless another form is asked for: the engine takes its time for each resource. */
export const manyPeople = 200;
// As many as one KoreUsers has, as its page advises.
const peopleInOne = 500;

/** How a project declares people. */
export interface Form {
    /** Whether the people are in people.csv, rather than in people.ts. */
    asCsv: boolean;
    /** Whether a program in another language takes them, by the plugin: a list for `pulumi import` in place of a program. */
    native?: boolean;
    /** The kind of resource; by the number of people unless it is given. */
    as?: PeopleKind | undefined;
}

/** A resource for each person, or one for many. */
export const peopleKinds = ["KoreUser", "KoreUsers"] as const;
export type PeopleKind = (typeof peopleKinds)[number];

/** The kind of resource by which so many people are declared. */
export function kindFor({ as, native }: Form, people: number): PeopleKind {
    if (native) return "KoreUser";
    return as ?? (people < manyPeople ? "KoreUser" : "KoreUsers");
}

/** A project: its files by their names. */
export type ProjectText = Map<string, string>;

const columns = ["emailId", "firstName", "lastName", "orgUserId", "access"] as const;

/**
 * The Pulumi project that declares an account as it is; of a program in another language the files that `pulumi import` and reviews
 * take.
 *
 * @param identifiers what an earlier program calls roles, groups and bots: they keep these names
 */
export function projectText(
    snapshot: Snapshot,
    name: string,
    { identifiers, ...form }: Form & { identifiers?: Identifiers },
): ProjectText {
    const { asCsv } = form;
    const kind = kindFor(form, snapshot.people.length);
    const parts = Math.ceil(snapshot.people.length / peopleInOne);
    const constants = new Constants(snapshot.directory, identifiers);
    const directory = directoryTexts(snapshot.directory, constants);
    if (form.native) {
        directory.delete(constantsFile);
        return new Map([[bulkImportFile, bulkImportText(snapshot)], ...directory]);
    }
    const profiles = profilesOf(snapshot, constants);
    const programs: [string, string][] = asCsv
        ? [
              ["access.ts", `${imports(profiles, constants)}${accessType}\n${accessText(profiles)}`],
              ["people.csv", csvText(profiles)],
              ["readPeople.ts", readPeopleText],
              ["index.ts", kind === "KoreUser" ? indexOfCsv : indexOfSets(rowsOfCsv, parts)],
          ]
        : [
              ["people.ts", `${imports(profiles, constants)}${accessType}\n${peopleTypes}\n${peopleText(profiles)}`],
              ["index.ts", kind === "KoreUser" ? indexOfCode : indexOfSets(rowsOfCode, parts)],
          ];
    return new Map([
        [
            "Pulumi.yaml",
            `name: ${literal(name)}\nruntime: nodejs\nmain: index.ts\ndescription: ${literal(`Access to the Kore.ai account at ${snapshot.host}`)}\n`,
        ],
        ["package.json", packageText(name, asCsv)],
        ["tsconfig.json", tsconfigText],
        // The receipt of the first update, as README.md has it; that of an instance has its name.
        [".gitignore", "node_modules/\nreceipt*.json\n"],
        ...directory,
        [importedFile, importedText(snapshot)],
        ...programs,
        ["README.md", projectReadme(snapshot, { asCsv, kind, profiles: profiles.length })],
    ]);
}

/** A project's name as Pulumi takes it, from that of a folder. */
export function projectName(folder: string): string {
    const name = folder
        .normalize("NFKC")
        .replace(/[^A-Za-z0-9_.-]+/g, "-")
        .replace(/^[-.]+|[-.]+$/g, "")
        .slice(0, 100);
    return name === "" ? "kore-access-as-code" : name;
}

function packageText(name: string, asCsv: boolean): string {
    const manifest = {
        name: name.toLowerCase(),
        private: true,
        main: "index.ts",
        dependencies: {
            // Later minor versions need Node 22.
            "@pulumi/pulumi": "~3.248.0",
            ...(asCsv ? { "csv-parse": "^7.0.3" } : {}),
            "pulumi-kore": `^${version}`,
        },
        devDependencies: { "@types/node": "^20.19.0", "kore-access": `^${version}`, typescript: "~5.9.0" },
    };
    return `${JSON.stringify(manifest, undefined, 4)}\n`;
}

const tsconfigText = `${JSON.stringify(
    {
        compilerOptions: {
            target: "ES2022",
            module: "Node16",
            moduleResolution: "Node16",
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            esModuleInterop: true,
        },
        include: ["*.ts"],
    },
    undefined,
    4,
)}\n`;

function imports(profiles: Profile[], constants: Constants): string {
    const text = accessText(profiles);
    const used = constants.all
        .map(({ constant }) => constant)
        .filter((constant) => text.includes(`${constant}.`))
        .sort();
    return `import type { KoreUserArgs } from "pulumi-kore";\n${used.length === 0 ? "" : `import { ${used.join(", ")} } from "./${path.parse(constantsFile).name}";\n`}`;
}

const accessType = `
/** What people may do. A role that comes from a group is not among the roles. */
export type Access = Pick<KoreUserArgs, "isDeveloper" | "canCreateBot" | "groups" | "roles" | "assignBotTasks" | "adopt">;
`;

const peopleTypes = `/** Somebody of the account, as Kore.ai knows them. */
export interface Person {
    emailId: string;
    firstName?: string;
    lastName?: string;
    /** The person's id in your organisation. Kore.ai takes it only when somebody is added. */
    orgUserId?: string;
}
`;

function accessText(profiles: Profile[]): string {
    const entries = profiles.map(({ identifier, access }) => `    ${identifier}: ${literal(access, "    ")},\n`);
    return `/** Everything that people of this account have, by the names that people.csv uses. */\nexport const profiles = {\n${entries.join("")}} satisfies Record<string, Access>;\n`;
}

function peopleText(profiles: Profile[]): string {
    const entries = profiles.map(({ access, people }) => {
        const rows = people.map((person) => `            ${literal(rowOf(person), "            ")},\n`);
        return `    {\n        access: ${literal(access, "        ")},\n        people: [\n${rows.join("")}        ],\n    },\n`;
    });
    return `/** The people of the account; those who have the same stand together. */\nexport const profiles: { access: Access; people: Person[] }[] = [\n${entries.join("")}];\n`;
}

function rowOf({ emailId, firstName, lastName, orgUserId }: ImportedPerson): { [key: string]: Literal } {
    const texts = Object.entries({ firstName, lastName, orgUserId }).flatMap(([key, value]): [string, string][] =>
        value !== undefined && canBeSent(value) ? [[key, value]] : [],
    );
    return { emailId, ...Object.fromEntries(texts) };
}

// KoreUser takes no empty text, and half a character does not survive the way through Pulumi.
function canBeSent(text: string): boolean {
    return text !== "" && !/\p{Surrogate}/u.test(text);
}

function csvText(profiles: Profile[]): string {
    const people = profiles.flatMap(({ identifier, people: members }) =>
        members.map((person) => ({ ...rowOf(person), access: identifier })),
    );
    const cells = people.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, asCell(String(value))])),
    );
    // The mark lets a spreadsheet read the letters of all languages.
    // Blanks around a cell are not its own, unless it stands in quotes.
    return stringify(cells, { header: true, columns: [...columns], bom: true, quoted_match: /^\s|\s$/ });
}

// A cell that a spreadsheet would take for a formula gets an apostrophe, which readPeople.ts takes away (OWASP, CSV
// Injection).
function asCell(text: string): string {
    return /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
}

const protection = `// While this is true, Pulumi deletes nobody: neither pulumi destroy nor taking somebody out of the program takes anything away.
// Set it to false, and run pulumi up, when the program is to decide who has access.
const protect = true;
`;

const onDestroy = `// What becomes of somebody who is taken out: "revoke" takes back what is declared here and keeps them in the account;
            // "remove" removes them from it.
            onDestroy: "revoke",`;

const indexOfCode = `import * as kore from "pulumi-kore";
import { profiles } from "./people";

${protection}
for (const { access, people } of profiles) {
    for (const person of people) {
        // Named by the address, so that order and grouping mean nothing.
        new kore.KoreUser(person.emailId, {
            ...person,
            ...access,
            ${onDestroy}
        }, { protect });
    }
}
`;

const indexOfCsv = `import path from "node:path";
import * as kore from "pulumi-kore";
import { readPeople } from "./readPeople";

${protection}
for (const { access, ...person } of readPeople(path.join(__dirname, "people.csv"))) {
    // Named by the address, so that the order of the file means nothing.
    new kore.KoreUser(person.emailId, {
        ...person,
        ...access,
        ${onDestroy.replaceAll("\n            ", "\n        ")}
    }, { protect });
}
`;

/** How a program comes to the people of sets, one after the other. */
interface Rows {
    imports: string;
    /** Nested by two where people stand below what they have. */
    loop: (body: string) => string;
}

const indented = (text: string, by: string) => text.replaceAll(/^(?=.)/gm, by);

const rowsOfCode: Rows = {
    imports: `import * as pulumi from "@pulumi/pulumi";
import * as kore from "pulumi-kore";
import { profiles } from "./people";
`,
    loop: (body) => `for (const { access, people: members } of profiles) {
    for (const { emailId, ...person } of members) {
        if (declared.has(emailId)) throw new pulumi.RunError(\`people.ts has \${emailId} twice\`);
        declared.add(emailId);
${indented(body, "        ")}
    }
}`,
};

const rowsOfCsv: Rows = {
    imports: `import path from "node:path";
import * as kore from "pulumi-kore";
import { readPeople } from "./readPeople";
`,
    loop: (body) => `for (const { emailId, access, ...person } of readPeople(path.join(__dirname, "people.csv"))) {
${indented(body, "    ")}
}`,
};

const protectionOfSets = `// While this is true, nobody is let go: neither pulumi destroy nor taking somebody out of the program takes anything away.
// Set it to false, and run pulumi up, when the program is to decide who has access.
const protect = true;
`;

const onDestroyOfSets = `    // What becomes of somebody who is taken out: "revoke" takes back what is declared here and keeps them in the account;
    // "remove" removes them from it; "keep" leaves them as they are.
    onDestroy: "revoke",
    // How many people may be taken out in one update; without it 5, or a tenth of all.
    ...(protect ? { maxRemovals: 0 } : {}),`;

function indexOfSets(rows: Rows, parts: number): string {
    const declared = rows === rowsOfCode ? "const declared = new Set<string>();\n" : "";
    if (parts <= 1)
        return `${rows.imports}
${protectionOfSets}
const people: Record<string, kore.KorePerson> = {};
${declared}${rows.loop("people[emailId] = { ...person, ...access };")}

new kore.KoreUsers("people", {
    people,
${onDestroyOfSets}
}, { protect });
`;
    return `import { createHash } from "node:crypto";
${rows.imports}
${protectionOfSets}
// One resource has up to about ${peopleInOne} people. Which one somebody is in follows from their address alone: with another number
// of them many move, and nobody loses anything by it.
const sets = Array.from({ length: ${parts} }, (): Record<string, kore.KorePerson> => ({}));
${declared}${rows.loop(`const place = createHash("sha256").update(emailId).digest().readUInt32BE() % sets.length;
sets[place][emailId] = { ...person, ...access };`)}

sets.forEach((people, place) => new kore.KoreUsers(\`people-\${place + 1}\`, {
    people,
${onDestroyOfSets}
}, { protect }));
`;
}

const readPeopleText = `import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "csv-parse/sync";
import { isEmailAddress, normalEmail, notAnAddress } from "pulumi-kore";
import { type Access, profiles } from "./access";

/** Somebody of the account. */
export interface Person {
    emailId: string;
    firstName?: string;
    lastName?: string;
    /** The person's id in your organisation. Kore.ai takes it only when somebody is added. */
    orgUserId?: string;
    access: Access;
}

const columns = ${JSON.stringify(columns).replaceAll(",", ", ")};
const accesses = new Map<string, Access>(Object.entries(profiles));

/**
 * Reads the people of a CSV file: all of them, or none.
 *
 * @throws pulumi.RunError, which names every problem of the file; the CLI prints it without a stack
 */
export function readPeople(file: string): Person[] {
    const name = path.basename(file);
    const [header = [], ...rows] = readRows(file);
    if (header.join() !== columns.join()) {
        throw new pulumi.RunError(\`\${name}: the columns are \${header.join()}, and have to be \${columns.join()}\`);
    }
    const problems: string[] = [];
    const firstRows = new Map<string, number>();
    const people = rows.flatMap((cells, index): Person[] => {
        const row = index + 2;
        if (cells.length !== columns.length) {
            problems.push(\`row \${row}: it does not have \${columns.length} columns; a text with a comma stands in quotes\`);
            return [];
        }
        const [address = "", firstName = "", lastName = "", orgUserId = "", accessName = ""] = cells.map(withoutApostrophe);
        // The resource is named by it: letter case and spaces must not make it another one.
        const emailId = normalEmail(address);
        const access = accesses.get(accessName);
        const first = firstRows.get(emailId);
        if (!isEmailAddress(emailId)) problems.push(\`row \${row}, emailId: \${notAnAddress(emailId)}\`);
        if (access === undefined) problems.push(\`row \${row}, access: "\${accessName}" is not in access.ts\`);
        if (first !== undefined) problems.push(\`row \${row}, emailId: \${emailId} is in row \${first} already\`);
        firstRows.set(emailId, row);
        return access === undefined ? [] : [{ emailId, ...filled({ firstName, lastName, orgUserId }), access }];
    });
    // An export that went wrong is an empty file; it must not take everybody's access away.
    if (rows.length === 0) problems.push("it names nobody");
    if (problems.length > 0) throw new pulumi.RunError([\`\${name} can't be used. Nothing was sent.\`, ...problems].join("\\n  "));
    return people;
}

function readRows(file: string): string[][] {
    try {
        const text = textOf(file);
        // A spreadsheet of a country that writes 0,5 separates cells by semicolons.
        const delimiter = /^[^,\\r\\n]*;/.test(text) ? ";" : ",";
        return parse(text, { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true });
    } catch (error) {
        throw new pulumi.RunError(\`\${path.basename(file)} can't be read: \${error instanceof Error ? error.message : String(error)}\`);
    }
}

/** The text of a file, without its mark. Of another encoding than UTF-8, names would be sent with other letters. */
function textOf(file: string): string {
    const bytes = readFileSync(file);
    if (isUtf8(bytes) && !bytes.includes(0)) return new TextDecoder().decode(bytes);
    throw new Error(\`it is in \${bytes.includes(0) ? "UTF-16" : "an encoding such as Windows-1252"}; save it as "CSV UTF-8"\`);
}

/** A cell that a spreadsheet would take for a formula stands behind an apostrophe. */
function withoutApostrophe(cell: string): string {
    return cell.replace(/^'(?=[=+\\-@\\t\\r'])/, "");
}

/** The cells that are not empty. */
function filled<T extends Record<string, string>>(cells: T): Partial<T> {
    return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== "")) as Partial<T>;
}
`;
