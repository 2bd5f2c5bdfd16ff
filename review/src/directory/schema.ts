import * as v from "valibot";
import { powers } from "./power";

/** The file beside a program that has what an account's ids mean; kore-access directory writes it. */
export const directoryFile = "kore.directory.json";

const role = v.object({
    /** The sample of Kore.ai's page has none for roles of the Admin Console. */
    id: v.exactOptional(v.string()),
    name: v.string(),
    kind: v.picklist(["admin", "bot"]),
    power: v.picklist(powers),
    /** What it may do, as far as Kore.ai says: "Manage Groups: yes". What it may not do is not among them. */
    permissions: v.exactOptional(v.array(v.string())),
});

const group = v.object({
    id: v.string(),
    name: v.string(),
    /** The roles that it was seen to confer on people in it, now or once. */
    confers: v.array(v.object({ roleId: v.string(), botId: v.exactOptional(v.string()) })),
    /**
     * Whether these are all: somebody is in it, Kore.ai says of roles which groups confer them, and no other role is held
     * directly by everybody in it, which the group may confer as well.
     */
    isWhole: v.boolean(),
});

const bot = v.object({ id: v.string(), name: v.string() });

/**
 * The file: what ids mean is in `account`. Beside it stand what programs call things, as kore.directory.ts has it: Node takes
 * this file for "./kore.directory" before it asks whoever runs TypeScript, and has to find the same in it.
 */
export const directorySchema = v.pipe(
    v.object({
        version: v.literal(1),
        host: v.string(),
        /** When it was read: an instant in UTC. */
        asOf: v.pipe(v.string(), v.isoTimestamp()),
        /** What Kore.ai did not list whole. */
        incomplete: v.array(v.string()),
        account: v.object({ roles: v.array(role), groups: v.array(group), bots: v.array(bot) }),
    }),
    v.transform(({ account, ...about }) => ({ ...about, ...account })),
);

/** What an account has, without its people: what ids mean, and what they give. */
export type AccountDirectory = v.InferOutput<typeof directorySchema>;
export type DirectoryRole = AccountDirectory["roles"][number];
export type DirectoryGroup = AccountDirectory["groups"][number];
