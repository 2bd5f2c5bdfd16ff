import ts from "typescript";
import { environmentName } from "../../provider/config";
import { nodesOf, providerFile } from "./sources";
import { table } from "./markdown";

/** A property of an interface or an output of a class, as its doc comment tells of it. */
export interface Field {
    name: string;
    type: string;
    meaning: string;
    /** Of the tag @defaultValue; empty where there is none. */
    otherwise: string;
    required: boolean;
}

/** The properties of an exported interface. */
export function fieldsOf(file: string, name: string): Field[] {
    const found = nodesOf(providerFile(file)).find(
        (node) => ts.isInterfaceDeclaration(node) && node.name.text === name,
    );
    if (found === undefined || !ts.isInterfaceDeclaration(found))
        throw new Error(`provider/${file} has no interface ${name}.`);
    return found.members.filter(ts.isPropertySignature).map((member) => {
        const field = fieldOf(member);
        if (field.meaning === "") throw new Error(`${name}.${field.name} has no doc comment (provider/${file}).`);
        return field;
    });
}

/** The outputs of a resource class that have a doc comment; the others are the arguments' own, under the same names. */
export function outputsOf(file: string, name: string): Field[] {
    const args = new Set(fieldsOf(file, `${name}Args`).map((field) => field.name));
    const fields = outputDeclarations(file, name).map(fieldOf);
    const unexplained = fields.find(({ name: output, meaning }) => meaning === "" && !args.has(output));
    if (unexplained !== undefined)
        throw new Error(`${name}.${unexplained.name} has no doc comment, and is no argument (provider/${file}).`);
    return fields.filter(({ meaning }) => meaning !== "");
}

/** A property as the compiler reads it. */
export interface Member {
    name: string;
    type: ts.TypeNode;
    isRequired: boolean;
    comment: { meaning: string; otherwise: string };
}

/** The properties of an interface, with those that it takes over; of a class its outputs. */
export function membersOf(file: string, name: string): Member[] {
    const found = nodesOf(providerFile(file)).find(
        (node) => (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.name?.text === name,
    );
    if (found !== undefined && ts.isClassDeclaration(found)) return outputDeclarations(file, name).flatMap(memberOf);
    if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`provider/${file} has no ${name}.`);
    const own = found.members.filter(ts.isPropertySignature).flatMap(memberOf);
    return [...takenOver(found).filter(({ name: other }) => own.every((each) => each.name !== other)), ...own];
}

/** Of `extends Omit<KoreUserArgs, "emailId">`. */
function takenOver(node: ts.InterfaceDeclaration): Member[] {
    const clause = node.heritageClauses?.[0]?.types[0]?.getText() ?? "";
    const [, base, omitted = ""] = /^Omit<(\w+), ([^>]*)>$/.exec(clause) ?? [];
    const left = omitted.split(" | ");
    if (base === undefined) return [];
    const file = `program/${base.replace(/Args$/, "").replace(/^./, (first) => first.toLowerCase())}.ts`;
    return membersOf(file, base).filter(({ name }) => !left.includes(JSON.stringify(name)));
}

function memberOf(member: ts.PropertySignature | ts.PropertyDeclaration): Member[] {
    if (member.type === undefined) return [];
    const { name, meaning, otherwise, required } = fieldOf(member);
    return [{ name, type: member.type, isRequired: required, comment: { meaning, otherwise } }];
}

/** What the doc comment of a declaration says. */
export function commentOf(node: ts.Node): string {
    const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
    return (ts.getTextOfJSDocComment(comment?.comment) ?? "").trim();
}

/** The names of all outputs of a resource class. */
export function declaredOutputs(file: string, name: string): string[] {
    return outputDeclarations(file, name).map((member) => member.name.getText());
}

function outputDeclarations(file: string, name: string): ts.PropertyDeclaration[] {
    const found = nodesOf(providerFile(file)).find((node) => ts.isClassDeclaration(node) && node.name?.text === name);
    if (found === undefined || !ts.isClassDeclaration(found)) throw new Error(`provider/${file} has no class ${name}.`);
    return found.members
        .filter(ts.isPropertyDeclaration)
        .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword));
}

/** Arguments with their types and defaults. */
export function argumentTable(fields: Field[]): string {
    return table(
        ["argument", "type", "meaning", "default"],
        fields.map((field) => [code(field.name), code(field.type), field.meaning, defaultOf(field)]),
    );
}

/** Outputs with their types. */
export function outputTable(fields: Field[]): string {
    return table(
        ["output", "type", "meaning"],
        fields.map(({ name, type, meaning }) => [code(name), code(type), meaning]),
    );
}

/** The arguments of a provider instance, as settings of a stack. */
export function settingTable(fields: Field[]): string {
    return table(
        ["setting", "environment", "meaning", "default"],
        fields.map((field) => [
            code(`kore:${field.name}`),
            code(environmentName(field.name)),
            field.meaning,
            defaultOf(field),
        ]),
    );
}

/** The keys of the settings in provider/config.ts. */
export function settingNames(): string[] {
    const found = nodesOf(providerFile("config.ts")).find(
        (node) => ts.isVariableDeclaration(node) && node.name.getText() === "settings",
    );
    const object = found === undefined ? undefined : nodesOf(found).find(ts.isObjectLiteralExpression);
    return (object?.properties ?? []).flatMap(({ name }) => (name === undefined ? [] : [name.getText()]));
}

function fieldOf(member: ts.PropertySignature | ts.PropertyDeclaration): Field {
    const comments = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
    const comment = comments.at(-1);
    const tag = comment?.tags?.find(({ tagName }) => tagName.text === "defaultValue");
    return {
        name: member.name.getText(),
        type: member.type === undefined ? "" : plainType(member.type),
        meaning: oneLine(comment?.comment),
        otherwise: oneLine(tag?.comment),
        required: member.questionToken === undefined,
    };
}

/** "string[]" for pulumi.Input<pulumi.Input<string>[]>, "string" for pulumi.Output<string | undefined>. */
function plainType(type: ts.TypeNode): string {
    if (
        ts.isTypeReferenceNode(type) &&
        /^pulumi\.(Input|Output)$/.test(type.typeName.getText()) &&
        type.typeArguments?.[0] !== undefined
    )
        return plainType(type.typeArguments[0]);
    if (ts.isTypeOperatorNode(type)) return plainType(type.type);
    if (ts.isArrayTypeNode(type)) return `${plainType(type.elementType)}[]`;
    if (ts.isUnionTypeNode(type))
        return type.types
            .map(plainType)
            .filter((name) => name !== "undefined")
            .join(" | ");
    return type.getText().replace(/\s+/g, " ").replace(/; }/g, " }");
}

function defaultOf({ required, otherwise }: Field): string {
    return required ? "required" : otherwise;
}

function oneLine(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
    return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
}

function code(text: string): string {
    return `\`${text}\``;
}
