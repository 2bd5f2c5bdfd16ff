/** The type token of a resource, with the module and type that policies and `pulumi stack` show. */
export function typeToken(type: "KoreUser" | "KoreUserAccess"): string {
    return `pulumi-nodejs:dynamic/kore:${type}`;
}
