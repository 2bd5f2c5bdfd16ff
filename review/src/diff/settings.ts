import { personalFields, type KoreUser } from "../koreUser";
import { reportAbout, type KoreUserAccess } from "../koreUserAccess";
import { flagNames } from "../access";
import { isUser, type Comparison, type ListPart, type Part, type ResourceChange, type UserPart } from "./change";
import { flagHeld } from "./flags";
import { formerOf, resourceOf, uniqueResources } from "./person";
import type { Resource, Statement } from "./statement";

type Setting = Extract<Statement, { kind: "setting" }>;

/** What the program says about the person's resource, and gives no access. */
export function settingChanges(of: Comparison): Statement[] {
    return of.after.filter(isUser).flatMap((part) => {
        const before = formerOf(part, of);
        return before === undefined ? [] : settingChangesOf(part, before, of);
    });
}

function settingChangesOf(part: UserPart, before: KoreUser, of: Comparison): Statement[] {
    const { change, declared } = part;
    const by = [resourceOf(part)];
    const move = of.move?.to === part ? of.move : undefined;
    const wasProtected = (move?.from.change ?? change).protection.before;
    // Nobody who is there already is sent an orgUserId.
    const fields = personalFields.filter(
        (field) =>
            (before[field] ?? undefined) !== (declared[field] ?? undefined) &&
            !(move !== undefined && field === "orgUserId"),
    );
    return [
        ...(["reason", "onDestroy", "exclusive", "adopt", "sendEmail"] as const).flatMap((name) =>
            settingChange(name, before[name], declared[name], by),
        ),
        ...settingChange("protect", wasProtected || undefined, change.protection.after || undefined, by),
        ...(fields.length === 0 ? [] : [{ kind: "profile" as const, fields, by, outside: false }]),
    ];
}

/** What changes of a list as a whole, and not of its people. */
export function settingChangesOfList({
    urn,
    name,
    before,
    after,
    protection,
}: ResourceChange<KoreUserAccess>): Statement[] {
    const by: Resource[] = [{ type: "KoreUserAccess", name, urn }];
    return [
        ...settingChange("reason", before?.reason, after?.reason, by),
        ...settingChange("protect", protection.before || undefined, protection.after || undefined, by),
    ];
}

function settingChange(
    name: Setting["name"],
    from: string | boolean | null | undefined,
    to: string | boolean | null | undefined,
    by: Resource[],
): Setting[] {
    const [was, is] = [from, to].map((value) => (value === undefined || value === null ? undefined : String(value)));
    return was === is ? [] : [{ kind: "setting", name, from: was, to: is, by, outside: false }];
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
    const updated = after.find((part) => part.change.step === "update" && (isUser(part) || isUnsettled(part)));
    return updated === undefined ? [] : [{ kind: "unfinished", by: [resourceOf(updated)], outside: false }];
}

// The last step about somebody in the list has failed half-way.
function isUnsettled({ change, emailId }: ListPart): boolean {
    return change.before !== undefined && reportAbout(change.before, emailId)?.mayHold !== undefined;
}
