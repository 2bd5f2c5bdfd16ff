import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { certificateText, differenceIn, isCertified, type Certificate } from "../../review/src/verify/certificate";
import { UpdateEvents } from "../../review/src/verify/events";
import { readPlan } from "../../review/src/verify/plan";

const certificate = (change: Partial<Certificate> = {}): Certificate => ({
    total: 500,
    adopted: 500,
    differences: [],
    obstacles: [],
    requests: 12,
    ...change,
});

describe("the certificate of a program", () => {
    it("is given where everybody was compared, and nobody differs", () => {
        assert.ok(isCertified(certificate()));
        assert.equal(
            certificateText(certificate()),
            "Certified: 0 writes needed. 500 people, each exactly as the program declares; 12 requests, all of them reads.\n",
        );
        assert.equal(
            certificateText(certificate({ total: 1, adopted: 1, requests: 1 })),
            "Certified: 0 writes needed. 1 person, each exactly as the program declares; 1 request, which was a read.\n",
        );
        for (const change of [
            { total: 0, adopted: 0 },
            { adopted: 499 },
            { differences: [{ name: "ada@example.com", lines: [] }] },
            { obstacles: [{ message: "x", people: 1 }] },
        ])
            assert.ok(!isCertified(certificate(change)));
    });

    it("lists each person who differs, and once what kept several from being compared", () => {
        const differences = [
            { name: "ada@example.com", lines: ["isDeveloper is true, and not declared", "name is \u001b[31mred"] },
        ];
        const obstacles = [{ message: "grace@example.com was not created: no connection", people: 3 }];
        assert.equal(
            certificateText(certificate({ adopted: 495, differences, obstacles })),
            `Not certified: 1 person of 500 would need a write.

  ada@example.com
    isDeveloper is true, and not declared
    name is ⟨U+001B⟩[31mred

  grace@example.com was not created: no connection (and so for 2 more)

  Because of this, others were not compared: mend it, and verify again.
`,
        );
        assert.match(
            certificateText(certificate({ obstacles })),
            /^Not certified: not everybody could be compared\.$/m,
        );
    });
});

describe("an error of a resource", () => {
    it("tells a difference where the person is in the account otherwise", () => {
        const message = `ada@example.com was not created:
  this person is in the account already, and differs from the program:
    isDeveloper is true, and not declared
    role Bot Tester (b3), not declared
Declare what this person has, to take them over unchanged; or adopt: 'takeOver', to bring what is declared to the program and leave the rest.`;
        assert.deepEqual(differenceIn(message), [
            "isDeveloper is true, and not declared",
            "role Bot Tester (b3), not declared",
        ]);
    });

    it("tells one where kore:readOnly has refused a write", () => {
        const message =
            'ada@example.com: nothing was changed: kore:readOnly is on, so this was not sent: POST /api/public/users {"users":[]}. To allow it: pulumi config rm kore:readOnly, and no KORE_READ_ONLY in the environment.';
        assert.deepEqual(differenceIn(message), ['would be written: POST /api/public/users {"users":[]}']);
    });

    it("tells none where the person could not be compared", () =>
        assert.equal(differenceIn("ada@example.com could not be read: no connection"), undefined));
});

