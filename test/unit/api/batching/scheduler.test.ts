import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BatchScheduler } from "../../../../provider/api/batching/scheduler";
import { quiet, Requests, StoppedClock } from "./requests";

/** Longer than one caller waits for others, and shorter than an answer is waited for. */
const pause = 500;

/** As many callers as there can be at once, and two kinds of requests that they make. */
function atWork(count: number, { most = 10, isHeld = () => false }: { most?: number; isHeld?: () => boolean } = {}) {
    const clock = new StoppedClock();
    const scheduler = new BatchScheduler(count, clock);
    const [lookUps, writes] = [new Requests(scheduler, { most, isHeld }), new Requests(scheduler, { most, isHeld })];
    /** A caller who asks one kind of request after the other; one who was announced is known by name. */
    const comes = async (name: string, ...kinds: Requests[]): Promise<void> => {
        void scheduler.run(async () => {
            for (const kind of kinds) await kind.ask(name);
        }, name);
        await quiet();
    };
    return { clock, scheduler, lookUps, writes, comes };
}

describe("a request that is not full", () => {
    it("goes when as many callers wait as there can be, without any time passing", async () => {
        const { lookUps, comes } = atWork(3);
        await comes("ada", lookUps);
        await comes("grace", lookUps);
        assert.deepEqual(lookUps.sent, []);
        await comes("alan", lookUps);
        assert.deepEqual(lookUps.sent, [["ada", "grace", "alan"]]);
    });

    it("counts who waits for a request of another kind", async () => {
        const { lookUps, writes, comes } = atWork(3);
        await comes("ada", lookUps);
        await comes("grace", lookUps);
        await comes("alan", writes);
        assert.deepEqual(lookUps.sent, [["ada", "grace"]]);
    });

    it("counts who waits for something else, as long as that lasts", async () => {
        const { scheduler, lookUps, comes } = atWork(2);
        let end: () => void = () => undefined;
        void scheduler.run(() => scheduler.waitElsewhere(new Promise<void>((resolve) => (end = resolve))));
        await comes("ada", lookUps);
        assert.deepEqual(lookUps.sent, [["ada"]]);
        await lookUps.answer();
        await comes("grace", lookUps);
        assert.deepEqual(lookUps.sent, [["ada"], ["grace"]]);
        await lookUps.answer();
        end();
        await quiet();
        await comes("alan", lookUps);
        assert.deepEqual(lookUps.sent, [["ada"], ["grace"]]);
    });

    it("goes when the last of the others begins to wait for something else", async () => {
        const { scheduler, lookUps, comes } = atWork(2);
        let begin: () => void = () => undefined;
        const begun = new Promise<void>((resolve) => (begin = resolve));
        void scheduler.run(() => begun.then(() => scheduler.waitElsewhere(new Promise(() => undefined))));
        await comes("ada", lookUps);
        assert.deepEqual(lookUps.sent, []);
        begin();
        await quiet();
        assert.deepEqual(lookUps.sent, [["ada"]]);
    });

    it("counts a caller with many rows as one", async () => {
        const { scheduler, lookUps, comes } = atWork(2);
        void scheduler.run(() => lookUps.ask("ada", "grace", "alan"));
        await quiet();
        assert.deepEqual(lookUps.sent, []);
        await comes("barbara", lookUps);
        assert.deepEqual(lookUps.sent, [["ada", "grace", "alan", "barbara"]]);
    });

    it("goes first where it is the fullest, and the others after its answer", async () => {
        const { clock, lookUps, writes, comes } = atWork(3);
        await comes("ada", lookUps);
        await comes("grace", writes);
        await comes("alan", writes);
        assert.deepEqual([lookUps.sent, writes.sent], [[], [["grace", "alan"]]]);
        await writes.answer();
        await clock.pass(pause);
        assert.deepEqual([lookUps.sent, writes.sent], [[["ada"]], [["grace", "alan"]]]);
    });

    it("takes along the rows that the answer of a fuller one brings", async () => {
        const { lookUps, writes, comes } = atWork(3);
        await comes("ada", lookUps, writes);
        await comes("grace", lookUps, writes);
        await comes("alan", writes);
        await lookUps.answer();
        assert.deepEqual(writes.sent, [["alan", "ada", "grace"]]);
    });
});

