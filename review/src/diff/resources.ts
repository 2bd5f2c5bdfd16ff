import * as v from "valibot";
import { AccessError } from "../accessError";
import { hiddenIn } from "../hidden";
import { koreUser, koreUserType, type KoreUser } from "../koreUser";
import { koreUserAccess, koreUserAccessType, type KoreUserAccess } from "../koreUserAccess";
import { describeIssues } from "../issues";
import { instanceOf, isDefault, partsOf } from "../urn";
import { visible } from "../visible";
import type { Preview, ResourceState, Step } from "./preview";

/** What a preview says of one resource. */
export interface Change<T> {
    urn: string;
    name: string;
    /** The URN of the provider instance; of the first one, where several are of the same account. */
    instance: string;
    /** As the state has it, after the refresh where there is one; undefined for a new one. */
    before?: T;
    /** As it will be; undefined for one that goes. Values that only the update knows are marked. */
    after?: T;
    /** As the state had it before the refresh. */
    earlier?: T;
    /** The URN of the provider instance that the state has, where it is another. */
    formerInstance?: string;
    /** What becomes of it; `refresh`: it was looked at, and is unchanged or gone. */
    step: "create" | "update" | "replace" | "delete" | "same" | "refresh";
    /** Whether a resource that goes is only forgotten (retainOnDelete). */
    retained: boolean;
    /** Whether a replacement of an earlier run has left it behind, to be deleted. */
    leftBehind: boolean;
    /** Whether Pulumi refuses to delete it (protect), before and after. */
    protection: { before: boolean; after: boolean };
}

export interface Resources {
    users: Change<KoreUser>[];
    accesses: Change<KoreUserAccess>[];
    /** Hosts of provider instances, as far as the preview tells. */
    hosts: Map<string, string>;
    /** Provider instances whose account the program names: two names are two accounts. */
    named: Set<string>;
    /** Whether the preview has a step for each resource, the unchanged ones too. */
    complete: boolean;
    /** Whether the account was read for this preview. */
    refreshed: boolean;
}

const providerType = "pulumi:providers:pulumi-nodejs";
const makes = new Set(["create", "import"]);
const replaces = new Set(["replace", "create-replacement", "import-replacement"]);
const keeps = new Set(["same", "update"]);
// What only concerns resources that are read and not managed, and the engine's own bookkeeping.
const nothing = new Set([
    "read",
    "read-replacement",
    "discard",
    "read-discard",
    "discard-replaced",
    "remove-pending-replace",
]);
const known = new Set([...makes, ...replaces, ...keeps, ...nothing, "delete", "delete-replaced", "refresh"]);

/** What a preview says of the people's resources. */
export function resourcesOf(preview: Preview): Resources {
    const { same, named } = accountsIn(preview);
    const inAccount = <T>(change: Change<T>): Change<T> => ({
        ...change,
        instance: same.get(change.instance) ?? change.instance,
    });
    const users = changesOf(preview, koreUserType, koreUser, (user) => user.emailId).map(inAccount);
    const accesses = changesOf(preview, koreUserAccessType, koreUserAccess, () => undefined).map(inAccount);
    return {
        users: withoutGone(users),
        accesses,
        hosts: hostsOf(preview, [...users, ...accesses]),
        named,
        complete: unseen(preview) <= 0,
        refreshed: preview.steps.some(({ op }) => op === "refresh"),
    };
}

function typeOf({ oldState, newState }: Step): string | undefined {
    return newState?.type ?? oldState?.type;
}

function changesOf<T>(
    preview: Preview,
    type: string,
    schema: v.GenericSchema<unknown, T>,
    identityOf: (resource: T) => string | undefined,
): Change<T>[] {
    const byUrn = new Map<string, Step[]>();
    for (const step of preview.steps) {
        if (typeOf(step) !== type) continue;
        if (!known.has(step.op))
            throw new AccessError(
                `The preview has a step '${visible(step.op)}' for ${visible(partsOf(step.urn).name)}, which this kore-access does not know: use a newer one.`,
            );
        byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
    }
    return [...byUrn].flatMap(([urn, steps]) => changesOfOne(urn, steps, schema, identityOf));
}

