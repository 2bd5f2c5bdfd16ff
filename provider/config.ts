import * as v from "valibot";
import { KoreError } from "./api/errors";
import type { ClientSettings, Credentials } from "./api/settings";
import { meantBy } from "./misspelling";
import { isOfThisMachine } from "./model/host";

/** One of the `kore:` settings, as messages name it. */
interface Setting {
    /** How an example of its value looks in a command; empty for a secret, which the command asks for. */
    example: string;
    secret?: boolean;
    /** Whether a wrong value is best taken away: what it may be lifts a guard. */
    lifts?: boolean;
}

const settings = {
    host: { example: "platform.kore.ai" },
    clientId: { example: "cs-…" },
    clientSecret: { example: "", secret: true },
    jwt: { example: "", secret: true },
    requestsPerMinute: { example: "50" },
    requestsPerHour: { example: "1500" },
    batchSize: { example: "50" },
    requestTimeout: { example: "30" },
    readOnly: { example: "true" },
    plainHttp: { example: "true" },
    accountName: { example: "production" },
    lastAdministrator: { example: "allow", lifts: true },
    withoutPreview: { example: "allow", lifts: true },
    refreshBeforeUpdate: { example: "true" },
} as const satisfies Record<string, Setting>;

type Key = keyof typeof settings;

/** The names of all settings: keys under `kore:`, and arguments of a provider instance. */
export const settingNames: readonly string[] = Object.keys(settings);

/** The secrets among them, which the stack configuration should hold encrypted. */
export const secretKeys = Object.entries(settings).flatMap(([key, setting]) => ("secret" in setting ? [key] : []));

/** Answers the value of a key of the stack configuration, such as "kore:host". */
export type ConfigSource = (key: string) => string | undefined;

type Read = <T>(key: Key, schema: v.GenericSchema<string, T>, otherwise: T) => T;
type Complain = (key: Key, problem: string, command?: string) => void;

const wholeNumber = (least: number, most: number) => {
    const wanted = `must be a whole number of at least ${least}`;
    return v.pipe(
        v.string(),
        v.regex(/^\d+$/, wanted),
        v.transform(Number),
        v.minValue(least, wanted),
        v.maxValue(most, `must be at most ${most}`),
    );
};
// A larger one would be no number any more, or more milliseconds than a timer takes.
const anyNumber = 1_000_000_000;

const flag = v.pipe(
    v.picklist(["true", "false"], "must be true or false"),
    v.transform((text) => text === "true"),
);

const host = v.pipe(
    v.string(),
    v.transform((text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)),
    v.check(isBaseUrl, "must be a host such as platform.kore.ai, or a URL that starts with https:// or http://"),
    v.check(
        isPlain,
        ({ input }) => `must be written in plain letters, as the address that it leads to (${ledTo(input)})`,
    ),
    v.transform((url) => url.replace(/\/+$/, "")),
);

const permission = v.pipe(
    v.picklist(["allow"], "must be allow, or unset"),
    v.transform(() => true),
);

/** All settings of a provider process. */
export interface Settings extends ClientSettings {
    /** Whether a step may leave the account without an administrator. */
    mayTakeLastAdministrator: boolean;
    /** Whether a step may take what another resource may yet give, in an update that no preview has gone before. */
    mayTakeUnseen: boolean;
    /** Whether the plugin has the engine read each resource before it compares it. */
    refreshBeforeUpdate: boolean;
}

/** Which of these are no arguments of a provider instance, each with the one that was probably meant. */
export function unknownArguments(names: string[]): { name: string; meant: string | undefined }[] {
    const unknown = names.filter((name) => !settingNames.includes(name));
    return unknown.map((name) => ({ name, meant: meantBy(name, settingNames) }));
}

/** The key by which an explicit provider instance tells its name, and that its settings are all there is. */
export const instanceKey = "kore:instance";

