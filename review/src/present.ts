export { present } from "#model/unset";
