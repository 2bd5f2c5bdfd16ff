// Preloaded into a provider's process (simulatedTime.ts): what waits there, waits a fraction of the time, and what
// measures time sees a multiple of it. The time of day keeps its pace, as tokens are valid by it.
const { ClientRequest } = require("node:http");
const { performance } = require("node:perf_hooks");
const promises = require("node:timers/promises");

const pace = Number(globalThis.process.env["TIME_LAPSE"]);
if (!(pace > 0)) throw new Error("TIME_LAPSE is to say how many seconds pass in one");
const real = {
    wait: globalThis.setTimeout,
    pause: promises.setTimeout,
    limit: ClientRequest.prototype.setTimeout,
    abort: globalThis.AbortSignal.timeout.bind(globalThis.AbortSignal),
    now: Date.now,
    elapsed: performance.now.bind(performance),
};
const start = real.now();

/** @param {number | undefined} milliseconds */
const lapsed = (milliseconds) => (milliseconds ?? 0) / pace;

/**
 * @param {(...args: unknown[]) => void} callback
 * @param {number} [milliseconds]
 * @param {unknown[]} args
 */
const wait = (callback, milliseconds, ...args) => real.wait(callback, lapsed(milliseconds), ...args);

/**
 * @param {number} [milliseconds]
 * @param {unknown} [value]
 * @param {import("node:timers").TimerOptions} [options]
 */
const pause = (milliseconds, value, options) => real.pause(lapsed(milliseconds), value, options);

/**
 * @this {import("node:http").ClientRequest}
 * @param {number} milliseconds
 * @param {() => void} [callback]
 */
function limit(milliseconds, callback) {
    return real.limit.call(this, lapsed(milliseconds), callback);
}

/** @param {number} milliseconds */
const abort = (milliseconds) => real.abort(Math.ceil(lapsed(milliseconds)));

Reflect.defineProperty(globalThis, "setTimeout", {
    value: Object.assign(wait, real.wait),
    writable: true,
    configurable: true,
});
Reflect.defineProperty(promises, "setTimeout", { value: pause });
Reflect.defineProperty(ClientRequest.prototype, "setTimeout", { value: limit });
Reflect.defineProperty(globalThis.AbortSignal, "timeout", { value: abort });
Reflect.defineProperty(Date, "now", { value: () => start + (real.now() - start) * pace });
Reflect.defineProperty(performance, "now", { value: () => real.elapsed() * pace });