/**
 * Reads the settings: from the stack configuration (`kore:host`, …), else from the environment (`KORE_HOST`, …); of an
 * explicit provider instance from its arguments alone, so that no secret of one account reaches another. `KORE_READ_ONLY`
 * holds every account back, whatever its configuration or arguments say.
 *
 * @throws KoreError `settings` that names every setting that is missing or wrong, with the command that sets it; or, before
 * that, every variable of the environment that is misspelt.
 */
export function readSettings(config: ConfigSource, environment: NodeJS.ProcessEnv = process.env): Settings {
    const problems: string[] = [];
    const instance = config(instanceKey);
    refuseMisspelt(instance === undefined ? [] : "instance", environment);
    const given = (key: Key): string | undefined => {
        const isBrake = key === "readOnly";
        const values = [
            config(`kore:${key}`),
            instance === undefined && !isBrake ? environment[environmentName(key)] : undefined,
        ].map((value) => value?.trim());
        return values.find((value) => value !== undefined && value !== "");
    };
    const complain: Complain = (key, problem, command = commandFor(key, settings[key].example)) =>
        problems.push(instance === undefined ? `kore:${key} ${problem}: ${command}` : `${key} ${problem}`);
    const read: Read = (key, schema, otherwise) => {
        const value = given(key);
        if (value === undefined) return otherwise;
        const parsed = v.safeParse(schema, value);
        if (parsed.success) return parsed.output;
        complain(key, `${parsed.issues[0].message}, and is "${withoutPassword(value)}"`, removalOf(key));
        return otherwise;
    };

    // In a plain destroy the engine tells the configuration, and the instances' arguments, of the last update: the environment is
    // what holds every command back. A value that is neither true nor false is no reason to write.
    const isHeldBack = (): boolean => {
        const brake = v.safeParse(flag, environment[environmentName("readOnly")]?.trim() || "false");
        if (brake.success) return brake.output;
        const { message, input } = brake.issues[0];
        complain(
            "readOnly",
            `in the environment (${environmentName("readOnly")}) ${message}, and is "${withoutPassword(String(input))}"`,
            "set it to true, or unset it",
        );
        return false;
    };

    const result: Settings = {
        baseUrl: readHost(given, read, complain),
        credentials: readCredentials(given, complain),
        ...readLimits(read),
        readOnly: isHeldBack() || read("readOnly", flag, false),
        mayTakeLastAdministrator: read("lastAdministrator", permission, false),
        mayTakeUnseen: read("withoutPreview", permission, false),
        refreshBeforeUpdate: read("refreshBeforeUpdate", flag, false),
    };
    if (problems.length > 0) throw notConfigured(problems, instance);
    return result;
}

function readLimits(read: Read) {
    return {
        requestsPerMinute: read("requestsPerMinute", wholeNumber(1, anyNumber), 50),
        requestsPerHour: read("requestsPerHour", wholeNumber(1, anyNumber), 1500),
        batchSize: read("batchSize", wholeNumber(1, anyNumber), 50),
        requestTimeout: read("requestTimeout", wholeNumber(1, 3600), 30),
    };
}

function readHost(given: (key: Key) => string | undefined, read: Read, complain: Complain): string {
    if (given("host") === undefined) complain("host", "is missing");
    const baseUrl = read("host", host, "");
    const isAllowed = read("plainHttp", flag, false);
    if (!isAllowed && isReadOnTheWay(baseUrl))
        complain(
            "host",
            `is ${baseUrl}, by plain http, where anybody on the way reads the tokens; it must be https, or kore:plainHttp true for a network of your own`,
        );
    return baseUrl;
}

function readCredentials(given: (key: Key) => string | undefined, complain: Complain): Credentials {
    const jwt = given("jwt");
    const clientId = given("clientId");
    const clientSecret = given("clientSecret");
    if (jwt !== undefined) {
        if (clientSecret !== undefined)
            complain(
                "jwt",
                "and kore:clientSecret are both set, and only one of them can be used",
                "pulumi config rm kore:jwt, or pulumi config rm kore:clientSecret",
            );
        return { jwt };
    }
    if (clientId === undefined) complain("clientId", "is missing");
    if (clientSecret === undefined) complain("clientSecret", "is missing");
    return { clientId: clientId ?? "", clientSecret: clientSecret ?? "" };
}

