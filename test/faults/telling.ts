import assert from "node:assert/strict";
import type { Person, PersonChange } from "kore-emulator";
import { Adoption } from "./adoption";
import { Continuity } from "./continuity";
import type { TestClock } from "../harness/testClock";
import { aboutOf, Engine, type Failure, type Options } from "./engine";
import { assertAccountEquals, assertNoOffence, assertSettled, assertToldAtItsOwn, keyOf } from "./judge";
import {
    addressesOf as peopleIn,
    inForceOn,
    isOver,
    keyOf as addressIn,
    peopleOf,
    personByPerson,
    type Program,
    withoutLateEnds,
} from "./program";
import { dayOf, declarable, faultOf, Intentions, isRevoked, type Story, surplus, switchesOf } from "./story";
import type { WatchedAccount } from "./watchedAccount";
import type { World } from "./world";

// 0.1.0 does not pass it: whoever is handed over counts as adopted there. Turned off, the stories are judged by everything else.
const judgesAdoption = true;

/** What a story came to. */
export interface Tally {
    updates: number;
    failures: number;
    requests: number;
    faults: number;
}

/** Lives through a story; fails where an invariant does not hold, and tells how it came to that. */
export async function live(world: World, story: Story): Promise<Tally> {
    const life = new Life(world, story);
    try {
        return await life.run();
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${why}\n${life.told.map((line) => `  ${line}`).join("\n")}`, { cause: error });
    }
}

class Life {
    readonly told: string[] = [];
    private readonly engine: Engine;
    private readonly intentions: Intentions;
    private readonly continuity: Continuity;
    private readonly adoption: Adoption;
    private program: Program = [];
    /** The last one that was applied without a failure. */
    private applied: Program = [];
    /** Everything that programs have ever declared of an address. */
    private readonly everDeclared = new Map<string, Set<string>>();
    /** How often an address may have come to the account: once, and again for each time that it was let go. */
    private readonly lives = new Map<string, number>();
    private readonly given = new Map<string, { groups: string[]; roles: string[]; departures: number }>();
    private readonly tally = { updates: 0, failures: 0 };
    private unclean = false;
    private readonly removedByHand = new Set<string>();
    private readonly watched: WatchedAccount;
    private readonly clock: TestClock;
    private day = dayOf(0);

    constructor(
        world: World,
        private readonly story: Story,
    ) {
        this.watched = world.watched;
        this.clock = world.clock;
        this.intentions = new Intentions(story);
        this.continuity = new Continuity(this.watched.account, (offence) => this.watched.offences.push(offence));
        this.adoption = new Adoption(this.watched);
        this.watched.onRequest = (entry) => this.continuity.look(entry);
        this.engine = new Engine(world.provider, {
            slots: world.slots,
            start: story.instances ? () => world.runOfInstances() : undefined,
            account: world.account,
        });
    }

    async run(): Promise<Tally> {
        const { watched, story } = this;
        const switches = switchesOf(story);
        if (Object.keys(switches).length > 0) this.told.push(`switches: ${JSON.stringify(switches)}`);
        watched.reset(switches);
        for (const [place, step] of story.steps.entries()) {
            this.day = dayOf(place);
            this.clock.set(this.day);
            step.byHand.forEach(({ person, act }) => this.byHand(this.intentions.addressOf(person), act));
            const before = peopleOf(this.program);
            this.intentions.begin(step);
            step.changes.forEach((change) => this.intentions.apply(change));
            this.program = this.intentions.program();
            this.note(before);
            for (const disturbance of step.disturbances) this.disturb(disturbance, before);
            if (step.refresh) this.tell("refresh", await this.engine.refresh());
            const doubts = new Set<string>();
            for (let attempt = 0; attempt < step.attempts; attempt++) {
                const failures = await this.update({
                    continueOnError: step.continueOnError,
                    arrival: step.arrival,
                    replaced: attempt === 0 ? this.replacedIn(step) : [],
                });
                failures.filter((failure) => failure.step === "create").forEach(({ resource }) => doubts.add(resource));
            }
            // A create in doubt says: run again. Whoever changes or drops the resource first has nothing in the state to go by.
            const held = this.engine.resources();
            if ([...doubts].some((resource) => !held.includes(resource))) await this.cleanRun();
        }
        await this.cleanRun();
        watched.calm();
        assertAccountEquals(inForceOn(this.program, this.day), watched, {
            gone: this.gone(),
            surplus: this.surplus(),
            unclearRoles:
                switches.conferringGroups === "absent" ||
                switches.directRoleAlsoConferred === "conferred" ||
                switches.directRoleAlsoConferred === "direct",
            unclearDataTables: switches.accessOmittedFlag === "true",
        });
        this.assertNobodyLeftBehind();
        this.assertOffences();
        await assertSettled(this.engine, this.program);
        return { ...this.tally, ...watched.counted };
    }

    /** Who was removed by hand, and whose access has ended: nobody adds them again. */
    private gone(): Set<string> {
        const over = personByPerson(this.program).filter((each) => each.type === "KoreUser" && isOver(each, this.day));
        return new Set(over.flatMap(peopleIn).filter((emailId) => this.removedByHand.has(emailId)));
    }

    private async update(options: Options = {}): Promise<Failure[]> {
        this.adoption.begin(this.engine.contents(), this.engine.told());
        this.mendLateEnds();
        this.continuity.begin(inForceOn(this.applied, this.day), inForceOn(this.program, this.day));
        const failures = await this.engine.up(this.program, options);
        this.continuity.end();
        if (failures.length === 0) this.applied = this.program;
        this.tell("up", failures);
        this.tally.updates += 1;
        this.tally.failures += failures.length;
        this.assertNothingUndeclared();
        this.assertOffences();
        if (judgesAdoption) this.adoption.assertKept(this.engine.contents());
        return failures;
    }

    /** Takes out ends that a preview would refuse: of people whom the stack does not have, when they have passed. */
    private mendLateEnds(): void {
        const known = new Set(this.engine.told().flatMap(({ outputs }) => aboutOf(outputs)));
        const mended = withoutLateEnds(this.program, this.day, known);
        if (JSON.stringify(mended) === JSON.stringify(this.program)) return;
        this.told.push("ends that have passed are taken out for those who are new");
        this.program = mended;
    }

    /** What somebody does after a failure: looks at what is there, and runs the program again. */
    private async cleanRun(): Promise<void> {
        this.watched.calm();
        if (this.unclean) {
            const failures = await this.engine.refresh();
            this.tell("refresh, without a fault", failures);
            // A resource that is about to go may be about somebody who was removed by hand, and whom its heir has added again: see the next update.
            const declared = this.program.map(addressIn);
            const unexpected = failures
                .filter(({ resource }) => declared.includes(resource))
                .filter((failure) => !this.forgetsWhoWasRemoved(failure));
            assert.deepEqual(unexpected, [], "a refresh without a fault fails");
        }
        this.unclean = false;
        this.forgetWhoIsNotListed();
        this.told.push("up, without a fault");
        const failures = await this.update();
        assert.deepEqual(
            failures.map(({ resource, message }) => `${resource}: ${message}`),
            [],
            "an update without a fault fails",
        );
    }

    /** Does what the error says where somebody was removed by hand, another resource has added them anew, and the program is back at the one before. */
    private forgetsWhoWasRemoved({ resource, about, message }: Failure): boolean {
        if (
            !about.every((emailId) => this.removedByHand.has(emailId)) ||
            !/has another person under this address .* forget the old one \(pulumi state delete ('urn:|URN, which)/.test(
                message,
            )
        )
            return false;
        this.told.push(`pulumi state delete ${resource}`);
        this.engine.forget(resource);
        return true;
    }

    /** Does what the error of a create says whose person was not listed, and what each refresh says again: here they were removed by hand meanwhile. */
    private forgetWhoIsNotListed(): void {
        for (const { key, outputs } of this.engine.told()) {
            const { emailId, unlisted } = outputs;
            if (unlisted !== true || typeof emailId !== "string" || !this.removedByHand.has(emailId)) continue;
            if (this.watched.account.person(emailId) !== undefined) continue;
            this.told.push(`pulumi state delete ${key}`);
            this.engine.forget(key);
        }
    }

    private tell(command: string, failures: Failure[]): void {
        this.told.push(
            `${command}: ${failures.length === 0 ? "succeeds" : ""}${failures.map(({ resource, step, message }) => `\n    ${step} of ${resource} fails: ${message}`).join("")}`,
        );
        assertToldAtItsOwn(failures, this.program);
    }

    private note(before: string[]): void {
        this.told.push(
            `program: ${this.program.map((resource) => `\n    ${addressIn(resource)}${resource.instance === undefined ? "" : ` of instance ${resource.instance}`} ${JSON.stringify(resource.args)}`).join("")}`,
        );
        const now = peopleOf(this.program);
        for (const emailId of before) if (!now.includes(emailId)) this.letGo(emailId);
        for (const resource of personByPerson(this.program)) {
            const { args } = resource;
            for (const emailId of peopleIn(resource)) {
                const known = this.everDeclared.get(emailId) ?? new Set();
                for (const flag of ["canCreateBot", "isDeveloper"]) if (args[flag] === true) known.add(flag);
                for (const group of declarable.groups)
                    if (JSON.stringify(args["groups"] ?? []).includes(group)) known.add(group);
                for (const role of declarable.roles)
                    if (JSON.stringify(args["roles"] ?? []).includes(JSON.stringify(role))) known.add(keyOf(role));
                this.everDeclared.set(emailId, known);
            }
        }
    }

    private letGo(emailId: string): void {
        if (!isRevoked(emailId)) this.lives.set(emailId, (this.lives.get(emailId) ?? 1) + 1);
    }

    private disturb(disturbance: Story["steps"][number]["disturbances"][number], before: string[]): void {
        const people = [...new Set([...peopleOf(this.program), ...before])];
        const emailId = people[disturbance.person % people.length];
        if (emailId === undefined) return;
        const fault = faultOf(disturbance, emailId);
        if ("kind" in fault) {
            this.told.push(`fault: ${JSON.stringify(fault)}`);
            this.watched.account.fault(fault);
        } else if (fault.happens === "vanishes") {
            this.told.push(`fault: ${emailId} vanishes after the next look-up`);
            this.watched.after("POST /api/public/usersInfo", emailId, () => this.byHand(emailId, "remove"));
        } else {
            this.told.push(
                `fault: after the next ${fault.after}${fault.lost === true ? ", which is lost" : ""}, no look-up of a read-back has ${emailId}`,
            );
            if (fault.lost === true)
                this.watched.account.fault({ kind: "html", status: 200, endpoint: fault.after, emailId });
            this.watched.after(fault.after, emailId, () =>
                this.watched.account.fault({ kind: "missingRow", emailId, times: 7 }),
            );
        }
    }

    private byHand(emailId: string, act: Story["steps"][number]["byHand"][number]["act"]): void {
        const person = this.watched.account.person(emailId);
        if (person === undefined) return;
        // Where Kore.ai goes on listing removed people, somebody who is declared with nothing looks the same before and after.
        if (act === "remove" && this.watched.account.switches().removedPeople === "inactive") return;
        this.told.push(`by hand: ${act} ${emailId}`);
        this.continuity.forget(emailId);
        this.unclean = true;
        if (act === "remove") {
            this.watched.remove(emailId);
            this.removedByHand.add(emailId);
            this.lives.set(emailId, (this.lives.get(emailId) ?? 1) + 1);
            return;
        }
        const given = this.surplus().get(emailId) ?? { groups: [], roles: [], departures: this.departuresOf(emailId) };
        if (act === "giveGroup") this.given.set(emailId, { ...given, groups: [surplus.group] });
        if (act === "giveRole") this.given.set(emailId, { ...given, roles: [keyOf(surplus.role)] });
        this.watched.account.changePerson(emailId, changeOf(act, person));
    }

    private replacedIn({ replaced }: Story["steps"][number]): string[] {
        // A set of people is never replaced.
        const ones = this.program.filter(({ type }) => type !== "KoreUsers");
        const keys =
            ones.length === 0 ? [] : replaced.flatMap((index) => ones.at(index % ones.length) ?? []).map(addressIn);
        if (keys.length > 0) this.told.push(`--replace ${keys.join(", ")}`);
        return keys;
    }

    /** What was given by hand, and to somebody who has not left the account since. */
    private surplus(): typeof this.given {
        return new Map(
            [...this.given].filter(([emailId, { departures }]) => departures === this.departuresOf(emailId)),
        );
    }

    private departuresOf(emailId: string): number {
        return this.watched.departures.get(emailId) ?? 0;
    }

    private assertNothingUndeclared(): void {
        for (const [emailId, declared] of this.everDeclared) {
            const person = this.watched.account.person(emailId);
            if (person === undefined) continue;
            const beyond = heldOf(person).filter((each) => !declared.has(each));
            assert.deepEqual(beyond, [], `${emailId} has what no program ever declared`);
        }
    }

    private assertNobodyLeftBehind(): void {
        const declared = peopleOf(this.program);
        for (const emailId of this.everDeclared.keys()) {
            if (declared.includes(emailId)) continue;
            const person = this.watched.account.person(emailId);
            if (isRevoked(emailId))
                assert.deepEqual(
                    person === undefined ? [] : heldOf(person),
                    [],
                    `${emailId} is no longer declared, and keeps what was`,
                );
            else assert.equal(person, undefined, `${emailId} is no longer declared, and still in the account`);
        }
    }

    private assertOffences(): void {
        assertNoOffence(this.watched, { births: (emailId) => this.lives.get(emailId) ?? 1 });
    }
}

/** What somebody has of all that programs may declare. */
function heldOf({ canCreateBot, isDeveloper, groups, roles }: Person): string[] {
    return [
        ...(canCreateBot ? ["canCreateBot"] : []),
        ...(isDeveloper ? ["isDeveloper"] : []),
        ...groups.filter((group) => group !== surplus.group),
        ...roles.map(keyOf).filter((role) => role !== keyOf(surplus.role)),
    ];
}

/** By hand is taken what the program may have declared, and given what it never does. */
function changeOf(
    act: Exclude<Story["steps"][number]["byHand"][number]["act"], "remove">,
    { groups, roles }: Person,
): PersonChange {
    switch (act) {
        case "dropGroups":
            return { removeGroups: groups.filter((group) => group !== surplus.group) };
        case "dropRoles":
            return { removeRoles: roles.filter((role) => keyOf(role) !== keyOf(surplus.role)) };
        case "dropFlags":
            return { canCreateBot: false, isDeveloper: false };
        case "rename":
            return { firstName: "By Hand" };
        case "giveGroup":
            return { addGroups: [surplus.group] };
        case "giveRole":
            return { addRoles: [surplus.role] };
    }
}
