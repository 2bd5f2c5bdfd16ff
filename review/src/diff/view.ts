import type { Hidden, List } from "../hidden";
import { profileFields, type KoreUser, type ReportedUser } from "../koreUser";
import { reportAbout } from "../koreUserAccess";
import type { Names } from "../names";
import {
    accessKey,
    flagDeclared,
    flagHeld,
    flagNames,
    flags,
    membershipOf,
    roleAccess,
    surplusMembership,
    tasksAccess,
    withTasksTogether,
    type FlagName,
} from "./access";
import {
    fateOf,
    isUser,
    leaves,
    moveOf,
    resourceOf,
    uniqueResources,
    type ListPart,
    type Part,
    type UserPart,
} from "./person";
import type { Access, AccessType, Resource, Statement } from "./statement";
import { hasHidden, unknownsOfList, unknownsOfUser } from "./unknowns";

type Setting = string | boolean | null | undefined;

/** Somebody as the state has them, as the program declares them, and as the state had them before it looked. */
export class View {
    private readonly move: ReturnType<typeof moveOf>;

    constructor(
        private readonly before: Part[],
        private readonly after: Part[],
        private readonly earlier: Part[],
        private readonly names: Names,
    ) {
        this.move = moveOf({ before, after });
    }

    private saidAdministrator = false;

    /** What Kore.ai last reported of them as a whole. */
    get reported(): ReportedUser | undefined {
        return reportedOf(this.before);
    }

    /** Whether what becomes of them is told as one: they leave, or are refused to. */
    get goesAsOne(): boolean {
        const users = this.before.filter(isUser).filter(leaves);
        if (users.length === 0 || this.after.some(isUser)) return false;
        return (
            users.some((user) => fateOf(user) === "refused") ||
            (this.after.length === 0 && users.every((user) => fateOf(user) !== "kept"))
        );
    }

    /** The flags that a KoreUserAccess of the program declares. */
    flagsOfLists(): Set<string> {
        const lists = this.after.filter(({ type }) => type === "KoreUserAccess");
        return new Set(flagNames.filter((flag) => lists.some((part) => flagDeclared(part, flag) !== undefined)));
    }

    /** All that the state has as declared. */
    had(): Access[] {
        const membership = this.before.filter(isUser).flatMap(({ declared }) => membershipOf(declared, this.names));
        return withTasksTogether(
            unique([
                ...flagNames.filter((flag) => this.held(this.before, flag)).map((flag) => flags[flag]),
                ...membership,
            ]),
        );
    }

    private held(parts: Part[], flag: FlagName): boolean {
        return parts.some((part) => flagHeld(part, flag) === true);
    }

    private planned(flag: FlagName): boolean | Hidden | undefined {
        const values = this.after.map((part) => flagDeclared(part, flag));
        if (values.includes(true)) return true;
        return values.find((value) => typeof value === "string") ?? values.find((value) => value !== undefined);
    }

    private flagReported(flag: FlagName): boolean | undefined {
        if (flag === "hasDataTableAndViewAccess") return undefined;
        const ofList = this.before.flatMap((part) =>
            part.type === "KoreUserAccess" ? (reportAbout(part.declared, part.emailId) ?? []) : [],
        );
        return this.reported?.[flag] ?? ofList[0]?.[flag];
    }

    private reportedEarlier(flag: FlagName): boolean {
        return flag !== "hasDataTableAndViewAccess" && reportedOf(this.earlier)?.[flag] === true;
    }

    gains(): Statement[] {
        const gained = flagNames.filter((flag) => this.planned(flag) === true && !this.held(this.before, flag));
        const fromFlags = gained.map((flag) =>
            this.gain(
                flags[flag],
                this.after.filter((part) => flagDeclared(part, flag) === true),
                { held: this.flagReported(flag) === true, outside: this.held(this.earlier, flag) },
            ),
        );
        const [had, hadEarlier] = [this.keys(this.before), this.keys(this.earlier)];
        const membership = this.after
            .filter(isUser)
            .flatMap((part) =>
                withTasksTogether(
                    membershipOf(part.declared, this.names).filter(
                        (access) => !had.has(accessKey(access)) && !had.has(allTasksKey(access)),
                    ),
                ).map((access) =>
                    this.gain(access, [part], { held: this.isReported(access), outside: isIn(hadEarlier, access) }),
                ),
            );
        return [...fromFlags, ...this.withoutImplied(membership)];
    }

    private gain(access: Access, parts: Part[], { held, outside }: { held: boolean; outside: boolean }): Statement {
        const first = access.type === "administrator" && !this.isAdministrator(this.before) && !this.saidAdministrator;
        if (first) this.saidAdministrator = true;
        return { kind: "gains", access, first, held, by: uniqueResources(parts), outside };
    }

