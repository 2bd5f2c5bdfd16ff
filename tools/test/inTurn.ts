import { availableParallelism } from "node:os";

/** Something that is to run beside others, as far as the machine has room. */
export interface Task<T> {
    /** How many cores it keeps busy; undefined: it begins after all others have ended. */
    cores: number | undefined;
    /** @param write what it has to show, as it comes */
    run: (write: (text: string) => void) => Promise<T>;
}

/**
 * Runs tasks side by side: in their order, each as soon as there is room for it. What they write is never mixed: of
 * those that run, the one that began first is shown as it goes, the others when it has ended.
 *
 * @returns what they gave, in their order
 */
export async function inTurn<T>(
    tasks: Task<T>[],
    show: (text: string) => void,
    cores = availableParallelism(),
): Promise<T[]> {
    const queue = new Queue(show);
    const results: T[] = [];
    const waiting = new Map(tasks.entries());
    const running = new Map<number, Promise<void>>();

    const hasRoom = (task: Task<T>) => {
        const areAllLast = [...waiting.values()].every(({ cores: each }) => each === undefined);
        if (running.size === 0) return task.cores !== undefined || areAllLast;
        const busy = [...running.keys()].reduce((sum, index) => sum + (tasks[index]?.cores ?? cores), 0);
        return task.cores !== undefined && busy + task.cores <= cores;
    };
    while (waiting.size > 0 || running.size > 0) {
        for (const [index, task] of waiting) {
            if (!hasRoom(task)) continue;
            waiting.delete(index);
            const { write, end } = queue.begin();
            const ended = task.run(write).then((result) => {
                results[index] = result;
                running.delete(index);
                end();
            });
            running.set(index, ended);
        }
        await Promise.race(running.values());
    }
    return results;
}

/** What several write, one after the other. */
class Queue {
    private readonly outputs: { text: string; isOver: boolean }[] = [];

    constructor(private readonly show: (text: string) => void) {}

    begin(): { write: (text: string) => void; end: () => void } {
        const output = { text: "", isOver: false };
        this.outputs.push(output);
        return {
            write: (text) => {
                output.text += text;
                this.showFirst();
            },
            end: () => {
                output.isOver = true;
                this.showFirst();
            },
        };
    }

    private showFirst(): void {
        for (let [first] = this.outputs; first !== undefined; [first] = this.outputs) {
            this.show(first.text);
            first.text = "";
            if (!first.isOver) return;
            this.outputs.shift();
        }
    }
}
