/**
 * The known name that another one was probably meant to be. They differ in letter case or separators, or by a letter more,
 * less, another, or two that have changed places; where the known one is long, by two such mistakes.
 *
 * @returns undefined for a known name, and for one that resembles none
 */
export function meantBy(name: string, known: readonly string[]): string | undefined {
    if (known.includes(name)) return undefined;
    const near = [0, 1, 2].flatMap((mistakes) =>
        known.filter((each) => mistakes <= toleratedIn(each) && isWithin(mistakes, lettersOf(name), lettersOf(each))),
    );
    return near.find((each) => !hasMoreWords(name, each));
}

function toleratedIn(known: string): number {
    return lettersOf(known).length >= 9 ? 2 : 1;
}

function lettersOf(name: string): string {
    return name.toLowerCase().replace(/[-_.\s]/g, "");
}

/** Whether one text becomes the other by no more than these mistakes. */
function isWithin(mistakes: number, one: string, other: string): boolean {
    if (one === other) return true;
    if (mistakes === 0) return false;
    let same = 0;
    while (one.charAt(same) === other.charAt(same)) same++;
    const [a, b] = [one.slice(same), other.slice(same)];
    const rest = (ofOne: number, ofOther: number) => isWithin(mistakes - 1, a.slice(ofOne), b.slice(ofOther));
    const havePlacesChanged = a.length > 1 && a.charAt(0) === b.charAt(1) && a.charAt(1) === b.charAt(0);
    return rest(1, 0) || rest(0, 1) || rest(1, 1) || (havePlacesChanged && rest(2, 2));
}

// A word more is no slip of the finger: KORE_CLIENT_SECRET_EU, or kore:euClientSecret, is somebody's own name for another account.
function hasMoreWords(name: string, known: string): boolean {
    const [words, ofKnown] = [wordsOf(name), wordsOf(known)];
    return words.length > ofKnown.length && ` ${words.join(" ")} `.includes(` ${ofKnown.join(" ")} `);
}

function wordsOf(name: string): string[] {
    return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}
