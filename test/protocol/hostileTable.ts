import { gzipSync } from "node:zlib";
import type { Answer, Asked } from "../harness/hostileProxy";

/** The secret of the app under test. */
export const secret = 'Xk3/9q+hostile"secret==of\\the&app';

type Headers = Record<string, string | string[]>;
type Content = string | Buffer;

const jsonType = { "content-type": "application/json" };

/** An answer with this body. */
function answered(body: Content | ((asked: Asked) => Content), status = 200, headers: Headers = jsonType): Answer {
    return (response, asked) =>
        response.writeHead(status, headers).end(typeof body === "function" ? body(asked) : body);
}

/** An answer with this value as JSON. */
function json(value: unknown, status = 200): Answer {
    return answered(JSON.stringify(value), status);
}

/** Sends bytes as they are, and closes the connection. */
function raw(...lines: string[]): Answer {
    return (response) => void response.socket?.end(lines.join("\r\n"));
}

/** A whole refusal in Kore.ai's form. */
function refusal(msg: string, status = 400): Answer {
    return json({ errors: [{ msg, code: status }] }, status);
}

const page =
    "<!doctype html><html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>";
const xml =
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><errors><msg>&b;</msg></errors>';
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const nestedObjects = (levels: number) => '{"errors":'.repeat(levels) + "1" + "}".repeat(levels);
const long = (length: number) => "x".repeat(length);
const escapes = "\u001b[31mred\u001b]0;title\u0007\u001b[2J\r\b\u0000\u009b31m\u202egnp.exe";

