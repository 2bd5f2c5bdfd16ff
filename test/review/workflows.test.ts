import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseRule } from "../../review/src/diff/gate";
import { hasPythonFor, pythonCommand, type PythonTools } from "../../tools/trust/python";
import {
    githubFiles,
    githubFolder,
    gitlabFile,
    gitlabJobs,
    setUpFile,
    setUpSteps,
    workflowOf,
    type Job,
} from "./workflowFiles";

const hasGo = spawnSync("go", ["version"]).status === 0;
const linters: PythonTools = {
    name: "linters",
    requirements: path.join(__dirname, "linters", "requirements.txt"),
    oldest: 11,
};
const yamlFiles = [...githubFiles, setUpFile, gitlabFile];
const names = githubFiles.map((file) => path.basename(file));

describe("the linters of workflows", () => {
    let repository: string;
    before(() => {
        // As somebody has it who has copied the folder.
        repository = mkdtempSync(path.join(tmpdir(), "access-repository-"));
        mkdirSync(path.join(repository, ".git"));
        cpSync(githubFolder, path.join(repository, ".github"), { recursive: true });
    });
    after(() => rmSync(repository, { recursive: true, force: true }));

    const lint = (command: string, ...args: string[]) => {
        const { status, stdout, stderr } = spawnSync(command, args, { cwd: repository, encoding: "utf8" });
        assert.equal(status, 0, stdout + stderr);
    };

    // Its modules come from the Go module proxy, and are kept by Go.
    if (!hasGo) console.log("\n  NOT RUN: actionlint (there is no Go)");
    else
        it("actionlint: the syntax of GitHub's", function () {
            this.timeout(180_000);
            const cwd = path.join(__dirname, "actionlint");
            const tool = path.join(repository, "actionlint");
            const env = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly", GOOS: "", GOARCH: "" };
            const built = spawnSync("go", ["build", "-o", tool, "github.com/rhysd/actionlint/cmd/actionlint"], {
                cwd,
                env,
                encoding: "utf8",
            });
            assert.equal(built.status, 0, built.stderr);
            lint(tool, "-no-color", "-shellcheck=");
        });

    if (!hasPythonFor(linters)) console.log("\n  NOT RUN: zizmor and check-jsonschema (there is no Python 3.11)");
    else {
        it("zizmor: the security of GitHub's", async function () {
            this.timeout(300_000);
            lint(await pythonCommand(linters, "zizmor"), "--offline", "--no-progress", "--quiet", ".");
        });

        it("check-jsonschema: the schemas of GitHub's and GitLab's", async function () {
            this.timeout(300_000);
            const tool = await pythonCommand(linters, "check-jsonschema");
            lint(tool, "--builtin-schema", "vendor.github-workflows", ...githubFiles);
            lint(tool, "--builtin-schema", "vendor.github-actions", setUpFile);
            lint(tool, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", gitlabFile);
        });
    }
});

describe("the workflows", () => {
    const scripts = [
        ...names.flatMap((name) =>
            Object.values(workflowOf(name).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
        ),
        ...setUpSteps().flatMap(({ run }) => run ?? []),
        ...Object.values(gitlabJobs()).flatMap(({ script, before_script }) =>
            [...before_script, ...script].filter((line) => typeof line === "string"),
        ),
    ];

    it("have scripts that the shell can read, and that nothing is put into", () => {
        assert.ok(scripts.length > 30);
        for (const script of scripts) {
            assert.equal(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" }).stderr, "", script);
            assert.doesNotMatch(script, /\$\{\{/);
        }
    });

    it("name rules that there are", () => {
        const given = [
            ...[
                ...readFileSync(path.join(githubFolder, "workflows", "access-review.yml"), "utf8").matchAll(
                    /^ {8}([a-z-]+(?:=\S+)?)$/gm,
                ),
            ].map(([, rule]) => rule ?? ""),
            ...["everyone-removed", "removals=50", "failing-update"],
        ];
        assert.ok(given.length > 8);
        for (const rule of given) assert.doesNotThrow(() => parseRule(rule), rule);
        const gitlab = readFileSync(gitlabFile, "utf8");
        for (const rule of new Set(given)) assert.ok(gitlab.includes(rule), rule);
    });

    it("use no action but GitHub's own, each by its whole hash with the release beside it", () => {
        for (const file of [...githubFiles, setUpFile]) {
            for (const [, used] of readFileSync(file, "utf8").matchAll(/^[ -]*uses: (.*)$/gm))
                assert.match(
                    used ?? "",
                    /^(?:\.\/\.github\/.*|actions\/(?:checkout|setup-node|upload-artifact|download-artifact)@[\da-f]{40} # v\d+\.\d+\.\d+)$/,
                );
        }
    });

    it("are of one release of the Pulumi CLI", () => {
        const releases = yamlFiles.flatMap((file) => readFileSync(file, "utf8").match(/\b3\.\d+\.\d+\b/g) ?? []);
        assert.equal(new Set(releases).size, 1);
    });

    it("ask for no more than ten lines for a job, rules aside", () => {
        for (const name of names.filter((each) => each.startsWith("access-"))) {
            const { jobs } = workflowOf(name);
            assert.deepEqual(
                Object.values(jobs).map(({ uses }) => uses),
                [`./.github/workflows/${name.replace("access-", "kore-")}`],
            );
            const job = readFileSync(path.join(githubFolder, "workflows", name), "utf8").split("\njobs:\n")[1] ?? "";
            assert.ok(job.split("\n").filter((line) => line.trim() !== "" && !/^ {8}/.test(line)).length <= 10, name);
        }
    });
});

describe("who has which token on GitHub", () => {
    const jobs = names.flatMap((name) =>
        Object.entries(workflowOf(name).jobs).map(([id, job]) => ({ at: `${name} ${id}`, name, job })),
    );
    const runsPrograms = ({ steps }: Job) => steps.some(({ run }) => run?.includes("pulumi "));
    const writes = ({ permissions = {} }: Job) => Object.values(permissions).includes("write");

    it("nothing is allowed that a job does not name", () => {
        for (const name of names) assert.deepEqual(workflowOf(name).permissions, {}, name);
        for (const { at, job } of jobs) assert.ok(job.permissions !== undefined, at);
    });

    it("no job that runs a program, or installs packages, may write", () => {
        const running = jobs.filter(
            ({ job }) => runsPrograms(job) || job.steps.some(({ uses }) => uses?.includes("kore-set-up")),
        );
        assert.ok(running.length >= 5);
        for (const { at, job } of running) assert.ok(!writes(job), at);
    });

    it("a job that writes checks nothing out", () => {
        const writing = jobs.filter(({ name, job }) => name.startsWith("kore-") && writes(job));
        assert.equal(writing.length, 3);
        for (const { at, job } of writing)
            assert.ok(!job.steps.some(({ uses }) => /checkout|kore-set-up/.test(uses ?? "")), at);
    });

    it("each token of the state is in the jobs of its purpose alone, and that of the update behind its environment", () => {
        const withToken = (token: string) =>
            jobs
                .filter(({ job }) =>
                    job.steps.some(({ env }) => Object.values(env).some((value) => value.includes(token))),
                )
                .map(({ at, job }) => [at, job.environment]);
        assert.deepEqual(withToken("PULUMI_REVIEW_TOKEN"), [
            ["kore-preview.yml preview", undefined],
            ["kore-update.yml hold", undefined],
        ]);
        assert.deepEqual(withToken("PULUMI_UPDATE_TOKEN"), [
            ["kore-ends.yml ends", "production"],
            ["kore-update.yml update", "production"],
        ]);
        assert.deepEqual(withToken("PULUMI_DRIFT_TOKEN"), [["kore-drift.yml look", "access-drift"]]);
    });

    it("the job of the preview is skipped for nobody, as a skipped one counts as passed", () =>
        assert.equal(workflowOf("kore-preview.yml").jobs["preview"]?.if, undefined));
});
