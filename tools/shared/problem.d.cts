/** Something that the person at the keyboard can mend. Its message is all that is shown. */
export class Problem extends Error {}

/** Runs a command's main function; a problem becomes its message and exit code 1. */
export function exitOnProblem(main: () => Promise<void>): void;
