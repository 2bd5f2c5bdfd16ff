import { count, listed, type Phrase } from "../phrase";
import type { Review, Statement } from "./statement";

// Resources that a note names.
const mostNamed = 20;

/** What holds of a review as a whole: what its words mean, and what was not looked at. */
export function notesOf(review: Review): Phrase[] {
    const statements = review.blocks.flatMap((block) => block.statements);
    return [
        ...elsewhere(review),
        ...otherDirectory(review),
        ...ignored(review),
        ...joining(statements),
        ...unseen(review, statements),
        ...compared(review),
    ];
}

function elsewhere({ elsewhere: { resources, instances } }: Review): Phrase[] {
    const named = resources.slice(0, mostNamed).map((name): Phrase => [{ value: name }]);
    const others: Phrase = [
        "The update changes other resources too, and what they do to people's access is not known here: ",
        ...listed(named, resources.length - named.length),
        ".",
    ];
    const settings = instances.map(({ name, settings: changed }): Phrase => [
        "The provider instance ",
        { value: name },
        ` has another ${changed.join(", ")}: whether it leads to the same account as before is not known here.`,
    ]);
    return [...settings, ...(resources.length === 0 ? [] : [others])];
}

function otherDirectory({ otherDirectory: host }: Review): Phrase[] {
    return host === undefined
        ? []
        : [
              [
                  "The directory is of another host, ",
                  { value: host },
                  ", and was passed over: what ids mean is known from the state alone.",
              ],
          ];
}

function ignored({ ignored: resources }: Review): Phrase[] {
    if (resources.length === 0) return [];
    const named = resources
        .slice(0, mostNamed)
        .map(({ name, properties }): Phrase => [{ value: `${name}: ${properties.join(", ")}` }]);
    return [
        [
            "What the program says of these is not applied (ignoreChanges), whatever it is: ",
            ...listed(named, resources.length - named.length),
            ".",
        ],
    ];
}

function joining(statements: Statement[]): Phrase[] {
    const joins = statements.some(
        (statement) => (statement.kind === "joins" && statement.adopt === "ifSame") || statement.kind === "replaces",
    );
    return joins
        ? [
              [
                  "Who joins is added to the account. Somebody who is there already is taken over if they have exactly what is declared; else the update stops.",
              ],
          ]
        : [];
}

function unseen({ complete }: Review, statements: Statement[]): Phrase[] {
    if (complete) return [];
    const takes = statements.some(
        (statement) =>
            (statement.kind === "loses" && statement.access.type === "administrator") ||
            (statement.kind === "leaves" && statement.had.some(({ type }) => type === "administrator")),
    );
    const leaves = statements.some((statement) => statement.kind === "leaves" && statement.fate === "removed");
    return [
        [
            `Unchanged resources are not in this preview (pulumi preview --show-sames): nothing is said of ${takes ? "who else of the program is an administrator, and " : ""}Pulumi's options that change alone (retainOnDelete, deletedWith, ignoreChanges, hooks, provider)`,
            leaves ? ", and somebody whom an unchanged KoreUserAccess names stays in the account." : ".",
        ],
    ];
}

function compared({ refreshed, unread }: Review): Phrase[] {
    if (!refreshed) return [];
    const ofPowers =
        unread === 0
            ? ", and whether its people are administrators or owners that nobody declares."
            : `. Whether ${count(unread, "person has", "people have")} an administrator's or owner's role that nobody declares it does not show: pulumi preview --show-sames.`;
    return [
        [
            "The account was read for this preview: what the program declares was compared, as far as Kore.ai reports it",
            ofPowers,
            " Other roles, groups and flags that it never declared, and other people, were not looked at, unless exclusive.",
        ],
    ];
}
