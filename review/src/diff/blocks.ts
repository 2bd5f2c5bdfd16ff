import { hiddenIn, type Hidden } from "../hidden";
import type { KoreUser } from "../koreUser";
import { reportAbout, type KoreUserAccess } from "../koreUserAccess";
import type { Names } from "../names";
import { partsOf } from "../urn";
import { isDeclaredOf, isOwnerRole } from "./access";
import { obstacleTo, obstacleToMove } from "./adoption";
import {
    fateOf,
    isUser,
    keyOf,
    leaves,
    peopleOf,
    resourceOf,
    uniqueResources,
    type Part,
    type Person,
    type UserPart,
} from "./person";
import type { Change, Resources } from "./resources";
import { blockRisk, riskOf, type Block, type Resource, type Statement } from "./statement";
import { View } from "./view";

/** What changes for whom, riskiest first; who has no change has no block. */
export function blocksOf(resources: Resources, names: Names): Block[] {
    const people = peopleOf(resources);
    const replacements = replacementsOf(resources.users, people);
    const replaced = new Set([...replacements.values()].map(({ key }) => key));
    const reader = new Reader(names, people, resources);
    const blocks = [...people]
        .filter(([key]) => !replaced.has(key))
        .map(([key, person]) => {
            const replacement = replacements.get(key);
            return reader.block(person, replacement?.person);
        });
    const lists = resources.accesses.flatMap((change) => listBlock(change));
    return [...blocks, ...lists].filter(({ statements }) => statements.length > 0).sort(byRisk);
}

function byRisk(a: Block, b: Block): number {
    return blockRisk(b) - blockRisk(a) || (nameOf(a) < nameOf(b) ? -1 : 1);
}

function nameOf({ emailId, hidden, resources }: Block): string {
    return (hidden === undefined ? emailId : undefined) ?? resources[0]?.name ?? "";
}

// An address that takes the place of another is told together with it, if neither is anybody else's.
function replacementsOf(
    users: Change<KoreUser>[],
    people: Map<string, Person>,
): Map<string, { key: string; person: Person }> {
    const found = new Map<string, { key: string; person: Person }>();
    for (const change of users) {
        const { before, after, step } = change;
        if (step !== "replace" || before === undefined || after === undefined || before.emailId === after.emailId)
            continue;
        const [oldKey, newKey] = [keyOf(change, before.emailId), keyOf(change, after.emailId)];
        const [old, now] = [people.get(oldKey), people.get(newKey)];
        if (old?.after.length === 0 && now?.before.length === 0) found.set(newKey, { key: oldKey, person: old });
    }
    return found;
}

/** Reads the statements off one person's resources. */
class Reader {
    /** The people of an address, each in another account or provider instance. */
    private readonly byAddress = new Map<string, Person[]>();
    /** The accounts of the program, by their hosts. */
    private readonly accountsAt = new Map<string, Set<string>>();
    private readonly hosts: Map<string, string>;
    private readonly named: Set<string>;

    constructor(
        private readonly names: Names,
        people: Map<string, Person>,
        { hosts, named }: Pick<Resources, "hosts" | "named">,
    ) {
        [this.hosts, this.named] = [hosts, named];
        for (const person of people.values()) {
            this.byAddress.set(person.emailId, [...(this.byAddress.get(person.emailId) ?? []), person]);
            const host = hosts.get(person.instance);
            if (host !== undefined && person.after.length > 0)
                this.accountsAt.set(host, (this.accountsAt.get(host) ?? new Set()).add(person.instance));
        }
    }

