// Preloaded into the processes of a test (testClock.ts): their time of day is so many milliseconds later than this machine's as a
// file says at that moment, however fast their time passes.
const { readFileSync } = require("node:fs");

const file = globalThis.process.env["TEST_CLOCK"] ?? "";
Reflect.defineProperty(Date, "now", { value: () => new Date().getTime() + Number(readFileSync(file, "utf8")) });
