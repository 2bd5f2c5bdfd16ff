import { readFileSync } from "node:fs";
import { slug } from "../../../docs/markdown.ts";
import { anywhere } from "./anywhere.mjs";
import { diagrams } from "./diagrams.mjs";
import { repositoryLinks } from "./repositoryLinks.mjs";
import { rowAnchors, searched, sections } from "./search.mjs";

// Run by ../../build.ts, which writes the plan: where the pages are, where the site goes, and what leads where.
const { source, out, files, sidebar } = JSON.parse(readFileSync(process.env.KORE_SITE_PLAN, "utf8"));

export default anywhere({
    srcDir: source,
    outDir: out,
    cacheDir: "node_modules/.vitepress",
    title: "pulumi-kore",
    description: "Access to a Kore.ai account as code",
    lang: "en",
    router: { prefetchLinks: false },
    markdown: {
        anchor: { slugify: slug },
        // Braces after a heading are text, as on every host of code.
        attrs: { disable: true },
        theme: { light: "github-light", dark: "github-dark" },
        languageAlias: { cjs: "js", mjs: "js" },
        config: (markdown) => {
            markdown.use(repositoryLinks, files);
            markdown.use(diagrams);
            markdown.use(rowAnchors);
        },
    },
    themeConfig: {
        nav: [{ text: "All pages", link: "/docs/" }],
        sidebar,
        outline: [2, 4],
        search: {
            provider: "local",
            options: { _render: searched, miniSearch: { _splitIntoSections: sections } },
        },
        externalLinkIcon: true,
    },
});
