import path from "node:path";
import ts from "typescript";
import type { KoreErrorKind } from "../../provider/api/errors";
import { isKind, kinds } from "./kinds";
import { nodesOf, providerFile, providerProgram, root } from "./sources";
import { calledName, unknown, wordings, type Assumptions } from "./wording";

/** An error of a step, as the source can make it. */
export interface ErrorMessage {
    /** Undefined for one that says more of another error. */
    kind: KoreErrorKind | undefined;
    what: string;
    why: string;
    advice: string;
}

/** Every error that the provider can throw in a step. */
export function errorMessages(): ErrorMessage[] {
    const made = sourceNodes()
        .filter(ts.isNewExpression)
        .filter(({ expression }) => expression.getText() === "KoreError");
    const messages = made
        .filter((node) => node.getSourceFile() !== providerFile("api/errors.ts"))
        .flatMap((node) => messagesOf(node));
    return distinct(messages).filter(({ why, advice }) => ![unknown, ""].includes(why) || advice !== "");
}

/** What an error's message begins with, where a step says of whom another error is: "ada@example.com was not created". */
export function beginnings(): string[] {
    const retold = calls((name, call) => name === "about" && call.arguments.length === 1).flatMap((call) =>
        textsOf(call.arguments[0]),
    );
    const failed = sourceNodes()
        .filter(ts.isPropertyAssignment)
        .filter(({ name }) => name.getText() === "failed")
        .flatMap(({ initializer }) => textsOf(initializer).map((text) => `ada@example.com ${text}`));
    return distinct([...retold, ...failed].filter((text) => !text.includes(unknown)));
}

/** What stops a program before anything is sent. */
export function programErrors(): string[] {
    const thrown = sourceNodes()
        .filter(ts.isNewExpression)
        .filter(({ expression }) => expression.getText() === "pulumi.RunError");
    return distinct(thrown.flatMap((node) => textsOf(node.arguments?.[0]))).filter((text) => text !== unknown);
}

/** What `check` says of an argument. */
export function argumentFailures(): string[] {
    const files = ["inputs.ts", "userState.ts", "userAccessProvider.ts"].map((name) => providerFile(name));
    const reasons = calls((name) => name === "push").flatMap((call) => propertyTexts(call, "reason"));
    return distinct([...files.flatMap(schemaMessages), ...reasons]);
}

/** What is said of a setting: after its name. */
export function settingProblems(): string[] {
    const complaints = calls(
        (name, call) => name === "complain" && call.getSourceFile() === providerFile("config.ts"),
    ).flatMap((call) => textsOf(call.arguments[1]));
    return distinct([...complaints, ...schemaMessages(providerFile("config.ts"))]).filter(
        (text) => !text.startsWith(unknown),
    );
}

/** What is said of something that is no failure. */
export function notices(): string[] {
    const told = calls(
        (name, call) => name === "notify" || /^pulumi\.log\.(warn|error)$/.test(call.expression.getText()),
    );
    return distinct(told.flatMap((call) => textsOf(call.arguments[0]))).filter((text) => text !== unknown);
}

function sourceNodes(): ts.Node[] {
    const files = providerProgram()
        .getSourceFiles()
        .filter(({ fileName }) => path.basename(fileName) !== "openapi.ts");
    return files
        .sort((a, b) => (path.relative(root, a.fileName) < path.relative(root, b.fileName) ? -1 : 1))
        .flatMap(nodesOf);
}

function calls(isMeant: (name: string, call: ts.CallExpression) => boolean): ts.CallExpression[] {
    return sourceNodes()
        .filter(ts.isCallExpression)
        .filter((call) => isMeant(calledName(call) ?? "", call));
}

function textsOf(node: ts.Expression | undefined): string[] {
    return node === undefined ? [] : wordings(node).map(({ text }) => text);
}

function propertyTexts(node: ts.Node, name: string): string[] {
    return nodesOf(node)
        .filter(ts.isPropertyAssignment)
        .filter((property) => property.name.getText() === name)
        .flatMap(({ initializer }) => textsOf(initializer));
}

/** The messages in schemas of valibot: texts of several words, given to its functions. */
function schemaMessages(file: ts.SourceFile): string[] {
    const schemas = nodesOf(file)
        .filter(ts.isCallExpression)
        .filter((call) => /^v\.\w+$/.test(call.expression.getText()));
    const messages = schemas
        .flatMap((call) => [...call.arguments])
        .flatMap((argument) => {
            const given = ts.isArrowFunction(argument) && !ts.isBlock(argument.body) ? argument.body : argument;
            const message = ts.isParenthesizedExpression(given) ? given.expression : given;
            return ts.isConditionalExpression(message) ||
                ts.isTemplateExpression(message) ||
                ts.isStringLiteralLike(message) ||
                ts.isIdentifier(message)
                ? textsOf(message)
                : [];
        });
    return messages.filter((text) => text.includes(" "));
}

type Part = keyof ErrorMessage;

/** The message for each set of texts that its parts can have together. */
function messagesOf(node: ts.NewExpression): ErrorMessage[] {
    const [details] = node.arguments ?? [];
    if (details === undefined || !ts.isObjectLiteralExpression(details))
        throw new Error(`An error is made of something else than its parts: ${node.getText()}`);
    const properties = propertiesOf(details);
    const parts: Part[] = ["kind", "what", "why", "advice"];
    let messages: { parts: Partial<Record<Part, string>>; given: Assumptions }[] = [{ parts: {}, given: new Map() }];
    for (const part of parts) {
        const value = properties.get(part);
        if (value === undefined) continue;
        messages = messages.flatMap(({ parts: before, given }) =>
            wordings(value, given).map((wording) => ({
                parts: { ...before, [part]: wording.text },
                given: wording.given,
            })),
        );
    }
    return messages.map(({ parts: { kind = unknown, what = unknown, why = unknown, advice = "" } }) => {
        if (kind !== unknown && !isKind(kind))
            throw new Error(
                `There is no kind "${kind}" of KoreError in tools/docs/kinds.ts; there are ${Object.keys(kinds).join(", ")}.`,
            );
        return { kind: isKind(kind) ? kind : undefined, what, why, advice: advice === unknown ? "" : advice };
    });
}

/** The properties of an object, with those of another that is spread in it and stands in the source. */
function propertiesOf(object: ts.ObjectLiteralExpression): Map<string, ts.Expression> {
    const found = new Map<string, ts.Expression>();
    for (const property of object.properties) {
        if (ts.isPropertyAssignment(property)) found.set(property.name.getText(), property.initializer);
        if (ts.isShorthandPropertyAssignment(property)) found.set(property.name.text, property.name);
        if (!ts.isSpreadAssignment(property)) continue;
        const spread = providerProgram().getTypeChecker().getSymbolAtLocation(property.expression)?.valueDeclaration;
        const literal = spread !== undefined && ts.isVariableDeclaration(spread) ? spread.initializer : undefined;
        if (literal !== undefined && ts.isObjectLiteralExpression(literal))
            for (const [name, value] of propertiesOf(literal)) found.set(name, value);
    }
    return found;
}

function distinct<T>(list: T[]): T[] {
    return [...new Map(list.map((element) => [JSON.stringify(element), element])).values()];
}
