import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import sinon from "sinon";
import { Account } from "../../../provider/api/client";
import { KoreError } from "../../../provider/api/errors";
import {
    environmentName,
    readSettings,
    refuseMisspelt,
    secretKeys,
    type Settings,
    unknownSettings,
} from "../../../provider/config";

type Values = Record<string, string>;

const app = { host: "platform.kore.ai", clientId: "cs-1", clientSecret: "the-secret-of-the-app" };

function read(values: Values, environment: Values = {}): Settings {
    return readSettings((key) => values[key.replace(/^kore:/, "")], environment);
}

function errorOf(values: Values, environment: Values = {}): KoreError {
    try {
        read(values, environment);
    } catch (error) {
        assert(error instanceof KoreError);
        assert.equal(error.kind, "settings");
        assert.doesNotMatch(error.stack ?? "", /\bat /);
        return error;
    }
    return assert.fail("the settings were taken");
}

describe("kore:host", () => {
    const forms: [string, string, string][] = [
        ["a bare host", "platform.kore.ai", "https://platform.kore.ai"],
        ["a host with a port", "kore.example.com:8443", "https://kore.example.com:8443"],
        ["localhost with a port", "localhost:8080", "https://localhost:8080"],
        ["an https URL", "https://platform.kore.ai", "https://platform.kore.ai"],
        ["an http URL of this machine, for an emulator", "http://localhost:8080", "http://localhost:8080"],
        ["a URL with a path", "https://example.com/kore", "https://example.com/kore"],
        ["a host with slashes at the end", "platform.kore.ai//", "https://platform.kore.ai"],
        ["a URL with a slash at the end", "https://platform.kore.ai/", "https://platform.kore.ai"],
        ["a host with white space around it", "  platform.kore.ai\n", "https://platform.kore.ai"],
        ["an address of IPv6", "http://[::1]:8080", "http://[::1]:8080"],
    ];
    for (const [what, given, baseUrl] of forms) {
        it(`may be ${what}`, () => {
            assert.equal(read({ ...app, host: given }).baseUrl, baseUrl);
        });
    }

    it("leads to the same account in whatever letter case and form it is written", () => {
        const names = [
            "platform.kore.ai",
            "Platform.KORE.ai",
            "HTTPS://platform.kore.ai/",
            "https://platform.kore.ai:443",
        ].map((host) => new Account(read({ ...app, host })).name);
        assert.deepEqual(new Set(names), new Set(["platform.kore.ai"]));
    });

    for (const host of [
        "ftp://platform.kore.ai",
        "https://",
        "https://platform kore ai",
        "plat\nform.kore.ai",
        "https:/platform.kore.ai",
        "https://https://platform.kore.ai",
        "platform.kore.ai\\x",
        "platform.kore.ai:port",
        "https://platform.kore.ai?x=1",
        "https://platform.kore.ai#x",
        "https://platform.kore.ai?",
    ]) {
        it(`is refused, and shown, where it is ${host}`, () => {
            const { message } = errorOf({ ...app, host });
            assert(
                message.includes(
                    `kore:host must be a host such as platform.kore.ai, or a URL that starts with https:// or http://, and is "${host}": pulumi config set kore:host platform.kore.ai`,
                ),
                message,
            );
        });
    }

    for (const host of [
        "https://ada:hunter2@platform.kore.ai",
        "https://:hunter2@platform.kore.ai",
        "ada:hunter2@platform.kore.ai",
        "https://hunter2@platform.kore.ai",
    ]) {
        it(`is refused with a user or a password in it, which is not shown: ${host.replace("hunter2", "…")}`, () => {
            const { message } = errorOf({ ...app, host });
            assert.match(message, /kore:host must be a host/);
            assert(!message.includes("hunter2"), message);
        });
    }
});

