/** Whether text may be styled: on a terminal, unless the user wants none (no-color.org). */
export function isStyled(): boolean {
    return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}
