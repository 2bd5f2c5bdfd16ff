import { hostSettingOf } from "#model/host";
import * as v from "valibot";
import { count } from "../phrase";
import { instanceOf, isDefault } from "../urn";
import { visible } from "../visible";
import type { Commands } from "./commands";
import { ok, problem, type Finding } from "./finding";
import type { KoreResources } from "./stackResources";

const accountSchema = v.looseObject({ account: v.optional(v.string()) });

/** Whether the people of the state are in the account that the settings lead to. */
export function stateFit({ people, sets, accesses }: KoreResources, baseUrl: string, commands: Commands): Finding {
    const { host: account } = new URL(baseUrl);
    const all = [...people, ...sets, ...accesses];
    if (all.length === 0) return ok("state", "has nobody yet");
    // A provider instance of the program's own has settings of its own.
    const ofSettings = all.filter(
        ({ provider }) => provider === undefined || provider === null || isDefault(instanceOf(provider)),
    );
    const others = all.length - ofSettings.length;
    const more =
        others === 0 ? "" : `; not compared: ${count(others, "resource", "resources")} of other provider instances`;
    const elsewhere = ofSettings.flatMap(({ outputs }) => accountIn(outputs) ?? []).filter((name) => name !== account);
    const [first] = elsewhere;
    if (first === undefined)
        return ok(
            "state",
            `${count(ofSettings.length, "resource", "resources")}, all of the account at ${account}${more}`,
        );
    const names = [...new Set(elsewhere)].map(visible).join(", ");
    return problem(
        "state",
        `${names} is the account of ${elsewhere.length} of ${count(ofSettings.length, "resource", "resources")}, and kore:host leads to ${account}: an update leaves them alone${more}`,
        wayBack(hostSettingOf(first, baseUrl), commands),
        `Or use a stack of its own for ${account}: pulumi stack init NAME`,
    );
}

function wayBack(before: string | undefined, commands: Commands): string {
    return before === undefined
        ? "The state names no host there, so that it was not as pulumi-kore wrote it: look at it with pulumi stack export."
        : `Set kore:host back: ${commands.set("host", before)}`;
}

function accountIn(outputs: Record<string, unknown>): string | undefined {
    const parsed = v.safeParse(accountSchema, outputs);
    return parsed.success ? parsed.output.account : undefined;
}