const bodies: Record<string, Answer> = {
    "an empty body": answered(""),
    "white space": answered(" \n\t "),
    null: answered("null"),
    true: answered("true"),
    "a number": answered("-1e999"),
    "a string": answered('"ok"'),
    "an empty list": answered("[]"),
    "a list of null": answered("[null]"),
    "a list of lists": answered("[[]]"),
    "a list of numbers": answered("[1, 2]"),
    "an object of another service": answered('{"status":"ok","data":[]}'),
    "100,000 lists in each other": answered(nested(100_000)),
    "100,000 objects in each other": answered(nestedObjects(100_000)),
    "lists in each other without an end": answered("[".repeat(100_000)),
    "half of a JSON": answered('[{"userInfo":{"emailId":"'),
    "two JSONs": answered('{"msg":"ok"}{"msg":"ok"}'),
    "JSON with a comment": answered('{"msg":"ok"} // fine'),
    NaN: answered('{"msg":NaN}'),
    "plain words": answered("OK"),
    "a sign-in page": answered(page, 200, { "content-type": "text/html" }),
    "a sign-in page as JSON": answered(page),
    "a sign-in page that sets cookies": answered(page, 200, { "set-cookie": ["a=b; HttpOnly", `s=${long(2_000)}`] }),
    XML: answered(xml, 200, { "content-type": "application/xml" }),
    "XML with status 400": answered(xml, 400, { "content-type": "application/xml" }),
    "a page of 20 MB": answered(`<html>${long(20_000_000)}`, 200),
    "a byte order mark before what is no answer": answered("\ufeff[]"),
    "UTF-16": answered(Buffer.from('{"errors":[{"msg":"no"}]}', "utf16le")),
    "bytes that are no UTF-8": answered(Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x80, 0x7d])),
    binary: answered(Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7919) % 256))),
    "a gzip that is none": answered('{"msg":"ok"}', 200, { ...jsonType, "content-encoding": "gzip" }),
    "half of a gzip": answered(gzipSync(JSON.stringify({ msg: long(2_000) })).subarray(0, 20), 200, {
        ...jsonType,
        "content-encoding": "gzip",
    }),
    "a gzip of 64 MB": answered(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 200, { "content-encoding": "gzip" }),
    "an encoding that nobody knows": answered('{"msg"', 200, { ...jsonType, "content-encoding": "rot13" }),
    "a message of 20,000 characters": refusal(long(20_000)),
    "a message of 20,000 characters that are no words": refusal("\u0000\u001b\u202e".repeat(6_667)),
    "a message of 1 MB": refusal(long(1_000_000)),
    "a message of 20 MB": refusal(long(20_000_000), 400),
    "a million addresses": refusal("a@example.org, ".repeat(70_000)),
    "10,000 errors": json({ errors: Array.from({ length: 10_000 }, () => ({ msg: "no" })) }, 400),
    "errors that are empty": json({ errors: [] }, 400),
    "errors of null": json({ errors: [null] }, 400),
    "errors that are a text": json({ errors: "no" }, 400),
    "a message that is a number": json({ errors: [{ msg: 7, code: "x" }] }, 400),
    "a message that is an object": json({ errors: [{ msg: { $gt: "" } }] }, 400),
    "a code of text": json({ errors: [{ msg: "no", code: "E_NO" }] }, 400),
    "a refusal with status 200": refusal("no", 200),
    "keys of prototypes": answered(
        '{"__proto__":{"polluted":true,"msg":"ok"},"constructor":{"prototype":{"polluted":true}},"errors":[{"__proto__":{"msg":"no"}}]}',
    ),
    "a key twice": answered('{"errors":[{"msg":"a"}],"errors":[{"msg":"b"}]}', 400),
    "escapes of a terminal in a message": refusal(escapes),
    "escapes of a terminal in a page": answered(`<${escapes}>`, 403),
    "a message with a stack trace": refusal(
        "TypeError: x\n    at Object.<anonymous> (/srv/kore/app.js:1:1)\n    at node:internal",
    ),
    "a message in the form of a stack": refusal("    at f (file:///a.js:1:1)"),
    "half of a pair of surrogates": answered('{"errors":[{"msg":"\\ud83d"}]}', 400),
    "format characters of printf": refusal("%s %d %n %o {0} ${secret} <{%reset%}>"),
    "the secret in a message": refusal(`bad secret ${secret}`, 401),
    "the secret in a message of status 400": refusal(`bad secret ${secret} ${encodeURIComponent(secret)}`),
    "the token in a message": (response, asked) => refusal(`bad token ${asked.token}`, 403)(response, asked),
    "the token in a message of status 500": (response, asked) =>
        refusal(`possibly a replay: ${asked.token}`, 500)(response, asked),
    "another token in a message": refusal(`bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.${long(43)}`),
    "the token in the address of a redirect": (response, asked) =>
        answered("", 302, {
            location: `https://login.example.com/?token=${asked.token}&s=${encodeURIComponent(secret)}`,
        })(response, asked),
    "the token alone": (response, { token }) => response.end(token),
    "the token as JSON": (response, { token }) => response.end(JSON.stringify(token)),
    "the request's own headers": (response, { token }) =>
        response.end(JSON.stringify({ errors: [{ msg: `auth: ${token}` }] })),
    "a redirect to a command": answered("", 302, { location: "https://example.com/$(id)`id`'\";id" }),
    "a redirect to itself": answered("", 307, { location: "/api/public/usersInfo" }),
    "a redirect of 8,000 characters": answered("", 301, { location: `https://example.com/${long(8_000)}` }),
    "a redirect to nowhere": answered("", 302, { location: "" }),
    "a redirect to a file": answered("", 302, { location: "file:///etc/passwd" }),
    "a header that is too long": raw("HTTP/1.1 200 OK", `X-Long: ${long(70_000)}`, "Content-Length: 2", "", "{}"),
    "a thousand headers": raw(
        "HTTP/1.1 200 OK",
        ...Array.from({ length: 1_000 }, (_, n) => `X-${n}: 1`),
        "Content-Length: 0",
        "",
        "",
    ),
    "no HTTP": raw("SSH-2.0-OpenSSH_9.6", "", ""),
    "HTTP without a status": raw("HTTP/1.1", "", ""),
    "HTTP 0.9": raw("{}"),
    "a length that is too great": raw("HTTP/1.1 200 OK", "Content-Length: 100", "", "{}"),
    "a length that is too small": raw("HTTP/1.1 200 OK", "Content-Length: 1", "", '{"msg":"ok"}'),
    "a length that is no number": raw("HTTP/1.1 200 OK", "Content-Length: many", "", "{}"),
    "a length below zero": raw("HTTP/1.1 200 OK", "Content-Length: -1", "", "{}"),
    "two lengths": raw("HTTP/1.1 200 OK", "Content-Length: 2", "Content-Length: 3", "", "{} "),
    "a length and chunks": raw(
        "HTTP/1.1 200 OK",
        "Content-Length: 2",
        "Transfer-Encoding: chunked",
        "",
        "2",
        "{}",
        "0",
        "",
        "",
    ),
    "a chunk that never ends": (response) =>
        void response.socket?.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n{"),
    "a chunk of no size": raw("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "zz", "{}", "0", "", ""),
    "a trickle": trickle,
    silence: () => undefined,
    "a connection that is closed": (response) => void response.socket?.destroy(),
    "a connection that is reset": (response) => void response.socket?.resetAndDestroy(),
    "a switch of protocols": raw("HTTP/1.1 101 Switching Protocols", "Upgrade: h2c", "Connection: Upgrade", "", ""),
    "100 and then nothing": raw("HTTP/1.1 100 Continue", "", ""),
    "102 and then a refusal": raw(
        "HTTP/1.1 102 Processing",
        "",
        "HTTP/1.1 400 Bad Request",
        "Content-Length: 26",
        "",
        '{"errors":[{"msg": "no"}]}',
    ),
    "103 and then nothing": raw("HTTP/1.1 103 Early Hints", "Link: </a>", "", ""),
};

/** A byte in a while, and never an end. */
function trickle(...[response]: Parameters<Answer>): void {
    response.writeHead(200, jsonType);
    const timer = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(timer));
}