    losses(): Statement[] {
        // Of a list that is not shown nobody can be said to leave.
        const shown = this.before.filter(
            (part) => !(part.type === "KoreUserAccess" && part.change.after?.emailIds.hidden !== undefined),
        );
        const fromFlags = flagNames.flatMap((flag): Statement[] => {
            const planned = this.planned(flag);
            if (planned === true || typeof planned === "string") return [];
            const holders = shown.filter(
                (part) => flagHeld(part, flag) === true && (planned === false || !part.change.retained),
            );
            const blind = holders.length === 0 && planned === false ? this.blindDenials(flag) : [];
            if (blind.length > 0)
                return [{ ...this.loss(flags[flag], blind, { undeclared: true, outside: false }), unsure: "ifHeld" }];
            const undeclared =
                holders.length === 0 && planned === false && this.changes && this.flagReported(flag) === true;
            if (holders.length === 0 && !undeclared) return [];
            const by = undeclared ? this.after.filter((part) => flagDeclared(part, flag) === false) : holders;
            const wasHeld = undeclared ? this.reportedEarlier(flag) : this.held(this.earlier, flag);
            return [this.loss(flags[flag], by, { undeclared, outside: this.earlier.length > 0 && !wasHeld })];
        });
        const declared = new Set(
            this.after.filter(isUser).flatMap(({ declared: user }) => membershipOf(user, this.names).map(accessKey)),
        );
        const earlier = this.keys(this.earlier);
        const membership = this.before.filter(isUser).flatMap((part) =>
            withTasksTogether(
                membershipOf(part.declared, this.names).filter(
                    (access) =>
                        this.isTaken(part, access) &&
                        !declared.has(accessKey(access)) &&
                        !declared.has(allTasksKey(access)) &&
                        !this.hiddenList(access),
                ),
            ).map((access) =>
                this.loss(this.exceptKept(access), [part], {
                    undeclared: false,
                    outside: this.earlier.length > 0 && !isIn(earlier, access),
                }),
            ),
        );
        return [...fromFlags, ...this.withoutImplied(membership), ...this.surplus(), ...this.otherTasks()];
    }

    private loss(
        access: Access,
        parts: Part[],
        { undeclared, outside }: { undeclared: boolean; outside: boolean },
    ): Extract<Statement, { kind: "loses" }> {
        const last = access.type === "administrator" && !this.isAdministrator(this.after);
        return {
            kind: "loses",
            access,
            last,
            through: this.conferring(access),
            undeclared,
            unsure: this.isUnsure(access) ? "notKnownYet" : false,
            by: uniqueResources(parts),
            outside,
        };
    }

    // What goes with a resource, unless that is only forgotten (retainOnDelete). Tasks are assigned as a whole by the one that takes over.
    private isTaken({ change }: Part, { type }: Access): boolean {
        return !change.retained || (type === "tasks" && this.declaresTasks);
    }

    private get declaresTasks(): boolean {
        return this.after.filter(isUser).some(({ declared }) => declared.assignBotTasks);
    }

    // A KoreUserAccess sends false too. What somebody has who was in no resource before, no state knows.
    private blindDenials(flag: FlagName): Part[] {
        if (
            this.before.length > 0 ||
            this.earlier.length > 0 ||
            this.after.some(isUser) ||
            flag === "hasDataTableAndViewAccess"
        )
            return [];
        return this.after.filter((part) => flagDeclared(part, flag) === false);
    }

    /** What a resource leaves that goes, and is only forgotten (retainOnDelete), where nothing else declares it. */
    kept(): Statement[] {
        const lists = this.before.filter((part) => part.type === "KoreUserAccess" && part.change.retained);
        const users = this.move?.from.change.retained === true ? [this.move.from] : [];
        const declared = this.keys(this.after);
        const membership = users.flatMap((part) =>
            membershipOf(part.declared, this.names).filter(
                (access) =>
                    !this.isTaken(part, access) &&
                    !declared.has(accessKey(access)) &&
                    !declared.has(allTasksKey(access)) &&
                    !this.hiddenList(access),
            ),
        );
        const fromFlags = flagNames
            .filter((flag) => this.held([...users, ...lists], flag) && this.planned(flag) === undefined)
            .map((flag) => flags[flag]);
        const had = withTasksTogether([...fromFlags, ...membership]);
        return had.length === 0
            ? []
            : [{ kind: "kept", had, all: false, by: uniqueResources([...users, ...lists]), outside: false }];
    }

