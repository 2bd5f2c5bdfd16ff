/** The parts of a URN, urn:pulumi:STACK::PROJECT::TYPES::NAME. A name may have colons. */
export interface UrnParts {
    stack: string;
    project: string;
    /** The types of its parents and its own. */
    types: string;
    type: string;
    name: string;
}

export function partsOf(urn: string): UrnParts {
    const [head = "", project = "", types = "", ...name] = urn.split("::");
    return {
        stack: head.replace(/^urn:pulumi:/, ""),
        project,
        types,
        type: types.split("$").at(-1) ?? "",
        name: name.join("::"),
    };
}