function notConfigured(problems: string[], instance: string | undefined): KoreError {
    return new KoreError({
        code: "kore:not-configured",
        kind: "settings",
        what: `${instance === undefined ? "pulumi-kore" : `kore.Provider "${instance}"`} is not configured, and nothing was sent to Kore.ai`,
        why: ["", ...problems].join("\n  "),
        advice:
            instance === undefined
                ? "The environment does as well (KORE_HOST, KORE_CLIENT_ID, KORE_CLIENT_SECRET, …)."
                : "Correct its arguments in the program.",
    });
}

// Variables that are no settings. Like KORE_READ_ONLY they hold for provider instances as well.
const otherVariables = ["KORE_RECEIPT", "KORE_RECORD_FOLDER"];

/**
 * Refuses a setting whose name is nearly that of one that there is: it has no effect, and who has written `kore:readonly`
 * counts on it. Its value, which may be a secret, is not shown.
 *
 * @param keys all keys of the stack's configuration, such as "kore:host"; for an explicit provider instance, which takes
 * nothing from there and little from the environment, "instance"
 * @throws KoreError `settings` that names all of them, each with the name that was meant and what mends it.
 */
export function refuseMisspelt(
    keys: readonly string[] | "instance",
    environment: NodeJS.ProcessEnv = process.env,
): void {
    const ofConfiguration = keys === "instance" ? [] : misspeltKeys(keys);
    const misspelt = [
        ...ofConfiguration,
        ...misspeltVariables(keys === "instance" ? ["readOnly"] : settingNames, environment),
    ];
    if (misspelt.length === 0) return;
    throw new KoreError({
        code: "kore:misspelt-setting",
        kind: "settings",
        what: "Nothing was sent to Kore.ai, as a setting with a misspelt name has no effect",
        why: ["", ...misspelt].join("\n  "),
        advice:
            ofConfiguration.length > 0
                ? "What pulumi config rm does not take away stands in Pulumi.yaml, or in an environment of Pulumi ESC."
                : "A variable that is your own needs another name.",
    });
}

function misspeltKeys(keys: readonly string[]): string[] {
    return namesIn(keys).flatMap((name) => {
        const meant = meantBy(name, settingNames);
        if (meant === undefined) return [];
        const key = /^[\w.-]+$/.test(name) ? `kore:${name}` : JSON.stringify(`kore:${name}`);
        return [
            `kore:${name} is no setting of pulumi-kore; did you mean kore:${meant}? pulumi config rm ${key}, then ${commandFor(meant, "…")}`,
        ];
    });
}

function misspeltVariables(ofSettings: readonly string[], environment: NodeJS.ProcessEnv): string[] {
    const known = [...ofSettings.map(environmentName), ...otherVariables];
    // Windows takes a variable's name in any letter case.
    const isKnown = (variable: string) =>
        known.includes(process.platform === "win32" ? variable.toUpperCase() : variable);
    return Object.entries(environment).flatMap(([variable, value = ""]) => {
        const [, name] = /^KORE_(.+)$/i.exec(variable) ?? [];
        if (name === undefined || value.trim() === "" || isKnown(variable)) return [];
        const meant = meantBy(
            name.toLowerCase(),
            known.map((each) => each.replace("KORE_", "")),
        );
        return meant === undefined
            ? []
            : [
                  `${variable} is no variable of pulumi-kore; did you mean KORE_${meant}? unset ${variable}, then set KORE_${meant}`,
              ];
    });
}

/**
 * The keys of the stack's configuration under `kore:` that resemble no setting: another name altogether, or one of the user's
 * own, where the project is named kore.
 *
 * @param keys all keys of the stack's configuration
 */
export function unknownSettings(keys: readonly string[]): string[] {
    const known = [...settingNames, ...namesIn([instanceKey])];
    return namesIn(keys)
        .filter((name) => !known.includes(name) && meantBy(name, settingNames) === undefined)
        .map((name) => `kore:${name}`);
}

