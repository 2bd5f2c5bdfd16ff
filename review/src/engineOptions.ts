/** Why the engine forgets a resource that goes: it is said to be kept, or the resource that it is deleted with goes too. */
export type Retention = "retainOnDelete" | "deletedWith";

/** Why nothing is done to somebody who goes: of a KoreUsers the program may say so itself (onDestroy: "keep"). */
export type WhyKept = Retention | "onDestroy";

/** Options of the engine that change what a step does to people. */
export interface EngineOptions {
    /** Pulumi refuses to delete it. */
    protect: boolean;
    retainOnDelete: boolean;
    /** The resource with which it goes, by its name. */
    deletedWith?: string;
    /** Properties of which the program's value is passed over. */
    ignoreChanges: string[];
    /** Code of the program that the engine runs at its steps: "beforeDelete: tell". */
    hooks: string[];
}
