export { AccessError } from "./accessError";
export { version } from "./version";