function namesIn(keys: readonly string[]): string[] {
    return keys.filter((key) => key.startsWith("kore:")).map((key) => key.slice("kore:".length));
}

/** What tells one account from another. */
export interface AccountKey {
    /** The same for the same account, as far as that is known. */
    key: string;
    host: string;
    /** Whether the program gives the account a name: two names are surely two accounts. */
    isNamed: boolean;
}

/**
 * What tells one account from another. A host has many accounts and an account many apps, so that only the same app at the
 * same host is surely the same account, or the same name that the program gives it.
 *
 * @returns undefined, where host or app are not known as text
 */
export function accountKey(settingsOf: { [K in "host" | "accountName" | "clientId" | "jwt"]?: unknown }):
    AccountKey | undefined {
    const baseUrl = v.safeParse(host, settingsOf.host);
    const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
    const app = [settingsOf.jwt, settingsOf.clientId].find(isText);
    if (!baseUrl.success) return undefined;
    const name = new URL(baseUrl.output).host;
    if (isText(settingsOf.accountName))
        return { key: `${name} account ${settingsOf.accountName}`, host: name, isNamed: true };
    return app === undefined ? undefined : { key: `${name} app ${app}`, host: name, isNamed: false };
}

/** The accountKey of the stack's configuration, or of the environment; of an instance, of its arguments alone. */
export function configuredAccountKey(
    config: ConfigSource,
    environment: NodeJS.ProcessEnv = process.env,
): AccountKey | undefined {
    const isInstance = config(instanceKey) !== undefined;
    const given = (key: Key) => config(`kore:${key}`) ?? (isInstance ? undefined : environment[environmentName(key)]);
    return accountKey({
        host: given("host"),
        accountName: given("accountName"),
        clientId: given("clientId"),
        jwt: given("jwt"),
    });
}

/** "KORE_CLIENT_ID" for "clientId". */
export function environmentName(key: string): string {
    return `KORE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** How a setting is taken away, where a wrong value is not best corrected. */
function removalOf(key: Key): string | undefined {
    return "lifts" in settings[key] ? `pulumi config rm kore:${key}` : undefined;
}

/** @param example stands for the value; a secret's is asked for */
function commandFor(key: string, example: string): string {
    return [
        "pulumi config set",
        ...(secretKeys.includes(key) ? ["--secret", `kore:${key}`] : [`kore:${key}`, example]),
    ].join(" ");
}

function isBaseUrl(text: string): boolean {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return ["https:", "http:"].includes(protocol) && hostname !== "" && !/[?#@\\\s]|:\/(?!\/)|:\/.*:\//.test(text);
}

// What is written otherwise (letters of other scripts, other dots, %2e, a number for an address) leads where nobody who reads it
// expects.
const plainUrl = /^https?:\/\/(\w(?:[\w.-]*\w)?|\[[\da-f:.]+\])(?::\d+)?(?:\/[\w~-][\w.~-]*)*\/*$/i;

function isPlain(text: string): boolean {
    if (!isBaseUrl(text)) return true; // which is said already
    const [, hostname = ""] = plainUrl.exec(text) ?? [];
    return hostname.startsWith("[") || (hostname !== "" && hostname.toLowerCase() === new URL(text).hostname);
}

/** Where a URL leads, as it is looked up. */
function ledTo(text: string): string {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname.replace(/\/+/g, "/").replace(/\/$/, "")}`;
}

/** Whether requests leave this machine without TLS. */
function isReadOnTheWay(baseUrl: string): boolean {
    if (!baseUrl.toLowerCase().startsWith("http:")) return false;
    return !isOfThisMachine(new URL(baseUrl).hostname);
}

/** "https://…@platform.kore.ai" of a URL with a user or a password in it. */
function withoutPassword(value: string): string {
    return value.replace(/^([a-z]+:\/\/)?.*@/i, "$1…@");
}
