import { sign } from "jsonwebtoken";
import { randomUUID } from "node:crypto";
import type { Credentials } from "#client";
import { AccessError } from "../accessError";
import { visible } from "../visible";
import { capitals, crowdOf, rolesToGive } from "./plan";
import { endingOf, fieldsOf, flagsOf, hasNoAccess, isTaken, listOf, personIn, saysUnknown, wordsOf } from "./reading";
import type { Session } from "./session";
import type { Step } from "./observations";

const neither = { canCreateBot: false, isDeveloper: false };
const developer = { canCreateBot: false, isDeveloper: true };
const both = { canCreateBot: true, isDeveloper: true };

/** Ids of the documented forms that no account has. */
const unknownIds = {
    group: "e-00000000-0000-0000-0000-000000000000",
    role: "000000000000000000000000",
    bot: "st-00000000-0000-0000-0000-000000000000",
};

/** Whether the addresses are free, before anything else is sent. @throws AccessError, where one is not */
export async function checkAddresses(session: Session): Promise<void> {
    const { addresses, person } = session.plan;
    for (const emailId of [...addresses, person]) {
        const answer = await session.lookOnce("before", emailId);
        if (saysUnknown(answer)) continue;
        if (personIn(answer) !== undefined)
            throw new AccessError(
                `${emailId} is known to the account, or was in it once: name an address that it has never seen. Nothing was changed.`,
            );
        throw new AccessError(
            `Kore.ai does not say that it knows nobody by ${emailId}, but “${visible(wordsOf(answer))}” (status ${answer.status}): kore-access doctor says what is wrong. Nothing was changed.`,
        );
    }
}

/** Everything that is tried, in an order in which one request serves many facts. Who was added is still there after it. */
export async function runScript(session: Session, credentials: Credentials): Promise<void> {
    const isListed = await arrival(session);
    await crowd(session);
    if (isListed) await flags(session);
    await refusals(session);
    await lists(session, credentials);
    if (isListed) {
        await automaticTasks(session);
        await group(session);
        await roles(session);
        await tasks(session);
        await comingBack(session);
    }
}

async function arrival(session: Session): Promise<boolean> {
    const { plan } = session;
    const created = await session.create("create", plan.person, { orgUserId: plan.marker, firstName: plan.marker }, {});
    if (endingOf(created) !== "done")
        throw new AccessError(
            `Kore.ai does not add people: “${visible(wordsOf(created))}” (status ${created.status}). kore-access doctor may say why.`,
        );
    const entry = await session.look("created", (found) => found !== undefined);
    if (plan.second !== undefined)
        await session.create(
            "createSecond",
            plan.second,
            { orgUserId: plan.marker, firstName: plan.marker },
            developer,
        );
    if (entry === undefined) {
        await session.update("flagsSet", developer);
        return false;
    }
    await session.updateAndLook("flagsSet", "flagsShown", developer);
    await session.lookOnce("askedOtherwise", capitals(plan.person, 2));
    return true;
}

async function flags(session: Session): Promise<void> {
    const { plan } = session;
    const after = await session.updateAndLook("omittedUpdate", "afterOmittedUpdate", {});
    const isBase = after !== undefined && flagsOf(after) === "FT";
    const before = isBase ? after : await session.updateAndLook("accessBase", "accessBaseShown", developer);
    await session.send("omittedAccess", "userAccess", {
        body: { emailIds: [plan.person], hasDataTableAndViewAccess: false },
    });
    const base = await session.lookLater("afterOmittedAccess", before);
    if (mayAskForTwo(session) && base !== undefined) {
        const isDeveloper = base.fields["isDeveloper"] !== true;
        await session.send("partialAccess", "userAccess", {
            body: { emailIds: [plan.person, plan.nobody], canCreateBot: false, isDeveloper },
        });
        await session.lookLater("afterPartialAccess", base);
    }
    const { created } = session.seen;
    const first = personIn(created);
    const repeatBase = await session.updateAndLook(
        "repeatBase",
        "repeatBaseShown",
        first !== undefined && flagsOf(first) === "FF" ? both : neither,
    );
    await session.create("repeated", plan.person, { firstName: `${plan.marker} repeated` }, {});
    await session.lookLater("afterRepeated", repeatBase);
    await session.updateAndLookIfDone("combination", "afterCombination", { canCreateBot: true, isDeveloper: false });
}

/** Whether useraccess leaves the flags alone that it is not sent. */
function keepsWhatIsLeftOut({ seen }: Session): boolean {
    const entry = personIn(seen.afterOmittedAccess);
    return entry !== undefined && flagsOf(entry) === "FT";
}

/** Whether a request may be about two people. */
function mayAskForTwo({ seen }: Session): boolean {
    return [seen.crowd51, seen.crowd50, seen.crowd10, seen.crowd2].some(
        (each) => each !== undefined && each.status < 300,
    );
}

// The most rows that a switch of the emulator knows, and one more; each only where the one before was refused.
const crowds = { crowd51: 51, crowd50: 50, crowd10: 10, crowd2: 2 } as const;

async function crowd(session: Session): Promise<void> {
    for (const step of Object.keys(crowds).filter((name): name is keyof typeof crowds => name in crowds)) {
        if (isTaken(await session.lookOnce(step, ...crowdOf(session.plan, crowds[step])))) return;
    }
}

