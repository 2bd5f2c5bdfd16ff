import { kindOf } from "#model/kinds";
import { settingsOfInstance } from "../instances";
import { partsOf } from "../urn";
import type { Preview, Step } from "./preview";
import type { Elsewhere } from "./statement";

const still = new Set(["same", "refresh", "read", "read-replacement", "read-discard"]);
const ofAccount = ["kore:host", "kore:clientId", "kore:clientSecret", "kore:jwt", "kore:accountName"];

/** What a preview has beside the people's resources. */
export function elsewhereIn({ steps }: Preview): Elsewhere {
    const changing = steps.filter(({ op }) => !still.has(op));
    const others = changing.flatMap(({ urn, newState, oldState }) => {
        const { custom = false, type = "" } = newState ?? oldState ?? {};
        const isOther = custom && kindOf(type) === undefined && !type.startsWith("pulumi:providers:");
        return isOther ? [`${type} ${partsOf(urn).name}`] : [];
    });
    const instances = steps.flatMap((step) => {
        const settings = changedSettings(step);
        return settings.length === 0 ? [] : [{ name: partsOf(step.urn).name, settings }];
    });
    return {
        resources: [...new Set(others)].sort(),
        instances: instances.sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
}

function changedSettings({ oldState, newState }: Step): string[] {
    const [old, now] = [oldState, newState].map(settingsOfInstance);
    if (old === undefined || now === undefined) return [];
    return ofAccount.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
}
