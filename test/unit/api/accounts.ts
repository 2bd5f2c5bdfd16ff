import assert from "node:assert/strict";
import { Account } from "../../../provider/api/client";
import { KoreError } from "../../../provider/api/errors";
import type { ClientSettings } from "../../../provider/api/settings";
import type { RetryPolicy } from "../../../provider/api/http/transport";
import { ids } from "../../fixtures/fixture";
import type { Received, Reply, ScriptedKore } from "./scriptedKore";
import { json } from "./scriptedKore";

export const app = { clientId: "cs-00000000-0000-5000-8000-000000000001", clientSecret: "the-secret-of-the-app" };

/** Settings with which nothing of a test waits for the budget. */
export function settingsFor(baseUrl: string, settings: Partial<ClientSettings> = {}): ClientSettings {
    return {
        baseUrl,
        credentials: app,
        requestsPerMinute: 10_000,
        requestsPerHour: 10_000,
        batchSize: 50,
        requestTimeout: 5,
        readOnly: false,
        ...settings,
    };
}

/** Tries again at once, twice. */
export const impatience: RetryPolicy = { retries: 2, retryDelay: 1, rateLimitRetries: 2, rateLimitDelay: 1 };

export function accountAt(
    kore: ScriptedKore,
    settings: Partial<ClientSettings> = {},
    notify: (message: string) => void = () => undefined,
    retryPolicy = impatience,
): Account {
    return new Account(settingsFor(kore.baseUrl, settings), { notify, retryPolicy });
}

/** The error of one result; its text is checked for what no error may show. */
export function errorOf(kore: ScriptedKore, result: object | undefined): KoreError {
    assert(
        result !== undefined && "error" in result && result.error instanceof KoreError,
        `expected an error, and got ${JSON.stringify(result)}`,
    );
    assertTellsNoSecret(kore, result.error);
    return result.error;
}

/** The SDK prints `stack` and `toString()` of what a provider throws, besides the message. */
export function assertTellsNoSecret(kore: ScriptedKore, error: KoreError): void {
    assert.doesNotMatch(error.stack ?? "", /\bat /, "the stack names places in the code");
    const printed = [error.message, error.stack, String(error), JSON.stringify(error)].join("\n");
    assert(!printed.includes(app.clientSecret), "the error shows the client secret");
    for (const token of kore.tokens) assert(!printed.includes(token), "the error shows a token");
}

export function addressesOf({ body }: Received): string[] {
    assert(
        typeof body === "object" && body !== null && "emailIds" in body && Array.isArray(body.emailIds),
        "a request about emailIds",
    );
    return body.emailIds.map(String);
}

/** An entry of Get User Information about someone who has nothing. */
export function entryOf(emailId: string) {
    return {
        canCreateBot: false,
        isDeveloper: false,
        userInfo: { emailId, userId: ids.person, firstName: "Ada", lastName: "Lovelace" },
        roles: { btRoles: [], adminRoles: [] },
        assignBotTasks: [],
        groups: [],
    };
}

/** Answers Get User Information with whoever was asked for. */
export const everyoneIsThere: Reply = (response, request) => json(addressesOf(request).map(entryOf))(response, request);

/** "user1@example.com", "user2@example.com", … */
export function people(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `user${index + 1}@example.com`);
}