    /** What the state has as declared in place of a part of the program; nothing, where that was another person's. */
    private formerOf(part: UserPart): KoreUser | undefined {
        if (this.move?.to === part) return this.move.from.declared;
        return part.change.step === "replace" ? undefined : part.change.before;
    }

    /** Roles and groups that `exclusive` takes, as far as the state has them on record. */
    private surplus(): Statement[] {
        const part = this.after
            .filter(isUser)
            .find(({ change, declared }) => change.step === "update" && declared.exclusive === true);
        const reported = part?.change.before?.reported;
        if (part === undefined || !reported) return [];
        const declared = [...this.before.filter(isUser), part].map((each) => each.declared);
        const earlier = new Set(
            (part.change.earlier?.reported?.roles ?? [])
                .map((role) => accessKey(roleAccess(role, this.names)))
                .concat((part.change.earlier?.reported?.groups ?? []).map(({ groupId }) => `group ${groupId}`)),
        );
        return surplusMembership(reported, declared, this.names).map((access) =>
            this.loss(access, [part], {
                undeclared: true,
                outside: this.earlier.length > 0 && !earlier.has(accessKey(access)),
            }),
        );
    }

    // Of all tasks of a bot, those that the program goes on declaring stay.
    private exceptKept(access: Access): Access {
        if (access.type !== "tasks" || access.dialogs !== undefined) return access;
        const kept = this.after
            .filter(isUser)
            .flatMap(
                ({ declared }) =>
                    declared.assignBotTasks?.items.find(({ streamId }) => streamId === access.botId)?.dialogs?.items ??
                    [],
            );
        return kept.length === 0 ? access : { ...access, except: kept };
    }

    // Tasks are assigned as a whole: those that a person has of other bots go where the program declares its first ones.
    private otherTasks(): Statement[] {
        const part = this.after
            .filter(isUser)
            .find(
                ({ change, declared }) =>
                    (change.step === "update" || this.move?.to.change === change) &&
                    declared.assignBotTasks?.hidden === undefined &&
                    declared.assignBotTasks,
            );
        const old = part && this.formerOf(part);
        if (part === undefined || old?.assignBotTasks) return [];
        const others = (old?.reported?.assignBotTasks ?? []).filter(
            ({ streamId }) => !part.declared.assignBotTasks?.items.some((tasks) => tasks.streamId === streamId),
        );
        return others.map(({ streamId, dialogs }) =>
            this.loss({ type: "tasks", botId: streamId, ...(dialogs ? { dialogs } : {}) }, [part], {
                undeclared: true,
                outside: false,
            }),
        );
    }

    /** What only the update will know, or what is secret. */
    unknowns(): Statement[] {
        return this.after
            .filter(({ change: { step } }) => step !== "same" && step !== "refresh")
            .flatMap((part) => (part.type === "KoreUser" ? unknownsOfUser(part) : unknownsOfList(part)));
    }

    /** What the program says about the person's resource, and gives no access. */
    settings(): Statement[] {
        return this.after.filter(isUser).flatMap((part): Statement[] => {
            const { change, declared } = part;
            const before = this.formerOf(part);
            if (before === undefined) return [];
            const by = [resourceOf(part)];
            const move = this.move?.to === part ? this.move : undefined;
            const wasProtected = (move?.from.change ?? change).protection.before;
            const setting = (
                name: Extract<Statement, { kind: "setting" }>["name"],
                from: Setting,
                to: Setting,
            ): Statement[] => {
                const [was, is] = [from, to].map((value) =>
                    value === undefined || value === null ? undefined : String(value),
                );
                return was === is ? [] : [{ kind: "setting", name, from: was, to: is, by, outside: false }];
            };
            // Nobody who is there already is sent an orgUserId.
            const fields = profileFields.filter(
                (field) =>
                    (before[field] ?? undefined) !== (declared[field] ?? undefined) &&
                    !(move !== undefined && field === "orgUserId"),
            );
            return [
                ...(["reason", "onDestroy", "exclusive", "adopt", "sendEmail"] as const).flatMap((name) =>
                    setting(name, before[name], declared[name]),
                ),
                ...setting("protect", wasProtected || undefined, change.protection.after || undefined),
                ...(fields.length === 0 ? [] : [{ kind: "profile" as const, fields, by, outside: false }]),
            ];
        });
    }