describe("kore:host that is not what it seems", () => {
    const forms: [string, string, string][] = [
        ["letters of another alphabet", "pl\u0430tform.kore.ai", "https://xn--pltform-3fg.kore.ai"],
        ["a dot that is none", "platform\u3002kore.ai", "https://platform.kore.ai"],
        ["a dot in disguise", "platform%2ekore.ai", "https://platform.kore.ai"],
        ["wide letters", "\uff50latform.kore.ai", "https://platform.kore.ai"],
        ["a number for an address", "https://2130706433", "https://127.0.0.1"],
        ["a part of an address", "https://127.1", "https://127.0.0.1"],
        ["slashes in its path", "https://platform.kore.ai//kore", "https://platform.kore.ai/kore"],
        ["a path that goes up", "https://platform.kore.ai/a/../kore", "https://platform.kore.ai/kore"],
        ["signs of a shell", "https://kore.example.com/$(id)", "https://kore.example.com/$(id)"],
        ["signs of a shell in the host", "https://$(id).example.com", "https://$(id).example.com"],
    ];
    for (const [what, host, leadsTo] of forms) {
        it(`is refused with ${what}, and where it leads is shown`, () => {
            const { message } = errorOf({ ...app, host });
            assert(
                message.includes(
                    `kore:host must be written in plain letters, as the address that it leads to (${leadsTo}), and is "${host}"`,
                ),
                message,
            );
        });
    }
});

describe("kore:host by plain http", () => {
    for (const host of [
        "http://localhost",
        "http://kore.localhost:80/x",
        "http://127.0.0.1:8080",
        "http://127.8.8.8",
        "http://[::1]",
    ])
        it(`is taken for this machine: ${host}`, () => assert.equal(read({ ...app, host }).baseUrl, host));

    for (const host of [
        "http://kore.example.com",
        "HTTP://10.0.0.1:8080",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
    ]) {
        it(`is refused for another machine, unless kore:plainHttp is true: ${host}`, () => {
            assert.match(errorOf({ ...app, host }).message, /kore:host is http:.*by plain http.*kore:plainHttp true/i);
            assert.match(errorOf({ ...app, host, plainHttp: "false" }).message, /by plain http/);
            assert.equal(read({ ...app, host, plainHttp: "true" }).baseUrl, host);
            assert.equal(read({ ...app, host }, { KORE_PLAIN_HTTP: "true" }).baseUrl, host);
        });
    }
});

describe("the numbers among the settings", () => {
    const numbers = { requestsPerMinute: 50, requestsPerHour: 1500, batchSize: 50, requestTimeout: 30 };

    it("have the documented defaults", () => {
        assert.deepEqual(read(app), {
            baseUrl: "https://platform.kore.ai",
            credentials: { clientId: "cs-1", clientSecret: app.clientSecret },
            ...numbers,
            readOnly: false,
            mayTakeLastAdministrator: false,
            mayTakeUnseen: false,
            refreshBeforeUpdate: false,
        });
    });

    for (const key of Object.keys(numbers) as (keyof typeof numbers)[]) {
        it(`take any whole number from 1 for ${key}`, () => {
            assert.equal(read({ ...app, [key]: "1" })[key], 1);
            assert.equal(read({ ...app, [key]: " 1800 " })[key], 1800);
        });

        it(`are refused, and shown with a command, where ${key} is none`, () => {
            for (const value of ["0", "-1", "1.5", "1e3", "many", "0x10", "60s"]) {
                const { message } = errorOf({ ...app, [key]: value });
                assert(
                    message.includes(
                        `kore:${key} must be a whole number of at least 1, and is "${value}": pulumi config set kore:${key} ${numbers[key]}`,
                    ),
                    message,
                );
            }
            const most = key === "requestTimeout" ? 3600 : 1_000_000_000;
            assert.equal(read({ ...app, [key]: String(most) })[key], most);
            for (const value of [String(most + 1), "2147484000", "9".repeat(400)])
                assert(
                    errorOf({ ...app, [key]: value }).message.includes(`kore:${key} must be at most ${most}, and is`),
                    value,
                );
        });
    }
});