describe("a caller without company", () => {
    it("waits for a pause and no longer, and in the later stages not again", async () => {
        const { clock, lookUps, writes, comes } = atWork(8);
        await comes("ada", lookUps, writes, lookUps);
        await clock.pass(100);
        assert.deepEqual(lookUps.sent, [], "others may come");
        await clock.pass(pause);
        assert.deepEqual(lookUps.sent, [["ada"]]);
        const time = clock.now();
        await lookUps.answer();
        assert.deepEqual(writes.sent, [["ada"]]);
        await writes.answer();
        assert.deepEqual(lookUps.sent, [["ada"], ["ada"]]);
        assert.equal(clock.now(), time);
    });

    it("waits anew where another comes, or leaves and makes room for one", async () => {
        const { clock, scheduler, lookUps, comes } = atWork(8);
        let leave: () => void = () => undefined;
        void scheduler.run(() => new Promise<void>((resolve) => (leave = resolve)));
        await comes("ada", lookUps);
        await clock.pass(150);
        await comes("grace", lookUps);
        await clock.pass(150);
        leave();
        await clock.pass(150);
        assert.deepEqual(lookUps.sent, []);
        await clock.pass(pause);
        assert.deepEqual(lookUps.sent, [["ada", "grace"]]);
    });

    it("waits anew where another comes who has no rows yet", async () => {
        const { clock, scheduler, lookUps, comes } = atWork(8);
        await comes("ada", lookUps);
        await clock.pass(150);
        void scheduler.run(() => new Promise(() => undefined));
        await clock.pass(180);
        assert.deepEqual(lookUps.sent, []);
        await clock.pass(200);
        assert.deepEqual(lookUps.sent, [["ada"]]);
    });

    it("does not take the time of an answer for a pause of callers", async () => {
        const { clock, lookUps, writes, comes } = atWork(8);
        await comes("ada", lookUps, writes);
        await clock.pass(200);
        await clock.pass(800);
        await comes("grace", writes);
        await lookUps.answer();
        await clock.pass(250);
        assert.deepEqual(writes.sent, [["grace", "ada"]]);
    });

    it("bears the longer pauses the more callers have come, up to two seconds", async () => {
        for (const callers of [100, 1_000]) {
            const { clock, lookUps, comes } = atWork(2_000, { most: 2_000 });
            for (let caller = 0; caller < callers - 1; caller++) void comes(`caller ${caller}`, lookUps);
            await quiet();
            await clock.pass(1_400);
            await comes("the last", lookUps);
            await clock.pass(1_400);
            assert.equal(lookUps.sent.length, 0);
            await clock.pass(700);
            assert.deepEqual(
                lookUps.sent.map(({ length }) => length),
                [callers],
            );
        }
    });
});

describe("callers who were announced", () => {
    it("are waited for, and nobody else when the last of them has come", async () => {
        const { clock, scheduler, lookUps, comes } = atWork(8);
        for (const name of ["ada", "grace", "alan"]) scheduler.announce(name);
        await comes("ada", lookUps);
        await clock.pass(4_000);
        await comes("grace", lookUps);
        await clock.pass(4_000);
        assert.deepEqual(lookUps.sent, []);
        await comes("alan", lookUps);
        await clock.pass(2_100);
        assert.deepEqual(lookUps.sent, [["ada", "grace", "alan"]]);
    });

    it("are waited for through five seconds and no longer, and once, if they don't come", async () => {
        const { clock, scheduler, lookUps, writes, comes } = atWork(8);
        for (const name of ["ada", "grace"]) scheduler.announce(name);
        await comes("ada", lookUps, writes);
        await clock.pass(4_900);
        assert.deepEqual(lookUps.sent, []);
        await clock.pass(200);
        assert.deepEqual(lookUps.sent, [["ada"]]);
        await clock.pass(1_000);
        await lookUps.answer();
        await comes("alan", lookUps);
        await clock.pass(200);
        assert.deepEqual([lookUps.sent.slice(1), writes.sent], [[], [["ada"]]]);
        await writes.answer();
        await clock.pass(200);
        assert.deepEqual(lookUps.sent.slice(1), [["alan"]]);
    });

    it("are not waited for by others before the first of them has come: a preview compares people whom nobody changes", async () => {
        const { clock, scheduler, lookUps, comes } = atWork(8);
        for (const name of ["ada", "grace"]) scheduler.announce(name);
        await comes("alan", lookUps);
        await clock.pass(200);
        assert.deepEqual(lookUps.sent, [["alan"]]);
    });

    it("are waited for through twice the longest pause of this round and the one before, up to half a minute", async () => {
        const { clock, scheduler, lookUps, comes } = atWork(3);
        for (const name of ["ada", "grace", "alan", "barbara", "katherine"]) scheduler.announce(name);
        await comes("ada", lookUps);
        await clock.pass(4_500);
        await comes("grace", lookUps);
        await clock.pass(8_900);
        await comes("alan", lookUps);
        assert.deepEqual(lookUps.sent, [["ada", "grace", "alan"]], "the last slot is taken");
        await lookUps.answer();
        await comes("barbara", lookUps);
        await clock.pass(17_700);
        assert.deepEqual(lookUps.sent.slice(1), []);
        await clock.pass(200);
        assert.deepEqual(lookUps.sent.slice(1), [["barbara"]]);
    });
});

