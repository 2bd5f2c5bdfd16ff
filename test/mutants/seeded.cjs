// @ts-check
// The same values in each run, so that a mutant is noticed always or never.
const fc = require("fast-check");

fc.configureGlobal({ seed: 1 });