describe("kore:lastAdministrator", () => {
    it("allows where it says so: in the configuration or the environment, of an instance in its arguments alone", () => {
        const instance = (values: Values, environment: Values) =>
            read({ ...values, instance: "eu" }, environment).mayTakeLastAdministrator;
        const environment = { KORE_LAST_ADMINISTRATOR: "allow" };
        assert.equal(read({ ...app, lastAdministrator: " allow " }).mayTakeLastAdministrator, true);
        assert.equal(read(app, environment).mayTakeLastAdministrator, true);
        assert.equal(read({ ...app, lastAdministrator: "" }).mayTakeLastAdministrator, false);
        assert.equal(instance({ ...app, lastAdministrator: "allow" }, {}), true);
        assert.equal(instance(app, environment), false);
    });

    it("is refused, and shown, where it is anything else", () => {
        for (const value of ["true", "deny", "ALLOW", "allowed"]) {
            const message = `kore:lastAdministrator must be allow, or unset, and is "${value}": pulumi config rm kore:lastAdministrator`;
            assert(errorOf({ ...app, lastAdministrator: value }).message.includes(message));
        }
    });

    it("is refused by another name", () => {
        const told = "kore:lastAdministrators is no setting of pulumi-kore; did you mean kore:lastAdministrator?";
        assert.throws(
            () => refuseMisspelt(["kore:lastAdministrators"], {}),
            (error) => error instanceof KoreError && error.message.includes(told),
        );
    });
});

describe("kore:readOnly", () => {
    const instance = (settings: Record<string, string>, environment: NodeJS.ProcessEnv) =>
        readSettings(
            (key) =>
                ({
                    "kore:instance": "eu",
                    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`kore:${name}`, value])),
                })[key],
            environment,
        );

    it("is on where the environment says so, whatever the configuration or an instance says: in a destroy that is what the last update had", () => {
        assert.equal(read({ ...app, readOnly: "false" }, { KORE_READ_ONLY: " true " }).readOnly, true);
        assert.equal(read({ ...app, readOnly: "true" }, { KORE_READ_ONLY: "false" }).readOnly, true);
        assert.equal(instance(app, { KORE_READ_ONLY: "true" }).readOnly, true);
        assert.equal(instance({ ...app, readOnly: "true" }, { KORE_READ_ONLY: "" }).readOnly, true);
        assert.equal(instance(app, {}).readOnly, false);
    });

    it("in the environment is refused in other words, whatever the configuration says: somebody wanted to hold a command back", () => {
        const message = 'readOnly in the environment (KORE_READ_ONLY) must be true or false, and is "1"';
        for (const settings of [app, { ...app, readOnly: "false" }, { ...app, readOnly: "true" }]) {
            assert(
                errorOf(settings, { KORE_READ_ONLY: "1" }).message.includes(
                    `\n  kore:${message}: set it to true, or unset it\n`,
                ),
            );
            assert.throws(
                () => instance(settings, { KORE_READ_ONLY: "1" }),
                (error: Error) => error.message.includes(`\n  ${message}\n`),
            );
        }
    });

    it("is true or false, and false by itself", () => {
        assert.equal(read({ ...app, readOnly: "true" }).readOnly, true);
        assert.equal(read({ ...app, readOnly: "false" }).readOnly, false);
    });

    it("is refused in other words, rather than taken for either", () => {
        for (const value of ["yes", "1", "True"])
            assert(
                errorOf({ ...app, readOnly: value }).message.includes(
                    `kore:readOnly must be true or false, and is "${value}"`,
                ),
            );
    });
});