const statuses = [
    201, 202, 203, 204, 205, 206, 226, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407,
    408, 409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 451, 499, 500, 501, 502,
    503, 504, 505, 507, 508, 511, 520, 522, 525, 530, 599, 600, 999,
];

const statusBodies: Record<string, (status: number) => Answer> = {
    nothing: (status) => answered("", status),
    "a page": (status) => answered(page, status, { "content-type": "text/html" }),
    "Kore.ai's words": (status) => refusal("Something is wrong", status),
    "words of another form": (status) => json({ message: "Something is wrong" }, status),
};

const retryAfters = [
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "NaN",
    "soon",
    "Sun, 22 Nov 2099 10:00:20 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "1, 2",
    "",
];

const wordy = [401, 403, 404, 500, 503];

/** Answers that every endpoint can give, and of which none says that somebody is there or not, or was changed. */
export const everywhere: Record<string, Answer> = {
    ...bodies,
    ...Object.fromEntries(
        statuses.flatMap((status, index) =>
            Object.entries(statusBodies)
                .filter((_, body) => wordy.includes(status) || body === index % 4)
                .map(([what, answer]) => [`status ${status} with ${what}`, answer(status)]),
        ),
    ),
    ...Object.fromEntries(
        retryAfters.map((value) => [
            `status 503 and Retry-After: "${value}"`,
            answered("", 503, { "retry-after": value }),
        ]),
    ),
};

/** Refusals for the rate limit, in whatever form. */
export const limits: Record<string, Answer> = {
    "status 429 with nothing": answered("", 429),
    "status 429 with a page": answered(page, 429),
    ...Object.fromEntries(
        ["-1", "0", "NaN", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", ""].map((value) => [
            `status 429 and Retry-After: "${value}"`,
            answered("", 429, { "retry-after": value }),
        ]),
    ),
    "too many requests, in words with status 403": answered("Too many requests", 403),
    "the rate limit, as a refusal with status 200": refusal("Rate limit exceeded", 200),
    "the rate limit, with the token": (response, { token }) =>
        refusal(`Rate limit of ${token} exceeded`, 400)(response, { emailId: "", token, real: undefined }),
};