describe("callers who were not announced", () => {
    /** So many come one by one, are answered together and leave. */
    async function round(
        { clock, lookUps, comes }: ReturnType<typeof atWork>,
        { count, apart }: { count: number; apart: number },
    ): Promise<void> {
        for (let caller = 0; caller < count; caller++) {
            if (caller > 0) await clock.pass(apart);
            await comes(`caller ${caller}`, lookUps);
        }
        await lookUps.answer();
    }

    it("are waited for, where many have left, through twice the time in which as many came before", async () => {
        const all = atWork(20, { most: 20 });
        await round(all, { count: 20, apart: 150 });
        const { clock, lookUps, comes } = all;
        // 19 pauses of 150 ms among 20 callers; of the 20 who have left, one is replaced.
        await comes("ada", lookUps);
        await clock.pass(5_300);
        assert.deepEqual(lookUps.sent.slice(1), []);
        await clock.pass(200);
        assert.deepEqual(lookUps.sent.slice(1), [["ada"]]);
    });

    it("are waited for no less where somebody comes while the others still leave", async () => {
        const all = atWork(20, { most: 10 });
        await round(all, { count: 20, apart: 150 });
        const { clock, lookUps, comes } = all;
        await comes("ada", lookUps);
        await lookUps.answer();
        await clock.pass(2_500);
        assert.deepEqual(lookUps.sent.slice(2), []);
        await clock.pass(3_500);
        assert.deepEqual(lookUps.sent.slice(2), [["ada"]]);
    });

    it("are not waited for in place of those who were", async () => {
        const all = atWork(20, { most: 20 });
        for (let caller = 0; caller < 20; caller++) all.scheduler.announce(`caller ${caller}`);
        await round(all, { count: 20, apart: 150 });
        const { clock, lookUps, comes } = all;
        await comes("ada", lookUps);
        await clock.pass(400);
        assert.deepEqual(lookUps.sent.slice(1), [["ada"]]);
    });
});

