// @ts-check
// CommonJS, as the tools in TypeScript are that, and those in plain JavaScript can import it as well.
const console = require("node:console");
const process = require("node:process");

/**
 * Something that the person at the keyboard can mend. Its message is all that is shown; any other error is a bug of
 * ours and keeps its stack.
 */
class Problem extends Error {
    /** @override */
    name = "Problem";
}

/**
 * Runs a command's main function; a problem becomes its message and exit code 1.
 * @param {() => Promise<void>} main
 */
function exitOnProblem(main) {
    main().catch((error) => {
        console.error(error instanceof Problem ? `\n${error.message}` : error);
        process.exitCode = 1;
    });
}

module.exports = { Problem, exitOnProblem };