type Entry = Record<string, unknown> & { userInfo: Record<string, unknown> };

function isEntry(value: unknown): value is Entry {
    return typeof value === "object" && value !== null && "userInfo" in value;
}

/** The real answer of usersInfo about one person, changed. */
function entries(change: (entry: Entry, asked: Asked) => unknown[] | string): Answer {
    return (response, asked) => {
        const [entry] = Array.isArray(asked.real) ? (asked.real as unknown[]) : [];
        const changed = isEntry(entry) ? change(entry, asked) : [];
        answered(typeof changed === "string" ? changed : JSON.stringify(changed))(response, asked);
    };
}

const entryWith = (fields: object) => entries((entry) => [{ ...entry, ...fields }]);
const infoWith = (fields: object) => entries((entry) => [{ ...entry, userInfo: { ...entry.userInfo, ...fields } }]);
const failure = (reason: unknown, status = "failure") =>
    entries((_, { emailId }) => [{ userInfo: { emailId, status, reason } }]);
const deep = JSON.parse(nested(2_000)) as unknown;

/** Answers of usersInfo about somebody who is there, from which nothing can be concluded. */
export const doubtfulEntries: Record<string, Answer> = {
    "an entry of another person": infoWith({ emailId: "somebody.else@example.org" }),
    "10,000 entries of other people": entries((entry) =>
        Array.from({ length: 10_000 }, (_, index) => ({
            ...entry,
            userInfo: { emailId: `other${index}@example.org` },
        })),
    ),
    "two entries that contradict each other": entries((entry) => [entry, { ...entry, isDeveloper: "both" }]),
    "an entry and a failure": entries((entry, { emailId }) => [
        { userInfo: { emailId, status: "failure", reason: "Invalid emailId" } },
        entry,
    ]),
    "two entries that are nested without an end": entries((entry) => [
        { ...entry, deep },
        { ...entry, deep },
    ]),
    "an entry that is nested without an end": entryWith({
        assignBotTasks: [{ streamId: "st-1", dialogs: [], actions: deep }],
    }),
    "an entry with another userId": infoWith({ userId: "u-00000000-0000-0000-0000-000000000000" }),
    "an entry with a userId of 20,000 characters": infoWith({ userId: long(20_000) }),
    "an entry with a userId with escapes": infoWith({ userId: escapes }),
    "an entry with half of a pair as userId": infoWith({ userId: "\ud83d" }),
    "an entry with a userId that is a number": infoWith({ userId: 7 }),
    "an entry with a userId that is the secret": infoWith({ userId: `u-${secret}` }),
    "an entry without a userId": infoWith({ userId: undefined }),
    "an address in Cyrillic letters": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: emailId.replace("e", "\u0435") } },
    ]),
    "an address in wide letters": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: emailId.replace("p", "\uff50") } },
    ]),
    "an address with a zero-width space": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: emailId.replace("@", "\u200b@") } },
    ]),
    "an address with a display name": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: `Ada <${emailId}>` } },
    ]),
    "an address with plus": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: emailId.replace("@", "+1@") } },
    ]),
    "an address that is a list": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: [emailId] } },
    ]),
    "an object in place of the list": entries((entry) => JSON.stringify({ 0: entry, length: 1 })),
    "the list in a list": entries((entry) => [[entry]]),
    "a flag that is a text": entryWith({ isDeveloper: "true" }),
    "a flag that is a text of 1 MB": entryWith({ isDeveloper: long(1_000_000) }),
    "a flag that is the token": entries((entry, { token }) => [{ ...entry, isDeveloper: token }]),
    "a flag that is a number": entryWith({ canCreateBot: 1 }),
    "a flag that is null": entryWith({ canCreateBot: null }),
    "no flags": entryWith({ canCreateBot: undefined, isDeveloper: undefined }),
    "roles that are a text": entryWith({ roles: "admin" }),
    "roles that are a date": entryWith({ roles: { btRoles: new Date(0), adminRoles: [] } }),
    "a role without an id": entryWith({ roles: { btRoles: [{ roleName: "x", botId: "st-1" }], adminRoles: [] } }),
    "a role of numbers": entryWith({ roles: { btRoles: [], adminRoles: [{ roleId: 1 }] } }),
    "groups that are an object": entryWith({ groups: { groupId: "e-1" } }),
    "a group that is null": entryWith({ groups: [null] }),
    "dialogs that are numbers": entryWith({ assignBotTasks: [{ streamId: "st-1", dialogs: [1] }] }),
    "a name that is a number": infoWith({ firstName: 7 }),
    "a name that is an object": infoWith({ lastName: { toString: "x" } }),
    "a status that is a number": infoWith({ status: 1 }),
    "a failure without a reason": failure(undefined),
    "a failure with a reason of numbers": failure(404),
    "a failure with a reason that is empty": failure({ errors: [] }),
    "a failure that says only that somebody is unknown": failure("unknown"),
    "a failure with Invalid emailId in a sentence": failure("Perhaps Invalid emailId, or not"),
    "a failure with Invalid emailId in Cyrillic letters": failure("Inv\u0430lid emailId"),
    "a failure with a reason of 1 MB": failure(long(1_000_000)),
    "a failure with escapes": failure(escapes),
    "a failure with the secret": failure(`not with ${secret}`),
    "a failure with the token": entries((_, { emailId, token }) => [
        { userInfo: { emailId, status: "failure", reason: { errors: [{ msg: token }] } } },
    ]),
    "a failure with half of a pair at the end of what is shown": failure(`${long(297)}\ud83d\ude00${long(10)}`),
    "a success with the reason of a failure": failure("Invalid emailId", "success"),
};

