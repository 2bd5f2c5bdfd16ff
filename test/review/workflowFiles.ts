import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { repositoryRoot } from "../harness/repository";

const workflowsFolder = path.join(repositoryRoot, "docs", "workflows");
/** What is copied to .github. */
export const githubFolder = path.join(workflowsFolder, "github");
export const gitlabFile = path.join(workflowsFolder, "gitlab", "access.gitlab-ci.yml");
export const setUpFile = path.join(githubFolder, "actions", "kore-set-up", "action.yml");

export const githubFiles = readdirSync(path.join(githubFolder, "workflows")).map((name) =>
    path.join(githubFolder, "workflows", name),
);

const step = v.object({
    name: v.optional(v.string()),
    if: v.optional(v.string()),
    uses: v.optional(v.string()),
    run: v.optional(v.string()),
    env: v.optional(v.record(v.string(), v.string()), {}),
});
const permissions = v.record(v.string(), v.string());
const job = v.object({
    uses: v.optional(v.string()),
    if: v.optional(v.string()),
    environment: v.optional(v.string()),
    permissions: v.optional(permissions),
    steps: v.optional(v.array(step), []),
});
const workflow = v.object({ on: v.unknown(), permissions, jobs: v.record(v.string(), job) });
const action = v.object({ runs: v.object({ steps: v.array(step) }) });

export type Job = v.InferOutput<typeof job>;
export type Step = v.InferOutput<typeof step>;
export type Workflow = v.InferOutput<typeof workflow>;

/** A workflow of GitHub, by the name of its file. */
export function workflowOf(name: string): Workflow {
    return v.parse(workflow, parse(readFileSync(path.join(githubFolder, "workflows", name), "utf8")));
}

/** The steps of the composite action. */
export function setUpSteps(): Step[] {
    return v.parse(action, parse(readFileSync(setUpFile, "utf8"))).runs.steps;
}

/** The script of a step of GitHub, by the step's name. */
export function scriptOf(steps: Step[], name: string): string {
    const found = steps.find((each) => each.name === name)?.run;
    assert.ok(found !== undefined, `there is a step "${name}"`);
    return found;
}

const gitlabJob = v.object({
    extends: v.optional(v.string()),
    script: v.optional(v.array(v.union([v.string(), v.array(v.string())])), []),
    before_script: v.optional(v.array(v.string()), []),
});
const reference = { tag: "!reference", collection: "seq" as const };

/** The jobs of GitLab's file, the hidden ones too. */
export function gitlabJobs(): Record<string, v.InferOutput<typeof gitlabJob>> {
    const parsed = v.parse(
        v.record(v.string(), v.unknown()),
        parse(readFileSync(gitlabFile, "utf8"), { customTags: [reference] }),
    );
    const jobs = Object.entries(parsed).filter(([name]) => !["stages", "variables"].includes(name));
    return Object.fromEntries(jobs.map(([name, each]) => [name, v.parse(gitlabJob, each)]));
}

/** The lines of a job's script as GitLab runs them, one shell for all; a reference is left out. */
export function gitlabScript(name: string): string {
    const lines = gitlabJobs()[name]?.script ?? [];
    assert.ok(lines.length > 0, `there is a job ${name} with a script`);
    return lines.filter((line) => typeof line === "string").join("\n");
}
