/** Whether a release such as 3.248.0, v3.259.0 or 3.260.0-alpha.1 comes before another one. */
export function isOlder(release: string, than: string): boolean {
    const [numbers, others] = [numbersOf(release), numbersOf(than)];
    const at = others.findIndex((number, index) => number !== (numbers[index] ?? 0));
    return at >= 0 && (numbers[at] ?? 0) < (others[at] ?? 0);
}

/** The numbers in it. */
export function numbersOf(release: string): number[] {
    return (/\d+(?:\.\d+)*/.exec(release)?.[0] ?? "").split(".").map(Number);
}

/** Releases of one series read what each other writes. */
export function series(version: string): string {
    return numbersOf(version).slice(0, 2).join(".");
}
