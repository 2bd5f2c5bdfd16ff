import { hiddenIn } from "../hidden";
import { isUser, type Resources, type ReviewedPerson } from "./change";

/**
 * Which provider instances may lead to the same account. A state has the host alone, which may have several accounts:
 * whose state it was can't be told then.
 */
export class Hosts {
    /** The people of an address, each in another account or provider instance. */
    private readonly byAddress = new Map<string, ReviewedPerson[]>();
    /** The accounts of the program, by their hosts. */
    private readonly accountsAt = new Map<string, Set<string>>();

    constructor(
        people: Iterable<ReviewedPerson>,
        private readonly resources: Pick<Resources, "hosts" | "named">,
    ) {
        for (const person of people) {
            this.byAddress.set(person.emailId, [...(this.byAddress.get(person.emailId) ?? []), person]);
            const host = this.of(person.instance);
            if (host !== undefined && person.after.length > 0)
                this.accountsAt.set(host, (this.accountsAt.get(host) ?? new Set()).add(person.instance));
        }
    }

    /** The host of an instance, as far as the preview tells. */
    of(instance: string): string | undefined {
        return this.resources.hosts.get(instance);
    }

    /** Whether the program has more than one account at the host of an instance. */
    hasSeveralAccounts(instance: string): boolean {
        return (this.accountsAt.get(this.of(instance) ?? "")?.size ?? 0) > 1;
    }

    /**
     * People of the same address who may be the same person. Whether two apps at one host are of one account, only the
     * program's names for accounts tell, or Kore.ai's id of the person, once both resources have it.
     */
    twinsOf({ instance, emailId }: ReviewedPerson, userId: string | null | undefined): ReviewedPerson[] {
        const host = this.of(instance);
        if (host === undefined || hiddenIn(emailId) !== undefined) return [];
        return (this.byAddress.get(emailId) ?? []).filter(
            (other) =>
                other.instance !== instance &&
                this.of(other.instance) === host &&
                !this.areNamedApart(instance, other.instance) &&
                mayHaveId(other, userId),
        );
    }

    private areNamedApart(one: string, other: string): boolean {
        const { named } = this.resources;
        return named.has(one) && named.has(other);
    }
}

function mayHaveId({ after }: ReviewedPerson, userId: string | null | undefined): boolean {
    const users = after.filter(isUser);
    const ids = users.map(({ change: { before } }) => before?.userId);
    return users.length === 0 || ids.some((id) => !id || !userId || id === userId);
}