    /** Where nothing of the above changes: flags that moved between resources, or a step that was not finished. */
    remainder(): Statement[] {
        const holders = (parts: Part[]) =>
            uniqueResources(parts.filter((part) => flagNames.some((flag) => flagHeld(part, flag) === true)));
        const [from, to] = [holders(this.before), holders(this.after)];
        const names = (resources: Resource[]) =>
            resources
                .map(({ urn }) => urn)
                .sort()
                .join("\n");
        if (from.length > 0 && to.length > 0 && names(from) !== names(to)) {
            const only = (resources: Resource[], others: Resource[]) =>
                resources.filter(({ urn }) => !others.some((other) => other.urn === urn));
            return [{ kind: "handedOver", from: only(from, to), to: only(to, from), by: to, outside: false }];
        }
        const updated = this.after.find(
            (part) => part.change.step === "update" && (part.type === "KoreUser" || isUnsettled(part)),
        );
        return updated === undefined ? [] : [{ kind: "unfinished", by: [resourceOf(updated)], outside: false }];
    }

    private get changes(): boolean {
        return this.after.some(({ change: { step } }) => step !== "same" && step !== "refresh");
    }

    private keys(parts: Part[]): Set<string> {
        return new Set(
            parts.filter(isUser).flatMap(({ declared }) => membershipOf(declared, this.names).map(accessKey)),
        );
    }

    private isAdministrator(parts: Part[]): boolean {
        return parts
            .filter(isUser)
            .some(({ declared }) => membershipOf(declared, this.names).some(({ type }) => type === "administrator"));
    }

    private isReported(access: Access): boolean {
        const { reported } = this;
        if (access.type === "tasks") return false;
        if (access.type === "group") return reported?.groups.some(({ groupId }) => groupId === access.groupId) ?? false;
        return reported?.roles.some((role) => accessKey(roleAccess(role, this.names)) === accessKey(access)) ?? false;
    }

    /** The groups that go on conferring a role on somebody who loses it. */
    private conferring(access: Access): string[] {
        if (access.type !== "role" && access.type !== "administrator") return [];
        const groups = (this.reported?.roles ?? [])
            .filter((role) => accessKey(roleAccess(role, this.names)) === accessKey(access))
            .flatMap((role) => role.groups ?? []);
        const declared = this.after.filter(isUser).flatMap(({ declared: user }) => user.groups?.items ?? []);
        const leaving = this.before
            .filter(isUser)
            .flatMap(({ declared: user }) => user.groups?.items ?? [])
            .filter((groupId) => !declared.includes(groupId));
        return groups.filter((name) => !leaving.some((groupId) => this.names.of(groupId) === name));
    }

    // A role that a group confers on an administrator of the same role is no second change.
    private withoutImplied(statements: Statement[]): Statement[] {
        const direct = new Set(
            statements.flatMap((statement) =>
                "access" in statement &&
                statement.access.type === "administrator" &&
                statement.access.through === undefined
                    ? [statement.access.roleId]
                    : [],
            ),
        );
        return statements.filter(
            (statement) =>
                !(
                    "access" in statement &&
                    statement.access.type === "administrator" &&
                    statement.access.through !== undefined &&
                    direct.has(statement.access.roleId)
                ),
        );
    }

    private listOf(user: KoreUser, type: AccessType): List<unknown> | null | undefined {
        if (type === "group") return user.groups;
        return type === "tasks" ? user.assignBotTasks : user.roles;
    }

    // Nothing can be said to go where the list that it would be in is not shown at all.
    private hiddenList({ type }: Access): boolean {
        return this.after.filter(isUser).some(({ declared }) => this.listOf(declared, type)?.hidden !== undefined);
    }

    private isUnsure({ type }: Access): boolean {
        const lists = this.before.flatMap(({ change, type: of }) =>
            of === "KoreUserAccess" && change.after?.emailIds ? [change.after.emailIds] : [],
        );
        if (type === "developer" || type === "botCreator" || type === "dataTables") return lists.some(hasHidden);
        return this.after.filter(isUser).some(({ declared }) => {
            const list = this.listOf(declared, type);
            return list ? hasHidden(list) : false;
        });
    }
}

function reportedOf(parts: Part[]): ReportedUser | undefined {
    return parts.filter(isUser).find(({ declared }) => declared.reported)?.declared.reported ?? undefined;
}

// The last step about somebody in the list has failed half-way.
function isUnsettled({ change, emailId }: ListPart): boolean {
    return change.before !== undefined && reportAbout(change.before, emailId)?.mayHold != null;
}

/** The key of all tasks of the same bot; for another access a key that nothing has. */
function allTasksKey(access: Access): string {
    return access.type === "tasks" ? accessKey({ type: "tasks", botId: access.botId }) : "";
}

function isIn(keys: Set<string>, access: Access): boolean {
    return access.type === "tasks"
        ? tasksAccess(access.botId, access.dialogs).some((each) => keys.has(accessKey(each)))
        : keys.has(accessKey(access));
}

function unique(accesses: Access[]): Access[] {
    return [...new Map(accesses.map((access) => [accessKey(access), access])).values()];
}
