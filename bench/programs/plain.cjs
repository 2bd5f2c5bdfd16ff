// @ts-check
// A dynamic provider as most are written: one class in the program's own file, with the libraries that it captures, and
// one request for each person and step. It is fair: it gives up nothing, and waits where the account's limits refuse.
/* global process, setTimeout */
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const axios = require("axios");
const jwt = require("jsonwebtoken");

/** @typedef {Omit<import("../people").BenchPerson, "name">} Inputs */

/** @type {(keyof Inputs)[]} */
const fields = ["emailId", "firstName", "lastName", "canCreateBot", "isDeveloper", "roles"];

/** @param {{ roleId: string, botId: string }} role */
const roleOf = ({ roleId, botId }) => ({ roleId, botId });

/** @implements {pulumi.dynamic.ResourceProvider} */
class KoreUserProvider {
    /**
     * @param {string} method
     * @param {string} url
     * @param {object} data
     */
    async send(method, url, data) {
        for (;;) {
            const clientId = process.env.KORE_CLIENT_ID;
            const auth = jwt.sign(
                { sub: clientId, appId: clientId, jti: `${Date.now()}-${Math.random()}` },
                String(process.env.KORE_CLIENT_SECRET),
                { expiresIn: "5m" },
            );
            const response = await axios.request({
                baseURL: String(process.env.KORE_HOST),
                method,
                url,
                data,
                headers: { auth },
                validateStatus: () => true,
            });
            if (response.status === 429 || /rate limit/i.test(JSON.stringify(response.data))) {
                const seconds = Number(response.headers["retry-after"]) || 5;
                await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
                continue;
            }
            if (response.status >= 300 || response.data.failedUserDetails)
                throw new Error(`${method} ${url}: ${JSON.stringify(response.data)}`);
            return response.data;
        }
    }

    /**
     * @param {string} _id
     * @param {Inputs} olds
     * @param {Inputs} news
     */
    async diff(_id, olds, news) {
        return {
            changes: fields.some((field) => JSON.stringify(olds[field]) !== JSON.stringify(news[field])),
            replaces: olds.emailId === news.emailId ? [] : ["emailId"],
        };
    }

    /** @param {Inputs} inputs */
    async create(inputs) {
        const { emailId, firstName, lastName, canCreateBot, isDeveloper, roles } = inputs;
        await this.send("POST", "/api/public/users", {
            users: [{ userInfo: { emailId, firstName, lastName }, canCreateBot, isDeveloper, roles }],
        });
        return { id: emailId, outs: inputs };
    }

    /**
     * @param {string} id
     * @param {Inputs} props
     */
    async read(id, props) {
        const [found] = await this.send("POST", "/api/public/usersInfo", { emailIds: [id] });
        if (found.userInfo.status === "failure") return {};
        const { firstName, lastName } = found.userInfo;
        const roles = found.roles.btRoles.map(roleOf);
        return {
            id,
            props: {
                ...props,
                firstName,
                lastName,
                canCreateBot: found.canCreateBot,
                isDeveloper: found.isDeveloper,
                roles,
            },
        };
    }

    /**
     * @param {string} _id
     * @param {Inputs} olds
     * @param {Inputs} news
     */
    async update(_id, olds, news) {
        const { emailId, firstName, lastName, canCreateBot, isDeveloper, roles } = news;
        const changed =
            JSON.stringify(olds.roles) === JSON.stringify(roles)
                ? {}
                : { roles: { addTo: roles, removeFrom: olds.roles } };
        await this.send("PUT", "/api/public/users", {
            users: [{ userInfo: { emailId, firstName, lastName }, canCreateBot, isDeveloper, ...changed }],
        });
        return { outs: news };
    }

    /** @param {string} id */
    async delete(id) {
        await this.send("DELETE", "/api/public/users", { deleteEmailIds: [id] });
    }
}

const provider = new KoreUserProvider();

class KoreUser extends pulumi.dynamic.Resource {
    /**
     * @param {string} name
     * @param {Inputs} args
     */
    constructor(name, args) {
        super(provider, name, args, undefined, "plain", "KoreUser");
    }
}

/** @type {import("../people").BenchPerson[]} */
const people = JSON.parse(readFileSync("people.json", "utf8"));

for (const { name, ...args } of people) new KoreUser(name, args);
