/** Where progress is written: standard error, or a test's. */
export interface Output {
    isTTY?: boolean;
    write(text: string): unknown;
}

const quietAtFirst = 2_000;
const betweenLines = 5_000;
const betweenFrames = 100;

/**
 * Tells how far something has come that takes longer than two seconds: on a terminal in one line that is written anew,
 * else in lines of their own, some seconds apart.
 */
export class Progress {
    private readonly started: number;
    private last: number | undefined;
    private text = "";
    private isOpen = false;

    constructor(
        private readonly output: Output,
        private readonly now: () => number = () => performance.now(),
    ) {
        this.started = now();
    }

    /** How far it has come. */
    step(text: string): void {
        const now = this.now();
        if (now - this.started < quietAtFirst || text === this.text) return;
        const onTerminal = this.output.isTTY === true;
        if (this.last !== undefined && now - this.last < (onTerminal ? betweenFrames : betweenLines)) return;
        this.last = now;
        this.text = text;
        this.output.write(onTerminal ? `\r\u001b[K${text}` : `${text}\n`);
        this.isOpen = onTerminal;
    }

    /** Something that is to be read in any case. */
    say(text: string): void {
        this.end();
        this.output.write(`${text}\n`);
    }

    /** Leaves a clean line. */
    end(): void {
        if (this.isOpen) this.output.write("\r\u001b[K");
        this.isOpen = false;
    }
}
