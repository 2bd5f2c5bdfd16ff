import type { AxiosResponse } from "axios";
import type { Credentials } from "../settings";

// A token, signed, of whichever request. It begins where no other word does, so that a long body is read once.
const anyToken = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
// A shorter one may be a word of an answer by chance; those of the Admin Console are longer.
const shortestSecret = 8;

/**
 * Takes the secret of the app, and tokens, out of an answer: whatever is made of it, no message and no state may hold
 * them.
 */
export function hush(response: AxiosResponse<unknown>, credentials: Credentials): void {
    const { config, data, headers } = response;
    const auth: unknown = config.headers.get("auth");
    const secrets = ["jwt" in credentials ? credentials.jwt : credentials.clientSecret, String(auth)]
        .filter((secret) => secret.length >= shortestSecret)
        .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
    const without = (text: string) =>
        secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text).replace(anyToken, "…");
    if (typeof data === "string") response.data = without(data);
    const location: unknown = headers["location"];
    if (typeof location === "string") headers["location"] = without(location);
}
