import { hiddenIn } from "../hidden";
import type { KoreUser } from "../koreUser";
import { present } from "../present";
import { isUser, type ReviewedPerson, type UserPart, letsGo } from "./change";
import type { Hosts } from "./hosts";
import { resourceOf } from "./person";
import type { Statement } from "./statement";

type Same = Extract<Statement, { kind: "resembles" }>["same"];

/** Who joins as somebody goes who may be the same person; and who joins one account as they go from another. */
export class Successors {
    private readonly leavers = new Map<string, { person: ReviewedPerson; part: UserPart }[]>();

    constructor(
        people: Iterable<ReviewedPerson>,
        private readonly hosts: Hosts,
    ) {
        for (const person of people) {
            const part = person.before.filter(isUser).find(letsGo);
            if (part === undefined || person.after.some(isUser)) continue;
            for (const [same, value] of marksOf(part.declared))
                this.add(`${person.instance}\n${same}\n${value}`, { person, part });
            this.add(`\n${person.emailId}`, { person, part });
        }
    }

    private add(key: string, leaver: { person: ReviewedPerson; part: UserPart }): void {
        this.leavers.set(key, [...(this.leavers.get(key) ?? []), leaver]);
    }

    /** @param replaced whether it is told already whose place they take */
    of(person: ReviewedPerson, replaced: boolean): Statement[] {
        const part = person.after
            .filter(isUser)
            .find(({ change: { step } }) => step === "create" || step === "replace");
        if (part === undefined || person.before.some(isUser)) return [];
        return [...(replaced ? [] : this.resembling(person, part)), ...this.fromOtherAccounts(person, part)];
    }

    private resembling({ instance }: ReviewedPerson, part: UserPart): Statement[] {
        const found = new Map<string, Statement>();
        for (const [same, value] of marksOf(part.declared)) {
            for (const { person } of this.leavers.get(`${instance}\n${same}\n${value}`) ?? [])
                if (!found.has(person.emailId))
                    found.set(person.emailId, {
                        kind: "resembles",
                        from: person.emailId,
                        same,
                        leaves: person.after.length === 0,
                        by: [resourceOf(part)],
                        outside: false,
                    });
        }
        return [...found.values()];
    }

    private fromOtherAccounts({ instance, emailId }: ReviewedPerson, part: UserPart): Statement[] {
        if (hiddenIn(emailId) !== undefined) return [];
        const former = (this.leavers.get(`\n${emailId}`) ?? []).find(({ person }) => person.instance !== instance);
        if (former === undefined) return [];
        const [from, to] = [former.person.instance, instance].map((each) => this.hosts.of(each));
        // Two apps at one host may be of one account: that they are doubted is told where they go.
        if (from !== undefined && from === to) return [];
        return [
            { kind: "changesAccount", ...present({ from, to }), moves: true, by: [resourceOf(part)], outside: false },
        ];
    }
}

/** By what two resources may be about the same person. */
function marksOf({ emailId, orgUserId, firstName, lastName, reported }: KoreUser): [Same, string][] {
    const shown = (value: string | null | undefined) =>
        value && hiddenIn(value) === undefined ? value.trim().toLowerCase() : undefined;
    const [first, last] = [shown(firstName ?? reported?.firstName), shown(lastName ?? reported?.lastName)];
    const local = shown(emailId)?.split("@")[0];
    const marks: [Same, string | undefined][] = [
        ["orgUserId", shown(orgUserId)],
        ["name", first && last ? `${first} ${last}` : undefined],
        ["localPart", local],
    ];
    return marks.flatMap(([same, value]): [Same, string][] => (value ? [[same, value]] : []));
}
