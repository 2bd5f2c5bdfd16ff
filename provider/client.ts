/**
 * The Kore.ai client by itself, for tools: settings, the people of an account, and what it has. It knows nothing of Pulumi.
 */
export { Account, type AccessFlags, type LookUp, type RowOutcome } from "./api/client";
export type { HeldRole, Person } from "./api/answers";
export {
    Directory,
    type ListedGroup,
    type ListedPerson,
    type ListedRole,
    type Listing,
    type Named,
} from "./api/directory";
export { isEmailAddress, normalEmail, notAnAddress } from "./api/email";
export { endpoints, nameOf, type Endpoint } from "./api/http/endpoints";
export type { ErrorCode } from "./api/errorCatalogue";
export { KoreError, messageOf, type KoreErrorKind } from "./api/errors";
// For tools that send a request of their own: the account's budget, and a token for each.
export { RateLimiter, realClock, type Clock } from "./api/http/rateLimiter";
export { isOfProxy, proxyOf, withoutProxy, type Proxy } from "./api/http/proxy";
// Their name in this entry since 0.1.0.
export { RequestStats as Receipt } from "./api/http/requestStats";
export { tokenFor } from "./api/http/token";
export type { ClientSettings, Credentials } from "./api/settings";
export { environmentName, readSettings, refuseMisspelt, unknownSettings, type ConfigSource } from "./config";
