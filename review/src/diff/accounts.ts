import { hiddenIn } from "../hidden";
import type { KoreUser } from "../koreUser";
import type { KoreUserAccess } from "../koreUserAccess";
import type { KoreUsers } from "../koreUsers";
import { isConfigured, settingsOfInstance } from "../instances";
import { instanceOf, isDefault } from "../urn";
import type { ResourceChange } from "./change";
import type { Preview } from "./preview";

/** The provider instances of a program, with what it sets of each. */
function instancesIn({ steps }: Preview): { urn: string; settings: Record<string, unknown> }[] {
    return steps.flatMap(({ urn, newState, oldState }) => {
        const settings = settingsOfInstance(newState ?? oldState);
        return settings === undefined ? [] : [{ urn, settings }];
    });
}

/** The instances of the stack's configuration: that of dynamic resources, that of the plugin, or both. */
function configuredIn({ steps }: Preview): string[] {
    const references = steps.flatMap(({ provider, oldState }) => [provider, oldState?.provider]);
    const instances = references.flatMap((reference) => (reference ? [instanceOf(reference)] : []));
    return [...new Set(instances.filter(isConfigured))].sort();
}

/** All provider instances that a preview tells of: those of the stack's configuration first, then by their names. */
function settingsIn(preview: Preview): { urn: string; settings: Record<string, unknown> }[] {
    const configured = configuredIn(preview).map((urn) => ({ urn, settings: preview.config }));
    // Not in the order of the steps, which may differ between previews of the same program.
    const instances = instancesIn(preview).sort((a, b) => (a.urn < b.urn ? -1 : 1));
    return [...configured, ...instances];
}

/** By which app an instance comes to its account, and what the program calls that; as far as both are shown. */
export function identitiesOf(preview: Preview): Map<string, { app?: string; accountName?: string }> {
    return new Map(
        settingsIn(preview).map(({ urn, settings }) => {
            const [app, accountName] = [settings["kore:clientId"], settings["kore:accountName"]];
            return [urn, { ...(isShown(app) ? { app } : {}), ...(isShown(accountName) ? { accountName } : {}) }];
        }),
    );
}

/** What the settings say of accounts, each by its first instance. */
interface Accounts {
    /** The first instance, by the others of the same account. */
    same: Map<string, string>;
    /** Those whose account the program names. */
    named: Set<string>;
    /** Those by which the last administrator may go (lastAdministrator: allow). */
    unguarded: Set<string>;
}

export function accountsIn(preview: Preview): Accounts {
    const first = new Map<string, string>();
    const [same, named, unguarded] = [new Map<string, string>(), new Set<string>(), new Set<string>()];
    // Whatever it is, the configuration is the same for all of them.
    const [configured] = configuredIn(preview);
    for (const { urn, settings } of settingsIn(preview)) {
        const account = accountKeyOf(settings);
        const known = (account && first.get(account.key)) ?? (isConfigured(urn) ? configured : undefined) ?? urn;
        if (settings["kore:lastAdministrator"] === "allow") unguarded.add(known);
        same.set(urn, known);
        if (account === undefined) continue;
        first.set(account.key, known);
        if (account.isNamed) named.add(known);
    }
    return { same, named, unguarded };
}

/**
 * What an account is known by, as the provider sees it: a host has many accounts and an account many apps, so that only
 * the same app at the same host is surely the same account, or the same name that the program gives it.
 */
function accountKeyOf(settings: Record<string, unknown>): { key: string; isNamed: boolean } | undefined {
    const [host, name, app] = [
        settings["kore:host"],
        settings["kore:accountName"],
        settings["kore:jwt"] || settings["kore:clientId"],
    ].map((value) => value || undefined);
    if (!isShown(host)) return undefined;
    if (isShown(name)) return { key: `${hostOf(host)} account ${name}`, isNamed: true };
    return name === undefined && isShown(app) ? { key: `${hostOf(host)} app ${app}`, isNamed: false } : undefined;
}

/** The hosts of provider instances: by their settings, else by what the state has of their people. */
export function hostsOf(
    preview: Preview,
    changes: ResourceChange<KoreUser | KoreUsers | KoreUserAccess>[],
): Map<string, string> {
    const hosts = new Map<string, string>();
    for (const { urn, settings } of instancesIn(preview)) {
        const host = settings["kore:host"];
        if (isShown(host)) hosts.set(urn, hostOf(host));
    }
    const configured = preview.config["kore:host"];
    for (const { instance, formerInstance, before } of changes) {
        const stated = formerInstance ?? instance;
        if (hosts.has(stated)) continue;
        if (isDefault(instance) && isShown(configured)) hosts.set(instance, hostOf(configured));
        else if (before?.account) hosts.set(stated, before.account);
    }
    return hosts;
}

function isShown(value: unknown): value is string {
    return typeof value === "string" && hiddenIn(value) === undefined;
}

function hostOf(setting: string): string {
    try {
        return new URL(/^https?:\/\//.test(setting) ? setting : `https://${setting}`).host;
    } catch {
        return setting;
    }
}
