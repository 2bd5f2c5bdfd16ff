import { database } from "./database";
import { store } from "./store";

/** The servers of the tests, by the names of their test files. */
export const kinds = { s3: store, postgres: database };
