import { readFileSync } from "node:fs";
import { sampleReview } from "../docs/sampleReview";

/** The comment that the built kore-access makes of the scenario `review-comment`, as a pull request shows it. */
export async function reviewCommentPage(): Promise<string> {
    const { marked } = await import("marked");
    const styles = readFileSync(require.resolve("github-markdown-css/github-markdown-light.css"), "utf8");
    return pageOf(await marked.parse(sampleReview("markdown"), { gfm: true }), styles);
}

/** A comment by a workflow, in the frame that a pull request has for it. */
function pageOf(comment: string, styles: string): string {
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A review of access</title>
<style>${styles}</style>
<style>
body { margin: 0; padding: 16px; background: #fff; font: 14px/1.5 "Noto Sans", "Noto Sans Symbols"; color: #1f2328 }
.comment { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden }
.by { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; color: #59636e }
.by b { font-weight: 600; color: #1f2328 }
.by span { margin: 0 4px; padding: 0 6px; border: 1px solid #d1d9e0; border-radius: 2em; font-size: 12px }
.markdown-body { padding: 16px; font: inherit; --fontStack-monospace: "Noto Sans Mono", "Noto Sans Symbols" }
</style>
<div class="comment">
<div class="by"><b>github-actions</b> <span>bot</span> commented</div>
<div class="markdown-body">${comment}</div>
</div>
</html>
`;
}
