import { isOfPlugin } from "#model/kinds";
import { isConferred, type Access, type RoleAccess } from "../access";
import { joined, type Phrase } from "../phrase";
import { identityClause, isOfIdentity, orRevoked } from "./identityClause";
import { settingClause } from "./settingClause";
import { endPhrase } from "../until";
import type { Block, Resource, Statement } from "./statement";

/** What a person has, as a noun. */
export function accessNoun(access: Access): Phrase {
    switch (access.type) {
        case "administrator":
        case "role":
            return [
                ...(access.type === "role" ? [] : ["administrator "]),
                ...roleNoun(access),
                ...throughGroup(access),
            ];
        case "group":
            return ["group ", { id: access.groupId }];
        case "tasks":
            return access.dialogs === undefined
                ? [
                      `all tasks${access.except === undefined ? "" : ` but ${access.except.length}`} of `,
                      { id: access.botId },
                  ]
                : [
                      `${access.dialogs.length === 1 ? "1 task" : `${access.dialogs.length} tasks`} of `,
                      { id: access.botId },
                  ];
        case "developer":
            return ["developer"];
        case "botCreator":
            return ["may create bots"];
        case "dataTables":
            return ["data tables and views"];
    }
}

function roleNoun({ roleId, botId }: RoleAccess): Phrase {
    return ["role ", { id: roleId }, ...(botId === undefined ? [] : [" on ", { id: botId }])];
}

function throughGroup({ through }: RoleAccess): Phrase {
    return through === undefined ? [] : [" through the group ", { id: through }];
}

/** Who it is about. */
export function subjectOf(block: Block): Phrase {
    const [resource] = block.resources;
    const of = resource === undefined ? [] : resourceName(resource);
    if (block.emailId === undefined) return of;
    if (block.hidden !== undefined) {
        const members = block.statements.some(
            (statement) => statement.kind === "unknown" && statement.what === "members",
        );
        const why = block.hidden === "unknown" ? "not known yet" : "secret";
        return members ? ["the people of ", ...of] : [`somebody whose address is ${why} (`, ...of, ")"];
    }
    return [{ value: block.emailId }, ...(block.name === undefined ? [] : [" (", { value: block.name }, ")"])];
}

/** Who it is about, as short as can be. */
export function shortSubject(block: Block): Phrase {
    return block.emailId === undefined || block.hidden !== undefined ? subjectOf(block) : [{ value: block.emailId }];
}

/** Its type and name. */
function resourceName({ type, name }: Resource): Phrase {
    return [`${type} `, { value: name }];
}

/** The lists by which it is so. A person's own resource goes without saying. */
export function listSuffix({ by }: Statement): Phrase {
    const lists = by.filter(({ type }) => type === "KoreUserAccess");
    return lists.length === 0 ? [] : [" (", ...joined(lists.map(resourceName), ", "), ")"];
}

/** One statement as a sentence, whose subject is the person. */
export function sentence(statement: Statement, block: Block): Phrase {
    return [
        ...clause(statement, block),
        ...(statement.kind === "gains" || statement.kind === "loses" ? listSuffix(statement) : []),
        ...(statement.kind === "loses" ? orStops(statement.otherInstance, "it") : []),
        ...outsideSuffix(statement),
        ...endlessSuffix(statement, block),
    ];
}

/** The end of somebody's own access is none of what a list gives them. */
function endlessSuffix(statement: Statement, { endless = [] }: Block): Phrase {
    const isEnd =
        statement.kind === "ended" ||
        (statement.kind === "setting" && statement.name === "expiresAt" && statement.to !== undefined);
    if (!isEnd || endless.length === 0) return [];
    const verb = endless.length === 1 ? "gives" : "give";
    return ["; ", ...joined(endless.map(resourceName), ", "), ` ${verb} access without an end`];
}

function outsideSuffix(statement: Statement): Phrase {
    if (!statement.outside) return [];
    if (statement.kind === "gains") return [" – taken outside of the program, put back now"];
    if (statement.kind === "profile") return [" – changed outside of the program, put back now"];
    return statement.kind === "loses" ? [" – given outside of the program, taken back now"] : [];
}

