import { fateOf } from "#model/departure";
import { mostRemovals } from "#model/peopleOfSet";
import { hiddenIn, markOf, type Hidden } from "../hidden";
import { hiddenAsAWhole, personalFields, type EndedAccess, type KoreUser } from "../koreUser";
import { reportAbout, type KoreUserAccess } from "../koreUserAccess";
import type { KoreUsers } from "../koreUsers";
import { flagNames, flags, membershipOf, type Access } from "../access";
import type { Names } from "../names";
import { present } from "../present";
import { isUser, type Comparison, type Part, type ResourceChange, type UserPart } from "./change";
import { flagDeclared, flagHeld } from "./flags";
import { formerOf, resourceOf, uniqueResources } from "./person";
import type { EngineOptions } from "../engineOptions";
import { endIn } from "../until";
import { isGuard, settingNames, type DeleteFate, type SettingName } from "../settingChange";
import type { Resource, Statement } from "./statement";

type Setting = Extract<Statement, { kind: "setting" }>;

/** What the program says about the person's resource, and gives no access. */
export function settingChanges(of: Comparison): Statement[] {
    return of.after.filter(isUser).flatMap((part) => {
        const before = formerOf(part, of);
        if (before === undefined) return settingsOfNew(part);
        // That nothing is shown is told once.
        return hiddenAsAWhole(part.declared) !== undefined
            ? []
            : [...settingChangesOf(part, before, of), ...profileChanges(part, before, of)];
    });
}

/** By what somebody who comes leaves the care of the program later on. */
function settingsOfNew(part: UserPart): Setting[] {
    const { protect: _, ...options } = optionTexts(optionsFor(part.change, "after"));
    const { onDestroy, expiresAt } = part.declared;
    const leaves = fateOf({ onDestroy }) === "kept" ? { onDestroy } : {};
    return settingsFromNowOn({ ...options, ...leaves, expiresAt: endIn(expiresAt) }, [resourceOf(part)]);
}

function settingsFromNowOn(values: Values, by: Resource[]): Setting[] {
    const none = { from: undefined, to: undefined };
    return changesOf({}, values, none, by).map((setting) => ({ ...setting, isNew: true }));
}

const noOptions: EngineOptions = { protect: false, retainOnDelete: false, ignoreChanges: [], hooks: [] };

/** The options that hold for one person. Those of a set are about it as a whole: nothing keeps anybody from leaving it. */
function optionsFor({ type, options }: UserPart["change"], side: "before" | "after"): EngineOptions {
    return type === "KoreUsers" ? noOptions : options[side];
}

function settingChangesOf(part: UserPart, before: KoreUser, of: Comparison): Statement[] {
    const { change, declared } = part;
    const by = [resourceOf(part)];
    const old = formerOptions(part, of);
    const texts = (user: KoreUser) => ({
        exclusive: markedFlag(user.exclusive),
        adopt: user.adopt,
        sendEmail: markedFlag(user.sendEmail),
        reason: user.reason,
        onDestroy: user.onDestroy,
        expiresAt: endIn(user.expiresAt),
    });
    const fates = {
        from: deleteFate(old, before, before.adopted),
        to: deleteFate(optionsFor(change, "after"), declared, before.adopted),
    };
    return changesOf(
        { ...optionTexts(old), ...texts(before) },
        { ...optionTexts(optionsFor(change, "after")), ...texts(declared) },
        fates,
        by,
        change.step !== "same" && change.step !== "refresh",
    );
}

function markedFlag(flag: boolean | Hidden | null | undefined): boolean | string | null | undefined {
    return typeof flag === "string" ? markOf(flag) : flag;
}

/** The options that the state has; of a resource that moved, those of the old one. */
function formerOptions({ change }: UserPart, { move }: Comparison): EngineOptions {
    return optionsFor(move?.to.change === change ? move.from.change : change, "before");
}

