import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { HeldRole } from "../../../provider/api/answers";
import type { ListedGroup, ListedPerson } from "../../../provider/api/directory";
import { conferredBy } from "../../../review/src/directory/conferred";

const group = (id: string, members: string[], groups: string[] = [], name = id.toUpperCase()): ListedGroup => ({
    id,
    name,
    members: members.map((member) => ({ userId: `u-${member}` })),
    groups,
});
const person = (name: string, ...roles: HeldRole[]): ListedPerson => ({
    emailId: `${name}@example.com`,
    userId: `u-${name}`,
    roles,
});
/** A role given directly. */
const direct = (roleId: string, botId?: string): HeldRole => by(roleId, [], botId);
/** A role that groups confer, by their names. */
const by = (roleId: string, groups: string[], botId?: string): HeldRole => ({
    roleId,
    ...(botId === undefined ? {} : { botId }),
    groups,
});

describe("what a group confers, as the roles of its people tell", () => {
    const cases: { title: string; groups: ListedGroup[]; people: ListedPerson[]; told: Record<string, string> }[] = [
        {
            title: "all roles that name it, of all its people",
            groups: [group("a", ["ada", "grace"]), group("b", ["grace"])],
            people: [
                person("ada", by("tester", ["A"], "bot"), by("analyst", ["A"])),
                person("grace", by("tester", ["A"], "bot"), by("analyst", ["B", "A"]), by("owner", ["B"])),
            ],
            told: { a: "analyst, tester@bot", b: "analyst, owner" },
        },
        {
            title: "unknown, where nobody is in it",
            groups: [group("a", [])],
            people: [person("ada", direct("analyst"))],
            told: { a: "?" },
        },
        {
            title: "unknown, where those in it are not in the list of people",
            groups: [group("a", ["ada"])],
            people: [person("grace", direct("analyst"))],
            told: { a: "?" },
        },
        {
            title: "unknown, where nobody's roles name groups",
            groups: [group("a", ["ada"])],
            people: [person("ada"), person("grace", { roleId: "analyst" })],
            told: { a: "?" },
        },
        {
            title: "unknown, where the roles of its people can't be read",
            groups: [group("a", ["ada"])],
            people: [{ emailId: "ada@example.com", userId: "u-ada" }, person("grace", direct("analyst"))],
            told: { a: "?" },
        },
        {
            title: "nothing, where somebody in it has no role",
            groups: [group("a", ["ada", "grace"])],
            people: [person("ada"), person("grace", direct("analyst"))],
            told: { a: "" },
        },
        {
            title: "not known whole, where all in it hold a role directly that it may confer as well",
            groups: [group("a", ["ada", "grace"])],
            people: [
                person("ada", direct("analyst"), by("tester", ["A"])),
                person("grace", direct("analyst"), by("tester", ["A"])),
            ],
            told: { a: "tester, ?" },
        },
        {
            title: "known whole, where one of those in it lacks such a role",
            groups: [group("a", ["ada", "grace"])],
            people: [person("ada", direct("analyst"), by("tester", ["A"])), person("grace", by("tester", ["A"]))],
            told: { a: "tester" },
        },
        {
            title: "known whole, where a role that all hold directly is said to come from it too",
            groups: [group("a", ["ada"])],
            people: [person("ada", direct("analyst"), by("analyst", ["A"]))],
            told: { a: "analyst" },
        },
        {
            title: "what a group in it confers, where somebody in the outer one alone has that",
            groups: [group("outer", ["ada"], ["inner"]), group("inner", ["grace"])],
            people: [person("ada", by("tester", ["INNER"])), person("grace", by("tester", ["INNER"]))],
            told: { outer: "tester", inner: "tester" },
        },
        {
            title: "what the group that holds it confers, through several and named by name",
            groups: [group("outer", [], ["MIDDLE"]), group("middle", [], ["inner"]), group("inner", ["ada"])],
            people: [person("ada", by("tester", ["OUTER"]))],
            told: { outer: "?", middle: "?", inner: "tester" },
        },
        {
            title: "not known whole of the outer one, where all in it are in the inner one as well",
            groups: [group("outer", ["ada"], ["inner"]), group("inner", ["ada"])],
            people: [person("ada", by("tester", ["INNER"]))],
            told: { outer: "?", inner: "tester" },
        },
        {
            title: "nothing of the outer one, where somebody in it alone lacks the roles of the inner one",
            groups: [group("outer", ["ada", "grace"], ["inner"]), group("inner", ["ada"])],
            people: [person("ada", by("tester", ["INNER"])), person("grace", by("other", ["ELSEWHERE"]))],
            told: { outer: "", inner: "tester" },
        },
        {
            title: "not known, where a role may come through two groups that hold the one that confers it",
            groups: [group("one", ["ada"], ["inner"]), group("two", ["ada"], ["inner"]), group("inner", [])],
            people: [person("ada", by("tester", ["INNER"]))],
            told: { one: "?", two: "?", inner: "?" },
        },
        {
            title: "known, where groups hold one another in a ring",
            groups: [group("one", ["ada"], ["two"]), group("two", [], ["one"])],
            people: [person("ada", by("tester", ["TWO"]))],
            told: { one: "tester", two: "?" },
        },
        {
            title: "of two groups of one name: the one that the person is in",
            groups: [group("a", ["ada"], [], "Same"), group("b", ["grace"], [], "Same")],
            people: [person("ada", by("tester", ["Same"])), person("grace")],
            told: { a: "tester", b: "" },
        },
        {
            title: "of two groups of one name: not known, where the person is in both",
            groups: [group("a", ["ada"], [], "Same"), group("b", ["ada"], [], "Same")],
            people: [person("ada", by("tester", ["Same"]))],
            told: { a: "?", b: "?" },
        },
    ];
    for (const { title, groups, people, told } of cases) {
        it(title, () => {
            const found = [...conferredBy(groups, people)].map(([id, { confers, isWhole }]) => [
                id,
                [
                    ...confers.map(({ roleId, botId }) => (botId === undefined ? roleId : `${roleId}@${botId}`)).sort(),
                    ...(isWhole ? [] : ["?"]),
                ].join(", "),
            ]);
            assert.deepEqual(Object.fromEntries(found), told);
        });
    }

    it("finds people by their address where the group has no ids of them", () => {
        const groups = [{ ...group("a", []), members: [{ emailId: "ada@example.com" }, {}] }];
        assert.deepEqual(conferredBy(groups, [{ emailId: "ada@example.com", roles: [by("tester", ["A"])] }]).get("a"), {
            confers: [{ roleId: "tester" }],
            isWhole: true,
        });
    });
});