/** Answers of usersInfo that say strange things besides, and of the person what is so. */
export const soundEntries: Record<string, Answer> = {
    "entries of others besides": entries((entry) => [
        { ...entry, userInfo: { emailId: "other@example.org" } },
        null,
        7,
        "x",
        [],
        entry,
    ]),
    "the same entry twice": entries((entry) => [entry, { ...entry }]),
    "an address in capitals with white space": entries((entry, { emailId }) => [
        { ...entry, userInfo: { ...entry.userInfo, emailId: ` ${emailId.toUpperCase()}\t` } },
    ]),
    "a byte order mark": entries((entry) => `\ufeff${JSON.stringify([entry])}`),
    "white space around it": entries((entry) => `\r\n\t ${JSON.stringify([entry], undefined, 8)}\n\n`),
    "keys of prototypes": entries((entry) => {
        const keys = '"__proto__":{"isDeveloper":true,"polluted":1},"constructor":{"prototype":{"polluted":1}},';
        return `[{${keys}${JSON.stringify(entry).slice(1)}]`;
    }),
    "fields that nobody knows": entryWith({ toString: null, hasOwnProperty: 1, length: -1, then: "x", toJSON: "x" }),
    "numbers and dates in fields that nobody knows": entryWith({
        createdOn: new Date(0),
        big: 1e308,
        nested: [[[{}]]],
    }),
    "escapes and halves of pairs in fields that nobody knows": entryWith({ note: `${escapes}\ud83d`, "\ud83d": 1 }),
    "names of 20,000 characters": entryWith({
        groups: [{ groupId: "e-1", groupName: long(20_000) }],
        roles: { btRoles: [], adminRoles: [{ roleId: "r-1", roleName: `${escapes}${long(20_000)}`, groups: [] }] },
    }),
    "10 MB of what nobody knows": entryWith({ note: long(10_000_000) }),
};