/** Another name than the state has; that somebody changed by hand, where the account was looked at. */
function profileChanges(part: UserPart, before: KoreUser, { move, earlier }: Comparison): Statement[] {
    const { declared } = part;
    const by = [resourceOf(part)];
    const was = earlier.filter(isUser)[0]?.declared;
    // Nobody who is there already is sent an orgUserId.
    const fields = personalFields.filter(
        (field) =>
            (before[field] ?? undefined) !== (declared[field] ?? undefined) &&
            !(move?.to === part && field === "orgUserId"),
    );
    const isByHand = (field: (typeof personalFields)[number]) =>
        was !== undefined && (was[field] ?? undefined) === (declared[field] ?? undefined);
    const statement = (changed: string[], outside: boolean): Statement[] =>
        changed.length === 0 ? [] : [{ kind: "profile", fields: changed, by, outside }];
    return [
        ...statement(fields.filter(isByHand), true),
        ...statement(
            fields.filter((field) => !isByHand(field)),
            false,
        ),
    ];
}

/** What changes of a list as a whole, and not of its people. */
export function settingChangesOfList({
    urn,
    name,
    before,
    after,
    options,
}: ResourceChange<KoreUserAccess>): Statement[] {
    const by: Resource[] = [{ type: "KoreUserAccess", name, urn }];
    const fateOfList = ({ protect, retainOnDelete }: EngineOptions): DeleteFate =>
        protect ? "protected" : retainOnDelete ? "kept" : "revoked";
    return changesOf(
        { ...optionTexts(options.before), reason: before?.reason, expiresAt: endIn(before?.expiresAt) },
        { ...optionTexts(options.after), reason: after?.reason, expiresAt: endIn(after?.expiresAt) },
        { from: fateOfList(options.before), to: fateOfList(options.after) },
        by,
    );
}

/** What changes of a set of people as a whole, and is no setting of each of them. */
export function settingChangesOfSet({
    type,
    urn,
    name,
    before,
    after,
    step,
    options,
}: ResourceChange<KoreUsers>): Setting[] {
    const by: Resource[] = [{ type, name, urn }];
    if (after === undefined) return [];
    const people = (before ?? after).people.size;
    const settings =
        before === undefined
            ? settingsFromNowOn(
                  { ...optionTexts(options.after), protect: undefined, maxRemovals: after.maxRemovals },
                  by,
              )
            : changesOf(
                  { ...optionTexts(options.before), maxRemovals: before.maxRemovals },
                  { ...optionTexts(options.after), maxRemovals: after.maxRemovals },
                  { from: fateOfSet(options.before), to: fateOfSet(options.after) },
                  by,
                  step === "update" || step === "replace",
              );
    const [from, to] = [before, after].map((set) => removalsOf(set?.maxRemovals, people));
    return settings.map((setting) =>
        setting.name === "maxRemovals" && from !== undefined && to !== undefined && to > from
            ? { ...setting, removals: { from, to: to === Infinity ? "all" : to } }
            : setting,
    );
}

/** How many people may leave a set in one update; undefined where that is not shown. */
function removalsOf(maxRemovals: number | string | null | undefined, people: number): number | undefined {
    if (typeof maxRemovals === "string" && maxRemovals !== "all") return undefined;
    return mostRemovals(maxRemovals ?? undefined, people);
}

function fateOfSet({ protect, retainOnDelete }: EngineOptions): DeleteFate {
    return protect ? "protected" : retainOnDelete ? "kept" : "byOnDestroy";
}

function deleteFate(
    { protect, retainOnDelete }: EngineOptions,
    { onDestroy }: KoreUser,
    adopted: boolean | null | undefined,
): DeleteFate | undefined {
    if (protect) return "protected";
    if (retainOnDelete) return "kept";
    return hiddenIn(onDestroy ?? "") === undefined ? fateOf({ adopted, onDestroy }) : undefined;
}

type Values = Partial<Record<SettingName, string | number | boolean | null | undefined>>;

function optionTexts({ protect, retainOnDelete, deletedWith, ignoreChanges, hooks }: EngineOptions): Values {
    const list = (items: string[]) => (items.length === 0 ? undefined : [...items].sort().join(", "));
    return {
        ignoreChanges: list(ignoreChanges),
        deletedWith,
        retainOnDelete: retainOnDelete || undefined,
        protect: protect || undefined,
        hooks: list(hooks),
    };
}

