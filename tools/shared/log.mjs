// @ts-check

/**
 * @typedef {object} Log
 * @property {(text: string) => void} say one line, or several
 * @property {<T>(text: string, work: () => Promise<T>) => Promise<T>} during a line that says what is being waited for,
 * kept alive while the work goes on
 */

const plainInterval = 30_000;
const terminalInterval = 1_000;

/**
 * What the tools say. It goes to stderr, so that `npm run --silent pulumi -- stack output --json` leaves only JSON on
 * stdout. On a terminal, a counter shows that a long step goes on; elsewhere (a CI log) a new line does, every 30
 * seconds.
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [stream]
 * @returns {Log}
 */
export function streamLog(stream = process.stderr) {
    const terminal = stream.isTTY === true && process.env.TERM !== "dumb";
    return {
        say: (text) => void stream.write(`${text}\n`),
        async during(text, work) {
            stream.write(`${text}\n`);
            const started = Date.now();
            const goesOn = () => {
                const elapsed = duration(Date.now() - started);
                // On a line of its own: a line that is longer than the terminal is wide can't be written over.
                stream.write(terminal ? `\r  ${elapsed} ` : `  … still at it after ${elapsed}\n`);
            };
            const timer = globalThis.setInterval(goesOn, terminal ? terminalInterval : plainInterval);
            try {
                return await work();
            } finally {
                globalThis.clearInterval(timer);
                if (terminal) stream.write("\r          \r");
            }
        },
    };
}

/**
 * @param {number} milliseconds
 */
function duration(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    const minutes = Math.floor(seconds / 60);
    return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