describe("the credentials", () => {
    it("are an app, or a token made elsewhere", () => {
        assert.deepEqual(read(app).credentials, { clientId: "cs-1", clientSecret: app.clientSecret });
        assert.deepEqual(read({ host: app.host, jwt: "a.b.c" }).credentials, { jwt: "a.b.c" });
    });

    it("may have white space around them, as a file or a terminal leaves it", () => {
        assert.deepEqual(read({ ...app, clientId: " cs-1 ", clientSecret: `${app.clientSecret}\n` }).credentials, {
            clientId: "cs-1",
            clientSecret: app.clientSecret,
        });
        assert.deepEqual(read({ host: app.host, jwt: "a.b.c\n" }).credentials, { jwt: "a.b.c" });
    });

    it("are one of both: a token beside a secret is refused, with a command for either way", () => {
        const { message } = errorOf({ ...app, jwt: "the.token.itself" });
        assert.match(message, /kore:jwt and kore:clientSecret are both set/);
        assert.match(message, /pulumi config rm kore:jwt\b/);
        assert.match(message, /pulumi config rm kore:clientSecret\b/);
        assert(!message.includes("the.token.itself") && !message.includes(app.clientSecret));
    });

    it("may name the app beside a token", () => {
        assert.deepEqual(read({ host: app.host, clientId: "cs-1", jwt: "a.b.c" }).credentials, { jwt: "a.b.c" });
    });

    it("are the secrets that the configuration should hold encrypted", () => {
        assert.deepEqual(secretKeys, ["clientSecret", "jwt"]);
    });
});

describe("settings that are missing or wrong", () => {
    it("are all in one message, each with the command that sets it on a line of its own", () => {
        const lines = errorOf({})
            .message.split("\n")
            .map((line) => line.trim());
        assert(lines.includes("kore:host is missing: pulumi config set kore:host platform.kore.ai"));
        assert(lines.includes("kore:clientId is missing: pulumi config set kore:clientId cs-…"));
        assert(lines.includes("kore:clientSecret is missing: pulumi config set --secret kore:clientSecret"));
        assert.match(lines[0] ?? "", /not configured, and nothing was sent/);
        assert.match(lines.at(-1) ?? "", /KORE_HOST, KORE_CLIENT_ID, KORE_CLIENT_SECRET/);
        assert.equal(lines.length, 5);
    });

    it("are told of together, whatever is wrong with each", () => {
        const { message } = errorOf({ host: "ftp://x", clientId: "cs-1", batchSize: "0", readOnly: "maybe" });
        for (const key of ["host", "clientSecret", "batchSize", "readOnly"])
            assert.match(message, new RegExp(`^\\s*kore:${key} `, "m"));
        assert.doesNotMatch(message, /kore:clientId is/);
    });

    it("are missing where they are empty or blank", () => {
        for (const nothing of ["", "  ", "\n"]) {
            const { message } = errorOf({ host: nothing, clientId: nothing, clientSecret: nothing });
            for (const key of ["host", "clientId", "clientSecret"])
                assert(message.includes(`kore:${key} is missing`), message);
        }
    });

    it("never show a secret", () => {
        const { message } = errorOf({ clientId: "cs-1", clientSecret: app.clientSecret, batchSize: "none" });
        assert(!message.includes(app.clientSecret));
    });
});

describe("the environment", () => {
    const environment = {
        KORE_HOST: "env.example.com",
        KORE_CLIENT_ID: "cs-env",
        KORE_CLIENT_SECRET: "secret-env",
        KORE_REQUESTS_PER_MINUTE: "7",
        KORE_REQUEST_TIMEOUT: "8",
        KORE_READ_ONLY: "true",
    };

    it("does as well as the configuration", () => {
        const settings = read({}, environment);
        assert.equal(settings.baseUrl, "https://env.example.com");
        assert.deepEqual(settings.credentials, { clientId: "cs-env", clientSecret: "secret-env" });
        assert.deepEqual([settings.requestsPerMinute, settings.requestTimeout, settings.readOnly], [7, 8, true]);
        assert.deepEqual(read({}, { KORE_HOST: "env.example.com", KORE_JWT: "a.b.c" }).credentials, { jwt: "a.b.c" });
    });

    it("gives way to the configuration, setting by setting", () => {
        const settings = read({ host: "config.example.com", clientSecret: "secret-config" }, environment);
        assert.equal(settings.baseUrl, "https://config.example.com");
        assert.deepEqual(settings.credentials, { clientId: "cs-env", clientSecret: "secret-config" });
    });

    it("names a setting in capitals, with an underscore before each word", () => {
        assert.deepEqual(["host", "clientId", "requestsPerHour"].map(environmentName), [
            "KORE_HOST",
            "KORE_CLIENT_ID",
            "KORE_REQUESTS_PER_HOUR",
        ]);
    });
});