async function refusals(session: Session): Promise<void> {
    const { plan } = session;
    await session.update("unknownGroup", { ...neither, groups: { addTo: [unknownIds.group] } });
    await session.update("unknownRole", { ...neither, roles: { addTo: [{ roleId: unknownIds.role }] } });
    await session.update("unknownTask", { ...neither, assignBotTasks: [{ botId: unknownIds.bot }] });
    await session.update("updateNobody", neither, plan.nobody, { firstName: plan.marker });
    await session.send("removeNobody", "removeUsers", { body: { deleteEmailIds: [plan.nobody] } });
    await session.update("malformed", { ...neither, roles: "none" });
    await session.create("invalidAddress", plan.noAddress, { firstName: plan.marker }, neither);
    // The documented refusal; sent only where it would change nothing, should nobody at all mean everybody.
    if (keepsWhatIsLeftOut(session)) await session.send("emptyAccess", "userAccess", { body: { emailIds: [] } });
}

async function lists(session: Session, credentials: Credentials): Promise<void> {
    if ("clientId" in credentials)
        await session.send("issuerToken", "roles", {
            parameters: { roleType: "admin", limit: 1 },
            token: issuerToken(credentials),
        });
    await session.send("adminRoles", "roles", { parameters: { roleType: "admin", limit: 50 } });
    await session.send("botRoles", "roles", { parameters: { roleType: "bot", limit: 50 } });
    await session.send("botRolesOffset", "roles", { parameters: { roleType: "bot", limit: 2, offset: 1 } });
    await session.send("bots", "bots", { parameters: { limit: 50, offset: 0 } });
    await session.send("botsOffset", "bots", { parameters: { limit: 2, offset: 1 } });
    const { json } = await session.send("people", "allUserRoles", { parameters: { limit: 100, offset: 0 } });
    const { total, users } = fieldsOf(json);
    const shown = listOf(users).length;
    if (typeof total === "number" && shown > 0 && total > shown)
        await session.send("lastPeople", "allUserRoles", {
            parameters: { limit: 50, offset: Math.max(0, total - 50) },
        });
}

/** The token of SDK apps (SDK Security page), which names the app in iss. */
function issuerToken({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string {
    const iat = Math.floor(Date.now() / 1000);
    return sign({ sub: clientId, iss: clientId, iat, exp: iat + 300, jti: randomUUID() }, clientSecret, {
        algorithm: "HS256",
    });
}

const hasTasks = (session: Session, step: Step): boolean =>
    listOf(personIn(session.seen[step])?.fields["assignBotTasks"]).length > 0;

async function automaticTasks(session: Session): Promise<void> {
    if (!hasTasks(session, "created") && !hasTasks(session, "flagsShown")) return;
    // Either form may be the one that takes them away.
    for (const assignBotTasks of [[], [{}]]) {
        await session.updateAndLook("autoCleared", "afterAutoCleared", { ...neither, assignBotTasks });
        if (!hasTasks(session, "afterAutoCleared")) return;
    }
}

async function group(session: Session): Promise<void> {
    const { group: id } = session.plan;
    if (id === undefined) return;
    await session.update("groupNotHeld", { ...neither, groups: { removeFrom: [id] } });
    await session.updateAndLookIfDone("groupAdded", "inGroup", { ...neither, groups: { addTo: [id] } });
    if (session.seen.inGroup !== undefined) await session.update("groupAgain", { ...neither, groups: { addTo: [id] } });
}

async function roles(session: Session): Promise<void> {
    const [role, second] = rolesToGive(session.plan);
    if (role === undefined) return;
    await session.update("roleNotHeld", { ...neither, roles: { removeFrom: [role] } });
    await session.updateAndLookIfDone("roleAdded", "withRole", { ...neither, roles: { addTo: [role] } });
    if (session.seen.withRole === undefined) return;
    await session.update("roleAgain", { ...neither, roles: { addTo: [role] } });
    if (second === undefined) return;
    await session.updateAndLookIfDone("secondRole", "withSecondRole", { ...neither, roles: { addTo: [second] } });
    if (session.seen.inGroup !== undefined)
        await session.updateAndLookIfDone("firstRoleAgain", "withFirstRoleAgain", {
            ...neither,
            roles: { addTo: [role] },
        });
}

async function tasks(session: Session): Promise<void> {
    const { bot } = session.plan;
    if (bot === undefined) return;
    const all = { ...neither, assignBotTasks: [{ botId: bot }] };
    await session.updateAndLookIfDone("tasksGiven", "withTasks", all);
    if (!hasTasks(session, "withTasks")) return;
    await session.updateAndLook("emptyTasks", "afterEmptyTasks", { ...neither, assignBotTasks: [] });
    if (!hasTasks(session, "afterEmptyTasks")) await session.updateAndLook("tasksGivenAgain", "withTasksAgain", all);
    await session.updateAndLook("entryWithoutBot", "afterEntryWithoutBot", { ...neither, assignBotTasks: [{}] });
}

async function comingBack(session: Session): Promise<void> {
    const { plan } = session;
    // With access, so that a record that is kept of them shows by its having none.
    await session.updateAndLook("beforeRemoval", "stillThere", developer);
    const removal = await session.send("removal", "removeUsers", { body: { deleteEmailIds: [plan.person] } });
    if (endingOf(removal) !== "done") return;
    await session.look("afterRemoval", (entry) => entry === undefined || hasNoAccess(entry));
    await session.create("recreate", plan.person, { firstName: `${plan.marker} recreate` }, developer);
    await session.look("recreated", (entry) => entry !== undefined && !hasNoAccess(entry));
}
