import type { AccountDirectory } from "../directory/schema";
import type { ImportedDeclarations } from "../import/imported";
import type { KoreUser } from "../koreUser";
import { Names } from "../names";
import { isDefault, partsOf } from "../urn";
import { identitiesOf } from "./accounts";
import { blocksOf } from "./blocks";
import { isLeft, type Resources, type ReviewedPerson } from "./change";
import { elsewhereIn } from "./elsewhere";
import { fingerprintOf } from "./fingerprint";
import { refusalsOf, type GivenRule } from "./gate";
import { peopleJson } from "./json";
import { digestsOf } from "./imported";
import { peopleOf } from "./person";
import type { Preview } from "./preview";
import { resourcesOf } from "./resources";
import type { Block, Review, ReviewedAccount } from "./statement";

/**
 * What a preview means for people, judged by rules.
 *
 * @param directory of an account, where there is one; it is passed over where no account of the program has its host
 * @param imported what an import of that account has found, where there is one
 * @param now milliseconds since 1970
 */
export function review(
    preview: Preview,
    rules: GivenRule[],
    directory?: AccountDirectory,
    imported?: ImportedDeclarations,
    now = Date.now(),
): Review {
    const resources = resourcesOf(preview);
    const isOurs = directory !== undefined && isOfAnAccount(directory.host, resources);
    const names = new Names(statesOf(resources), isOurs ? directory : undefined);
    const blocks = blocksOf(
        resources,
        names,
        // Once anybody is in the state, the file of the import tells nothing of who comes: anyone can have written it.
        isFirst(resources) ? digestsOf(imported, (host) => isOfAnAccount(host, resources)) : undefined,
    );
    const { project = "", stack = "" } = preview.steps[0] === undefined ? {} : partsOf(preview.steps[0].urn);
    const { complete, refreshed } = resources;
    const unread = resources.users.filter(({ step, after }) => step === "refresh" && after !== undefined).length;
    const emptied = emptiedOf(resources, blocks);
    const read = {
        project,
        stack,
        blocks,
        accounts: accountsOf(resources, preview),
        refusals: refusalsOf(rules, { blocks, emptied, complete, refreshed, unread, now }),
        gone: complete ? emptied.flatMap((account) => account.blocks).length : 0,
        names,
        ...(directory === undefined || isOurs ? {} : { otherDirectory: directory.host }),
        ignored: ignoredIn(resources),
        elsewhere: elsewhereIn(preview),
        refreshed,
        unread,
        complete,
    };
    return { ...read, fingerprint: fingerprintOf({ project, stack, people: peopleJson(read) }) };
}

/** Whether the state has nobody yet, as far as can be known. */
function isFirst({ users, sets, accesses, complete }: Resources): boolean {
    return (
        complete && [...users, ...sets, ...accesses].every(({ before, earlier }) => (before ?? earlier) === undefined)
    );
}

/** Whether a host may be of an account of the program: hosts that are not known speak for it. */
function isOfAnAccount(host: string, { users, accesses, hosts }: Resources): boolean {
    const known = [...users, ...accesses].map(({ instance }) => hosts.get(instance));
    return known.length === 0 || known.some((each) => each === undefined || each === host);
}

/** The resources of which the program's value is passed over, with the properties; of a new one nothing is. */
function ignoredIn({ users, sets, accesses }: Resources): { name: string; properties: string[] }[] {
    const single = users.filter(({ type }) => type === "KoreUser");
    return [...single, ...sets, ...accesses].flatMap(({ name, before, after, options: { after: planned } }) =>
        before === undefined || after === undefined || planned.ignoreChanges.length === 0
            ? []
            : [{ name, properties: planned.ignoreChanges }],
    );
}

function statesOf({ users }: Resources): (KoreUser | undefined)[] {
    // What was reported last wins.
    return [...users.map(({ earlier }) => earlier), ...users.map(({ before }) => before)];
}

function accountsOf({ users, sets, accesses, hosts }: Resources, preview: Preview): ReviewedAccount[] {
    const identities = identitiesOf(preview);
    const instances = [...new Set([...users, ...sets, ...accesses].map(({ instance }) => instance))];
    return instances.map((instance) => {
        const host = hosts.get(instance);
        return {
            instance,
            ...(isDefault(instance) ? {} : { provider: partsOf(instance).name }),
            ...(host === undefined ? {} : { host }),
            ...identities.get(instance),
        };
    });
}

// An account of which the state has people, and the program none of them any more; a new address is no farewell.
function emptiedOf(resources: Resources, blocks: Block[]): { instance: string; blocks: Block[] }[] {
    const people = [...peopleOf(resources).values()];
    const instances = [...new Set(people.filter(({ before }) => before.length > 0).map(({ instance }) => instance))];
    const goes = ({ before, after }: ReviewedPerson) =>
        after.length === 0 && before.every((part) => !isLeft(part, after) && part.change.step !== "replace");
    const emptied = instances.filter((instance) =>
        people.every((person) => person.instance !== instance || person.before.length === 0 || goes(person)),
    );
    return emptied.map((instance) => ({
        instance,
        blocks: blocks.filter((block) => block.instance === instance && block.before && !block.after),
    }));
}
