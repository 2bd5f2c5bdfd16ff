import * as pulumi from "@pulumi/pulumi";
import type * as v from "valibot";
import { visible } from "../api/errors";
import type { Kind } from "../model/kinds";
import { checked, unknownValue } from "../schema/inputs";
import { userInputs } from "../user/schema";
import { usersInputs } from "../users/schema";
import { accessInputs } from "../userAccess/schema";

const schemas: Record<Kind, v.GenericSchema<unknown, object>> = {
    KoreUser: userInputs,
    KoreUsers: usersInputs,
    KoreUserAccess: accessInputs,
};

/** What is wrong with the arguments of a resource, each with its property; as `check` would say it. */
export function wrongArguments(kind: Kind, args: object): string[] {
    return checked(schemas[kind], args).failures.map(({ property, reason }) => `${property}: ${visible(reason)}`);
}

/** Arguments in which outputs and promises, at any depth, are not known yet. */
export function knownNow(args: object): object {
    return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, withoutLate(value)]));
}

function withoutLate(value: unknown): unknown {
    if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return value;
    if (pulumi.Output.isInstance(value) || "then" in value) return unknownValue;
    return Array.isArray(value) ? value.map((element: unknown) => withoutLate(element)) : knownNow(value);
}

/** Whether the engine may be given other arguments than the program gives: `check` alone sees them then. */
export function mayChange(opts: pulumi.CustomResourceOptions | undefined): boolean {
    const { ignoreChanges = [], transforms = [], transformations = [] } = opts ?? {};
    return ignoreChanges.length + transforms.length + transformations.length > 0;
}
