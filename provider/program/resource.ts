import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { coded, messageOf, visible } from "../api/errors";
import { readSettings, refuseMisspelt, secretKeys, unknownSettings } from "../config";
import { isInline, stopRun } from "./declarations";
import { mocksOfTest } from "./mocks";
import { type Kind, kinds, providerLine } from "../model/kinds";
import { ignoredSurplus } from "../run/refusals";
import { referenceKey } from "../schema/inputs";
import { userArguments } from "../user/schema";
import { usersArguments } from "../users/schema";
import { accessArguments } from "../userAccess/schema";

const argumentsOf: Record<Kind, string[]> = {
    KoreUser: Object.keys(userArguments),
    KoreUsers: Object.keys(usersArguments),
    KoreUserAccess: Object.keys(accessArguments),
};

/** The output that access without an end never has. */
const ended = "ended";

/**
 * What the engine gets as a resource's properties: the arguments, and a place for each output.
 *
 * A custom resource with the constant line does all that pulumi.dynamic.Resource does, without its serializer, which
 * costs a program 0.2 s and writes the source of a provider into every resource.
 *
 * Nor has each argument that was left out a place: {@link makeLeftOut}. The SDK makes four promises for each place, each
 * with the stack of its maker, which took a third of the preview of 1,000 people. It has one where something else than the
 * program may set it: an option that keeps what the state has, or changes arguments in the engine; a read; a test's mocks.
 */
export function propertiesOf(
    kind: Kind,
    args: object | undefined,
    reference: Promise<string | undefined> | undefined,
    opts: pulumi.CustomResourceOptions = {},
): pulumi.Inputs {
    const mayBeSet =
        opts.id !== undefined ||
        (opts.ignoreChanges ?? []).length > 0 ||
        (opts.transforms ?? []).length > 0 ||
        mocksOfTest() !== undefined;
    const mayEnd = mayBeSet || (args !== undefined && "expiresAt" in args);
    const outputs = kinds[kind].outputs.filter((output) => mayEnd || output !== ended);
    const places = [...(mayBeSet ? argumentsOf[kind] : []), ...outputs];
    return {
        ...Object.fromEntries(places.map((place) => [place, undefined])),
        ...args,
        ...(reference === undefined ? {} : { [referenceKey]: reference }),
        // A unit test compares what was declared.
        ...(mocksOfTest() === undefined ? { __provider: providerLine(kind) } : {}),
    };
}

/**
 * Makes the output of an argument that was left out, and of what ends where nothing does, when a program asks for it: undefined, and known as soon as the other
 * outputs are.
 *
 * @param resources the prototype of a class of resources
 */
export function makeLeftOut(kind: Kind, resources: { account: pulumi.Output<string> }): void {
    const undefinable = kinds[kind].outputs.filter((output) => output === ended);
    for (const name of [...argumentsOf[kind], ...undefinable])
        Object.defineProperty(resources, name, {
            configurable: true,
            get(this: typeof resources) {
                return this.account.apply(() => undefined);
            },
            // By the SDK, for one that was not.
            set(this: object, value: unknown) {
                Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
            },
        });
}

/** The provider instance that a resource will have; undefined is the one of the stack's configuration. */
export function providerOf(
    type: string,
    opts: pulumi.CustomResourceOptions | undefined,
): pulumi.ProviderResource | undefined {
    return opts?.provider ?? opts?.parent?.getProvider(type);
}

// A run of a program has a stack of its own: the Automation API runs several in one process.
const inspected = new WeakMap<object, Set<"package" | "settings" | "instances">>();
const withoutStack = {};

/**
 * Says once in a run, before anything else, what would fail for every resource: a package that the provider's process
 * cannot load, and, where no provider instance is given, settings that are misspelt, missing or wrong. What fails is said of
 * each resource, as a program may go on with the next one.
 *
 * @throws pulumi.RunError, which the CLI prints without a stack
 */
export function inspectSurroundings(provider: pulumi.ProviderResource | undefined): void {
    // Nothing is loaded or sent in a unit test.
    if (mocksOfTest() !== undefined) return;
    const run = pulumi.runtime.getStackResource() ?? withoutStack;
    const done = inspected.get(run) ?? new Set();
    inspected.set(run, done);
    if (!done.has("package") && !isInline()) requireInstalled();
    done.add("package");
    const which = provider === undefined ? "settings" : "instances";
    if (done.has(which)) return;
    if (provider === undefined) inspectSettings();
    else requireSpelling("instance");
    done.add(which);
}

