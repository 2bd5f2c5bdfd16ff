import { existsSync } from "node:fs";
import { AccessError } from "../accessError";
import { Pulumi } from "../doctor/pulumi";
import { readInput } from "./input";

/** The text of a state, how messages name it, and the file that it is from. */
export interface StateText {
    text: string;
    from: string;
    file?: string;
}

/**
 * A state by the name of its file, or by that of its stack, which the Pulumi CLI is asked for; standard input without either. Of a
 * file and a stack of the same name it is the file.
 *
 * @throws AccessError where there is neither
 */
export async function readSource(name: string | undefined): Promise<StateText> {
    if (name === undefined || name === "-" || existsSync(name) || /\.json$|^[./~\\]/.test(name))
        return { ...(await readInput(name, "state")), ...(name === undefined ? {} : { file: name }) };
    const said = await new Pulumi(undefined, process.env, name).state();
    if ("output" in said) return { text: said.output, from: `stack ${name}` };
    const why = said.isMissing ? "a stack's state is read with the Pulumi CLI, which is not on PATH" : said.failed;
    throw new AccessError(
        `There is no file ${name}, and no state of a stack of that name: ${why}. Name an output of pulumi stack export, or a stack of the project in this folder.`,
    );
}
