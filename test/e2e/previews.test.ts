import assert from "node:assert/strict";
import { seedIds, startEmulator, type Emulator } from "kore-emulator";
import { type Declared, environmentFor, Stack, succeeded } from "../harness/stack";
import { whole } from "../harness/whole";

/** The element that sorts first, and the others. */
function first<T>(list: T[]): [T, T[]] {
    const [least, ...others] = [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    assert.ok(least !== undefined);
    return [least, others];
}

// Of each the one that sorts before all others is added later.
const [role, roles] = first<Lists["roles"][number]>([
    { roleId: seedIds.adminRoles.analyst },
    { roleId: seedIds.adminRoles.userAdmin },
    { roleId: seedIds.botRoles.developer, botId: seedIds.bots.support },
]);
const [group, groups] = first<string>(Object.values(seedIds.groups));
const [task, tasks] = first([
    { streamId: seedIds.bots.sales, dialogs: [seedIds.dialogs.salesQuote] },
    { streamId: seedIds.bots.support, dialogs: [seedIds.dialogs.supportTicket] },
]);
const [newcomer, people] = first(["ada@example.com", "grace@example.com", "jean@example.com"]);

interface Lists {
    roles: { roleId: string; botId?: string }[];
    groups: string[];
    assignBotTasks: { streamId: string; dialogs: string[] }[];
    emailIds: string[];
}

const fewer: Lists = { roles, groups, assignBotTasks: tasks, emailIds: people };
const more: Lists = {
    roles: [role, ...roles],
    groups: [group, ...groups],
    assignBotTasks: [task, ...tasks],
    emailIds: [newcomer, ...people],
};

const zoe = (emailId: string, lists: Omit<Lists, "emailIds">): Declared => ({
    type: "KoreUser",
    name: "zoe",
    args: { emailId, sendEmail: false, ...lists },
});
const program = ({ emailIds, ...lists }: Lists): Declared[] => [
    zoe("zoe@example.com", lists),
    { type: "KoreUserAccess", name: "builders", args: { emailIds, canCreateBot: false, isDeveloper: true } },
    { type: "KoreUsers", name: "staff", args: { people: { "vera@example.com": { groups: lists.groups } } } },
];

/** The lines of a list that a preview marks as a change, of a resource of some type. */
function changesOf(
    list: keyof Lists,
    preview: string,
    type = list === "emailIds" ? "KoreUserAccess" : "KoreUser",
): string[] {
    const lines = preview.slice(preview.indexOf(`kore:${type}: (`)).split("\n");
    const start = lines.findIndex((line) => new RegExp(`^[ ~]+${list} *: \\[$`).test(line));
    assert.ok(start >= 0, preview);
    const end = lines.findIndex(
        (line, index) => index > start && line.trim() === "]" && line.indexOf("]") === lines[start]?.indexOf(list),
    );
    return lines
        .slice(start, end)
        .map((line) => line.trim())
        .filter((line) => /^[+~-]/.test(line));
}

describe("what a preview shows of a list", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let stack: Stack;

    before(async () => {
        emulator = await startEmulator({ limits: "off" });
        stack = await Stack.create("previews", { env: environmentFor(emulator.url) });
        for (const emailId of [newcomer, ...people]) emulator.account.addPerson({ emailId });
        stack.declare(program(fewer));
        await succeeded(stack.up());
        stack.declare(program(more));
    });
    after(() => emulator.close());

    async function nothingIsLeftToDo(): Promise<void> {
        await succeeded(stack.preview("--expect-no-changes"));
        await succeeded(stack.refresh("--expect-no-changes"));
        await succeeded(stack.preview("--expect-no-changes"));
    }

    it("is the element that was added, and no other, wherever it stands in the program and however it sorts", async () => {
        const preview = await succeeded(stack.preview());
        assert.deepEqual(changesOf("roles", preview), [
            "~ roles         : [",
            "+ [2]: {",
            `+ roleId: "${role.roleId}"`,
        ]);
        assert.deepEqual(changesOf("groups", preview), ["~ groups        : [", `+ [2]: "${group}"`]);
        assert.deepEqual(changesOf("assignBotTasks", preview), [
            "~ assignBotTasks: [",
            "+ [1]: {",
            "+ dialogs : [",
            `+     [0]: "${task.dialogs[0]}"`,
            `+ streamId: "${task.streamId}"`,
        ]);
        assert.deepEqual(changesOf("emailIds", preview), ["~ emailIds    : [", `+ [2]: "${newcomer}"`]);
        assert.deepEqual(changesOf("groups", preview, "KoreUsers"), ["~ groups: [", `+ [2]: "${group}"`]);
    });

    whole.it("is nothing after the update, nor after a refresh", async () => {
        await succeeded(stack.up());
        await nothingIsLeftToDo();
    });

    whole.it("is nothing where the program has another order, or repeats something", async () => {
        stack.declare(
            program({
                roles: [...more.roles, role].reverse(),
                groups: [...more.groups, group].reverse(),
                assignBotTasks: [...more.assignBotTasks, task].reverse(),
                emailIds: [...more.emailIds, newcomer.toUpperCase()].reverse(),
            }),
        );
        await succeeded(stack.preview("--expect-no-changes"));
    });

    whole.it("is no change where a person comes to another address", async () => {
        const [, access, set] = program(more);
        assert.ok(access !== undefined && set !== undefined);
        stack.declare([
            zoe("zoe.king@example.com", {
                roles: more.roles,
                groups: more.groups,
                assignBotTasks: more.assignBotTasks,
            }),
            access,
            set,
        ]);
        const preview = await succeeded(stack.preview());
        assert.match(preview, /~ emailId +: "zoe@example\.com" => "zoe\.king@example\.com"/);
        for (const list of ["roles", "groups", "assignBotTasks"] as const)
            assert.deepEqual(changesOf(list, preview), []);
    });

    whole.it("is what was taken by hand, once a refresh has seen it; and nothing when that is put back", async () => {
        stack.declare(program(more));
        emulator.account.changePerson("zoe@example.com", { removeGroups: groups.slice(0, 1) });
        emulator.account.changePerson(people[0] ?? "", { isDeveloper: false });
        await succeeded(stack.refresh());
        const preview = await succeeded(stack.preview());
        assert.deepEqual(changesOf("groups", preview), ["~ groups: [", `+ [2]: "${groups[0]}"`]);
        assert.deepEqual(changesOf("emailIds", preview), ["~ emailIds    : [", `+ [2]: "${people[0]}"`]);
        await succeeded(stack.up());
        await nothingIsLeftToDo();
    });
});
