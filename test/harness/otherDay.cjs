// Preloaded into the processes of a test (testClock.ts): their time of day is so many milliseconds later than this machine's as a
// file says at that moment.
const { readFileSync } = require("node:fs");

const file = globalThis.process.env["TEST_CLOCK"] ?? "";
const now = Date.now;
Reflect.defineProperty(Date, "now", { value: () => now() + Number(readFileSync(file, "utf8")) });
