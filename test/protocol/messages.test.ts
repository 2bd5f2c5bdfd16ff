import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { defaultSeed, seedApp, seedIds, startEmulator, type Emulator } from "kore-emulator";
import { Managed, providerLines } from "../harness/managed";
import { type CallFailed, failureOf, ProviderProcess } from "../harness/providerProcess";
import { settingsFor } from "../harness/settings";

const usersApp = {
    clientId: "cs-users",
    clientSecret: "secret-of-the-users-app",
    scopes: ["User Management > User Management" as const],
};
const rolesApp = {
    clientId: "cs-roles",
    clientSecret: "secret-of-the-roles-app",
    scopes: ["Profile Management > Role Management" as const],
};
const secrets = [seedApp.clientSecret, usersApp.clientSecret, rolesApp.clientSecret, "wrong-secret"];

/** Every way to fail: the call, and what its message says in this order: what failed for whom, why, and what to do. */
type Cases = Record<string, { call: (address: (name: string) => string) => Promise<CallFailed>; says: RegExp }>;

// The SDK prints what check, diff, read and delete throw with its stack, once per resource.
describe("a failure tells the user what failed, for whom, why, and what to do; never a stack trace or a secret", function () {
    this.timeout(300_000);
    let emulator: Emulator;
    let web: Server;
    const processes = new Map<string, ProviderProcess>();
    const runs = new Map<string, Promise<CallFailed>>();

    before(async () => {
        emulator = await startEmulator({
            limits: "off",
            seed: { ...defaultSeed, apps: [seedApp, usersApp, rolesApp] },
        });
        web = createServer(({ url = "" }, response) => {
            const [, kind] = url.split("/");
            response.statusCode = { gone: 404, moved: 302 }[kind ?? ""] ?? 200;
            if (kind === "moved") response.setHeader("Location", "https://login.example.com/");
            response.end(kind === "json" ? '{"hello":"world"}' : "<!doctype html><h1>Welcome</h1>");
        });
        await new Promise<void>((listening) => web.listen(0, "127.0.0.1", listening));
        const webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
        const settings = settingsFor(emulator.url);
        const configurations: Record<string, Record<string, string>> = {
            usual: settings,
            readOnly: { ...settings, "kore:readOnly": "true" },
            wrongSecret: { ...settings, "kore:clientSecret": "wrong-secret" },
            usersApp: { ...settings, "kore:clientId": usersApp.clientId, "kore:clientSecret": usersApp.clientSecret },
            rolesApp: { ...settings, "kore:clientId": rolesApp.clientId, "kore:clientSecret": rolesApp.clientSecret },
            nobodyListens: { ...settings, "kore:host": "http://127.0.0.1:1" },
            noSettings: {},
            ...Object.fromEntries(
                ["page", "gone", "moved", "json"].map((kind) => [
                    kind,
                    { ...settings, "kore:host": `${webUrl}/${kind}` },
                ]),
            ),
        };
        await Promise.all(
            Object.entries(configurations).map(async ([name, config]) =>
                processes.set(name, await ProviderProcess.start(config)),
            ),
        );
        for (const [index, [title, { call }]] of Object.entries(cases).entries()) {
            const run = call((name) => `${name}${index}@example.com`);
            run.catch(() => undefined); // the test of the case reports it
            runs.set(title, run);
        }
    });
    after(async () => {
        await emulator.close();
        web.closeAllConnections();
        web.close();
    });

    const process = (name: string) => {
        const found = processes.get(name);
        assert.ok(found !== undefined);
        return found;
    };
    const user = (name = "usual") => new Managed(process(name), "KoreUser");
    const access = (name = "usual") => new Managed(process(name), "KoreUserAccess");
    const created = (name: string) => (address: (name: string) => string) =>
        failureOf(user(name).up({ emailId: address("ada") }));
    const builders = (emailId: string) => ({ emailIds: [emailId], canCreateBot: true, isDeveloper: true });

    /** A person of the program's, and what then happens. */
    const made =
        (step: (ada: Managed, emailId: string) => Promise<unknown> | Promise<void>, args: object = {}) =>
        async (address: (name: string) => string) => {
            const ada = user();
            await ada.up({ emailId: address("ada"), isDeveloper: true, ...args });
            return failureOf(step(ada, address("ada")));
        };
    const present =
        (args: object, adding: object = {}) =>
        (address: (name: string) => string) => {
            emulator.account.addPerson({ emailId: address("ada"), ...adding });
            return failureOf(user().up({ emailId: address("ada"), ...args }));
        };

    const cases: Cases = {
        "no settings": {
            call: created("noSettings"),
            says: /^pulumi-kore is not configured, and nothing was sent to Kore\.ai:\n {2}kore:host is missing: pulumi config set kore:host platform\.kore\.ai\n.*\n {2}kore:clientSecret is missing: pulumi config set --secret kore:clientSecret\nThe environment does as well/,
        },
        "a wrong secret": {
            call: created("wrongSecret"),
            says: /^ada\d+@example\.com was not created: Kore\.ai says "Invalid SDK credentials" \(code 4002\)\. Check kore:clientId and kore:clientSecret/,
        },
        "an app without the scope for users": {
            call: created("rolesApp"),
            says: /^ada\d+@example\.com was not created: Kore\.ai says "Permission denied\. Scope is incorrect!" \(code 4002\)\. POST \/api\/public\/usersInfo needs the scope 'User Management > User Management': give it to the app in the Admin Console/,
        },
        "an app without the scope for access": {
            call: (address) => {
                emulator.account.addPerson({ emailId: address("ada") });
                return failureOf(access("usersApp").up(builders(address("ada"))));
            },
            says: /^ada\d+@example\.com did not get this access: Kore\.ai says "Permission denied\. Scope is incorrect!" \(code 4002\)\. POST \/api\/public\/useraccess needs the scope 'Profile Management > Role Management'/,
        },
        "a host where nobody listens": {
            call: created("nobodyListens"),
            says: /^ada\d+@example\.com was not created: no connection to http:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED.*\)\. Check kore:host and the network; nothing was sent\. \[kore:no-connection\]$/,
        },
        "a host that answers with a web page": {
            call: created("page"),
            says: /^ada\d+@example\.com was not created: http:\/\/127\.0\.0\.1:\d+\/page answered with a web page \(status 200\), not as Kore\.ai's API\. Check that kore:host/,
        },
        "a host that does not know the path": {
            call: created("gone"),
            says: /^ada\d+@example\.com was not created: .*\/gone answered with a web page \(status 404\).* Check that kore:host/,
        },
        "a host that redirects": {
            call: created("moved"),
            says: /^ada\d+@example\.com was not created: .*\/moved redirects to https:\/\/login\.example\.com\/ \(status 302\)\. Check that kore:host/,
        },
        "a host with another API": {
            call: created("json"),
            says: /^ada\d+@example\.com was not created: the answer of .*\/json \(status 200\) is not the API's.* Check that kore:host/,
        },

        "read-only: a create": {
            call: created("readOnly"),
            says: /^ada\d+@example\.com: nothing was changed: kore:readOnly is on, so this was not sent: POST \/api\/public\/users \{"users":\[\{"userInfo":\{"emailId":"ada\d+@example\.com"\}.*\. To allow it: pulumi config rm kore:readOnly, and no KORE_READ_ONLY in the environment\. \[kore:read-only\]$/,
        },
        "read-only: an update": {
            call: made((ada, emailId) =>
                process("readOnly").update(emailId, ada.outputs, { ...ada.inputs, isDeveloper: false }),
            ),
            says: /^ada\d+@example\.com: nothing was changed: .*PUT \/api\/public\/users .*"isDeveloper":false/,
        },
        "read-only: a delete": {
            call: made((ada, emailId) => process("readOnly").delete(emailId, ada.outputs)),
            says: /^ada\d+@example\.com: nothing was changed: .*DELETE \/api\/public\/users \{"deleteEmailIds":\["ada\d+@example\.com"\]\}/,
        },
        "read-only: a revocation": {
            call: made((ada, emailId) => process("readOnly").delete(emailId, ada.outputs), { onDestroy: "revoke" }),
            says: /^ada\d+@example\.com keeps what was declared: kore:readOnly is on, so this was not sent: PUT/,
        },
        "read-only: access": {
            call: (address) => {
                emulator.account.addPerson({ emailId: address("ada") });
                return failureOf(access("readOnly").up(builders(address("ada"))));
            },
            says: /^ada\d+@example\.com: nothing was changed: .*POST \/api\/public\/useraccess \{"emailIds":\["ada\d+@example\.com"\],"canCreateBot":true,"isDeveloper":true\}/,
        },

        "a group that the account does not have": {
            call: (address) => failureOf(user().up({ emailId: address("ada"), groups: ["e-none"] })),
            says: /^ada\d+@example\.com was not created: Kore\.ai says "Invalid groupId e-none"\. Look at the argument groups\. \[kore:refused\]$/,
        },
        "a role that the account does not have": {
            call: (address) =>
                failureOf(
                    user().up({ emailId: address("ada"), roles: [{ roleId: "none", botId: seedIds.bots.sales }] }),
                ),
            says: /^ada\d+@example\.com was not created: Kore\.ai says "Invalid roleId none.*\. Look at the argument roles\. \[kore:refused\]$/,
        },
        "an update with a group that the account does not have": {
            call: made((ada, emailId) => ada.up({ emailId, isDeveloper: true, groups: ["e-none"] })),
            says: /^ada\d+@example\.com was not updated: Kore\.ai says "Invalid groupId e-none"\. Look at the argument groups\. \[kore:refused\]$/,
        },

        "access of an unknown person": {
            call: (address) => failureOf(access().up(builders(address("ada")))),
            says: /^ada\d+@example\.com did not get this access: there is no such person in the account \(emailIds; Kore\.ai says "Invalid emailId"\)\. Correct the address, or declare/,
        },
        "access of several people, for several causes": {
            call: (address) => {
                emulator.account.addPerson({ emailId: address("grace") });
                emulator.account.fault({ kind: "failingRow", emailId: address("grace"), reason: "Shard is down" });
                return failureOf(
                    access().up({
                        ...builders(address("ada")),
                        emailIds: [address("ada"), address("grace"), address("jean")],
                    }),
                );
            },
            says: /^3 people of this access failed, the others are done:\n {2}ada\d+@example\.com did not get this access; jean\d+@example\.com did not get this access: there is no .*\n {2}grace\d+@example\.com was left as they are: Kore\.ai says "Shard is down"/,
        },
        "a read that Kore.ai fails, of one person": {
            call: made((ada, emailId) => {
                emulator.account.fault({ kind: "failingRow", emailId, reason: "Shard is down" });
                return ada.refresh();
            }),
            says: /^ada\d+@example\.com could not be read: Kore\.ai says "Shard is down"/,
        },
        "a read whose answer leaves the person out": {
            call: made((ada, emailId) => {
                emulator.account.fault({ kind: "missingRow", emailId, times: 2 });
                return ada.refresh();
            }),
            says: /^ada\d+@example\.com could not be read: the answer has no entry for this address\. Nothing is concluded from it; run again\. \[kore:unreadable-entry\]$/,
        },

        "the state of another account": {
            call: made((ada, emailId) => process("nobodyListens").read(emailId, ada.outputs)),
            says: /^ada\d+@example\.com was left alone: it is in the account at 127\.0\.0\.1:\d+, and kore:host leads to 127\.0\.0\.1:1\. Set kore:host back \(pulumi config set kore:host .*pulumi state delete/,
        },
        "another person under the address": {
            call: made((ada, emailId) => {
                emulator.account.recreatePerson(emailId);
                return ada.refresh();
            }),
            says: /^ada\d+@example\.com was left alone: Kore\.ai now has another person under this address \(userId u-.*, not u-.*\)\. If that is meant, forget the old one \(pulumi state delete URN, which pulumi stack --show-urns shows\)/,
        },
        "an update of someone who is gone": {
            call: made((ada, emailId) => {
                emulator.account.removePerson(emailId);
                return ada.up({ emailId });
            }),
            says: /^ada\d+@example\.com was not updated: this person is no longer in the account \(Kore\.ai says "Invalid emailId"\)\. Run pulumi refresh/,
        },

        "a damaged state: read": {
            call: (address) =>
                failureOf(
                    process("usual").read(address("ada"), {
                        emailId: address("ada"),
                        groups: "all",
                        __provider: providerLines.KoreUser,
                    }),
                ),
            says: /^ada\d+@example\.com was left alone: its state cannot be read \(groups: must be a list\)\. If the state was edited by hand, put it back/,
        },
        "a damaged state: diff": {
            call: (address) =>
                failureOf(
                    process("usual").diff(
                        address("ada"),
                        { emailId: address("ada"), isDeveloper: "yes", __provider: providerLines.KoreUser },
                        { emailId: address("ada"), __provider: providerLines.KoreUser },
                    ),
                ),
            says: /^ada\d+@example\.com was left alone: its state cannot be read \(isDeveloper: must be true or false\)\./,
        },
        "a damaged state: delete": {
            call: (address) =>
                failureOf(
                    process("usual").delete(address("ada"), {
                        emailId: address("ada"),
                        userId: 7,
                        __provider: providerLines.KoreUser,
                    }),
                ),
            says: /^ada\d+@example\.com was left alone: its state cannot be read \(userId: .*\)\./,
        },
        "a damaged state: update": {
            call: (address) =>
                failureOf(
                    process("usual").update(
                        address("ada"),
                        { __provider: providerLines.KoreUser },
                        { emailId: address("ada"), __provider: providerLines.KoreUser },
                    ),
                ),
            says: /^ada\d+@example\.com was left alone: its state cannot be read \(emailId: .*\)\./,
        },
        "a damaged state: access": {
            call: () =>
                failureOf(
                    process("usual").read("useraccess-1", { emailIds: [], __provider: providerLines.KoreUserAccess }),
                ),
            says: /^this access was left alone: its state cannot be read \(canCreateBot: .*\)\. If the state was edited by hand, put it back/,
        },

        "adopt 'never'": {
            call: present({ adopt: "never" }),
            says: /^ada\d+@example\.com was not created: this person is in the account already, and adopt is 'never'\. Declare what this person has.*adopt: 'takeOver'/,
        },
        "adopt 'ifSame' of someone with more": {
            call: present({}, { isDeveloper: true }),
            says: /^ada\d+@example\.com was not created:\n {2}this person is in the account already, and differs from the program:\n {4}isDeveloper is true, and not declared\nDeclare what this person has/,
        },
        "adopt 'ifSame' of someone with less": {
            call: present({ groups: [seedIds.groups.everybody] }),
            says: /^ada\d+@example\.com was not created:\n.*differs from the program:\n {4}not in group e-.* \(groups\)\n/s,
        },
        "a delete of an adopted person": {
            call: (address) => {
                const ada = user();
                emulator.account.addPerson({ emailId: address("ada") });
                return ada.up({ emailId: address("ada") }).then(() => failureOf(ada.destroy()));
            },
            says: /^ada\d+@example\.com was not removed: this person was in the account already when the resource was made.* Declare onDestroy: 'remove' or 'revoke'/,
        },
        "a delete of an owner": {
            call: made((ada, emailId) => {
                emulator.account.changePerson(emailId, { owner: true });
                return ada.destroy();
            }),
            says: /^ada\d+@example\.com was not removed: Kore\.ai says "Unauthorized to perform this activity" \(code 400\)\. What the program gave them was taken back; .*An owner cannot be removed/,
        },
        "canCreateBot without the builder": {
            call: made((ada, emailId) => {
                emulator.account.changePerson(emailId, { canCreateBot: true });
                return ada.up({ emailId, isDeveloper: false });
            }),
            says: /^ada\d+@example\.com was not updated: isDeveloper would be false while canCreateBot is true .*Declare canCreateBot: false as well\. \[kore:bots-need-developer\]$/,
        },
    };

    for (const [title, { says }] of Object.entries(cases)) {
        it(title, async () => {
            const failure = await runs.get(title);
            assert.ok(failure !== undefined);
            assert.match(failure.message, says);
            for (const text of [failure.message, ...failure.reasons, JSON.stringify(failure.properties ?? {})])
                assertClean(text);
        });
    }

    it("what the processes printed beside it all has no stack trace and no secret", async () => {
        await Promise.all(runs.values());
        for (const [name, started] of processes) {
            const output = await started.stopped();
            assertClean(output);
            if (name === "usual") assert.match(output, /could not be read/);
        }
    });
});

function assertClean(text: string): void {
    assert.doesNotMatch(text, /^ {4}at |\n {4}at |node_modules|\.js:\d+/);
    assert.doesNotMatch(text, /eyJ[\w-]+\.[\w-]+\./);
    for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in: ${text}`);
    assert.doesNotMatch(text, /\[object|NaN/);
}
