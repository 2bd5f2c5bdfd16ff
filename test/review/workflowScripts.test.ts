import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { koreAccess, recordedFile } from "./cli";
import { recordedPreview } from "./recorded";
import { canRunScripts, ScriptSandbox } from "./scriptSandbox";
import { scriptOf, setUpSteps, workflowOf } from "./workflowFiles";
import { sample } from "../harness/whole";

const repository = "repos/company/access";
const head = "a".repeat(40);
const stepsOf = (file: string, job: string) => workflowOf(file).jobs[job]?.steps ?? [];
const outputs = (sandbox: ScriptSandbox) => sandbox.read("output").trim().split("\n");

if (!canRunScripts) console.log("\n  NOT RUN: the scripts of the workflows (bash, jq, zip or unzip is missing)");
else
    describe("the scripts of GitHub's workflows", function () {
        this.timeout(60_000);
        let sandbox: ScriptSandbox;
        beforeEach(() => (sandbox = new ScriptSandbox()));
        afterEach(() => sandbox.remove());

        describe("setting up", () => {
            const script = scriptOf(setUpSteps(), "Install Pulumi");
            const archive = "pulumi-v3.259.0-linux-x64.tar.gz";
            const releases = "pulumi/pulumi/releases/download/v3.259.0";
            let sum: string;
            beforeEach(() => {
                sandbox.write("pulumi/pulumi", "#!/bin/sh\n");
                assert.equal(spawnSync("tar", ["-czf", "cli.tar.gz", "pulumi"], { cwd: sandbox.folder }).status, 0);
                sum = createHash("sha256")
                    .update(readFileSync(path.join(sandbox.folder, "cli.tar.gz")))
                    .digest("hex");
            });
            const install = (SHA256: string, checksums = "") => {
                sandbox.answer({
                    [`releases/sdk/${archive}`]: { file: "cli.tar.gz" },
                    [`${releases}/pulumi-3.259.0-checksums.txt`]: checksums,
                });
                return sandbox.run(script, { VERSION: "3.259.0", SHA256 });
            };

            it("takes the CLI that has the checksum given, or that of the release's list", () => {
                for (const ended of [
                    install(sum),
                    install("", `${"0".repeat(64)}  other.tar.gz\n${sum}  ${archive}\n`),
                ]) {
                    assert.equal(ended.status, 0, ended.stderr);
                    assert.equal(sandbox.read("path"), `${path.join(sandbox.folder, "temp", "pulumi")}\n`);
                }
            });

            it("stops at any other, and unpacks nothing of it", () => {
                for (const ended of [
                    install("0".repeat(64)),
                    install("", `${"0".repeat(64)}  ${archive}\n`),
                    install("", `${sum}  other.tar.gz\n`),
                    install(""),
                ]) {
                    assert.equal(ended.status, 1);
                    assert.match(ended.stdout, /::error::The Pulumi CLI 3\.259\.0 that was downloaded is not the one/);
                    assert.equal(sandbox.read("path"), "");
                    assert.equal(sandbox.read("temp/pulumi/pulumi"), "");
                }
            });
        });

        describe("the preview", () => {
            it("fails for a fork, with a sentence", () => {
                const script = scriptOf(stepsOf("kore-preview.yml", "preview"), "Not from a fork");
                const fork = sandbox.run(script, { HEAD_REPOSITORY: "somebody/access" });
                assert.equal(fork.status, 1);
                assert.match(
                    fork.stdout,
                    /^::error::There is no review of a pull request from a fork.*company\/access/,
                );
                assert.equal(sandbox.run(script, { HEAD_REPOSITORY: "company/access" }).status, 0);
            });

            it("keeps what Pulumi wrote, and goes on where it has failed", () => {
                const script = scriptOf(stepsOf("kore-preview.yml", "preview"), "Preview");
                sandbox.command("pulumi", "echo '{}'; echo 'error: no stack named x' >&2; exit 255");
                assert.equal(sandbox.run(script, { STACK: "production" }).status, 0);
                assert.equal(sandbox.read("temp/preview/preview.json"), "{}\n");
                assert.equal(sandbox.read("temp/preview/errors.txt"), "error: no stack named x\n");
            });
        });

        describe("the pull request of a preview", () => {
            const script = scriptOf(stepsOf("kore-review.yml", "review"), "Find the pull request");
            const pull = (number: number, more: object = {}) => ({
                number,
                state: "open",
                head: { sha: head },
                base: { ref: "main" },
                ...more,
            });
            const find = (pulls: object[], HEAD_REPOSITORY = "company/access") => {
                sandbox.answer({
                    [`${repository}/commits/${head}/pulls`]: { pages: [pulls.slice(0, 1), pulls.slice(1)] },
                });
                const ended = sandbox.run(script, { HEAD: head, HEAD_REPOSITORY, BRANCH: "main" });
                assert.equal(ended.status, 0, ended.stderr);
                return outputs(sandbox);
            };

            it("is the open one with this last commit into the default branch", () => {
                const others = [pull(3, { state: "closed" }), pull(4, { head: { sha: "b".repeat(40) } })];
                assert.deepEqual(find([...others, pull(7)]), ["verdict=found", "pull=7"]);
            });

            it("is none where it has other commits by now, or leads elsewhere", () => {
                assert.deepEqual(find([])[0], "verdict=outdated");
                assert.deepEqual(find([pull(7, { base: { ref: "other" } })])[0], "verdict=outdated");
            });

            it("is not guessed where there are several, so that no other one's preview passes for it", () =>
                assert.deepEqual(find([pull(7), pull(8, { base: { ref: "other" } })])[0], "verdict=several"));

            it("of a fork is none", () => {
                assert.deepEqual(find([pull(7)], "somebody/access"), ["verdict=fork", "pull="]);
                assert.doesNotMatch(sandbox.read("calls"), /pulls/);
            });
        });

        describe("the review", () => {
            const script = scriptOf(stepsOf("kore-review.yml", "review"), "Review");
            const review = (preview: string, { rules = "", errors = "" } = {}) => {
                sandbox.write("temp/preview/preview.json", preview);
                sandbox.write("temp/preview/errors.txt", errors);
                const ended = sandbox.run(script, { STACK: "production", RULES: rules, HEAD: head });
                assert.equal(ended.status, 0, ended.stderr);
                assert.equal(sandbox.read("summary"), sandbox.read("temp/review/comment.md"));
                return sandbox.read("temp/review/comment.md");
            };

            it("is kept with its JSON and its commit, and has the mark first", () => {
                const comment = review(recordedPreview("joins"), { rules: "removals=5\nnew-administrator\n" });
                assert.deepEqual(outputs(sandbox), ["verdict=reviewed"]);
                assert.match(
                    comment,
                    /^<!-- access-review: production -->\n<!-- kore-access: company\/test -->\n## Access/,
                );
                assert.equal(
                    sandbox.read("temp/review/review.json"),
                    koreAccess(["diff", recordedFile("joins"), "--format", "json"]).stdout,
                );
                assert.equal(sandbox.read("temp/review/head"), `${head}\n`);
            });

            it("that a rule refuses says so, and is kept", () => {
                assert.match(review(recordedPreview("administrators"), { rules: "new-administrator" }), /Refused by/);
                assert.deepEqual(outputs(sandbox), ["verdict=refused"]);
                assert.notEqual(sandbox.read("temp/review/review.json"), "");
            });

            it("of a preview that has failed says why, as code", () => {
                const comment = review(recordedPreview("failed-protected"));
                assert.deepEqual(outputs(sandbox), ["verdict=failed"]);
                assert.match(comment, /There is no review:\n\n {4}kore-access: This preview has failed: .*protected/);
                assert.equal(sandbox.read("temp/review/review.json"), "");
            });

            it("of a preview that wrote nothing says what Pulumi said, and nothing in it is markup", () => {
                const errors = "error: no stack\r\n@everybody <img src=x>\n</details>\n```\n";
                const comment = review("", { errors });
                assert.match(comment, /\n\n {4}kore-access: .*preview\.json is empty/);
                const said = comment.slice(comment.indexOf("Pulumi said:\n\n") + "Pulumi said:\n\n".length);
                for (const line of said.trimEnd().split("\n")) assert.match(line, /^ {4}/);
            });

            it("follows no link that a preview has left", () => {
                sandbox.write("secret", "a token");
                sandbox.run(`mkdir -p temp/preview && ln -s ../../secret temp/preview/errors.txt`);
                const ended = sandbox.run(script, { STACK: "production", RULES: "", HEAD: head });
                assert.equal(ended.status, 0, ended.stderr);
                assert.doesNotMatch(sandbox.read("temp/review/comment.md"), /a token/);
            });
        });

        describe("the comment", () => {
            const script = scriptOf(stepsOf("kore-review.yml", "comment"), "Comment");
            const mark = "<!-- access-review: production -->";
            const bot = { login: "github-actions[bot]", type: "Bot" };
            const comment = (pages: object[][]) => {
                sandbox.answer({ [`${repository}/issues/7/comments`]: { pages } });
                const ended = sandbox.run(script, { PULL: "7", MARK: mark });
                assert.equal(ended.status, 0, ended.stderr);
                return sandbox.changes();
            };
            const added = [`gh api --silent --method POST ${repository}/issues/7/comments --field body=@comment.md`];

            it("is added at first", () => assert.deepEqual(comment([[]]), added));

            it("takes the place of the last one, however many others there are", () => {
                const others = Array.from({ length: 100 }, (_, id) => ({
                    id,
                    user: { login: "ada", type: "User" },
                    body: "?",
                }));
                const own = { id: 4242, user: bot, body: `${mark}\n## Access changes` };
                assert.deepEqual(comment([others, [own, { ...own, id: 4243 }]]), [
                    `gh api --silent --method PATCH ${repository}/issues/comments/4242 --field body=@comment.md`,
                ]);
            });

            it("leaves one alone that has the mark and is somebody else's, or of another stack", () => {
                const body = `${mark}\nNothing to see here.`;
                const others = [
                    { id: 1, user: { login: "eve", type: "User" }, body },
                    { id: 2, user: { login: "other[bot]", type: "Bot" }, body },
                    { id: 3, user: { login: "github-actions[bot]", type: "User" }, body },
                    { id: 4, user: bot, body: "<!-- access-review: staging -->" },
                ];
                assert.deepEqual(comment([others]), added);
            });
        });

        describe("the status", () => {
            const script = scriptOf(stepsOf("kore-review.yml", "comment"), "Set the status");
            for (const [verdict, state, code] of [
                ["reviewed", "success", 0],
                ["refused", "pending", 0],
                ["fork", "failure", 1],
                ["several", "failure", 1],
                ["failed", "failure", 1],
                ["", "failure", 1],
            ] as const)
                it(`of a review that is ${verdict || "none"} is ${state}`, () => {
                    assert.equal(
                        sandbox.run(script, { VERDICT: verdict, HEAD: head, RUN: "https://example.com" }).status,
                        code,
                    );
                    assert.match(
                        sandbox.changes().join(""),
                        new RegExp(`statuses/${head} --field state=${state} --field context=access review`),
                    );
                });
        });

        describe("the reviews of an update", () => {
            const script = scriptOf(stepsOf("kore-update.yml", "hold"), "Fetch the reviews");
            const [before, merged, pushed] = ["1".repeat(40), "2".repeat(40), "3".repeat(40)];
            const variables = {
                BRANCH: "main",
                BEFORE: before,
                GITHUB_SHA: pushed,
                GITHUB_WORKFLOW_REF: "company/access/.github/workflows/access-update.yml@refs/heads/main",
                REVIEW_WORKFLOW: "access-review.yml",
            };
            const pull = (more: object = {}) => ({
                number: 7,
                merged_at: "2026-11-01",
                base: { ref: "main" },
                head: { sha: head },
                ...more,
            });
            const artifact = (id: number, more: object = {}) => ({
                id,
                created_at: `2026-11-0${id}`,
                expired: false,
                workflow_run: { id: id * 10 },
                ...more,
            });
            const run = (more: object = {}) => ({
                event: "workflow_run",
                head_branch: "main",
                path: ".github/workflows/access-review.yml",
                conclusion: "success",
                ...more,
            });
            const zip = (name: string, files: Record<string, string>) => {
                for (const [file, text] of Object.entries(files)) sandbox.write(`${name}/${file}`, text);
                const zipped = spawnSync("zip", ["-q", "-r", `../${name}.zip`, "."], {
                    cwd: path.join(sandbox.folder, name),
                });
                assert.equal(zipped.status, 0);
            };
            const usual = () => ({
                [`${repository}/actions/workflows/access-update.yml/runs`]: { workflow_runs: [{ head_sha: before }] },
                [`${repository}/compare/${before}...${pushed}`]: { commits: [{ sha: merged }] },
                [`${repository}/commits/${merged}/pulls`]: [pull()],
                [`${repository}/actions/artifacts?name=access-review-${head}&`]: { artifacts: [artifact(1)] },
                [`${repository}/actions/runs/10`]: run(),
                [`${repository}/actions/artifacts/1/zip`]: { file: "one.zip" },
            });
            const fetch = (answers: object = {}) => {
                zip("one", { head: `${head}\n`, "review.json": "{ONE}" });
                sandbox.answer({ ...usual(), ...answers });
                const ended = sandbox.run(script, variables);
                assert.equal(ended.status, 0, ended.stderr);
                return { missing: sandbox.read("temp/missing.txt"), kept: sandbox.read("temp/reviews/7.json") };
            };
            const refused = `- pull request #7 was merged at ${head} without a review that counts\n`;

            it("are those of the pull requests that were merged since the last one", () =>
                assert.deepEqual(fetch(), { missing: "", kept: "{ONE}" }));

            it("are since this push where there was no update yet", () => {
                const none = { [`${repository}/actions/workflows/access-update.yml/runs`]: { workflow_runs: [] } };
                assert.deepEqual(fetch(none), { missing: "", kept: "{ONE}" });
            });

            it("a commit that was pushed has none", () => {
                const commits = {
                    [`${repository}/compare/${before}...${pushed}`]: {
                        pages: [{ commits: [{ sha: merged }] }, { commits: [{ sha: pushed }] }],
                    },
                    [`${repository}/commits/${pushed}/pulls`]: [
                        pull({ merged_at: null }),
                        pull({ base: { ref: "other" } }),
                    ],
                };
                assert.deepEqual(fetch(commits), {
                    missing: `- commit ${pushed} was pushed without a pull request\n`,
                    kept: "{ONE}",
                });
            });

            const doesNotCount: [string, object][] = [
                [
                    "there is no artefact",
                    { [`${repository}/actions/artifacts?name=access-review-${head}&`]: { artifacts: [] } },
                ],
                [
                    "it has expired",
                    {
                        [`${repository}/actions/artifacts?name=access-review-${head}&`]: {
                            artifacts: [artifact(1, { expired: true })],
                        },
                    },
                ],
                [
                    "the pull request's own run has made it",
                    { [`${repository}/actions/runs/10`]: run({ event: "pull_request" }) },
                ],
                ["another branch has made it", { [`${repository}/actions/runs/10`]: run({ head_branch: "evil" }) }],
                [
                    "another workflow has made it",
                    { [`${repository}/actions/runs/10`]: run({ path: ".github/workflows/evil.yml" }) },
                ],
                ["nobody has let it through yet", { [`${repository}/actions/runs/10`]: run({ conclusion: null }) }],
                [
                    "somebody has not let it through",
                    { [`${repository}/actions/runs/10`]: run({ conclusion: "failure" }) },
                ],
            ];
            for (const [title, answers] of sample(doesNotCount, 3))
                it(`none counts where ${title}`, () =>
                    assert.deepEqual(fetch(answers), { missing: refused, kept: "" }));

            it("none counts that is of another commit, or without its JSON", () => {
                zip("other", { head: `${"b".repeat(40)}\n`, "review.json": "{OTHER}" });
                zip("failed", { head: `${head}\n` });
                for (const file of ["other.zip", "failed.zip"])
                    assert.deepEqual(fetch({ [`${repository}/actions/artifacts/1/zip`]: { file } }), {
                        missing: refused,
                        kept: "",
                    });
            });

            it("the last one counts, and no earlier one in its place", () => {
                const artifacts = {
                    [`${repository}/actions/artifacts?name=access-review-${head}&`]: {
                        artifacts: [artifact(1), artifact(2)],
                    },
                };
                zip("two", { head: `${head}\n`, "review.json": "{TWO}" });
                const two = { ...artifacts, [`${repository}/actions/artifacts/2/zip`]: { file: "two.zip" } };
                assert.equal(fetch({ ...two, [`${repository}/actions/runs/20`]: run() }).kept, "{TWO}");
                sandbox.run("rm -r temp/reviews");
                assert.deepEqual(fetch({ ...two, [`${repository}/actions/runs/20`]: run({ conclusion: "failure" }) }), {
                    missing: refused,
                    kept: "",
                });
                // One that a pull request has put beside it is passed over.
                assert.equal(
                    fetch({ ...two, [`${repository}/actions/runs/20`]: run({ event: "pull_request" }) }).kept,
                    "{ONE}",
                );
            });
        });

        describe("holding an update to its reviews", () => {
            const script = scriptOf(stepsOf("kore-update.yml", "hold"), "Hold");
            const reviewOf = (name: string) => koreAccess(["diff", recordedFile(name), "--format", "json"]).stdout;
            const hold = (preview: string, reviews: Record<string, string>, missing = "") => {
                sandbox.write("temp/preview.json", recordedPreview(preview));
                for (const [number, text] of Object.entries(reviews))
                    sandbox.write(`temp/reviews/${number}.json`, text);
                sandbox.write("temp/missing.txt", missing);
                return sandbox.run(script);
            };

            it("lets pass what they have, all together, and keeps what it does", () => {
                const ended = hold("administrators", { 7: reviewOf("joins"), 8: reviewOf("administrators") });
                assert.deepEqual([ended.status, outputs(sandbox)], [0, ["refused=false"]]);
                assert.equal(sandbox.read("temp/held.json"), reviewOf("administrators"));
            });

            it("has a reviewer asked about anything more", () => {
                const ended = hold("administrators", { 7: reviewOf("joins") });
                assert.deepEqual([ended.status, outputs(sandbox)], [0, ["refused=true"]]);
                assert.match(sandbox.read("summary"), /Refused by `not-reviewed`/);
                assert.match(ended.stdout, /::warning::Not all of this was reviewed/);
            });

            it("has a reviewer asked about a commit without a review, even if it changes nobody's access", () => {
                const ended = hold("nothing", {}, "- commit 3 was pushed without a pull request\n");
                assert.deepEqual([ended.status, outputs(sandbox)], [0, ["refused=true"]]);
                assert.match(sandbox.read("summary"), /^## Without a review\n\n- commit 3 was pushed/);
            });

            it("has a reviewer asked where a review is of another stack or release, and says so", () => {
                const other = koreAccess(
                    ["diff", "--format", "json"],
                    recordedPreview("joins").replaceAll(":test::", ":other::"),
                ).stdout;
                hold("nothing", { 7: other, 8: reviewOf("joins").replace('"version": 1', '"version": 9') });
                assert.deepEqual(outputs(sandbox), ["refused=true"]);
                const summary = sandbox.read("summary");
                assert.match(
                    summary,
                    /- the review of pull request #7 does not count:\n\n {8}kore-access: .*of company\/other/,
                );
                assert.match(
                    summary,
                    /- the review of pull request #8 does not count:\n\n {8}kore-access: .*version 9/,
                );
            });

            it("has a reviewer asked where there is something to do and no review, as in a run made again", () => {
                hold("nothing", {});
                assert.deepEqual(outputs(sandbox), ["refused=false"]);
                hold("joins", {});
                assert.deepEqual(outputs(sandbox), ["refused=true"]);
                assert.match(sandbox.read("summary"), /something to do, and no review/);
            });

            it("stops where the preview has failed", () => {
                const ended = hold("failed-protected", { 7: reviewOf("joins") });
                assert.equal(ended.status, 1);
                assert.match(ended.stderr, /This preview has failed/);
            });
        });

        describe("the last brake", () => {
            const script = scriptOf(stepsOf("kore-update.yml", "update"), "Last brake");
            const brake = (held: string, preview: string, rules = "") => {
                sandbox.write("preview", recordedPreview(preview));
                sandbox.write(
                    "temp/held/held.json",
                    koreAccess(["diff", recordedFile(held), "--format", "json"]).stdout,
                );
                sandbox.command("pulumi", `cat "${path.join(sandbox.folder, "preview")}"`);
                return sandbox.run(script, { STACK: "production", BRAKE: rules }).status;
            };
            it("stops at what has come since, and at the rules that nobody lets through", () => {
                assert.equal(brake("leaves", "leaves", "removals=5\n"), 0);
                assert.equal(brake("leaves", "leaves", "removals=0\n"), 2);
                assert.equal(brake("joins", "leaves"), 2);
                assert.equal(brake("joins", "failed-protected"), 1);
            });
        });

        describe("the nightly look", () => {
            const look = scriptOf(stepsOf("kore-drift.yml", "look"), "Look");
            for (const [preview, status, drift] of [
                ["drift-none", 0, "drift=no"],
                ["drift-administrator", 0, "drift=yes"],
                ["drift-unseen", 1, ""],
                ["drift", 0, "drift=yes"],
                ["failed-protected", 1, ""],
            ] as const)
                it(`at ${preview} says ${drift || "nothing"}`, () => {
                    sandbox.write("preview", recordedPreview(preview));
                    sandbox.command("pulumi", `cat "${path.join(sandbox.folder, "preview")}"`);
                    assert.equal(sandbox.run(look, { STACK: "production" }).status, status);
                    assert.deepEqual(outputs(sandbox), [drift]);
                });
        });

        describe("what has ended", () => {
            const hold = scriptOf(stepsOf("kore-ends.yml", "ends"), "Hold");
            for (const [preview, status, ends] of [
                ["expiry-over", 0, "ends=yes"],
                ["expiry-over-for-long", 0, "ends=no"],
                ["expiry-over-and-more", 2, ""],
                ["joins", 2, ""],
                ["failed-protected", 1, ""],
            ] as const)
                it(`at ${preview} is ${ends || "left alone"}`, () => {
                    sandbox.write("preview", recordedPreview(preview));
                    sandbox.command("pulumi", `cat "${path.join(sandbox.folder, "preview")}"`);
                    assert.equal(sandbox.run(hold, { STACK: "production" }).status, status);
                    assert.deepEqual(outputs(sandbox), [ends]);
                });

            it("is taken back where there is something alone", () =>
                assert.equal(
                    stepsOf("kore-ends.yml", "ends").find(({ name }) => name === "Take back")?.if,
                    "steps.hold.outputs.ends == 'yes'",
                ));
        });
    });