describe("the preview of a program", () => {
    const step = (type: string, name: string, custom = true) => ({
        op: "create",
        urn: `urn:pulumi:verify::access::${type}::${name}`,
        newState: { type, custom },
    });
    const user = "pulumi-nodejs:dynamic/kore:KoreUser";
    const text = (...steps: object[]) =>
        JSON.stringify({
            steps,
            diagnostics: [
                { message: "a word", severity: "info" },
                { urn: "u", message: "wrong", severity: "error" },
            ],
        });

    it("counts what is compared, and tells what is wrong", () => {
        const plan = readPlan(
            text(
                step("pulumi:pulumi:Stack", "s", false),
                step("my:Team", "t", false),
                step(user, "ada"),
                step(`${user}Access`, "builders"),
            ),
        );
        assert.deepEqual(plan, { resources: 2, byPlugin: false, errors: [{ urn: "u", message: "wrong" }] });
        const people = { "ada@example.com": {}, "grace@example.com": {}, "jean@example.com": {} };
        const set = step(`${user}s`, "staff");
        const withPeople = { ...set, newState: { ...set.newState, inputs: { people } } };
        assert.equal(readPlan(text(step(user, "mary"), withPeople))?.resources, 4);
        assert.equal(readPlan("error: no project"), undefined);
    });

    it("counts what the plugin serves as well", () => {
        const people = { "ada@example.com": {}, "grace@example.com": {} };
        const set = step("kore:index:Users", "staff");
        const withPeople = { ...set, newState: { ...set.newState, inputs: { people } } };
        const access = step("kore:index:UserAccess", "builders");
        const plan = readPlan(text(step("kore:index:User", "mary"), withPeople, access));
        assert.deepEqual([plan?.resources, plan?.byPlugin], [4, true]);
        assert.throws(
            () => readPlan(text(step("pulumi:providers:kore", "eu"), step("kore:index:User", "ada"))),
            /provider instances of its own, .* could write: eu\. Nothing was sent/,
        );
    });

    it("is refused where an update would make something for real", () => {
        assert.throws(
            () => readPlan(text(step(user, "ada"), step("aws:s3/bucket:Bucket", "logs"))),
            /would make it for real: aws:s3\/bucket:Bucket logs\. Nothing was made/,
        );
        assert.throws(
            () => readPlan(text(step("pulumi-nodejs:dynamic:Resource", "mail"))),
            /would make it for real: pulumi-nodejs:dynamic:Resource mail/,
        );
    });

    it("is refused where a provider instance takes no settings from outside", () => {
        assert.throws(
            () => readPlan(text(step("pulumi:providers:pulumi-nodejs", "eu"), step(user, "ada"))),
            /provider instances of its own, .* could write: eu\. Nothing was sent/,
        );
    });
});

