import type { Kind } from "#model/kinds";
import type * as v from "valibot";
import { AccessError } from "../accessError";
import { parseProperties } from "../issues";
import { asReported, koreUser, type KoreUser } from "../koreUser";
import { koreUserAccess } from "../koreUserAccess";
import { koreUsers } from "../koreUsers";
import { knownKind } from "../knownKind";
import { present } from "../present";
import { instanceOf, partsOf } from "../urn";
import { visible } from "../visible";
import { accountsIn, hostsOf } from "./accounts";
import type { EngineOptions, Retention } from "../engineOptions";
import type { ResourceChange, Resources } from "./change";
import { peopleOfSet } from "./peopleOfSet";
import type { Preview, ResourceState, Step } from "./preview";

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
    const { same, named, unguarded } = accountsIn(preview);
    const accountOf = (instance: string) => same.get(instance) ?? instance;
    const inAccount = <T>({ formerInstance, ...change }: ResourceChange<T>): ResourceChange<T> => {
        const [instance, former] = [accountOf(change.instance), formerInstance && accountOf(formerInstance)];
        return { ...change, instance, ...present({ formerInstance: former === instance ? undefined : former }) };
    };
    const sets = changesOf(preview, "KoreUsers", koreUsers, () => undefined).map(inAccount);
    const users = [
        ...changesOf(preview, "KoreUser", koreUser, (user) => user.emailId)
            .map(inAccount)
            .map(withWhatIsImported),
        ...sets.flatMap(peopleOfSet),
    ];
    const accesses = changesOf(preview, "KoreUserAccess", koreUserAccess, () => undefined).map(inAccount);
    return {
        users: withoutGone(users),
        sets,
        accesses,
        hosts: hostsOf(preview, [...users, ...sets, ...accesses]),
        named,
        unguarded,
        complete: unseen(preview) <= 0,
        refreshed: preview.steps.some(({ op }) => op === "refresh"),
    };
}

function resourceType({ oldState, newState }: Step): string | undefined {
    return newState?.type ?? oldState?.type;
}

function changesOf<T>(
    preview: Preview,
    type: Kind,
    schema: v.GenericSchema<unknown, T>,
    identityOf: (resource: T) => string | undefined,
): ResourceChange<T>[] {
    const byUrn = new Map<string, Step[]>();
    for (const step of preview.steps) {
        if (knownKind(resourceType(step) ?? "", step.urn) !== type) continue;
        if (!known.has(step.op))
            throw new AccessError(
                `The preview has a step '${visible(step.op)}' for ${visible(partsOf(step.urn).name)}, which this kore-access does not know: use a newer one.`,
            );
        byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
    }
    const goes = new Set(
        preview.steps.flatMap(({ op, urn }) => (replaces.has(op) || op.startsWith("delete") ? [urn] : [])),
    );
    return [...byUrn].flatMap(([urn, steps]) => changesOfOne({ type, urn, steps, goes, schema }, identityOf));
}

function changesOfOne<T>(all: StepsOf<T>, identityOf: (resource: T) => string | undefined): ResourceChange<T>[] {
    const { steps } = all;
    const first = (ops: Set<string>) => steps.find(({ op }) => ops.has(op));
    const [replacement, kept, made] = [first(replaces), first(keeps), first(makes)];
    const [gone, refresh] = [first(new Set(["delete"])), first(new Set(["refresh"]))];
    const changes: ResourceChange<T>[] = [];
    const add = (step: ResourceChange<T>["step"], old: State, planned: State) =>
        changes.push(changeOf(all, step, old, planned));
    if (replacement !== undefined) add("replace", replacement.oldState, replacement.newState);
    else if (kept !== undefined) add(kept.op === "update" ? "update" : "same", kept.oldState, kept.newState);
    else if (made !== undefined) add("create", undefined, made.newState);
    else if (gone !== undefined) add("delete", gone.oldState, undefined);
    else if (refresh !== undefined) add("refresh", refresh.oldState, refresh.oldState);
    // One that a replacement of an earlier run has left behind, beside the one that this run replaces.
    for (const { oldState } of steps.filter(({ op }) => op === "delete-replaced")) {
        const left = read(all, oldState, "old");
        const replaced = read(all, replacement?.oldState, "old");
        if (left !== undefined && !(replaced !== undefined && identityOf(left) === identityOf(replaced)))
            changes.push({ ...changeOf(all, "delete", oldState, undefined), leftBehind: true });
    }
    return changes.filter(({ before, after }) => before !== undefined || after !== undefined);
}

type State = ResourceState | null | undefined;

/** The steps about one resource, and what its properties must be. */
interface StepsOf<T> {
    type: Kind;
    urn: string;
    steps: Step[];
    /** The resources that go in this run, or are made anew. */
    goes: Set<string>;
    schema: v.GenericSchema<unknown, T>;
}

