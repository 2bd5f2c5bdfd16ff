/** Lets work about the same key happen one after the other, whatever else is under way. */
export class KeyedMutex {
    private readonly last = new Map<string, Promise<void>>();

    /** @param wait waits for the others */
    constructor(private readonly wait: (others: Promise<unknown>) => Promise<unknown> = (others) => others) {}

    /** Runs work when no other work about any of these keys is under way. */
    async runExclusive<T>(keys: string[], work: () => Promise<T>): Promise<T> {
        const own = [...new Set(keys)];
        const others = own.flatMap((key) => this.last.get(key) ?? []);
        const result = others.length === 0 ? work() : this.wait(Promise.all(others)).then(work);
        const ended = result.then(
            () => undefined,
            () => undefined,
        );
        for (const key of own) this.last.set(key, ended);
        void ended.then(() =>
            own.filter((key) => this.last.get(key) === ended).forEach((key) => this.last.delete(key)),
        );
        return result;
    }
}
