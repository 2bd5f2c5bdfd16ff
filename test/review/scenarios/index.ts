import { natives } from "./natives";
import { addresses } from "./addresses";
import { drift } from "./drift";
import { everyday } from "./everyday";
import { expiry } from "./expiry";
import { options } from "./options";
import { inNative, inOneSet, type Scenario } from "./parts";
import { power } from "./power";
import { reviewComment } from "./reviewComment";
import { sets } from "./sets";
import { settings } from "./settings";

export type { Scenario } from "./parts";

const ofPeople: Scenario[] = [
    ...everyday,
    ...power,
    ...options,
    ...settings,
    ...drift,
    ...addresses,
    ...expiry,
    reviewComment,
];

/** All scenarios that are recorded; those that make sense for people in one KoreUsers also so. */
export const scenarios: Scenario[] = [
    ...ofPeople,
    ...ofPeople.filter(({ asSet }) => asSet !== undefined).map(inOneSet),
    ...sets,
    ...[...ofPeople, ...sets].filter(({ asNative }) => asNative).map(inNative),
    ...natives,
];
