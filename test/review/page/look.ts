import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as v from "valibot";
import { inBrowser } from "../../../tools/pictures/browser";

/**
 * What somebody does with a page: `click` and `select` something, `press` a key, `type`, see it with a `feature` or `media`,
 * or in another `width`; keep a `picture` of it, or the PDF of a print as `paper`. `read` an expression, `print` and `axe` are answered under the name that comes next.
 */
export type Step =
    | ["click" | "press" | "type" | "media" | "width" | "picture" | "paper" | "print" | "axe", string]
    | ["select" | "feature" | "read", string, string];

/** A page, and what is done with it. */
export interface Story {
    page: string;
    steps: Step[];
}

const told = v.record(
    v.string(),
    v.object({ troubles: v.array(v.string()), answers: v.record(v.string(), v.unknown()) }),
);

/** What the stories show, each in a tab of its own of one real browser. */
export async function look(stories: Record<string, Story>): Promise<v.InferOutput<typeof told>> {
    const work = mkdtempSync(path.join(os.tmpdir(), "kore-page-"));
    try {
        const asked = Object.entries(stories).map(([name, { page, steps }], at) => {
            const file = path.join(work, `${at}.html`);
            writeFileSync(file, page);
            return [name, { file, steps }];
        });
        const [questions, answers] = [path.join(work, "asked.json"), path.join(work, "answered.json")];
        writeFileSync(questions, JSON.stringify(Object.fromEntries(asked)));
        await inBrowser("Looking at a report", "act.mjs", [questions, answers]);
        return v.parse(told, JSON.parse(readFileSync(answers, "utf8")));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}
