import * as v from "valibot";
import { botSchema, groupSchema, roleSchema, seedSchema } from "./seed";
import { chosenSwitchesSchema } from "./switches";

/** What `/_emulator/health` answers, so that a wrapper can recognise an emulator. */
export const healthSchema = v.object({
    name: v.literal("kore-emulator"),
    version: v.string(),
    data: v.nullable(v.string()),
});

/** The names behind the ids of an account, without its apps and their secrets. */
export const catalogueSchema = v.object({
    bots: v.array(botSchema),
    roles: v.array(roleSchema),
    groups: v.array(groupSchema),
});

/** The names behind the ids of an account, without its apps and their secrets. */
export type Catalogue = v.InferOutput<typeof catalogueSchema>;

/** The body of `POST /_emulator/reset`. */
export const resetSchema = v.strictObject({
    seed: v.exactOptional(seedSchema),
    switches: v.exactOptional(chosenSwitchesSchema),
});

/** What a control endpoint answers when it refuses. */
export const controlErrorSchema = v.object({ error: v.string() });