/** A success of the three verbs on users that names failed rows. */
const rows = (...failedUserDetails: unknown[]) => json({ msg: "Users are processed", failedUserDetails });
const row =
    (fields: object): Answer =>
    (response, asked) =>
        rows({ userInfo: { emailId: asked.emailId, status: "failure", ...fields } })(response, asked);

/** Answers of the writes. */
export const outcomes: Record<string, Answer> = {
    "a failed row of somebody else": rows({
        userInfo: { emailId: "else@example.org", status: "failure", reason: "no" },
    }),
    "a failed row of nobody": rows({ status: "failure", reason: "no" }),
    "a failed row without anything": rows({}),
    "rows of null": rows(null, null),
    "rows that are texts": rows("person@example.com"),
    "rows that are lists": rows([]),
    "rows that are one text": json({ msg: "ok", failedUserDetails: "all" }),
    "rows that are an object": json({ msg: "ok", failedUserDetails: { 0: "all" } }),
    "rows of null and no message": json({ failedUserDetails: null }),
    "a message of null": json({ msg: null }),
    "a message that is a number": json({ msg: 1 }),
    "a success without rows": json({ msg: "ok" }),
    "a success in words": answered('"SUCCESS"'),
    "a success in a list": json(["SUCCESS"]),
    "a success in lower case": json([" success\n"]),
    "a success and a failure": json(["SUCCESS", "FAILURE"]),
    "a success and a number": json(["SUCCESS", 1]),
    "a failure in a list": json(["FAILURE"]),
    "a success in an object": json({ status: "SUCCESS" }),
    "a success in Cyrillic letters": json(["SU\u0421CESS"]),
    "10,000 failed rows of others": rows(
        ...Array.from({ length: 10_000 }, (_, index) => ({
            userInfo: { emailId: `o${index}@example.org`, status: "failure" },
        })),
    ),
    "a row twice": (response, asked) => {
        const failed = { userInfo: { emailId: asked.emailId, status: "failure", reason: "no" } };
        rows(failed, failed)(response, asked);
    },
    "a row that succeeds and fails": (response, asked) => {
        const { emailId } = asked;
        rows({ emailId, status: "success" }, { emailId, status: "failure", reason: "no" })(response, asked);
    },
    "a row in capitals": (response, asked) =>
        rows({ emailId: ` ${asked.emailId.toUpperCase()} `, status: "FAILURE ", reason: "no" })(response, asked),
    "a row in Cyrillic letters": (response, asked) =>
        rows({ emailId: asked.emailId.replace("e", "\u0435"), status: "failure", reason: "no" })(response, asked),
    "a row with an address of 1 MB": rows({
        emailId: `${long(1_000_000)}@example.org`,
        status: "failure",
        reason: "no",
    }),
    "a row without a reason": row({}),
    "a row with a reason of 1 MB": row({ reason: long(1_000_000) }),
    "a row with a reason that is a number": row({ reason: 7 }),
    "a row with a reason of lists": row({ reason: [["no"]] }),
    "a row with a reason that is nested": row({ reason: { errors: [{ msg: "no", deep }] } }),
    "a row with escapes as reason": row({ reason: escapes }),
    "a row with the secret as reason": row({ reason: `not with ${secret}` }),
    "a row with a token as reason": (response, asked) => row({ reason: { message: asked.token } })(response, asked),
    "a row with half of a pair as reason": row({ reason: "\ud83d" }),
    "a row with a stack as reason": row({ reason: "x\n    at f (/srv/app.js:1:1)" }),
    "a row of an unknown status": row({ status: "perhaps", reason: "no" }),
    "a row with a status that is a number": row({ status: 1, reason: "no" }),
    "a row that says that somebody is unknown": row({ reason: "Invalid emailId" }),
    "keys of prototypes": answered('{"__proto__":{"msg":"ok"},"constructor":{"prototype":{"msg":"ok"}}}'),
    "a key twice": answered('{"msg":"ok","failedUserDetails":[{"status":"failure"}],"failedUserDetails":[]}'),
};