function changeOf<T>(of: StepsOf<T>, step: ResourceChange<T>["step"], old: State, planned: State): ResourceChange<T> {
    const { type, urn, steps } = of;
    const instance = instanceOf(steps.find(({ provider }) => provider)?.provider ?? "");
    const formerInstance = old?.provider ? instanceOf(old.provider) : undefined;
    const refreshed = steps.find(({ op }) => op === "refresh")?.oldState;
    return {
        type,
        urn,
        name: partsOf(urn).name,
        instance,
        ...present({
            formerInstance: formerInstance === instance ? undefined : formerInstance,
            before: read(of, old, "old"),
            after: read(of, planned, "new"),
            earlier: read(of, refreshed, "old"),
        }),
        step,
        ...(steps.some(({ op }) => op === "import") ? { isImport: true } : {}),
        retained: step === "delete" || step === "replace" ? retentionOf(old, of.goes) : undefined,
        leftBehind: false,
        options: { before: optionsOf(old), after: optionsOf(planned) },
    };
}

/** Where the engine deletes a resource with another one that goes in the same run, it asks no provider (deploy.DeleteStep). */
function retentionOf(old: State, goes: Set<string>): Retention | undefined {
    if (old?.retainOnDelete) return "retainOnDelete";
    return old?.deletedWith && goes.has(old.deletedWith) ? "deletedWith" : undefined;
}

function optionsOf(state: State): EngineOptions {
    const hooks = Object.entries(state?.resourceHooks ?? {});
    return {
        protect: state?.protect ?? false,
        retainOnDelete: state?.retainOnDelete ?? false,
        ...(state?.deletedWith ? { deletedWith: partsOf(state.deletedWith).name } : {}),
        ignoreChanges: state?.ignoreChanges ?? [],
        // The engine writes BeforeDelete for the option beforeDelete.
        hooks: hooks.flatMap(([when, names]) =>
            (names ?? []).map((name) => `${when.charAt(0).toLowerCase()}${when.slice(1)}: ${name}`),
        ),
    };
}

/** What a state has: as outputs, once it exists. A resource that is only read is none of the program's. */
function read<T>({ schema, urn }: StepsOf<T>, state: State, side: "old" | "new"): T | undefined {
    if (state == null || state.external) return undefined;
    if (side === "new") assertOurs(state.inputs["__provider"], urn);
    return parseProperties(schema, side === "old" ? (state.outputs ?? state.inputs) : state.inputs, urn, "preview");
}

// The line of pulumi-kore, which never changes: the engine runs whatever stands there for each step.
const ourLine =
    /^exports\.handler=\(\)=>require\("module"\)\.createRequire\(process\.cwd\(\)\+"\/"\)\("pulumi-kore\/provider"\)\.\w+$/;

/** @throws AccessError where other code than pulumi-kore's would carry out the steps of a resource */
function assertOurs(line: unknown, urn: string): void {
    if (line === undefined || (typeof line === "string" && ourLine.test(line))) return;
    throw new AccessError(
        `${visible(partsOf(urn).name)} has the type of pulumi-kore's resources, and other code as its provider (__provider), so that what the update does can't be said: make it by the class of pulumi-kore.`,
    );
}

/** Who is imported has in the account what the program declares: the engine refuses the update otherwise. */
function withWhatIsImported(change: ResourceChange<KoreUser>): ResourceChange<KoreUser> {
    const { isImport, after } = change;
    return isImport && after !== undefined ? { ...change, before: asReported(after) } : change;
}

// A resource that was refreshed and then has no step of its own is unchanged, or it has gone in the account. Where
// another one declares the same person it has gone: no program may declare a person twice.
function withoutGone(users: ResourceChange<KoreUser>[]): ResourceChange<KoreUser>[] {
    const key = ({ instance }: ResourceChange<KoreUser>, { emailId }: KoreUser) => `${instance} ${emailId}`;
    const made = new Set(
        users.flatMap((user) => (user.step === "create" && user.after !== undefined ? [key(user, user.after)] : [])),
    );
    return users.map((user) => {
        if (user.step !== "refresh" || user.before === undefined || !made.has(key(user, user.before))) return user;
        const { before: _before, after: _after, ...others } = user;
        return others;
    });
}

// Unchanged resources are counted, but have a step only with --show-sames, or a refresh.
function unseen({ steps, changeSummary }: Preview): number {
    const changed = new Set(steps.filter(({ op }) => op !== "refresh" && op !== "same").map(({ urn }) => urn));
    const seen = new Set(
        steps.filter(({ op, urn }) => op === "same" || (op === "refresh" && !changed.has(urn))).map(({ urn }) => urn),
    );
    return (changeSummary["same"] ?? 0) - seen.size;
}
