/** What an endpoint answers. */
export interface Answer {
    status: number;
    body: unknown;
    headers?: Record<string, string>;
}

/** An answer of 200. */
export function success(body: unknown): Answer {
    return { status: 200, body };
}

/** A refusal in the form that Kore.ai's pages show everywhere: `{errors: [{msg, code}]}`. */
export function refusal(status: number, msg: string, code = status): Answer {
    return { status, body: { errors: [{ msg, code }] } };
}

/** The refusal of a body that does not have the documented form. */
export const invalidBody = refusal(412, "Validation errors/ Invalid arguments");
