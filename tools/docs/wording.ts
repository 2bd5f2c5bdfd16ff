import ts from "typescript";
import { nodesOf, providerProgram } from "./sources";

/**
 * What an expression was assumed to be on the way to a text: which branch of a condition, by the condition's text, and
 * which call of a function, by its name. The parts of one message agree in them.
 */
export type Assumptions = ReadonlyMap<string, number>;

/** A text that an expression can have. */
export interface Wording {
    text: string;
    given: Assumptions;
}

/** What stands in a text for a value that is known only when it runs. */
export const unknown = "…";

const examples: Record<string, string> = {
    emailId: "ada@example.com",
    nameOf: "POST /api/public/…",
    failed: "was not created",
};

const deepest = 12;

/** All texts that an expression can have, under what is assumed already. A value that is not in the source is `…`. */
export function wordings(node: ts.Expression, given: Assumptions = new Map(), depth = 0): Wording[] {
    const read = (next: ts.Expression, under = given) => wordings(next, under, depth + 1);
    const nothing = [{ text: placeholder(node), given }];
    if (depth > deepest) return nothing;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isNumericLiteral(node))
        return [{ text: node.text, given }];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
        return read(node.expression);
    if (ts.isTemplateExpression(node)) {
        const parts = node.templateSpans.map(({ expression, literal }) => ({ expression, after: literal.text }));
        return inTurn(parts, [{ text: node.head.text, given }], ({ expression, after }, under) =>
            read(expression, under).map(({ text, given: then }) => ({ text: text + after, given: then })),
        );
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
        return inTurn([node.left, node.right], [{ text: "", given }], (side, under) => read(side, under));
    }
    if (ts.isConditionalExpression(node))
        return branches(node, given).flatMap(({ chosen, given: under }) => read(chosen, under));
    if (ts.isArrayLiteralExpression(node))
        return inTurn(separated(node, "\n"), [{ text: "", given }], (part, under) =>
            typeof part === "string" ? [{ text: part, given: under }] : read(part, under),
        );
    if (ts.isCallExpression(node)) return ofCall(node, given, depth) ?? nothing;
    if (ts.isIdentifier(node)) return ofName(node, given, depth) ?? nothing;
    return nothing;
}

/** Goes on from each text so far with each that can follow it. */
function inTurn<T>(parts: T[], start: Wording[], next: (part: T, given: Assumptions) => Wording[]): Wording[] {
    return parts.reduce(
        (soFar, part) =>
            soFar.flatMap(({ text, given }) =>
                next(part, given).map((more) => ({ text: text + more.text, given: more.given })),
            ),
        start,
    );
}

/** The branches of a condition that what is assumed allows; of one that may be left out, only the one that says something. */
function branches(
    { condition, whenTrue, whenFalse }: ts.ConditionalExpression,
    given: Assumptions,
): { chosen: ts.Expression; given: Assumptions }[] {
    if (isEmpty(whenTrue)) return [{ chosen: whenFalse, given }];
    if (isEmpty(whenFalse)) return [{ chosen: whenTrue, given }];
    const key = condition.getText();
    const both = [whenTrue, whenFalse].map((chosen, index) => ({
        chosen,
        given: new Map([...given, [key, index], ...(index === 0 ? impliedBy(condition) : [])]),
        index,
    }));
    const known = given.get(key);
    return known === undefined ? both : both.filter(({ index }) => index === known);
}

/** Where a condition is the name of `a && b`, both hold with it. */
function impliedBy(condition: ts.Expression): [string, number][] {
    const declaration = ts.isIdentifier(condition) ? declarationOf(condition) : undefined;
    const value =
        declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    if (
        value === undefined ||
        !ts.isBinaryExpression(value) ||
        value.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken
    )
        return [];
    return [value.left, value.right].map((part) => [part.getText(), 0]);
}

function isEmpty(node: ts.Expression): boolean {
    return ts.isStringLiteralLike(node) && node.text === "";
}

function separated({ elements }: ts.ArrayLiteralExpression, separator: string): (string | ts.Expression)[] {
    return elements.flatMap((element, index) => [
        ...(index === 0 ? [] : [separator]),
        ts.isSpreadElement(element) ? unknown : element,
    ]);
}

function ofCall(node: ts.CallExpression, given: Assumptions, depth: number): Wording[] | undefined {
    const { expression } = node;
    if (
        ts.isPropertyAccessExpression(expression) &&
        expression.name.text === "join" &&
        ts.isArrayLiteralExpression(expression.expression)
    ) {
        const [separator] = node.arguments;
        const parts = separated(
            expression.expression,
            separator !== undefined && ts.isStringLiteral(separator) ? separator.text : ",",
        );
        return inTurn(parts, [{ text: "", given }], (part, under) =>
            typeof part === "string" ? [{ text: part, given: under }] : wordings(part, under, depth + 1),
        );
    }
    const name = calledName(node);
    if (name !== undefined && examples[name] !== undefined) return [{ text: examples[name], given }];
    const callee = calledFunction(node);
    const result = callee === undefined ? undefined : resultOf(callee);
    if (callee === undefined || result === undefined) return undefined;
    const key = callKey(callee);
    const inside = new Map([...given, [key, callsOf(callee).indexOf(node)]]);
    return wordings(result, inside, depth + 1).map(({ text, given: then }) => ({
        text,
        given: restored(then, given, key),
    }));
}