    block(person: Person, former: Person | undefined): Block {
        const [before, after, earlier] = [
            [...(former?.before ?? []), ...person.before],
            person.after,
            [...(former?.earlier ?? []), ...person.earlier],
        ];
        const view = new View(before, after, earlier, this.names);
        const statements = [
            ...this.coming(person, former, view),
            ...this.misdirected(before),
            ...view.unknowns(),
            ...(former === undefined ? this.going(person, view) : []),
            // Another address is another person, who gains all that they have.
            ...(former === undefined ? view : new View([], after, earlier, this.names)).gains(),
            ...(view.goesAsOne || former !== undefined ? [] : view.losses()),
            ...(view.goesAsOne ? [] : view.kept()),
            ...view.settings(),
        ];
        const all = statements.length === 0 ? view.remainder() : statements;
        const hidden = hiddenIn(person.emailId);
        const reported = view.reported;
        const declared = [...after, ...before].find(isUser)?.declared;
        const name = [declared?.firstName ?? reported?.firstName, declared?.lastName ?? reported?.lastName]
            .filter((part) => part && hiddenIn(part) === undefined)
            .join(" ");
        return {
            instance: person.instance,
            emailId: person.emailId,
            ...(hidden === undefined ? {} : { hidden }),
            ...(former === undefined ? {} : { formerEmailId: former.emailId }),
            ...(name === "" ? {} : { name }),
            statements: this.doubted(all, person).sort((a, b) => riskOf(b) - riskOf(a)),
            resources: uniqueResources([...after, ...before]),
            before: before.length > 0,
            after: after.length > 0,
        };
    }

    /** Who is added, or taken over, or takes the place of another address. */
    private coming(person: Person, former: Person | undefined, view: View): Statement[] {
        const made = person.after
            .filter(isUser)
            .find(({ change }) => change.step === "create" || change.step === "replace");
        if (made === undefined) return [];
        const by = [resourceOf(made)];
        const adopt = adoptOf(made.declared);
        if (former !== undefined) {
            const left = former.before.filter(isUser).find(({ change }) => change === made.change);
            return [
                {
                    kind: "replaces",
                    from: former.emailId,
                    fate: left === undefined ? "kept" : fateOf(left),
                    by,
                    outside: false,
                },
                ...(left !== undefined && fateOf(left) === "refused" ? [refused(left)] : []),
            ];
        }
        if (person.before.length === 0) {
            const again = person.earlier.some(isUser);
            return [{ kind: "joins", adopt, invited: made.declared.sendEmail !== false, again, by, outside: again }];
        }
        const olds = person.before.filter(isUser).filter(leaves);
        const known = olds.find(({ change, declared: { userId } }) => userId && !change.leftBehind);
        const moves = known !== undefined && !this.sharesHost(person);
        const obstacle = moves
            ? obstacleToMove(made.declared, known.declared, this.names)
            : obstacleTo(made.declared, view.reported, view.flagsOfLists());
        const stops: Statement[] = obstacle === undefined ? [] : [{ kind: "stops", why: obstacle, by, outside: false }];
        if (olds.length === 0) return [{ kind: "takenOver", adopt, by, outside: false }, ...stops];
        return [{ kind: "handedOver", from: uniqueResources(olds), to: by, by, outside: false }, ...stops];
    }

    /** What becomes of somebody whose KoreUser goes. */
    private going(person: Person, view: View): Statement[] {
        const gone = person.before.filter(isUser).filter(leaves);
        const [first] = gone;
        if (first === undefined || person.after.some(isUser)) return [];
        const by = uniqueResources(gone);
        const had = view.had();
        const fate = fateOf(first);
        if (fate === "kept") return [{ kind: "kept", had, all: true, by, outside: false }];
        if (fate === "refused") return [refused(first)];
        if (person.after.length > 0) return [{ kind: "stays", by, outside: false }];
        const owner = fate === "removed" && (view.reported?.roles ?? []).some(({ roleName }) => isOwnerRole(roleName));
        const twin = this.twinsOf(person, first.declared.userId).find(
            (other) => other.after.some(isUser) || had.some((access) => isDeclaredOf(other, access, this.names)),
        );
        const otherInstance = twin && partsOf(twin.instance).name;
        return [
            {
                kind: "leaves",
                fate,
                had,
                owner,
                ...(otherInstance === undefined ? {} : { otherInstance }),
                by,
                outside: false,
            },
        ];
    }

