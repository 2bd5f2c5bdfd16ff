/**
 * Begins works in their order, each with a place of its own as soon as one is free: most tests of a provider wait more than they work.
 *
 * @returns how each will have ended; whoever awaits it hears of its failure, then
 */
export function severalAtOnce<TPlace extends number | object, T>(
    places: TPlace[],
    works: ((place: TPlace) => Promise<T>)[],
): Promise<T>[] {
    const free = [...places];
    const waiting: ((place: TPlace) => void)[] = [];
    return works.map((work) => {
        const ending = (async () => {
            const place = free.shift() ?? (await new Promise<TPlace>((begin) => waiting.push(begin)));
            try {
                return await work(place);
            } finally {
                const next = waiting.shift();
                if (next === undefined) free.push(place);
                else next(place);
            }
        })();
        ending.catch(() => undefined);
        return ending;
    });
}
