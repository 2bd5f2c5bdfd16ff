export interface Log {
    say(text: string): void;
    during<T>(text: string, work: () => Promise<T>): Promise<T>;
}
export function streamLog(stream?: { write(text: string): unknown; isTTY?: boolean }): Log;