function clause(statement: Statement, block: Block): Phrase {
    if (isPlain(statement)) return [inPlainWords(statement)];
    if (isOfIdentity(statement)) return identityClause(statement);
    if (isRemark(statement)) return remark(statement);
    if (statement.kind === "stops") return [{ strong: "stops the update" }, `: ${obstacleIn(statement)}`];
    switch (statement.kind) {
        case "joins":
            return joins(statement);
        case "leaves":
            return leaves(statement);
        case "kept":
            return keeping(statement, block);
        case "handedOver":
            return moves(statement, block);
        case "takenOver":
            return comesUnder(statement);
        case "gains":
            return gaining(statement);
        case "loses":
            return loses(statement);
        case "unknown":
            return unknown(statement, block);
        case "setting":
            return settingClause(statement);
    }
}

const remarkKinds = ["undeclared", "ended", "lastAdministrator"] as const;

/** Whether a statement is of what is found, or follows from others. */
function isRemark(statement: Statement): statement is Of<(typeof remarkKinds)[number]> {
    return (remarkKinds as readonly string[]).includes(statement.kind);
}

function remark(statement: Of<(typeof remarkKinds)[number]>): Phrase {
    if (statement.kind === "undeclared") return undeclared(statement);
    if (statement.kind === "lastAdministrator") return lastAdministrator(statement);
    return ["had access until ", ...endPhrase(statement.expiresAt), ", which is over"];
}

const plainKinds = ["stays", "profile", "unfinished", "blocked"] as const;

function isPlain(statement: Statement): statement is Of<(typeof plainKinds)[number]> {
    return (plainKinds as readonly string[]).includes(statement.kind);
}

function inPlainWords(statement: Of<(typeof plainKinds)[number]>): string {
    if (statement.kind === "stays") {
        const left = statement.by.some(({ type }) => type === "KoreUsers") ? "is in no KoreUsers" : "has no KoreUser";
        return `${left} any more, but stays in the account: a KoreUserAccess names them`;
    }
    if (statement.kind === "profile") return `changes ${statement.fields.join(", ")}`;
    if (statement.kind === "unfinished") return "has an update without a change of what is declared";
    return `is ${statement.status.toLowerCase()} in Kore.ai, as last reported, which no update changes`;
}

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

function obstacleIn({ why, by }: Of<"stops">): string {
    // Who leaves a set is let go by an update, which no option of the engine's keeps from them.
    const ofSet = why === "adoptedWithoutFate" && by.some(({ type }) => type === "KoreUsers");
    return ofSet ? obstacles[why].replace(" (or retainOnDelete)", "") : obstacles[why];
}

const obstacles = {
    adoptedWithoutFate:
        "they were in the account before the program, which does not say what becomes of them now. Declare onDestroy (or retainOnDelete) and update, then take them out",
    differs:
        "the new resource takes over only somebody who has exactly what it declares, and they have more, or less. Move first and change later, or declare adopt: 'takeOver'",
    neverAdopts: "they are in the account, and adopt is 'never'",
    anotherAccount: "the state has them in another account than the provider instance, which leaves them alone",
    takesUnseen:
        "they have more than is declared, which exclusive (or tasks, as a whole) would take, and a new resource takes nothing that no preview has shown. Move first, and declare it later",
};

function joins({ adopt, invited, again }: Of<"joins">): Phrase {
    const mail = invited ? "" : ", without an invitation by e-mail";
    if (again)
        return [
            { strong: invited ? "is invited again" : "is added again" },
            ": was removed outside of the program, which still declares them",
        ];
    switch (adopt) {
        case "ifSame":
            return [`joins${mail}`];
        case "takeOver":
            return [`joins${mail}, or is taken over with all that they have beyond this (adopt: 'takeOver')`];
        case "never":
            return [`joins${mail}; if they are in the account already, the update stops (adopt: 'never')`];
        case "unknown":
        case "secret":
            return [`joins${mail}; what happens if they are in the account already is not shown (adopt)`];
    }
}

function comesUnder({ adopt, by }: Of<"takenOver">): Phrase {
    return [
        "comes under ",
        ...joined(by.map(resourceName), ", "),
        ...(adopt === "ifSame" ? [": taken over if they have exactly what it declares, else the update stops"] : []),
    ];
}

function leaves(statement: Of<"leaves">): Phrase {
    const { fate, hidden, had, otherInstance } = statement;
    const [done, rest] =
        fate === "removed"
            ? ["is removed from the account", ""]
            : ["loses all that was declared", ", and stays in the account"];
    return [
        { strong: done },
        rest,
        orRevoked(hidden),
        ...orStops(otherInstance, "them"),
        ...perhapsRefused(statement),
        ...list(" Had: ", had),
    ];
}

