export { Provider, type ProviderArgs } from "./koreProvider";
export { KoreUser, type KoreBotTasks, type KoreReportedUser, type KoreRole, type KoreUserArgs } from "./user";
export { type KoreReportedAccess, KoreUserAccess, type KoreUserAccessArgs } from "./userAccess";
