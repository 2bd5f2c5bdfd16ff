/**
 * Whether every test runs, as by `npm test -- --whole`. Else those are left out that take long and of whose kind others run:
 * the rule has its tests in a layer below, or the table has other rows of the kind.
 */
export const isWhole = process.env["KORE_TEST_WHOLE"] === "1";

/** Some rows of a table, spread over it from the first to the last; all where every test runs. */
export function sample<T>(rows: readonly T[], size: number): T[] {
    const step = (rows.length - 1) / Math.max(1, size - 1);
    const chosen = new Set(Array.from({ length: size }, (_, place) => Math.round(place * step)));
    return rows.filter((_, index) => isWhole || chosen.has(index));
}

const leftOut = () => undefined;

/** Tests that only run where every test does. */
export const whole: { it: (title: string, test: Mocha.AsyncFunc | Mocha.Func) => void; describe: typeof describeAll } =
    { it: isWhole ? (title, test) => void it(title, test) : leftOut, describe: isWhole ? describeAll : leftOut };

function describeAll(title: string, tests: (this: Mocha.Suite) => void): void {
    describe(title, tests);
}
