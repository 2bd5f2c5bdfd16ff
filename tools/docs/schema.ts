import ts from "typescript";
import { type Kind, kindNames, kinds, nativeToken, typeToken } from "../../provider/model/kinds";
import { commentOf, membersOf } from "./fields";
import { nodesOf, providerFile } from "./sources";

/** A part of a Pulumi package schema. */
type Schema = Record<string, unknown>;

const files: Record<Kind, string> = {
    KoreUser: "program/koreUser.ts",
    KoreUsers: "program/koreUsers.ts",
    KoreUserAccess: "program/koreUserAccess.ts",
};
const functionsFile = "native/functions.ts";
const allFiles = [...Object.values(files), "program/koreProvider.ts", functionsFile];

/** What words an argument takes, by a name that each language gives them. */
const enums: Record<string, string> = {
    "ifSame takeOver never": "Adopt",
    "remove revoke": "OnDestroy",
    "remove revoke keep": "OnLeave",
    "admin bot": "RoleKind",
};

const words: Record<string, string> = { string: "string", boolean: "boolean", number: "integer" };

const functions: Record<string, { args?: string; result: string }> = {
    getUser: { args: "GetUserArgs", result: "GetUserResult" },
    getRole: { args: "GetRoleArgs", result: "NamedThing" },
    getGroup: { args: "GetGroupArgs", result: "NamedThing" },
    getBot: { args: "GetBotArgs", result: "NamedThing" },
    getDirectory: { result: "GetDirectoryResult" },
};

/** The text of bin/schema.json: the plugin's schema, from the types and doc comments of the resources of TypeScript. */
export function schemaText(): string {
    return `${JSON.stringify(new PackageSchema().whole(), undefined, 4)}\n`;
}

class PackageSchema {
    private readonly types: Record<string, Schema> = {};

    whole(): Schema {
        const settings = this.objectOf("ProviderArgs");
        const resources = Object.fromEntries(kindNames.map((kind) => [nativeToken(kind), this.resource(kind)]));
        const calls = Object.fromEntries(
            Object.entries(functions).map(([name, call]) => [`kore:index:${name}`, this.function(call)]),
        );
        return {
            name: "kore",
            displayName: "Kore.ai",
            description: "Kore.ai people and builder access as code",
            keywords: ["kore.ai", "access", "users", "category/identity"],
            license: "Apache-2.0",
            // No registry has it: nobody else's release under this name is to be looked for.
            pluginDownloadURL: "https://pulumi-kore.invalid/see-docs-other-languages",
            meta: { supportPack: true },
            config: { variables: settings.properties },
            provider: {
                description:
                    "A provider instance: an account of its own, for programs with several. It takes nothing from the stack's configuration or the environment.",
                inputProperties: settings.properties,
            },
            types: this.types,
            resources,
            functions: calls,
            language: {
                python: { packageName: "pulumi_kore", pyproject: { enabled: true } },
                nodejs: { packageName: "pulumi-kore-sdk" },
                go: { importBasePath: "example.com/pulumi-kore/sdk/go/kore", generateResourceContainerTypes: true },
                csharp: { rootNamespace: "Pulumi" },
                java: { basePackage: "com.pulumi" },
            },
        };
    }

    private resource(kind: Kind): Schema {
        const args = this.objectOf(`${kind}Args`);
        const outputs = membersOf(files[kind], kind).filter(({ name }) => !(name in args.properties));
        const own = outputs.map((output) => [
            output.name,
            {
                description: output.comment.meaning,
                ...this.typeOf(output.type, `${nameOf(kind)}${capital(output.name)}`),
            },
        ]);
        const known = outputs.filter(({ type }) => !isOptional(type)).map(({ name }) => name);
        return {
            description: commentOf(interfaceOrClass(kind))
                .replace(/```ts[^]*?```/g, "")
                .trim(),
            inputProperties: args.properties,
            requiredInputs: args.required,
            properties: { ...args.properties, ...Object.fromEntries(own) },
            required: [...args.required, ...known],
            aliases: [{ type: typeToken(kind) }],
        };
    }

    private function({ args, result }: { args?: string; result: string }): Schema {
        const outputs = this.objectOf(result);
        const about = commentOf(interfaceOrClass(args ?? result));
        return {
            description: `${about}\n\nAsks Kore.ai, in a preview as well; changes nothing.`,
            ...(args === undefined ? {} : { inputs: { type: "object", ...this.objectOf(args) } }),
            outputs: { type: "object", properties: outputs.properties, required: outputs.required },
        };
    }

    /** The properties of an interface, with those that it takes over from another one. */
    private objectOf(name: string): { properties: Record<string, Schema>; required: string[] } {
        const fields = membersOf(fileOf(name), name);
        const secrets = ["clientSecret", "jwt"];
        const properties = fields.map(({ name: field, type, comment: { meaning, otherwise } }) => [
            field,
            {
                description: otherwise === "" ? meaning : `${meaning} Default: ${otherwise}.`,
                ...this.typeOf(type, `${nameOf(name)}${capital(field)}`),
                ...(name === "ProviderArgs" && secrets.includes(field) ? { secret: true } : {}),
            },
        ]);
        return {
            properties: Object.fromEntries(properties) as Record<string, Schema>,
            required: fields.filter(({ isRequired }) => isRequired).map((field) => field.name),
        };
    }