describe("how many callers there can be at once", () => {
    /** So many callers come, wait for a pause where they have to, and leave. */
    async function wave({ clock, lookUps, comes }: ReturnType<typeof atWork>, ...names: string[]): Promise<void> {
        const before = lookUps.sent.length;
        for (const name of names) await comes(name, lookUps);
        const sent = () => lookUps.sent.slice(before);
        if (sent().length === 0) await clock.pass(pause);
        assert.deepEqual(sent(), [names]);
        await lookUps.answer();
    }

    it("rises where more callers are there at once, and the next requests wait for as many", async () => {
        const { scheduler, lookUps, writes, comes } = atWork(1);
        for (const name of ["ada", "grace", "alan"]) void comes(name, lookUps, writes);
        await quiet();
        assert.equal(scheduler.concurrency, 3);
        assert.deepEqual(lookUps.sent, [["ada", "grace", "alan"]]);
        await lookUps.answer();
        await writes.answer();
        await comes("barbara", lookUps);
        await comes("katherine", lookUps);
        assert.equal(lookUps.sent.length, 1);
        await comes("dorothy", lookUps);
        assert.deepEqual(lookUps.sent[1], ["barbara", "katherine", "dorothy"]);
    });

    it("falls where the same lower number comes to a standstill twice, after which as many wait no more", async () => {
        const world = atWork(8);
        await wave(world, "ada", "grace");
        assert.equal(world.scheduler.concurrency, 8);
        await wave(world, "alan", "barbara");
        assert.equal(world.scheduler.concurrency, 2);
        const time = world.clock.now();
        await wave(world, "katherine", "dorothy");
        assert.equal(world.clock.now(), time);
    });

    it("stays where two standstills were of different numbers", async () => {
        const world = atWork(8);
        await wave(world, "ada", "grace", "alan");
        await wave(world, "barbara", "katherine");
        await wave(world, "dorothy");
        assert.equal(world.scheduler.concurrency, 8);
    });

    it("stays where the same callers come to a standstill twice, as no new ones could have shown", async () => {
        const { clock, scheduler, lookUps, writes, comes } = atWork(8);
        await comes("ada", lookUps, writes);
        await clock.pass(pause);
        await lookUps.answer();
        assert.deepEqual(writes.sent, [["ada"]]);
        assert.equal(scheduler.concurrency, 8);
    });

    it("rises again after it fell", async () => {
        const world = atWork(8);
        await wave(world, "ada");
        await wave(world, "grace");
        assert.equal(world.scheduler.concurrency, 1);
        for (const name of ["alan", "barbara", "katherine"]) void world.comes(name, world.lookUps);
        await quiet();
        assert.equal(world.scheduler.concurrency, 3);
        assert.deepEqual(world.lookUps.sent.at(-1), ["alan", "barbara", "katherine"]);
    });

    it("is remembered at its highest, whatever came to a standstill since", async () => {
        const world = atWork(2);
        for (const name of ["ada", "grace", "alan"]) void world.comes(name, world.lookUps);
        await quiet();
        await world.lookUps.answer();
        await wave(world, "barbara");
        await wave(world, "katherine");
        assert.deepEqual([world.scheduler.concurrency, world.scheduler.highestConcurrency], [1, 3]);
    });

    it("does not rise where a caller who failed makes room", async () => {
        const { scheduler, lookUps, comes } = atWork(2);
        await assert.rejects(
            scheduler.run(() => Promise.reject(new Error("refused"))),
            /refused/,
        );
        await assert.rejects(
            scheduler.run(() => scheduler.waitElsewhere(Promise.reject(new Error("too late")))),
            /too late/,
        );
        await comes("ada", lookUps);
        assert.deepEqual(lookUps.sent, []);
        await comes("grace", lookUps);
        assert.deepEqual([scheduler.concurrency, lookUps.sent], [2, [["ada", "grace"]]]);
    });

    it("changes nothing of what a caller's work answers", async () => {
        const { scheduler } = atWork(2);
        assert.equal(
            await scheduler.run(async () => `${await scheduler.waitElsewhere(Promise.resolve("ada"))} is done`),
            "ada is done",
        );
    });
});

describe("a row of a rare kind", () => {
    it("goes after five seconds, however busy the others are, and does not take along whoever came later elsewhere", async () => {
        const { clock, lookUps, writes, comes } = atWork(20, { most: 100 });
        await comes("ada", writes);
        for (let second = 1; second <= 5; second++) {
            await clock.pass(160);
            await comes(`caller ${second}`, lookUps);
            assert.deepEqual(writes.sent, []);
            await clock.pass(160);
            await comes(`another ${second}`, lookUps);
            await clock.pass(100);
            await lookUps.answer().catch(() => undefined);
            await clock.pass(580);
        }
        await comes("the last", lookUps);
        assert.deepEqual([writes.sent, lookUps.sent.flat().includes("the last")], [[["ada"]], false]);
    });
});