/**
 * Refuses the option `import` before anything is sent: the SDK fails at it without a word of what it is about.
 *
 * @throws pulumi.RunError
 */
export function refuseImport(kind: Kind, name: string, opts: pulumi.CustomResourceOptions | undefined): void {
    if (opts?.import === undefined) return;
    const instead = kinds[kind].hasPeople
        ? "Take it out: a person who is in the account is taken over when the resource is created, as its argument adopt says."
        : "Take it out: the people keep the access that they have when the resource is created.";
    refuse(
        coded(
            `${kind} "${visible(name)}" has the option import, which Pulumi does not have for resources of this provider. ${instead} For a whole account: kore-access import.`,
            "kore:no-import",
        ),
    );
}

/**
 * Refuses the option `replaceOnChanges` of a set of people before anything is sent.
 *
 * @throws pulumi.RunError
 */
export function refuseReplacement(name: string, opts: pulumi.CustomResourceOptions | undefined): void {
    if ((opts?.replaceOnChanges ?? []).length === 0) return;
    refuse(
        coded(
            `KoreUsers "${visible(name)}" has the option replaceOnChanges. Take it out: a set of people is never replaced, as the old one would go with all of them.`,
            "kore:never-replaced",
        ),
    );
}

/**
 * Refuses ignoreChanges on what an exclusive person has: Pulumi would take what a refresh has found for what the program
 * declares, so that a role given by hand counted as declared.
 *
 * @throws pulumi.RunError
 */
export function refuseIgnoredSurplus(
    kind: Kind,
    name: string,
    isExclusive: boolean,
    opts: pulumi.CustomResourceOptions | undefined,
): void {
    const has = isExclusive ? ignoredSurplus(opts?.ignoreChanges ?? []) : undefined;
    if (has === undefined) return;
    refuse(coded(`${kind} "${visible(name)}" has ${has}. Take one of them out.`, "kore:exclusive-ignored"));
}

/** Sends nothing of this turn, whatever the program does with the error. */
function refuse(why: string): never {
    const refusal = new pulumi.RunError(why);
    stopRun(refusal);
    throw refusal;
}

function requireInstalled(): void {
    try {
        // A file's name, as Jest's own createRequire would look beside the folder.
        createRequire(path.join(process.cwd(), "package.json")).resolve("pulumi-kore/provider");
    } catch {
        throw new pulumi.RunError(
            coded(
                `pulumi-kore is not installed in ${process.cwd()}, where Pulumi runs its provider: the program has it out of another package, or out of a bundle. Install it there: npm install pulumi-kore (or pnpm add, yarn add).`,
                "kore:not-installed",
            ),
        );
    }
}

// Also in a preview: who has written kore:readonly would take what it shows for what an update does.
function requireSpelling(keys: string[] | "instance"): void {
    try {
        refuseMisspelt(keys);
    } catch (error) {
        refuse(messageOf(error));
    }
}

function inspectSettings(): void {
    const config = new pulumi.Config("kore");
    const keys = Object.keys(pulumi.runtime.allConfig());
    requireSpelling(keys);
    try {
        if (!isInline()) readSettings((key) => config.get(key.replace(/^kore:/, "")));
    } catch (error) {
        if (!pulumi.runtime.isDryRun()) throw new pulumi.RunError(messageOf(error));
        void pulumi.log.warn(`${messageOf(error)}\nA preview needs no settings; the update will.`);
    }
    // A project that is named kore has its own keys there.
    const unknown = pulumi.getProject() === "kore" ? [] : unknownSettings(keys);
    if (unknown.length > 0) {
        const [which, whose] = unknown.length === 1 ? ["is no setting", "it is"] : ["are no settings", "they are"];
        void pulumi.log.warn(
            `${visible(unknown.join(", "))} ${which} of pulumi-kore; if ${whose} your own project's, nothing is wrong.`,
        );
    }
    const encrypted = encryptedKeys();
    if (encrypted === undefined) return;
    for (const key of secretKeys) {
        if (config.get(key) !== undefined && !encrypted.includes(`kore:${key}`)) {
            void pulumi.log.warn(
                `kore:${key} stands in the stack's configuration as plain text. Encrypt it: pulumi config set --secret kore:${key}`,
            );
        }
    }
}

// The language host tells a program in its environment which keys are encrypted (SDK: runtime/config).
function encryptedKeys(): string[] | undefined {
    const given = process.env["PULUMI_CONFIG_SECRET_KEYS"];
    if (given === undefined) return undefined;
    const keys = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(v.string())), given);
    return keys.success ? keys.output : undefined;
}
