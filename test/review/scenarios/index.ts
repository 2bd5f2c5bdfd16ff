import { addresses } from "./addresses";
import { drift } from "./drift";
import { everyday } from "./everyday";
import { options } from "./options";
import type { Scenario } from "./parts";
import { power } from "./power";
import { reviewComment } from "./reviewComment";
import { settings } from "./settings";

export type { Scenario } from "./parts";

/** All scenarios that are recorded. */
export const scenarios: Scenario[] = [
    ...everyday,
    ...power,
    ...options,
    ...settings,
    ...drift,
    ...addresses,
    reviewComment,
];