    // A resource stays in the account that its state names.
    private misdirected(before: Part[]): Statement[] {
        const touched = before.filter(
            ({ change: { step } }) => step === "update" || step === "replace" || step === "delete",
        );
        const elsewhere = touched.filter(({ change: { instance, retained, step }, declared: { account } }) => {
            const host = this.hosts.get(instance);
            return account && host !== undefined && account !== host && !(retained && step === "delete");
        });
        return elsewhere.length === 0
            ? []
            : [{ kind: "stops", why: "anotherAccount", by: uniqueResources(elsewhere), outside: false }];
    }

    // A state has the host alone, which may have several accounts: whose state it was can't be told then.
    private sharesHost({ instance }: Person): boolean {
        return (this.accountsAt.get(this.hosts.get(instance) ?? "")?.size ?? 0) > 1;
    }

    /** What a delete takes is refused, where somebody who may be the same person is declared to have it. */
    private doubted(statements: Statement[], person: Person): Statement[] {
        const deleted = person.before.filter(
            (part) =>
                part.change.step === "delete" && !part.change.retained && !(isUser(part) && person.after.some(isUser)),
        );
        return statements.map((statement) => {
            const part =
                statement.kind === "loses"
                    ? deleted.find(({ change: { urn } }) => statement.by.some((resource) => resource.urn === urn))
                    : undefined;
            if (statement.kind !== "loses" || part === undefined) return statement;
            const twin = this.twinsOf(person, userIdOf(part)).find((other) =>
                isDeclaredOf(other, statement.access, this.names),
            );
            return twin === undefined ? statement : { ...statement, otherInstance: partsOf(twin.instance).name };
        });
    }

    // Whether two apps at one host are of one account, only the program's names for accounts tell, or Kore.ai's id of the person, once
    // both resources have it.
    private twinsOf({ instance, emailId }: Person, userId: string | null | undefined): Person[] {
        const host = this.hosts.get(instance);
        if (host === undefined || hiddenIn(emailId) !== undefined) return [];
        const others = (this.byAddress.get(emailId) ?? []).filter(
            (other) => other.instance !== instance && this.hosts.get(other.instance) === host,
        );
        const isPerhapsSame = ({ change: { before } }: UserPart) =>
            !before?.userId || !userId || before.userId === userId;
        return others.filter((other) => {
            const users = other.after.filter(isUser);
            return (
                !(this.named.has(instance) && this.named.has(other.instance)) &&
                (users.length === 0 || users.some(isPerhapsSame))
            );
        });
    }
}

function userIdOf(part: Part): string | null | undefined {
    return part.type === "KoreUser" ? part.declared.userId : reportAbout(part.declared, part.emailId)?.userId;
}

function refused(part: UserPart): Statement {
    return { kind: "stops", why: "adoptedWithoutFate", by: [resourceOf(part)], outside: false };
}

function adoptOf({ adopt }: KoreUser): "ifSame" | "takeOver" | "never" | Hidden {
    if (adopt === "takeOver" || adopt === "never") return adopt;
    return hiddenIn(adopt ?? "") ?? "ifSame";
}

/** What changes of a list as a whole, and not of its people. */
function listBlock({ urn, name, instance, before, after, step, protection }: Change<KoreUserAccess>): Block[] {
    if (before === undefined || after === undefined || step === "refresh") return [];
    const resource: Resource = { type: "KoreUserAccess", name, urn };
    const shared = { by: [resource], outside: false };
    const statements: Statement[] = [];
    const [from, to] = [before.reason ?? undefined, after.reason ?? undefined];
    if (from !== to) statements.push({ kind: "setting", name: "reason", from, to, ...shared });
    if (protection.before !== protection.after)
        statements.push({
            kind: "setting",
            name: "protect",
            from: protection.before ? "true" : undefined,
            to: protection.after ? "true" : undefined,
            ...shared,
        });
    return [{ instance, statements, resources: [resource], before: true, after: true }];
}