    /** @param name what a type without a name of its own is called */
    private typeOf(given: ts.TypeNode, name: string): Schema {
        const type = plain(given);
        if (ts.isArrayTypeNode(type)) return { type: "array", items: this.typeOf(type.elementType, singular(name)) };
        if (ts.isUnionTypeNode(type)) return this.union(type, name);
        if (ts.isTypeLiteralNode(type)) return this.literal(type, name);
        if (ts.isTypeReferenceNode(type)) return this.reference(type, name);
        if (ts.isLiteralTypeNode(type)) return { type: "string" };
        const word = words[type.getText()];
        if (word !== undefined) return { type: word };
        throw new Error(`${name} is of a type that the schema has no word for: ${type.getText()}.`);
    }

    private union(type: ts.UnionTypeNode, name: string): Schema {
        const parts = partsOf(type);
        const said = parts.flatMap((each) =>
            ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? [each.literal.text] : [],
        );
        if (said.length < parts.length)
            // A number, or a word.
            return { type: "string", oneOf: [{ type: "integer" }, { type: "string" }] };
        const called = enums[said.join(" ")];
        if (called === undefined) throw new Error(`The words of ${name} (${said.join(", ")}) have no name.`);
        this.types[`kore:index:${called}`] = { type: "string", enum: said.map((value) => ({ value })) };
        return {
            type: "string",
            oneOf: [{ type: "string" }, { type: "string", $ref: `#/types/kore:index:${called}` }],
        };
    }

    private reference(type: ts.TypeReferenceNode, name: string): Schema {
        const referred = type.typeName.getText();
        if (referred === "Record" && type.typeArguments?.[1] !== undefined)
            return { type: "object", additionalProperties: this.typeOf(type.typeArguments[1], singular(name)) };
        const token = `kore:index:${nameOf(referred)}`;
        if (!(token in this.types)) {
            this.types[token] = {};
            this.types[token] = {
                type: "object",
                description: commentOf(interfaceOrClass(referred)),
                ...this.objectOf(referred),
            };
        }
        return { $ref: `#/types/${token}` };
    }

    private literal(type: ts.TypeLiteralNode, name: string): Schema {
        const index = type.members.find(ts.isIndexSignatureDeclaration);
        if (index !== undefined)
            return { type: "object", additionalProperties: this.typeOf(index.type, singular(name)) };
        const members = type.members.filter(ts.isPropertySignature);
        const properties = members.flatMap((member) =>
            member.type === undefined
                ? []
                : [[member.name.getText(), this.typeOf(member.type, `${name}${capital(member.name.getText())}`)]],
        );
        const required = members.filter(({ questionToken }) => questionToken === undefined);
        this.types[`kore:index:${name}`] = {
            type: "object",
            properties: Object.fromEntries(properties) as Schema,
            required: required.map((member) => member.name.getText()),
        };
        return { $ref: `#/types/kore:index:${name}` };
    }
}

/** A type without what a program of TypeScript wraps around it. */
function plain(type: ts.TypeNode): ts.TypeNode {
    if (
        ts.isTypeReferenceNode(type) &&
        /^pulumi\.(Input|Output)$/.test(type.typeName.getText()) &&
        type.typeArguments?.[0]
    )
        return plain(type.typeArguments[0]);
    if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) return plain(type.type);
    if (!ts.isUnionTypeNode(type)) return type;
    const [one, ...others] = partsOf(type);
    return one !== undefined && others.length === 0 ? plain(one) : type;
}

function partsOf(type: ts.UnionTypeNode): ts.TypeNode[] {
    return type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
}

function isOptional(type: ts.TypeNode): boolean {
    return /\| undefined>?$/.test(type.getText());
}

function fileOf(name: string): string {
    const file = allFiles.find((each) => declarationIn(each, name) !== undefined);
    if (file === undefined) throw new Error(`${name} is in none of ${allFiles.join(", ")}.`);
    return file;
}

function declarationIn(file: string, name: string): ts.InterfaceDeclaration | ts.ClassDeclaration | undefined {
    return nodesOf(providerFile(file)).find(
        (node): node is ts.InterfaceDeclaration | ts.ClassDeclaration =>
            (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.name?.text === name,
    );
}

function interfaceOrClass(name: string): ts.Node {
    const found = declarationIn(fileOf(name), name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
}

/** The name of a type in other languages: a resource's own, or without the prefix of TypeScript. */
function nameOf(name: string): string {
    const kind = kindNames.find((each) => each === name);
    if (kind !== undefined) return kinds[kind].native;
    return name.replace(/^Kore/, "").replace(/Args$/, "");
}

function capital(name: string): string {
    return name.charAt(0).toUpperCase() + name.slice(1);
}

function singular(name: string): string {
    return name.replace(/s$/, "");
}