describe("a setting with a misspelt name", () => {
    function refusal(keys: string[] | "instance", environment: Values = {}): string {
        try {
            refuseMisspelt(keys, environment);
        } catch (error) {
            assert(error instanceof KoreError && error.kind === "settings");
            return error.message;
        }
        return "";
    }

    it("is refused, with what was meant, and the commands that mend it", () => {
        assert.equal(
            refusal(["access:team", "kore:host", "kore:readonly"]),
            `Nothing was sent to Kore.ai, as a setting with a misspelt name has no effect:
  kore:readonly is no setting of pulumi-kore; did you mean kore:readOnly? pulumi config rm kore:readonly, then pulumi config set kore:readOnly …
What pulumi config rm does not take away stands in Pulumi.yaml, or in an environment of Pulumi ESC. [kore:misspelt-setting]`,
        );
    });

    it("is told of with all the others", () => {
        const lines = refusal(["kore:requestPerMinute", "kore:clientID", "kore:batchSize"], {
            KORE_READONLY: "true",
        }).split("\n");
        assert.deepEqual(
            lines.slice(1, -1).map((line) => line.trim().replace(/\?.*/, "")),
            [
                "kore:requestPerMinute is no setting of pulumi-kore; did you mean kore:requestsPerMinute",
                "kore:clientID is no setting of pulumi-kore; did you mean kore:clientId",
                "KORE_READONLY is no variable of pulumi-kore; did you mean KORE_READ_ONLY",
            ],
        );
    });

    it("is refused where the right one is there as well", () =>
        assert.match(refusal(["kore:readOnly", "kore:readonly"]), /did you mean kore:readOnly\?/));

    it("that is secret is set by a command that asks for it", () => {
        assert(
            refusal(["kore:clientsecret"]).includes(
                "pulumi config rm kore:clientsecret, then pulumi config set --secret kore:clientSecret\n",
            ),
        );
        assert(refusal(["kore:JWT"]).includes("pulumi config rm kore:JWT, then pulumi config set --secret kore:jwt\n"));
    });

    it("with letters of a shell in it is quoted in the command, and made visible", () => {
        assert(refusal(["kore:read only"]).includes('pulumi config rm "kore:read only", then'));
        assert(refusal(["kore:readOnly\u202e"]).includes("kore:readOnly\\u202e is no setting"));
    });

    it("is none in another namespace", () =>
        assert.equal(refusal(["access:readonly", "korea:readonly", "readonly", "pulumi:readonly"]), ""));

    it("in the environment is refused as well, and its value is not shown", () => {
        const message = refusal([], { KORE_CLIENTSECRET: "hunter2", KORE_READONLY: "true" });
        assert.equal(
            message,
            `Nothing was sent to Kore.ai, as a setting with a misspelt name has no effect:
  KORE_CLIENTSECRET is no variable of pulumi-kore; did you mean KORE_CLIENT_SECRET? unset KORE_CLIENTSECRET, then set KORE_CLIENT_SECRET
  KORE_READONLY is no variable of pulumi-kore; did you mean KORE_READ_ONLY? unset KORE_READONLY, then set KORE_READ_ONLY
A variable that is your own needs another name. [kore:misspelt-setting]`,
        );
        for (const [name, meant] of [
            ["KORE_HOSTS", "KORE_HOST"],
            ["KORE_CLIENTID", "KORE_CLIENT_ID"],
            ["KORE_RECIEPT", "KORE_RECEIPT"],
            ["KORE_RECORDS_FOLDER", "KORE_RECORD_FOLDER"],
            ["KORE_REQUEST_PER_HOUR", "KORE_REQUESTS_PER_HOUR"],
        ] as const) {
            assert(
                refusal([], { [name]: "x" }).includes(`${name} is no variable of pulumi-kore; did you mean ${meant}?`),
                name,
            );
        }
    });

    it("in the environment is none where it is empty, as nothing was meant by it", () =>
        assert.equal(refusal([], { KORE_READONLY: " ", KORE_HOSTS: "" }), ""));

    it("in the environment is none where it is somebody's else: other tools', a service's, another account's", () => {
        const others = [
            "KOREAN_READONLY",
            "KOREHOST",
            "KORE_HOME",
            "KORE_PORT",
            "KORE_SERVICE_HOST",
            "KORE_PORT_443_TCP",
            "KORE_EMULATOR_URL",
            "KORE_ENGINE_CACHE",
            "KORE_IMPORT_PEOPLE",
            "KORE_FUZZ_KNOWN",
            "KORE_CLIENT_SECRET_EU",
            "KORE_EU_CLIENT_SECRET",
            "KORE_HOST_2",
            "KORE_CLIENT_ID_2",
            "PATH",
        ];
        assert.equal(
            refusal(
                [],
                Object.fromEntries(
                    [...others, "KORE_RECEIPT", "KORE_RECORD_FOLDER", "KORE_READ_ONLY"].map((name) => [name, "x"]),
                ),
            ),
            "",
        );
    });

    describe("in another letter case in the environment", () => {
        afterEach(() => sinon.restore());

        it("is refused, as the system knows it by another name", () => {
            sinon.stub(process, "platform").value("linux");
            for (const name of ["kore_read_only", "Kore_Read_Only", "KORE_read_only", "kore_READ_ONLY"])
                assert.match(refusal([], { [name]: "true" }), /did you mean KORE_READ_ONLY\?/, name);
        });

        it("is the setting itself on Windows", () => {
            sinon.stub(process, "platform").value("win32");
            assert.equal(refusal([], { kore_read_only: "true", Kore_Host: "x" }), "");
            assert.match(refusal([], { kore_readonly: "true" }), /did you mean KORE_READ_ONLY\?/);
        });
    });

    it("counts for a provider instance where the right one would: what holds for all accounts", () => {
        assert.match(refusal("instance", { KORE_READONLY: "true" }), /KORE_READONLY is no variable/);
        assert.match(refusal("instance", { KORE_RECIEPT: "x" }), /KORE_RECIEPT is no variable/);
        assert.equal(refusal("instance", { KORE_HOSTS: "a b", KORE_CLIENTID: "x" }), "");
    });

    it("in the environment is refused by whoever reads the settings, for a provider instance as well", () => {
        assert.match(errorOf(app, { KORE_READONLY: "true" }).message, /did you mean KORE_READ_ONLY\?/);
        assert.match(errorOf({}, { KORE_HOSTS: "platform.kore.ai" }).message, /did you mean KORE_HOST\?/);
        assert.match(
            errorOf({ ...app, instance: "eu" }, { KORE_READONLY: "true" }).message,
            /did you mean KORE_READ_ONLY\?/,
        );
    });
});

describe("a key under kore: that resembles no setting", () => {
    it("is known as such", () => {
        const keys = [
            "access:region",
            "kore:host",
            "kore:team",
            "kore:readonly",
            "kore:instance",
            "kore:clientSecretEu",
        ];
        assert.deepEqual(unknownSettings(keys), ["kore:team", "kore:clientSecretEu"]);
    });

    it("is refused nowhere", () => assert.doesNotThrow(() => refuseMisspelt(["kore:team", "kore:clientSecretEu"], {})));
});
