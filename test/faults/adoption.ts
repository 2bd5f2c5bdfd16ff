import assert from "node:assert/strict";
import * as v from "valibot";
import { peopleIn } from "../../provider/users/keptPeople";
import { usersState } from "../../provider/users/schema";
import type { OldResource } from "./engine";
import type { WatchedAccount } from "./watchedAccount";

const state = v.object({
    emailId: v.string(),
    userId: v.exactOptional(v.string()),
    adopted: v.exactOptional(v.boolean()),
});
type State = v.InferOutput<typeof state>;

/**
 * Follows through a run who counts as adopted: whoever was brought by a resource of this stack is never adopted by another one of it, under whichever
 * name or instance, and whoever was there before the stack stays adopted.
 */
export class Adoption {
    private before: State[] = [];
    private told: State[] = [];
    private people = new Map<string, { userId: string; departures: number }>();

    constructor(private readonly watched: WatchedAccount) {}

    /** A run begins. @param told what the engine tells its program of them */
    begin(resources: OldResource[], told: OldResource[]): void {
        this.before = usersIn(resources);
        this.told = usersIn(told);
        this.people = new Map(
            this.watched.account
                .people()
                .map(({ emailId, userId }) => [
                    emailId.toLowerCase(),
                    { userId, departures: this.departuresOf(emailId) },
                ]),
        );
    }

    /** Fails unless everybody in the state counts as what they were when the run began. */
    assertKept(resources: OldResource[]): void {
        for (const now of usersIn(resources)) {
            const expected = this.expectedOf(now);
            const word =
                now.adopted === true
                    ? "counts as adopted, and a resource of this stack brought them"
                    : "does not count as adopted, and was there before the stack";
            assert.ok(now.adopted === undefined || expected.includes(now.adopted), `${now.emailId} ${word}`);
        }
    }

    private expectedOf({ emailId, userId }: State): boolean[] {
        const known = this.before.filter((each) => each.emailId === emailId);
        // Whether somebody else has added them, nobody can tell.
        if (userId === undefined || known.some((each) => each.userId === undefined)) return [true, false];
        const states = known.filter((each) => each.userId === userId).map(({ adopted = false }) => adopted);
        const person = this.people.get(emailId);
        // Somebody who was gone meanwhile was brought anew, or the state does not know of it yet.
        if (person?.userId !== userId || person.departures !== this.departuresOf(emailId)) return [false, ...states];
        // Whose only resource was replaced, and could not be deleted, of those the program is told nothing.
        const isTold = this.told.some((each) => each.emailId === emailId && each.userId === userId);
        return isTold ? states : [true, ...states];
    }

    private departuresOf(emailId: string): number {
        return this.watched.departures.get(emailId.toLowerCase()) ?? 0;
    }
}

function usersIn(resources: OldResource[]): State[] {
    return resources.flatMap(({ type, outputs }) => {
        if (type === "KoreUser") return [v.parse(state, outputs)];
        return type === "KoreUsers" ? [...peopleIn(v.parse(usersState, outputs)).values()] : [];
    });
}