describe("the events of an update", () => {
    const urn = (name: string, type = "pulumi-nodejs:dynamic/kore:KoreUser") =>
        `urn:pulumi:verify::access::${type}::${name}`;
    const line = (event: object) => `${JSON.stringify({ sequence: 1, ...event })}\n`;

    it("tell of what the plugin serves in the same way", () => {
        const events = new UpdateEvents(
            () => undefined,
            () => undefined,
        );
        const done = (name: string, type: string, outputs: object = {}) =>
            line({ resOutputsEvent: { metadata: { op: "create", urn: urn(name, type), type, new: { outputs } } } });
        const people = { "grace@example.com": {}, "jean@example.com": {} };
        events.read(done("ada@example.com", "kore:index:User"));
        events.read(done("staff", "kore:index:Users", { people }));
        const type = "kore:index:User";
        const metadata = { op: "create", urn: urn("joan@example.com", type), type, new: { outputs: {} } };
        events.read(line({ resOutputsEvent: { metadata, planning: true } }));
        events.fail(urn("mary@example.com", "my:Team$kore:index:User"), "mary@example.com was not created");
        assert.deepEqual([...events.adopted], ["ada@example.com", "staff grace@example.com", "staff jean@example.com"]);
        assert.deepEqual([...events.failures], [["mary@example.com", "mary@example.com was not created"]]);
        assert.deepEqual(events.errors, []);
    });

    it("are read in whatever pieces they come, and what is none is passed over", () => {
        const notices: string[] = [];
        let seen = 0;
        const events = new UpdateEvents(
            (people) => (seen = people),
            (notice) => notices.push(notice),
        );
        const text = [
            "warning: something for people\n",
            line({
                resOutputsEvent: {
                    metadata: { op: "create", urn: urn("stack", "pulumi:pulumi:Stack"), type: "pulumi:pulumi:Stack" },
                },
            }),
            line({
                resOutputsEvent: {
                    metadata: {
                        op: "create",
                        urn: urn("a::b@example.com"),
                        type: "pulumi-nodejs:dynamic/kore:KoreUser",
                    },
                },
            }),
            line({ diagnosticEvent: { urn: urn("ada@example.com"), message: "first\n", severity: "error" } }),
            line({ diagnosticEvent: { urn: urn("ada@example.com"), message: "second\n", severity: "error" } }),
            line({ diagnosticEvent: { message: "the program failed\n", severity: "error" } }),
            line({ diagnosticEvent: { message: "kore: waiting 20 s\n\n", severity: "info#err" } }),
            line({ somethingNew: { of: "a later release" } }),
        ].join("");
        for (let at = 0; at < text.length; at += 7) events.read(text.slice(at, at + 7));
        assert.deepEqual([...events.adopted], ["a::b@example.com"]);
        assert.deepEqual([...events.failures], [["ada@example.com", "first"]]);
        assert.deepEqual(events.errors, ["the program failed"]);
        assert.deepEqual(notices, ["waiting 20 s"]);
        assert.equal(seen, 2);
    });

    describe("about a KoreUsers", () => {
        const type = "pulumi-nodejs:dynamic/kore:KoreUsers";
        const set = urn("staff", type);
        const names = ["ada", "grace", "jean", "joan", "mary"].map((name) => `${name}@example.com`);
        const people = (some: string[]) => ({ people: Object.fromEntries(some.map((emailId) => [emailId, {}])) });
        const event = (done: string[]) => ({
            metadata: { op: "create", urn: set, type, new: { inputs: people(names), outputs: people(done) } },
        });
        const read = (...lines: object[]) => {
            let seen = 0;
            const events = new UpdateEvents(
                (number) => (seen = number),
                () => undefined,
            );
            for (const each of lines) events.read(line(each));
            return { adopted: events.adopted.size, failures: events.failures, errors: events.errors, seen };
        };

        it("count each of its people", () =>
            assert.deepEqual(read({ resOutputsEvent: event(names) }), {
                adopted: 5,
                failures: new Map(),
                errors: [],
                seen: 5,
            }));

        it("tell of each who differs, of those of whom the same is true, and of those whom the error has no room for", () => {
            const message = `1 error occurred:
\t* 4 people of this set failed, the others are done:
  ada@example.com: nothing was changed: kore:readOnly is on, so this was not sent: POST /api/public/users {"users":[{"userInfo":{"emailId":"ada@example.com"}}]}. To allow it: pulumi config rm kore:readOnly, and no KORE_READ_ONLY in the environment. [kore:read-only]
  grace@example.com was not created; jean@example.com was not created:
  this person is in the account already, and differs from the program:
    role Bot Tester (b3), not declared
Declare what this person has, to take them over unchanged. [kore:already-there]
  and 1 more
Mend what each line says, and run again. [kore:several-people]


`;
            const { adopted, failures, errors } = read(
                { diagnosticEvent: { urn: set, message, severity: "error" } },
                { resOpFailedEvent: event(["mary@example.com"]) },
            );
            assert.deepEqual([adopted, errors], [1, []]);
            assert.deepEqual(
                [...failures].map(([name, told]) => [name, differenceIn(told)]),
                [
                    [
                        "ada@example.com",
                        [
                            'would be written: POST /api/public/users {"users":[{"userInfo":{"emailId":"ada@example.com"}}]}',
                        ],
                    ],
                    ["grace@example.com", ["role Bot Tester (b3), not declared"]],
                    ["jean@example.com", ["role Bot Tester (b3), not declared"]],
                    ["joan@example.com", undefined],
                ],
            );
        });

        it("tell of one who differs alone, and of what is wrong with the set itself", () => {
            const one = read({
                diagnosticEvent: {
                    urn: set,
                    message: "1 error occurred:\n\t* ada@example.com could not be read: no connection\n\n",
                    severity: "error",
                },
            });
            assert.deepEqual(
                [...one.failures],
                [["ada@example.com", "ada@example.com could not be read: no connection"]],
            );
            const whole = read({ diagnosticEvent: { urn: set, message: "is no object of people", severity: "error" } });
            assert.deepEqual([...whole.failures], [["staff", "is no object of people"]]);
        });
    });
});
