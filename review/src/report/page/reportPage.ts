import { createHash } from "node:crypto";
import { visible } from "../../visible";
import { script, style } from "./bundled";
import type { PageData } from "./data";

/**
 * A page with a report, for a browser: one file that needs no other, and makes no request. The same data give the same page.
 *
 * Everything in the data may be from outside. None of it is markup: it stands in the page as JSON without a `<`, and the
 * page's script sets it as text. The policy lets the browser run that script alone, whatever else came to stand there.
 */
export function reportPage(data: PageData): string {
    const json = JSON.stringify(data, (_key, value: unknown) => (typeof value === "string" ? visible(value) : value));
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Access to Kore.ai</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This report is shown by the script in this page, and scripts are off here. Turn them on for this file, or have the
report written in another way: kore-access report --format markdown.</p></noscript>
<script type="application/json" id="data">${json.replaceAll("<", "\\u003c")}</script>
<script>${script}</script>
</body>
</html>
`;
}

const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
].join("; ");

function hashOf(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
