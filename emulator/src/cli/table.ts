import Table from "cli-table3";

const noLines = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
};

/** A table for people: with lines on a terminal, in plain columns elsewhere. Never with colours. */
export function table(head: string[], rows: string[][]): string {
    const plain = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
    const style = process.stdout.isTTY ? { head: [], border: [] } : plain;
    const drawn = new Table({ head, style, ...(process.stdout.isTTY ? {} : { chars: noLines }) });
    drawn.push(...rows);
    return drawn.toString().replaceAll(/ +$/gm, "");
}
