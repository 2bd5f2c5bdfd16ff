/** Does the work while no other process holds the lock file; waits for one that does. */
export function withLock<T>(file: string, options: { work: () => Promise<T>; onWait: (holder: string) => void }): Promise<T>;
