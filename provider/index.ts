export { isEmailAddress, normalEmail, notAnAddress } from "./api/email";
export { Provider, type ProviderArgs } from "./program/koreProvider";
export {
    KoreUser,
    type KoreBotTasks,
    type KoreEnded,
    type KoreReportedUser,
    type KoreRole,
    type KoreUserArgs,
} from "./program/koreUser";
export { type KorePerson, type KoreReportedPerson, KoreUsers, type KoreUsersArgs } from "./program/koreUsers";
export { type KoreReportedAccess, KoreUserAccess, type KoreUserAccessArgs } from "./program/koreUserAccess";
export { type KoreWorkspace, withReceipts } from "./program/receipts";
export type { KoreReceipt } from "./process/receipt";
