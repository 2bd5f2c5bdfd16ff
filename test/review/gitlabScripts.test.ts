import assert from "node:assert/strict";
import path from "node:path";
import { koreAccess, recordedFile } from "./cli";
import { recordedPreview } from "./recorded";
import { canRunScripts, ScriptSandbox } from "./scriptSandbox";
import { gitlabJobs, gitlabScript } from "./workflowFiles";
import { sample } from "../harness/whole";

const project = "projects/5";
const head = "a".repeat(40);
const mark = "<!-- access-review: production -->";
const variables = {
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
    CI_PROJECT_ID: "5",
    CI_PROJECT_PATH: "company/access",
    CI_DEFAULT_BRANCH: "main",
    CI_JOB_URL: "https://gitlab.example.com/company/access/-/jobs/99",
    STACK: "production",
    MARK: mark,
    RULES: "new-administrator removals=5",
    BRAKE: "removals=5",
};

if (!canRunScripts) console.log("\n  NOT RUN: the scripts for GitLab (bash, jq, zip or unzip is missing)");
else
    describe("the scripts for GitLab", function () {
        this.timeout(60_000);
        let sandbox: ScriptSandbox;
        beforeEach(() => {
            sandbox = new ScriptSandbox();
            sandbox.command("apt-get", "");
        });
        afterEach(() => sandbox.remove());

        it("the preview fails for a fork, with a sentence, before its program is run", () => {
            sandbox.command("pulumi", "touch ran");
            const ended = sandbox.run(gitlabScript("access-preview"), {
                ...variables,
                CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "6",
            });
            assert.equal(ended.status, 1);
            assert.match(ended.stdout, /There is no review of a merge request from a fork.*company\/access/);
            assert.equal(sandbox.run("test -e ran").status, 1);
        });

        it("a CLI with another checksum stops the job, before it is run", () => {
            const install = gitlabJobs()[".pulumi"]?.before_script.find((line) => line.includes("sha256sum")) ?? "";
            sandbox.write("cli.tar.gz", "another");
            sandbox.answer({ "releases/sdk/pulumi-v0.0.1-linux-x64.tar.gz": { file: "cli.tar.gz" } });
            const ended = sandbox.run(install, { PULUMI_VERSION: "0.0.1", PULUMI_SHA256: "0".repeat(64) });
            assert.equal(ended.status, 1);
            assert.match(ended.stdout, /The Pulumi CLI 0\.0\.1 that was downloaded is not the one/);
        });

        describe("what has ended", () => {
            for (const [preview, status, isUpdated] of [
                ["expiry-over", 0, true],
                ["expiry-over-for-long", 0, false],
                ["expiry-over-and-more", 2, false],
            ] as const)
                it(`at ${preview} is ${isUpdated ? "taken back" : "left alone"}`, () => {
                    sandbox.write("preview", recordedPreview(preview));
                    const file = path.join(sandbox.folder, "preview");
                    sandbox.command("pulumi", `if [ "$1" = up ]; then touch updated; else cat "${file}"; fi`);
                    assert.equal(sandbox.run(gitlabScript("access-ends"), variables).status, status);
                    assert.equal(sandbox.run("test -e updated").status === 0, isUpdated);
                });
        });

        describe("the review", () => {
            const request = {
                state: "opened",
                target_branch: "main",
                source_project_id: 5,
                sha: head,
                head_pipeline: { id: 70 },
            };
            const job = { name: "access-preview", pipeline: { id: 70 } };
            const answers = (preview: string, more: object = {}) => ({
                user: { id: 3 },
                [`${project}/merge_requests/7`]: request,
                [`${project}/jobs/44`]: job,
                [`${project}/jobs/44/artifacts/preview.json`]: preview,
                [`${project}/jobs/44/artifacts/errors.txt`]: "",
                [`${project}/merge_requests/7/notes`]: [],
                ...more,
            });
            const review = (given: Record<string, unknown>, asked: Record<string, string> = {}) => {
                sandbox.answer(given);
                return sandbox.run(gitlabScript("access-review"), {
                    ...variables,
                    REVIEW_MERGE_REQUEST: "7",
                    REVIEW_JOB: "44",
                    ...asked,
                });
            };

            it("is kept with its JSON and its commit, noted, and set as the status of the commit", () => {
                const ended = review(answers(recordedPreview("joins")));
                assert.equal(ended.status, 0, ended.stderr);
                assert.deepEqual(
                    [sandbox.read("review/head"), sandbox.read("review/verdict")],
                    [`${head}\n`, "reviewed\n"],
                );
                assert.equal(
                    sandbox.read("review/review.json"),
                    koreAccess(["diff", recordedFile("joins"), "--format", "json"]).stdout,
                );
                assert.ok(sandbox.read("review/comment.md").startsWith(`${mark}\n`));
                const [note = "", status = "", ...others] = sandbox.changes();
                assert.deepEqual(others, []);
                assert.match(note, /--request POST .*body@review\/comment\.md .*merge_requests\/7\/notes$/);
                assert.match(
                    status,
                    new RegExp(`state=success .*name=access-review .*pipeline_id=70 .*statuses/${head}$`),
                );
            });

            it("that a rule refuses is a failed status, and one of a failed preview says why, as code", () => {
                assert.equal(review(answers(recordedPreview("administrators"))).status, 0);
                assert.match(sandbox.changes().at(-1) ?? "", /state=failed .*description=refused/);
                assert.equal(review(answers(recordedPreview("failed-protected"))).status, 1);
                assert.match(sandbox.changes().at(-1) ?? "", /state=failed .*description=failed/);
                assert.match(
                    sandbox.read("review/comment.md"),
                    /There is no review:\n\n {4}kore-access: This preview has failed: /,
                );
            });

            it("takes the place of its last note, on whatever page, and of nobody else's", () => {
                const eve = Array.from({ length: 100 }, (_, id) => ({
                    id,
                    system: false,
                    author: { id: 8 },
                    body: mark,
                }));
                const own = { id: 4242, system: false, author: { id: 3 }, body: `${mark}\n## Access changes` };
                const notes = { [`${project}/merge_requests/7/notes`]: { pages: [eve, [own]] } };
                assert.equal(review(answers(recordedPreview("joins"), notes)).status, 0);
                assert.match(sandbox.changes()[0] ?? "", /--request PUT .*notes\/4242$/);
                assert.equal(
                    review(answers(recordedPreview("joins"), { [`${project}/merge_requests/7/notes`]: eve })).status,
                    0,
                );
                assert.match(sandbox.changes()[0] ?? "", /--request POST .*notes$/);
            });

            const wrong: [string, object][] = [
                ["a fork's", { [`${project}/merge_requests/7`]: { ...request, source_project_id: 6 } }],
                ["merged already", { [`${project}/merge_requests/7`]: { ...request, state: "merged" } }],
                ["into another branch", { [`${project}/merge_requests/7`]: { ...request, target_branch: "other" } }],
                ["of another pipeline", { [`${project}/jobs/44`]: { ...job, pipeline: { id: 71 } } }],
                ["another job", { [`${project}/jobs/44`]: { ...job, name: "mine" } }],
            ];
            for (const [title, more] of sample(wrong, 2))
                it(`is refused where what is asked about is ${title}`, () => {
                    const ended = review(answers(recordedPreview("joins"), more));
                    assert.equal(ended.status, 1);
                    assert.match(ended.stdout, /nothing is reviewed/);
                    assert.deepEqual(sandbox.changes(), []);
                });

            it("is refused where what is asked about is no number", () => {
                assert.equal(review(answers(""), { REVIEW_JOB: "44/artifacts/../45" }).status, 1);
                assert.equal(sandbox.read("calls"), "");
            });
        });

        describe("the reviews of an update", () => {
            const [before, merged, pushed] = ["1".repeat(40), "2".repeat(40), "3".repeat(40)];
            const status = (id: number, more: object = {}) => ({
                id,
                status: "success",
                author: { id: 3 },
                target_url: `https://gitlab.example.com/company/access/-/jobs/${id}`,
                ...more,
            });
            const deployed = (name: string, created_at: string, sha: string) => ({
                created_at,
                sha,
                deployable: { name },
            });
            const usual = () => ({
                user: { id: 3 },
                [`${project}/deployments?environment=production`]: [
                    deployed("other", "2026-11-09", pushed),
                    deployed("access-update", "2026-11-02", before),
                ],
                [`${project}/deployments?environment=access-exceptions%2Fupdate`]: [
                    deployed("access-update-exception", "2026-11-01", pushed),
                ],
                [`${project}/repository/commits?ref_name=${before}..${pushed}`]: [{ id: merged }],
                [`${project}/repository/commits/${merged}/merge_requests`]: [
                    { iid: 7, sha: head, target_branch: "main" },
                ],
                [`${project}/repository/commits/${head}/statuses`]: [status(99)],
                [`${project}/jobs/99`]: { name: "access-review", ref: "main", pipeline: { id: 71 } },
                [`${project}/pipelines/71`]: { source: "trigger" },
                [`${project}/jobs/99/artifacts/review/head`]: `${head}\n`,
                [`${project}/jobs/99/artifacts/review/review.json`]: "{ONE}",
            });
            const fetch = (more: object = {}) => {
                sandbox.answer({ ...usual(), ...more });
                const ended = sandbox.run(gitlabScript("access-fetch"), {
                    ...variables,
                    CI_COMMIT_SHA: pushed,
                    CI_COMMIT_BEFORE_SHA: merged,
                });
                assert.equal(ended.status, 0, ended.stderr);
                return { missing: sandbox.read("missing.txt"), kept: sandbox.read("reviews/7.json") };
            };
            const refused = `- merge request !7 was merged at ${head} without a review that counts\n`;

            it("are those of the merge requests that were merged since the last one", () =>
                assert.deepEqual(fetch(), { missing: "", kept: "{ONE}" }));

            it("a commit that was pushed has none", () => {
                const commits = {
                    [`${project}/repository/commits?ref_name=${before}..${pushed}`]: {
                        pages: [[{ id: merged }], [{ id: pushed }]],
                    },
                    [`${project}/repository/commits/${pushed}/merge_requests`]: [
                        { iid: 9, sha: head, target_branch: "other" },
                    ],
                };
                assert.deepEqual(fetch(commits), {
                    missing: `- commit ${pushed} was pushed without a merge request\n`,
                    kept: "{ONE}",
                });
            });

            const statuses = `${project}/repository/commits/${head}/statuses`;
            const doesNotCount: [string, object][] = [
                ["there is no status", { [statuses]: [] }],
                ["somebody else has set it", { [statuses]: [status(99, { author: { id: 8 } })] }],
                [
                    "the last one has failed",
                    { [statuses]: { pages: [[status(99)], [status(100, { status: "failed" })]] } },
                ],
                ["its job is another", { [`${project}/jobs/99`]: { name: "mine", ref: "main", pipeline: { id: 71 } } }],
                [
                    "its branch is another",
                    { [`${project}/jobs/99`]: { name: "access-review", ref: "evil", pipeline: { id: 71 } } },
                ],
                ["its pipeline is another", { [`${project}/pipelines/71`]: { source: "merge_request_event" } }],
                ["it is of another commit", { [`${project}/jobs/99/artifacts/review/head`]: "b".repeat(40) }],
            ];
            for (const [title, more] of sample(doesNotCount, 3))
                it(`none counts where ${title}`, () => assert.deepEqual(fetch(more), { missing: refused, kept: "" }));
        });

        describe("holding an update to its reviews", () => {
            const reviewOf = (name: string) => koreAccess(["diff", recordedFile(name), "--format", "json"]).stdout;
            const hold = (preview: string, reviews: Record<string, string>, missing = "") => {
                sandbox.write("preview", recordedPreview(preview));
                sandbox.command("pulumi", `cat "${path.join(sandbox.folder, "preview")}"`);
                for (const [iid, text] of Object.entries(reviews)) sandbox.write(`reviews/${iid}.json`, text);
                sandbox.write("missing.txt", missing);
                return sandbox.run(gitlabScript("access-hold"), variables).status;
            };

            it("lets pass what they have, and ends with 2 for anything more, a push, and a review that can't be read", () => {
                assert.equal(hold("joins", { 7: reviewOf("joins") }), 0);
                assert.equal(sandbox.read("verdict"), "reviewed\n");
                assert.equal(hold("administrators", { 7: reviewOf("joins") }), 2);
                assert.equal(sandbox.read("verdict"), "refused\n");
                assert.equal(
                    hold("joins", { 7: reviewOf("joins") }, "- commit 3 was pushed without a merge request\n"),
                    2,
                );
                assert.equal(hold("nothing", { 7: "{}" }), 2);
                sandbox.run("rm -r reviews");
                assert.deepEqual([hold("nothing", {}), hold("joins", {})], [0, 2]);
                assert.equal(hold("failed-protected", {}), 1);
            });

            it("the update does not go on where it was refused", () => {
                sandbox.write("verdict", "refused\n");
                const ended = sandbox.run(gitlabScript("access-update"), variables);
                assert.equal(ended.status, 1);
                assert.match(ended.stdout, /nothing is updated/);
                sandbox.write("verdict", "reviewed\n");
                assert.equal(sandbox.run(gitlabScript("access-update"), variables).status, 0);
            });

            it("the update, let through or not, does what was seen and no more", () => {
                const update = (held: string, preview: string) => {
                    sandbox.write("held.json", reviewOf(held));
                    sandbox.write("preview", recordedPreview(preview));
                    sandbox.command(
                        "pulumi",
                        `case "$1" in up) echo UPDATED;; *) cat "${path.join(sandbox.folder, "preview")}";; esac`,
                    );
                    return sandbox.run(gitlabScript(".update"), variables);
                };
                assert.match(update("joins", "joins").stdout, /UPDATED/);
                const ended = update("joins", "leaves");
                assert.equal(ended.status, 2);
                assert.doesNotMatch(ended.stdout, /UPDATED/);
            });
        });
    });

describe("who has which token on GitLab", () => {
    const jobs = Object.entries(gitlabJobs()).map(([name, job]) => ({ name, text: JSON.stringify(job), job }));
    const using = (token: string) => jobs.filter(({ text }) => text.includes(token)).map(({ name }) => name);

    it("no job that runs a program has the one that comments", () => {
        const commenting = using("ACCESS_COMMENT_TOKEN");
        assert.deepEqual(commenting, ["access-review", "access-exception", "access-fetch", "access-drift-report"]);
        for (const { name, job, text } of jobs.filter((each) => commenting.includes(each.name))) {
            assert.doesNotMatch(text, /pulumi (?:preview|up)/, name);
            assert.ok(job.extends === undefined || job.extends === ".node", name);
        }
    });

    it("each token of the state is in the jobs of its purpose alone", () => {
        assert.deepEqual(using("PULUMI_REVIEW_TOKEN"), ["access-preview", "access-hold"]);
        assert.deepEqual(using("PULUMI_UPDATE_TOKEN"), [".update", "access-ends"]);
        assert.deepEqual(using("PULUMI_DRIFT_TOKEN"), ["access-drift"]);
    });
});