function restored(then: Assumptions, before: Assumptions, key: string): Assumptions {
    const value = before.get(key);
    return new Map(
        [...then].flatMap(([name, index]): [string, number][] =>
            name !== key ? [[name, index]] : value === undefined ? [] : [[key, value]],
        ),
    );
}

function ofName(node: ts.Identifier, given: Assumptions, depth: number): Wording[] | undefined {
    if (examples[node.text] !== undefined) return undefined;
    const declaration = declarationOf(node);
    if (declaration === undefined) return undefined;
    if (
        ts.isVariableDeclaration(declaration) &&
        ts.isIdentifier(declaration.name) &&
        declaration.initializer !== undefined
    )
        return wordings(declaration.initializer, given, depth + 1);
    if (ts.isBindingElement(declaration) && ts.isArrayBindingPattern(declaration.parent))
        return ofElement(declaration, declaration.parent, given, depth);
    if (
        !ts.isParameter(declaration) ||
        !ts.isIdentifier(declaration.name) ||
        declaration.type?.kind !== ts.SyntaxKind.StringKeyword
    )
        return undefined;
    const called = declaration.parent;
    const calls = callsOf(called);
    const key = callKey(called);
    const position = called.parameters.indexOf(declaration);
    const known = given.get(key);
    const readings = calls.flatMap((call, index) => {
        const argument = call.arguments[position];
        if (argument === undefined || (known !== undefined && known !== index)) return [];
        return wordings(argument, new Map([...given, [key, index]]), depth + 1);
    });
    return readings.length === 0 ? undefined : readings;
}

/** `const [a, b] = condition ? [x, y] : [z, w]` */
function ofElement(
    element: ts.BindingElement,
    pattern: ts.ArrayBindingPattern,
    given: Assumptions,
    depth: number,
): Wording[] | undefined {
    const value = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.initializer : undefined;
    const position = pattern.elements.indexOf(element);
    const chosen =
        value === undefined
            ? []
            : ts.isConditionalExpression(value)
              ? branches(value, given)
              : [{ chosen: value, given }];
    return chosen.flatMap(({ chosen: list, given: under }) => {
        const item = ts.isArrayLiteralExpression(list) ? list.elements[position] : undefined;
        return item === undefined ? [{ text: unknown, given: under }] : wordings(item, under, depth + 1);
    });
}

function declarationOf(node: ts.Identifier): ts.Declaration | undefined {
    const checker = providerProgram().getTypeChecker();
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
    const own =
        symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    return own?.valueDeclaration;
}

/** The name by which a function or method is called. */
export function calledName({ expression }: ts.CallExpression): string | undefined {
    return ts.isIdentifier(expression)
        ? expression.text
        : ts.isPropertyAccessExpression(expression)
          ? expression.name.text
          : undefined;
}

function calledFunction({ expression }: ts.CallExpression): ts.SignatureDeclaration | undefined {
    const name = ts.isIdentifier(expression)
        ? expression
        : ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.name)
          ? expression.name
          : undefined;
    const declaration = name === undefined ? undefined : declarationOf(name);
    if (declaration === undefined) return undefined;
    if (
        ts.isVariableDeclaration(declaration) &&
        declaration.initializer !== undefined &&
        ts.isArrowFunction(declaration.initializer)
    )
        return declaration.initializer;
    return ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration) ? declaration : undefined;
}

/** What a function answers, where that is one expression. */
function resultOf(called: ts.SignatureDeclaration): ts.Expression | undefined {
    if (!ts.isFunctionDeclaration(called) && !ts.isMethodDeclaration(called) && !ts.isArrowFunction(called))
        return undefined;
    const { body } = called;
    if (body === undefined || !ts.isBlock(body)) return body;
    const last = body.statements.at(-1);
    return body.statements.length === 1 && last !== undefined && ts.isReturnStatement(last)
        ? last.expression
        : undefined;
}

function callKey(called: ts.SignatureDeclaration): string {
    return `call ${called.getSourceFile().fileName} ${called.pos}`;
}

const calls = new Map<ts.SignatureDeclaration, ts.CallExpression[]>();

function callsOf(called: ts.SignatureDeclaration): ts.CallExpression[] {
    if (calls.size === 0) {
        const all = providerProgram().getSourceFiles().flatMap(nodesOf).filter(ts.isCallExpression);
        for (const call of all) {
            const callee = calledFunction(call);
            if (callee !== undefined) calls.set(callee, [...(calls.get(callee) ?? []), call]);
        }
    }
    return calls.get(called) ?? [];
}

function placeholder(node: ts.Expression): string {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : "";
    return examples[name] ?? unknown;
}
