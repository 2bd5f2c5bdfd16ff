import { markOf } from "../hidden";
import type { KoreUser } from "../koreUser";
import { hiddenUser, type KoreUsers } from "../koreUsers";
import { present } from "../present";
import type { ResourceChange } from "./change";

type Sides<T> = Pick<ResourceChange<T>, "before" | "after" | "earlier">;

/** What a preview says of a KoreUsers, as what it would say of a KoreUser for each of its people. */
export function peopleOfSet(change: ResourceChange<KoreUsers>): ResourceChange<KoreUser>[] {
    const { before, after, earlier } = change;
    const addresses = new Set([before, after, earlier].flatMap((side) => [...(side?.people.keys() ?? [])]));
    const people = [...addresses].map((emailId) =>
        personOf(change, {
            ...present({
                before: before?.people.get(emailId),
                // Whether they stay in a set that is not shown, is not shown either.
                after: after?.hidden === undefined ? after?.people.get(emailId) : hiddenUser(emailId, after.hidden),
                earlier: earlier?.people.get(emailId),
            }),
        }),
    );
    return [...people, ...others(change)].filter((person) => person.before !== undefined || person.after !== undefined);
}

/** Those of a set that is not shown whom nobody knows. */
function others(change: ResourceChange<KoreUsers>): ResourceChange<KoreUser>[] {
    const { before, after } = change;
    if (after?.hidden === undefined) return [];
    const hidden = hiddenUser(markOf(after.hidden), after.hidden);
    return [personOf(change, { ...(before?.hidden === undefined ? {} : { before: hidden }), after: hidden })];
}

function personOf(change: ResourceChange<KoreUsers>, sides: Sides<KoreUser>): ResourceChange<KoreUser> {
    const { before: _, after: __, earlier: ___, step, ...set } = change;
    return {
        ...set,
        ...sides,
        step: stepAbout(step, sides),
    };
}

/** In a set that changes, people come and go without a step of the engine's. */
function stepAbout(
    step: ResourceChange<KoreUsers>["step"],
    { before, after }: Sides<KoreUser>,
): ResourceChange<KoreUser>["step"] {
    if (step !== "update" && step !== "replace") return step;
    if (before === undefined) return "create";
    return after === undefined ? "delete" : step;
}
