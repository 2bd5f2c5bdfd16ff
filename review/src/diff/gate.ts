import { accessKey, isConferred, type Access } from "../access";
import { AccessError } from "../accessError";
import { areDomains, domainsIn } from "../domains";
import { hiddenIn } from "../hidden";
import { momentOf } from "../until";
import { visible } from "../visible";
import type { Block, PossibleAccess, Refusal, Statement } from "./statement";

/** What the rules look at. */
export interface Judged {
    blocks: Block[];
    /** Accounts of which everybody goes. */
    emptied: { instance: string; blocks: Block[] }[];
    complete: boolean;
    refreshed: boolean;
    /** People who were looked at, and of whom the preview does not show what was found. */
    unread: number;
    /** Milliseconds since 1970. */
    now: number;
}

interface Rule {
    /** What is given after `=`; none for most. */
    value?: "N" | "DAYS" | "DOMAIN[,DOMAIN…]" | "[!]DOMAIN[,DOMAIN…]";
    /** When it refuses, for the help. */
    refuses: string;
    judge(judged: Judged, value: string): { why: string; blocks: Block[] };
}

const who = (doing: string, test: (block: Block) => boolean): Rule => ({
    refuses: `people who ${doing}`,
    judge: ({ blocks }) => ({ why: `people who ${doing}`, blocks: blocks.filter(test) }),
});

const moreThan = (what: string, test: (block: Block) => boolean): Rule => ({
    value: "N",
    refuses: `more than N people who ${what}`,
    judge: ({ blocks }, value) => {
        const found = blocks.filter(test);
        return {
            why: `people who ${what} (${found.length}; at most ${value} may)`,
            blocks: found.length > Number(value) ? found : [],
        };
    },
});

/** The rules, by the name after `--fail-on`. */
export const rules: Record<string, Rule> = {
    "new-administrator": who("gain an administrator role, or may", gainsOrMay("administrator")),
    "new-owner": who("gain an owner's role of a bot, or may", gainsOrMay("owner")),
    "new-developer": who("become developers", gainsOrMay("developer")),
    "new-bot-creator": who("may create bots from now on", gainsOrMay("botCreator")),
    "data-tables": who("may create data tables and views from now on", gainsOrMay("dataTables")),
    "outside-domain": {
        value: "DOMAIN[,DOMAIN…]",
        refuses: "people who join or gain access with an address outside these domains, or one that is not shown",
        judge: ({ blocks }, value) => {
            const domains = domainsIn(value);
            return {
                why: `people who join or gain access with an address outside ${domains.join(", ")}`,
                blocks: blocks.filter((block) => mayGain(block) && isOf(block, domains, true)),
            };
        },
    },
    removals: moreThan("are removed, or lose all that is declared", isRemoved),
    losses: moreThan("lose access, or are removed", (block) => isRemoved(block) || has(block, "loses")),
    grants: moreThan("join or gain access", mayGain),
    "everyone-removed": {
        refuses: "all people of an account go; needs a preview with --show-sames or --refresh",
        judge: ({ emptied, complete }) => {
            if (!complete) {
                throw new AccessError(
                    "The rule everyone-removed must see who stays: make the preview with --show-sames (pulumi preview --json --show-sames), or with --refresh.",
                );
            }
            return { why: "all people of an account go", blocks: emptied.flatMap(({ blocks }) => blocks) };
        },
    },
    "no-reason": who(
        "join or gain access without a reason",
        (block) => mayGain(block) && gaining(block).some(({ by }) => by.some(({ reason }) => !isReadable(reason))),
    ),
    "no-expiry": {
        value: "[!]DOMAIN[,DOMAIN…]",
        refuses:
            "people of these domains, or with ! of all others, who join or gain access without an end, or whose access has no end any more",
        judge: ({ blocks }, value) => {
            const domains = domainsIn(value.replace(/^!/, ""));
            const [isOther, of] = value.startsWith("!")
                ? [true, `an address outside ${domains.join(", ")}`]
                : [false, `an address of ${domains.join(", ")}`];
            return {
                why: `people with ${of} who join or gain access without an end, or whose access has no end any more`,
                blocks: blocks.filter((block) => hasEndlessAccess(block) && isOf(block, domains, isOther)),
            };
        },
    },
    "expiry-beyond": {
        value: "DAYS",
        refuses:
            "people who join or gain access, or whose end changes, with an end more than so many days from now, or one that is not shown",
        judge: ({ blocks, now }, value) => {
            const last = now + Number(value) * 24 * 60 * 60 * 1_000;
            const isBeyond = (end: string) => (momentOf(end) ?? Infinity) > last;
            return {
                why: `people whose access is to end more than ${value} days from now`,
                blocks: blocks.filter((block) => newEnds(block).some((end) => end !== undefined && isBeyond(end))),
            };
        },
    },
    "beyond-ends": who(
        "have anything done to them but that access is taken back which has ended",
        ({ statements }) => !statements.every((statement) => isOfAnEnd(statement, statements)),
    ),
    "unknown-access": who(
        "may gain or lose what only the update will know, what is secret, or what nothing here tells the power of",
        (block) => has(block, "unknown") || block.statements.some(isOfUnknownPower),
    ),
    "new-address": who(
        "take the place of another address, or may",
        (block) => has(block, "replaces") || has(block, "resembles"),
    ),
    "failing-update": who("stop the update", (block) => has(block, "stops")),
    drift: {
        refuses:
            "people who were changed outside of the program, or have an administrator's or owner's role that nobody declares; needs a preview with --refresh and --show-sames",
        judge: ({ blocks, refreshed, unread }) => {
            const found = blocks.filter(
                (block) => has(block, "undeclared") || block.statements.some(({ outside }) => outside),
            );
            if (found.length === 0 && (!refreshed || unread > 0))
                throw new AccessError(
                    "The rule drift must see what Kore.ai says of everybody: make the preview with --refresh and --show-sames (pulumi preview --json --refresh --show-sames).",
                );
            return {
                why: "people who were changed outside of the program, or have an administrator's or owner's role that nobody declares",
                blocks: found,
            };
        },
    },
};

