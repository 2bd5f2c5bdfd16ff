import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseRule } from "../../review/src/diff/gate";
import { repositoryRoot } from "../harness/repository";
import { reviewed, said } from "./reviewed";

const folder = path.join(repositoryRoot, "docs", "workflows");
const github = readdirSync(path.join(folder, "github")).map((name) => path.join(folder, "github", name));
const gitlab = path.join(folder, "gitlab", "access.gitlab-ci.yml");
const hasGo = spawnSync("go", ["version"]).status === 0;

/** The scripts of several lines in a workflow: what stands deeper than the line that ends with a bar. */
function scriptsOf(file: string): string[] {
    const lines = readFileSync(file, "utf8").split("\n");
    const depth = (line: string) => line.length - line.trimStart().length;
    return lines.flatMap((line, at) => {
        if (!/^\s*(?:run: |- )\|$/.test(line)) return [];
        const end = lines.findIndex((other, later) => later > at && other.trim() !== "" && depth(other) <= depth(line));
        const body = lines.slice(at + 1, end < 0 ? undefined : end);
        const least = Math.min(...body.filter((each) => each.trim() !== "").map(depth));
        return [body.map((each) => each.slice(least)).join("\n")];
    });
}

function scriptWith(file: string, part: string): string {
    const script = scriptsOf(file).find((each) => each.includes(part));
    assert.ok(script !== undefined, `${path.basename(file)} has a script with ${part}`);
    return script;
}

describe("the workflows", () => {
    // Its modules come from the Go module proxy, and are kept by Go. GitLab's linter is a service.
    if (hasGo) {
        it("those of GitHub please actionlint", function () {
            this.timeout(180_000);
            const cwd = path.join(__dirname, "actionlint");
            const env = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly", GOOS: "", GOARCH: "" };
            const { status, stdout, stderr } = spawnSync(
                "go",
                ["run", "github.com/rhysd/actionlint/cmd/actionlint", "-no-color", "-shellcheck=", ...github],
                { cwd, env, encoding: "utf8" },
            );
            assert.equal(status, 0, stdout + stderr);
        });
    }

    for (const file of [...github, gitlab]) {
        describe(path.basename(file), () => {
            it("has scripts that the shell can read", () => {
                const scripts = scriptsOf(file);
                assert.ok(scripts.length > 0);
                for (const script of scripts)
                    assert.equal(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" }).stderr, "");
            });

            it("names rules and options that there are", () => {
                const rules = [...readFileSync(file, "utf8").matchAll(/--fail-on ([^\s\\]+)/g)].flatMap(
                    ([, rule]) => rule ?? [],
                );
                assert.ok(rules.length > 0);
                for (const rule of rules) assert.doesNotThrow(() => parseRule(rule), rule);
            });

            it("uses no action of others, and puts nothing of a pull request into a script", () => {
                const text = readFileSync(file, "utf8");
                for (const [, action] of text.matchAll(/uses: (\S+)/g))
                    assert.match(action ?? "", /^actions\/(?:checkout|setup-node)@v\d+$/);
                for (const script of scriptsOf(file)) assert.doesNotMatch(script, /\$\{\{/);
            });
        });
    }

    it("the mark is the first line of the review", () => {
        const [mark] = said(reviewed("nothing"), "markdown").split("\n");
        for (const file of [path.join(folder, "github", "access-review.yml"), gitlab])
            assert.ok(readFileSync(file, "utf8").includes(mark?.replace("test", "production") ?? "?"));
    });
});

describe("the scripts of access-review.yml", () => {
    const file = path.join(folder, "github", "access-review.yml");
    let place: string;
    before(() => {
        place = mkdtempSync(path.join(tmpdir(), "access-review-"));
        mkdirSync(path.join(place, "bin"));
    });
    after(() => rmSync(place, { recursive: true, force: true }));

    const command = (name: string, script: string) => {
        writeFileSync(path.join(place, "bin", name), `#!/bin/sh\n${script}\n`);
        chmodSync(path.join(place, "bin", name), 0o755);
    };
    const fileOf = (name: string) =>
        existsSync(path.join(place, name)) ? readFileSync(path.join(place, name), "utf8") : "";
    const run = (script: string, variables: Record<string, string> = {}) => {
        for (const name of ["output", "summary", "calls"]) writeFileSync(path.join(place, name), "");
        const env = {
            ...process.env,
            PATH: `${path.join(place, "bin")}:${process.env["PATH"] ?? ""}`,
            GITHUB_OUTPUT: path.join(place, "output"),
            GITHUB_STEP_SUMMARY: path.join(place, "summary"),
            GITHUB_REPOSITORY: "company/access",
            PULL_REQUEST: "7",
            MARK: "<!-- kore-access: company/production -->",
            ...variables,
        };
        return spawnSync("bash", ["-e", "-c", script], { cwd: place, env, encoding: "utf8" }).status;
    };

    for (const { code, output, comment } of [
        { code: 0, output: "code=0\n", comment: /^REVIEW$/m },
        { code: 2, output: "code=2\nrefused=true\n", comment: /^REVIEW$/m },
        {
            code: 1,
            output: "code=1\n",
            comment: /^<!-- kore-access: company\/production -->\n## Access changes\n\nThere is no review/,
        },
    ]) {
        it(`a review that ends with ${code} goes on to the comment`, () => {
            command("npx", `${code === 1 ? "echo no >&2" : "echo REVIEW"}; exit ${code}`);
            assert.equal(run(scriptWith(file, "--fail-on")), 0);
            assert.equal(fileOf("output"), output);
            assert.match(fileOf("comment.md"), comment);
            assert.equal(fileOf("summary"), fileOf("comment.md"));
        });
    }

    it("the first comment is added, later ones take its place", () => {
        const script = scriptWith(file, "gh api");
        const gh = (id: string) =>
            command(
                "gh",
                `echo "$*" >> "${path.join(place, "calls")}"\ncase "$*" in *--paginate*) printf '%s' "${id}";; esac`,
            );
        gh("");
        assert.equal(run(script), 0);
        assert.match(
            fileOf("calls"),
            /--method POST repos\/company\/access\/issues\/7\/comments --field body=@comment\.md\n$/,
        );
        gh("42");
        assert.equal(run(script), 0);
        assert.match(
            fileOf("calls"),
            /--method PATCH repos\/company\/access\/issues\/comments\/42 --field body=@comment\.md\n$/,
        );
    });
});
