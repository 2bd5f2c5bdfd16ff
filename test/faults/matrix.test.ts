import assert from "node:assert/strict";
import { severalAtOnce } from "../harness/severalAtOnce";
import { Engine } from "./engine";
import { assertAccountEquals, assertNoOffence, assertSettled, assertToldAtItsOwn } from "./judge";
import { at, cells, endpoints, lateEndpoints, names, stages, type Cell } from "./matrix";
import { World } from "./world";

const worlds = 3;

// Whatever befalls a step of several people: what fails is told where it belongs, and one clean run makes the account what the program says.
describe("a step of several people meets a fault", function () {
    this.timeout(300_000);
    const places: World[] = [];
    const plays: ((world: World) => Promise<void>)[] = [];
    let endings: Promise<void>[];

    before(async () => {
        places.push(...(await Promise.all(Array.from({ length: worlds }, () => World.start()))));
        endings = severalAtOnce(places, plays);
    });
    after(async () => {
        await Promise.allSettled(endings);
        await Promise.all(places.map((world) => world.stop()));
    });

    /** A test that is played beside others, each in a world of its own. */
    const played = (title: string, play: (world: World) => Promise<void>) => {
        const place = plays.push(play) - 1;
        it(title, () => endings[place]);
    };

    for (const endpoint of endpoints) {
        describe(endpoint, () => {
            for (const cell of cells.filter((each) => each.endpoint === endpoint)) {
                played(
                    `${cell.what}: ${endingOf(cell)}, and a clean run makes the account what the program says`,
                    (world) => play(world, cell),
                );
            }
        });
    }

    describe("comes to a person who is new, and shows later than their create waits", () => {
        for (const endpoint of lateEndpoints)
            played(`${endpoint}: a clean run makes the account what the program says`, (world) =>
                playLate(world, endpoint),
            );
    });
});

// The index is late for those who are new: the step after the create comes to them while they are hidden.
async function playLate(world: World, endpoint: (typeof lateEndpoints)[number]): Promise<void> {
    world.watched.reset({ repeatedCreate: "applied" });
    const engine = new Engine(world.provider);
    const { before, disturbed } = stages[endpoint];
    world.watched.account.fault({ kind: "lateIndex", emailId: at("ada"), lookUps: 7 });
    const failures = await engine.up(before);
    assert.deepEqual(
        failures.map(({ about }) => about),
        [[at("ada")]],
    );
    if (endpoint === "POST /api/public/usersInfo") assert.deepEqual(await engine.refresh(), []);
    assert.deepEqual(await engine.up(disturbed), []);
    assertAccountEquals(disturbed, world.watched);
    assertNoOffence(world.watched);
    await assertSettled(engine, disturbed);
}

async function play(
    world: World,
    {
        endpoint,
        switches = {},
        disturb,
        spoil = (program) => program,
        mend,
        byHand = [],
        unlisted,
        ending,
        cause,
    }: Cell,
): Promise<void> {
    // A second POST of somebody invites them again: nothing else would show it.
    world.watched.reset({ repeatedCreate: "applied", ...switches });
    const engine = new Engine(world.provider);
    const { before, disturbed } = stages[endpoint];
    assert.deepEqual(await engine.up(before), []);

    disturb(world.watched);
    const spoilt = spoil(disturbed);
    const failures = endpoint === "POST /api/public/usersInfo" ? await engine.refresh() : await engine.up(spoilt);
    assertToldAtItsOwn(failures, [...before, ...spoilt]);
    for (const { resource, message } of failures)
        assert.match(message, cause, `${resource} tells of another cause: ${message}`);
    if (ending === "heals") assert.deepEqual(failures, []);
    else if (ending !== "told") {
        const failed = new Set(failures.flatMap(({ about }) => about));
        assert.deepEqual(
            names.map(at).filter((emailId) => failed.has(emailId) !== ending.fails.includes(emailId)),
            [],
            `others failed than should:\n${failures.map(({ message }) => message).join("\n")}`,
        );
    }

    world.watched.calm();
    mend?.(world.watched);
    if (byHand.length > 0) assert.deepEqual(await engine.refresh(), []);
    assert.deepEqual(await engine.up(disturbed), []);
    if (unlisted !== undefined) {
        assert.equal(world.watched.account.person(unlisted), undefined, "nobody is invited a second time unasked");
        for (const { key, outputs } of engine.contents()) if (outputs["emailId"] === unlisted) engine.forget(key);
        assert.deepEqual(await engine.up(disturbed), []);
    }
    assertAccountEquals(disturbed, world.watched);
    if (endpoint === "DELETE /api/public/users")
        assert.deepEqual(
            names.map(at).filter((emailId) => world.watched.account.person(emailId) !== undefined),
            [],
        );
    assertNoOffence(world.watched, { births: (emailId) => (byHand.includes(emailId) ? 2 : 1) });
    await assertSettled(engine, disturbed);
}

function endingOf({ ending }: Cell): string {
    if (ending === "heals") return "nobody notices";
    if (ending === "told") return "what fails says why";
    return `${ending.fails.length === names.length ? "all" : ending.fails.length} fail and say why`;
}
