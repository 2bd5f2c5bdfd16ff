import { endpoints } from "#client";
import { AccessError } from "../accessError";
import type { Channel, Exchange, Sent } from "./channel";
import type { Journal } from "./journal";
import type { Plan } from "./plan";
import { endingOf, personIn, textOf, type Entry } from "./reading";
import type { Observations, Step } from "./observations";

/** The user has stopped the probe. */
class Stopped extends AccessError {
    constructor() {
        super("Stopped.");
    }
}

type EndpointName = keyof typeof endpoints;

// Of a look-up that does not show yet what was done: Kore.ai's own tests wait 5 s after a create.
const pauses = [500, 1_500, 3_000, 5_000, 0];

/** What the chapters of the script do: each request has a name, under which its answer is kept. */
export class Session {
    readonly seen: Observations = {};
    /** Whether every change so far has shown at once. */
    private isPrompt = true;
    private journal: Journal | undefined;

    constructor(
        readonly plan: Plan,
        private readonly channel: Channel,
        private readonly signal: AbortSignal,
        private readonly tell: (step: Step) => void,
    ) {}

    /** From now on people may be added: their ids are noted in the journal. */
    noteIn(journal: Journal): void {
        this.journal = journal;
    }

    /** Sends one request and keeps its answer. @throws Stopped */
    async send(step: Step, endpoint: EndpointName, sent: Sent): Promise<Exchange> {
        if (this.signal.aborted) throw new Stopped();
        this.tell(step);
        const exchange = await this.channel.send(endpoints[endpoint], sent);
        this.seen[step] = exchange;
        return exchange;
    }

    /** Adds somebody, without any mail: wherever Kore.ai reads sendEmail, it says no. */
    create(step: Step, emailId: string, userInfo: object, access: object): Promise<Exchange> {
        const row = { userInfo: { emailId, ...userInfo }, ...access, sendEmail: false };
        return this.send(step, "createUsers", { body: { users: [row], sendEmail: false } });
    }

    /** Changes somebody. */
    update(step: Step, row: object, emailId = this.plan.person, userInfo: object = {}): Promise<Exchange> {
        return this.send(step, "updateUsers", { body: { users: [{ userInfo: { emailId, ...userInfo }, ...row }] } });
    }

    /** Changes the person of this run, whose first name is the step's from then on: it shows whether a look-up knows of the change. */
    async updateAndLook(step: Step, shown: Step, row: object): Promise<Entry | undefined> {
        await this.updateAndLookIfDone(step, shown, row);
        return personIn(this.seen[shown]);
    }

    /** The same, but looks only where the change was taken. */
    async updateAndLookIfDone(step: Step, shown: Step, row: object): Promise<void> {
        const firstName = `${this.plan.marker} ${step}`;
        const answer = await this.update(step, row, this.plan.person, { firstName });
        if (endingOf(answer) === "done") await this.look(shown, (entry) => entry?.userInfo["firstName"] === firstName);
    }

    /** Looks the person of this run up, again until it is as expected, or has been tried often enough. */
    async look(
        step: Step,
        until: (entry: Entry | undefined) => boolean,
        emailId = this.plan.person,
    ): Promise<Entry | undefined> {
        for (const [tries, pause] of pauses.entries()) {
            const entry = personIn(await this.lookOnce(step, emailId));
            this.note(emailId, entry);
            if (until(entry)) {
                this.isPrompt &&= tries === 0;
                return entry;
            }
            await this.channel.pause(pause);
        }
        return personIn(this.seen[step]);
    }

    /**
     * Looks the person of this run up after a change that leaves no mark: at once where changes have shown at once so
     * far, else until something differs, or it has been tried often enough.
     */
    async lookLater(step: Step, before: Entry | undefined): Promise<Entry | undefined> {
        if (this.isPrompt) return personIn(await this.lookOnce(step, this.plan.person));
        return this.look(step, (entry) => JSON.stringify(entry) !== JSON.stringify(before));
    }

    lookOnce(step: Step, ...emailIds: string[]): Promise<Exchange> {
        return this.send(step, "usersInfo", { body: { emailIds } });
    }

    private note(emailId: string, entry: Entry | undefined): void {
        const userId = textOf(entry?.userInfo["userId"]);
        if (userId !== undefined) this.journal?.identify(emailId, userId);
    }
}
