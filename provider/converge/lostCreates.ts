import type { Person } from "../api/answers";
import type { Account, LookUp, NewUser } from "../api/client";
import type { KoreError } from "../api/errors";
import { isSurelyThere } from "../model/presence";
import { lookUpOne, onlyOutcome, readBack, type Waits } from "./readBack";
import { afterLostCreate } from "../user/plan/lostCreate";

// Half a minute more than for reading back: how late a new person may show is not documented, and a batch has many.
const beforeSendingAgain = 30_000;

/** What happens in time to a create whose answer was lost: look for the person, wait, send it again. */
export class LostCreates {
    private saidWaiting = false;

    constructor(
        private readonly notify: (message: string) => void,
        private readonly waits: Waits,
        private readonly isTombstone: (account: Account, person: Person) => Promise<boolean>,
    ) {}

    /**
     * Waits for the person to show; then sends the create once more, unless Kore.ai has dealt with the request.
     *
     * @param isListed whether somebody who was removed is still listed under the address
     * @throws KoreError: `lost`, where it can't be told whether they were added
     */
    async settle(
        account: Account,
        row: NewUser,
        options: { sendEmail?: boolean },
        lost: KoreError,
        isListed: boolean,
    ): Promise<void> {
        const { emailId } = row.userInfo;
        this.sayWaiting(emailId);
        for (let error = lost, isLast = false; ; isLast = true) {
            const shows = (person: Person | undefined) => person !== undefined && (!isListed || isSurelyThere(person));
            const found = await readBack(account, emailId, shows, this.waits.toReadBack);
            const seen = await this.seen(account, found, isListed);
            // The others of the same request have been looked up in the same moment, and may have shown up.
            if (seen !== "new") await new Promise((resolve) => setImmediate(resolve));
            const next = afterLostCreate(seen, error, isLast);
            if (next === "found" && error.request !== undefined) error.request.wasDealtWith = true;
            if (next === "found") return;
            if (next === "giveUp") throw error;
            await this.waits.toSend(beforeSendingAgain);
            const late = await this.seen(account, await lookUpOne(account, emailId), isListed);
            if (late === "new") return;
            if (late === "unknown") throw error;
            const again = await onlyOutcome(account.createUsers([row], options));
            if (again.error === undefined) return;
            if (again.error.kind === "stopped") throw error;
            if (again.error.kind !== "lost") throw again.error;
            error = again.error;
        }
    }

    /** Looks up somebody who has never shown up, waiting for as long as before a create is sent again. */
    async lookFor(account: Account, emailId: string): Promise<LookUp> {
        this.sayWaiting(emailId);
        const shows = (person: Person | undefined) => person !== undefined && isSurelyThere(person);
        const found = await readBack(account, emailId, shows, this.waits.toSend);
        if (!("unknown" in found)) return found;
        await this.waits.toSend(beforeSendingAgain);
        return lookUpOne(account, emailId);
    }

    private async seen(account: Account, found: LookUp, isListed: boolean): Promise<"new" | "nobody" | "unknown"> {
        if ("error" in found) return "unknown";
        if ("unknown" in found) return "nobody";
        return isListed && (await this.isTombstone(account, found.person)) ? "nobody" : "new";
    }

    private sayWaiting(emailId: string): void {
        if (this.saidWaiting) return;
        this.saidWaiting = true;
        this.notify(
            `it is not known whether Kore.ai has added ${emailId}: for up to a minute they are looked up, before anything else is sent about them. So are all whose create got no answer.`,
        );
    }
}
