import { checked, parse } from "../schema/inputs";
import type { Sleep } from "../converge/readBack";
import type { Session } from "../process/session";
import { changedOrgUserId } from "./plan/identity";
import { present } from "../api/answers";
import { pathsOf } from "../schema/paths";
import { declaredIn, knownOf, userAsFound, userInForce, userState, type UserInputs } from "./schema";
import { UserSteps } from "./steps";

/** What the engine asks of a KoreUser: a set of one. */
export class UserLifecycle {
    private readonly steps: UserSteps;

    constructor(
        private readonly session: Session,
        pause?: Sleep,
    ) {
        this.steps = new UserSteps(session, "KoreUser", pause);
    }

    /** Brings the arguments into their normal form, or names what is wrong with each. Sends nothing. */
    check(olds: Record<string, unknown>, news: Record<string, unknown>) {
        const { resource, result } = this.session.check(userInForce, olds, news, userAsFound);
        const before = checked(userInForce, olds).inputs as Partial<UserInputs>;
        if (result.failures.length === 0) {
            const user = this.steps.declaredInForce(result.inputs as UserInputs);
            result.inputs = user;
            const conflicts = this.session.manifest.declare(resource, "KoreUser", [knownOf(user)]);
            result.failures.push(...conflicts.map((reason) => ({ property: "emailId", reason })));
            const isNew = before.emailId !== user.emailId;
            const over = isNew ? this.steps.refusalOfNew(user) : undefined;
            if (over !== undefined) result.failures.push({ property: "expiresAt", reason: over });
            this.steps.sayDoubts(user);
        }
        const orgUserId = changedOrgUserId(before, result.inputs);
        if (orgUserId !== undefined) result.failures.push({ property: "orgUserId", reason: orgUserId });
        return result;
    }

    /** Compares what was declared, as Kore.ai last reported it, with the program. Sends nothing. */
    diff(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(userState, olds, id);
        const now = checked(userInForce, news, news, userAsFound).inputs as UserInputs;
        const difference = this.steps.difference(state, now);
        // Of a replacement the engine shows all.
        const paths = difference.replaces.length > 0 ? undefined : pathsOf(declaredIn(state), now, "");
        return { ...difference, ...present({ paths }) };
    }

    async create(inputs: Record<string, unknown>) {
        const user = parse(userInForce, inputs, "this person");
        return { id: user.emailId, outs: await this.steps.create(this.session.account(), user) };
    }

    async read(id: string, props: Record<string, unknown>) {
        const state = parse(userState, { emailId: id, ...props }, id);
        const { emailId } = state;
        const found = await this.steps.read(this.session.accountNamed(state.account, emailId), state);
        return found === undefined ? {} : { id: emailId, ...found };
    }

    async update(id: string, olds: Record<string, unknown>, news: Record<string, unknown>) {
        const state = parse(userState, olds, id);
        const user = parse(userInForce, news, state.emailId, userAsFound);
        const account = this.session.accountNamed(state.account, state.emailId);
        return { outs: await this.steps.update(account, state, user) };
    }

    async delete(id: string, props: Record<string, unknown>) {
        const state = parse(userState, props, id);
        await this.steps.letGo(this.session.accountNamed(state.account, state.emailId), state);
    }
}
