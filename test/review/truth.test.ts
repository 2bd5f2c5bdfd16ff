import assert from "node:assert/strict";
import { defaultSeed } from "kore-emulator";
import type { Access } from "../../review/src/access";
import type { Block, Statement } from "../../review/src/diff/statement";
import { recordedOutcome, type HeldAccess } from "./recorded";
import { reviewed } from "./reviewed";
import { scenarios } from "./scenarios";

type Held = Omit<HeldAccess, "emailId">;

const nobody: Held = {
    isDeveloper: false,
    canCreateBot: false,
    hasDataTableAndViewAccess: false,
    roles: [],
    groups: [],
    tasks: [],
};

/** Access as words that can be compared. */
function wordsOf({ isDeveloper, canCreateBot, hasDataTableAndViewAccess, roles, groups, tasks }: Held): string[] {
    const flags = Object.entries({
        developer: isDeveloper,
        botCreator: canCreateBot,
        dataTables: hasDataTableAndViewAccess,
    }).flatMap(([flag, has]) => (has ? [flag] : []));
    return [
        ...flags,
        ...roles.map((role) => `role ${role}`),
        ...groups.map((group) => `group ${group}`),
        ...tasks.flatMap(taskWords),
    ];
}

function taskWords(tasks: string): string[] {
    const [bot = "", listed] = tasks.split(":");
    const all = defaultSeed.bots.find(({ botId }) => botId === bot)?.dialogs.map(({ dialogId }) => dialogId) ?? [];
    return (listed?.split(",") ?? all).map((dialog) => `tasks ${bot} ${dialog}`);
}

function wordOf(access: Access): string[] {
    switch (access.type) {
        case "administrator":
        case "role":
            // What is recorded of an outcome are the roles that somebody has directly.
            if (access.through !== undefined) return [];
            return [`role ${access.roleId}${access.botId === undefined ? "" : `@${access.botId}`}`];
        case "group":
            return [`group ${access.groupId}`];
        case "tasks":
            return taskWords(
                access.dialogs === undefined ? access.botId : `${access.botId}:${access.dialogs.join(",")}`,
            ).filter((word) => !access.except?.some((dialog) => word.endsWith(dialog)));
        case "developer":
        case "botCreator":
        case "dataTables":
            return [access.type];
    }
}

function accessesOf(blocks: Block[], test: (statement: Statement) => Access[]): string[] {
    return [...new Set(blocks.flatMap(({ statements }) => statements.flatMap(test)).flatMap(wordOf))].sort();
}

/** What a review says of one address. */
function predicted(blocks: Block[]) {
    const statements = blocks.flatMap((block) => block.statements);
    return {
        comes: statements.some(({ kind }) => kind === "joins" || kind === "replaces"),
        goes: statements.some((statement) => statement.kind === "leaves" && statement.fate === "removed"),
        gains: accessesOf(blocks, (statement) =>
            statement.kind === "gains" && !statement.held ? [statement.access] : [],
        ),
        // Whether Kore.ai notes a role as a direct one that a group confers already is its own affair.
        mayGain: accessesOf(blocks, (statement) =>
            statement.kind === "gains" && statement.held ? [statement.access] : [],
        ),
        mayLose: accessesOf(blocks, (statement) =>
            statement.kind === "loses" && statement.unsure !== false ? [statement.access] : [],
        ),
        loses: accessesOf(blocks, (statement) =>
            statement.kind === "loses" && statement.unsure === false
                ? [statement.access]
                : statement.kind === "leaves"
                  ? statement.had
                  : [],
        ),
    };
}

/** Whether Kore.ai may refuse an access: a role of the Admin Console on a bot, as which one of unknown power may turn out. */
function mayBeRefused(access: Access): boolean {
    if (access.type === "role") return access.power === "unknown";
    return access.type === "administrator" && access.botId !== undefined;
}

describe("what kore-access diff says is what the update does", () => {
    for (const { name, fails } of scenarios) {
        if (fails) continue;
        const outcome = recordedOutcome(name);
        const read = reviewed(name);
        const stops = read.blocks.some(({ statements }) => statements.some(({ kind }) => kind === "stops"));

        // An owner may be let go or not, and what nobody knew may be wrong.
        const mayStop = read.blocks.some(({ statements }) =>
            statements.some(
                (statement) =>
                    statement.kind === "unknown" ||
                    (statement.kind === "gains" && mayBeRefused(statement.access)) ||
                    ((statement.kind === "leaves" || statement.kind === "loses") &&
                        statement.otherInstance !== undefined) ||
                    (statement.kind === "leaves" && statement.owner),
            ),
        );
        if (!mayStop)
            it(`${name}: ${stops ? "the update stops, as said" : "the update goes through"}`, () =>
                assert.equal(outcome.succeeded, !stops));

        // What an update that stops has done till then, and what nobody knew, can't be said before.
        if (stops || mayStop || !read.complete) continue;
        for (const account of Object.keys(outcome.before)) {
            const [before = [], after = []] = [outcome.before[account], outcome.after[account]];
            for (const emailId of new Set([...before, ...after].map((person) => person.emailId))) {
                const [was, is] = [before, after].map((people) => people.find((person) => person.emailId === emailId));
                const instances = read.accounts
                    .filter(
                        ({ host, provider }) =>
                            (host ?? (provider === undefined ? "main.example.com" : "")) === `${account}.example.com`,
                    )
                    .map(({ instance }) => instance);
                const blocks = read.blocks.filter(
                    (block) => instances.includes(block.instance) && block.emailId === emailId,
                );
                const former = read.blocks.find(
                    (block) => instances.includes(block.instance) && block.formerEmailId === emailId,
                );
                if (blocks.length === 0 && former === undefined && JSON.stringify(was) === JSON.stringify(is)) continue;
                it(`${name}: ${emailId}${account === "main" ? "" : ` in ${account}`}`, () => {
                    const { comes, goes, gains, mayGain, loses, mayLose } = predicted(blocks);
                    if (former !== undefined) {
                        const fate = former.statements.flatMap((statement) =>
                            statement.kind === "replaces" ? [statement.fate] : [],
                        )[0];
                        assert.equal(is === undefined, fate === "removed");
                        if (fate === "revoked") assert.deepEqual(wordsOf(is ?? nobody), []);
                        return;
                    }
                    assert.equal(was !== undefined && is === undefined, goes, "is removed");
                    // Somebody who is there already is taken over.
                    if (was === undefined) assert.equal(is !== undefined, comes, "is added");
                    const [had, has] = [wordsOf(was ?? nobody), wordsOf(is ?? nobody)];
                    assert.deepEqual(
                        has.filter((word) => !had.includes(word) && !mayGain.includes(word)).sort(),
                        gains.filter((word) => !had.includes(word)),
                        "gains",
                    );
                    if (!goes)
                        assert.deepEqual(
                            had.filter((word) => !has.includes(word) && !mayLose.includes(word)).sort(),
                            loses,
                            "loses",
                        );
                });
            }
        }
    }
});
