const longest = 60;

// Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Thai, kana, Han and Hangul, as far as compilers of all
// ages take them for letters; of younger ones a compiler's table of Unicode may not know yet.
const separators =
    /(?![\w\u00c0-\u024f\u0370-\u037e\u0380-\u0386\u0388-\u0527\u0531-\u055f\u0561-\u0587\u0589-\u05ee\u05f0-\u06ff\u0904-\u0977\u0979-\u097f\u0e00-\u0e7f\u1e00-\u1fff\u3040-\u309a\u309d-\u30fa\u30fc-\u30ff\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7a3])[^]|[^\p{ID_Continue}]|_/gu;

/**
 * Names for code, one for each name of Kore.ai's: valid, unique whatever the letter case, and the same for the same
 * names. Letters of most scripts stay; what is no letter or digit parts words.
 *
 * @param noun stands for a name without letters, and before one that begins with a digit
 * @param kept what is called so already, at the place of its name: it stays so, whatever its name is now
 */
export function identifiersFor(names: string[], noun: string, kept: (string | undefined)[] = []): string[] {
    const taken = new Set<string>();
    const own = names.map((_, index) => {
        const identifier = kept[index];
        if (identifier === undefined || taken.has(identifier.toLowerCase())) return undefined;
        taken.add(identifier.toLowerCase());
        return identifier;
    });
    return names.map((name, index) => {
        const earlier = own[index];
        if (earlier !== undefined) return earlier;
        const wanted = identifierOf(name, noun);
        let free = wanted;
        for (let number = 2; taken.has(free.toLowerCase()); number++)
            free = `${wanted}${/\d$/.test(wanted) ? "_" : ""}${number}`;
        taken.add(free.toLowerCase());
        return free;
    });
}

function identifierOf(name: string, noun: string): string {
    const [first = "", ...others] = name
        .normalize("NFKC")
        .replaceAll(separators, " ")
        .split(" ")
        .filter((word) => word !== "");
    const joined = [isShouted(first) ? first.toLowerCase() : lowered(first), ...others.map(raised)].join("");
    const short = [...joined].slice(0, longest).join("");
    return /^\p{ID_Start}/u.test(short) ? short : `${noun}${raised(short)}`;
}

function isShouted(word: string): boolean {
    return word === word.toUpperCase();
}

function lowered(word: string): string {
    const [first = "", ...others] = [...word];
    return first.toLowerCase() + others.join("");
}

function raised(word: string): string {
    const [first = "", ...others] = [...word];
    return first.toUpperCase() + others.join("");
}