function perhapsRefused({ owner, mayOwnAccount }: Pick<Of<"leaves">, "owner" | "mayOwnAccount">): Phrase {
    const left = "They would stay without what is declared, and the update would stop";
    if (owner) return [`. Holds an owner role: Kore.ai removes no owner. ${left}`];
    return mayOwnAccount === true ? [`. May own the account: Kore.ai removes no owner. ${left}`] : [];
}

// Only the program's names for accounts tell whether two apps at one host are of the same.
function orStops(otherInstance: string | undefined, what: "them" | "it"): Phrase {
    return otherInstance === undefined
        ? []
        : [
              "; or the update stops: the provider instance ",
              { value: otherInstance },
              ` declares ${what} too, and may be of the same account, which an accountName of each would tell`,
          ];
}

function keeping({ had, by, all, why }: Of<"kept">, { statements }: Block): Phrase {
    const reason = why === "onDestroy" ? "onDestroy: 'keep'" : why;
    const which = statements.some(({ kind }) => kind === "loses") ? "all other access" : "all access";
    if (all)
        return [
            { strong: "is not managed any more" },
            `: stays in the account with ${which} (${reason})`,
            ...list(" Has: ", had),
        ];
    return [
        { strong: "keeps what nothing declares any more" },
        ": ",
        ...joined(had.map(accessNoun), ", "),
        ` (${reason}, `,
        ...joined(by.map(resourceName), ", "),
        ")",
    ];
}

function list(lead: string, accesses: Access[]): Phrase {
    const nouns = accesses.filter((access) => !isConferred(access)).map(accessNoun);
    return nouns.length === 0 ? [] : [`.${lead}`, ...joined(nouns, ", ")];
}

function moves({ from, to }: Of<"handedOver">, { statements }: Block): Phrase {
    const alone = statements.every(({ kind }) => kind === "handedOver" || kind === "setting" || kind === "profile");
    const all = [...from, ...to].map(({ urn }) => isOfPlugin(urn));
    const byBoth = all.includes(true) && all.includes(false);
    const nameOf = (resource: Resource): Phrase => [
        ...resourceName(resource),
        ...(byBoth && isOfPlugin(resource.urn) ? [" of the plugin"] : []),
    ];
    const [source, target] = [from, to].map((resources) => joined(resources.map(nameOf), ", "));
    const isSame = (key: "urn" | "name") => from.length === 1 && to.length === 1 && from[0]?.[key] === to[0]?.[key];
    const move: Phrase = isSame("urn")
        ? ["stays, and ", ...(target ?? []), " is made anew"]
        : isSame("name") && !byBoth
          ? ["moves into or out of a component with ", ...(target ?? [])]
          : ["moves from ", ...(source ?? []), " to ", ...(target ?? [])];
    return [...move, ...(alone ? [": no change of access"] : [])];
}

function gaining({ access, more, held }: Of<"gains">): Phrase {
    const already = held ? [" (Kore.ai reports it already)"] : [];
    switch (access.type) {
        case "administrator":
        case "role": {
            const lead = roleGain(access, more);
            const noun = [...roleNoun(access), ...conferring(access)];
            if (lead === undefined) return ["gains ", ...roleNoun(access), ...throughGroup(access), ...already];
            return [{ strong: lead }, ": ", ...noun, ...already, ...ofUnknownPower(access)];
        }
        case "group":
            return access.isKnown
                ? ["gains ", ...accessNoun(access), ...already]
                : [{ strong: "gains" }, " ", ...accessNoun(access), ...already, ...ofUnknownPower(access)];
        case "tasks":
            return ["gains ", ...accessNoun(access), ...already];
        case "developer":
            return [{ strong: "becomes a developer" }, ...already];
        case "botCreator":
            return [{ strong: "may create bots" }, ...already];
        case "dataTables":
            return [{ strong: "may create data tables and views" }, ...already];
    }
}

function conferring({ through }: RoleAccess): Phrase {
    return through === undefined ? [] : [", which the group ", { id: through }, " confers"];
}

/** What a role makes of somebody; undefined for one of a bot that is none of these. A greater power has no weaker words. */
function roleGain({ type, power }: RoleAccess, more: boolean): string | undefined {
    if (type === "role")
        return { owner: "becomes an owner", unknown: "gains a role of unknown power", bot: undefined }[power];
    if (more) return administratorOf[power];
    return `gains another administrator role${power === "unknown" ? " of unknown power" : ""}`;
}

