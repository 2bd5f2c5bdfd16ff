// @ts-check
// The floor's provider: what the engine alone takes. It answers at once with outputs of ours, and asks nobody. Where
// floor.json says so, its reads wait until so many of them are there, and then as long as for an account's answer.
const { Buffer } = require("node:buffer");
const { readFileSync } = require("node:fs");
const process = require("node:process");
const { clearTimeout, setTimeout } = require("node:timers");
const { URL } = require("node:url");

/** @typedef {Omit<import("../people").BenchPerson, "name">} Inputs */

/** @param {Inputs} properties */
const declared = ({ emailId, firstName, lastName, canCreateBot, isDeveloper, roles }) => ({
    emailId,
    firstName,
    lastName,
    canCreateBot,
    isDeveloper,
    roles,
});
/** @param {Inputs} properties */
const text = (properties) => JSON.stringify(declared(properties));
const account = new URL(String(process.env.KORE_HOST)).host;

/**
 * What is declared, and what the account would report.
 * @param {Inputs} inputs
 */
function outputsOf(inputs) {
    const { emailId, canCreateBot, isDeveloper, firstName, lastName, roles } = inputs;
    return {
        ...declared(inputs),
        account,
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

/** @type {{ rows: number, latency: number }} */
const { rows, latency } = JSON.parse(readFileSync("floor.json", "utf8"));
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
     * @param {Inputs} _olds
     * @param {Inputs} news
     */
    check: async (_olds, news) => ({ inputs: news, failures: [] }),
    /**
     * @param {string} _id
     * @param {Inputs} olds
     * @param {Inputs} news
     */
    diff: async (_id, olds, news) => ({ changes: text(olds) !== text(news), replaces: [] }),
    /** @param {Inputs} inputs */
    create: async (inputs) => ({ id: inputs.emailId, outs: outputsOf(inputs) }),
    /**
     * @param {string} id
     * @param {Inputs} props
     */
    read: async (id, props) => {
        await waitForOthers();
        return { id, props: outputsOf(props), inputs: declared(props) };
    },
    /**
     * @param {string} _id
     * @param {Inputs} _olds
     * @param {Inputs} news
     */
    update: async (_id, _olds, news) => ({ outs: outputsOf(news) }),
    delete: async () => undefined,
};
