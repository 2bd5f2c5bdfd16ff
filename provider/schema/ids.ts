import * as v from "valibot";
import { visible } from "../api/errors";
import { orUnknown } from "./inputs";

/** What an argument's id is of. */
export type IdKind = "role" | "bot" | "group" | "dialog";

interface Form {
    /** What a message calls such an id. */
    name: string;
    /** The form in words. */
    shape: string;
    pattern: RegExp;
    /** The same with any number of digits, of which it takes the digits and hyphens. */
    ofAnyLength: RegExp;
    digits: number;
}

function prefixed(name: string, prefix: string): Form {
    return {
        name,
        shape: `${prefix} and 32 hexadecimal digits, 8-4-4-4-12`,
        pattern: new RegExp(String.raw`^${prefix}[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$`, "i"),
        ofAnyLength: new RegExp(String.raw`^${prefix}([\da-f-]+)$`, "i"),
        digits: 32,
    };
}

/**
 * The forms of Kore.ai's ids. Its pages promise none, and all their examples have these: roles and bots in Create User, Update
 * User, Get User Information and Get Roles; groups in Create User, Get User Information and Get Groups; dialogs in Create
 * User, where all but `dg-` is masked.
 */
const forms: Record<IdKind, Form> = {
    role: {
        name: "a role's id",
        shape: "24 hexadecimal digits",
        pattern: /^[\da-f]{24}$/i,
        ofAnyLength: /^([\da-f]+)$/i,
        digits: 24,
    },
    bot: prefixed("a bot's id", "st-"),
    group: prefixed("a group's id", "e-"),
    dialog: prefixed("a dialog's id", "dg-"),
};

/** Beside them those of ids that no argument is for. */
const prefixedForms = [
    forms.bot,
    forms.group,
    forms.dialog,
    prefixed("a person's id", "u-"),
    prefixed("a clientId", "cs-"),
];

const whereToFind = "The ids of an account: npx --no-install kore-access directory.";

/** By so many digits an id that was copied badly differs at most; what differs by more may be a form of its own. */
const mostLost = 3;

/**
 * An id of Kore.ai's. Refused is what surely is none of its kind: what has a space or can't be seen, has the form of another kind,
 * or is a few digits short or long. Any other form passes, as Kore.ai promises none, and `doubtAbout` tells of it.
 */
export function id(kind: IdKind): v.GenericSchema<string> {
    return orUnknown(
        v.pipe(
            v.string("must be a text"),
            v.nonEmpty("must not be empty"),
            v.rawCheck<string>(({ dataset, addIssue }) => {
                if (!dataset.typed) return;
                const problem = problemOf(kind, dataset.value);
                if (problem !== undefined) addIssue({ message: `"${visible(dataset.value)}" ${problem}` });
            }),
        ),
    );
}

function problemOf(kind: IdKind, value: string): string | undefined {
    const { name, shape, pattern, ofAnyLength, digits } = forms[kind];
    if (/[\s\p{C}]/u.test(value)) return "is not an id: it has a space, or what can't be seen";
    if (pattern.test(value)) return undefined;
    const unmasked = value.replace(/x/gi, "0");
    const another = prefixedForms.find((form) => form !== forms[kind] && form.ofAnyLength.test(unmasked));
    // Other ids of a database have 24 digits as well. But of bots pages show many, and none like that.
    const meant = another ?? (kind === "bot" && forms.role.pattern.test(value) ? forms.role : undefined);
    if (meant !== undefined) return `looks like ${meant.name}, where ${name} belongs: ${shape}. ${whereToFind}`;
    const [, counted = ""] = ofAnyLength.exec(value) ?? [];
    const found = counted.replaceAll("-", "").length;
    if (Math.abs(found - digits) > mostLost) return undefined;
    return `is not ${name}, which is ${shape}; this has ${found} digits, or hyphens elsewhere. ${whereToFind}`;
}

/** What may be wrong with an id that passes; undefined where it has the form of its kind. */
export function doubtAbout(kind: IdKind, value: string): string | undefined {
    const { name, shape, pattern } = forms[kind];
    if (pattern.test(value)) return undefined;
    return `"${visible(value)}" is not of the form that Kore.ai's pages show of ${name} (${shape}). If your account lists it so, nothing is wrong; else the update will be refused. ${whereToFind}`;
}