const administratorOf = {
    masterAdmin: "becomes an administrator of the whole account",
    userAdmin: "becomes an administrator of people",
    admin: "becomes an administrator",
    unknown: "becomes an administrator of unknown power",
};

function ofUnknownPower(access: Access): Phrase {
    if (access.type === "group")
        return access.isKnown ? [] : [": which roles it confers is not known here, an administrator's perhaps"];
    if (access.type === "administrator" && access.botId !== undefined)
        return [": a role of the Admin Console, which has no bots, so that Kore.ai may refuse it"];
    return access.type === "role" && access.power === "unknown" ? [": an owner's perhaps, or an administrator's"] : [];
}

function loses(loss: Of<"loses">): Phrase {
    return [...lost(loss), ...reservations(loss)];
}

function lost({ access, last, unsure }: Of<"loses">): Phrase {
    switch (access.type) {
        case "administrator":
            return [
                { strong: last ? "stops being an administrator" : "loses an administrator role" },
                ": ",
                ...roleNoun(access),
                ...throughGroup(access),
            ];
        case "role":
            return access.power === "owner"
                ? [{ strong: "stops being an owner" }, ": ", ...roleNoun(access), ...throughGroup(access)]
                : ["loses ", ...accessNoun(access), ...ofUnknownPower(access)];
        case "group":
            return ["loses ", ...accessNoun(access), ...ofUnknownPower(access)];
        case "tasks":
            return ["loses ", ...accessNoun(access)];
        case "developer":
            return [`is no developer any more${unsure === "ifHeld" ? ", if they are one now" : ""}`];
        case "botCreator":
            return [`may not create bots any more${unsure === "ifHeld" ? ", if they may now" : ""}`];
        case "dataTables":
            return ["may not create data tables and views any more"];
    }
}

/** What is to be added: by what it stays, and what is not known. */
function reservations({ access, through, undeclared, unsure }: Of<"loses">): Phrase {
    const groups = through.map((name): Phrase => [{ value: name }]);
    const isMembership = ["role", "administrator", "group", "tasks"].includes(access.type);
    return [
        ...(groups.length === 0 ? [] : [", but keeps it through the group ", ...joined(groups, ", ")]),
        ...(undeclared && unsure === false ? [", which the program never declared"] : []),
        ...(unsure === "notKnownYet"
            ? [`, unless ${isMembership ? "it" : "their address"} is among what is not known yet`]
            : []),
    ];
}

function unknown({ what, why, could, botId }: Of<"unknown">, { hidden }: Block): Phrase {
    const on = botId === undefined ? [] : [" on ", { id: botId }];
    const subjects: Record<Of<"unknown">["what"], Phrase> = {
        address: [
            hidden === undefined ? "whether they keep this address, or another person takes their place" : "who it is",
        ],
        members: ["who they are"],
        everything: ["what is declared of them, and what they have from then on (it may be an administrator's role)"],
        roles: [could.includes("administrator") ? "which role (it may be an administrator's)" : "which role", ...on],
        groups: ["which groups"],
        tasks: ["which tasks"],
        exclusive: ["whether other roles and groups are taken away (exclusive)"],
        administrator: ["whether they become an administrator"],
        role: ["whether they gain a role"],
        group: ["whether they gain a group"],
        developer: ["whether they become a developer"],
        botCreator: ["whether they may create bots"],
        dataTables: ["whether they may create data tables and views"],
    };
    return [
        { strong: why === "unknown" ? "not known before the update" : "secret, and not shown" },
        ": ",
        ...subjects[what],
    ];
}

function undeclared({ access, isNew }: Of<"undeclared">): Phrase {
    const what = access.type === "administrator" ? "an administrator role" : "an owner's role";
    const since = isNew ? ", given outside of the program since the last update" : "";
    return [{ strong: `has ${what} that nobody declares` }, ": ", ...roleNoun(access), ...throughGroup(access), since];
}

function lastAdministrator({ unsure, isAsked }: Of<"lastAdministrator">): Phrase {
    return [
        { strong: `${unsure ? "may leave" : "leaves"} nobody of this program an administrator` },
        ": whether anybody else in the account is one ",
        isAsked ? "only the update will know" : "the update does not ask (lastAdministrator: allow)",
    ];
}
