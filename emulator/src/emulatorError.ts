/**
 * A mistake of whoever uses the emulator (a seed, a data file, a change by hand): its message is one sentence that says
 * what to mend.
 */
export class EmulatorError extends Error {
    override readonly name = "EmulatorError";
}