function changesOfOne<T>(
    urn: string,
    steps: Step[],
    schema: v.GenericSchema<unknown, T>,
    identityOf: (resource: T) => string | undefined,
): Change<T>[] {
    const of = (ops: Set<string>) => steps.find(({ op }) => ops.has(op));
    const refresh = of(new Set(["refresh"]));
    const instance = instanceOf(steps.find(({ provider }) => provider)?.provider ?? "");
    const read = (state: ResourceState | null | undefined, part: "old" | "new") =>
        state == null || state.external
            ? undefined
            : parse(schema, part === "old" ? (state.outputs ?? state.inputs) : state.inputs, urn);
    const change = (
        step: Change<T>["step"],
        old: ResourceState | null | undefined,
        planned: ResourceState | null | undefined,
    ): Change<T> => {
        const formerInstance = old?.provider ? instanceOf(old.provider) : undefined;
        const [before, after, earlier] = [read(old, "old"), read(planned, "new"), read(refresh?.oldState, "old")];
        return {
            urn,
            name: partsOf(urn).name,
            instance,
            ...(formerInstance === undefined || formerInstance === instance ? {} : { formerInstance }),
            ...(before === undefined ? {} : { before }),
            ...(after === undefined ? {} : { after }),
            ...(earlier === undefined ? {} : { earlier }),
            step,
            retained: (step === "delete" || step === "replace") && (old?.retainOnDelete ?? false),
            leftBehind: false,
            protection: { before: old?.protect ?? false, after: planned?.protect ?? false },
        };
    };
    const changes: Change<T>[] = [];
    const [replacement, kept, made, gone] = [of(replaces), of(keeps), of(makes), of(new Set(["delete"]))];
    if (replacement !== undefined) changes.push(change("replace", replacement.oldState, replacement.newState));
    else if (kept !== undefined)
        changes.push(change(kept.op === "update" ? "update" : "same", kept.oldState, kept.newState));
    else if (made !== undefined) changes.push(change("create", undefined, made.newState));
    else if (gone !== undefined) changes.push(change("delete", gone.oldState, undefined));
    else if (refresh !== undefined) changes.push(change("refresh", refresh.oldState, refresh.oldState));
    // One that a replacement of an earlier run has left behind, beside the one that this run replaces.
    for (const { oldState } of steps.filter(({ op }) => op === "delete-replaced")) {
        const left = read(oldState, "old");
        const replaced = read(replacement?.oldState, "old");
        if (left !== undefined && !(replaced !== undefined && identityOf(left) === identityOf(replaced)))
            changes.push({ ...change("delete", oldState, undefined), leftBehind: true });
    }
    return changes.filter(({ before, after }) => before !== undefined || after !== undefined);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, properties: Record<string, unknown>, urn: string): T {
    const parsed = v.safeParse(schema, properties);
    if (parsed.success) return parsed.output;
    throw new AccessError(
        `${visible(partsOf(urn).name)} cannot be understood (${describeIssues(parsed.issues)}): the preview is of a release of pulumi-kore that this kore-access does not know.`,
    );
}

// A resource that was refreshed and then has no step of its own is unchanged, or it has gone in the account. Where another
// one declares the same person it has gone: no program may declare a person twice.
function withoutGone(users: Change<KoreUser>[]): Change<KoreUser>[] {
    const key = ({ instance }: Change<KoreUser>, { emailId }: KoreUser) => `${instance} ${emailId}`;
    const made = new Set(
        users.flatMap((user) => (user.step === "create" && user.after !== undefined ? [key(user, user.after)] : [])),
    );
    return users.map((user) => {
        if (user.step !== "refresh" || user.before === undefined || !made.has(key(user, user.before))) return user;
        const { before: _before, after: _after, ...others } = user;
        return others;
    });
}

/** The first instance of each account, by the others of the same; and those whose account the program names. */
function accountsIn(preview: Preview): { same: Map<string, string>; named: Set<string> } {
    const defaults = preview.steps.flatMap(({ provider }) =>
        provider && isDefault(instanceOf(provider)) ? [instanceOf(provider)] : [],
    );
    const instances = preview.steps.flatMap(({ urn, newState, oldState }) =>
        (newState ?? oldState)?.type === providerType ? [{ urn, settings: (newState ?? oldState)?.inputs ?? {} }] : [],
    );
    const first = new Map<string, string>();
    const same = new Map<string, string>();
    const named = new Set<string>();
    for (const { urn, settings } of [...new Set(defaults)]
        .map((each) => ({ urn: each, settings: preview.config }))
        .concat(instances)) {
        const account = accountOf(settings);
        if (account === undefined) continue;
        const known = first.get(account.key) ?? urn;
        first.set(account.key, known);
        same.set(urn, known);
        if (account.isNamed) named.add(known);
    }
    return { same, named };
}

// As the provider sees it: a host has many accounts and an account many apps, so that only the same app at the same host is surely
// the same account, or the same name that the program gives it.
function accountOf(settings: Record<string, unknown>): { key: string; isNamed: boolean } | undefined {
    const [host, name, app] = [
        settings["kore:host"],
        settings["kore:accountName"],
        settings["kore:jwt"] || settings["kore:clientId"],
    ].map((value) => value || undefined);
    const isShown = (value: unknown): value is string => typeof value === "string" && hiddenIn(value) === undefined;
    if (!isShown(host)) return undefined;
    if (isShown(name)) return { key: `${hostOf(host)} account ${name}`, isNamed: true };
    return name === undefined && isShown(app) ? { key: `${hostOf(host)} app ${app}`, isNamed: false } : undefined;
}

function hostsOf(preview: Preview, changes: Change<KoreUser | KoreUserAccess>[]): Map<string, string> {
    const hosts = new Map<string, string>();
    for (const { urn, newState, oldState } of preview.steps) {
        const state = newState ?? oldState;
        const host = state?.type === providerType ? state.inputs["kore:host"] : undefined;
        if (typeof host === "string" && hiddenIn(host) === undefined) hosts.set(urn, hostOf(host));
    }
    const configured = preview.config["kore:host"];
    for (const { instance, formerInstance, before } of changes) {
        if (hosts.has(formerInstance ?? instance)) continue;
        if (isDefault(instance) && typeof configured === "string" && hiddenIn(configured) === undefined)
            hosts.set(instance, hostOf(configured));
        else if (before?.account) hosts.set(formerInstance ?? instance, before.account);
    }
    return hosts;
}

function hostOf(setting: string): string {
    try {
        return new URL(/^https?:\/\//.test(setting) ? setting : `https://${setting}`).host;
    } catch {
        return setting;
    }
}

// Unchanged resources are counted, but have a step only with --show-sames, or a refresh.
function unseen({ steps, changeSummary }: Preview): number {
    const changed = new Set(steps.filter(({ op }) => op !== "refresh" && op !== "same").map(({ urn }) => urn));
    const seen = new Set(
        steps.filter(({ op, urn }) => op === "same" || (op === "refresh" && !changed.has(urn))).map(({ urn }) => urn),
    );
    return (changeSummary["same"] ?? 0) - seen.size;
}
