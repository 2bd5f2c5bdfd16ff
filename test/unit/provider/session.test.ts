import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { KoreError } from "../../../provider/api/errors";
import { Session } from "../../../provider/process/session";

const settings: Record<string, string> = {
    "kore:host": "platform.kore.ai",
    "kore:clientId": "cs-1",
    "kore:clientSecret": "the-secret-of-the-app",
};

function errorOf(step: () => unknown): KoreError {
    try {
        step();
    } catch (error) {
        assert(error instanceof KoreError);
        return error;
    }
    return assert.fail("expected an error");
}

describe("a session", () => {
    beforeEach(() => void sinon.stub(process, "env").value({}));
    afterEach(() => sinon.restore());

    function configured(): Session {
        const session = new Session();
        session.configure((key) => settings[key]);
        return session;
    }

    it("reads no setting before an account is asked for, as a preview needs none", () => {
        const config = sinon.spy((key: string) => settings[key]);
        new Session().configure(config);
        assert(config.notCalled);
    });

    it("has one account, and with it one budget, for all resources and however often it is configured", () => {
        const session = configured();
        const account = session.account();
        session.configure((key) => settings[key]);
        assert.equal(session.account(), account);
        assert.equal(session.accountNamed(undefined, "ada@example.com"), account);
        assert.equal(session.accountNamed("platform.kore.ai", "ada@example.com"), account);
    });

    it("stops at a resource of another account, and says how to move on purpose", () => {
        const error = errorOf(() => configured().accountNamed("eu.example.com", "ada@example.com"));
        assert.equal(error.kind, "mismatch");
        assert.match(
            error.message,
            /ada@example\.com was left alone: it is in the account at eu\.example\.com, and kore:host leads to platform\.kore\.ai/,
        );
        assert.match(error.message, /pulumi config set kore:host eu\.example\.com/);
        assert.match(error.message, /pulumi state delete/);
    });

    it("names a host before that was of this machine by its URL, and nothing that a shell would run", () => {
        const adviceFor = (name: string) => errorOf(() => configured().accountNamed(name, "ada@example.com")).message;
        assert.match(adviceFor("127.0.0.1:24020"), /\(pulumi config set kore:host http:\/\/127\.0\.0\.1:24020\)/);
        assert.match(adviceFor("x$(id)"), /Set kore:host back and run pulumi up/);
    });

    it("tells what is missing in full once, and of the other resources in one line", () => {
        const session = new Session();
        session.configure(() => undefined);
        assert.match(errorOf(() => session.account()).message, /kore:host is missing.*kore:clientId is missing/s);
        const second = errorOf(() => session.account());
        assert.equal(second.kind, "settings");
        assert.equal(second.message.split("\n").length, 1);
        assert.match(second.message, /the first error of this run/);
    });

    it("is configured anew after a configuration without what it needs", () => {
        const session = new Session();
        errorOf(() => session.account());
        session.configure((key) => settings[key]);
        assert.equal(session.account().name, "platform.kore.ai");
    });

    it("tells what is no failure under the name of the package", () => {
        const warn = sinon.stub(console, "warn");
        new Session().notify("a notice");
        assert.deepEqual(warn.args, [["kore: a notice"]]);
    });

    describe("that is stopped", () => {
        const never = new Promise<void>(() => undefined);

        it("begins nothing more, and waits for nothing that something was to be sent after; of an account, too, that it makes only then", async () => {
            const said: string[] = [];
            const session = new Session((message) => said.push(message));
            session.configure((key) => settings[key]);
            const [result] = await session.scheduler.run(async () => {
                const waiting = session.untilStopped(never);
                session.stop();
                session.stop();
                await waiting;
                return session.account().lookUp(["ada@example.com"]);
            });
            assert.ok(result !== undefined && "error" in result);
            assert.equal(result.error.code, "kore:stopped");
            assert.deepEqual(said, [
                "the run is stopped: what was sent is waited for and read back, and nothing else is sent",
            ]);
        });

        it("was not stopped where no step was under way", async () => {
            const said: string[] = [];
            const session = new Session((message) => said.push(message));
            session.stop();
            const step = session.scheduler.run(() => session.untilStopped(Promise.resolve()));
            await step;
            session.stop();
            assert.deepEqual(said, []);
        });
    });
});
