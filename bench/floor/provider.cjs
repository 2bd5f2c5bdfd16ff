// @ts-check
// The floor: what the engine alone takes. It stands in for the package's provider module, so that programs, resource
// classes and the line in the state are the package's own; it answers at once with outputs of ours, and asks nobody.
// With BENCH_ROWS its reads wait until so many are there, and then for BENCH_LATENCY milliseconds, as for an account's
// answer.
const { Buffer } = require("node:buffer");
const process = require("node:process");
const { clearTimeout, setTimeout } = require("node:timers");
const { URL } = require("node:url");
const { isDeepStrictEqual } = require("node:util");

/** @typedef {Omit<import("../people").BenchPerson, "name">} Inputs */
/** @typedef {Record<string, unknown>} Properties */

const notDeclared = ["__provider", "__program", "userId", "account", "adopted", "reported"];

/**
 * What a program declares, without what travels beside it, and without outputs.
 * @param {Properties} properties
 */
function declaredIn(properties) {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !notDeclared.includes(key)));
}

/**
 * The outputs of ours: what is declared, and what the account would report.
 * @param {Inputs & Properties} inputs
 */
function outputsOf(inputs) {
    const { emailId, canCreateBot, isDeveloper, firstName, lastName, roles } = inputs;
    return {
        ...declaredIn(inputs),
        account: new URL(String(process.env.KORE_HOST)).host,
        adopted: false,
        userId: `u-${Buffer.from(emailId).toString("hex").slice(0, 36)}`,
        reported: {
            canCreateBot,
            isDeveloper,
            firstName,
            lastName,
            status: "not active",
            roles: roles.map((role) => ({ ...role, roleName: "Bot Developer", botName: "Support" })),
            groups: [],
            assignBotTasks: [],
        },
    };
}

const rows = Number(process.env.BENCH_ROWS ?? 1);
const latency = Number(process.env.BENCH_LATENCY ?? 0);
// The last ones, who are fewer, go when nobody else has come for so many milliseconds.
const quiet = 300;
/** @type {(() => void)[]} */
let waiting = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let last;

function answerWaiting() {
    const answered = waiting.splice(0, rows);
    setTimeout(() => answered.forEach((answer) => answer()), latency);
}

/** Resolves when an answer about so many would be there. */
async function waitForOthers() {
    if (rows === 1) return;
    clearTimeout(last);
    /** @type {Promise<void>} */
    const turn = new Promise((resolve) => waiting.push(resolve));
    if (waiting.length >= rows) answerWaiting();
    else last = setTimeout(answerWaiting, quiet);
    await turn;
}

exports.koreUser = {
    /**
     * @param {Properties} _olds
     * @param {Properties} news
     */
    check: async (_olds, news) => ({ inputs: declaredIn(news), failures: [] }),
    /**
     * @param {string} _id
     * @param {Properties} olds
     * @param {Properties} news
     */
    diff: async (_id, olds, news) => ({
        changes: !isDeepStrictEqual(declaredIn(olds), declaredIn(news)),
        replaces: [],
    }),
    /** @param {Inputs & Properties} inputs */
    create: async (inputs) => ({ id: inputs.emailId, outs: outputsOf(inputs) }),
    /**
     * @param {string} id
     * @param {Inputs & Properties} props
     */
    read: async (id, props) => {
        await waitForOthers();
        return { id, props: outputsOf(props), inputs: declaredIn(props) };
    },
    /**
     * @param {string} _id
     * @param {Properties} _olds
     * @param {Inputs & Properties} news
     */
    update: async (_id, _olds, news) => ({ outs: outputsOf(news) }),
    delete: async () => undefined,
};
