/** What the client needs to know to speak to one account. */
export interface ClientSettings {
    /** Base URL, without a slash at the end. */
    baseUrl: string;
    credentials: Credentials;
    /** Most requests sent in any 60 seconds. */
    requestsPerMinute: number;
    /** Most requests sent in any 60 minutes. */
    requestsPerHour: number;
    /** Most rows in one request. */
    batchSize: number;
    /** Seconds until a request without an answer counts as lost. */
    requestTimeout: number;
    /** Refuse every call that would change the account. */
    readOnly: boolean;
}

/** An app of the Admin Console, or a token that was made elsewhere. */
export type Credentials = { clientId: string; clientSecret: string } | { jwt: string };
