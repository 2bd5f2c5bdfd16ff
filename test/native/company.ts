import { seedIds } from "kore-emulator";
import { kinds } from "../../provider/model/kinds";
import { pluginPlace } from "../harness/repository";
import { type Declared, Stack } from "../harness/stack";

/** A company of 60: people on their own, of whom some build bots together, and a team in one resource. */
export const company: Declared[] = [
    ...Array.from({ length: 40 }, (_, index) => person(index)),
    {
        type: "KoreUserAccess",
        name: "builders",
        args: {
            emailIds: Array.from({ length: 10 }, (_, index) => ({ $output: `person${index}.emailId` })),
            canCreateBot: false,
            isDeveloper: true,
        },
    },
    {
        type: "KoreUsers",
        name: "team",
        args: {
            sendEmail: false,
            people: Object.fromEntries(
                Array.from({ length: 20 }, (_, index) => [
                    `member${index}@example.com`,
                    { lastName: `Of ${index}`, groups: [seedIds.groups.supportTeam] },
                ]),
            ),
        },
    },
];

function person(index: number): Declared {
    const { botRoles, bots, groups } = seedIds;
    return {
        type: "KoreUser",
        name: `person${index}`,
        args: {
            emailId: `person${index}@example.com`,
            firstName: `Number ${index}`,
            sendEmail: false,
            ...(index % 3 === 0 ? { roles: [{ roleId: botRoles.tester, botId: bots.sales }] } : {}),
            ...(index % 2 === 0 ? { groups: [groups.supportTeam] } : {}),
        },
    };
}

/** The same with another first name of one person. */
export const changed: Declared[] = company.map((each) =>
    each.name === "person7" ? { ...each, args: { ...each.args, firstName: "Another" } } : each,
);

/** The files of a program in a language that declares what is listed. */
export const filesOf: Record<"yaml" | "python" | "javascript", (name: string, declared: Declared[]) => Files> = {
    yaml: (name, declared) => ({
        // What is JSON is YAML as well.
        "Pulumi.yaml": `name: ${name}\nruntime: yaml\n${pluginPlace}resources: ${JSON.stringify(inYaml(declared))}\n`,
    }),
    python: (name, declared) => ({
        "Pulumi.yaml": `name: ${name}\nruntime: python\n${pluginPlace}`,
        "__main__.py": python,
        "resources.json": JSON.stringify(declared.map(inPython)),
    }),
    javascript: (name, declared) => ({
        "Pulumi.yaml": `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.js\n`,
        "index.js": Stack.program,
        "resources.json": JSON.stringify({ resources: declared }),
    }),
};

type Files = Record<string, string>;

function inYaml(declared: Declared[]): object {
    const value = (given: unknown): unknown =>
        mapped(
            given,
            value,
            (output) => `\${${output}}`,
            (key) => key,
        );
    return Object.fromEntries(
        declared.map(({ type, name, args }) => [name, { type: tokenOf(type), properties: value(args) }]),
    );
}

function inPython({ type, name, args }: Declared): object {
    const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const value = (given: unknown): unknown => mapped(given, value, (output) => ({ $output: snake(output) }), snake);
    return { type: tokenOf(type).replace("kore:", ""), name, args: value(args) };
}

function tokenOf(type: Declared["type"]): string {
    if (type === "Provider" || type === "Component") throw new Error(`The company has no ${type}.`);
    return `kore:${kinds[type].native}`;
}

/** Arguments with other keys, and with another form of what names an output. */
function mapped(
    given: unknown,
    value: (each: unknown) => unknown,
    output: (named: string) => unknown,
    key: (name: string) => string,
): unknown {
    if (Array.isArray(given)) return given.map(value);
    if (typeof given !== "object" || given === null) return given;
    if ("$output" in given) return output(String(given.$output));
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [key(name), value(each)]));
}

const python = `
import json
import pulumi_kore as kore

made = {}

def value(given):
    if isinstance(given, list):
        return [value(each) for each in given]
    if not isinstance(given, dict):
        return given
    if "$output" in given:
        name, output = given["$output"].split(".")
        return getattr(made[name], output)
    return {key: value(each) for key, each in given.items()}

with open("resources.json", encoding="utf-8") as file:
    for each in json.load(file):
        made[each["name"]] = getattr(kore, each["type"])(each["name"], **value(each["args"]))
`;
