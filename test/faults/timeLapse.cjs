// Preloaded into a provider's process by the fault tests (NODE_OPTIONS=--require): what waits there, waits a twentieth
// of the time, and what measures time sees twenty times as much. The time of day keeps its pace, as tokens are valid by it.
const { ClientRequest } = require("node:http");
const { performance } = require("node:perf_hooks");
const promises = require("node:timers/promises");

const pace = 20;
const real = {
    wait: globalThis.setTimeout,
    pause: promises.setTimeout,
    limit: ClientRequest.prototype.setTimeout,
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

Reflect.defineProperty(globalThis, "setTimeout", {
    value: Object.assign(wait, real.wait),
    writable: true,
    configurable: true,
});
Reflect.defineProperty(promises, "setTimeout", { value: pause });
Reflect.defineProperty(ClientRequest.prototype, "setTimeout", { value: limit });
Reflect.defineProperty(Date, "now", { value: () => start + (real.now() - start) * pace });
Reflect.defineProperty(performance, "now", { value: () => real.elapsed() * pace });