describe("while an answer is awaited", () => {
    it("the others wait for it, and go then", async () => {
        const { clock, lookUps, writes, comes } = atWork(1);
        await comes("ada", lookUps, writes);
        await comes("grace", lookUps, writes);
        await clock.pass(1_500);
        assert.deepEqual(lookUps.sent, [["ada"]]);
        await lookUps.answer();
        assert.deepEqual([lookUps.sent, writes.sent.length], [[["ada"], ["grace"]], 0]);
        await lookUps.answer();
        assert.deepEqual(writes.sent, [["ada", "grace"]]);
    });

    it("the others wait for two seconds and no longer, if it does not come", async () => {
        const { clock, lookUps, writes, comes } = atWork(1);
        await comes("ada", lookUps);
        await comes("grace", writes);
        await clock.pass(1_900);
        assert.deepEqual(writes.sent, []);
        await clock.pass(200);
        assert.deepEqual(writes.sent, [["grace"]]);
    });

    it("these two seconds begin with the wait, however many others come and go meanwhile", async () => {
        const { clock, lookUps, writes, comes } = atWork(1);
        await comes("ada", lookUps);
        await comes("grace", writes);
        await clock.pass(1_500);
        await comes("alan", writes);
        await clock.pass(600);
        assert.deepEqual(writes.sent, [["grace", "alan"]]);
    });

    it("these two seconds begin with the wait, whatever was awaited before", async () => {
        const { clock, lookUps, writes, comes } = atWork(1, { most: 2 });
        await comes("ada", lookUps);
        await comes("grace", writes);
        await comes("alan", writes);
        await lookUps.answer();
        await writes.answer();
        await clock.pass(5_000);
        void comes("barbara", lookUps);
        await comes("katherine", lookUps);
        const full = lookUps.sent.length;
        await comes("dorothy", writes);
        await clock.pass(1_000);
        assert.deepEqual([full, writes.sent], [2, [["grace", "alan"]]]);
    });

    it("each kind goes after two seconds of its own, if none is answered", async () => {
        const { clock, scheduler, lookUps, writes, comes } = atWork(1);
        const removals = new Requests(scheduler);
        await comes("ada", lookUps);
        await comes("grace", writes);
        await comes("alan", writes);
        await comes("barbara", removals);
        await clock.pass(2_100);
        assert.deepEqual([writes.sent, removals.sent], [[["grace", "alan"]], []]);
        await clock.pass(2_100);
        assert.deepEqual(removals.sent, [["barbara"]]);
    });

    it("the two seconds begin when it is no longer kept back for the budget, of which the one who keeps it tells", async () => {
        let held = false;
        const { clock, scheduler, lookUps, writes, comes } = atWork(1, { isHeld: () => held });
        await comes("ada", lookUps);
        await comes("grace", writes);
        await clock.pass(1_000);
        held = true;
        scheduler.review();
        await clock.pass(10_000);
        held = false;
        scheduler.review();
        await clock.pass(1_900);
        assert.deepEqual(writes.sent, []);
        await clock.pass(200);
        assert.deepEqual(writes.sent, [["grace"]]);
    });

    it("the others wait for as long as it is kept back for the budget", async () => {
        let held = true;
        const { clock, lookUps, writes, comes } = atWork(1, { isHeld: () => held });
        await comes("ada", lookUps);
        await comes("grace", lookUps);
        await comes("alan", writes);
        await clock.pass(3_600_000);
        assert.deepEqual([lookUps.sent, writes.sent], [[["ada"]], []]);
        held = false;
        await lookUps.answer();
        await clock.pass(pause);
        assert.equal(lookUps.sent.length + writes.sent.length, 2);
    });

    it("a full one goes all the same", async () => {
        const { lookUps, writes, comes } = atWork(1, { most: 2 });
        await comes("ada", lookUps);
        await comes("grace", writes);
        await comes("alan", writes);
        assert.deepEqual([lookUps.sent, writes.sent], [[["ada"]], [["grace", "alan"]]]);
    });
});

describe("when nobody else is to come", () => {
    it("all that waits goes at once, and later rows as soon as everybody waits who is at work", async () => {
        const { scheduler, lookUps, writes, comes } = atWork(20, { most: 2 });
        for (const name of ["ada", "grace", "alan"]) await comes(name, lookUps, writes);
        await comes("joan", writes);
        assert.deepEqual([lookUps.sent, writes.sent], [[["ada", "grace"]], []]);
        scheduler.stop();
        assert.deepEqual([lookUps.sent, writes.sent], [[["ada", "grace"], ["alan"]], [["joan"]]]);
        await writes.answer("joan");
        await lookUps.answer("alan");
        await lookUps.answer("ada");
        assert.deepEqual(writes.sent, [["joan"], ["alan", "ada"]], "a full one goes as ever");
        await writes.answer("alan");
        assert.deepEqual(writes.sent, [["joan"], ["alan", "ada"], ["grace"]], "and one that is all there is");
    });
});