/** The rules for the help and the documentation: `name=VALUE` and when it refuses. */
export const ruleHelp = Object.entries(rules).map(([name, { value, refuses }]) => ({
    rule: value === undefined ? name : `${name}=${value}`,
    refuses,
}));

/** A rule as it was given on the command line. */
export interface GivenRule {
    given: string;
    judge(judged: Judged): { why: string; blocks: Block[] };
}

/** @throws AccessError for a rule that there is not, or one with a value that it cannot have */
export function parseRule(given: string): GivenRule {
    const at = given.indexOf("=");
    const [name, value] = at < 0 ? [given, undefined] : [given.slice(0, at), given.slice(at + 1)];
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined)
        throw new AccessError(
            `There is no rule ${visible(name)}. There are: ${ruleHelp.map((each) => each.rule).join(", ")}.`,
        );
    if (rule.value === undefined && value !== undefined) throw new AccessError(`The rule ${name} takes no value.`);
    const problem = rule.value === undefined ? undefined : problemWith[rule.value](value ?? "");
    if (problem !== undefined) throw new AccessError(`The rule ${name} needs ${problem.replaceAll("RULE", name)}.`);
    return { given, judge: (judged) => rule.judge(judged, value ?? "") };
}

/** What a rule needs as its value, where it has another. */
const problemWith: Record<NonNullable<Rule["value"]>, (value: string) => string | undefined> = {
    N: (value) => (/^\d+$/.test(value) ? undefined : "a number, the most that may pass: --fail-on RULE=10"),
    DAYS: (value) => (/^\d+$/.test(value) ? undefined : "a number of days: --fail-on RULE=90"),
    "DOMAIN[,DOMAIN…]": (value) => (areDomains(value) ? undefined : "domains: --fail-on RULE=example.com,example.org"),
    "[!]DOMAIN[,DOMAIN…]": (value) =>
        areDomains(value.replace(/^!/, ""))
            ? undefined
            : "domains, or ! and domains for all others: --fail-on 'RULE=!example.com'",
};

/** The rules that a change breaks. */
export function refusalsOf(given: GivenRule[], judged: Judged): Refusal[] {
    return given.flatMap((rule) => {
        const { why, blocks } = rule.judge(judged);
        return blocks.length === 0 ? [] : [{ rule: rule.given, why, blocks }];
    });
}

