import type { Hidden } from "../hidden";
import type { Phrase } from "../phrase";
import type { Identity } from "../identity";

const kinds = ["replaces", "resembles", "changesAccount"] as const;

type Of<K extends Identity["kind"]> = Extract<Identity, { kind: K }>;

/** Whether a statement is about who somebody is: under another address, or in another account. */
export function isOfIdentity<T extends { kind: string }>(statement: T | Identity): statement is Identity {
    return (kinds as readonly string[]).includes(statement.kind);
}

/** Such a statement in words. */
export function identityClause(statement: Identity): Phrase {
    if (statement.kind === "resembles") return resembling(statement);
    if (statement.kind === "changesAccount") return changingAccount(statement);
    return [
        { strong: "takes the place of" },
        " ",
        { value: statement.from },
        `, who ${fateWords[statement.fate]}${orRevoked(statement.hidden)}`,
    ];
}

/** Where nobody sees what onDestroy says. */
export function orRevoked(hidden: Hidden | undefined): string {
    if (hidden === undefined) return "";
    const why = hidden === "unknown" ? "not known before the update" : "secret";
    return `, or stays in it without what was declared: onDestroy is ${why}`;
}

const fateWords = {
    removed: "is removed from the account",
    revoked: "stays in the account without what was declared",
    kept: "stays in the account with all access, not managed any more",
    refused: "can't be removed",
};

function resembling({ from, same: what, leaves: goes }: Of<"resembles">): Phrase {
    const same = { name: "name", orgUserId: "id in the organisation", localPart: "address before the @" }[what];
    return [
        { strong: "may be the same person as" },
        " ",
        { value: from },
        `, who ${goes ? "goes" : "is let go"}: both have the same ${same}, and another address is another account of a person`,
    ];
}

function changingAccount({ from, to, moves: isMade }: Of<"changesAccount">): Phrase {
    const named = (account: string | undefined): Phrase =>
        account === undefined ? ["another account"] : [{ value: account }];
    if (isMade) return [{ strong: "changes accounts" }, ": joins ", ...named(to), ", and goes from ", ...named(from)];
    return [
        { strong: "is declared in another account" },
        ", ",
        ...named(to),
        ", but stays in ",
        ...named(from),
        ": nothing is done, and the next change of theirs stops the update. To move them, give the resource another name",
    ];
}
