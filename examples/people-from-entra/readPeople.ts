import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { isEmailAddress, type KorePerson, normalEmail, notAnAddress } from "pulumi-kore";
import * as v from "valibot";
import { access, departments } from "./account";

// What Microsoft Graph answers to the request in README.md.
const exportSchema = v.object({
    "@odata.nextLink": v.optional(v.string()),
    value: v.array(
        v.looseObject({
            userPrincipalName: v.string(),
            accountEnabled: v.boolean(),
            memberOf: v.array(v.object({ displayName: v.nullish(v.string()) })),
        }),
    ),
});

type User = v.InferOutput<typeof exportSchema>["value"][number];

/** What is needed of somebody who has access. */
const personSchema = v.object({
    mail: v.pipe(
        v.string("is missing"),
        v.transform(normalEmail),
        v.check(isEmailAddress, ({ input }) => notAnAddress(input)),
    ),
    givenName: v.nullish(v.string()),
    surname: v.nullish(v.string()),
    department: v.picklist(departments, ({ received }) => `${received} is none of ${departments.join(", ")}`),
});

// Of groups $expand "typically returns a maximum of 20", without a word about others (Graph, Use query parameters).
const mostExpanded = 20;

/** Somebody who has access by their groups. */
interface Person {
    emailId: string;
    department: (typeof departments)[number];
    declared: KorePerson;
}

/**
 * Reads the people of an export who have access: all of them, or none.
 *
 * @throws pulumi.RunError, which names every problem of the file; the CLI prints it without a stack
 */
export function readPeople(file: string): Person[] {
    const users = readUsers(file).filter(({ accountEnabled }) => accountEnabled);
    const read = users.filter((user) => groupsOf(user).length > 0).map(personOf);
    const people = read.flatMap(({ person }) => person ?? []);
    const problems = [
        ...users.flatMap(perhapsMoreGroups),
        ...read.flatMap((each) => each.problems),
        ...repeated(people.map(({ emailId }) => emailId)).map((emailId) => `${emailId} is the mail of two`),
        ...groupsOfNobody(users),
    ];
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    if (problems.length > 0) refuse(`${path.basename(file)} has ${count}. Nothing was sent.`, problems);
    return people;
}

function personOf(user: User): { person?: Person; problems: string[] } {
    const { success, output, issues = [] } = v.safeParse(personSchema, user);
    const problems = issues.map((issue) => `${user.userPrincipalName}, ${v.getDotPath(issue)}: ${issue.message}`);
    if (!success) return { problems };
    const { mail, department, givenName, surname } = output;
    const declared = {
        firstName: givenName ?? undefined,
        lastName: surname ?? undefined,
        ...accessOf(groupsOf(user)),
    };
    return { person: { emailId: mail, department, declared }, problems };
}

/** Those of somebody's groups that give something. */
function groupsOf({ memberOf }: User): string[] {
    return memberOf.map(({ displayName }) => displayName ?? "").filter((name) => Object.hasOwn(access, name));
}

/** What groups give together. */
function accessOf(names: string[]): KorePerson {
    const given = names.flatMap((name) => access[name] ?? []);
    return {
        groups: given.flatMap(({ groups }) => groups ?? []),
        roles: given.flatMap(({ roles }) => roles ?? []),
        isDeveloper: given.some(({ isDeveloper }) => isDeveloper === true),
        reason: `Is in ${names.join(", ")}`,
    };
}

function perhapsMoreGroups({ userPrincipalName, memberOf }: User): string[] {
    const isCut = memberOf.length === mostExpanded;
    return isCut ? [`${userPrincipalName}, memberOf: has ${mostExpanded} groups, and perhaps others`] : [];
}

/** A group that has another name by now gives nothing to anybody. maxRemovals counts who goes, not what they lose. */
function groupsOfNobody(users: User[]): string[] {
    const found = new Set(users.flatMap(groupsOf));
    const lost = Object.keys(access).filter((group) => !found.has(group));
    return lost.map((group) => `${group}: nobody is in it; perhaps it has another name now`);
}

function repeated(values: string[]): string[] {
    const found = new Set<string>();
    return values.filter((value) => found.size === found.add(value).size);
}

function readUsers(file: string): User[] {
    const name = path.basename(file);
    const { success, output, issues = [] } = v.safeParse(exportSchema, readJson(file));
    if (!success) {
        const problems = issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
        return refuse(`${name} is no export of users. Nothing was sent.`, problems);
    }
    if (output["@odata.nextLink"] !== undefined)
        refuse(`${name} is one page of several, as its @odata.nextLink says. Nothing was sent. Export all of them.`);
    return output.value;
}

function readJson(file: string): unknown {
    try {
        return JSON.parse(textOf(file));
    } catch (error) {
        if (pulumi.RunError.isInstance(error)) throw error;
        const why = error instanceof Error ? error.message : String(error);
        return refuse(`${path.basename(file)} can't be read: ${why}`);
    }
}

/** The text of a file, without its mark. Of another encoding than UTF-8, names would be sent with other letters. */
function textOf(file: string): string {
    const name = path.basename(file);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes) || bytes.includes(0)) {
        const encoding = bytes.includes(0) ? "UTF-16, as PowerShell's > writes it" : "an encoding such as Windows-1252";
        refuse(
            `${name} is in ${encoding}. Nothing was sent. Write it in UTF-8; in PowerShell: Out-File -Encoding utf8`,
        );
    }
    const text = new TextDecoder().decode(bytes);
    // What puts it there could not read a letter, which is lost. In JSON it may be escaped.
    const lost = text.search(/\uFFFD|\\ufffd/i);
    if (lost === -1) return text;
    const line = text.slice(0, lost).split("\n").length;
    return refuse(
        `${name}, line ${line}: a letter was lost before (it is U+FFFD now). Nothing was sent. Export it anew, in UTF-8 at each step.`,
    );
}

function refuse(message: string, problems: string[] = []): never {
    throw new pulumi.RunError([message, ...problems.map((problem) => `  ${problem}`)].join("\n"));
}
