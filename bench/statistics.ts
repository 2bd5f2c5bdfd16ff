/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(numbers: number[]): number {
    const sorted = [...numbers].sort((a, b) => a - b);
    const upper = sorted[Math.floor(sorted.length / 2)];
    const lower = sorted[Math.floor((sorted.length - 1) / 2)];
    if (upper === undefined || lower === undefined) throw new Error("there is no median of nothing");
    return (lower + upper) / 2;
}

/** The median, of at least one number. */
export function medianIfAny(numbers: number[]): number | undefined {
    return numbers.length === 0 ? undefined : median(numbers);
}