// By which a delete is told; the first that changes says what it does from now on.
const ofDelete: SettingName[] = ["onDestroy", "retainOnDelete", "protect"];

function changesOf(
    before: Values,
    after: Values,
    { from, to }: { from: DeleteFate | undefined; to: DeleteFate | undefined },
    by: Resource[],
    isStep = false,
): Setting[] {
    const text = (value: Values[SettingName]) => (value === undefined || value === null ? undefined : String(value));
    // Of two values that are not shown nobody can tell whether they are the same.
    const isHidden = (value: string | undefined) => value !== undefined && hiddenIn(value) !== undefined;
    const changed = settingNames.filter(
        (name) => text(before[name]) !== text(after[name]) || (isStep && isGuard(name) && isHidden(text(after[name]))),
    );
    const teller =
        from === undefined || to === undefined || from === to
            ? undefined
            : ofDelete.find((name) => changed.includes(name));
    return changed.map((name): Setting => ({
        kind: "setting",
        name,
        from: text(before[name]),
        to: text(after[name]),
        ...(name === teller && from !== undefined && to !== undefined ? { fate: { from, to } } : {}),
        by,
        outside: false,
    }));
}

/** Each KoreUserAccess of the program that gives somebody a flag, and has no end. */
export function endlessLists({ after }: Pick<Comparison, "after">): Resource[] {
    return uniqueResources(
        after.filter(
            (part) =>
                part.type === "KoreUserAccess" &&
                endIn(part.declared.expiresAt) === undefined &&
                flagNames.some((flag) => flagDeclared(part, flag) === true),
        ),
    );
}

/** That access has ended: it is taken back by this update, or the program declares it with an end that has passed. */
export function endings(of: Comparison): Statement[] {
    return of.after.flatMap((part): Statement[] => {
        const before = isUser(part) ? formerOf(part, of) : part.change.before;
        const { ended, expiresAt } = part.declared;
        if (!ended || before?.ended) return [];
        const had = typeof ended === "string" ? [] : accessesIn(ended, of.names);
        const end = present({ expiresAt: endIn(expiresAt) });
        return [{ kind: "ended", ...end, had, by: [resourceOf(part)], outside: false }];
    });
}

function accessesIn(ended: EndedAccess, names: Names): Access[] {
    return [
        ...flagNames.filter((flag) => ended[flag] === true).map((flag) => flags[flag]),
        ...membershipOf(ended, names),
    ];
}

/** Where nothing else changes: flags that moved between resources, or a step that was not finished. */
export function remainder({ before, after }: Comparison): Statement[] {
    const holders = (parts: Part[]) =>
        uniqueResources(parts.filter((part) => flagNames.some((flag) => flagHeld(part, flag) === true)));
    const [from, to] = [holders(before), holders(after)];
    const only = (resources: Resource[], others: Resource[]) =>
        resources.filter(({ urn }) => !others.some((other) => other.urn === urn));
    const [left, come] = [only(from, to), only(to, from)];
    if (from.length > 0 && to.length > 0 && left.length + come.length > 0) {
        // A side that stays as it was is named all the same.
        const [giving, taking] = [left.length > 0 ? left : from, come.length > 0 ? come : to];
        return [{ kind: "handedOver", from: giving, to: taking, by: to, outside: false }];
    }
    const updated = after.find((part) => part.change.step === "update" && isUnsettled(part));
    return updated === undefined ? [] : [{ kind: "unfinished", by: [resourceOf(updated)], outside: false }];
}

// The last step about them has failed half-way. A set or a list is updated for others in it, too.
function isUnsettled(part: Part): boolean {
    if (!isUser(part)) {
        const { before } = part.change;
        return before !== undefined && reportAbout(before, part.emailId)?.mayHold !== undefined;
    }
    const { type, before } = part.change;
    return type === "KoreUser" || before?.unread === true || before?.letGo === true;
}
