/** Diagrams are given to the theme, which draws them. */
export function diagrams(markdown) {
    const { fence } = markdown.renderer.rules;
    markdown.renderer.rules.fence = (tokens, at, ...rest) =>
        tokens[at].info.trim() === "mermaid"
            ? `<Diagram of="${encodeURIComponent(tokens[at].content)}" />\n`
            : fence(tokens, at, ...rest);
}
