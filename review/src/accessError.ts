/** Something that the user can mend: a file, an option. Its message is one sentence for them. */
export class AccessError extends Error {}
