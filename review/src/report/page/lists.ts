import { present } from "../../present";
import { count } from "../../phrase";
import { endWords, instantText } from "../ends";
import type { Certification, CertifiedAccess, ChangedAccess, PersonChange, ReportChanges } from "../model";
import { noAccess } from "../sheet";
import type { PageGroup, PageItem, PageList } from "./data";
import { namedAccess } from "./namedAccess";

/** What has changed since earlier states, or an earlier report. */
export function changeList(changes: ReportChanges, hosts: string[]): PageList {
    const { before, onlyBefore, onlyNow, withEnds, people } = changes;
    const since = before.map(({ name, time }) => `${name}${time === undefined ? "" : ` of ${instantText(time)}`}`);
    const only = (names: string[], where: string) =>
        names.length === 0 ? [] : [`Only ${where}: ${names.join(", ")}. Its people come and go with it.`];
    return {
        title: `Changes since ${since.join(", ")}`,
        notes: [
            ...only(onlyBefore, "in what is compared with"),
            ...only(onlyNow, "in this report"),
            ...(withEnds ? [] : ["What is compared with has no ends, so that none is said to have changed."]),
        ],
        groups: changeGroups(people, (change, facts) => ({
            account: hosts.indexOf(change.account),
            address: change.emailId,
            ...present({ name: change.name }),
            access: [],
            ...facts,
        })),
    };
}

type ItemOf = (change: PersonChange, facts?: Partial<PageItem>) => PageItem;

function changeGroups(people: PersonChange[], itemOf: ItemOf): PageGroup[] {
    const of = (kind: PersonChange["kind"]) => people.filter((change) => change.kind === kind);
    const declared = (how: PersonChange["declared"]) => people.filter((change) => change.declared === how);
    const having = (access: (change: PersonChange) => ChangedAccess[]) =>
        of("changed")
            .filter((change) => access(change).length > 0)
            .map((change) => itemOf(change, { access: access(change).map(namedAccess) }));
    const all: PageGroup[] = [
        {
            title: "Came",
            sign: "+",
            items: of("came").map((change) => itemOf(change, { access: change.gained.map(namedAccess) })),
        },
        {
            title: "Left",
            sign: "−",
            items: of("left").map((change) => itemOf(change, { access: change.lost.map(namedAccess) })),
        },
        { title: "Gained access", sign: "+", items: having(({ gained }) => gained) },
        { title: "Lost access", sign: "−", items: having(({ lost }) => lost) },
        { title: "Declared now", sign: "≠", items: declared("begins").map((change) => itemOf(change)) },
        { title: "Not declared any more", sign: "≠", items: declared("ceases").map((change) => itemOf(change)) },
        {
            title: "Another reason",
            sign: "≠",
            items: people.flatMap((change) => (change.reasons === undefined ? [] : [itemOf(change, change.reasons)])),
        },
        { title: "Another end", sign: "≠", items: people.flatMap((change) => endItems(change, itemOf)) },
    ];
    return all.filter(({ items }) => items.length > 0);
}

function endItems(change: PersonChange, itemOf: ItemOf): PageItem[] {
    const words = (expiresAt: string | undefined) => (expiresAt === undefined ? "no end" : endWords(expiresAt));
    return change.ends.map(({ access, from, to }) =>
        itemOf(change, { access: [namedAccess(access)], from: words(from), to: words(to) }),
    );
}

/** How access compares with the decisions of a sheet. */
export function certificationList(certification: Certification, hosts: string[]): PageList {
    const { sheet, kept, gone, undecided, stillThere, isNew } = certification;
    const items = (found: CertifiedAccess[]) => found.map((each) => certifiedItem(each, hosts));
    const all: PageGroup[] = [
        { title: "Undecided", sign: "?", items: items(undecided) },
        { title: "To go, and still there", sign: "−", items: items(stillThere) },
        { title: "New since the sheet", sign: "+", items: items(isNew) },
    ];
    return {
        title: `Decisions of ${sheet}`,
        notes: [
            `${count(kept, "access is", "accesses are")} kept as decided, ${count(gone, "is", "are")} gone as decided.`,
        ],
        groups: all.filter(({ items }) => items.length > 0),
    };
}

function certifiedItem({ account, emailId, access, said }: CertifiedAccess, hosts: string[]): PageItem {
    const isNone = access.key === noAccess;
    const notes = [
        ...(isNone ? [access.label] : []),
        ...(said === undefined ? [] : [`the sheet says ${said}, which is no decision`]),
    ];
    return {
        account: hosts.indexOf(account),
        address: emailId,
        access: isNone ? [] : [namedAccess(access)],
        ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
    };
}