/** Whether a reason has a word in it that is shown. */
function isReadable(reason = ""): boolean {
    return hiddenIn(reason) === undefined && /[\p{L}\p{N}]/u.test(reason);
}

/** Whether an address is of one of some domains, or of another; one that is not shown may be of any. */
function isOf({ emailId, hidden, statements }: Block, domains: string[], isOther: boolean): boolean {
    const isUnknown =
        hidden !== undefined ||
        statements.some((statement) => statement.kind === "unknown" && statement.what === "address");
    // What changes of a list as a whole is of all its people.
    if (isUnknown || emailId === undefined) return true;
    return domains.includes(emailId.split("@").at(-1)?.toLowerCase() ?? "") !== isOther;
}

/** Whether a statement says no more than that access has ended, and is lost by that. */
function isOfAnEnd(statement: Statement, all: Statement[]): boolean {
    // What is only said, and not done.
    if (["ended", "blocked", "lastAdministrator"].includes(statement.kind)) return true;
    if (statement.kind !== "loses" || statement.undeclared) return false;
    const { access, by } = statement;
    const isBy = (urn: string) => by.some((resource) => resource.urn === urn);
    const had = all.flatMap((each) =>
        each.kind === "ended" && each.by.some(({ urn }) => isBy(urn)) ? each.had.map(accessKey) : [],
    );
    // What a group confers goes with the group.
    return isConferred(access) || had.includes(accessKey(access));
}

/** Whether somebody gets access that has no end, or that has none any more; an end that is not shown may be none. */
function hasEndlessAccess(block: Block): boolean {
    return newEnds(block).some((end) => end === undefined || hiddenIn(end) !== undefined);
}

/** When what somebody gets ends, and what ends otherwise than before. */
function newEnds(block: Block): (string | undefined)[] {
    if (!block.after) return [];
    const perhaps = block.statements.filter(({ kind }) => kind === "unknown");
    const got = [...gaining(block), ...perhaps].flatMap(({ by }) => by.map(({ expiresAt }) => expiresAt));
    const changed = block.statements.flatMap((statement) =>
        statement.kind === "setting" && statement.name === "expiresAt" && statement.isNew !== true
            ? [statement.to]
            : [],
    );
    return [...got, ...changed];
}

function gainsOrMay(type: PossibleAccess): (block: Block) => boolean {
    return ({ statements }) =>
        statements.some(
            (statement) =>
                (statement.kind === "gains" && possibleIn(statement.access).includes(type)) ||
                (statement.kind === "unknown" && statement.could.includes(type)),
        );
}

/** What somebody has, or may have, by an access. */
function possibleIn(access: Access): PossibleAccess[] {
    if (access.type === "group") return access.isKnown ? [access.type] : [access.type, "administrator", "owner"];
    if (access.type !== "role" || access.power === "bot") return [access.type];
    // Of a role that nothing is known of, not even that it is one of a bot.
    return access.power === "owner" ? [access.type, "owner"] : [access.type, "owner", "administrator"];
}

function isOfUnknownPower(statement: Statement): boolean {
    if (statement.kind !== "gains" && statement.kind !== "loses") return false;
    const { access } = statement;
    return access.type === "group"
        ? !access.isKnown
        : (access.type === "role" || access.type === "administrator") && access.power === "unknown";
}

function has({ statements }: Block, kind: Statement["kind"]): boolean {
    return statements.some((statement) => statement.kind === kind);
}

function mayGain(block: Block): boolean {
    return block.after && (gaining(block).length > 0 || has(block, "unknown"));
}

function gaining({ statements }: Block): Statement[] {
    return statements.filter(({ kind }) => kind === "joins" || kind === "replaces" || kind === "gains");
}

/** Whether somebody was in the state, and loses all of it. */
function isRemoved(block: Block): boolean {
    if (has(block, "leaves")) return true;
    if (
        block.statements.some(
            (statement) =>
                statement.kind === "replaces" && (statement.fate === "removed" || statement.fate === "revoked"),
        )
    )
        return true;
    return !block.after && has(block, "loses") && !has(block, "kept");
}
