import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import jwt from "jsonwebtoken";
import { documentedLimits, type Limits, seedApp } from "kore-emulator";
import { CountedAccount } from "./countedAccount";
import { nextAdmission } from "./limits";

// As many as the provider has: a burst of a minute's requests arrives spread over tenths of a second the first time,
// when connections are made, and not the second time, so that the account would count too many in its minute.
const mostUnderWay = 8;

/** Seconds since some moment, and the waiting. */
export interface Clock {
    now(): number;
    sleep(seconds: number): Promise<void>;
}

const realClock: Clock = {
    now: () => performance.now() / 1_000,
    // What it sleeps beyond the end of a step keeps nobody.
    sleep: (seconds) => setTimeout(seconds * 1_000, undefined, { ref: false }),
};

/**
 * Sends requests as fast as a share of the account's budget admits them, and does nothing else, while a step goes on.
 * How many it was to send is known at that step's end: until then it goes on, and what it has sent beyond them does
 * not count.
 *
 * @param step answers the number of its requests when it is over
 * @param send resolves when it is answered
 * @returns the seconds until the last of as many requests was answered
 */
export async function sendBeside(
    step: Promise<number>,
    share: Limits,
    send: () => Promise<void>,
    clock: Clock = realClock,
): Promise<number> {
    const started = clock.now();
    const seconds = () => clock.now() - started;
    const sent: number[] = [];
    const answers: Promise<number>[] = [];
    const underWay = new Set<Promise<unknown>>();
    let wanted = Infinity;
    const over = step.then((requests) => (wanted = requests));
    while (sent.length < wanted) {
        const wait = nextAdmission(sent, share) - seconds();
        if (wait > 0) {
            // Who has sent enough when the step ends does not wait for a window that they have no use for.
            const pause = clock.sleep(wait);
            await (wanted === Infinity ? Promise.race([pause, over]) : pause);
            continue;
        }
        if (underWay.size >= mostUnderWay) {
            await Promise.race(underWay);
            continue;
        }
        sent.push(seconds());
        const answer = send().then(seconds);
        answers.push(answer);
        // One that fails is told of when all are waited for.
        const ended: Promise<unknown> = answer.catch(() => undefined).finally(() => underWay.delete(ended));
        underWay.add(ended);
    }
    return (await Promise.all(answers))[wanted - 1] ?? 0;
}

/** An account that is asked beside another one, to see for how long the budget alone makes wait. */
export class BudgetAlone {
    private constructor(private readonly account: CountedAccount) {}

    static async begin(): Promise<BudgetAlone> {
        const alone = new BudgetAlone(await CountedAccount.start());
        // What the first request loads is no wait for the budget.
        await alone.send();
        return alone;
    }

    /** @returns the seconds of as many requests as a step sends that goes on at the same time */
    beside(step: Promise<number>, share: Limits): Promise<number> {
        this.account.begin(documentedLimits);
        return sendBeside(step, share, () => this.send());
    }

    end(): Promise<void> {
        return this.account.close();
    }

    private async send(): Promise<void> {
        const { clientId, clientSecret } = seedApp;
        const claims = { sub: clientId, appId: clientId, jti: `${performance.now()}-${Math.random()}` };
        const response = await fetch(`${this.account.url}/api/public/usersInfo`, {
            method: "POST",
            headers: { auth: jwt.sign(claims, clientSecret, { expiresIn: "5m" }), "content-type": "application/json" },
            body: JSON.stringify({ emailIds: ["nobody@example.com"] }),
        });
        const answer = await response.text();
        if (!response.ok) throw new Error(`the budget alone was refused: ${response.status} ${answer}`);
    }
}
