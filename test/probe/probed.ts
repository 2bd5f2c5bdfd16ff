import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defaultSeed, seedApp, seedIds, type Emulator, type Seed, type Switches } from "kore-emulator";
import { readSettings, type Clock } from "../../provider/client";
import { factsName, factsPageName, readFacts, type Facts } from "../../review/src/probe/factsFile";
import { planOf, type Named, type Plan } from "../../review/src/probe/plan";
import { probe, type Work } from "../../review/src/probe/probe";
import { environmentOf } from "../doctor/patient";
import { assertNoSecret } from "../harness/secrets";

export const addresses = ["probe-1@example.com", "probe-2@example.com"];
const { bots, botRoles, groups } = seedIds;

/** Everything that a user can name: the group confers the first of the roles. */
export const everything: Named = {
    addresses,
    roles: [
        { roleId: botRoles.tester, botId: bots.support },
        { roleId: botRoles.developer, botId: bots.support },
    ],
    group: groups.supportTeam,
    bot: bots.support,
};

/** The account of the default seed, with more people than a page has, and three bots. */
export const seed: Seed = {
    ...defaultSeed,
    bots: [
        ...defaultSeed.bots,
        { ...defaultSeed.bots[0]!, botId: "st-00000000-0000-5000-8000-000000000003", dialogs: [] },
    ],
    people: [
        ...defaultSeed.people,
        ...Array.from({ length: 60 }, (_, index) => ({ emailId: `person-${index}@example.com` })),
    ],
};

/** A clock whose waits take no time. */
export function hastyClock(): Clock {
    let now = 0;
    return { now: () => now, sleep: async (milliseconds) => void (now += milliseconds) };
}

/** A folder of a test's own. */
export function temporaryFolder(): string {
    return mkdtempSync(path.join(tmpdir(), "probe-"));
}

export function workOn(emulator: Emulator, folder: string, more: Partial<Work> = {}): Work {
    return {
        settings: readSettings(() => undefined, environmentOf(emulator.url)),
        folder,
        signal: new AbortController().signal,
        tell: () => undefined,
        clock: hastyClock(),
        ...more,
    };
}

/** Probes in a folder of its own, and answers what was told; fails where a secret was written, or somebody invited. */
export async function probed(
    emulator: Emulator,
    named: Named = everything,
    clock = hastyClock(),
): Promise<Facts & { requests: number }> {
    const folder = temporaryFolder();
    try {
        const plan = planOf(named);
        const outcome = await probe(plan, workOn(emulator, folder, { clock }));
        assert.deepEqual([outcome.stopped, outcome.left], [undefined, []]);
        assertNobodyIsLeft(emulator);
        assertHarmlessFiles(folder, plan, emulator);
        return { ...readFacts(path.join(folder, factsName)), requests: outcome.requests };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** Fails where somebody of a probe is in the account, or anybody was invited. */
export function assertNobodyIsLeft(emulator: Emulator): void {
    const people = emulator.account.people();
    assert.deepEqual(
        people.map(({ emailId }) => emailId).filter((emailId) => /probe/i.test(emailId)),
        [],
    );
    assertNobodyInvited(emulator);
}

/** Fails where a request could have sent somebody an e-mail, or did. */
export function assertNobodyInvited(emulator: Emulator): void {
    assert.deepEqual(
        emulator.account.people().filter(({ invitations }) => invitations > 0),
        [],
    );
    for (const { method, path: place, request } of emulator.account.requests()) {
        if (`${method} ${place}` !== "POST /api/public/users") continue;
        const { users, sendEmail } = request as { users: { sendEmail: unknown }[]; sendEmail: unknown };
        assert.deepEqual([sendEmail, ...users.map((row) => row.sendEmail)], [false, ...users.map(() => false)]);
    }
}

function assertHarmlessFiles(folder: string, plan: Plan, emulator: Emulator): void {
    for (const name of [factsName, factsPageName]) {
        const text = readFileSync(path.join(folder, name), "utf8");
        const named = [
            seedApp.clientId,
            new URL(emulator.url).host,
            plan.marker,
            ...addresses,
            ...Object.values(seedIds)
                .flatMap((ids) => Object.values(ids))
                .filter((id) => typeof id === "string"),
        ];
        assertNoSecret(
            text.toLowerCase(),
            [seedApp.clientSecret, ...named].map((each) => each.toLowerCase()),
            name,
        );
        assert.ok(!/[\w.+-]+@[\w-]+\.\w/.test(text), `${name} has an address`);
    }
    assert.ok(!existsSync(path.join(folder, "kore.probe.json")), "the journal is gone");
}

/** Fails where a fact is told wrongly. */
export function assertNothingWrong(told: Facts["facts"], switches: Switches, title?: string): void {
    const wrong = Object.entries(switches).flatMap(([name, value]) => {
        const fact = told[name];
        return fact !== undefined && "value" in fact && fact.value !== value ? [{ name, value, fact }] : [];
    });
    assert.deepEqual(wrong, [], title && `${title}: ${JSON.stringify(wrong)}`);
}
