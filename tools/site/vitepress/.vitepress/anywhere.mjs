// VitePress wants to know the path that a site will be served under. This one is served under any: a name stands for
// the path while the site is made, and where it is shown the path is put in its place.
const base = "/__site__/";

/** A configuration of VitePress whose site works under any path. */
export function anywhere(config) {
    return {
        ...config,
        base,
        transformHtml: (html, _file, { page }) => relative(html, "../".repeat(page.split("/").length - 1) || "./"),
        vite: { plugins: [{ name: "anywhere", apply: (_, { isSsrBuild }) => !isSsrBuild, generateBundle }] },
    };
}

/** A page whose addresses are relative to it; `up` leads to the top of the site. */
function relative(html, up) {
    return html
        .replace("<head>", `<head><script>globalThis.siteBase = new URL("${up}", location.href).pathname</script>`)
        .replace(/(__VP_SITE_DATA__=JSON\.parse\()("(?:[^"\\]|\\.)*")/, `$1$2.replaceAll("${base}", siteBase)`)
        .replaceAll(`="${base}`, `="${up}`);
}

/** What the pages load: in scripts the path is put in, and style sheets are relative to their folder. */
const generateBundle = {
    order: "post",
    handler(_, bundle) {
        for (const file of Object.values(bundle)) {
            if (file.type === "chunk") file.code = withPath(file.code, this.parse(file.code));
            else if (file.fileName.endsWith(".css")) file.source = file.source.toString().replaceAll(base, "../");
        }
    },
};

/** Every string with the name becomes one with the path. */
function withPath(code, tree) {
    const strings = stringsIn(tree).filter(({ start, end }) => code.slice(start, end).includes(base));
    return strings
        .sort((a, b) => b.start - a.start)
        .reduce((text, { start, end }) => {
            const put = `(${text.slice(start, end)}).replaceAll("${base}",globalThis.siteBase)`;
            return text.slice(0, start) + put + text.slice(end);
        }, code);
}

function stringsIn(node) {
    if (Array.isArray(node)) return node.flatMap(stringsIn);
    if (typeof node?.type !== "string") return [];
    if (node.type === "Literal" || node.type === "TemplateLiteral") return [node];
    return Object.values(node).flatMap(stringsIn);
}
